/**
 * What one combination is put through, in a process of that combination's Node.js: `scenario.ts PACK ENGINE`, the folder of
 * the pack and the one whose packages stand for the engine. What came of it goes to stdout, as JSON.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type * as analyzer from "../support/analyzer";
import type { StackResource } from "../../cli/stack-resource";
import {
  certManager,
  fastly,
  packDir as repository,
  recordings,
  secretObject,
  startPack,
  unknown,
  type TestPack,
  type Violation,
} from "../support";

/** Everything that must be the same with every combination. */
export interface Outcome {
  readonly policies: readonly string[];
  /** What was found in each run, by the run's name. */
  readonly found: Readonly<Record<string, readonly Violation[]>>;
  /** URN of what the update refused. */
  readonly refused: string | undefined;
  readonly check: { readonly status: number | null; readonly stdout: string; readonly stderr: string };
}

/** The incident: an edge takes the name of its own origin, whose certificate cert-manager keeps. */
function incident(): StackResource[] {
  const service = fastly.service("edge", { domains: ["shop.example.org", "web.example.org"], backends: ["web.example.org"] });
  return [
    service,
    fastly.subscription("edge-tls", ["shop.example.org", "web.example.org"], { propertyDependencies: { domains: [service] } }),
    certManager.clusterIssuer(),
    certManager.certificate("web", { dnsNames: ["web.example.org"], namespace: "shop" }),
  ];
}

/** The same among values that are unknown and one that is secret: nothing may hide it, and nothing may show the secret. */
function amongUnknowns(): StackResource[] {
  return [
    fastly.subscription("undecided", unknown),
    certManager.certificate("undecided", { dnsNames: [unknown] }),
    secretObject("key", { "tls.key": "CANARY-private-key" }),
    ...incident(),
  ];
}

async function run(pack: TestPack): Promise<Omit<Outcome, "check">> {
  const found: Record<string, readonly Violation[]> = {
    preview: await pack.preview(incident()),
    state: await pack.state(incident()),
    "among unknowns": await pack.preview(amongUnknowns()),
  };
  for (const recording of recordings) {
    found[recording] = await pack.replay(recording);
  }
  const { violations, refused } = await pack.update(incident());
  return { policies: pack.info.policies.map(({ name }) => name), found: { ...found, update: violations }, refused };
}

function check(packDir: string): Outcome["check"] {
  const command = path.join(packDir, "cli", "tls-ownership.js");
  const preview = path.join(repository, "examples", "incident", "preview.json");
  const environment = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "check", preview], { encoding: "utf8", env: environment });
  return { status, stdout, stderr };
}

/** @returns the tests' own client, with the packages of that folder: what an engine of their version would say. */
function clientWith(engineDir: string): typeof analyzer.startAnalyzer {
  const load = createRequire(__filename);
  const { transpile } = load("../support/typescript.js") as { transpile: (source: string, file: string) => string };
  const folder = path.join(engineDir, "bin", "test", "support");
  mkdirSync(folder, { recursive: true });
  for (const name of ["requests", "analyzer"]) {
    const file = path.join(repository, "test", "support", `${name}.ts`);
    writeFileSync(path.join(folder, `${name}.js`), transpile(readFileSync(file, "utf8"), file));
  }
  return (load(path.join(folder, "analyzer.js")) as typeof analyzer).startAnalyzer;
}

async function main([packDir = "", engineDir = ""]: readonly string[]): Promise<void> {
  const pack = await startPack({ packDir, client: clientWith(engineDir) });
  try {
    const outcome: Outcome = { ...(await run(pack)), check: check(packDir) };
    process.stdout.write(JSON.stringify(outcome));
  } finally {
    await pack.close();
  }
}

void main(process.argv.slice(2));
