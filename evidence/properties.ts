import { absent, isObject, kindOf, known, noElements, unknown, type Elements, type Unknown, type Value } from "../ownership/value";
import { isUnknownMarker, unsealed } from "./engine-markers";

/**
 * A place in a resource's properties, read without ever throwing. A path names properties from here down.
 *
 * Every answer is three-valued, element by element: one unguarded read of an unknown makes @pulumi/policy drop the whole
 * policy to an advisory, and that is how a mandatory guard fails open. A value of the wrong kind (a text where a list
 * belongs) is unknown too, with the reason; `null` is absent.
 */
export interface Properties {
  text(...path: string[]): Value<string>;
  flag(...path: string[]): Value<boolean>;
  texts(...path: string[]): Elements<string>;
  /** The objects of a list. Elements that are no objects count as unknown. */
  items(...path: string[]): Elements<Properties>;
  /** The place at the end of the path, whether or not there is something. */
  at(...path: string[]): Properties;
  /** The property names at the path, in no particular order. */
  keys(...path: string[]): Elements<string>;
  /** Whether something is written there, without reading what. */
  presence(...path: string[]): Value<true>;
}

/**
 * @param sources the same resource as different calls of the engine showed it, the most telling first: planned outputs,
 * then inputs as written. Neither alone is enough: planned outputs lose a known name inside a partly unknown list and are
 * `{}` for a cluster that does not exist yet; inputs lack what the provider adds.
 */
export function readProperties(sources: readonly unknown[]): Properties {
  return new Place(sources);
}

/** Thousands of places are read in a large stack, so a source is asked only where those before it leave something open. */
class Place implements Properties {
  constructor(private readonly sources: readonly unknown[]) {}

  text(...path: string[]): Value<string> {
    return this.scalar(path, asText, "a text");
  }

  flag(...path: string[]): Value<boolean> {
    return this.scalar(path, asFlag, "true or false");
  }

  presence(...path: string[]): Value<true> {
    return this.scalar(path, () => true, "a value");
  }

  texts(...path: string[]): Elements<string> {
    return this.list(path, asText, "a text", mergeTexts);
  }

  items(...path: string[]): Elements<Properties> {
    return this.list(path, asPlace, "an object", mostTelling);
  }

  at(...path: string[]): Properties {
    return new Place(
      this.sources.map((source) => {
        const found = follow(source, path);
        return found.state === "known" ? found.value : found.state === "unknown" ? unreadable : undefined;
      }),
    );
  }

  keys(...path: string[]): Elements<string> {
    return allKeys(this.sources.map((source) => readKeys(follow(source, path))));
  }

  private scalar<T>(path: readonly string[], accept: (found: unknown) => T | undefined, expected: string): Value<T> {
    let best: Value<T> = absent;
    for (const source of this.sources) {
      const value = convert(follow(source, path), accept, expected);
      if (value.state === "known") {
        return value;
      }
      best = best.state === "absent" ? value : best;
    }
    return best;
  }

  /** The first source that shows a whole list decides; where none does, the known elements of all count, as `merge` says. */
  private list<T>(
    path: readonly string[],
    accept: (found: unknown) => T | undefined,
    expected: string,
    merge: (parts: readonly (readonly T[])[]) => readonly T[],
  ): Elements<T> {
    const present: ListReading<T>[] = [];
    for (const source of this.sources) {
      const reading = readList(follow(source, path), accept, expected);
      if (reading.present && reading.complete) {
        return { known: reading.known, complete: true };
      }
      if (reading.present) {
        present.push(reading);
      }
    }
    if (present.length === 0) {
      return noElements;
    }
    const reason = present.find((reading) => reading.reason !== undefined)?.reason;
    return { known: merge(present.map(({ known }) => known)), complete: false, ...(reason === undefined ? {} : { reason }) };
  }
}

/** Providers sort and normalise texts, so positions mean nothing. */
function mergeTexts(parts: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(parts.flat())];
}

/** Objects cannot be told apart, so those of the source that shows most stand for all. */
function mostTelling<T>(parts: readonly (readonly T[])[]): readonly T[] {
  return parts.reduce((most, part) => (part.length > most.length ? part : most));
}

