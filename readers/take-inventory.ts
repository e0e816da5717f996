import type { Evidence, ShownResource } from "../evidence/evidence";
import type { Resource } from "../evidence/resource";
import { emptyInventory, type Inventory } from "../ownership/inventory";
import { known } from "../ownership/value";
import { makeZoneIndex } from "./dns/zones";
import { kubernetesObject } from "./kubernetes";
import type { Shelves } from "./reader";
import { firstReaderOf, isGateway, readersOf, standsAlone } from "./registry";
import { gatewayKey } from "./shims";

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
  const lists = emptyInventory();
  // What only readers look up holds on to resources, and with them to all that the engine sent: it ends with the reading.
  const shelves: Shelves = {
    ...lists,
    zoneIndex: makeZoneIndex(),
    linkedServices: new Map(),
    clusterResourceNamespaces: new Map(),
    namespaceNames: new Map(),
    gateway: gatewaysOf(sorted),
    hasChildren: (urn) => parents.has(urn),
  };
  for (const resource of sorted) {
    firstReaderOf(resource.reference.type)?.(resource, shelves);
  }
  for (const resource of sorted) {
    for (const { read, emptyMay } of readersOf(resource.reference.type)) {
      if (resource.empty && emptyMay !== undefined) {
        shelves.gaps.push({ resource: resource.reference, what: "empty-resource", may: emptyMay });
      } else {
        read(resource, shelves);
      }
    }
  }
  return lists;
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

/**
 * @returns whether the resource says anything by itself: most of the workloads, ConfigMaps and Secrets of a cluster have nothing
 * to do with certificates. Of other types, which may be read in the light of others, the answer is yes.
 */
export function tells(resource: Resource): boolean {
  return (
    !standsAlone(resource.reference.type) ||
    Object.values(takeInventory([resource], new Set())).some((shelf: readonly unknown[]) => shelf.length > 0)
  );
}
