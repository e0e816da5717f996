import { existsSync } from "node:fs";
import path from "node:path";
import { parseOwnershipFile, type OwnershipFile } from "../readers/ownership-file";
import { InputError, parseJson } from "./input";
import { packDir } from "./pack";

/** @returns the ownership file that the policy pack would read: the one that TLS_OWNERSHIP_FILE names, or that lies beside PulumiPolicy.yaml. */
export function ownershipFileInForce(): string | undefined {
  const named = process.env["TLS_OWNERSHIP_FILE"] ?? "";
  const file = path.resolve(packDir(), named === "" ? "ownership.json" : named);
  return named === "" && !existsSync(file) ? undefined : file;
}

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
