import type { Properties } from "../evidence/properties";
import { parseName, type DnsName } from "../ownership/names";
import { absent, known, noElements, type Elements, type Value } from "../ownership/value";

/** @returns the DNS names among texts; what is no DNS name owns nothing in DNS and is left out. */
export function parseNames(texts: Elements<string>): Elements<DnsName> {
  const names = texts.known.map(parseName).filter((name) => name !== undefined);
  return { ...texts, known: [...new Set(names)] };
}

/** @returns the DNS name that a text is; absent where it is none, such as an IP address. */
export function nameIn(text: Value<string>): Value<DnsName> {
  const name = text.state === "known" ? parseName(text.value) : undefined;
  return text.state === "unknown" ? text : name === undefined ? absent : known(name);
}

/** @returns the text; absent where it is empty. */
export function unlessEmpty(text: Value<string>): Value<string> {
  return text.state === "known" && text.value.trim() === "" ? absent : text;
}

/** @returns a list of which nothing is missing. */
export function whole<T>(elements: readonly T[]): Elements<T> {
  return { known: elements, complete: true };
}

/** @returns a list of which nothing is known, with the reason where there is one. */
export function unread(why: Reasoned): Elements<never> {
  return { known: [], complete: false, ...because(why) };
}

/** @returns a list of none or one element. */
export function single<T>(value: Value<T>): Elements<T> {
  switch (value.state) {
    case "known":
      return whole([value.value]);
    case "absent":
      return noElements;
    case "unknown":
      return unread(value);
  }
}

/** @returns one list of all, complete only when each of them is; the first reason stands for all. */
export function union<T>(lists: readonly Elements<T>[]): Elements<T> {
  return {
    known: lists.flatMap((list) => list.known),
    complete: lists.every((list) => list.complete),
    ...because(lists.find((list) => list.reason !== undefined) ?? {}),
  };
}

/** @returns one list of both; it is complete only when both are. */
export function join<T>(first: Elements<T>, second: Elements<T>): Elements<T> {
  return union([first, second]);
}

/** @returns what `read` finds in each element of a list, as one list. */
export function collect<T, Item = Properties>(items: Elements<Item>, read: (item: Item) => Elements<T>): Elements<T> {
  return union([{ ...items, known: [] }, ...items.known.map(read)]);
}

interface Reasoned {
  readonly reason?: string;
}

/** @returns the reason alone, or nothing at all. */
export function because({ reason }: Reasoned): Reasoned {
  return reason === undefined ? {} : { reason };
}
