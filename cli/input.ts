import { InputError, parseJson } from "../readers/json";

export { InputError, parseJson };

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
