import type { Evidence, ShownResource } from "../evidence/evidence";
import type { Resource } from "../evidence/resource";
import type { Inventory } from "../ownership/inventory";
import { known } from "../ownership/value";
import { alertReaders, kubernetesAlertReaders, matchMonitor } from "./alerts";
import { unversioned } from "./azure-versions";
import { certManagerGroups, readCertificate, readIssuer } from "./cert-manager";
import { dnsVendors } from "./dns";
import { makeZoneIndex } from "./dns/zones";
import { edges } from "./edges";
import { fastly } from "./fastly";
import { handMadeReaders, kubernetesHandMadeReaders } from "./hand-made-certificates";
import { kubernetesObject, parseKubernetesType } from "./kubernetes";
import { managedCertificates } from "./managed-certificates";
import type { Reader, Shelves } from "./reader";
import { kubernetesToolReaders, toolReaders } from "./renewal-tools";
import { readExternalSecret, readSealedSecret, readSecret, readVaultSecret } from "./secrets";
import { kubernetesStoredReaders, storedReaders } from "./stored-certificates";
import { gatewayKey, readGateway, readIngress, readListenerSet, readRoute } from "./shims";

const vendors = [fastly, managedCertificates, ...dnsVendors];
const zoneReaders = new Map<string, Reader>(vendors.flatMap((vendor) => Object.entries(vendor.zones ?? {})));
const resourceReaders = new Map<string, Reader>(vendors.flatMap((vendor) => Object.entries(vendor.resources)));

/** Kubernetes objects are matched by group and kind, in every version, whichever SDK or chart made them. */
const kubernetesReaders = new Map<string, Reader>([
  ...certManagerGroups.flatMap((group): [string, Reader][] => [
    [`${group}/Certificate`, readCertificate],
    [`${group}/Issuer`, readIssuer],
    [`${group}/ClusterIssuer`, readIssuer],
  ]),
  ["networking.k8s.io/Ingress", readIngress],
  ["extensions/Ingress", readIngress],
  ["gateway.networking.k8s.io/Gateway", readGateway],
  ["gateway.networking.k8s.io/ListenerSet", readListenerSet],
  ["gateway.networking.x-k8s.io/XListenerSet", readListenerSet],
  ["route.openshift.io/Route", readRoute],
  ["core/Secret", readSecret],
  ["external-secrets.io/ExternalSecret", readExternalSecret],
  ["secrets.hashicorp.com/VaultPKISecret", readVaultSecret],
  ["secrets.hashicorp.com/VaultStaticSecret", readVaultSecret],
  ["secrets.hashicorp.com/VaultDynamicSecret", readVaultSecret],
  ["bitnami.com/SealedSecret", readSealedSecret],
]);

/** What is read besides names and Secrets: origins, dates, alerts, tools. An empty one leaves no name unread. */
const besideReaders = combined(alertReaders, handMadeReaders, storedReaders, edges.resources, toolReaders);
const kubernetesBesideReaders = combined(
  kubernetesAlertReaders,
  kubernetesHandMadeReaders,
  kubernetesStoredReaders,
  kubernetesToolReaders,
  {
    "core/Namespace": readNamespace,
  },
);

function readNamespace(resource: Resource, shelves: Shelves): void {
  const { partial, cluster, name } = kubernetesObject(resource);
  if (!partial) {
    shelves.namespaces.push({ resource: resource.reference, cluster, name });
  }
}

/** One table of several, which may have types in common. */
function combined(...tables: readonly Readonly<Record<string, Reader>>[]): ReadonlyMap<string, Reader> {
  const readers = new Map<string, Reader>();
  for (const [type, reader] of tables.flatMap((table) => Object.entries(table))) {
    const others = readers.get(type);
    readers.set(
      type,
      others === undefined
        ? reader
        : (resource, shelves) => {
            others(resource, shelves);
            reader(resource, shelves);
          },
    );
  }
  return readers;
}

/** Only what can own a challenge record or write a Secret is worth a word when it arrives empty. */
const secretKinds = new Set(["core/Secret", "external-secrets.io/ExternalSecret", "bitnami.com/SealedSecret"]);

/**
 * Components whose children carry the objects. With an unknown input they register none, and the preview looks as if
 * there were nothing.
 */
const components = new Set([
  "kubernetes:helm.sh/v2:Chart",
  "kubernetes:helm.sh/v3:Chart",
  "kubernetes:helm.sh/v4:Chart",
  "kubernetes:yaml:ConfigFile",
  "kubernetes:yaml:ConfigGroup",
  "kubernetes:yaml/v2:ConfigFile",
  "kubernetes:yaml/v2:ConfigGroup",
  "kubernetes:kustomize:Directory",
  "kubernetes:kustomize/v2:Directory",
]);

/** Types repeat by the thousand, and most of them nobody reads. */
function remembered(find: (type: string) => Reader | undefined): (type: string) => Reader | undefined {
  const found = new Map<string, Reader | undefined>();
  return (type) => {
    if (!found.has(type)) {
      found.set(type, find(type));
    }
    return found.get(type);
  };
}

/** @returns the reader of a type token; undefined for the many types that own no name. */
const readerOf = remembered(findReader);
const besideReaderOf = remembered(findBesideReader);
const zoneReaderOf = remembered((type) => byToken(zoneReaders, type));

/** Azure's native provider has each of its types in many versions. */
function byToken(readers: ReadonlyMap<string, Reader>, type: string): Reader | undefined {
  return readers.get(type) ?? readers.get(unversioned(type) ?? type);
}

