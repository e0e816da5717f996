import fc from "fast-check";
import { startPack, type TestPack } from "../support";
import { clean } from "./clean";
import { anyConflict } from "./conflicts";
import { noise } from "./noise";
import { property } from "./runs";

/** The engine sends resources in the order in which a program happens to register them: that order must not show. */

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack({ asReported: true });
});
afterAll(async () => pack.close());

const stack = fc.tuple(anyConflict, clean, noise).map(([{ resources }, clean, noise]) => [...resources, ...clean, ...noise]);

property(
  "any order of the resources gives the same findings, in the same words and the same order",
  { runs: 25 },
  fc.asyncProperty(
    stack.chain((resources) => fc.tuple(fc.constant(resources), fc.shuffledSubarray(resources, { minLength: resources.length }))),
    async ([resources, shuffled]) => {
      const found = await pack.preview(resources);
      expect(found.length).toBeGreaterThan(0);
      expect(await pack.preview(shuffled)).toEqual(found);
    },
  ),
);
