import type { Properties } from "../../evidence/properties";
import { anyOf, isEqual, isOneOf, known, unknown, type Elements, type Value } from "../../ownership/value";
import { collect, single, whole } from "../names";

/**
 * Dotted paths, so that a provider's shape fits into one row of a table: `cnameRecord.cname` is a text, `records[]` the
 * texts of a list, `records[].value` one text of each object in a list.
 */
export function textAt(place: Properties, path: string): Value<string> {
  return place.text(...path.split("."));
}

/** @returns the texts that the path leads to; an absent property contributes none. */
export function textsAt(place: Properties, path: string): Elements<string> {
  if (!path.includes("[]")) {
    return single(textAt(place, path));
  }
  const mark = path.indexOf("[]");
  const list = path.slice(0, mark).split(".");
  const below = path.slice(mark + "[].".length);
  return below === "" ? place.texts(...list) : collect(place.items(...list), (item) => textsAt(item, below));
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
  return path.replace(/[.[].*/, "");
}

/** @returns whether a property says anything: providers show an unset one as null, "", false, [] or not at all. */
export function isSet(place: Properties, path: string): Value<boolean> {
  const there = place.at(...path.split("."));
  const presence = there.presence();
  if (presence.state !== "known") {
    return presence.state === "absent" ? known(false) : unknown;
  }
  const list = there.items();
  const isEmpty = [list.complete && list.known.length === 0, isOneOf(there.text(), [""]), isEqual(there.flag(), known(false))];
  return known(anyOf(isEmpty) !== true);
}
