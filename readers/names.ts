import type { Properties } from "../evidence/properties";
import { parseName, type DnsName } from "../ownership/names";
import { absent, known, type Elements, type Value } from "../ownership/value";

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

/** @returns one list of both; it is complete only when both are. */
export function join<T>(first: Elements<T>, second: Elements<T>): Elements<T> {
  const reason = first.reason ?? second.reason;
  return {
    known: [...first.known, ...second.known],
    complete: first.complete && second.complete,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** @returns a list of none or one element. */
export function single<T>(value: Value<T>): Elements<T> {
  switch (value.state) {
    case "known":
      return { known: [value.value], complete: true };
    case "absent":
      return { known: [], complete: true };
    case "unknown":
      return { known: [], complete: false, ...(value.reason === undefined ? {} : { reason: value.reason }) };
  }
}

/** @returns what `read` finds in each object of a list, as one list. */
export function collect<T>(items: Elements<Properties>, read: (item: Properties) => Elements<T>): Elements<T> {
  const parts = items.known.map(read);
  const reason = items.reason ?? parts.find((part) => part.reason !== undefined)?.reason;
  return {
    known: parts.flatMap((part) => part.known),
    complete: items.complete && parts.every((part) => part.complete),
    ...(reason === undefined ? {} : { reason }),
  };
}
