import type { PropertyMap, PropertyValue } from "../../cli/stack-resource";
import { readProperties } from "../../evidence/properties";
import type { Resource } from "../../evidence/resource";
import type { Inventory } from "../../ownership/inventory";
import { takeInventory } from "../../readers/take-inventory";
import { Random } from "./random";

/** A place in a resource that a reader looks at. The children of a list are those of each of its elements. */
export interface ReadPlace {
  kind: "object" | "list" | "leaf";
  readonly children: Map<string, ReadPlace>;
}

const guesses = ["object", "list", "text", "flag", "absent", "unknown"] as const;
type Guess = (typeof guesses)[number];

/** A type's root, and what its resources can be to the stack. */
export interface ReadType extends ReadPlace {
  readonly shelves: ReadonlySet<keyof Inventory>;
}

/** As often as it takes until nothing new is found any more, and some more. */
const rounds = 200;

/** Words that make a reader look further. */
const words = ["any.example.org", "kubernetes.io/tls", "zone"];

/**
 * Finds out which properties of a type are read, by showing its reader a resource that has whatever it asks for, each time
 * as something else, and noting it.
 *
 * @returns the root of what is read; without children where the reader looks at no property.
 */
export function readPlaces(type: string): ReadType {
  const shelves = new Set<keyof Inventory>();
  const root: ReadType = { kind: "object", children: new Map(), shelves };
  const random = new Random(1);
  for (let round = 0; round < rounds; round++) {
    const properties = readProperties([pretend(root, "object", random)]);
    const resource: Resource = {
      reference: { urn: `urn:pulumi:dev::shop::${type}::any`, type, name: "any" },
      properties,
      inputs: properties,
      ignoreChanges: [],
      empty: false,
      dependencies: () => [],
    };
    try {
      const inventory = takeInventory([resource], new Set());
      for (const shelf of Object.keys(inventory) as (keyof Inventory)[]) {
        if (inventory[shelf].length > 0) {
          shelves.add(shelf);
        }
      }
    } catch {
      // A reader that throws is for the tests to find, with a message that says so.
    }
  }
  return root;
}

/** @returns properties of that shape, with what `leaf` makes wherever a reader wants something simple. */
export function fill(place: ReadPlace | undefined, leaf: () => PropertyValue): PropertyMap {
  return Object.fromEntries([...(place?.children ?? [])].map(([key, child]) => [key, fillPlace(child, leaf)]));
}

function fillPlace(place: ReadPlace, leaf: () => PropertyValue): PropertyValue {
  return place.kind === "leaf" ? leaf() : place.kind === "list" ? [fill(place, leaf)] : fill(place, leaf);
}

/** An object that has every property. Being asked for one shows that it is right to be the object or list that it is. */
function pretend(place: ReadPlace, shown: "object" | "list", random: Random): object {
  const show = (child: ReadPlace): unknown => {
    const guess: Guess = child.kind === "leaf" ? random.pick(guesses) : child.kind;
    switch (guess) {
      case "object":
        return pretend(child, guess, random);
      case "list":
        return [pretend(child, guess, random)];
      case "text":
        return random.pick(words);
      case "flag":
        return true;
      case "absent":
        return undefined;
      case "unknown":
        throw new Error("Unknown, as the SDK says it.");
    }
  };
  return new Proxy(
    {},
    {
      ownKeys: () => (random.chance(0.5) ? ["tls.crt"] : []),
      getOwnPropertyDescriptor: (_, key) => {
        const child = place.children.get(String(key)) ?? { kind: "leaf", children: new Map<string, ReadPlace>() };
        place.children.set(String(key), child);
        place.kind = place.kind === "leaf" ? shown : place.kind;
        return { configurable: true, enumerable: true, value: show(child) };
      },
    },
  );
}
