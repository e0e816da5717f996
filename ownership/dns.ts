import type { DnsRecord, Inventory, Vendor, Zone } from "./inventory";
import { isWithin, parseName, type DnsName } from "./names";
import { groupBy } from "./grouping";
import { isOneOf, valueOr } from "./value";

/** Whose validation a challenge CNAME leads to. */
interface TargetOwner {
  readonly suffix: string;
  /** The vendor's name for people. */
  readonly name: string;
  /** The vendor as readers call it, where a resource of its may stand in a stack. */
  readonly vendor?: Vendor;
}

/** Targets under which vendors keep the records that a challenge CNAME leads to. */
const targetOwners: readonly TargetOwner[] = [
  { suffix: "fastly-validations.com", name: "Fastly", vendor: "fastly" },
  { suffix: "authorize.certificatemanager.goog", name: "Google Certificate Manager", vendor: "google" },
  { suffix: "dcv.cloudflare.com", name: "Cloudflare", vendor: "cloudflare" },
  { suffix: "validate-akdv.net", name: "Akamai", vendor: "akamai" },
  { suffix: "flydns.net", name: "Fly.io" },
  { suffix: "verify.renderdns.com", name: "Render" },
  { suffix: "stackpath-tls.com", name: "StackPath" },
];

/** Public hosts of acme-dns. */
const acmeDnsHosts = ["auth.acme-dns.io" as DnsName];

/** @returns who validates certificates under that target; undefined when no known vendor does. */
export function targetOwner(target: string): TargetOwner | undefined {
  const name = parseName(target);
  return name === undefined ? undefined : targetOwners.find(({ suffix }) => isWithin(name, suffix as DnsName));
}

/** Record sets of public zones by their full name. */
export class PublicRecords {
  private readonly byName: ReadonlyMap<DnsName, readonly DnsRecord[]>;
  /** Names at which something stands, or below which: DNS knows both (RFC 4592 calls the latter empty non-terminals). */
  private readonly existing: ReadonlySet<DnsName>;
  private readonly zones: ReadonlySet<DnsName>;
  /** Under which the operator delegates challenges. */
  private readonly delegated: ReadonlySet<string>;

  private readonly hasDname: boolean;
  private unplaced: UnplacedRecords | undefined;

  constructor(private readonly inventory: Inventory) {
    const named = inventory.records.flatMap((record) =>
      isPublic(record) && record.name.state === "full" ? [{ name: record.name.name, record }] : [],
    );
    this.byName = new Map([...groupBy(named, ({ name }) => name)].map(([name, entries]) => [name, entries.map(({ record }) => record)]));
    this.hasDname = named.some(({ record }) => isType(record, "DNAME"));
    this.existing = withAncestors(named.map(({ name }) => name));
    this.zones = new Set(zoneNames(inventory.zones));
    this.delegated = new Set<string>([...this.zones, ...inventory.challengeZones, ...acmeDnsHosts]);
  }

  /** @returns the record sets of exactly that name. */
  allAt(name: DnsName): readonly DnsRecord[] {
    return this.byName.get(name) ?? [];
  }

  /** @returns the record sets of exactly that name and type. */
  at(name: DnsName, type: string): readonly DnsRecord[] {
    return this.allAt(name).filter((record) => isType(record, type));
  }

  /** @returns whether anything in the stack stands at the name or below, which ends the reach of a wildcard above it (RFC 4592). */
  has(name: DnsName): boolean {
    return this.existing.has(name);
  }

  /** @returns a record that may stand at the name or below: of a name or zone that is not known, or of a zone that may be private. */
  possiblyAt(name: DnsName): DnsRecord | undefined {
    this.unplaced ??= new UnplacedRecords(this.inventory.records);
    return this.unplaced.at(name);
  }

  /** @returns DNAMEs that redirect everything below them, the challenge record included (RFC 6672). */
  redirecting(challenge: DnsName): readonly DnsRecord[] {
    return this.hasDname ? ancestors(challenge).flatMap((ancestor) => this.at(ancestor, "DNAME")) : [];
  }

  /**
   * @returns the wildcard CNAME that answers for the challenge record because nothing stands there. One directly above it is
   * certain to; of one further up any record of a name between ends the reach, and not all records need be in the stack.
   */
  wildcardOver(challenge: DnsName): { readonly record: DnsRecord; readonly certain: boolean } | undefined {
    let below = challenge;
    for (const ancestor of ancestors(challenge)) {
      if (this.has(below)) {
        return undefined;
      }
      const [record] = this.at(`*.${ancestor}` as DnsName, "CNAME");
      if (record !== undefined) {
        return { record, certain: below === challenge };
      }
      below = ancestor;
    }
    return undefined;
  }

