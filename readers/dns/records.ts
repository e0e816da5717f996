import type { Properties } from "../../evidence/properties";
import type { Resource } from "../../evidence/resource";
import type { CaaValue, DnsRecord, RecordName } from "../../ownership/inventory";
import { isWithin, joinName, parseName, type DnsName } from "../../ownership/names";
import {
  absent,
  isEqual,
  isOneOf,
  known,
  mapValue,
  noElements,
  unknown,
  valueOr,
  type Elements,
  type Unknown,
  type Value,
} from "../../ownership/value";
import { because, collect, union, unread, whole } from "../names";
import type { IndexedZone, Reader, Shelves } from "../reader";
import { caaValue, parseCaa } from "./caa";
import { isSet, placesAt, textAt, textsAt, topLevel } from "./paths";

/** Where one type of resource says what a DNS record is. Paths as in `textsAt`. */
export interface RecordShape {
  readonly tokens: readonly string[];
  /** For people, and the key under which its zones are found. */
  readonly provider: string;
  /** The list of a resource that holds many records; all other paths but the zone's then start in its elements. */
  readonly each?: string;
  readonly name: string;
  readonly naming: Naming;
  /** An output that holds the full name. */
  readonly fullName?: string;
  readonly zone?: ZoneReference;
  readonly type: string | ((record: Properties) => Value<string>);
  /** Alternatives, of which the first that is wholly known decides. */
  readonly targets: readonly string[];
  /** The place that holds a CAA record in parts, before any of `targets`. */
  readonly caa?: CaaParts;
  /** A property that, once set, makes the record an alias: the vendor then answers with addresses, whatever `type` says. */
  readonly alias?: string;
  /** The flag by which a vendor that answers CNAMEs at the zone's apex with addresses does so for any other CNAME. */
  readonly flattening?: string;
  /** Every zone that this resource can be in is private. */
  readonly private?: true;
  readonly simple?: (record: Properties) => boolean;
}

/**
 * How a vendor reads a record's name. `full`: absolute. `relative`: always below the zone. `either`: absolute when it ends
 * with the zone. `suffix`: the same without minding labels, as Route 53's Terraform provider does (`myexample.com` is
 * absolute in the zone `example.com`).
 */
type Naming = "full" | "relative" | "either" | "suffix";

/** The property that holds the zone's DNS name, its id, or (the same property twice) one of both. */
interface ZoneReference {
  readonly id?: string;
  readonly name?: string;
}

/** A place, the record itself where `at` is empty, with `flags`, `tag`, and the issuer in `value`. */
interface CaaParts {
  readonly at: string;
  readonly value: string;
  /** DigitalOcean wants a dot behind the issuer and serves it without; elsewhere a dot would make it another issuer. */
  readonly dotted?: true;
}

/** @returns a reader per token. */
export function recordReaders(shapes: readonly RecordShape[]): Record<string, Reader> {
  return Object.fromEntries(shapes.flatMap((shape) => shape.tokens.map((token) => [token, recordReader(shape)])));
}

function recordReader(shape: RecordShape): Reader {
  const { zone: reference = {} } = shape;
  const sources = shape.each === undefined ? contentPaths(shape) : [shape.each];
  return (resource, shelves) => {
    const zone = findZone(shape.provider, reference, resource, shelves);
    const common = {
      resource: resource.reference,
      provider: shape.provider,
      private: shape.private ? known(true) : (zone?.private ?? unplaced(reference, resource)),
      derivedFrom: dependenciesOf(resource, sources),
    };
    const records = recordPlaces(shape, resource);
    for (const record of records.known) {
      const read = readRecord(shape, record, zone);
      const mayBeHidden = common.private.state === "absent" && shelves.zoneIndex.mayHide(shape.provider, read.name);
      shelve(shelves, { ...common, ...read, ...(mayBeHidden ? { private: unknown } : {}) });
    }
    if (!records.complete) {
      shelve(shelves, { ...common, ...unseen(records) });
    }
  };
}

/** @returns the paths to what a record says, besides its type and zone. */
function contentPaths({ name, targets, caa, alias }: RecordShape): string[] {
  return [name, ...targets, caa?.at ?? name, alias ?? name];
}

function recordPlaces({ each }: RecordShape, { empty, properties }: Resource): Elements<Properties> {
  if (empty) {
    return unread({});
  }
  return each === undefined ? whole([properties]) : properties.items(...each.split("."));
}

/** What can be said of records that this preview does not show. */
export function unseen(why: Pick<Unknown, "reason">): Pick<DnsRecord, "name" | "type" | "targets" | "caa" | "simple"> {
  return { name: unknown, type: { ...unknown, ...because(why) }, targets: unread(why), caa: noElements, simple: false };
}

