import { askersOf, hasCaa, refusalBy, type CaaAsker } from "./caa";
import { parseCaa, relevantTo, type CaaRequest } from "./caa-permission";
import { CaaRecords, climb, isDecisive, isHidden, isUncertain, wildcardsOver } from "./caa-records";
import type { CertificateAuthority } from "./certificate-authorities";
import { isRelativeTo, isType } from "./dns";
import { groupBy } from "./grouping";
import type { DnsRecord, Inventory, RecordName } from "./inventory";
import type { DnsName } from "./names";

/** A record that keeps it open whether CAA lets an authority certify a name. */
export interface CaaDoubt {
  readonly record: DnsRecord;
  /** What of the record is not known. */
  readonly about: "value" | "name" | "type" | "zone";
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
    return seen.openFor(request, records).map((doubt) => ({ ...doubt, asker, authority, name }));
  });
}

type Open = Pick<CaaDoubt, "record" | "about" | "refusing">;

/** CAA records where they certainly or probably stand, and those that may stand anywhere. */
class SeenCaa {
  /** Under undefined those that may stand anywhere. */
  private readonly byPlace: ReadonlyMap<DnsName | undefined, readonly DnsRecord[]>;
  private readonly floating: readonly DnsRecord[];
  /** What is no CAA record, and may yet have others answer where it stands. */
  private readonly uncertain: readonly DnsRecord[];

  constructor({ records }: Inventory, places: ReadonlySet<DnsName>) {
    const visible = records.filter((record) => isDecisive(record) && !isHidden(record));
    const isCaa = (record: DnsRecord) => isType(record, "CAA");
    this.byPlace = groupBy(visible.filter(isCaa), ({ name }) => placeAsWritten(name, places));
    this.floating = this.byPlace.get(undefined) ?? [];
    this.uncertain = visible.filter((record) => !isCaa(record) && (record.name.state !== "full" || isUncertain(record)));
  }

  /** @param records the same, as far as they are certain. */
  openFor(request: CaaRequest, records: CaaRecords): Open[] {
    const path = climb(request.name);
    const sets = path.map((place) => (records.isOverruled(place) ? [] : this.byPlace.get(place)));
    const nearest = sets.findIndex((set) => set !== undefined);
    const here = sets[nearest] ?? [];
    // The nearest set decides (RFC 8659 §3): what stands further up answers for nobody below it.
    const asked = nearest === -1 ? path : path.slice(0, nearest + 1);
    const mayAnswer = (record: DnsRecord) => asked.some((place) => mayStandAt(record, place));
    if (!mayRefuse(here, request)) {
      return misplaced(
        this.floating.find((record) => mayAnswer(record) && mayRefuse([record], request)),
        [],
      );
    }
    const open = here.find(
      ({ name, targets, private: hidden }) => !targets.complete || name.state === "relative" || hidden.state === "unknown",
    );
    if (open !== undefined) {
      return [{ record: open, about: open.targets.complete ? "zone" : "value", refusing: [] }];
    }
    return misplaced([...this.floating, ...this.uncertain].find(mayAnswer), here);
  }
}

/** Where a stack does not declare the zone, people write full names, and a name of theirs tells that this is one. */
function placeAsWritten(name: RecordName, places: ReadonlySet<DnsName>): DnsName | undefined {
  switch (name.state) {
    case "full":
      return name.name;
    case "relative":
      return name.labels.includes(".") && places.has(name.labels as DnsName) ? (name.labels as DnsName) : undefined;
    case "unknown":
      return undefined;
  }
}

function misplaced(record: DnsRecord | undefined, refusing: readonly DnsRecord[]): Open[] {
  return record === undefined ? [] : [{ record, about: unknownOf(record), refusing }];
}

function unknownOf({ name, type }: DnsRecord): CaaDoubt["about"] {
  if (name.state === "unknown") {
    return "name";
  }
  return type.state === "known" ? "zone" : "type";
}

/** @returns whether a record stands or may stand at a place, or is or may be the wildcard that answers for it. */
function mayStandAt({ name }: DnsRecord, place: DnsName): boolean {
  if (name.state === "full") {
    return [place, ...wildcardsOver(place)].includes(name.name);
  }
  return name.state !== "relative" || name.labels === "" || name.labels.startsWith("*") || isRelativeTo(name.labels, place);
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
  return isSilent || refusalBy({ properties, records }, request) !== undefined;
}
