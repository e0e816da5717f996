import type { ResourceReference } from "./inventory";

/** @returns `project/stack` of a URN, as the ownership file names stacks. */
export function stackOf(urn: string): string {
  const [stack = "", project = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return `${project}/${stack}`;
}

/** Compares by URN, so that an answer does not depend on the order in which the engine sends resources. */
export function byUrn(first: { readonly resource: ResourceReference }, second: { readonly resource: ResourceReference }): number {
  return first.resource.urn < second.resource.urn ? -1 : 1;
}
