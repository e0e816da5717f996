import { parseCaa, type CaaProperty } from "./caa-permission";
import { ancestors, isPublic, isType, PublicRecords } from "./dns";
import type { DnsRecord, Inventory, Zone } from "./inventory";
import { baseName, isWithin, type DnsName } from "./names";
import { isEqual, known, valueOr } from "./value";

/** The record set that decides for a name. */
export interface CaaSet {
  readonly place: DnsName;
  readonly records: readonly DnsRecord[];
  readonly properties: readonly CaaProperty[];
}

const decisiveTypes = ["CAA", "CNAME", "DNAME", "NS"];

/** @returns whether a record may hold CAA, lead to the CAA of another name, or put a name into other hands. */
export function isDecisive(record: DnsRecord): boolean {
  return record.type.state !== "known" || decisiveTypes.some((type) => isType(record, type));
}

/** @returns whether certainly no public authority sees the record. */
export function isHidden({ private: hidden }: DnsRecord): boolean {
  return valueOr(hidden, false) === true;
}

/** @returns whether a record that has its place may yet be of another type than it seems, or nothing that the public sees. */
export function isUncertain({ type, private: hidden }: DnsRecord): boolean {
  return type.state !== "known" || hidden.state === "unknown";
}

/** @returns the places at which CAA is looked for, from the name up to the last label below the root (RFC 8659 §3). */
export function climb(name: DnsName): DnsName[] {
  const base = baseName(name);
  return [base, ...ancestors(base)];
}

/** CAA records of the stack, by the names for which they decide. */
export class CaaRecords {
  private readonly records: PublicRecords;
  /** True when something of which not even the place is known may hold CAA, or lead to it. */
  private blind: boolean;
  /** Names, and starts of names, at which something may stand that decides otherwise. */
  private readonly doubtfulNames = new Set<string>();
  private readonly doubtfulStarts = new Set<string>();

  constructor(private readonly inventory: Inventory) {
    this.records = new PublicRecords(inventory);
    this.blind = inventory.gaps.some(({ what }) => what !== "component-without-children");
    inventory.records.filter((record) => isDecisive(record) && !isHidden(record)).forEach((record) => this.doubt(record));
  }

  private doubt(record: DnsRecord): void {
    const { name } = record;
    if (name.state === "unknown" || (name.state === "relative" && name.labels.startsWith("*"))) {
      this.blind = true;
    } else if (name.state === "relative") {
      this.doubtfulStarts.add(name.labels);
    } else if (isUncertain(record)) {
      this.doubtfulNames.add(name.name);
    }
  }

  /**
   * The nearest set decides alone (RFC 8659 §3).
   *
   * @returns undefined when no set of the stack decides, or when one that is nearer, or the same, is not known well enough.
   */
  decidingFor(name: DnsName): CaaSet | undefined {
    for (const place of climb(name)) {
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
    return this.inventory.zones.some((zone) => isEqual(zone.name, known(place)) === true && isCertainlyPublicZone(zone));
  }

  private read(place: DnsName, records: readonly DnsRecord[]): CaaSet | undefined {
    const isReadable = records.every(({ targets }) => targets.complete && targets.known.length > 0);
    const properties = records.flatMap(({ targets }) => targets.known.map(parseCaa));
    const found = properties.filter((property) => property !== undefined);
    return isReadable && found.length === properties.length && records.every((record) => this.isCertainlyPublic(record, place))
      ? { place, records, properties: found }
      : undefined;
  }

  /** A record that does not say which zone it is in may be in a private one of the stack. */
  private isCertainlyPublic(record: DnsRecord, place: DnsName): boolean {
    return (
      isPublic(record) &&
      (record.private.state === "known" ||
        !this.inventory.zones.some(
          (zone) => !isCertainlyPublicZone(zone) && (zone.name.state !== "known" || isWithin(place, zone.name.value)),
        ))
    );
  }
}

function isCertainlyPublicZone({ private: hidden }: Zone): boolean {
  return valueOr(hidden, true) === false;
}

/** @returns the wildcards that answer for a place where nothing of its own stands. */
export function wildcardsOver(place: DnsName): DnsName[] {
  return ancestors(place).map((ancestor) => `*.${ancestor}` as DnsName);
}

/** @returns what a relative name may be if some zone is to make it this one: its first labels, or none. */
function starts(place: DnsName): string[] {
  const labels = place.split(".");
  return ["", ...labels.map((_, index) => labels.slice(0, index + 1).join("."))];
}