  /**
   * @returns whether a challenge CNAME to that target is the operator's own delegation: into a zone that the stack declares,
   * to acme-dns, or to where settings or the ownership file allow.
   */
  isOwnDelegation(target: string, allowed: ReadonlySet<string>): boolean {
    const name = parseName(target);
    const places = name === undefined ? [] : upwards(name);
    return places.some((place) => this.delegated.has(place) || allowed.has(place));
  }

  /** @returns whether the stack declares a zone of exactly that name. */
  isZone(name: DnsName): boolean {
    return this.zones.has(name);
  }
}

/** Records of which it is not certain where they stand. */
class UnplacedRecords {
  /** The first that may stand anywhere, that may stand at a name or below, and by the start that some zone's name completes. */
  private readonly anywhere: number | undefined;
  private readonly byName = new Map<string, number>();
  private readonly byStart = new Map<string, number>();

  constructor(private readonly records: readonly DnsRecord[]) {
    const anywhere = records.findIndex(({ name }) => name.state === "unknown");
    this.anywhere = anywhere === -1 ? undefined : anywhere;
    for (const [position, { name, private: hidden }] of records.entries()) {
      if (name.state === "full" && hidden.state === "unknown") {
        upwards(name.name).forEach((place) => setOnce(this.byName, place, position));
      } else if (name.state === "relative") {
        upwards(name.labels).forEach((start) => setOnce(this.byStart, start, position));
      }
    }
  }

  at(name: DnsName): DnsRecord | undefined {
    const positions = [this.anywhere, this.byName.get(name), ...starts(name).map((start) => this.byStart.get(start))];
    const first = Math.min(...positions.filter((position) => position !== undefined));
    return this.records[first];
  }
}

function setOnce<Key, Thing>(map: Map<Key, Thing>, key: Key, thing: Thing): void {
  if (!map.has(key)) {
    map.set(key, thing);
  }
}

/**
 * Where a stack does not declare the zone, most vendors still take full names, and people write them: a record of exactly a
 * certificate's name, of one below, or of the wildcard directly above, is read as the full name that it looks like.
 *
 * @returns the inventory with those records placed.
 */
export function placedAsWritten(inventory: Inventory, names: ReadonlySet<DnsName>): Inventory {
  const dotted = new Set([...names].filter(isDotted));
  const parents = [...names].flatMap((name) => ancestors(name).slice(0, 1)).filter(isDotted);
  const wildcards = new Set<string>(parents.map((parent) => `*.${parent}`));
  const records = inventory.records.map((record): DnsRecord => {
    if (record.name.state !== "relative") {
      return record;
    }
    const written = record.name.labels as DnsName;
    const isFull = wildcards.has(written) || [written, ...ancestors(written)].some((name) => dotted.has(name));
    return isFull ? { ...record, name: { state: "full", name: written } } : record;
  });
  return { ...inventory, records };
}

/** A name of one label is as good as any relative one. */
function isDotted(name: DnsName): boolean {
  return name.includes(".");
}

/** A private zone never meets a public CA; one of which nothing is said is public, one that is not known yet is neither. */
export function isPublic(record: DnsRecord): boolean {
  return valueOr(record.private, false) === false;
}

export function isType(record: DnsRecord, type: string): boolean {
  return isOneOf(record.type, [type]) === true;
}

/** @returns the names of those zones of which it is known. */
export function zoneNames(zones: readonly Zone[]): DnsName[] {
  return zones.flatMap(({ name }) => (name.state === "known" ? [name.value] : []));
}

/** @returns the names above, the nearest first. */
export function ancestors(name: string): DnsName[] {
  const above: DnsName[] = [];
  for (let parent = parentOf(name); parent !== undefined; parent = parentOf(parent)) {
    above.push(parent);
  }
  return above;
}

/** @returns the name one label up; undefined for one of a single label. */
export function parentOf(name: string): DnsName | undefined {
  const end = name.indexOf(".");
  return end === -1 ? undefined : (name.slice(end + 1) as DnsName);
}

/** @returns the names and all above them; what many share is walked once. */
export function withAncestors(names: Iterable<DnsName>): ReadonlySet<DnsName> {
  const all = new Set<DnsName>();
  for (const name of names) {
    for (let each: DnsName | undefined = name; each !== undefined && !all.has(each); each = parentOf(each)) {
      all.add(each);
    }
  }
  return all;
}

/** @returns the name and those above, the nearest first. */
export function upwards(name: string): string[] {
  return [name, ...ancestors(name)];
}

/** @returns the relative names that some zone makes this one. */
export function starts(name: string): string[] {
  const labels = name.split(".");
  return labels.slice(1).map((_, index) => labels.slice(0, index + 1).join("."));
}