/** @returns URNs of what the properties that hold these paths are computed from. */
export function dependenciesOf(resource: Resource, paths: readonly string[]): readonly string[] {
  return [...new Set([...new Set(paths.map(topLevel))].flatMap((property) => resource.dependencies(property)))].sort();
}

// Types that can stand at a challenge name, lead to one, or tell who serves a name. Alibaba's ESA has A and AAAA in one.
const hostTypes = ["CNAME", "NS", "DNAME", "ALIAS", "ANAME"];
const relevantTypes = [...hostTypes, "TXT", "CAA", "A", "AAAA", "A/AAAA"];

/** Puts a record on its shelf, unless its type is no concern of certificates or its name is none that DNS could hold. */
export function shelve(shelves: Shelves, record: Omit<DnsRecord, "name"> & { readonly name: RecordName | undefined }): void {
  const { name, type, targets } = record;
  if (name === undefined || isOneOf(type, relevantTypes, true) === false) {
    return;
  }
  const isHost = isOneOf(type, hostTypes);
  const isText = isOneOf(type, ["TXT"]);
  const tidy = (target: string) => (isText ? target : isHost ? target.trim().replace(/\.$/, "").toLowerCase() : target.trim());
  shelves.records.push({ ...record, name, targets: { ...targets, known: targets.known.map(tidy) } });
}

function readRecord(shape: RecordShape, record: Properties, zone: IndexedZone | undefined) {
  const zoneName = zone?.name.state === "known" ? zone.name.value : undefined;
  const name = readName(shape, record, zoneName);
  const texts = shape.targets.map((path) => withoutBlankTexts(textsAt(record, path)));
  const parts = shape.caa === undefined ? noElements : readParts(shape.caa, record);
  const isFilled = [parts, ...texts].some(({ known }) => known.length > 0);
  const atApex = name?.state === "full" && name.name === zoneName;
  const type = readType(shape, record, isFilled, atApex);
  return { name, type, ...contentOf(type, texts, parts), simple: shape.simple?.(record) ?? false };
}

function withoutBlankTexts(texts: Elements<string>): Elements<string> {
  return { ...texts, known: texts.known.filter((text) => text.trim() !== "") };
}

function readType(shape: RecordShape, record: Properties, isFilled: boolean, atApex: boolean): Value<string> {
  const written = writtenType(shape, record);
  const isCname = isOneOf(written, ["CNAME"]);
  if (shape.flattening !== undefined && isCname) {
    return atApex || isEqual(isSet(record, shape.flattening), known(true)) ? known("ALIAS") : written;
  }
  const alias = shape.alias === undefined ? known(false) : isSet(record, shape.alias);
  if (alias.state === "known") {
    // An alias answers with what it leads to; one declared a CNAME still takes the place of every other record.
    return alias.value && !isCname ? known("ALIAS") : written;
  }
  return isFilled ? written : unknown; // a record has targets or an alias, never both
}

function writtenType(shape: RecordShape, record: Properties): Value<string> {
  return mapValue(typeof shape.type === "function" ? shape.type(record) : textAt(record, shape.type), (type) => type.trim().toUpperCase());
}

/**
 * @param texts alternatives, of which the first that is wholly known decides.
 * @param parts of a CAA record, before any text of it.
 * @returns what a record of that type says: CAA as data, all else as texts.
 */
export function contentOf(
  type: Value<string>,
  texts: readonly Elements<string>[],
  parts: Elements<CaaValue> = noElements,
): Pick<DnsRecord, "targets" | "caa"> {
  if (isOneOf(type, ["CAA"]) !== true) {
    return { targets: firstWhole(texts), caa: noElements };
  }
  const readings = [parts, ...texts.map((reading) => ({ ...reading, known: reading.known.map(parseCaa) }))];
  // A text that the provider makes of a CAA record's parts is the one of the run before while a part is unknown.
  return { targets: noElements, caa: parts.complete ? firstWhole(readings) : union(readings) };
}

function firstWhole<T>(readings: readonly Elements<T>[]): Elements<T> {
  return readings.find((reading) => reading.complete && reading.known.length > 0) ?? union(readings);
}

function readParts({ at, value, dotted }: CaaParts, record: Properties): Elements<CaaValue> {
  return collect(placesAt(record, at), (place) => {
    const flags = valueOr(place.text("flags"), "0");
    const tag = place.text("tag");
    const issuer = place.text(value);
    if (isOneOf(tag, [""], true)) {
      return noElements;
    }
    return flags !== undefined && tag.state === "known" && issuer.state === "known"
      ? whole([caaValue(flags.trim(), tag.value.trim(), dotted ? issuer.value.replace(/\.$/, "") : issuer.value)])
      : unread({});
  });
}

