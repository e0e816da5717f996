import type { AnalyzerResource as AnalyzerResourceMessage } from "@pulumi/pulumi/proto/analyzer_pb";
import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { BinaryWriter } from "google-protobuf";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** What the engine writes where a value is not known yet. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The property by which an object says that it stands for a secret, an asset and the like. */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Property values as they travel: JSON, with `unknownValue` and signature objects inside. */
export type PropertyValue = null | boolean | number | string | PropertyValue[] | PropertyMap;
export interface PropertyMap {
  readonly [property: string]: PropertyValue;
}

/** A resource as both of the engine's calls need it. */
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

/** @returns the call that shows one resource's inputs, before anything is done to it. */
export function analyzeRequest(resource: StackResource): AnalyzeRequest {
  const request = new AnalyzeRequest();
  describe(request, resource, resource.inputs);
  return request;
}

/**
 * @returns the call that shows the whole stack's outputs, at the end of a run, as it travels: an AnalyzeStackRequest, whose one
 * field is the list. It is written resource by resource, since the messages of many stacks take thirty times their bytes.
 */
export function analyzeStackRequest(resources: readonly StackResource[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const resource of resources) {
    writer.writeBytes(1, stackEntry(resource).serializeBinary());
  }
  return writer.getResultBuffer();
}

function stackEntry(resource: StackResource): AnalyzerResourceMessage {
  const entry = new AnalyzerResource();
  describe(entry, resource, resource.outputs ?? resource.inputs);
  entry.setParent(resource.parent ?? "");
  entry.setDependenciesList([...(resource.dependencies ?? [])]);
  for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {})) {
    // The engine leaves empty ones out. A name like `__proto__` would meet the map's own prototype.
    if (urns.length > 0 && !isInternalKey(property)) {
      const dependencies = new AnalyzerPropertyDependencies();
      dependencies.setUrnsList([...urns]);
      entry.getPropertydependenciesMap().set(property, dependencies);
    }
  }
  return entry;
}

/** What both messages have in common. */
function describe(message: AnalyzeRequest | AnalyzerResource, resource: StackResource, properties: PropertyMap): void {
  message.setType(resource.type);
  message.setUrn(resource.urn);
  message.setName(resource.name);
  message.setProperties(Struct.fromJavaScript({ ...properties }));
  message.setOptions(optionsMessage(resource));
  if (resource.provider !== undefined) {
    const provider = new AnalyzerProviderResource();
    provider.setType(resource.provider.type);
    provider.setUrn(resource.provider.urn);
    provider.setName(resource.provider.name);
    provider.setProperties(Struct.fromJavaScript({ ...resource.provider.properties }));
    message.setProvider(provider);
  }
}

function optionsMessage(resource: StackResource): AnalyzerResourceOptions {
  const options = resource.options ?? {};
  const message = new AnalyzerResourceOptions();
  message.setParent(resource.parent ?? "");
  message.setProtect(options.protect ?? false);
  message.setIgnorechangesList([...(options.ignoreChanges ?? [])]);
  message.setAliasesList([...(options.aliases ?? [])]);
  message.setAdditionalsecretoutputsList([...(options.additionalSecretOutputs ?? [])]);
  message.setDeletebeforereplace(options.deleteBeforeReplace ?? false);
  message.setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined);
  message.setCustomtimeouts(new AnalyzerResourceOptions.CustomTimeouts());
  return message;
}

/** @returns true for the keys that the engine keeps to itself (`__defaults`, `__internal`, …): no policy ever sees them. */
export function isInternalKey(key: string): boolean {
  return key.startsWith("__");
}
