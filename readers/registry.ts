import { alerts } from "./alerts";
import { unversioned } from "./azure-versions";
import { certManager } from "./cert-manager";
import { releases } from "./charts";
import { components } from "./components";
import { dns } from "./dns";
import { edges } from "./edges";
import { externalSecrets } from "./external-secrets";
import { fastly } from "./fastly";
import { handMade } from "./hand-made-certificates";
import { parseKubernetesType } from "./kubernetes";
import { managedCertificates } from "./managed-certificates";
import { namespaces } from "./namespaces";
import type { Reader, Readers, ReaderTable } from "./reader";
import { renewalTools } from "./renewal-tools";
import { secrets } from "./secrets";
import { readGateway, readListenerSet, shims } from "./shims";
import { stored } from "./stored-certificates";

/** Everything that is read. A type may stand in several of them, and is read by each. */
const registry = [
  ...[fastly, managedCertificates, ...dns],
  ...[...certManager, shims, ...secrets, externalSecrets, namespaces, releases, components],
  ...[edges, alerts, handMade, stored, renewalTools],
].map((readers) => ({ ...readers, resources: mapOf(readers.resources), objects: mapOf(readers.objects) }));

const firstReaders = new Map(registry.flatMap(({ first = {} }) => Object.entries(first)));

function mapOf(table: ReaderTable = {}): ReadonlyMap<string, Reader> {
  return new Map(Object.entries(table));
}

/** A reader of one type, and what holds for all that it reads. */
interface Registered extends Pick<Readers, "emptyMay" | "standAlone"> {
  readonly read: Reader;
}

/** @returns every reader of a type token; none for the many types that have nothing to do with certificates. */
export const readersOf = remembered((type): readonly Registered[] => {
  const kubernetes = parseKubernetesType(type);
  const object = kubernetes === undefined ? "" : `${kubernetes.group}/${kubernetes.kind}`;
  return registry.flatMap(({ resources, objects, otherwise, ...common }) => {
    const read = byToken(resources, type) ?? objects.get(object) ?? otherwise?.(type);
    return read === undefined ? [] : [{ ...common, read }];
  });
});

/** @returns what reads a type before everything else is read, so that it is found. */
export const firstReaderOf = remembered((type) => byToken(firstReaders, type));

/** Types repeat by the thousand, and most of them nobody reads. */
function remembered<Found>(find: (type: string) => Found): (type: string) => Found {
  const found = new Map<string, Found>();
  return (type) => {
    if (!found.has(type)) {
      found.set(type, find(type));
    }
    return found.get(type) as Found;
  };
}

/** Azure's native provider has each of its types in many versions. */
function byToken(readers: ReadonlyMap<string, Reader>, type: string): Reader | undefined {
  return readers.get(type) ?? readers.get(unversioned(type) ?? type);
}

/** @returns whether ListenerSets may have their issuer from resources of this type. */
export function isGateway(type: string): boolean {
  return readersOf(type).some(({ read }) => read === readGateway);
}

/** @returns whether resources of this type may have their issuer from a Gateway. */
export function isListenerSet(type: string): boolean {
  return readersOf(type).some(({ read }) => read === readListenerSet);
}

/** @returns whether the inventory has any use for resources of this type. */
export function isRead(type: string): boolean {
  return readersOf(type).length > 0 || firstReaderOf(type) !== undefined;
}

/** @returns whether a resource of this type that says nothing by itself is of no use to any other. */
export function standsAlone(type: string): boolean {
  return parseKubernetesType(type) !== undefined && readersOf(type).every(({ standAlone }) => standAlone);
}

/** @returns a type token of everything that is read; Kubernetes objects, which are read in every version, in one. */
export function readTypes(): string[] {
  const tokens = registry.flatMap(({ resources, objects }) => [
    ...resources.keys(),
    ...[...objects.keys()].map((object) => `kubernetes:${object.replace("/", "/v1:")}`),
  ]);
  return [...new Set([...firstReaders.keys(), ...tokens])];
}
