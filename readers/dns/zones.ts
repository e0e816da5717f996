import type { Properties } from "../../evidence/properties";
import type { RecordName } from "../../ownership/inventory";
import { isWithin, parseName, type DnsName } from "../../ownership/names";
import { absent, isEqual, known, unknown, valueOr, type Value } from "../../ownership/value";
import type { IndexedZone, Reader, ZoneIndex } from "../reader";
import { textAt } from "./paths";

/** Where one type of zone resource says what a zone is. */
export interface ZoneShape {
  readonly tokens: readonly string[];
  /** For people, and the key under which records of the same provider find the zone. */
  readonly provider: string;
  /** The zone's DNS name; of several properties (provider majors, inputs beside outputs) the first that is known. */
  readonly name: readonly string[] | ((zone: Properties) => Value<string>);
  /** What records call the zone by, besides its `id` and its DNS name. */
  readonly identifiers?: readonly string[];
  /** For providers that have private zones; the others' are public. */
  readonly private?: (zone: Properties) => Value<boolean>;
}

/** @returns a reader per token. */
export function zoneReaders(shapes: readonly ZoneShape[]): Record<string, Reader> {
  return Object.fromEntries(shapes.flatMap((shape) => shape.tokens.map((token) => [token, zoneReader(shape)])));
}

function zoneReader({ provider, name, identifiers = [], private: isPrivate = () => known(false) }: ZoneShape): Reader {
  return ({ reference, properties, empty }, shelves) => {
    const text = typeof name === "function" ? name(properties) : firstKnown(name.map((path) => textAt(properties, path)));
    const zone: IndexedZone = empty ? { name: unknown, private: unknown } : { name: zoneName(text), private: isPrivate(properties) };
    const calledBy = [text, ...["id", ...identifiers].map((path) => textAt(properties, path))];
    shelves.zones.push({ resource: reference, ...zone });
    shelves.zoneIndex.add(provider, reference.urn, calledBy, zone);
  };
}

/** @returns whether a text property has the value that makes a zone private; vendors differ in its case. */
export function says(path: string, expected: string): (zone: Properties) => Value<boolean> {
  return (zone) => {
    const text = textAt(zone, path);
    return text.state === "unknown" ? unknown : known(text.state === "known" && text.value.toLowerCase() === expected);
  };
}

/** @returns the first value that is known, else unknown where one is, else absent. */
export function firstKnown(values: readonly Value<string>[]): Value<string> {
  return values.find((value) => value.state === "known") ?? values.find((value) => value.state === "unknown") ?? absent;
}

function zoneName(text: Value<string>): Value<DnsName> {
  if (text.state !== "known") {
    return text;
  }
  const name = parseName(text.value);
  return name === undefined ? { state: "unknown", reason: "it is no DNS name" } : known(name);
}

/** @returns an empty index. Zones of different providers never answer for one another. */
export function makeZoneIndex(): ZoneIndex {
  const byUrn = new Map<string, IndexedZone>();
  const byIdentifier = new Map<string, Set<IndexedZone>>();
  const unidentified = new Map<string, IndexedZone[]>();
  const key = (provider: string, identifier: string) => `${provider}\n${identifier}`;

  return {
    add(provider, urn, identifiers, zone) {
      byUrn.set(key(provider, urn), zone);
      const [, ...ids] = identifiers;
      if (ids.some(({ state }) => state === "unknown") && !ids.some(({ state }) => state === "known")) {
        unidentified.set(provider, [...(unidentified.get(provider) ?? []), zone]);
      }
      for (const identifier of identifiers) {
        if (identifier.state === "known" && comparable(identifier.value) !== "") {
          const called = key(provider, comparable(identifier.value));
          byIdentifier.set(called, (byIdentifier.get(called) ?? new Set()).add(zone));
        }
      }
    },
    find(provider, identifier, derivedFrom) {
      const related = new Set(derivedFrom.map((urn) => byUrn.get(key(provider, urn))).filter((zone) => zone !== undefined));
      const called = identifier.state === "known" ? byIdentifier.get(key(provider, comparable(identifier.value))) : undefined;
      if (called === undefined) {
        return related.size === 1 ? agreed(related) : undefined;
      }
      const narrowed = [...related].filter((zone) => called.has(zone));
      return agreed(narrowed.length > 0 ? narrowed : called);
    },
    mayHide(provider, record) {
      return (unidentified.get(provider) ?? []).some((zone) => valueOr(zone.private, false) !== false && mayHold(zone, record));
    },
  };
}

function mayHold({ name }: IndexedZone, record: RecordName | undefined): boolean {
  return record?.state !== "full" || name.state !== "known" || isWithin(record.name, name.value);
}

/** Ids come bare or as the end of a path: `/hostedzone/Z1` at Route 53, `projects/p/managedZones/z` at Cloud DNS. */
function comparable(identifier: string): string {
  return identifier
    .slice(identifier.lastIndexOf("/") + 1)
    .replace(/\.$/, "")
    .toLowerCase();
}

/** Zones that share an identifier (a public and a private one of a name, the same name in two projects) as far as they agree. */
function agreed(zones: Iterable<IndexedZone>): IndexedZone {
  return [...zones].reduce((one, other) => ({ name: common(one.name, other.name), private: common(one.private, other.private) }));
}

function common<T>(one: Value<T>, other: Value<T>): Value<T> {
  return isEqual(one, other) ? one : unknown;
}
