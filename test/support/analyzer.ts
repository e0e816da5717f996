import { spawn, type ChildProcessByStdio } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import type { Readable } from "node:stream";
import { createInterface } from "node:readline";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient, AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { PolicySeverity } from "@pulumi/pulumi/proto/analyzer_pb";
import {
  AnalyzerStackConfigureRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type AnalyzeDiagnostic,
  type AnalyzeResponse,
  type AnalyzerInfo,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Level, PackConfiguration } from "../../cli/policy-config";
import type { PropertyMap, StackResource } from "../../cli/stack-resource";
import { analyzeRequest, analyzeStackRequest } from "./requests";

/** As the engine and the SDK set them (maxRPCMessageSize): whole stacks travel in one message. */
const maximumMessageSize = 400 * 1024 * 1024;

/** The engine's address is an argument that the runner insists on and a policy pack never calls. */
const engineAddress = "127.0.0.1:1";

const stderrTailLength = 16_384;

type Severity = "unspecified" | "low" | "medium" | "high" | "critical";

/** One violation as the pack reported it. */
export interface Diagnostic {
  readonly policy: string;
  readonly pack: string;
  readonly packVersion: string;
  /** The policy's one-sentence description. */
  readonly description: string;
  /** What the policy itself said: the SDK puts the description before it, and that is taken off again. */
  readonly message: string;
  readonly level: Level;
  readonly severity: Severity;
  /** Absent where the policy named no resource. */
  readonly urn?: string;
}

export interface PackInformation {
  readonly name: string;
  readonly version: string;
  readonly policies: readonly PolicyInformation[];
}

interface PolicyInformation {
  readonly name: string;
  readonly description: string;
  readonly level: Level;
  readonly severity: Severity;
  /** JSON schemas by property; undefined for a policy without configuration. */
  readonly schema?: PropertyMap;
}

/** The stack that a run is about, as the engine's `configureStack` tells the pack. */
interface StackDescription {
  readonly stack: string;
  readonly project: string;
  readonly organization: string;
  readonly dryRun: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

interface AnalyzerOptions {
  /** The pack's folder: PolicyPack reads package.json there, and the runner loads what its `main` names. */
  readonly packDir: string;
  /** Added to this process's environment; undefined takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** How long the pack may take to start, in milliseconds. */
  readonly startTimeout?: number;
}

/**
 * The pack did not start, died, or refused a call. `detail` is what it wrote to stderr or the call's own message; it may
 * hold stack traces and anything that a pack prints.
 */
export class AnalyzerError extends Error {
  override readonly name = "AnalyzerError";

  constructor(
    message: string,
    readonly detail: string,
  ) {
    super(message);
  }
}

/** A running analyzer process. Calls are the engine's; each rejects with an AnalyzerError. */
export interface Analyzer {
  getAnalyzerInfo(): Promise<PackInformation>;
  configure(configuration: PackConfiguration): Promise<void>;
  configureStack(stack: StackDescription): Promise<void>;
  analyze(resource: StackResource): Promise<Diagnostic[]>;
  analyzeStack(resources: readonly StackResource[]): Promise<Diagnostic[]>;
  /** Ends the process and waits until it is gone. Never rejects; may be called twice. */
  close(): Promise<void>;
}

/**
 * Starts the pack's analyzer process exactly as the engine would: Node runs @pulumi/pulumi's run-policy-pack, found from
 * the pack's folder, with the engine's address and `.`, in that folder; the first line of its stdout is the port.
 *
 * @throws AnalyzerError when the runner cannot be found, or the pack ends, keeps silent or prints something else first.
 */
export async function startAnalyzer(options: AnalyzerOptions): Promise<Analyzer> {
  const child = new PackProcess(options);
  try {
    const port = await child.port(options.startTimeout ?? 60_000);
    return new RunningAnalyzer(child, port);
  } catch (error) {
    await child.end();
    throw error;
  }
}

class PackProcess {
  private readonly child: ChildProcessByStdio<null, Readable, Readable>;
  private readonly gone: Promise<string>;
  private readonly kill = (): void => {
    this.child.kill("SIGKILL");
  };
  private stderr = "";

