import { readdirSync } from "node:fs";
import path from "node:path";
import { runProgram } from "./engine/mocks";
import { incidents } from "./incidents";
import { packDir, startPack, type TestPack } from "./support";

/** The incidents' programs on the real SDKs; test/engine runs them in a real engine. */

const folder = path.join(packDir, "examples", "incidents");

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => pack.close());

test("every incident has its programs", () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(incidents).sort());
});

describe.each(Object.entries(incidents))("%s", (incident, policies) => {
  test("is found", async () => {
    const violations = await pack.preview(await runProgram(path.join(folder, incident, "failing", "index.ts")));
    expect([...new Set(violations.map(({ policy }) => policy))].sort()).toEqual(policies);
  });

  test("is left alone once it is repaired", async () => {
    expect(await pack.preview(await runProgram(path.join(folder, incident, "passing", "index.ts")))).toEqual([]);
  });
});
