import { secretSignature, signatureKey, unknownValue } from "../../cli/stack-resource";
import type { PropertyMap, PropertyValue, ProviderDescription, ResourceOptions, StackResource } from "../../cli/stack-resource";
import { parseUrn } from "../../ownership/urns";

/** The marker that stands for a value which a preview cannot know. */
export const unknown = unknownValue;

/** In the Fastly provider's API key and wherever a test puts it: it must never show in what a policy says. */
export const canary = "CANARY-fastly-key";

/** @returns the value as the engine sends a secret. A policy sees the plain value. */
export function secret(value: PropertyValue): PropertyValue {
  return { [signatureKey]: secretSignature, value };
}

/** Plain JSON; undefined properties are left out, so that helpers may pass optional settings on. */
export type Inputs = Readonly<Record<string, unknown>>;

export interface Settings {
  /** What `analyzeStack` shows; the inputs when left out. `{}` for a resource of a cluster that does not exist yet. */
  readonly outputs?: Inputs;
  /** A resource or its URN; the stack when left out. A component's type becomes part of the URN. */
  readonly parent?: StackResource | string;
  /** Left out: chosen by type (`cluster` for kubernetes, `fastly-provider` for fastly, else `default`). None for components. */
  readonly provider?: ProviderDescription | "none";
  readonly dependencies?: readonly (StackResource | string)[];
  /** By top-level property. They count as dependencies as well. */
  readonly propertyDependencies?: Readonly<Record<string, readonly (StackResource | string)[]>>;
  readonly options?: ResourceOptions;
  readonly stack?: string;
  readonly project?: string;
}

const defaultStack = "dev";
const defaultProject = "shop";

/** @returns a resource as the engine describes one. Its name is the Pulumi name, not the object's. */
export function resource(type: string, name: string, inputs: Inputs = {}, settings: Settings = {}): StackResource {
  const { stack = defaultStack, project = defaultProject } = settings;
  const parent = settings.parent === undefined ? rootUrn(stack, project) : urnOf(settings.parent);
  const provider = settings.provider === "none" ? undefined : (settings.provider ?? defaultProvider(type, stack, project));
  const propertyDependencies = Object.fromEntries(
    Object.entries(settings.propertyDependencies ?? {}).map(([property, resources]) => [property, resources.map(urnOf)]),
  );
  return {
    urn: `urn:pulumi:${stack}::${project}::${qualified(type, parent)}::${name}`,
    type,
    name,
    inputs: plain(inputs),
    ...(settings.outputs === undefined ? {} : { outputs: plain(settings.outputs) }),
    parent,
    ...(provider === undefined ? {} : { provider }),
    dependencies: [...new Set([...(settings.dependencies ?? []).map(urnOf), ...Object.values(propertyDependencies).flat()])],
    propertyDependencies,
    ...(settings.options === undefined ? {} : { options: settings.options }),
  };
}

/** @returns a component: a resource without provider, which the engine shows with no properties. */
export function component(type: string, name: string, settings: Settings = {}): StackResource {
  return resource(type, name, {}, { ...settings, provider: "none" });
}

/** @returns a provider to hand to resources as `provider`, e.g. a second cluster: `provider("kubernetes", "other", {…})`. */
export function provider(
  packageName: string,
  name: string,
  properties: Inputs = {},
  settings: Pick<Settings, "stack" | "project"> = {},
): ProviderDescription {
  const { stack = defaultStack, project = defaultProject } = settings;
  const type = `pulumi:providers:${packageName}`;
  return { urn: `urn:pulumi:${stack}::${project}::${type}::${name}`, type, name, properties: plain(properties) };
}

/**
 * @returns the resources with what the engine sends beside them: the stack resource and the providers first. `TestPack`
 * does this by itself.
 */
export function stack(...resources: readonly StackResource[]): StackResource[] {
  const present = new Set(resources.map((each) => each.urn));
  const added = new Map<string, StackResource>();
  const add = (candidate: StackResource): void => {
    if (!present.has(candidate.urn) && !added.has(candidate.urn)) {
      added.set(candidate.urn, candidate);
    }
  };
  for (const each of resources) {
    const urn = parseUrn(each.urn);
    if (urn !== undefined) {
      const root = rootUrn(urn.stack, urn.project);
      add({ urn: root, type: stackType, name: `${urn.project}-${urn.stack}`, inputs: {} });
      if (each.provider !== undefined) {
        add({ urn: each.provider.urn, type: each.provider.type, name: each.provider.name, inputs: each.provider.properties, parent: root });
      }
    }
  }
  return [...added.values(), ...resources];
}

const stackType = "pulumi:pulumi:Stack";

function rootUrn(stackName: string, project: string): string {
  return `urn:pulumi:${stackName}::${project}::${stackType}::${project}-${stackName}`;
}

function urnOf(subject: StackResource | string): string {
  return typeof subject === "string" ? subject : subject.urn;
}

/** A URN names the types of all parents but the stack: `parent$child`. */
function qualified(type: string, parent: string): string {
  const types = parent.split("::")[2];
  return types === undefined || types === stackType ? type : `${types}$${type}`;
}

function defaultProvider(type: string, stackName: string, project: string): ProviderDescription | undefined {
  const packageName = type.split(":")[0] ?? "";
  const place = { stack: stackName, project };
  switch (packageName) {
    case "pulumi":
      return undefined;
    case "kubernetes":
      return provider("kubernetes", "cluster", { renderYamlToDirectory: "rendered" }, place);
    case "fastly":
      return provider("fastly", "fastly-provider", { apiKey: secret(canary) }, place);
    default:
      return provider(packageName, "default", {}, place);
  }
}

function plain(inputs: Inputs): PropertyMap {
  return JSON.parse(JSON.stringify(inputs)) as PropertyMap;
}
