import { constants } from "node:buffer";
import { open, stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { decodeText, readingProblem } from "../readers/text";
import { InputError } from "./input";

/** No longer text fits into one string. Devices that never end are read no further either. */
const largest = constants.MAX_STRING_LENGTH;

/**
 * Reads a file, or standard input for `-`.
 *
 * @returns its text, as `decodeText` has it.
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
    throw new InputError(readingProblem(error));
  }
  return decodeText(bytes);
}

/** @throws InputError for pipes and devices. What cannot be looked at is left to whoever reads it, and says why it cannot. */
export async function refuseSpecial(file: string): Promise<void> {
  const status = await stat(file).catch(() => undefined);
  if (status !== undefined && !status.isFile() && !status.isDirectory()) {
    throw new InputError("is no ordinary file");
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