  constructor(options: AnalyzerOptions) {
    const packDir = path.resolve(options.packDir);
    this.child = spawn(process.execPath, [runner(packDir), engineAddress, "."], {
      cwd: packDir,
      env: { ...process.env, ...options.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr = (this.stderr + text).slice(-stderrTailLength);
    });
    // A process that ends without closing must not leave the pack behind.
    process.once("exit", this.kill);
    this.gone = new Promise((resolve) => {
      this.child.once("error", (error) => resolve(`could not be run (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`));
      this.child.once("close", (code, signal) => resolve(signal === null ? `ended with code ${String(code)}` : `was ended by ${signal}`));
    });
    void this.gone.then(() => process.removeListener("exit", this.kill));
  }

  /** What the pack wrote to stderr, the last of it. */
  get tail(): string {
    return this.stderr.trim();
  }

  /** @returns how the process ended, when it has by now or does within a moment; undefined while it runs. */
  async ending(): Promise<string | undefined> {
    return raceAgainst(200, this.gone);
  }

  /** Reads the port from the first line of stdout; whatever follows is read and left. */
  async port(timeout: number): Promise<number> {
    const lines = createInterface({ input: this.child.stdout });
    const firstLine = new Promise<{ line: string }>((resolve) => lines.once("line", (line) => resolve({ line })));
    const ended = this.gone.then((ending) => ({ ending }));
    const first = await raceAgainst<{ line: string } | { ending: string }>(timeout, firstLine, ended);
    if (first === undefined) {
      throw new AnalyzerError(`The policy pack did not start within ${timeout / 1000} s.`, this.tail);
    }
    if ("ending" in first) {
      throw new AnalyzerError(`The policy pack did not start: its process ${first.ending}.`, this.tail);
    }
    const port = Number(first.line);
    if (!/^\d+$/.test(first.line) || port < 1 || port > 65_535) {
      throw new AnalyzerError("The policy pack did not start: the first line of its standard output is not the port.", this.tail);
    }
    lines.on("line", () => undefined);
    return port;
  }

  async end(): Promise<void> {
    this.kill();
    await this.gone;
  }
}

class RunningAnalyzer implements Analyzer {
  private readonly client: AnalyzerClient;

  constructor(
    private readonly child: PackProcess,
    port: number,
  ) {
    this.client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.max_receive_message_length": maximumMessageSize,
      "grpc.max_send_message_length": maximumMessageSize,
      // A proxy of the environment is for the network, not for a process of this machine.
      "grpc.enable_http_proxy": 0,
    });
  }

  async getAnalyzerInfo(): Promise<PackInformation> {
    const information = await this.call<AnalyzerInfo>("getAnalyzerInfo", (done) => this.client.getAnalyzerInfo(new Empty(), done));
    return {
      name: information.getName(),
      version: information.getVersion(),
      policies: information.getPoliciesList().map((policy) => {
        const schema = policy.getConfigschema()?.getProperties()?.toJavaScript();
        return {
          name: policy.getName(),
          description: policy.getDescription(),
          level: levelOf(policy.getEnforcementlevel()),
          severity: severityOf(policy.getSeverity()),
          ...(schema === undefined ? {} : { schema }),
        };
      }),
    };
  }

  async configure(configuration: PackConfiguration): Promise<void> {
    const request = new ConfigureAnalyzerRequest();
    for (const [policy, { level, properties }] of Object.entries(configuration)) {
      const config = new PolicyConfig();
      config.setEnforcementlevel(levelNumber[level]);
      config.setProperties(Struct.fromJavaScript({ ...properties }));
      request.getPolicyconfigMap().set(policy, config);
    }
    await this.call("configure", (done) => this.client.configure(request, done));
  }

