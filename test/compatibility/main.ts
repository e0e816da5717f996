/**
 * Whether the published pack does the same with the oldest and newest Node.js, @pulumi/policy and @pulumi/pulumi that it
 * claims to run with, and whether engines that speak another version of the protocol find the same.
 *
 *     npm run test:compatibility [-- --ends]
 *
 * Each combination is installed from the package registry and put through `scenario.ts`; the published pack, under the
 * Node.js at hand, says what is right. `--ends` takes the few combinations that stand for all.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { allPolicies } from "../../policies";
import { findingIds, mandatoryIds } from "../policies/findings";
import type { Violation } from "../support";
import { combinations, type Combination, type Sdk } from "./combinations";
import { Installations, nameOf } from "./installations";
import type { Outcome } from "./scenario";

interface Row {
  readonly combination: Combination;
  /** What is wrong with it; undefined for one that does what the published pack does. */
  readonly failure: string | undefined;
}

function main(): void {
  const { values } = parseArgs({ options: { ends: { type: "boolean", default: false } } });
  const installations = new Installations();
  try {
    const right = outcome(process.execPath, installations.pack("published"), installations.pack("published"));
    const wrong = faults(right);
    if (wrong.length > 0) {
      throw new Error(`The published pack under Node.js ${process.versions.node}: ${wrong.join("; ")}.`);
    }
    const rows = combinations.filter(({ end }) => end === true || !values.ends).map((each) => attempt(each, installations, right));
    printTable(rows);
    process.exitCode = rows.some(({ failure }) => failure !== undefined) ? 1 : 0;
  } finally {
    installations.remove();
  }
}

function attempt(combination: Combination, installations: Installations, right: Outcome): Row {
  const { node, sdk, engine = sdk } = combination;
  try {
    const seen = outcome(installations.node(node), installations.pack(sdk), installations.pack(engine));
    const different = [...differences(seen, right)];
    return { combination, failure: different.length === 0 ? undefined : `differs in ${different.join(", ")}` };
  } catch (error) {
    return { combination, failure: (error as Error).message };
  }
}

function outcome(node: string, packDir: string, engineDir: string): Outcome {
  const hook = path.join(__dirname, "..", "engine", "typescript.js");
  const { error, status, stdout, stderr } = spawnSync(node, ["--require", hook, path.join(__dirname, "scenario.ts"), packDir, engineDir], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined || status !== 0) {
    throw new Error(error?.message ?? `ended with ${String(status)}: ${stderr.trim()}`);
  }
  return JSON.parse(stdout) as Outcome;
}

const shop = ["origin-outside-edge-subscription[web.example.org]", "tls-name-single-owner[web.example.org]"];
const xpro = ["origin-outside-edge-subscription[xpro-web.odl.mit.edu]", "tls-name-single-owner[xpro-web.odl.mit.edu]"];

/** @returns what is wrong with an outcome, so that all being the same cannot mean that none finds anything. */
function faults({ policies, found, refused, check }: Outcome): string[] {
  const ids = (run: string): string[] => mandatoryIds(found[run] ?? []);
  const undecided = findingIds((found["among unknowns"] ?? []).filter(({ level }) => level === "advisory"));
  const expectations: Readonly<Record<string, boolean>> = {
    "not all policies are there": isDeepStrictEqual(
      policies,
      allPolicies.map(({ name }) => name),
    ),
    "the conflict is not found in a preview": isDeepStrictEqual(ids("preview"), shop),
    "the conflict is not found in existing state": isDeepStrictEqual(ids("state"), shop),
    "unknowns hide the conflict": isDeepStrictEqual(ids("among unknowns"), shop),
    "unknowns are not told": undecided.length === 2 && undecided.every((id) => id.startsWith("ownership-undetermined[")),
    "the update refuses nothing": refused?.endsWith("cert-manager.io/v1:Certificate::web") === true,
    "the recorded conflict is not found": isDeepStrictEqual(ids("incident-first-preview"), xpro),
    "the recorded repair is not left alone": isDeepStrictEqual(found["fixed-first-preview"], []),
    "`check` does not end with 1": check.status === 1 && xpro.every((id) => check.stdout.includes(id)) && check.stderr === "",
    "a secret shows": !JSON.stringify([found, check]).includes("CANARY"),
  };
  return Object.keys(expectations).filter((fault) => expectations[fault] === false);
}

function* differences(seen: Outcome, right: Outcome): Generator<string> {
  const runs = Object.keys({ ...right.found, ...seen.found });
  for (const run of runs.filter((each) => !isDeepStrictEqual(seen.found[each], right.found[each]))) {
    yield `"${run}" (${wordsOf(seen.found[run])}; expected ${wordsOf(right.found[run])})`;
  }
  if (!isDeepStrictEqual(seen.policies, right.policies)) {
    yield "the list of policies";
  }
  if (seen.refused !== right.refused) {
    yield "what the update refuses";
  }
  if (!isDeepStrictEqual(seen.check, right.check)) {
    yield `\`check\` (exit status ${String(seen.check.status)}) ${seen.check.stderr}`.trim();
  }
}

function wordsOf(violations: readonly Violation[] = []): string {
  return findingIds(violations).join(", ") || "nothing";
}

function printTable(rows: readonly Row[]): void {
  const versions = (sdk: Sdk): string[] => (sdk === "published" ? [sdk, sdk] : [sdk.policy, sdk.pulumi]);
  const lines = [
    ["Node.js", "@pulumi/policy", "@pulumi/pulumi", "engine", ""],
    ...rows.map(({ combination: { node, sdk, engine }, failure }) => [
      node,
      ...versions(sdk),
      engine === undefined ? "the same" : nameOf(engine),
      failure === undefined ? "the same findings" : "FAILED",
    ]),
  ];
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines) {
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  }
  for (const { combination, failure } of rows) {
    if (failure !== undefined) {
      console.log(`\nNode.js ${combination.node}, ${nameOf(combination.sdk)}: ${failure}`);
    }
  }
}

main();
