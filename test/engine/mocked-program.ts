/** The child process of mocks.ts: runs one program and answers with the resources that it registers. */
import { MockMonitor, setMocks } from "@pulumi/pulumi/runtime/mocks";
import { disconnect, setMockOptions } from "@pulumi/pulumi/runtime/settings";
import { runInPulumiStack } from "@pulumi/pulumi/runtime/stack";
import {
  RegisterResourceResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Answer, ProgramResource } from "./mocks";
import { checked, children, containsUnknown, invoked, planned, type Properties } from "./providers/planned";

type Registration = Pick<ProgramResource, "type" | "name" | "parent" | "propertyDependencies" | "dependencies" | "options"> & {
  inputs: Properties;
  custom: boolean;
  provider: string;
};

const program = resolve(process.argv[2] ?? "");
const project = /^name: *(\S+)/m.exec(readFileSync(join(dirname(program), "Pulumi.yaml"), "utf8"))?.[1] ?? "";
const stack = "dev";

/** The SDK's monitor hands a mock the inputs only; this one keeps what a policy pack is sent beside them. */
class RecordingMonitor extends MockMonitor {
  readonly recorded = new Map<string, ProgramResource>();

  override async registerResource(
    request: RegisterResourceRequest,
    callback: (error: unknown, response?: RegisterResourceResponse) => void,
  ): Promise<void> {
    await Promise.resolve(request)
      .then((request) => this.answer(request))
      .then((response) => callback(null, response), callback);
  }

  /** A component's outputs come late, and the engine shows the pack what they are at the end. */
  override registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: (error: unknown, response: unknown) => void): void {
    const component = this.recorded.get(request.getUrn());
    if (component) {
      component.outputs = request.getOutputs()?.toJavaScript() ?? {};
    }
    super.registerResourceOutputs(request, callback);
  }

  private answer(request: RegisterResourceRequest): RegisterResourceResponse {
    const propertyDependencies: Record<string, string[]> = {};
    request.getPropertydependenciesMap().forEach((dependencies, property) => {
      const urns = dependencies.getUrnsList();
      if (urns.length > 0) {
        propertyDependencies[property] = urns;
      }
    });
    const options = {
      parent: request.getParent(),
      protect: request.getProtect() ?? false,
      ignoreChanges: request.getIgnorechangesList(),
      aliases: [...request.getAliasurnsList(), ...request.getAliasesList().map((alias) => alias.getUrn())].filter(Boolean),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    };
    const registered = this.register({
      type: request.getType(),
      name: request.getName(),
      // A remote component registers itself, without the inputs that it was given.
      inputs: request.getRemote() ? {} : { ...written(request), ...(isProvider(request.getType()) && { version: request.getVersion() }) },
      custom: request.getCustom(),
      parent: options.parent,
      provider: this.providerOf(request),
      propertyDependencies,
      dependencies: request.getDependenciesList(),
      options,
    });
    if (request.getRemote()) {
      this.expand(registered, request);
    }
    const response = new RegisterResourceResponse();
    response.setUrn(registered.urn);
    response.setObject(Struct.fromJavaScript(registered.outputs));
    this.resources.set(registered.urn, { urn: registered.urn, id: null, state: registered.outputs });
    return response;
  }

  private register({ custom, provider, ...registration }: Registration): ProgramResource {
    const { type, name, parent } = registration;
    const urn = `urn:pulumi:${stack}::${project}::${qualifiedType(parent, type)}::${name}`;
    if (this.recorded.has(urn)) {
      throw new Error(`Duplicate resource URN ${urn}`);
    }
    const owner = custom ? this.recorded.get(provider.slice(0, provider.lastIndexOf("::"))) : undefined;
    const resource: ProgramResource = { ...registration, urn, outputs: {} };
    if (owner) {
      resource.provider = { urn: owner.urn, type: owner.type, name: owner.name, properties: owner.inputs };
    }
    // The engine asks nothing of a provider that it cannot configure yet, and plans {}.
    if (custom && !containsUnknown(owner?.inputs)) {
      resource.inputs = checked(type, resource.inputs, { name, provider: owner?.inputs ?? {} });
      resource.outputs = planned(type, resource.inputs, { preview: true });
    }
    this.recorded.set(urn, resource);
    return resource;
  }

  /** The provider that the program names, or the default one of the package, which the engine registers at its first use. */
  private providerOf(request: RegisterResourceRequest): string {
    const type = request.getType();
    if (request.getProvider() || !request.getCustom() || isProvider(type)) {
      return request.getProvider();
    }
    const version = request.getVersion();
    const providerType = `pulumi:providers:${String(type.split(":")[0])}`;
    const name = ["default", ...version.split(".")].filter(Boolean).join("_");
    const urn = `urn:pulumi:${stack}::${project}::${providerType}::${name}`;
    if (!this.recorded.has(urn)) {
      this.register({
        type: providerType,
        name,
        inputs: version ? { version } : {},
        custom: true,
        parent: "",
        provider: "",
        propertyDependencies: {},
        dependencies: [],
        options: { parent: "", protect: false, ignoreChanges: [], aliases: [], additionalSecretOutputs: [] },
      });
    }
    return `${urn}::`;
  }

  /** What the component's provider would register. */
  private expand(component: ProgramResource, request: RegisterResourceRequest): void {
    for (const child of children(component.name, written(request))) {
      this.register({
        ...child,
        custom: true,
        parent: component.urn,
        provider: request.getProvidersMap().get("kubernetes") ?? "",
        propertyDependencies: {},
        dependencies: [],
        options: { ...component.options, parent: component.urn, additionalSecretOutputs: [] },
      });
    }
  }
}

function written(request: RegisterResourceRequest): Properties {
  return request.getObject()?.toJavaScript() ?? {};
}

function isProvider(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

function qualifiedType(parent: string, type: string): string {
  const parentType = parent.split("::")[2];
  return parentType && parentType !== "pulumi:pulumi:Stack" ? `${parentType}$${type}` : type;
}

async function main(): Promise<Answer> {
  const mocks = {
    call: ({ token, inputs }: { token: string; inputs: Properties }) => invoked(token, inputs),
    newResource: ({ id, inputs }: { id?: string; inputs: Properties }) => ({ id, state: inputs }),
  };
  await setMocks(mocks, project, stack, true);
  const monitor = new RecordingMonitor(mocks);
  setMockOptions(monitor, project, stack, true);
  await runInPulumiStack(() => import(program) as Promise<Record<string, unknown>>);
  await disconnect();
  return { resources: [...monitor.recorded.values()] };
}

main().then(
  (answer) => process.send?.(answer),
  (error: unknown) => process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
);
