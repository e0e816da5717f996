import fc from "fast-check";
import { mandatoryIds } from "../policies/findings";
import { startPack, unknown, type TestPack } from "../support";
import { clean } from "./clean";
import { change, changed } from "./resources";
import { property } from "./runs";

/** Nobody is accused of what is not known. test/unknowns takes each value of each case in turn; here several go dark together. */

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => pack.close());

property(
  "of a sound stack nothing mandatory is said, whatever of it becomes unknown",
  { runs: 60 },
  fc.asyncProperty(
    clean,
    fc.array(
      fc.tuple(
        fc.nat(100),
        change(
          fc.constantFrom(
            () => unknown,
            () => [unknown],
          ),
        ),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    async (resources, hidden) => {
      const partly = resources.map((resource, index) =>
        hidden.filter(([at]) => at % resources.length === index).reduce((each, [, change]) => changed(each, change), resource),
      );
      expect(mandatoryIds(await pack.preview(resources))).toEqual([]);
      expect(mandatoryIds(await pack.preview(partly))).toEqual([]);
    },
  ),
);
