import type { ParseArgsConfig } from "node:util";

/** One of the things that `tls-ownership` does: `check` and its siblings, a file each in `commands/`. */
export interface Command {
  /** One line for the overview, e.g. `check FILE…`. */
  readonly synopsis: string;
  /** What `--help` prints, from the usage line on. */
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /**
   * @param options as `options` describes them; `--help` and `--version` are dealt with before.
   * @param operands what is no option.
   * @returns the exit status.
   * @throws UsageError, InputError; each is a line on standard error and exit status 2.
   */
  run(options: OptionValues, operands: readonly string[]): Promise<number>;
}

/** Options as the user gave them. */
export type OptionValues = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** @throws UsageError unless there is a file, and standard input is none or one of them. */
export function requireFiles(command: string, files: readonly string[], noun = "FILE"): void {
  if (files.length === 0) {
    throw new UsageError(`${command} needs at least one ${noun}`);
  }
  requireOneInput(files);
}

/** @param files whatever is to be read. @throws UsageError where standard input is several of them. */
export function requireOneInput(files: readonly unknown[]): void {
  if (files.filter((file) => file === "-").length > 1) {
    throw new UsageError("standard input can be read once only");
  }
}

/** @throws UsageError for the name that elsewhere stands for standard input: whoever means standard output leaves `--output` out. */
export function requireOutputFile(output: unknown): void {
  if (output === "-") {
    throw new UsageError("--output takes a file");
  }
}

/** @returns the value that an option names. @throws UsageError, calling it a `noun`, for a name that `values` does not have. */
export function choice<Value>(options: OptionValues, option: string, noun: string, values: ReadonlyMap<string, Value>): Value {
  const name = String(options[option]);
  const value = values.get(name);
  if (value === undefined) {
    throw new UsageError(`unknown ${noun} ${name} (there are ${[...values.keys()].join(", ")})`);
  }
  return value;
}

/** What a command's end tells a script. */
export const exitStatus = { clean: 0, found: 1, failed: 2 };