  async configureStack(stack: StackDescription): Promise<void> {
    const request = new AnalyzerStackConfigureRequest();
    request.setStack(stack.stack);
    request.setProject(stack.project);
    request.setOrganization(stack.organization);
    request.setDryRun(stack.dryRun);
    for (const [tag, value] of Object.entries(stack.tags ?? {})) {
      request.getTagsMap().set(tag, value);
    }
    await this.call("configureStack", (done) => this.client.configureStack(request, done));
  }

  /** A violation without a URN of its own is the resource's, as the engine has it. */
  async analyze(resource: StackResource): Promise<Diagnostic[]> {
    const response = await this.call<AnalyzeResponse>("analyze", (done) => this.client.analyze(analyzeRequest(resource), done));
    return response.getDiagnosticsList().map((diagnostic) => ({ ...convert(diagnostic), urn: resource.urn }));
  }

  async analyzeStack(resources: readonly StackResource[]): Promise<Diagnostic[]> {
    const { path: method, responseDeserialize } = AnalyzerService.analyzeStack;
    const request = Buffer.from(analyzeStackRequest(resources));
    const response = await this.call<AnalyzeResponse>("analyzeStack", (done) =>
      this.client.makeUnaryRequest(method, (bytes: Buffer) => bytes, responseDeserialize, request, done),
    );
    return response.getDiagnosticsList().map(convert);
  }

  async close(): Promise<void> {
    this.client.close();
    await this.child.end();
  }

  private async call<Response>(
    method: string,
    send: (done: (error: ServiceError | null, response?: Response) => void) => unknown,
  ): Promise<Response> {
    try {
      return await new Promise<Response>((resolve, reject) => {
        send((error, response) => (response === undefined ? reject(error ?? new Error("no answer")) : resolve(response)));
      });
    } catch (error) {
      const ending = await this.child.ending();
      throw ending === undefined
        ? new AnalyzerError(`The policy pack failed in ${method}.`, (error as Partial<ServiceError>).details ?? String(error))
        : new AnalyzerError(`The policy pack's process ${ending} during ${method}.`, this.child.tail);
    }
  }
}

/** The runner of the pack's own @pulumi/pulumi, as the engine's launcher script resolves it. */
function runner(packDir: string): string {
  try {
    return createRequire(path.join(packDir, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js");
  } catch {
    throw new AnalyzerError("The policy pack's dependencies are not installed: @pulumi/pulumi cannot be found from its folder.", "");
  }
}

function convert(diagnostic: AnalyzeDiagnostic): Diagnostic {
  const description = diagnostic.getDescription();
  const message = diagnostic.getMessage();
  return {
    policy: diagnostic.getPolicyname(),
    pack: diagnostic.getPolicypackname(),
    packVersion: diagnostic.getPolicypackversion(),
    description,
    message: message.startsWith(`${description}\n`) ? message.slice(description.length + 1) : message,
    level: levelOf(diagnostic.getEnforcementlevel()),
    severity: severityOf(diagnostic.getSeverity()),
    ...(diagnostic.getUrn() === "" ? {} : { urn: diagnostic.getUrn() }),
  };
}

const levelNumber: Readonly<Record<Level, EnforcementLevel>> = {
  advisory: EnforcementLevel.ADVISORY,
  mandatory: EnforcementLevel.MANDATORY,
  remediate: EnforcementLevel.REMEDIATE,
  disabled: EnforcementLevel.DISABLED,
};

function levelOf(number: EnforcementLevel): Level {
  const levels: readonly Level[] = ["advisory", "mandatory", "disabled", "remediate"];
  // A level of a protocol newer than this code must not pass for an advisory.
  return levels[number] ?? "mandatory";
}

function severityOf(number: PolicySeverity): Severity {
  const severities: readonly Severity[] = ["unspecified", "low", "medium", "high", "critical"];
  return severities[number] ?? "unspecified";
}

/** @returns what settles first of `promises`, or undefined after that many milliseconds. */
async function raceAgainst<T>(milliseconds: number, ...promises: Promise<T>[]): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([...promises, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
