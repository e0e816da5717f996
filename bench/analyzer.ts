import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { Client, credentials } from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzeResponse, AnalyzerInfo, AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { peakMemory, processorTime } from "./process-figures";

/** As the engine and the SDK set it: whole stacks travel in one message. */
const maximumMessageSize = 400 * 1024 * 1024;

export interface StackAnalysis {
  /** Milliseconds on the clock. */
  readonly elapsed: number;
  /** Milliseconds of the processors, which other load on the machine disturbs less; undefined where not told. */
  readonly processor: number | undefined;
  /** What the violations say. */
  readonly messages: readonly string[];
}

/**
 * A pack's process, started as the engine starts it. The command's own client (`cli/analyzer.ts`) builds each request
 * within the call; here they arrive ready-made as bytes, so that only the pack's time is measured.
 */
export class MeasuredAnalyzer {
  private readonly client: Client;

  private constructor(
    private readonly child: ChildProcess,
    port: string,
    /** Milliseconds from the start of the process until it tells its port. */
    readonly startedIn: number,
  ) {
    this.client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.max_receive_message_length": maximumMessageSize,
      "grpc.max_send_message_length": maximumMessageSize,
      "grpc.enable_http_proxy": 0,
    });
  }

  static async start(packDir: string, phase: "preview" | "update" = "preview"): Promise<MeasuredAnalyzer> {
    const runner = createRequire(path.join(packDir, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js");
    const began = performance.now();
    const child = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
      cwd: packDir,
      env: { ...process.env, PULUMI_NODEJS_DRY_RUN: String(phase === "preview"), PULUMI_DRY_RUN: String(phase === "preview") },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout });
    const [port] = (await Promise.race([once(lines, "line"), once(child, "exit").then(() => [""])])) as string[];
    const startedIn = performance.now() - began;
    if (port === undefined || !/^\d+$/.test(port)) {
      child.kill("SIGKILL");
      throw new Error(`The pack in ${path.basename(packDir)} did not start.`);
    }
    lines.on("line", () => undefined);
    return new MeasuredAnalyzer(child, port, startedIn);
  }

  /** Policies by kind. */
  async information(): Promise<AnalyzerInfo> {
    return AnalyzerInfo.deserializeBinary(await this.call(AnalyzerService.getAnalyzerInfo.path, new Uint8Array()));
  }

  async configureStack(): Promise<void> {
    const request = new AnalyzerStackConfigureRequest();
    request.setStack("dev");
    request.setProject("shop");
    request.setDryRun(true);
    await this.call(AnalyzerService.configureStack.path, request.serializeBinary());
  }

  /** @returns milliseconds for all of them, one after the other, as the engine sends them. */
  async analyze(requests: readonly Uint8Array[]): Promise<number> {
    const began = performance.now();
    for (const request of requests) {
      await this.call(AnalyzerService.analyze.path, request);
    }
    return performance.now() - began;
  }

  async analyzeStack(request: Uint8Array): Promise<StackAnalysis> {
    const [began, beganWith] = [performance.now(), processorTime(this.child.pid)];
    const response = await this.call(AnalyzerService.analyzeStack.path, request);
    const [elapsed, processor] = [performance.now() - began, processorTime(this.child.pid)];
    return {
      elapsed,
      processor: processor === undefined || beganWith === undefined ? undefined : processor - beganWith,
      messages: AnalyzeResponse.deserializeBinary(response)
        .getDiagnosticsList()
        .map((diagnostic) => diagnostic.getMessage()),
    };
  }

  /** @returns the most memory that the process has held, in MiB; undefined where the system does not say. */
  peakMemory(): number | undefined {
    return peakMemory(this.child.pid);
  }

  async close(): Promise<void> {
    this.client.close();
    const gone = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await gone;
  }

  private async call(method: string, request: Uint8Array): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest<Uint8Array, Buffer>(
        method,
        (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
        (bytes) => bytes,
        request,
        (error, response) => (error === null && response !== undefined ? resolve(response) : reject(error ?? new Error("no response"))),
      );
    });
  }
}
