import { ancestors, isType, parentOf, PublicRecords, withAncestors, zoneNames } from "../dns";
import { groupBy } from "../grouping";
import type { DnsRecord, Inventory, RecordName, Zone } from "../inventory";
import { baseName, type DnsName } from "../names";
import { valueOr } from "../value";
import { CaaSet, kindOf } from "./caa-set";
import { LooseRecords, nowhere } from "./loose-records";
import { askersOf, type CaaAsker, type CaaRequest } from "./requests";

/** The set that decides for a name (RFC 8659 §3), as far as the stack tells. */
type CaaAnswer =
  /** It is certain which one, and what it says. */
  | { readonly state: "set"; readonly place: DnsName; readonly set: CaaSet }
  /** Nothing of the stack decides. */
  | { readonly state: "none" }
  | {
      readonly state: "open";
      /** The nearest set of the stack, which decides unless something nearer does; undefined where other servers' records would. */
      readonly seen: CaaSet | undefined;
      /** The first record that may stand on the way to it, or be something else there, or lead elsewhere. */
      readonly misplaced: DnsRecord | undefined;
      /** @returns the first CAA record that may stand on the way and would refuse there. */
      readonly misplacedRefusal: (request: CaaRequest) => DnsRecord | undefined;
    };

/** What an authority asks, and what CAA answers. */
export interface Asked {
  readonly request: CaaRequest;
  readonly answer: CaaAnswer;
}

interface AskedBy {
  readonly asker: CaaAsker;
  readonly asked: readonly Asked[];
}

const answered = new WeakMap<Inventory, readonly AskedBy[]>();

/** @returns all that public authorities ask of CAA, with the answers; nothing where the stack has no CAA, as most. */
export function askCaa(inventory: Inventory): readonly AskedBy[] {
  const asked = answered.get(inventory) ?? (inventory.records.some(isCaa) ? ask(inventory) : []);
  answered.set(inventory, asked);
  return asked;
}

function ask(inventory: Inventory): AskedBy[] {
  const askers = askersOf(inventory);
  const answers = new CaaAnswers(
    inventory,
    askers.flatMap(({ requests }) => requests.map(({ name }) => name)),
  );
  return askers.map(({ asker, requests }) => ({
    asker,
    asked: requests.map((request) => ({ request, answer: answers.to(request.name) })),
  }));
}

/** What stands above a place and reaches down to it. */
interface Reach {
  /** Whether a DNAME redirects it (RFC 6672). */
  readonly isRedirected: boolean;
  /** Whether a wildcard answers for it, CAA included, where nothing of its own stands (RFC 4592). */
  readonly isWild: boolean;
  /** The first loose record that may be such a wildcard. */
  readonly loose: number;
}

/** A name at which CAA is looked for. What holds there is found once for all the names below. */
interface Place {
  readonly name: DnsName;
  readonly above: Place | undefined;
  readonly reachBelow: Reach;
  /** The first loose record that may stand here or further up, as far as the climb goes. */
  readonly looseOnWay: number;
  /** Whether the climb ends here: at a set, or where the records of somewhere else answer. */
  readonly isEnd: boolean;
  /** The set at which it ends. */
  readonly seen: CaaSet | undefined;
  readonly answer: CaaAnswer;
}

/** The CAA records of a stack in one index: where they stand for certain, as written, or possibly. */
export class CaaAnswers {
  private readonly records: PublicRecords;
  private readonly zones: ZonePrivacy;
  /** CAA that the public may see, by the place where it stands or is taken to. */
  private readonly standing: ReadonlyMap<DnsName | undefined, readonly DnsRecord[]>;
  /** CAA that may stand anywhere, each record by itself. */
  private readonly floating: readonly CaaSet[];
  /** Of those the ones that may refuse, by kind of request. */
  private readonly refusing = new Map<string, LooseRecords>();
  /** Whatever may decide otherwise: floating CAA first, then records of other types, then CAA that is only taken to stand somewhere. */
  private readonly loose: LooseRecords;
  /** How many of these a doubt names; the others are part of a set, which is in doubt itself. */
  private readonly misplaced: number;
  private readonly relativeNames: ReadonlySet<string>;
  /** Whether a part of the stack that could not be read may hold CAA, or lead to it. */
  private readonly isBlind: boolean;
  private readonly places = new Map<DnsName, Place>();

