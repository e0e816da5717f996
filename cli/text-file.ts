import { constants } from "node:buffer";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { InputError } from "./input";

/** No longer text fits into one string. Devices that never end are read no further either. */
const largest = constants.MAX_STRING_LENGTH;

/**
 * Reads a file, or standard input for `-`.
 *
 * @returns its text: UTF-8, or UTF-16 with a byte order mark, as a redirect in Windows PowerShell writes it.
 * @throws InputError saying why it cannot be read.
 */
export async function readText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = file === "-" ? await collect(process.stdin) : await readBytes(file);
  } catch (error) {
    if (error instanceof InputError) {
      throw error;
    }
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new InputError(fileProblems[code] ?? `cannot be read${code === "" ? "" : ` (${code})`}`);
  }
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new InputError("is not text: neither UTF-8 nor UTF-16");
  }
}

async function readBytes(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    refuseLarger(size);
    // What is no ordinary file tells no size.
    return await (size > 0 ? handle.readFile() : collect(handle.createReadStream({ autoClose: false })));
  } finally {
    await handle.close();
  }
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    refuseLarger(size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws InputError for what the reader of a text could not hold. */
function refuseLarger(size: number): void {
  if (size > largest) {
    throw new InputError(`is larger than ${Math.floor(largest / 2 ** 20)} MiB, and is not read`);
  }
}

const fileProblems: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EISDIR: "is a directory",
  EACCES: "may not be read: permission denied",
};
