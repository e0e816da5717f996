import { isObject } from "../ownership/value";

/** What a file shows in the place of a value that is not known yet, as the engine writes it. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export { secretSignature, signatureKey } from "../evidence/engine-markers";

/** Property values: JSON, with `unknownValue` and signature objects inside. */
export type PropertyValue = null | boolean | number | string | PropertyValue[] | PropertyMap;
export interface PropertyMap {
  readonly [property: string]: PropertyValue;
}

/** @returns whether the value is an object, and no list. */
export function isPropertyMap(value: PropertyValue | undefined): value is PropertyMap {
  return isObject(value);
}

/** A resource of a file, with what the engine's two calls would show of it. */
export interface StackResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** As the program wrote them: what `analyze` shows. */
  readonly inputs: PropertyMap;
  /** Planned or stored: what `analyzeStack` shows. Undefined where the source has none; the inputs stand in for them. */
  readonly outputs?: PropertyMap;
  /** URN of the parent. */
  readonly parent?: string;
  readonly provider?: ProviderDescription;
  /** URNs. */
  readonly dependencies?: readonly string[];
  /** URNs by top-level property. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly options?: ResourceOptions;
}

export interface ProviderDescription {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly properties: PropertyMap;
}

export interface ResourceOptions {
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly aliases?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
}

/** @returns true for the keys that the engine keeps to itself (`__defaults`, `__internal`, …): no policy ever sees them. */
export function isInternalKey(key: string): boolean {
  return key.startsWith("__");
}
