/**
 * What the pack costs beside the SDK alone. In one run: its start against an empty pack, and whole runs against an idle
 * pack, which has as many policies that do nothing, so that only what the pack itself adds is counted.
 *
 *     npm run build && npm run bench -- [--sizes 1000,8000] [--rounds 5] [--starts 9] [--only mixed,read,unknown] [--check]
 *     npm run build && npm run bench:scale       # the mixed stack at 100, 1000, 8000 and 20 000 resources
 *
 * Packs take turns, and each run has processes of its own, as in `pulumi up`. Where the system tells the time that
 * processors worked for the process, goals go by it: other load on the machine hardly changes it. A ratio is the median
 * over the rounds. `--check` exits 1 when a goal is missed in three rounds of four, so that noise alone does not fail it.
 */
import { parseArgs } from "node:util";
import type { StackResource } from "../cli/stack-resource";
import { analyzeRequest, analyzeStackRequest } from "../test/support/requests";
import { MeasuredAnalyzer, type StackAnalysis } from "./analyzer";
import { stackNamed, stackNames, wholeNumber, wholeNumbers } from "./arguments";
import { emptyPack, idlePack, packDir } from "./packs";
import { conflicts, mixtureInWords } from "./stacks";
import { median, printTable, isMissed, type Row } from "./table";

const goals = {
  start: 1.1,
  stack: 1.1,
  /** Of the largest size. */
  memory: 1.2,
  /** How far time may grow beyond the size. */
  growth: 1.125,
};

/** In smaller stacks code runs before it is compiled, and a few milliseconds are a large share: no goal is set there. */
const smallestJudged = 1000;

interface Run extends StackAnalysis {
  /** Milliseconds for one resource, in a preview and in the update after it. */
  readonly analyze: number;
  readonly analyzeInUpdate: number;
  /** MiB. */
  readonly memory: number | undefined;
}

/** What the pack did and what the other did, round by round. */
type Turns<T> = readonly [pack: readonly T[], other: readonly T[]];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sizes: { type: "string", default: "1000,8000" },
      rounds: { type: "string", default: "5" },
      starts: { type: "string", default: "9" },
      only: { type: "string", default: stackNames.join() },
      check: { type: "boolean", default: false },
    },
  });
  const sizes = wholeNumbers(values.sizes, "--sizes");
  const rounds = wholeNumber(values.rounds, "--rounds");
  const starts = wholeNumber(values.starts, "--starts");
  const chosen = values.only.split(",").map(stackNamed);

  const empty = emptyPack();
  const idle = idlePack(await information());
  const rows: Row[] = [];
  try {
    rows.push(await measureStart(starts, empty.dir));
    for (const { name, build } of chosen) {
      rows.push(...(await measureStacks(name, build, sizes, rounds, idle.dir)));
    }
  } finally {
    empty.remove();
    idle.remove();
  }
  console.log("mixed: " + mixtureInWords);
  console.log("read: nothing but what the pack reads. unknown: nothing but what it reads and cannot decide.\n");
  printTable(rows);
  if (values.check && rows.some(isMissed)) {
    process.exitCode = 1;
  }
}

async function information() {
  const analyzer = await MeasuredAnalyzer.start(packDir);
  try {
    return await analyzer.information();
  } finally {
    await analyzer.close();
  }
}

async function measureStart(rounds: number, otherDir: string): Promise<Row> {
  const start = async (dir: string): Promise<number> => {
    const analyzer = await MeasuredAnalyzer.start(dir);
    await analyzer.close();
    return analyzer.startedIn;
  };
  await start(otherDir); // fills the file cache
  const [pack, other] = await takingTurns(rounds, otherDir, start);
  return { what: "start, beside an empty pack", unit: "ms", pack, other, goal: goals.start };
}

