import { readFileSync } from "node:fs";
import path from "node:path";
import { startPack, type TestPack } from "./support";
import { findingIds, mandatoryIds } from "./policies/findings";

/** What the real engine with the real providers sent, replayed call by call. */

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => pack.close());

const xpro = ["origin-outside-edge-subscription[xpro-web.odl.mit.edu]", "tls-name-single-owner[xpro-web.odl.mit.edu]"];

test.each([
  ["incident-first-preview", xpro],
  ["incident-deployed", xpro],
  ["fixed-first-preview", []],
  ["shims-and-components", ["origin-outside-edge-subscription[shop.example.org]", "tls-name-single-owner[shop.example.org]"]],
  ["unknown-cluster", ["tls-name-single-owner[xpro-web.odl.mit.edu]"]],
  ["unknown-backend", ["ownership-undetermined[edge.backends[].address]"]],
])("%s", async (recording, ids) => {
  expect(findingIds(await pack.replay(recording))).toEqual(ids);
});

test("what an unknown leaves open is never mandatory", async () => {
  expect(mandatoryIds(await pack.replay("unknown-backend"))).toEqual([]);
});

test("no secret of a recording shows in what the pack says", async () => {
  for (const recording of ["incident-first-preview", "shims-and-components", "unknown-backend"]) {
    expect(readFileSync(path.join(__dirname, "recordings", `${recording}.json`), "utf8")).toContain("CANARY");
    expect(JSON.stringify(await pack.replay(recording))).not.toContain("CANARY");
  }
});
