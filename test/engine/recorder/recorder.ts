/**
 * A policy pack that finds nothing and writes down everything the engine sends, one JSON object a line, to the file that
 * RECORDING names. It serves the protocol itself: the SDK would unwrap secrets and hide what came over the wire.
 */
import * as grpc from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeResponse,
  AnalyzerInfo,
  AnalyzerStackConfigureResponse,
  RemediateResponse,
  type AnalyzeRequest,
  type AnalyzerProviderResource,
  type AnalyzerResource,
  type AnalyzerResourceOptions,
  type AnalyzerStackConfigureRequest,
  type AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { appendFileSync } from "node:fs";
import type { Properties } from "../providers/planned";
import type { Call, RecordedResource } from "./recording";

const file = process.env["RECORDING"];
if (!file) {
  throw new Error("RECORDING names no file to write to");
}

function record(call: Call): void {
  appendFileSync(file ?? "", `${JSON.stringify(call)}\n`);
}

function answering<Request, Response>(answer: (request: Request) => Response): grpc.handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    callback(null, answer(request));
  };
}

function read(properties: Struct | undefined): Properties {
  return properties?.toJavaScript() ?? {};
}

function common(resource: AnalyzeRequest | AnalyzerResource) {
  return {
    type: resource.getType(),
    urn: resource.getUrn(),
    name: resource.getName(),
    ...providerOf(resource.getProvider()),
    ...optionsOf(resource.getOptions()),
    properties: read(resource.getProperties()),
  };
}

function providerOf(provider: AnalyzerProviderResource | undefined) {
  return (
    provider && {
      provider: {
        urn: provider.getUrn(),
        type: provider.getType(),
        name: provider.getName(),
        properties: read(provider.getProperties()),
      },
    }
  );
}

function optionsOf(options: AnalyzerResourceOptions | undefined) {
  return (
    options && {
      options: {
        parent: options.getParent(),
        protect: options.getProtect(),
        ignoreChanges: options.getIgnorechangesList(),
        aliases: options.getAliasesList(),
        additionalSecretOutputs: options.getAdditionalsecretoutputsList(),
      },
    }
  );
}

function stackResource(resource: AnalyzerResource): RecordedResource {
  const propertyDependencies: Record<string, string[]> = {};
  resource.getPropertydependenciesMap().forEach((dependencies, property) => {
    propertyDependencies[property] = dependencies.getUrnsList();
  });
  return {
    ...common(resource),
    parent: resource.getParent(),
    dependencies: resource.getDependenciesList(),
    propertyDependencies,
  };
}

const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
server.addService(AnalyzerService, {
  analyze: answering((request: AnalyzeRequest) => {
    record({ method: "analyze", request: common(request) });
    return new AnalyzeResponse();
  }),
  analyzeStack: answering((request: AnalyzeStackRequest) => {
    record({ method: "analyzeStack", request: { resources: request.getResourcesList().map(stackResource) } });
    return new AnalyzeResponse();
  }),
  configureStack: answering((request: AnalyzerStackConfigureRequest) => {
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^PULUMI_(NODEJS_)?DRY_RUN$/.test(name)));
    record({ method: "configureStack", request: { ...request.toObject() }, environment });
    return new AnalyzerStackConfigureResponse();
  }),
  configure: answering(() => new Empty()),
  getAnalyzerInfo: answering(() => {
    const info = new AnalyzerInfo();
    info.setName("recorder");
    info.setSupportsconfig(true);
    return info;
  }),
  getPluginInfo: answering(() => new PluginInfo()),
  remediate: answering(() => new RemediateResponse()),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  console.log(port);
});
