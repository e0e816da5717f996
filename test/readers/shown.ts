import { describe as describeResource } from "../../evidence/evidence";
import type { Resource } from "../../evidence/resource";
import type { Inventory } from "../../ownership/inventory";
import { takeInventory } from "../../readers/take-inventory";

// Internal to the SDK, so that its types leave it out: what makes the read of an unknown throw.
export const { unknownCheckingProxy } = jest.requireActual<{ unknownCheckingProxy: (properties: object) => object }>(
  "@pulumi/policy/proxy",
);

/** The engine's marker of an unknown text; readers take any marker for any kind of value. */
export { unknownValue as later } from "../../cli/stack-resource";

interface Shown {
  /** What the program wrote; left out, as when only the state was shown. */
  readonly inputs?: object;
  /** What the provider plans; the inputs alone where left out. */
  readonly outputs?: object;
  readonly name?: string;
  /** URNs by property. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly provider?: object;
  readonly ignoreChanges?: readonly string[];
}

export function urnOf(type: string, name = "it"): string {
  return `urn:pulumi:dev::shop::${type}::${name}`;
}

/** @returns a resource as readers see it, of what the engine shows, behind the SDK's own proxies. */
export function shown(type: string, { inputs, outputs, name = "it", dependencies = {}, provider, ignoreChanges = [] }: Shown): Resource {
  const sources = [outputs, inputs].filter((source) => source !== undefined).map((source) => unknownCheckingProxy(source));
  const described = {
    urn: urnOf(type, name),
    type,
    name,
    opts: { ignoreChanges },
    ...(provider === undefined ? {} : { provider: { urn: urnOf("pulumi:providers:it"), props: unknownCheckingProxy(provider) } }),
    propertyDependencies: Object.fromEntries(Object.entries(dependencies).map(([key, urns]) => [key, urns.map((urn) => ({ urn }))])),
  };
  return describeResource(described, sources, inputs === undefined ? undefined : sources.at(-1), new Map());
}

/** @returns a resource of which the engine shows no more than what the program wrote. */
export function written(type: string, inputs: object, more: Omit<Shown, "inputs"> = {}): Resource {
  return shown(type, { inputs, ...more });
}

/** @returns what the readers find in them, without the shelves that stay empty. */
export function found(...resources: readonly Resource[]): Partial<Inventory> {
  return Object.fromEntries(
    Object.entries(takeInventory(resources, new Set())).filter(([, shelf]: [string, readonly unknown[]]) => shelf.length > 0),
  );
}
