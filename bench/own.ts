/**
 * The pack's own part: what it spends on reading, deciding and wording, apart from the SDK's decoding, stage by stage and for each
 * resource, so that a stage that grows faster than the stack shows.
 *
 *     npm run bench:own -- [--sizes 100,1000,8000,20000] [--rounds 3] [--only mixed]
 *
 * Every figure is time that the processors worked for the pack's process, garbage collection included, as the median over the rounds.
 * Each run has a process of its own, as in `pulumi preview`.
 */
import { parseArgs } from "node:util";
import type { StackResource } from "../cli/stack-resource";
import { analyzeRequest, analyzeStackRequest } from "../test/support/requests";
import { MeasuredAnalyzer } from "./analyzer";
import { everydayStack, stackNamed, wholeNumber, wholeNumbers } from "./arguments";
import { stagedPack } from "./packs";
import { decidingPrefix, type Stages } from "./stages";
import { conflicts, mixtureInWords } from "./stacks";
import { median, printCells } from "./table";

interface Run extends Stages {
  /** Of the whole call, the SDK's part included. */
  readonly processor: number;
}

interface Measured {
  readonly size: number;
  readonly runs: readonly Run[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sizes: { type: "string", default: "100,1000,8000,20000" },
      rounds: { type: "string", default: "3" },
      only: { type: "string", default: everydayStack },
    },
  });
  const sizes = wholeNumbers(values.sizes, "--sizes");
  const rounds = wholeNumber(values.rounds, "--rounds");
  const chosen = values.only.split(",").map(stackNamed);
  const pack = stagedPack();
  console.log("mixed: " + mixtureInWords + "\n");
  try {
    for (const { name, build } of chosen) {
      const measured: Measured[] = [];
      for (const size of sizes) {
        measured.push({ size, runs: await measure(build(size), rounds, pack.dir) });
      }
      printStages(name, measured);
    }
  } finally {
    pack.remove();
  }
}

async function measure(resources: readonly StackResource[], rounds: number, dir: string): Promise<Run[]> {
  const each = resources.map((resource) => analyzeRequest(resource).serializeBinary());
  const whole = analyzeStackRequest(resources);
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round++) {
    const analyzer = await MeasuredAnalyzer.start(dir);
    try {
      await analyzer.configureStack();
      await analyzer.analyze(each);
      const { processor = NaN, messages } = await analyzer.analyzeStack(whole);
      const measured = JSON.parse(messages[0]?.split("\n").at(-1) ?? "") as Stages;
      if (measured.findings < conflicts) {
        throw new Error("The pack did not find what is in the stack, so its times say nothing.");
      }
      runs.push({ processor, ...measured });
    } finally {
      await analyzer.close();
    }
  }
  return runs;
}

type RowOf = readonly [what: string, time: (run: Run) => number];

function rowsOf({ spent }: Stages): RowOf[] {
  const stage = (what: string, key: string): RowOf => [what, (run) => run.spent[key] ?? 0];
  return [
    ["the whole call", ({ processor }) => processor],
    ["the SDK: receiving, decoding for every policy", (run) => run.processor - ownInCall(run)],
    ["  one decoding", ({ decodings }) => median(decodings)],
    ["the pack's own part", ownInCall],
    stage("  reading", "reading"),
    ["  deciding", deciding],
    ...Object.keys(spent)
      .filter(isDeciding)
      .map((key) => stage(`    ${key.replace(decidingPrefix, "")}`, key)),
    stage("  wording", "wording"),
    stage("before the call: keeping inputs, one by one", "keeping inputs"),
  ];
}

function ownInCall({ spent }: Run): number {
  return sum(Object.entries(spent).flatMap(([stage, time]) => (stage === "keeping inputs" ? [] : [time])));
}

function deciding({ spent }: Run): number {
  return sum(Object.entries(spent).flatMap(([stage, time]) => (isDeciding(stage) ? [time] : [])));
}

function isDeciding(stage: string): boolean {
  return stage.startsWith(decidingPrefix);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Milliseconds with their share of the call, and microseconds for each resource, size by size. */
function printStages(name: string, measured: readonly Measured[]): void {
  const rows = rowsOf(measured[0]?.runs[0] ?? { spent: {}, decodings: [], findings: 0 });
  const findings = measured.map(({ size, runs }) => `${runs[0]?.findings ?? 0} in ${size} resources`).join(", ");
  console.log(`${name}: findings worded: ${findings}`);
  printCells([
    ["", ...measured.flatMap(({ size }) => [`${size}: ms`, "share", "µs each"])],
    ...rows.map(([stage, time]) => [
      stage,
      ...measured.flatMap(({ size, runs }) => {
        const spent = median(runs.map(time));
        const share = median(runs.map((run) => time(run) / run.processor));
        return [spent.toFixed(1), `${(share * 100).toFixed(1)} %`, ((spent * 1000) / size).toFixed(1)];
      }),
    ]),
  ]);
  console.log("");
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
