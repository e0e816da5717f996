import { readProperties } from "../../evidence/properties";
import type { Resource } from "../../evidence/resource";
import type { Inventory } from "../../ownership/inventory";
import { takeInventory } from "../../readers/take-inventory";
import { unknownCheckingProxy } from "./shown";

interface Settings {
  readonly ignoreChanges?: readonly string[];
  /** Settings of the Kubernetes provider; one that renders files when left out, and undefined for none at all. */
  readonly provider?: object | undefined;
  readonly stack?: string;
}

const rendering = { renderYamlToDirectory: "rendered" };

/**
 * @param type of the token, without its package: `networking.k8s.io/v1:Ingress`.
 * @returns an object as the readers see it; its Pulumi name is the object's.
 */
export function object(type: string, inputs: { readonly metadata?: unknown } & Record<string, unknown>, settings: Settings = {}): Resource {
  const { ignoreChanges = [], stack = "dev::shop" } = settings;
  const provider = "provider" in settings ? settings.provider : rendering;
  const token = `kubernetes:${type}`;
  return {
    reference: { urn: `urn:pulumi:${stack}::${token}::it`, type: token, name: "it" },
    properties: readProperties([unknownCheckingProxy(inputs)]),
    ignoreChanges,
    empty: false,
    dependencies: () => [],
    ...(provider === undefined
      ? {}
      : {
          provider: {
            urn: `urn:pulumi:${stack}::pulumi:providers:kubernetes::cluster`,
            properties: readProperties([unknownCheckingProxy(provider)]),
          },
        }),
  };
}

/** @returns what the readers make of the objects. */
export function read(...objects: readonly Resource[]): Inventory {
  return takeInventory(objects, new Set());
}

/** @returns the only element. */
export function only<T>(elements: readonly T[]): T {
  const [first, ...others] = elements;
  if (first === undefined || others.length > 0) {
    throw new Error(`not one, but ${elements.length}`);
  }
  return first;
}
