import { parseOwnershipFile, type OwnershipFile } from "../readers/ownership-file";
import { InputError, parseJson } from "./input";

/**
 * @param text an ownership file's.
 * @throws InputError that names the key path, and the kind of what was found there.
 */
export function readOwnership(text: string): OwnershipFile {
  const read = parseOwnershipFile(parseJson(text));
  if ("problem" in read) {
    throw new InputError(read.problem);
  }
  return read.file;
}
