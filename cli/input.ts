import type { PropertyValue } from "./requests";

/** Something the user gave cannot be read. The message never holds a value of it, only kinds, keys and positions. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/**
 * Runs `work`, and says which file it was about when it cannot be read.
 *
 * @throws what `work` throws, an InputError with the file's name before it.
 */
export async function about<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${displayName(file)}: ${error.message}`) : error;
  }
}

/** @returns the name by which messages call a file that the user gave. */
export function displayName(file: string): string {
  return file === "-" ? "standard input" : file;
}

/**
 * Parses JSON, a byte order mark before it or not.
 *
 * @throws InputError with the line where V8 tells it; V8's own message would quote the text.
 */
export function parseJson(text: string): PropertyValue {
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (content.trim() === "") {
    throw new InputError("is empty");
  }
  try {
    return JSON.parse(content) as PropertyValue;
  } catch (error) {
    throw new InputError(`is not JSON${whereItFails(content, (error as Error).message)}`);
  }
}

function whereItFails(content: string, message: string): string {
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? NaN);
  if (/^Unexpected end|^Unterminated string/.test(message) || position >= content.trimEnd().length) {
    return `: it breaks off in line ${content.trimEnd().split("\n").length}`;
  }
  if (Number.isNaN(position)) {
    return "";
  }
  const before = content.slice(0, position).split("\n");
  return `: line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** @returns what kind of JSON value this is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) {
    return "null";
  }
  return Array.isArray(value) ? "a list" : (kinds[typeof value] ?? "something else");
}

const kinds: Readonly<Record<string, string>> = {
  undefined: "nothing",
  object: "an object",
  string: "a text",
  number: "a number",
  boolean: "true or false",
};
