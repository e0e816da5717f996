/**
 * What `tls-ownership check` costs over the exports of a whole organisation, beside a process that reads and parses the same files one
 * after the other and keeps nothing.
 *
 *     npm run build && npm run bench:check -- [--files 500] [--resources 200] [--rounds 3]
 *
 * Both take turns. Every Node.js process of a run notes its start (`note-process.js`), so that none is missed: the run fails when the
 * command starts another. The last rows compare with a fifth of the files, to show how time and memory grow.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { stateOf, unknown } from "../test/support";
import { wholeNumber } from "./arguments";
import { packDir } from "./packs";
import { peakMemory, processorTime } from "./process-figures";
import { conflicts, mixedStack, mixtureInWords } from "./stacks";
import { printTable, type Row } from "./table";

interface Figures {
  /** Milliseconds of the processors. */
  readonly processor: number;
  /** MiB, at the highest. */
  readonly memory: number;
}

interface Run {
  /** Milliseconds on the clock. */
  readonly elapsed: number;
  readonly output: string;
  /** Of each process, in the order of their starts. */
  readonly processes: readonly Figures[];
}

/** One in so many stacks has conflicts. */
const stacksForOneConflict = 10;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      files: { type: "string", default: "500" },
      resources: { type: "string", default: "200" },
      rounds: { type: "string", default: "3" },
    },
  });
  const [files, resources, rounds] = [
    wholeNumber(values.files, "--files"),
    wholeNumber(values.resources, "--resources"),
    wholeNumber(values.rounds, "--rounds"),
  ];
  const fewer = Math.ceil(files / 5);
  const folder = mkdtempSync(path.join(tmpdir(), "organisation-"));
  try {
    const all = writeExports(path.join(folder, "all"), files, resources);
    const few = writeExports(path.join(folder, "few"), fewer, resources);
    const [parsed, checked, checkedFew]: [Run[], Run[], Run[]] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      parsed.push(await measure(folder, [path.join(__dirname, "parse-only.js"), all.dir]));
      checked.push(await measureCheck(folder, all));
      checkedFew.push(await measureCheck(folder, few));
    }
    console.log(`${files} exports of ${resources} resources, ${(all.bytes / 1024 / 1024).toFixed(0)} MiB; ${mixtureInWords}.`);
    console.log(`${lastLine(checked[0])}. One process.\n`);
    printTable(
      [
        { what: "time on the clock", unit: "ms", ...compared(checked, parsed, ({ elapsed }) => elapsed) },
        { what: "processors", unit: "ms", ...compared(checked, parsed, processor) },
        { what: "memory", unit: "MiB", ...compared(checked, parsed, ({ processes }) => processes[0]?.memory) },
      ],
      ["check", "parsing alone"],
    );
    console.log("");
    printTable(
      [
        { what: "processors", unit: "ms", ...compared(checked, checkedFew, processor) },
        { what: "memory", unit: "MiB", ...compared(checked, checkedFew, ({ processes }) => processes[0]?.memory) },
      ],
      [`${files} files`, `${fewer} files`],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Exports {
  readonly dir: string;
  readonly bytes: number;
}

/** Stacks of one shape, each with names of its own. Nothing in a state is unknown. */
function writeExports(dir: string, files: number, resources: number): Exports {
  mkdirSync(dir);
  const [clean = "", conflicting = ""] = [0, conflicts].map((contested) =>
    stateOf(...mixedStack(resources, contested)).replaceAll(unknown, "known-by-now"),
  );
  let bytes = 0;
  for (let index = 0; index < files; index++) {
    const content = (index % stacksForOneConflict === 0 ? conflicting : clean)
      .replaceAll("urn:pulumi:dev::", `urn:pulumi:dev-${index}::`)
      .replaceAll("example.org", `stack-${index}.example.org`);
    writeFileSync(path.join(dir, `stack-${index}.json`), content);
    bytes += Buffer.byteLength(content);
  }
  return { dir, bytes };
}

async function measureCheck(folder: string, { dir }: Exports): Promise<Run> {
  const command = path.join(packDir, "cli", "tls-ownership.js");
  const run = await measure(folder, [command, "check", dir, "--fail-on", "never"]);
  if (run.processes.length !== 1) {
    throw new Error(`check started ${run.processes.length - 1} more processes, where it judges in its own.`);
  }
  return run;
}

/** Often enough that what a process does after the last look hardly counts. */
const lookEvery = 20;

/** @param folder for the file in which processes note their starts. */
async function measure(folder: string, args: readonly string[]): Promise<Run> {
  const noted = path.join(folder, "processes");
  writeFileSync(noted, "");
  const figures = new Map<string, Figures>();
  const look = (): void => {
    for (const pid of readFileSync(noted, "utf8").split("\n").slice(0, -1)) {
      const [processor, memory] = [processorTime(Number(pid)), peakMemory(Number(pid))];
      // Of a process that has just ended the system still tells the time, and no memory.
      if (processor !== undefined && memory !== undefined) {
        figures.set(pid, { processor, memory });
      }
    }
  };
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(path.join(__dirname, "note-process.js"))}`, BENCH_PROCESSES: noted },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const looking = setInterval(look, lookEvery);
  try {
    const [output, [status]] = await Promise.all([text(child.stdout), once(child, "close") as Promise<[number | null]>]);
    if (status !== 0) {
      throw new Error(`${path.basename(args[0] ?? "")} ended with ${String(status)}, so its figures say nothing.`);
    }
    return { elapsed: performance.now() - began, output, processes: [...figures.values()] };
  } finally {
    clearInterval(looking);
  }
}

function processor({ processes }: Run): number {
  return processes.reduce((total, { processor }) => total + processor, 0);
}

function compared(runs: readonly Run[], others: readonly Run[], read: (run: Run) => number | undefined): Pick<Row, "pack" | "other"> {
  const told = (each: readonly Run[]) => each.map(read).filter((value) => value !== undefined);
  return { pack: told(runs), other: told(others) };
}

function lastLine(run: Run | undefined): string {
  return run?.output.trim().split("\n").at(-1) ?? "";
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
