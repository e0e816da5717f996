import type { ResourceReference } from "./inventory";

/** A URN's parts, the type without its parents' types. */
interface UrnParts extends Pick<ResourceReference, "type" | "name"> {
  readonly stack: string;
  readonly project: string;
}

/** @returns the parts of a URN; undefined for a text that is no URN. */
export function parseUrn(urn: string): UrnParts | undefined {
  const parts = /^urn:pulumi:(?<stack>.*?)::(?<project>.*?)::(?<types>.*?)::(?<name>.*)$/su.exec(urn)?.groups as
    (Omit<UrnParts, "type"> & { readonly types: string }) | undefined;
  if (parts === undefined) {
    return undefined;
  }
  const { stack, project, types, name } = parts;
  return { stack, project, type: types.slice(types.lastIndexOf("$") + 1), name };
}

/** @returns `project/stack` of a URN, as the ownership file names stacks; empty for a text that is no URN. */
export function stackOf(urn: string): string {
  const parts = parseUrn(urn);
  return parts === undefined ? "" : `${parts.project}/${parts.stack}`;
}
