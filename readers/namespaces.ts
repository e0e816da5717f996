import type { Resource } from "../evidence/resource";
import { kubernetesObject } from "./kubernetes";
import type { Readers, Shelves } from "./reader";

export const namespaces: Readers = { standAlone: true, objects: { "core/Namespace": readNamespace } };

function readNamespace(resource: Resource, shelves: Shelves): void {
  const { partial, cluster, name } = kubernetesObject(resource);
  if (!partial) {
    shelves.namespaces.push({ resource: resource.reference, cluster, name });
  }
}
