/** Serves the model of planned.ts to an engine, as a provider plugin does: over gRPC, the port printed on standard output. */
import * as grpc from "@grpc/grpc-js";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { RegisterResourceRequest, type RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isDeepStrictEqual } from "node:util";
import { checked, children, identifier, invoked, planned, type Properties } from "./planned";

/** What the engine configured this provider with. */
let configuration: Properties = {};

function read(properties: Struct | undefined): Properties {
  return properties?.toJavaScript() ?? {};
}

function written(properties: Properties): Struct {
  return Struct.fromJavaScript(properties);
}

function unary<Request, Response>(answer: (request: Request) => Response | Promise<Response>): grpc.handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    Promise.resolve(request)
      .then(answer)
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback({ code: grpc.status.UNKNOWN, details: String(error) });
        },
      );
  };
}

function check(request: messages.CheckRequest): messages.CheckResponse {
  const [, , qualifiedType = "", name = ""] = request.getUrn().split("::");
  const type = qualifiedType.split("$").at(-1) ?? "";
  const response = new messages.CheckResponse();
  response.setInputs(written(checked(type, read(request.getNews()), { name, provider: configuration })));
  return response;
}

function diff(request: messages.DiffRequest): messages.DiffResponse {
  const before = read(request.getOldInputs());
  const after = read(request.getNews());
  const changed = Object.keys({ ...before, ...after }).filter((property) => !isDeepStrictEqual(before[property], after[property]));
  const response = new messages.DiffResponse();
  response.setChanges(messages.DiffResponse.DiffChanges[changed.length > 0 ? "DIFF_SOME" : "DIFF_NONE"]);
  response.setDiffsList(changed);
  return response;
}

function configure(request: messages.ConfigureRequest): messages.ConfigureResponse {
  configuration = read(request.getArgs());
  const response = new messages.ConfigureResponse();
  response.setAcceptsecrets(true);
  response.setSupportspreview(true);
  response.setAcceptresources(false);
  return response;
}

function create(request: messages.CreateRequest): messages.CreateResponse {
  const outputs = planned(request.getType(), read(request.getProperties()), { preview: request.getPreview() });
  const response = new messages.CreateResponse();
  response.setId(request.getPreview() ? "" : identifier(outputs));
  response.setProperties(written(outputs));
  return response;
}

function update(request: messages.UpdateRequest): messages.UpdateResponse {
  const prior = { inputs: read(request.getOldInputs()), outputs: read(request.getOlds()) };
  const response = new messages.UpdateResponse();
  response.setProperties(written(planned(request.getType(), read(request.getNews()), { preview: request.getPreview(), prior })));
  return response;
}

function invoke(request: messages.InvokeRequest): messages.InvokeResponse {
  const response = new messages.InvokeResponse();
  response.setReturn(written(invoked(request.getTok(), read(request.getArgs()))));
  return response;
}

function readState(request: messages.ReadRequest): messages.ReadResponse {
  const response = new messages.ReadResponse();
  response.setId(request.getId());
  response.setProperties(request.getProperties());
  response.setInputs(request.getInputs());
  return response;
}

/** A ConfigGroup is a component that its provider makes: it registers itself and its children with the engine. */
async function construct(request: messages.ConstructRequest): Promise<messages.ConstructResponse> {
  const monitor = new ResourceMonitorClient(request.getMonitorendpoint(), grpc.credentials.createInsecure());
  const register = (registration: RegisterResourceRequest) =>
    new Promise<RegisterResourceResponse>((resolve, reject) => {
      registration.setAcceptsecrets(true);
      monitor.registerResource(registration, (error, response) => {
        if (error) {
          reject(error);
        } else {
          resolve(response);
        }
      });
    });
  const component = new RegisterResourceRequest();
  component.setType(request.getType());
  component.setName(request.getName());
  component.setParent(request.getParent());
  const urn = (await register(component)).getUrn();
  for (const child of children(request.getName(), read(request.getInputs()))) {
    const registration = new RegisterResourceRequest();
    registration.setType(child.type);
    registration.setName(child.name);
    registration.setCustom(true);
    registration.setParent(urn);
    registration.setProvider(request.getProvidersMap().get("kubernetes") ?? "");
    registration.setObject(written(child.inputs));
    await register(registration);
  }
  monitor.close();
  const response = new messages.ConstructResponse();
  response.setUrn(urn);
  response.setState(written({}));
  return response;
}

function describe(): PluginInfo {
  const info = new PluginInfo();
  info.setVersion(process.argv[2] ?? "");
  return info;
}

const server = new grpc.Server();
// The calls that stand here not at all answer "unimplemented", which the engine takes for an older provider.
server.addService(ResourceProviderService, {
  cancel: unary(() => new Empty()),
  check: unary(check),
  checkConfig: unary(check),
  configure: unary(configure),
  construct: unary(construct),
  create: unary(create),
  delete: unary(() => new Empty()),
  diff: unary(diff),
  diffConfig: unary(diff),
  getPluginInfo: unary(describe),
  invoke: unary(invoke),
  read: unary(readState),
  update: unary(update),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  console.log(port);
});
