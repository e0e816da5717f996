import { nothingElsewhere, type OwnedElsewhere } from "../../ownership/elsewhere";
import { parseOwnershipFile, readOwnershipFile } from "../../readers/ownership-file";

/** @returns what an ownership file of that content says, read on a fixed day. */
export function ownedElsewhere(content: object | undefined): OwnedElsewhere {
  if (content === undefined) {
    return nothingElsewhere;
  }
  const parsed = parseOwnershipFile(JSON.parse(JSON.stringify({ version: 1, ...content })));
  if ("problem" in parsed) {
    throw new Error(parsed.problem);
  }
  return readOwnershipFile(parsed.file, "ownership.json", new Date("2026-11-25T12:00:00Z"));
}
