#!/usr/bin/env node
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { AnalyzerError } from "./analyzer";
import { check, explain } from "./check";
import { InputError } from "./input";
import { formats, printable } from "./output";

const usage = `Usage: tls-ownership check FILE… [--format text|json] [--config FILE] [--no-color]

Finds DNS names of which two systems would own the certificate or its challenge record.

  FILE               what \`pulumi preview --json\` or \`pulumi stack export\` wrote; - reads standard input.
                     Several files are checked together, so that conflicts between stacks show.
  --format FORMAT    text (default) or json
  --config FILE      policy configuration, as \`pulumi preview --policy-pack-config\` takes it
  --no-color         plain text; NO_COLOR and FORCE_COLOR are respected as well
  --help, --version

Exit status: 0 nothing mandatory found, 1 something mandatory found, 2 a file or option that cannot be read.
`;

const exitStatus = { clean: 0, found: 1, failed: 2 };

/** A command line that cannot be understood. */
class UsageError extends Error {}

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv);
  if (values.help === true) {
    process.stdout.write(usage);
    return exitStatus.clean;
  }
  if (values.version === true) {
    process.stdout.write(`${packVersion()}\n`);
    return exitStatus.clean;
  }
  const [command, ...files] = positionals;
  if (command !== "check") {
    throw new UsageError(command === undefined ? "a command is missing" : `unknown command ${command}`);
  }
  if (files.length === 0) {
    throw new UsageError("check needs at least one FILE");
  }
  if (files.filter((file) => file === "-").length > 1) {
    throw new UsageError("standard input can be read once only");
  }
  const format = Object.hasOwn(formats, values.format) ? formats[values.format] : undefined;
  if (format === undefined) {
    throw new UsageError(`unknown format ${values.format} (there are ${Object.keys(formats).join(", ")})`);
  }
  const report = await check({ packDir: packDir(), files, ...(values.config === undefined ? {} : { config: values.config }) });
  process.stdout.write(format(report, { colour: wantsColour(values["no-color"] === true) }));
  return report.summary.mandatory > 0 ? exitStatus.found : report.unfinished ? exitStatus.failed : exitStatus.clean;
}

function parse(argv: readonly string[]): ReturnType<typeof parseStrictly> {
  try {
    return parseStrictly(argv);
  } catch (error) {
    // parseArgs follows its first sentence with advice on positional arguments.
    const message = (error as Error).message.split(/[.\n]/)[0] ?? "";
    throw new UsageError(message.charAt(0).toLowerCase() + message.slice(1));
  }
}

function parseStrictly(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      format: { type: "string", default: "text" },
      config: { type: "string" },
      "no-color": { type: "boolean" },
      help: { type: "boolean", short: "h" },
      version: { type: "boolean" },
    },
  });
}

function wantsColour(refused: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (refused || (NO_COLOR ?? "") !== "") {
    return false;
  }
  if ((FORCE_COLOR ?? "") !== "") {
    return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  }
  return process.stdout.isTTY && TERM !== "dumb";
}

/** @returns the pack's folder: the nearest one with a package.json, wherever the compiled files lie in it. */
function packDir(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, "package.json")) && folder !== path.dirname(folder)) {
    folder = path.dirname(folder);
  }
  return folder;
}

function packVersion(): string {
  return (JSON.parse(readFileSync(path.join(packDir(), "package.json"), "utf8")) as { version: string }).version;
}

/** Every line is made printable: file names and keys are not ours. */
function complain(first: string, ...more: readonly string[]): void {
  process.stderr.write([`tls-ownership: ${first}`, ...more].map((line) => `${printable(line)}\n`).join(""));
}

function report(error: unknown): number {
  if (error instanceof UsageError) {
    complain(`${error.message}; see tls-ownership --help`);
  } else if (error instanceof InputError) {
    complain(error.message);
  } else if (error instanceof AnalyzerError) {
    const [first = "", ...more] = explain(error);
    complain(first, ...more);
  } else {
    complain(`an unexpected failure, please report it (${error instanceof Error ? error.name : typeof error})`);
  }
  return exitStatus.failed;
}

// The pack's process is ended when this one exits, which a signal alone would not let happen.
for (const [signal, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
  ["SIGHUP", 1],
] as const) {
  process.once(signal, () => process.exit(128 + number));
}
// The reader of a pipe may leave before the end, as `head` does.
process.stdout.on("error", () => process.exit(exitStatus.failed));

void main(process.argv.slice(2))
  .catch(report)
  .then((status) => {
    process.exitCode = status;
  });
