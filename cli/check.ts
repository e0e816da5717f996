import { readFile } from "node:fs/promises";
import path from "node:path";
import { nothingElsewhere, withElsewhere } from "../ownership/elsewhere";
import { mapOwnership } from "../ownership/map";
import { parseUrn, stackOf } from "../ownership/urns";
import { ownershipSettings } from "../policies/settings";
import { tlsNameSingleOwner } from "../policies/tls-name-single-owner";
import { readOwnershipFile } from "../readers/ownership-file";
import { findingId, pageOf } from "../report/layout";
import type { Outcome, ReportedFinding, ReportedPolicy } from "../report/report";
import type { AnalyzerError, PackConfiguration, PackInformation } from "./analyzer";
import { startAnalyzer, type Analyzer, type Diagnostic } from "./analyzer";
import { about } from "./input";
import { inventoryOf } from "./inventory";
import { readOrganisation } from "./organisation";
import { readOwnership } from "./ownership";
import { judgeSettings, parsePolicyConfig, reconcile, type PolicyConfig } from "./policy-config";
import { silent, type Progress } from "./progress";
import type { StackResource } from "./requests";
import type { Organisation } from "./state-files";
import { readText } from "./text-file";

interface CheckOptions {
  readonly packDir: string;
  /** `pulumi preview --json` and `pulumi stack export`, `-` for standard input. */
  readonly files: readonly string[];
  /** What `--policy-pack-config` would take. */
  readonly config?: string;
  readonly progress?: Progress;
  /** What others own; it stands in for TLS_OWNERSHIP_FILE. */
  readonly ownership?: string;
}

/**
 * Shows the resources of all files to the pack, as the engine would in one preview of one stack that holds them all. Of a
 * file no more is kept than policies read.
 *
 * @throws InputError naming the file, for files that cannot be read; AnalyzerError when the pack fails.
 */
export async function check(options: CheckOptions): Promise<Outcome> {
  const { progress = silent } = options;
  const now = new Date();
  const organisation = await readOrganisation(options.files, progress);
  const { resources, stacks, count, notes, unfinished } = organisation;
  const { ownership } = options;
  const elsewhere =
    ownership === undefined
      ? nothingElsewhere
      : await about(ownership, async () => readOwnershipFile(readOwnership(await readText(ownership)), path.basename(ownership), now));
  const analyzer = await startAnalyzer({
    packDir: options.packDir,
    environment: {
      ...environment(stacks.length === 1 ? resources[0] : undefined),
      ...(ownership === undefined ? {} : { TLS_OWNERSHIP_FILE: path.resolve(ownership) }),
    },
  });
  try {
    const pack = await analyzer.getAnalyzerInfo();
    const configuration = await readConfiguration(options.config, pack);
    await analyzer.configure(configuration);
    const findings = findingsOf(await analyse(analyzer, resources, stacks, progress), organisation);
    const mandatory = findings.filter((finding) => finding.level === "mandatory").length;
    const { values } = ownershipSettings.read(configuration[tlsNameSingleOwner.name]?.properties, now);
    return {
      report: {
        version: pack.version,
        files: options.files,
        stacks,
        resources: count,
        findings,
        summary: { mandatory, advisory: findings.length - mandatory },
        notes,
        unfinished,
      },
      policies: await describePolicies(pack, configuration, options.packDir),
      map: mapOwnership(withElsewhere(inventoryOf(resources), elsewhere, new Set(stacks)), values),
      now,
    };
  } finally {
    await analyzer.close();
  }
}

async function readConfiguration(file: string | undefined, pack: PackInformation): Promise<PackConfiguration> {
  if (file === undefined) {
    return reconcile(pack, {});
  }
  return about(file, async () => {
    const settings: PolicyConfig = parsePolicyConfig(await readText(file), pack);
    judgeSettings(settings, new Date());
    return reconcile(pack, settings);
  });
}

async function describePolicies(pack: PackInformation, configuration: PackConfiguration, packDir: string): Promise<ReportedPolicy[]> {
  return Promise.all(
    pack.policies.map(async ({ name, description, severity, level }): Promise<ReportedPolicy> => {
      const page = await readFile(path.join(packDir, pageOf(name)), "utf8").catch(() => undefined);
      const configured = configuration[name]?.level ?? level;
      return {
        name,
        description,
        severity,
        level: configured === "advisory" || configured === "disabled" ? configured : "mandatory",
        ...(page === undefined ? {} : { page }),
      };
    }),
  );
}

/** While the pack looks at one resource, others are written: the engine, too, shows it resources side by side. */
const callsAtOnce = 32;

/** The engine's calls in the engine's order: the stack, every resource's inputs, then all outputs at once. */
async function analyse(
  analyzer: Analyzer,
  resources: readonly StackResource[],
  stacks: readonly string[],
  progress: Progress,
): Promise<Diagnostic[]> {
  const place = parseUrn(stacks.length === 1 ? (resources[0]?.urn ?? "") : "");
  await analyzer.configureStack({ stack: place?.stack ?? "", project: place?.project ?? "", organization: "", dryRun: true });
  const found: Diagnostic[] = [];
  for (let first = 0; first < resources.length; first += callsAtOnce) {
    progress.step("checking resource", first + 1, resources.length);
    const calls = resources.slice(first, first + callsAtOnce).map(async (resource) => analyzer.analyze(resource));
    found.push(...(await Promise.all(calls)).flat());
  }
  progress.step("checking all together", resources.length, resources.length);
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

function findingsOf(diagnostics: readonly Diagnostic[], { resources, locations }: Organisation): ReportedFinding[] {
  const present = new Map(resources.map((resource) => [resource.urn, resource]));
  return diagnostics
    .map(({ policy, level, severity, urn, description, message }): ReportedFinding => {
      // The engine reports on the stack what names a resource that is not part of it.
      const resource = present.get(urn ?? "");
      return {
        id: findingId(policy, message, resource?.name),
        policy,
        level: level === "advisory" ? "advisory" : "mandatory",
        severity,
        urn: resource?.urn ?? null,
        resource: resource === undefined ? null : { type: resource.type, name: resource.name },
        stack: resource === undefined ? null : stackOf(resource.urn),
        location: locations.get(urn ?? "") ?? null,
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
