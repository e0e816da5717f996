import { describe, Evidence, type ShownResource } from "../evidence/evidence";
import type { Resource } from "../evidence/resource";
import type { Inventory } from "../ownership/inventory";
import { isRead } from "../readers/registry";
import { readStack, tells } from "../readers/take-inventory";
import type { PropertyMap, StackResource } from "./stack-resource";

/**
 * Reads what files show as the pack reads what the engine shows.
 *
 * @param resources of one or many stacks.
 * @param showsInputs whether the pack would see inputs apart from outputs: it does unless its resource policy is disabled.
 * @returns what they own.
 */
export function inventoryOf(resources: readonly StackResource[], showsInputs = true): Inventory {
  const evidence = new Evidence(isRead, tells);
  const urns = new Set(resources.map(({ urn }) => urn));
  if (showsInputs) {
    for (const resource of resources) {
      evidence.remember(shown(resource, resource.inputs, urns));
    }
  }
  return readStack(
    evidence,
    resources.map((resource) => shown(resource, resource.outputs ?? resource.inputs, urns)),
  );
}

/** @returns those that anybody reads, as readers see them. */
export function readable(resources: readonly StackResource[]): Resource[] {
  const urns = new Set(resources.map(({ urn }) => urn));
  const providers = new Map<string, NonNullable<Resource["provider"]>>();
  return resources
    .filter(({ type }) => isRead(type))
    .map((resource) => {
      const inputs = resource.inputs;
      const sources = resource.outputs === undefined ? [inputs] : [resource.outputs, inputs];
      return describe(shown(resource, {}, urns), sources, inputs, providers);
    });
}

/**
 * @returns whether the pack has no use for the resource, though it reads its type: most of a cluster's workloads, ConfigMaps and Secrets
 * have nothing to do with certificates. The pack may see its inputs, its outputs or both, and neither may say anything.
 */
export function isSilent(resource: StackResource): boolean {
  const inputs = resource.inputs;
  const outputs = resource.outputs === undefined ? [] : [resource.outputs];
  const views = outputs.length === 0 ? [[inputs]] : [[...outputs, inputs], outputs, [inputs]];
  const described = shown(resource, {}, new Set());
  return !views.some((sources) => tells(describe(described, sources, inputs, new Map())));
}

/** @param urns of all resources: the SDK shows a policy no dependency on what is not among them. */
function shown(resource: StackResource, properties: PropertyMap, urns: ReadonlySet<string>): ShownResource {
  const { urn, type, name, parent, provider } = resource;
  return {
    urn,
    type,
    name,
    props: properties,
    opts: { ignoreChanges: resource.options?.ignoreChanges ?? [], ...(parent === undefined ? {} : { parent }) },
    ...(provider === undefined ? {} : { provider: { urn: provider.urn, props: provider.properties } }),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies ?? {}).map(([property, depended]) => [
        property,
        depended.filter((each) => urns.has(each)).map((each) => ({ urn: each })),
      ]),
    ),
  };
}
