import { randomUUID } from "node:crypto";
import { closeSync, fchmodSync, openSync, rmSync, writeFile as writeInto } from "node:fs";
import { lstat, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { InputError } from "./input";

/**
 * Writes a whole file or nothing: beside it first, then by renaming, so that nobody reads half of it and a failure or a signal leaves
 * what was there; a link stays one. What is no ordinary file, such as /dev/stdout, is written to directly.
 *
 * @throws InputError naming the file and why it cannot be written.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  try {
    const existing = await stat(file).catch(() => undefined);
    if (existing !== undefined && !existing.isFile()) {
      await writeFile(file, text).catch(unlessReaderLeft);
      return;
    }
    const link = await lstat(file).catch(() => undefined);
    if (existing === undefined && link !== undefined) {
      throw new InputError("cannot be written: it is a link that leads nowhere");
    }
    await replace(link?.isSymbolicLink() === true ? await realpath(file) : file, text, existing?.mode);
  } catch (error) {
    throw new InputError(`${file}: ${error instanceof InputError ? error.message : writingProblem(error)}`);
  }
}

async function replace(target: string, text: string, mode: number | undefined): Promise<void> {
  const temporary = path.join(path.dirname(target), `.tls-ownership.${randomUUID()}.tmp`);
  const forget = beforeSignals(() => rmSync(temporary, { force: true }));
  try {
    // Nothing else creates it, so that what a signal removes is not there again a moment later.
    const descriptor = openSync(temporary, "wx", mode);
    try {
      if (mode !== undefined) {
        fchmodSync(descriptor, mode); // opening takes the umask off it
      }
      await promisify(writeInto)(descriptor, text);
    } finally {
      closeSync(descriptor);
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    forget();
  }
}

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs `last` before one of the signals that end the process does so. @returns what takes that back. */
function beforeSignals(last: () => void): () => void {
  const end = (signal: NodeJS.Signals): void => {
    forget();
    last();
    process.kill(process.pid, signal);
  };
  const forget = (): void => {
    endings.forEach((signal) => process.removeListener(signal, end));
  };
  endings.forEach((signal) => process.on(signal, end));
  return forget;
}

/** The reader of a pipe may leave before the end, as `head` does: it has what it wanted. */
export function unlessReaderLeft(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "EPIPE") {
    throw error;
  }
}

/** @returns why something cannot be written, for messages. */
export function writingProblem(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return `cannot be written: ${problems[code] ?? `an unexpected failure${code === "" ? "" : ` (${code})`}`}`;
}

const problems: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  EISDIR: "it is a directory",
  ENOENT: "its folder does not exist",
  ENOTDIR: "its folder is none",
  ENOSPC: "no space is left",
  EDQUOT: "no space is left",
  EFBIG: "it would be larger than is allowed",
  ENAMETOOLONG: "its name is too long",
};
