import { randomUUID } from "node:crypto";
import { realpath, rename, rm, writeFile } from "node:fs/promises";
import { InputError } from "./input";

/**
 * Writes a file so that whoever reads it meanwhile, or a command that is cut off, never meets half of it.
 *
 * @throws InputError naming the file; then it is as it was.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const target = await realpath(file).catch(() => file); // a link stays one
  const draft = `${target}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { flag: "wx" });
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new InputError(`${file}: cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`);
  }
}
