import { describe, type ShownResource } from "../evidence/evidence";
import type { Resource } from "../evidence/resource";
import type { Inventory } from "../ownership/inventory";
import { isRead, takeInventory, tells } from "../readers/inventory";
import { secretSignature, signatureKey, type PropertyMap, type PropertyValue, type StackResource } from "./requests";

/**
 * @param resources of one or many stacks.
 * @returns what they own, read by the pack's own readers but in this process: for commands that list what there is. Findings come
 * from the pack's process alone.
 */
export function inventoryOf(resources: readonly StackResource[]): Inventory {
  const parents = new Set(resources.map(({ parent }) => parent ?? ""));
  return takeInventory(readable(resources), parents);
}

/** @returns those that anybody reads, as readers see them. */
export function readable(resources: readonly StackResource[]): Resource[] {
  const providers = new Map<string, NonNullable<Resource["provider"]>>();
  return resources
    .filter(({ type }) => isRead(type))
    .map((resource) => {
      const inputs = unwrapped(resource.inputs);
      const sources = resource.outputs === undefined ? [inputs] : [unwrapped(resource.outputs), inputs];
      return describe(shown(resource), sources, inputs, providers);
    });
}

/**
 * @returns whether the pack has no use for the resource, though it reads its type: most of a cluster's workloads, ConfigMaps and Secrets
 * have nothing to do with certificates. The pack may see its inputs, its outputs or both, and neither may say anything.
 */
export function isSilent(resource: StackResource): boolean {
  const inputs = unwrapped(resource.inputs);
  const outputs = resource.outputs === undefined ? [] : [unwrapped(resource.outputs)];
  const views = outputs.length === 0 ? [[inputs]] : [outputs, [inputs], [...outputs, inputs]];
  return !views.some((sources) => tells(describe(shown(resource), sources, inputs, new Map())));
}

function shown(resource: StackResource): ShownResource {
  const { urn, type, name, parent, provider } = resource;
  return {
    urn,
    type,
    name,
    opts: { ignoreChanges: resource.options?.ignoreChanges ?? [], ...(parent === undefined ? {} : { parent }) },
    ...(provider === undefined ? {} : { provider: { urn: provider.urn, props: unwrapped(provider.properties) } }),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies ?? {}).map(([property, urns]) => [property, urns.map((urn) => ({ urn }))]),
    ),
  };
}

/** Secrets as the SDK shows them to policies: their values in place of the envelopes. */
function unwrapped(properties: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, unwrap(value)]));
}

function unwrap(value: PropertyValue): PropertyValue {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(unwrap);
  }
  return value[signatureKey] === secretSignature ? unwrap(value["value"] ?? null) : unwrapped(value);
}
