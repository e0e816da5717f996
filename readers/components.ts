import type { Resource } from "../evidence/resource";
import type { Readers, Shelves } from "./reader";

/**
 * Components whose children carry the objects. With an unknown input they register none, and the preview looks as if
 * there were nothing.
 */
export const components: Readers = {
  resources: {
    "kubernetes:helm.sh/v2:Chart": readComponent,
    "kubernetes:helm.sh/v3:Chart": readComponent,
    "kubernetes:helm.sh/v4:Chart": readComponent,
    "kubernetes:yaml:ConfigFile": readComponent,
    "kubernetes:yaml:ConfigGroup": readComponent,
    "kubernetes:yaml/v2:ConfigFile": readComponent,
    "kubernetes:yaml/v2:ConfigGroup": readComponent,
    "kubernetes:kustomize:Directory": readComponent,
    "kubernetes:kustomize/v2:Directory": readComponent,
  },
};

function readComponent({ reference }: Resource, shelves: Shelves): void {
  if (!shelves.hasChildren(reference.urn)) {
    shelves.gaps.push({ resource: reference, what: "component-without-children", may: "claim" });
  }
}
