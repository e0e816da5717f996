import type { ProblemOf } from "../policies/finding";
import type { Description } from "./layout";
import { twoOwners } from "./tls-name-single-owner";
import { resourceWords } from "./words";

/** Words two owners of one challenge record, for the resource that an update is refused. */
export function secondOwner({ conflict, refused }: ProblemOf<"second-owner">): Description {
  const described = twoOwners(conflict);
  return { ...described, what: `${resourceWords(refused)} is refused before it is created or changed: ${described.what}` };
}
