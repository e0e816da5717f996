import { askersOf, hasCaa, refusalBy, type CaaAsker } from "./caa";
import { parseCaa, relevantTo, type CaaRequest } from "./caa-permission";
import { CaaRecords, decisiveTypes } from "./caa-records";
import type { CertificateAuthority } from "./certificate-authorities";
import { ancestors, isRelativeTo, isType } from "./dns";
import type { DnsRecord, Inventory } from "./inventory";
import { baseName, type DnsName } from "./names";
import { byUrn } from "./urns";

/** A record that keeps it open whether CAA lets an authority certify a name. */
export interface CaaDoubt {
  readonly record: DnsRecord;
  /** What of the record is not known. */
  readonly about: "value" | "name" | "zone";
  readonly asker: CaaAsker;
  readonly authority: CertificateAuthority;
  readonly name: DnsName;
  /** CAA records that refuse, unless this record has something else answer. */
  readonly refusing: readonly DnsRecord[];
}

/**
 * @returns what is not known of the stack's CAA records where it may refuse what a certificate or a subscription asks a public
 * authority for. Records that let the authority in, and those that lie elsewhere, leave nothing open, whatever else is unknown.
 */
export function findCaaDoubts(inventory: Inventory): CaaDoubt[] {
  if (!hasCaa(inventory)) {
    return [];
  }
  const asked = askersOf(inventory).flatMap(({ asker, requests }) => requests.map((request) => ({ asker, request })));
  const records = new CaaRecords(inventory);
  const seen = new SeenCaa(inventory, new Set(asked.flatMap(({ request }) => climb(request.name))));
  return asked.flatMap(({ asker, request }) => {
    const { authority, name } = request;
    const open = records.decidingFor(name) === undefined ? seen.openFor(request, records) : [];
    return open.map((doubt) => ({ ...doubt, asker, authority, name }));
  });
}

/** The places at which CAA is looked for, up to the last label below the root (RFC 8659 §3). */
function climb(name: DnsName): DnsName[] {
  const base = baseName(name);
  return [base, ...ancestors(base)];
}

type Open = Pick<CaaDoubt, "record" | "about" | "refusing">;

interface Seen {
  readonly record: DnsRecord;
  /** Undefined where nothing of the record is open. */
  readonly about?: CaaDoubt["about"];
}

/** CAA records where they certainly or probably stand, and those that may stand anywhere. */
class SeenCaa {
  private readonly byPlace = new Map<DnsName, Seen[]>();
  private readonly floating: Seen[] = [];
  /** What is no CAA record, and may yet have others answer where it stands. */
  private readonly unplaced: Seen[] = [];

  constructor({ records }: Inventory, places: ReadonlySet<DnsName>) {
    const visible = records.filter((record) => !(record.private.state === "known" && record.private.value)).sort(byUrn);
    for (const record of visible) {
      if (isType(record, "CAA")) {
        this.shelve(record, places);
      } else if (record.name.state !== "full" && (record.type.state !== "known" || decisiveTypes.some((type) => isType(record, type)))) {
        this.unplaced.push({ record, about: record.name.state === "unknown" ? "name" : "zone" });
      }
    }
  }

  private shelve(record: DnsRecord, places: ReadonlySet<DnsName>): void {
    const { name, targets } = record;
    const about = !targets.complete ? "value" : record.private.state === "unknown" ? "zone" : undefined;
    // Where a stack does not declare the zone, people write full names, and a name of theirs tells that this is one.
    const place = name.state === "full" ? name.name : name.state === "relative" ? (name.labels as DnsName) : undefined;
    if (place === undefined || (name.state === "relative" && !(place.includes(".") && places.has(place)))) {
      this.floating.push({ record, about: name.state === "relative" ? "zone" : "name" });
      return;
    }
    const here = this.byPlace.get(place) ?? [];
    here.push({ record, ...(name.state === "relative" ? { about: about ?? "zone" } : about === undefined ? {} : { about }) });
    this.byPlace.set(place, here);
  }

  /** @param records the same, as far as they are certain. */
  openFor(request: CaaRequest, records: CaaRecords): Open[] {
    const path = climb(request.name);
    const anywhere = this.floating.find(({ record }) => path.some((place) => mayStandAt(record, place)) && mayRefuse([record], request));
    const place = path.find((each) => records.isOverruled(each) || this.byPlace.has(each));
    const here = place === undefined || records.isOverruled(place) ? [] : (this.byPlace.get(place) ?? []);
    const refusing = here.map(({ record }) => record);
    if (refusing.length === 0 || !mayRefuse(refusing, request)) {
      return anywhere?.about === undefined ? [] : [{ record: anywhere.record, about: anywhere.about, refusing: [] }];
    }
    const open = here.find(({ about }) => about !== undefined);
    if (open?.about !== undefined) {
      return [{ record: open.record, about: open.about, refusing: [] }];
    }
    const other = [...this.floating, ...this.unplaced].find(({ record }) => path.some((each) => mayStandAt(record, each)));
    return other?.about === undefined ? [] : [{ record: other.record, about: other.about, refusing }];
  }
}

/** @returns whether a record may stand at that place, or be the wildcard that answers for it. */
function mayStandAt({ name }: DnsRecord, place: DnsName): boolean {
  switch (name.state) {
    case "full":
      return name.name === place;
    case "relative":
      return name.labels === "" || name.labels.startsWith("*") || isRelativeTo(name.labels, place);
    case "unknown":
      return true;
  }
}

/** @returns whether records may refuse the authority, as far as their values are known; false for a form that may mean anything. */
function mayRefuse(records: readonly DnsRecord[], request: CaaRequest): boolean {
  const read = records.flatMap(({ targets }) => targets.known.map(parseCaa));
  const properties = read.filter((property) => property !== undefined);
  if (properties.length < read.length) {
    return false;
  }
  const isWhole = records.every(({ targets }) => targets.complete);
  // Of a set without a word on issuance, what is not known yet may be that word.
  const isSilent = !isWhole && relevantTo(properties, request.name).relevant.length === 0;
  return isSilent || (properties.length > 0 && refusalBy({ properties, records }, request) !== undefined);
}
