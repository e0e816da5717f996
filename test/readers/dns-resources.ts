import type { DnsRecord, RecordName } from "../../ownership/inventory";
import { parseName } from "../../ownership/names";
import { unversioned } from "../../readers/azure-versions";
import { dns } from "../../readers/dns";
import { emptyInventory } from "../../ownership/inventory";
import { makeZoneIndex } from "../../readers/dns/zones";
import type { Reader, Shelves } from "../../readers/reader";
import { shown } from "./shown";

/** DNS zones and records as programs declare them, and what the readers put on the shelves of an inventory. */

/** A resource; `outputs` where the preview shows more than what the program wrote, `dependencies` by property. */
export interface Declared {
  readonly type: string;
  readonly name: string;
  readonly inputs: object;
  readonly outputs?: object;
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
}

export type Extras = Pick<Declared, "outputs" | "dependencies"> & { readonly as?: string };

export function declare(type: string, inputs: object, { as = "it", ...extras }: Extras = {}): Declared {
  return { type, name: as, inputs, ...extras };
}

export const readers = new Map(dns.flatMap(({ resources = {} }) => Object.entries(resources)));
export const zoneReaders = new Map(dns.flatMap(({ first = {} }) => Object.entries(first)));

/** @returns the shelves, zones read before everything else, as the inventory does. */
export function read(...declared: readonly Declared[]): Shelves {
  const shelves: Shelves = {
    ...emptyInventory(),
    zoneIndex: makeZoneIndex(),
    linkedServices: new Map(),
    clusterResourceNamespaces: new Map(),
    namespaceNames: new Map(),
    gateway: () => undefined,
    hasChildren: () => false,
  };
  const run = (find: (type: string) => Reader | undefined) => {
    for (const resource of declared.map(({ type, ...more }) => shown(type, more))) {
      find(resource.reference.type)?.(resource, shelves);
    }
  };
  run((type) => zoneReaders.get(type) ?? zoneReaders.get(unversioned(type) ?? type));
  run((type) => readers.get(type) ?? readers.get(unversioned(type) ?? type));
  return shelves;
}

/** @returns the only record of what is declared. */
export function readRecord(...declared: readonly Declared[]): DnsRecord {
  const [record, ...others] = read(...declared).records;
  if (record === undefined || others.length > 0) {
    throw new Error(`not one record, but ${others.length + (record === undefined ? 0 : 1)}`);
  }
  return record;
}

export function full(name: string): RecordName {
  return { state: "full", name: parseName(name) ?? fail(name) };
}

export function fail(name: string): never {
  throw new Error(`${name} is no DNS name`);
}

export const relative = (labels: string): RecordName => ({ state: "relative", labels });
/** A name, or anything else, of which nothing is known. */
export const notKnown = { state: "unknown" } as const;

// One challenge CNAME, as each provider wants it written.
export const challenge = "_acme-challenge.www";
export const whole = `${challenge}.example.com`;
export const target = "ab12.fastly-validations.com";