async function measureStacks(
  name: string,
  build: (size: number) => StackResource[],
  sizes: readonly number[],
  rounds: number,
  otherDir: string,
): Promise<Row[]> {
  const measured: { readonly size: number; readonly turns: Turns<Run> }[] = [];
  for (const size of sizes) {
    measured.push({ size, turns: await measureRuns(build(size), rounds, otherDir) });
  }
  const times = measured.flatMap(({ size, turns }): Row[] => {
    const goal = name === "mixed" && size >= smallestJudged ? { goal: goals.stack } : {};
    return [
      { what: `${name}, ${size}: analyze, one resource`, unit: "ms", ...column(turns, ({ analyze }) => analyze) },
      { what: `${name}, ${size}: analyze, one in an update`, unit: "ms", ...column(turns, ({ analyzeInUpdate }) => analyzeInUpdate) },
      { what: `${name}, ${size}: analyzeStack`, unit: "ms", ...column(turns, ({ elapsed }) => elapsed), ...(isTold(turns) ? {} : goal) },
      { what: `${name}, ${size}: analyzeStack, processors`, unit: "ms", ...column(turns, ({ processor }) => processor), ...goal },
    ];
  });
  const growths = measured.slice(1).map(({ size, turns }, index): Row => {
    const less = measured[index] ?? { size, turns };
    return {
      what: `${name}: analyzeStack, growth from ${less.size} to ${size}`,
      unit: "×",
      ...growth(less.turns, turns),
      against: "goal",
      goal: (goals.growth * size) / less.size,
    };
  });
  const memories = measured.map(({ size, turns }, index): Row => ({
    what: `${name}, ${size}: memory`,
    unit: "MiB",
    ...column(turns, ({ memory }) => memory),
    ...(index === measured.length - 1 && size >= smallestJudged ? { goal: goals.memory } : {}),
  }));
  return [...times, ...growths, ...memories];
}

async function measureRuns(resources: readonly StackResource[], rounds: number, otherDir: string): Promise<Turns<Run>> {
  const each = resources.map((resource) => analyzeRequest(resource).serializeBinary());
  const whole = analyzeStackRequest(resources);
  const turns = await takingTurns(rounds, otherDir, async (dir) => measureRun(dir, each, whole));
  if (turns[0].some(({ messages }) => messages.length < conflicts) || turns[1].some(({ messages }) => messages.length > 0)) {
    throw new Error("The packs did not find what is in the stack, so their times say nothing.");
  }
  return turns;
}

async function measureRun(dir: string, each: readonly Uint8Array[], whole: Uint8Array): Promise<Run> {
  const update = await MeasuredAnalyzer.start(dir, "update");
  const analyzeInUpdate = (await analyzeAll(update, each).finally(async () => update.close())) / each.length;
  const preview = await MeasuredAnalyzer.start(dir, "preview");
  try {
    const analyze = (await analyzeAll(preview, each)) / each.length;
    return { analyze, analyzeInUpdate, ...(await preview.analyzeStack(whole)), memory: preview.peakMemory() };
  } finally {
    await preview.close();
  }
}

async function analyzeAll(analyzer: MeasuredAnalyzer, each: readonly Uint8Array[]): Promise<number> {
  await analyzer.configureStack();
  return analyzer.analyze(each);
}

/** Alternates, beginning with the one and the other by turns, so that a load that comes and goes meets both. */
async function takingTurns<T>(rounds: number, otherDir: string, measure: (dir: string) => Promise<T>): Promise<[T[], T[]]> {
  const [pack, other]: [T[], T[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const turns = [async () => pack.push(await measure(packDir)), async () => other.push(await measure(otherDir))];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) {
      await turn();
    }
  }
  return [pack, other];
}

function isTold([pack]: Turns<Run>): boolean {
  return pack.every(({ processor }) => processor !== undefined);
}

function column([pack, other]: Turns<Run>, read: (run: Run) => number | undefined): Pick<Row, "pack" | "other"> {
  const told = (runs: readonly Run[]) => runs.map(read).filter((value) => value !== undefined);
  return { pack: told(pack), other: told(other) };
}

/** The larger stack's time in the smaller one's, by whichever clock counts. */
function growth(few: Turns<Run>, many: Turns<Run>): Pick<Row, "pack" | "other"> {
  const time = ({ processor, elapsed }: Run) => (isTold(few) ? (processor ?? elapsed) : elapsed);
  const [pack, other] = ([0, 1] as const).map((side) => {
    const usual = median(few[side].map(time));
    return many[side].map((each) => time(each) / usual);
  });
  return { pack: pack ?? [], other: other ?? [] };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
