import type { AnalyzerError } from "./analyzer";
import { startAnalyzer, type Analyzer, type Diagnostic } from "./analyzer";
import { about } from "./input";
import { describeUrn, type Finding, type Report } from "./output";
import { judgeSettings, parsePolicyConfig, reconcile, type PolicyConfig } from "./policy-config";
import { parseUrn, type StackResource } from "./requests";
import { readOrganisation, readText, stackOf } from "./state-files";

export interface CheckOptions {
  readonly packDir: string;
  /** `pulumi preview --json` and `pulumi stack export`, `-` for standard input. */
  readonly files: readonly string[];
  /** What `--policy-pack-config` would take. */
  readonly config?: string;
}

/**
 * Shows the resources of all files to the pack, as the engine would in one preview of one stack that holds them all.
 *
 * @throws InputError naming the file, for files that cannot be read; AnalyzerError when the pack fails.
 */
export async function check(options: CheckOptions): Promise<Report> {
  const { resources, stacks, notes, unfinished } = await readOrganisation(options.files);
  const analyzer = await startAnalyzer({
    packDir: options.packDir,
    environment: environment(stacks.length === 1 ? resources[0] : undefined),
  });
  try {
    const pack = await analyzer.getAnalyzerInfo();
    const { config } = options;
    const settings: PolicyConfig =
      config === undefined ? {} : await about(config, async () => parsePolicyConfig(await readText(config), pack));
    if (config !== undefined) {
      await about(config, () => {
        judgeSettings(settings, pack);
      });
    }
    await analyzer.configure(reconcile(pack, settings));
    const findings = findingsOf(await analyse(analyzer, resources, stacks), resources);
    const mandatory = findings.filter((finding) => finding.level === "mandatory").length;
    return {
      version: pack.version,
      files: options.files,
      stacks,
      resources: resources.length,
      findings,
      summary: { mandatory, advisory: findings.length - mandatory },
      notes,
      unfinished,
    };
  } finally {
    await analyzer.close();
  }
}

/** The engine's calls in the engine's order: the stack, every resource's inputs, then all outputs at once. */
async function analyse(analyzer: Analyzer, resources: readonly StackResource[], stacks: readonly string[]): Promise<Diagnostic[]> {
  const place = parseUrn(stacks.length === 1 ? (resources[0]?.urn ?? "") : "");
  await analyzer.configureStack({ stack: place?.stack ?? "", project: place?.project ?? "", organization: "", dryRun: true });
  const found: Diagnostic[] = [];
  for (const resource of resources) {
    found.push(...(await analyzer.analyze(resource)));
  }
  found.push(...(await analyzer.analyzeStack(resources)));
  return found;
}

function environment(resource: StackResource | undefined): Record<string, string | undefined> {
  const place = parseUrn(resource?.urn ?? "");
  return {
    PULUMI_DRY_RUN: "true",
    PULUMI_NODEJS_DRY_RUN: "true",
    PULUMI_NODEJS_ORGANIZATION: undefined,
    PULUMI_NODEJS_PROJECT: place?.project,
    PULUMI_NODEJS_STACK: place?.stack,
  };
}

function findingsOf(diagnostics: readonly Diagnostic[], resources: readonly StackResource[]): Finding[] {
  const present = new Set(resources.map(({ urn }) => urn));
  return diagnostics
    .map(({ policy, level, severity, urn, description, message }): Finding => {
      // The engine reports on the stack what names a resource that is not part of it.
      const known = urn !== undefined && present.has(urn) ? urn : undefined;
      return {
        policy,
        level: level === "advisory" ? "advisory" : "mandatory",
        severity,
        urn: known ?? null,
        resource: (known === undefined ? undefined : describeUrn(known)) ?? null,
        stack: known === undefined ? null : stackOf(known),
        description,
        message,
      };
    })
    .sort(
      (one, other) =>
        // "mandatory" sorts after "advisory", and comes first.
        compare(other.level, one.level) ||
        compare(one.policy, other.policy) ||
        compare(one.urn ?? "", other.urn ?? "") ||
        compare(one.message, other.message),
    );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * @returns what an AnalyzerError says to a user, in lines: the error, and what the pack wrote, without stack traces. A call's own
 * message may quote what the policy was looking at, so only its first line, which the SDK writes, is kept.
 */
export function explain(error: AnalyzerError): readonly string[] {
  const lines = error.detail.split(/\r?\n/).filter((line) => line.trim() !== "" && !/^\s+at |^Node\.js v|^node:|^\s*\^+$/.test(line));
  const shown = error.message.startsWith("The policy pack failed in") ? lines.slice(0, 1) : lines.slice(-20);
  return [error.message, ...shown.map((line) => `  ${line}`)];
}
