import { everyCase } from "../cases/all";
import { clean } from "../cases/clean";
import { realistic } from "../cases/realistic-stacks";
import { passing, refused, told } from "../cases/tls-name-already-owned";
import { judged } from "../support";
import { startParity, type Parity } from "../support/parity";
import { variants } from "../support/variants";

/** All of what test/parity.test.ts takes a sample of: `check` and the pack say the same of every case. */

let parity: Parity;
beforeAll(async () => {
  parity = await startParity();
});
afterAll(async () => parity.pack.close());

describe.each(Object.entries(everyCase))("every case of %s", (_, cases) => {
  test.each(cases)("$title", async ({ resources }) => {
    await parity.preview(resources);
  });
});

describe("every update", () => {
  test.each(Object.entries({ ...refused, ...told, ...passing }))("%s", async (_, { resources, config }) => {
    await parity.update(resources, config);
  });
});

test.each(Object.entries(realistic))("the state of %s, once it is deployed", async (_, resources) => {
  expect(await parity.pack.state(resources)).toEqual(judged(resources, {}, parity));
});

test.each(Object.entries(clean))("unknowns, some of each case: %s", async (_, resources) => {
  for (const [changed] of [...variants(resources)].filter((_, index) => index % 40 === 0)) {
    await parity.preview(changed);
  }
});
