import { absent, known, unknown, type Elements, type Unknown, type Value } from "../ownership/value";

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
  const scalar = <T>(path: readonly string[], accept: (found: unknown) => T | undefined, expected: string): Value<T> =>
    firstKnown(sources.map((source) => convert(follow(source, path), accept, expected)));

  return {
    text: (...path) => scalar(path, asText, "a text"),
    flag: (...path) => scalar(path, (found) => (typeof found === "boolean" ? found : undefined), "true or false"),
    texts: (...path) =>
      combine(
        sources.map((source) => readList(follow(source, path), asText, "a text")),
        true,
      ),
    items: (...path) =>
      combine(
        sources.map((source) =>
          readList(follow(source, path), (found) => (isObject(found) ? readProperties([found]) : undefined), "an object"),
        ),
        false,
      ),
    at: (...path) =>
      readProperties(
        sources.map((source) => {
          const found = follow(source, path);
          return found.state === "known" ? found.value : found.state === "unknown" ? unreadable : undefined;
        }),
      ),
    keys: (...path) => allKeys(sources.map((source) => readKeys(follow(source, path)))),
    presence: (...path) => firstKnown(sources.map((source) => convert(follow(source, path), () => true as const, "a value"))),
  };
}

/** Stands for a place below an unknown: everything read there is unknown as well. */
const unreadable = Symbol("unknown");

/** What one source says of one list, with the absent list told from the empty one. */
interface ListReading<T> extends Elements<T> {
  readonly present: boolean;
}

function isObject(found: unknown): found is object {
  return typeof found === "object" && found !== null && !Array.isArray(found);
}

function asText(found: unknown): string | undefined {
  return typeof found === "string" ? found : typeof found === "number" ? String(found) : undefined;
}

/** One guarded step. The SDK's proxies throw on the read of an unknown; own properties only, so that no prototype answers. */
function step(container: unknown, key: string): Value<unknown> {
  if (container === unreadable) {
    return unknown;
  }
  if (container === null || container === undefined) {
    return absent;
  }
  if (!isObject(container)) {
    return mismatch(container, "an object");
  }
  try {
    if (!Object.prototype.hasOwnProperty.call(container, key)) {
      return absent;
    }
    const found = (container as Record<string, unknown>)[key];
    return found === null || found === undefined ? absent : known(found);
  } catch {
    return unknown;
  }
}

function follow(source: unknown, path: readonly string[]): Value<unknown> {
  let place: Value<unknown> = source === unreadable ? unknown : source === undefined || source === null ? absent : known(source);
  for (const key of path) {
    if (place.state !== "known") {
      return place;
    }
    place = step(place.value, key);
  }
  return place;
}

function mismatch(found: unknown, expected: string): Unknown {
  const kind = Array.isArray(found)
    ? "a list"
    : typeof found === "object"
      ? "an object"
      : typeof found === "string"
        ? "a text"
        : `a ${typeof found}`;
  return { state: "unknown", reason: `it is ${kind}, where ${expected} belongs` };
}

function convert<T>(place: Value<unknown>, accept: (found: unknown) => T | undefined, expected: string): Value<T> {
  if (place.state !== "known") {
    return place;
  }
  const accepted = accept(place.value);
  return accepted === undefined ? mismatch(place.value, expected) : known(accepted);
}

function firstKnown<T>(values: readonly Value<T>[]): Value<T> {
  return values.find((value) => value.state === "known") ?? values.find((value) => value.state === "unknown") ?? absent;
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
    const element = convert(readElement(list, index), accept, expected);
    if (element.state === "known") {
      elements.push(element.value);
    } else if (element.state === "unknown") {
      complete = false;
      reason ??= element.reason;
    }
  }
  return { known: elements, complete, present: true, ...(reason === undefined ? {} : { reason }) };
}

function readElement(list: readonly unknown[], index: number): Value<unknown> {
  try {
    const found = list[index];
    return found === null || found === undefined ? absent : known(found);
  } catch {
    return unknown;
  }
}

function readKeys(place: Value<unknown>): ListReading<string> {
  if (place.state !== "known") {
    return unread(place);
  }
  return isObject(place.value)
    ? { known: Object.keys(place.value), complete: true, present: true }
    : unread(mismatch(place.value, "an object"));
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

/**
 * The first source that shows a whole list decides. Where none does, the known elements of all sources count together
 * (`merge`, for texts: providers sort and normalise them, so positions mean nothing), or those of the source that shows
 * most (objects, which cannot be told apart).
 */
function combine<T>(readings: readonly ListReading<T>[], merge: boolean): Elements<T> {
  const present = readings.filter((reading) => reading.present);
  const whole = present.find((reading) => reading.complete);
  if (whole !== undefined) {
    return { known: whole.known, complete: true };
  }
  if (present.length === 0) {
    return { known: [], complete: true };
  }
  const reason = present.find((reading) => reading.reason !== undefined)?.reason;
  const elements = merge
    ? [...new Set(present.flatMap((reading) => reading.known))]
    : present.reduce((most, reading) => (reading.known.length > most.known.length ? reading : most)).known;
  return { known: elements, complete: false, ...(reason === undefined ? {} : { reason }) };
}
