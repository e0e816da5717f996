import { readFileSync } from "node:fs";
import path from "node:path";
import type { Analyzer, Diagnostic, PackInformation, startAnalyzer } from "./analyzer";
import { parsePolicyConfig, reconcile, type PolicyConfig } from "../../cli/policy-config";
import type { StackResource } from "../../cli/stack-resource";
import { parseUrn } from "../../ownership/urns";
import { stack } from "./resources";

export const packDir = path.join(__dirname, "..", "..");
const recordingsDir = path.join(__dirname, "..", "recordings");

export interface Violation {
  readonly policy: string;
  readonly level: string;
  /** Empty where the policy named no resource. */
  readonly urn: string;
  /** The policy's own message, without the description that the SDK puts before it. */
  readonly message: string;
  readonly description: string;
}

export interface Update {
  readonly violations: readonly Violation[];
  /** URN of the resource that was refused before it was created; the resources after it were never shown to the pack. */
  readonly refused?: string;
}

/** As `pulumi preview --policy-pack-config` takes it: `{"policy-name": "disabled", "other": {enforcementLevel: …, …}}`. */
export type Config = Readonly<Record<string, unknown>>;

export interface TestPack {
  readonly info: PackInformation;
  /** `pulumi preview`: every resource's inputs in order, then all outputs. Violations sorted by policy, URN and message. */
  preview(resources: readonly StackResource[], config?: Config): Promise<Violation[]>;
  /** `pulumi up`'s second half, in a process of its own. A mandatory violation in `analyze` refuses that resource and ends the run. */
  update(resources: readonly StackResource[], config?: Config): Promise<Update>;
  /** `pulumi policy analyze`: the variable that tells previews from updates is absent, stack and project have no names. */
  state(resources: readonly StackResource[], config?: Config): Promise<Violation[]>;
  /** Sends the calls of test/recordings/NAME.json as they were recorded. */
  replay(name: string, config?: Config): Promise<Violation[]>;
  close(): Promise<void>;
}

export interface PackOptions {
  /** The folder of another pack than this one. */
  readonly packDir?: string;
  /** Added to the environment of every process, e.g. TLS_OWNERSHIP_FILE. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Another client than this repository's, which may speak another version of the engine's protocol. */
  readonly client?: typeof startAnalyzer;
  /** Violations in the order in which the pack reports them, unsorted. */
  readonly asReported?: boolean;
}

type Mode = "preview" | "update" | "state";

/**
 * Starts the compiled pack. One process serves all previews and another all analyses of state: the pack forgets what it
 * saw in `analyze` when the run's `analyzeStack` has been answered. Calls wait for one another.
 */
export async function startPack(options: PackOptions = {}): Promise<TestPack> {
  const violations = (found: readonly Diagnostic[]): Violation[] =>
    options.asReported === true ? described(found) : sorted(described(found));
  const start = async (mode: Mode): Promise<Analyzer> =>
    // Most tests judge in their own process, and need no gRPC.
    (options.client ?? (await import("./analyzer")).startAnalyzer)({
      packDir: options.packDir ?? packDir,
      environment: { ...environment(mode), ...options.environment },
    });
  const running = new Map<Mode, Promise<Analyzer>>();
  let last: Promise<unknown> = Promise.resolve();

  /** A failed run may leave inputs behind in its process: the next one gets a fresh process. */
  const run = async <T>(mode: Mode, reuse: boolean, work: (analyzer: Analyzer) => Promise<T>): Promise<T> => {
    const mine = last.then(async () => {
      const starting = running.get(mode) ?? start(mode);
      running.set(mode, starting);
      let keep = false;
      try {
        const result = await work(await starting);
        keep = reuse;
        return result;
      } finally {
        if (!keep) {
          running.delete(mode);
          await starting.then(async (analyzer) => analyzer.close()).catch(() => undefined);
        }
      }
    });
    last = mine.catch(() => undefined);
    return mine;
  };

  const info = await run("preview", true, async (analyzer) => analyzer.getAnalyzerInfo());
  const prepare = async (analyzer: Analyzer, mode: Mode, resources: readonly StackResource[], config: Config): Promise<void> => {
    const parsed: PolicyConfig = parsePolicyConfig(JSON.stringify(config), info.policies);
    await analyzer.configure(reconcile(parsed, info.policies));
    const urn = parseUrn(resources[0]?.urn ?? "");
    const place = mode === "state" || urn === undefined ? { stack: "", project: "" } : { stack: urn.stack, project: urn.project };
    await analyzer.configureStack({ ...place, organization: mode === "state" ? "" : "organization", dryRun: mode === "preview" });
  };
  const whole = async (mode: Mode, resources: readonly StackResource[], config: Config): Promise<Violation[]> =>
    run(mode, true, async (analyzer) => {
      const all = stack(...resources);
      await prepare(analyzer, mode, all, config);
      const found = await showAll(analyzer, all);
      found.push(...(await analyzer.analyzeStack(all)));
      return violations(found);
    });

  return {
    info,
    preview: async (resources, config = {}) => whole("preview", resources, config),
    state: async (resources, config = {}) => whole("state", resources, config),
    update: async (resources, config = {}) =>
      run("update", false, async (analyzer) => {
        const all = stack(...resources);
        await prepare(analyzer, "update", all, config);
        const found: Diagnostic[] = [];
        for (const each of all) {
          const diagnostics = await analyzer.analyze(each);
          found.push(...diagnostics);
          if (diagnostics.some((diagnostic) => diagnostic.level === "mandatory")) {
            return { violations: violations(found), refused: each.urn };
          }
        }
        found.push(...(await analyzer.analyzeStack(all)));
        return { violations: violations(found) };
      }),
    replay: async (name, config = {}) =>
      run("preview", true, async (analyzer) => {
        const { resources, planned } = recording(name);
        await prepare(analyzer, "preview", resources, config);
        const found = await showAll(analyzer, resources);
        found.push(...(await analyzer.analyzeStack(planned)));
        return violations(found);
      }),
    close: async () => {
      await last;
      await Promise.all(
        [...running.values()].map(async (starting) => starting.then(async (analyzer) => analyzer.close()).catch(() => undefined)),
      );
      running.clear();
    },
  };
}

