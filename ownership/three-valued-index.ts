import type { Value } from "./value";

/** Stands in a key for a value that is not known, and for a question that does not ask for it. */
const open = 0;
const any = 1;
type KeyPart = string | typeof open | typeof any;

interface Options<Thing> {
  /** Of things that are alike, one is enough in each group. */
  readonly alike?: (thing: Thing) => unknown;
  readonly things?: Iterable<Thing>;
}

/**
 * Things by several values each, of which some are not known: what is not known, of a thing or of a question, may be anything.
 * Comparing thing by thing would cost a large stack more than all else.
 */
export class ThreeValuedIndex<Thing> {
  private readonly groups = new Map<string, Map<unknown, Thing>>();
  private readonly alike: (thing: Thing) => unknown;

  /** @param valuesOf as many for each thing as a question has. */
  constructor(
    private readonly valuesOf: (thing: Thing) => readonly Value<string>[],
    { alike = (thing) => thing, things = [] }: Options<Thing> = {},
  ) {
    this.alike = alike;
    for (const thing of things) {
      this.add(thing);
    }
  }

  add(thing: Thing): void {
    const alike = this.alike(thing);
    for (const key of keys(this.valuesOf(thing).map((value) => [value.state === "known" ? value.value : open, any]))) {
      const group = this.groups.get(key) ?? new Map<unknown, Thing>();
      this.groups.set(key, group);
      if (!group.has(alike)) {
        group.set(alike, thing);
      }
    }
  }

  /** @returns the things that have these values or may have them, group by group, those of each as they came. */
  find(values: readonly Value<string>[]): Thing[] {
    return this.groupsOf(values).flatMap((group) => [...group.values()]);
  }

  /** @returns whether there is such a thing. */
  some(values: readonly Value<string>[], isMeant: (thing: Thing) => boolean = () => true): boolean {
    return this.groupsOf(values).some((group) => {
      for (const thing of group.values()) {
        if (isMeant(thing)) {
          return true;
        }
      }
      return false;
    });
  }

  private groupsOf(values: readonly Value<string>[]): ReadonlyMap<unknown, Thing>[] {
    return keys(values.map((value) => (value.state === "known" ? [value.value, open] : [any]))).flatMap(
      (key) => this.groups.get(key) ?? [],
    );
  }
}

/** @returns a key for each choice of one part at each position. */
function keys(positions: readonly (readonly KeyPart[])[]): string[] {
  return positions
    .reduce<readonly (readonly KeyPart[])[]>((chosen, parts) => chosen.flatMap((start) => parts.map((part) => [...start, part])), [[]])
    .map((parts) => JSON.stringify(parts));
}
