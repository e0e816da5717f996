import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { about, InputError } from "./input";
import { refuseSpecial } from "./text-file";

/**
 * @param operands files, `-` for standard input, and folders, which stand for every `*.json` in them and below, sorted.
 * Hidden ones are left out, and links to folders are not followed; a file that was named twice is read once.
 * @throws InputError naming the folder that cannot be read, or has no such file: somebody meant it to have some.
 */
export async function filesOf(operands: readonly string[]): Promise<string[]> {
  const files = new Map<string, string>();
  for (const operand of operands) {
    for (const file of (await isFolder(operand)) ? await jsonFilesIn(operand) : [operand]) {
      const key = file === "-" ? file : path.resolve(file);
      files.set(key, files.get(key) ?? file);
    }
  }
  return [...files.values()];
}

/** What cannot be looked at is left to whoever reads it, and says why it cannot. */
async function isFolder(operand: string): Promise<boolean> {
  return operand !== "-" && (await stat(operand).catch(() => undefined))?.isDirectory() === true;
}

async function jsonFilesIn(folder: string): Promise<string[]> {
  const files = await walk(folder);
  if (files.length === 0) {
    throw new InputError(`${folder}: is a directory without any *.json file`);
  }
  return files;
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new InputError(`${folder}: cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`);
  });
  const found: string[] = [];
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const name = path.join(folder, entry.name);
    if (entry.name.startsWith(".")) {
      continue;
    }
    if (entry.isDirectory()) {
      found.push(...(await walk(name)));
    } else if (entry.name.endsWith(".json")) {
      // As an operand of its own a pipe is meant; among exports it would be waited for without end.
      await about(name, async () => refuseSpecial(name));
      found.push(name);
    }
  }
  return found;
}