/** The zone that a record is in: by the name it gives, else by id, else the one zone that the property depends on. */
export function findZone(provider: string, { id, name }: ZoneReference, resource: Resource, shelves: Shelves): IndexedZone | undefined {
  const find = (property: string | undefined) =>
    property === undefined
      ? undefined
      : shelves.zoneIndex.find(provider, textAt(resource.properties, property), resource.dependencies(property));

  const written = name === undefined ? absent : textAt(resource.properties, name);
  const given = written.state === "known" && (name !== id || isNoId(written.value)) ? parseName(written.value) : undefined;
  if (given !== undefined) {
    const found = find(name);
    return { name: known(given), private: found !== undefined && isEqual(found.name, known(given)) ? found.private : absent };
  }
  return find(id) ?? find(name);
}

/** Of a zone that is not known yet nothing is known; one that is known, but not part of the analysis, says nothing. */
function unplaced(reference: ZoneReference, resource: Resource): Value<boolean> {
  const properties: readonly string[] = Object.values(reference);
  return properties.some((property) => textAt(resource.properties, property).state === "unknown") ? unknown : absent;
}

/** Where a property takes an id or a name: Hetzner's ids are numbers, Oracle's begin with `ocid1.`. */
function isNoId(text: string): boolean {
  return text.includes(".") && !text.startsWith("ocid1.");
}

function readName(shape: RecordShape, record: Properties, zone: DnsName | undefined): RecordName | undefined {
  const text = mapValue(textAt(record, shape.name), (written) => written.trim());
  const output = shape.fullName === undefined ? absent : textAt(record, shape.fullName);
  const full = output.state === "known" ? parseName(output.value) : undefined;
  return full !== undefined && isCurrent(full, text, zone) ? { state: "full", name: full } : resolveName(text, shape.naming, zone);
}

/** Where a name can be changed in place, providers keep showing the full name of the run before. */
function isCurrent(full: DnsName, text: Value<string>, zone: DnsName | undefined): boolean {
  if (text.state === "unknown" || (zone !== undefined && !isWithin(full, zone))) {
    return false;
  }
  const labels = labelsOf(text.state === "known" ? text.value : "");
  if (isApex(labels)) {
    return text.state === "absent" || zone === undefined; // else the zone's name is the record's
  }
  const start = parseName(labels) ?? labels; // an asterisk alone is no name yet
  return full === start || full.startsWith(`${start}.`);
}

/** @returns the record's name, or undefined when what is written is no name that DNS could hold. */
export function resolveName(text: Value<string>, naming: Naming, zone: DnsName | undefined): RecordName | undefined {
  if (text.state === "unknown" || (text.state === "absent" && naming === "full")) {
    return { state: "unknown" };
  }
  const written = text.state === "known" ? text.value : "";
  const labels = labelsOf(written);
  if (zone !== undefined) {
    return asFull(isAbsolute(written, naming, zone) ? parseName(labels) : joinName(labels, zone));
  }
  if (isApex(labels)) {
    return { state: "relative", labels: "" };
  }
  if (naming === "full" || (naming !== "relative" && containsChallengedName.test(labels))) {
    return asFull(parseName(labels));
  }
  const relative = labels === "*" ? labels : parseName(labels);
  return relative === undefined ? undefined : { state: "relative", labels: relative };
}

// Nobody writes two labels behind `_acme-challenge` without meaning a whole domain.
const containsChallengedName = /(?:^|\.)_acme-challenge\.[^.]+\.[^.]/i;

function isAbsolute(written: string, naming: Naming, zone: DnsName): boolean {
  const labels = labelsOf(written).toLowerCase();
  if (isApex(labels)) {
    return false;
  }
  const isInZone = labels === zone || labels.endsWith(`.${zone}`);
  switch (naming) {
    case "full":
      return true;
    case "suffix":
      return labels.endsWith(zone);
    case "either":
      return isInZone;
    case "relative":
      return isInZone && written.endsWith(".");
  }
}

function asFull(name: DnsName | undefined): RecordName | undefined {
  return name === undefined ? undefined : { state: "full", name };
}

/** Route 53 shows the asterisk of a wildcard as `\052`. */
function labelsOf(written: string): string {
  return written.replace(/\.$/, "").replace("\\052", "*");
}

function isApex(labels: string): boolean {
  return labels === "" || labels === "@";
}