  /** @param names that are asked for: a record that is written as one of them, or as one above, is taken to stand there. */
  constructor(inventory: Inventory, names: readonly DnsName[]) {
    this.records = new PublicRecords(inventory);
    this.zones = new ZonePrivacy(inventory.zones);
    this.isBlind = inventory.gaps.some(({ what }) => what !== "component-without-children");
    const asked = withAncestors(names.map(baseName));
    const visible = inventory.records.filter((record) => isDecisive(record) && !isHidden(record));
    this.standing = groupBy(visible.filter(isCaa), ({ name }) => placeAsWritten(name, asked));
    const floating = this.standing.get(undefined) ?? [];
    this.floating = floating.map((record) => new CaaSet([record]));
    const loose = visible.filter((record) => record.name.state !== "full" || isUncertain(record));
    const others = loose.filter((record) => !isCaa(record));
    const placed = loose.filter((record) => isCaa(record) && placeAsWritten(record.name, asked) !== undefined);
    this.loose = new LooseRecords([...floating, ...others, ...placed]);
    this.misplaced = floating.length + others.length;
    this.relativeNames = new Set(loose.flatMap(({ name }) => (name.state === "relative" ? [name.labels] : [])));
  }

  /** @returns the answer for a name; a wildcard asks for its base. */
  to(name: DnsName): CaaAnswer {
    return this.at(baseName(name)).answer;
  }

  private at(name: DnsName): Place {
    const place = this.places.get(name) ?? this.look(name);
    this.places.set(name, place);
    return place;
  }

  private look(name: DnsName): Place {
    const parent = parentOf(name);
    const above = parent === undefined ? undefined : this.at(parent);
    const reach = above?.reachBelow ?? { isRedirected: false, isWild: false, loose: nowhere };
    const looseHere = Math.min(reach.loose, this.loose.named(name), this.loose.relativeTo(name));
    const leadsElsewhere = this.leadsElsewhere(name, reach);
    const standing = leadsElsewhere ? undefined : this.standing.get(name);
    const set = standing === undefined ? undefined : new CaaSet(standing);
    const isEnd = leadsElsewhere || set !== undefined;
    const found = {
      name,
      above,
      reachBelow: this.reachBelow(name, reach),
      looseOnWay: Math.min(looseHere, isEnd ? nowhere : (above?.looseOnWay ?? nowhere)),
      isEnd,
      seen: isEnd ? set : above?.seen,
    };
    const isCertain = !this.isBlind && !leadsElsewhere && looseHere === nowhere && !this.relativeNames.has(name);
    if (isCertain && set === undefined) {
      return { ...found, answer: above?.answer ?? { state: "none" } };
    }
    const isDecided = isCertain && set?.isRead === true && this.zones.areCertainlyPublic(set.records, name);
    return { ...found, answer: isDecided ? { state: "set", place: name, set } : this.open(found) };
  }

  /** A CNAME, DNAME or wildcard answers with the CAA records of somewhere else, and an NS with those of other servers. */
  private leadsElsewhere(name: DnsName, { isRedirected, isWild }: Reach): boolean {
    return (
      isRedirected ||
      this.has(name, "CNAME") ||
      (this.has(name, "NS") && !this.zones.isCertainlyPublicZone(name)) ||
      (isWild && !this.records.has(name))
    );
  }

  private reachBelow(name: DnsName, reach: Reach): Reach {
    const wildcard = `*.${name}` as DnsName;
    return {
      isRedirected: reach.isRedirected || this.has(name, "DNAME"),
      isWild: reach.isWild || ["CAA", "CNAME"].some((type) => this.has(wildcard, type)),
      loose: Math.min(reach.loose, this.loose.named(wildcard)),
    };
  }