/** Nothing depends on the order in which a preview shows inputs, and calls that overlap take less time. */
async function showAll(analyzer: Analyzer, resources: readonly StackResource[]): Promise<Diagnostic[]> {
  const inFlight = 32;
  const found: Diagnostic[] = [];
  for (let start = 0; start < resources.length; start += inFlight) {
    const calls = resources.slice(start, start + inFlight).map(async (each) => analyzer.analyze(each));
    found.push(...(await Promise.all(calls)).flat());
  }
  return found;
}

/** Runs of the real engine that are recorded call by call. */
export const recordings = [
  "incident-first-preview",
  "incident-deployed",
  "fixed-first-preview",
  "shims-and-components",
  "unknown-cluster",
  "unknown-backend",
] as const;

/** @returns what test/recordings/NAME.json holds, both calls' resources in the order in which they were sent. */
export function recording(name: string): { readonly resources: readonly StackResource[]; readonly planned: readonly StackResource[] } {
  const { calls } = JSON.parse(readFileSync(path.join(recordingsDir, `${name}.json`), "utf8")) as { calls: readonly RecordedCall[] };
  return {
    resources: calls.flatMap((call) => (call.method === "analyze" ? [recorded(call.request)] : [])),
    planned: calls.flatMap((call) => (call.method === "analyzeStack" ? call.request.resources.map(recorded) : [])),
  };
}

/** @returns the stack that a recording shows, inputs and outputs of each resource together. */
export function recordedStack(name: string): StackResource[] {
  const { resources, planned } = recording(name);
  const written = new Map(resources.map((resource) => [resource.urn, resource.inputs]));
  return planned.map((resource) => ({ ...resource, inputs: written.get(resource.urn) ?? {} }));
}

type RecordedResource = Omit<StackResource, "inputs" | "outputs" | "options"> & {
  readonly properties: StackResource["inputs"];
  readonly options: NonNullable<StackResource["options"]> & { readonly parent: string };
};

type RecordedCall =
  | { readonly method: "configureStack"; readonly request: unknown }
  | { readonly method: "analyze"; readonly request: RecordedResource }
  | { readonly method: "analyzeStack"; readonly request: { readonly resources: readonly RecordedResource[] } };

function recorded({ properties, ...rest }: RecordedResource): StackResource {
  return { ...rest, parent: rest.options.parent, inputs: properties, outputs: properties };
}

function environment(mode: Mode): Record<string, string | undefined> {
  const dryRun = mode === "state" ? undefined : String(mode === "preview");
  return { PULUMI_NODEJS_DRY_RUN: dryRun, PULUMI_DRY_RUN: dryRun };
}

function described(diagnostics: readonly Diagnostic[]): Violation[] {
  return diagnostics.map(({ policy, level, urn = "", message, description }) => ({ policy, level, urn, message, description }));
}

/** By policy, URN and message, whatever order the pack reports them in. */
export function sorted(violations: readonly Violation[]): Violation[] {
  return [...violations].sort(
    (one, other) => compare(one.policy, other.policy) || compare(one.urn, other.urn) || compare(one.message, other.message),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** @param time such as `2026-06-03T00:00:00Z`. @returns what to add to an environment so that Node processes take it for the present. */
export function clockAt(time: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--require ${JSON.stringify(path.join(__dirname, "clock.js"))}`, TEST_CLOCK: time };
}
