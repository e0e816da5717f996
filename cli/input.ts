import type { PropertyValue } from "./requests";

/** Something the user gave cannot be read. The message never holds a value of it, only kinds, keys and positions. */
export class InputError extends Error {
  override readonly name = "InputError";
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
  if (/^Unexpected end|^Unterminated string/.test(message)) {
    return `: it breaks off in line ${content.split("\n").length}`;
  }
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) {
    return "";
  }
  const before = content.slice(0, Number(position)).split("\n");
  return `: line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** @returns what kind of JSON value this is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "object":
      return "an object";
    case "string":
      return "a text";
    case "boolean":
      return "true or false";
    default:
      return `a ${typeof value}`;
  }
}
