import { existsSync, lstatSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { nothingElsewhere, type OwnedElsewhere } from "./ownership/elsewhere";
import { InputError } from "./readers/json";
import { ownershipIn, readOwnershipFile } from "./readers/ownership-file";
import { decodeText, readingProblem } from "./readers/text";

/**
 * Reads the file that tells what others own, for a preview and for `check`: the one that TLS_OWNERSHIP_FILE names, or ownership.json
 * beside PulumiPolicy.yaml, where that is there.
 *
 * @param now against which its age is told.
 * @throws InputError naming the file. Without it conflicts would pass, so nobody may judge then.
 */
export function readOwnershipInForce(now: Date): OwnedElsewhere {
  const packDir = [__dirname, path.dirname(__dirname)].find((folder) => existsSync(path.join(folder, "PulumiPolicy.yaml"))) ?? __dirname;
  const named = process.env["TLS_OWNERSHIP_FILE"] ?? "";
  const file = path.resolve(packDir, named === "" ? "ownership.json" : named);
  // A link that leads nowhere is there: somebody meant it to be read.
  if (named === "" && lstatSync(file, { throwIfNoEntry: false }) === undefined) {
    return nothingElsewhere;
  }
  try {
    return readOwnershipFile(ownershipIn(decodeText(bytesOf(file))), path.basename(file), now);
  } catch (error) {
    throw new InputError(`${file}: ${error instanceof InputError ? error.message : readingProblem(error)}`);
  }
}

/** A pipe would be waited for without end, and the engine with it. */
function bytesOf(file: string): Uint8Array {
  const status = statSync(file);
  if (!status.isFile() && !status.isDirectory()) {
    throw new InputError("is no ordinary file");
  }
  return readFileSync(file);
}
