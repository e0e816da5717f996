/** A JSON value. */
type JsonValue = null | boolean | number | string | JsonValue[] | { readonly [key: string]: JsonValue };

/** Something the user gave cannot be read. The message never holds a value of it, only kinds, keys and positions. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/**
 * Parses JSON, a byte order mark before it or not.
 *
 * @throws InputError with the line where V8 tells it; V8's own message would quote the text.
 */
export function parseJson(text: string): JsonValue {
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (content.trim() === "") {
    throw new InputError("is empty");
  }
  try {
    return JSON.parse(content) as JsonValue;
  } catch (error) {
    throw new InputError(`is not JSON${whereItFails(content, (error as Error).message)}`);
  }
}

function whereItFails(content: string, message: string): string {
  // V8 may quote the text, which may hold anything; its own position comes after every quotation.
  const position = Number(/ at position (\d+)[^"]*$/.exec(message)?.[1] ?? NaN);
  if (/^Unexpected end|^Unterminated string/.test(message) || position >= content.length) {
    return `: it breaks off in line ${content.trimEnd().split("\n").length}`;
  }
  if (Number.isNaN(position)) {
    return "";
  }
  const before = content.slice(0, position);
  return `: line ${before.split("\n").length}, column ${position - before.lastIndexOf("\n")}`;
}