/** Stands for a place below an unknown: everything read there is unknown as well. */
const unreadable = Symbol("unknown");

/** What one source says of one list, with the absent list told from the empty one. */
interface ListReading<T> extends Elements<T> {
  readonly present: boolean;
}

function asText(found: unknown): string | undefined {
  return typeof found === "string" ? found : typeof found === "number" ? String(found) : undefined;
}

function asFlag(found: unknown): boolean | undefined {
  return typeof found === "boolean" ? found : undefined;
}

function asPlace(found: unknown): Properties | undefined {
  return isObject(found) ? new Place([found]) : undefined;
}

/**
 * One step down; own properties only, so that no prototype answers. The SDK's proxies throw on the read of an unknown and wrap
 * whatever else they give. A property's descriptor they hand out as it is, at a fraction of the time; what it shows unwrapped,
 * the engine's markers tell.
 *
 * @returns what stands there: `unreadable` for an unknown, null or undefined for nothing.
 */
function readOwn(container: object, key: string): unknown {
  try {
    const descriptor = Object.getOwnPropertyDescriptor(container, key);
    const found = unsealed(descriptor?.get === undefined ? descriptor?.value : (container as Record<string, unknown>)[key]);
    return isUnknownMarker(found) ? unreadable : found;
  } catch {
    return unreadable;
  }
}

function follow(source: unknown, path: readonly string[]): Value<unknown> {
  let place = source;
  for (const key of path) {
    if (!isObject(place)) {
      const value = valueOf(place);
      return value.state === "known" ? mismatch(place, "an object") : value;
    }
    place = readOwn(place, key);
  }
  return valueOf(place);
}

function valueOf(found: unknown): Value<unknown> {
  return found === unreadable ? unknown : found === null || found === undefined ? absent : known(found);
}

function mismatch(found: unknown, expected: string): Unknown {
  return { state: "unknown", reason: `it is ${kindOf(found)}, where ${expected} belongs` };
}

function convert<T>(place: Value<unknown>, accept: (found: unknown) => T | undefined, expected: string): Value<T> {
  if (place.state !== "known") {
    return place;
  }
  const accepted = accept(place.value);
  return accepted === undefined ? mismatch(place.value, expected) : known(accepted);
}

function readList<T>(place: Value<unknown>, accept: (found: unknown) => T | undefined, expected: string): ListReading<T> {
  if (place.state !== "known") {
    return unread(place);
  }
  if (!Array.isArray(place.value)) {
    return unread(mismatch(place.value, `a list of which each element is ${expected}`));
  }
  const list = place.value as unknown[];
  const elements: T[] = [];
  let reason: string | undefined;
  let complete = true;
  for (let index = 0; index < list.length; index++) {
    const element = convert(valueOf(readOwn(list, String(index))), accept, expected);
    if (element.state === "known") {
      elements.push(element.value);
    } else if (element.state === "unknown") {
      complete = false;
      reason ??= element.reason;
    }
  }
  return { known: elements, complete, present: true, ...(reason === undefined ? {} : { reason }) };
}

function readKeys(place: Value<unknown>): ListReading<string> {
  if (place.state !== "known") {
    return unread(place);
  }
  return isObject(place.value)
    ? { known: ownKeys(place.value), complete: true, present: true }
    : unread(mismatch(place.value, "an object"));
}

/** `Object.keys` would ask the proxy about every single key. */
function ownKeys(found: object): string[] {
  return Reflect.ownKeys(found).filter((key) => typeof key === "string");
}

/** Inputs and outputs of one object complete each other, so their keys count together. */
function allKeys(readings: readonly ListReading<string>[]): Elements<string> {
  const present = readings.filter((reading) => reading.present);
  return {
    known: [...new Set(present.flatMap((reading) => reading.known))],
    complete: present.length === 0 || present.some((reading) => reading.complete),
  };
}

function unread(place: Unknown | { readonly state: "absent" }): ListReading<never> {
  const reason = place.state === "unknown" ? place.reason : undefined;
  return { known: [], complete: place.state === "absent", present: place.state === "unknown", ...(reason === undefined ? {} : { reason }) };
}
