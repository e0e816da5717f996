/**
 * What the pack costs beside the SDK alone. In one run: its start against an empty pack, and whole previews against a pack
 * of as many policies that do nothing, so that only what the pack itself adds is counted.
 *
 *     npm run build && npm run bench -- [--rounds 5] [--starts 9] [--only mixed,read,unknown] [--check]
 *
 * Packs take turns, and each preview has a process of its own, as in `pulumi preview`. A ratio is the median over the
 * rounds of the pack's time divided by the other's. `--check` exits 1 when a goal is missed in three rounds of four, so that
 * noise alone does not fail it.
 */
import { parseArgs } from "node:util";
import { analyzeRequest, analyzeStackRequest, type StackResource } from "../cli/requests";
import { MeasuredAnalyzer } from "./analyzer";
import { emptyPack, idlePack, packDir } from "./packs";
import { mixedStack, mixtureInWords, readStack, unknownStack } from "./stacks";

const small = 1000;
const large = 8000;

const stacks: Readonly<Record<string, (size: number) => StackResource[]>> = { mixed: mixedStack, read: readStack, unknown: unknownStack };

const goals = { start: 1.1, stack: 1.1, growth: 9 };

interface Preview {
  readonly analyze: number;
  readonly analyzeStack: number;
  readonly violations: number;
  readonly memory: number | undefined;
}

interface Row {
  readonly what: string;
  readonly pack: string;
  readonly other: string;
  /** One for each round, the pack's against the other's. */
  readonly ratios: readonly number[];
  readonly goal?: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" },
      starts: { type: "string", default: "9" },
      only: { type: "string", default: Object.keys(stacks).join() },
      check: { type: "boolean", default: false },
    },
  });
  const rounds = count(values.rounds, "--rounds");
  const starts = count(values.starts, "--starts");

  const chosen = values.only.split(",");

  const empty = emptyPack();
  const idle = idlePack(await information());
  try {
    const rows = [await measureStart(starts, empty.dir)];
    for (const [name, build] of Object.entries(stacks).filter(([name]) => chosen.includes(name))) {
      rows.push(...(await measurePreviews(name, build, rounds, idle.dir)));
    }
    print(rows);
    if (values.check && rows.some(isMissed)) {
      process.exitCode = 1;
    }
  } finally {
    empty.remove();
    idle.remove();
  }
}

function count(text: string, option: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`${option} takes a whole number above zero.`);
  }
  return number;
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
  const [pack, other] = await taking(
    rounds,
    async () => start(packDir),
    async () => start(otherDir),
  );
  return row("start", pack, other, goals.start);
}

async function measurePreviews(name: string, build: (size: number) => StackResource[], rounds: number, otherDir: string): Promise<Row[]> {
  const measured = new Map<number, readonly [Preview[], Preview[]]>();
  for (const size of [small, large]) {
    const resources = build(size);
    const each = resources.map((resource) => analyzeRequest(resource).serializeBinary());
    const whole = analyzeStackRequest(resources).serializeBinary();
    measured.set(
      size,
      await taking(
        rounds,
        async () => preview(packDir, each, whole),
        async () => preview(otherDir, each, whole),
      ),
    );
  }
  const rows: Row[] = [];
  for (const [size, [pack, other]] of measured) {
    const title = `${name}, ${size}`;
    const goal = name === "mixed" ? goals.stack : undefined;
    rows.push(row(`${title}: analyzeStack`, column(pack, "analyzeStack"), column(other, "analyzeStack"), goal));
    rows.push(row(`${title}: analyze, one`, column(pack, "analyze", size), column(other, "analyze", size)));
  }
  const [packSmall, otherSmall] = measured.get(small) ?? [[], []];
  const [packLarge, otherLarge] = measured.get(large) ?? [[], []];
  rows.push(growth(`${name}: analyzeStack, growth`, packSmall, packLarge, otherSmall, otherLarge));
  rows.push(memory(`${name}, ${large}: memory`, packLarge, otherLarge));
  return rows;
}