function findReader(type: string): Reader | undefined {
  const exact = byToken(resourceReaders, type);
  if (exact !== undefined) {
    return exact;
  }
  const kubernetes = parseKubernetesType(type);
  return kubernetes === undefined ? undefined : kubernetesReaders.get(`${kubernetes.group}/${kubernetes.kind}`);
}

function findBesideReader(type: string): Reader | undefined {
  const exact = byToken(besideReaders, type) ?? matchMonitor(type);
  const kubernetes = exact === undefined ? parseKubernetesType(type) : undefined;
  return kubernetes === undefined ? exact : kubernetesBesideReaders.get(`${kubernetes.group}/${kubernetes.kind}`);
}

/** @returns whether ListenerSets may have their issuer from resources of this type. */
export function isGateway(type: string): boolean {
  return readerOf(type) === readGateway;
}

/** @returns whether resources of this type may have their issuer from a Gateway. */
export function isListenerSet(type: string): boolean {
  return readerOf(type) === readListenerSet;
}

/** @returns whether the inventory has any use for resources of this type. */
export function isRead(type: string): boolean {
  return [readerOf, zoneReaderOf, besideReaderOf].some((find) => find(type) !== undefined) || components.has(type);
}

/**
 * @returns whether the resource says anything by itself: most of the workloads, ConfigMaps and Secrets of a cluster have nothing
 * to do with certificates. Of other types, which may be read in the light of others, the answer is yes.
 */
export function tells(resource: Resource): boolean {
  const { type } = resource.reference;
  const reader = readerOf(type);
  const standsAlone = parseKubernetesType(type) !== undefined && (reader === undefined || reader === readSecret) && !components.has(type);
  return !standsAlone || Object.values(takeInventory([resource], new Set())).some((shelf: readonly unknown[]) => shelf.length > 0);
}

/** @returns a type token of everything that is read; Kubernetes objects, which are read in every version, in one. */
export function readTypes(): string[] {
  const kubernetes = [...kubernetesReaders.keys(), ...kubernetesBesideReaders.keys()].map(
    (object) => `kubernetes:${object.replace("/", "/v1:")}`,
  );
  return [...new Set([...zoneReaders.keys(), ...resourceReaders.keys(), ...besideReaders.keys(), ...kubernetes, ...components])];
}

/**
 * Reads a whole stack, and ends the run that `evidence` belongs to.
 *
 * @param evidence what was kept of the inputs.
 * @param stack all of its resources, as the engine shows them at the end of a run.
 */
export function readStack(evidence: Evidence, stack: readonly ShownResource[]): Inventory {
  const parents = new Set(stack.map(({ opts }) => opts.parent ?? ""));
  return takeInventory(evidence.takeAll(stack), parents);
}

/**
 * Reads every resource of an analysis, in whatever order the engine sent them.
 *
 * @param resources those for whose type `isRead` is true; others are harmless.
 * @param parents URNs that any resource of the analysis, read or not, has as its parent.
 * @returns what the stack owns; the same whatever the order.
 */
export function takeInventory(resources: readonly Resource[], parents: ReadonlySet<string>): Inventory {
  const sorted = [...resources].sort((first, second) => (first.reference.urn < second.reference.urn ? -1 : 1));
  const inventory = emptyInventory();
  // What only readers look up holds on to resources, and with them to all that the engine sent: it ends with the reading.
  const shelves: Shelves = { ...inventory, zoneIndex: makeZoneIndex(), linkedServices: new Map(), gateway: gatewaysOf(sorted) };
  for (const resource of sorted) {
    zoneReaderOf(resource.reference.type)?.(resource, shelves);
  }
  for (const resource of sorted) {
    const { reference } = resource;
    besideReaderOf(reference.type)?.(resource, shelves);
    if (components.has(reference.type)) {
      if (!parents.has(reference.urn)) {
        shelves.gaps.push({ resource: reference, what: "component-without-children", may: "claim" });
      }
      continue;
    }
    const reader = readerOf(reference.type);
    if (resource.empty && reader !== undefined && reader !== readIssuer) {
      shelves.gaps.push({ resource: reference, what: "empty-resource", may: isSecretKind(reference.type) ? "secret" : "claim" });
    } else {
      reader?.(resource, shelves);
    }
  }
  return inventory;
}

function isSecretKind(type: string): boolean {
  const kubernetes = parseKubernetesType(type);
  return kubernetes !== undefined && secretKinds.has(`${kubernetes.group}/${kubernetes.kind}`);
}

function gatewaysOf(resources: readonly Resource[]): Shelves["gateway"] {
  const gateways = new Map<string, Resource>();
  for (const resource of resources) {
    if (isGateway(resource.reference.type)) {
      const { cluster, namespace, name } = kubernetesObject(resource);
      gateways.set(gatewayKey(cluster, namespace, name), resource);
    }
  }
  return (cluster, namespace, name) => gateways.get(gatewayKey(cluster, known(namespace), known(name)));
}

/** @returns the shelves that go into the inventory, with nothing on them yet. */
export function emptyInventory(): Omit<Shelves, "zoneIndex" | "linkedServices" | "gateway"> {
  return {
    subscriptions: [],
    services: [],
    originConnections: [],
    certificates: [],
    contradictoryShims: [],
    issuers: [],
    otherCertificates: [],
    floatingTools: [],
    storedCertificates: [],
    unrenewedCertificates: [],
    records: [],
    zones: [],
    secretWriters: [],
    alerts: [],
    certManagers: [],
    handMadeCertificates: [],
    signingRequests: [],
    gaps: [],
    challengeZones: [],
    namespaces: [],
  };
}
