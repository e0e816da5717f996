import type { Resource } from "../evidence/resource";
import { kubernetesObject } from "./kubernetes";
import type { Readers, Shelves } from "./reader";

export const namespaces: Readers = {
  standAlone: true,
  objects: { "core/Namespace": readNamespace },
  first: { "kubernetes:core/v1:Namespace": nameNamespace },
};

/** So that objects whose namespace is computed from it, and not known before it is there, are in the one that its inputs name. */
function nameNamespace(resource: Resource, { namespaceNames }: Shelves): void {
  namespaceNames.set(resource.reference.urn, kubernetesObject(resource).name);
}

function readNamespace(resource: Resource, shelves: Shelves): void {
  const { partial, cluster, name } = kubernetesObject(resource);
  if (!partial) {
    shelves.namespaces.push({ resource: resource.reference, cluster, name });
  }
}
