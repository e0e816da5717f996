import fc from "fast-check";
import { mandatoryIds } from "../policies/findings";
import { judged, unknown } from "../support";
import { soundStacks } from "./clean";
import { change, changed } from "./resources";
import { property } from "./runs";

/** Nobody is accused of what is not known. test/unknowns takes each value of each case in turn; here several go dark together. */

const hide = change(
  fc.constantFrom(
    () => unknown,
    () => [unknown],
  ),
);

property(
  "of sound stacks nothing mandatory is said, whatever of them becomes unknown",
  { runs: 30 },
  // The stacks have nothing to do with one another: a change or two for each of them tell as much as one at a time.
  fc.property(soundStacks(10), fc.array(fc.tuple(fc.nat(100), hide), { minLength: 1, maxLength: 15, size: "max" }), (stacks, hidden) => {
    const partly = stacks.map((resources, stack) => {
      const changes = hidden.filter((_, index) => index % stacks.length === stack);
      return resources.map((resource, index) =>
        changes.filter(([at]) => at % resources.length === index).reduce((each, [, change]) => changed(each, change), resource),
      );
    });
    expect(mandatoryIds(judged(stacks.flat()))).toEqual([]);
    expect(mandatoryIds(judged(partly.flat()))).toEqual([]);
  }),
);
