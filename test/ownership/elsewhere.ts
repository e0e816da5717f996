import { nothingElsewhere, type OwnedElsewhere } from "../../ownership/elsewhere";
import { ownershipIn, readOwnershipFile } from "../../readers/ownership-file";

/** @returns what an ownership file of that content says, read on a fixed day. */
export function ownedElsewhere(content: object | undefined): OwnedElsewhere {
  if (content === undefined) {
    return nothingElsewhere;
  }
  const file = ownershipIn(JSON.stringify({ version: 1, ...content }));
  return readOwnershipFile(file, "ownership.json", new Date("2026-11-25T12:00:00Z"));
}