  private has(name: DnsName, type: string): boolean {
    return this.records.at(name, type).length > 0;
  }

  private open(place: Omit<Place, "answer">): CaaAnswer {
    const { seen, looseOnWay } = place;
    return {
      state: "open",
      seen,
      misplaced: looseOnWay < this.misplaced ? this.loose.records[looseOnWay] : undefined,
      misplacedRefusal: (request) => (looseOnWay < this.floating.length ? this.firstRefusal(place, request) : undefined),
    };
  }

  private firstRefusal(place: Omit<Place, "answer">, request: CaaRequest): DnsRecord | undefined {
    const refusing = this.refusingFor(request);
    let first = nowhere;
    for (let each: typeof place | undefined = place; each !== undefined; each = each.isEnd ? undefined : each.above) {
      first = Math.min(first, refusing.relativeTo(each.name));
    }
    return refusing.records[first];
  }

  private refusingFor(request: CaaRequest): LooseRecords {
    const kind = kindOf(request);
    const refusing =
      this.refusing.get(kind) ??
      new LooseRecords(this.floating.filter((set) => set.rulingFor(request).mayRefuse).flatMap(({ records }) => records));
    this.refusing.set(kind, refusing);
    return refusing;
  }
}

/** Which zones of the stack are certainly public, and which may be private ones. */
class ZonePrivacy {
  private readonly certainlyPublic: ReadonlySet<DnsName>;
  private readonly possiblyPrivate: ReadonlySet<DnsName>;
  /** Whether one of which not even the name is known may be private, and so hold anything. */
  private readonly isAnyPossiblyPrivate: boolean;

  constructor(zones: readonly Zone[]) {
    const open = zones.filter((zone) => !isCertainlyPublic(zone));
    this.certainlyPublic = new Set(zoneNames(zones.filter(isCertainlyPublic)));
    this.possiblyPrivate = new Set(zoneNames(open));
    this.isAnyPossiblyPrivate = open.some(({ name }) => name.state !== "known");
  }

  isCertainlyPublicZone(name: DnsName): boolean {
    return this.certainlyPublic.has(name);
  }

  /** A record that does not say which zone it is in may be in a private one of the stack. */
  areCertainlyPublic(records: readonly DnsRecord[], place: DnsName): boolean {
    const mayBePrivate = this.isAnyPossiblyPrivate || [place, ...ancestors(place)].some((name) => this.possiblyPrivate.has(name));
    return !mayBePrivate || records.every((record) => record.private.state === "known");
  }
}

function isCertainlyPublic({ private: hidden }: Zone): boolean {
  return valueOr(hidden, true) === false;
}

/** Where a stack does not declare the zone, people write full names, and a name of theirs tells that this is one. */
function placeAsWritten(name: RecordName, asked: ReadonlySet<DnsName>): DnsName | undefined {
  switch (name.state) {
    case "full":
      return name.name;
    case "relative":
      return name.labels.includes(".") && asked.has(name.labels as DnsName) ? (name.labels as DnsName) : undefined;
    case "unknown":
      return undefined;
  }
}

function isCaa(record: DnsRecord): boolean {
  return isType(record, "CAA");
}

const decisiveTypes = ["CAA", "CNAME", "DNAME", "NS"];

/** @returns whether a record may hold CAA, lead to the CAA of another name, or put a name into other hands. */
function isDecisive(record: DnsRecord): boolean {
  return record.type.state !== "known" || decisiveTypes.some((type) => isType(record, type));
}

/** @returns whether certainly no public authority sees the record. */
function isHidden({ private: hidden }: DnsRecord): boolean {
  return valueOr(hidden, false) === true;
}

/** @returns whether a record that has its place may yet be of another type than it seems, or nothing that the public sees. */
function isUncertain({ type, private: hidden }: DnsRecord): boolean {
  return type.state !== "known" || hidden.state === "unknown";
}
