import type { Properties } from "../../evidence/properties";
import { known, noElements, unknown, type Elements, type Value } from "../../ownership/value";

/**
 * Dotted paths, so that a provider's shape fits into one row of a table: `cnameRecord.cname` is a text, `records[]` the
 * texts of a list, `records[].value` one text of each object in a list.
 */
export function textAt(place: Properties, path: string): Value<string> {
  return place.text(...path.split("."));
}

/** @returns the texts that the path leads to; an absent property contributes none. */
export function textsAt(place: Properties, path: string): Elements<string> {
  const mark = path.indexOf("[]");
  if (mark < 0) {
    return elementOf(textAt(place, path));
  }
  const list = path.slice(0, mark).split(".");
  const below = path.slice(mark + "[].".length);
  return below === "" ? place.texts(...list) : flatten(place.items(...list), (item) => textsAt(item, below));
}

/** @returns the objects that the path leads to; the empty path is the place itself. */
export function placesAt(place: Properties, path: string): Elements<Properties> {
  if (path === "") {
    return whole([place]);
  }
  return path.endsWith("[]") ? place.items(...path.slice(0, -"[]".length).split(".")) : whole([place.at(...path.split("."))]);
}

/** @returns the top-level property of a path, for which the engine names dependencies. */
export function topLevel(path: string): string {
  return path.slice(0, /[.[]|$/.exec(path)?.index);
}

/** @returns whether a property says anything: providers show an unset one as null, "", false, [] or not at all. */
export function isSet(place: Properties, path: string): Value<boolean> {
  const there = place.at(...path.split("."));
  const presence = there.presence();
  if (presence.state !== "known") {
    return presence.state === "absent" ? known(false) : unknown;
  }
  const text = there.text();
  const flag = there.flag();
  const list = there.texts();
  const empty =
    (text.state === "known" && text.value.trim() === "") ||
    (flag.state === "known" && !flag.value) ||
    (list.complete && list.known.length === 0);
  return known(!empty);
}

export function whole<T>(elements: readonly T[]): Elements<T> {
  return { known: elements, complete: true };
}

export function union<T>(parts: readonly Elements<T>[]): Elements<T> {
  const reason = parts.find((part) => part.reason !== undefined)?.reason;
  return {
    known: parts.flatMap((part) => part.known),
    complete: parts.every((part) => part.complete),
    ...(reason === undefined ? {} : { reason }),
  };
}

export function flatten<T, U>(elements: Elements<T>, read: (element: T) => Elements<U>): Elements<U> {
  return union([{ ...elements, known: [] }, ...elements.known.map(read)]);
}

function elementOf(value: Value<string>): Elements<string> {
  if (value.state === "known") {
    return whole([value.value]);
  }
  return value.state === "absent"
    ? noElements
    : { known: [], complete: false, ...(value.reason === undefined ? {} : { reason: value.reason }) };
}
