import { parseCaa, type CaaProperty } from "./caa-permission";
import { ancestors, isPublic, isType, PublicRecords } from "./dns";
import type { DnsRecord, Inventory } from "./inventory";
import { baseName, isWithin, type DnsName } from "./names";
import { byUrn } from "./urns";

/** The record set that decides for a name. */
export interface CaaSet {
  readonly place: DnsName;
  readonly records: readonly DnsRecord[];
  readonly properties: readonly CaaProperty[];
}

// Types that hold CAA, lead to the CAA of another name, or put a name into other hands.
export const decisiveTypes = ["CAA", "CNAME", "DNAME", "NS"];

/** CAA records of the stack, by the names for which they decide. */
export class CaaRecords {
  private readonly records: PublicRecords;
  /** True when something of which not even the place is known may hold CAA, or lead to it. */
  private readonly blind: boolean;
  /** Names, and starts of names, at which something may stand that decides otherwise. */
  private readonly doubtfulNames: ReadonlySet<string>;
  private readonly doubtfulStarts: ReadonlySet<string>;

  constructor(private readonly inventory: Inventory) {
    this.records = new PublicRecords(inventory);
    const decisive = inventory.records.filter(
      (record) => record.type.state !== "known" || decisiveTypes.some((type) => isType(record, type)),
    );
    const isUnsure = ({ type, private: hidden }: DnsRecord) => type.state !== "known" || hidden.state === "unknown";
    const isHidden = ({ private: hidden }: DnsRecord) => hidden.state === "known" && hidden.value;
    const names = decisive.flatMap((record) => (isHidden(record) ? [] : [{ record, name: record.name }]));
    const labels = names.flatMap(({ name }) => (name.state === "relative" ? [name.labels] : []));
    this.doubtfulNames = new Set(names.flatMap(({ record, name }) => (name.state === "full" && isUnsure(record) ? [name.name] : [])));
    this.doubtfulStarts = new Set(labels);
    this.blind =
      names.some(({ name }) => name.state === "unknown") ||
      labels.some((start) => start.startsWith("*")) ||
      inventory.gaps.some(({ what }) => what !== "component-without-children");
  }

  /**
   * Climbs from the name to the last label below the root; the nearest set decides alone (RFC 8659 §3).
   *
   * @returns undefined when no set of the stack decides, or when one that is nearer, or the same, is not known well enough.
   */
  decidingFor(name: DnsName): CaaSet | undefined {
    const base = baseName(name);
    for (const place of [base, ...ancestors(base)]) {
      if (this.mayBeOverruled(place)) {
        return undefined;
      }
      const records = this.records.at(place, "CAA");
      if (records.length > 0) {
        return this.read(place, records);
      }
    }
    return undefined;
  }

  private mayBeOverruled(place: DnsName): boolean {
    return (
      this.blind ||
      [place, ...wildcardsOver(place)].some((name) => this.doubtfulNames.has(name)) ||
      starts(place).some((start) => this.doubtfulStarts.has(start)) ||
      this.isOverruled(place)
    );
  }

  /** A CNAME, DNAME or wildcard at a place answers with the CAA records of somewhere else, and an NS with those of other servers. */
  isOverruled(place: DnsName): boolean {
    return (
      this.records.at(place, "CNAME").length > 0 ||
      this.records.redirecting(place).length > 0 ||
      (this.records.at(place, "NS").length > 0 && !this.isPublicZone(place)) ||
      // A wildcard answers, CAA included, for what does not exist (RFC 4592).
      (!this.records.has(place) &&
        wildcardsOver(place).some((name) => ["CAA", "CNAME"].some((type) => this.records.at(name, type).length > 0)))
    );
  }

  private isPublicZone(place: DnsName): boolean {
    return this.inventory.zones.some(
      ({ name, private: hidden }) => name.state === "known" && name.value === place && hidden.state === "known" && !hidden.value,
    );
  }

  private read(place: DnsName, records: readonly DnsRecord[]): CaaSet | undefined {
    const isReadable = records.every(({ targets }) => targets.complete && targets.known.length > 0);
    const properties = records.flatMap(({ targets }) => targets.known.map(parseCaa));
    const found = properties.filter((property) => property !== undefined);
    return isReadable && found.length === properties.length && records.every((record) => this.isCertainlyPublic(record, place))
      ? { place, records: [...records].sort(byUrn), properties: found }
      : undefined;
  }

  /** A record that does not say which zone it is in may be in a private one of the stack. */
  private isCertainlyPublic(record: DnsRecord, place: DnsName): boolean {
    return (
      isPublic(record) &&
      (record.private.state === "known" ||
        !this.inventory.zones.some(
          ({ name, private: hidden }) =>
            !(hidden.state === "known" && !hidden.value) && (name.state !== "known" || isWithin(place, name.value)),
        ))
    );
  }
}

function wildcardsOver(place: DnsName): DnsName[] {
  return ancestors(place).map((ancestor) => `*.${ancestor}` as DnsName);
}

/** @returns what a relative name may be if some zone is to make it this one: its first labels, or none. */
function starts(place: DnsName): string[] {
  const labels = place.split(".");
  return ["", ...labels.map((_, index) => labels.slice(0, index + 1).join("."))];
}
