import type { DnsRecord } from "../inventory";
import type { DnsName } from "../names";

/** The place in a list of none: behind all. */
export const nowhere = Infinity;

/**
 * Records of which it is not known where they stand, or what they are there, by the places at which they may stand. Asked of each
 * place of each name, so every question is a few look-ups, however many the records are.
 */
export class LooseRecords {
  private anywhere = nowhere;
  private readonly byName = new Map<DnsName, number>();
  /** First labels of relative names, and all of them; those that only begin others lead nowhere by themselves. */
  private readonly byStart = new Map<string, number>();

  constructor(readonly records: readonly DnsRecord[]) {
    records.forEach((record, index) => this.add(record, index));
  }

  private add({ name }: DnsRecord, index: number): void {
    if (name.state === "full") {
      setFirst(this.byName, name.name, index);
    } else if (name.state === "unknown" || name.labels === "" || name.labels.startsWith("*")) {
      this.anywhere = Math.min(this.anywhere, index);
    } else {
      startsOf(name.labels).forEach((start) => setFirst(this.byStart, start, nowhere));
      setFirst(this.byStart, name.labels, index);
    }
  }

  /** @returns the index of the first record whose name, as far as it is known, is exactly that one. */
  named(name: DnsName): number {
    return this.byName.get(name) ?? nowhere;
  }

  /** @returns the index of the first record that some zone may make one of that place. */
  relativeTo(place: DnsName): number {
    let first = this.anywhere;
    for (let end = place.indexOf("."); end !== -1; end = place.indexOf(".", end + 1)) {
      const index = this.byStart.get(place.slice(0, end));
      if (index === undefined) {
        break;
      }
      first = Math.min(first, index);
    }
    return first;
  }
}

function setFirst<Key>(map: Map<Key, number>, key: Key, index: number): void {
  map.set(key, Math.min(map.get(key) ?? nowhere, index));
}

function startsOf(labels: string): string[] {
  return [...labels.matchAll(/\./g)].map(({ index }) => labels.slice(0, index));
}
