import { InputError } from "./json";

/**
 * @param bytes a whole file.
 * @returns its text: UTF-8, or UTF-16 of either byte order with a byte order mark, as Windows PowerShell writes it.
 * @throws InputError for bytes that are neither, and for NUL, which no file that is read may hold.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  const text = decoded(bytes, encoding);
  if (text.includes("\0")) {
    throw new InputError("is not text: it holds NUL characters, as UTF-16 without a byte order mark does");
  }
  return text;
}

function decoded(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    const isInvalid = (error as NodeJS.ErrnoException).code === "ERR_ENCODING_INVALID_ENCODED_DATA";
    throw isInvalid ? new InputError("is not text: neither UTF-8 nor UTF-16") : error;
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
