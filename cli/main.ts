#!/usr/bin/env node
import { parseArgs } from "node:util";
import { exitStatus, UsageError, type Command, type OptionValues } from "./command";
import { checkCommand } from "./commands/check";
import { claimsCommand } from "./commands/claims";
import { probeCommand } from "./commands/probe";
import { InputError } from "./input";
import { print, printable } from "./output";
import { packVersion } from "./pack";

const commands: ReadonlyMap<string, Command> = new Map([
  ["check", checkCommand],
  ["claims", claimsCommand],
  ["probe", probeCommand],
]);

const overview = `Usage: tls-ownership COMMAND …

${[...commands.values()].map(({ synopsis }) => `  tls-ownership ${synopsis}\n`).join("")}
  tls-ownership COMMAND --help
  tls-ownership --version
`;

const common = { help: { type: "boolean", short: "h" }, version: { type: "boolean" } } as const;

async function main(argv: readonly string[]): Promise<number> {
  const name = argv.find((argument) => commands.has(argument)) ?? argv.find((argument) => !argument.startsWith("-"));
  const command = commands.get(name ?? "");
  const { values, positionals } = parse(argv, command?.options ?? {});
  if (values["help"] === true) {
    await print(command?.usage ?? overview);
    return exitStatus.clean;
  }
  if (values["version"] === true) {
    await print(`${packVersion()}\n`);
    return exitStatus.clean;
  }
  if (command === undefined) {
    const known = [...commands.keys()].join(", ");
    throw new UsageError(name === undefined ? `a command is missing (there are ${known})` : `unknown command ${name} (there are ${known})`);
  }
  return command.run(values, positionals.slice(1));
}

function parse(argv: readonly string[], options: Command["options"]): { values: OptionValues; positionals: string[] } {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options: { ...options, ...common } });
  } catch (error) {
    // parseArgs follows its first sentence with advice on positional arguments.
    const message = (error as Error).message.split(/[.\n]/)[0] ?? "";
    throw new UsageError(message.charAt(0).toLowerCase() + message.slice(1));
  }
}

/** The line is made printable: file names and keys are not ours. */
function complain(line: string): void {
  process.stderr.write(`${printable(`tls-ownership: ${line}`)}\n`);
}

function report(error: unknown): number {
  if (error instanceof UsageError) {
    complain(`${error.message}; see tls-ownership --help`);
  } else if (error instanceof InputError) {
    complain(error.message);
  } else {
    complain(`an unexpected failure, please report it (${error instanceof Error ? error.name : typeof error})`);
  }
  return exitStatus.failed;
}

// Whoever writes to standard output hears of its failures; nobody is left to hear of those of standard error.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

void main(process.argv.slice(2))
  .catch(report)
  .then((status) => {
    process.exitCode = status;
  });
