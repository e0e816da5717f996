import { realistic } from "./cases/realistic-stacks";
import { startPack, type TestPack } from "./support";
import { findingIds } from "./policies/findings";

/** Stacks as sound teams have them, with all that stands around certificates: of none of them is there anything to say. */

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => pack.close());

test.each(Object.entries(realistic))("nothing is said of %s", async (_, resources) => {
  expect(findingIds(await pack.preview(resources))).toEqual([]);
});

test.each(Object.entries(realistic))("nor of its state, once it is deployed: %s", async (_, resources) => {
  expect(findingIds(await pack.state(resources))).toEqual([]);
});
