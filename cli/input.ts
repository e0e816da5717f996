import { InputError, parseJson } from "../readers/json";

export { InputError, parseJson };

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

/** Runs `work`, and says which file it was about when it cannot be read. */
export async function about<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${displayName(file)}: ${error.message}`) : error;
  }
}

/** @returns what messages call the file. */
export function displayName(file: string): string {
  return file === "-" ? "standard input" : file;
}
