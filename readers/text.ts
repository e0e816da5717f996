import { InputError } from "./json";

/**
 * @param bytes a whole file.
 * @returns its text: UTF-8, or UTF-16 of either byte order with a byte order mark, as Windows PowerShell writes it.
 * @throws InputError for bytes that are neither.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw error instanceof TypeError ? new InputError("is not text: neither UTF-8 nor UTF-16") : error;
  }
}

/** @returns why a file cannot be read, by the error of the system, for messages. */
export function readingProblem(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return problems[code] ?? `cannot be read${code === "" ? "" : ` (${code})`}`;
}

const problems: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EISDIR: "is a directory",
  EACCES: "may not be read: permission denied",
};
