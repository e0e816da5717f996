import { randomUUID } from "node:crypto";
import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { InputError } from "./input";

/**
 * Writes a whole file or nothing: beside it first, then by renaming, so that nobody reads half of it and a failure leaves
 * what was there; a link stays one. What is no ordinary file, such as /dev/stdout, is written to directly.
 *
 * @throws InputError naming the file and why it cannot be written.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const existing = await stat(file).catch(() => undefined);
  const target = await realpath(file).catch(() => file);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    if (existing !== undefined && !existing.isFile()) {
      await writeFile(file, text);
      return;
    }
    await writeFile(temporary, text, { flag: "wx", ...(existing === undefined ? {} : { mode: existing.mode }) });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new InputError(`${file}: cannot be written: ${problems[(error as NodeJS.ErrnoException).code ?? ""] ?? "an unexpected failure"}`);
  }
}

const problems: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EROFS: "the file system is read-only",
  EISDIR: "it is a directory",
  ENOENT: "its folder does not exist",
  ENOTDIR: "its folder is none",
  ENOSPC: "no space is left",
};
