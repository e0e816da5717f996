import fc from "fast-check";
import type { StackResource } from "../../cli/stack-resource";
import { judged, updated, type Violation } from "../support";
import { certainOwners, conflicts, type Conflict } from "./conflicts";
import { noise, readTypeOf } from "./noise";
import { property } from "./runs";

/**
 * The heart of it: no resource, unknown, secret or nonsense that stands beside a conflict hides it, doubles it or changes a word
 * of what is said of it.
 */

describe.each(Object.entries(conflicts))("%s", (_, conflict) => {
  property(
    "is found once, in the same words, whatever stands beside it",
    { runs: 25 },
    fc.property(conflict, noise, fc.boolean(), (conflict, noise, before) => {
      const { resources, openTo } = conflict;
      const around = noise.filter(({ type }) => !openTo.some((shelf) => readTypeOf(type).shelves.has(shelf)));
      const alone = about(conflict, judged(resources));
      const found = judged(before ? [...around, ...resources] : [...resources, ...around]);
      expect(alone).toHaveLength(1);
      expect(about(conflict, found)).toEqual(alone);
      expect(found.filter(({ message }) => message.includes("could not finish"))).toEqual([]);
    }),
  );
});

property(
  "in an update the second owner is refused once, in the same words, whatever was created before",
  { runs: 2, cost: 15 },
  fc.property(certainOwners, noise, (conflict, noise) => {
    // A refusal ends an update, and noise has conflicts of its own: as an advisory the policy goes on.
    const policy = "tls-name-already-owned";
    const said = (resources: readonly StackResource[]): Violation[] =>
      about({ ...conflict, policy }, updated(resources, { all: "advisory" }).violations);
    const alone = said(conflict.resources);
    expect(alone).toHaveLength(1);
    expect(said([...noise, ...conflict.resources])).toEqual(alone);
  }),
);

function about({ policy, subject }: Conflict, violations: readonly Violation[]): Violation[] {
  return violations.filter(({ message }) => message.includes(`${policy}[${subject}]`));
}