/** Alternates, beginning with the one and the other in turn, so that a load that comes and goes meets both. */
async function taking<T>(rounds: number, one: () => Promise<T>, other: () => Promise<T>): Promise<[T[], T[]]> {
  const results: [T[], T[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const turns = [async () => results[0].push(await one()), async () => results[1].push(await other())];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) {
      await turn();
    }
  }
  return results;
}

async function preview(dir: string, each: readonly Uint8Array[], whole: Uint8Array): Promise<Preview> {
  const analyzer = await MeasuredAnalyzer.start(dir);
  try {
    await analyzer.configureStack();
    const analyze = await analyzer.analyze(each);
    const { milliseconds, violations } = await analyzer.analyzeStack(whole);
    return { analyze, analyzeStack: milliseconds, violations, memory: analyzer.peakMemory() };
  } finally {
    await analyzer.close();
  }
}

function column(previews: readonly Preview[], key: "analyze" | "analyzeStack", per = 1): number[] {
  return previews.map((preview) => preview[key] / per);
}

function row(what: string, pack: readonly number[], other: readonly number[], goal?: number): Row {
  return {
    what,
    pack: milliseconds(median(pack)),
    other: milliseconds(median(other)),
    ratios: ratiosOf(pack, other),
    ...(goal === undefined ? {} : { goal }),
  };
}

/** Here the ratio is that of the large stack to the small one. */
function growth(what: string, packSmall: Preview[], packLarge: Preview[], otherSmall: Preview[], otherLarge: Preview[]): Row {
  const ratios = ratiosOf(column(packLarge, "analyzeStack"), column(packSmall, "analyzeStack"));
  const others = ratiosOf(column(otherLarge, "analyzeStack"), column(otherSmall, "analyzeStack"));
  return { what, pack: `${median(ratios).toFixed(2)} ×`, other: `${median(others).toFixed(2)} ×`, ratios, goal: goals.growth };
}

function memory(what: string, pack: readonly Preview[], other: readonly Preview[]): Row {
  const used = [pack, other].map((previews) => previews.flatMap(({ memory }) => (memory === undefined ? [] : [memory])));
  const [mine = [], others = []] = used;
  const words = (values: readonly number[]) => (values.length === 0 ? "not told" : `${median(values).toFixed(0)} MiB`);
  return { what, pack: words(mine), other: words(others), ratios: ratiosOf(mine, others) };
}

function ratiosOf(numerators: readonly number[], denominators: readonly number[]): number[] {
  return numerators.flatMap((numerator, index) => {
    const denominator = denominators[index];
    return denominator === undefined ? [] : [numerator / denominator];
  });
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
  return below + (above - below) * (place - Math.floor(place));
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

function isMissed({ ratios, goal }: Row): boolean {
  return goal !== undefined && quantile(ratios, 0.25) > goal;
}

function print(rows: readonly Row[]): void {
  console.log(`Mixed stack: ${mixtureInWords}.`);
  console.log("Ratio: median of the rounds, and the middle half of them.\n");
  const cells = [
    ["", "pack", "idle pack", "ratio", "", "goal", ""],
    ...rows.map(({ what, pack, other, ratios, goal }) => [
      what,
      pack,
      other,
      median(ratios).toFixed(3),
      `${quantile(ratios, 0.25).toFixed(3)}–${quantile(ratios, 0.75).toFixed(3)}`,
      goal === undefined ? "" : `≤ ${goal.toFixed(2)}`,
      goal === undefined ? "" : median(ratios) <= goal ? "met" : isMissed({ what, pack, other, ratios, goal }) ? "MISSED" : "noise",
    ]),
  ];
  const widths = (cells[0] ?? []).map((_, index) => Math.max(...cells.map((line) => (line[index] ?? "").length)));
  for (const line of cells) {
    console.log(
      line
        .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
        .join("  ")
        .trimEnd(),
    );
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
