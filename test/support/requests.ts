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
import { isInternalKey, type PropertyMap, type StackResource } from "../../cli/stack-resource";

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
