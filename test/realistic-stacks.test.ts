import { realistic } from "./cases/realistic-stacks";
import { judged } from "./support";
import { findingIds } from "./policies/findings";

/** Stacks as sound teams have them, with all that stands around certificates: of none of them is there anything to say. */

test.each(Object.entries(realistic))("nothing is said of %s", (_, resources) => {
  expect(findingIds(judged(resources))).toEqual([]);
});
