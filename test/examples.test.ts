import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { allPolicies } from "../policies";
import { runProgram } from "./engine/mocks";
import { incidents } from "./incidents";
import { judged, packDir, updated, type Config, type Violation } from "./support";
import { startParity, type Parity } from "./support/parity";

/**
 * Every policy's pair of programs, and every incident's, on the real SDKs; the SDK's mocks give the pack their resources. What `check` and
 * the pack say of them is the same. test/engine runs the incidents in a real engine.
 */

const examples = path.join(packDir, "examples");
const policies = readdirSync(examples).filter((name) => existsSync(path.join(examples, name, "failing")));
const folder = path.join(examples, "incidents");

let parity: Parity;
beforeAll(async () => {
  parity = await startParity();
});
afterAll(async () => parity.pack.close());

/** @returns what is said of the program, in an update where the policy speaks only there. */
async function said(program: string, mode: "preview" | "update" = "preview"): Promise<readonly Violation[]> {
  const resources = await runProgram(path.join(program, "index.ts"));
  const file = path.join(program, "policy-config.json");
  const config = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Config) : {};
  await parity[mode](resources, config);
  return mode === "update" ? updated(resources, config, parity).violations : judged(resources, config, parity);
}

test("every policy of the pack has a pair", () => {
  expect(policies.sort()).toEqual(allPolicies.map(({ name }) => name).sort());
});

describe.each(policies)("%s", (policy) => {
  const mode = policy === "tls-name-already-owned" ? "update" : "preview";

  test("finds its failing example", async () => {
    expect((await said(path.join(examples, policy, "failing"), mode)).map((violation) => violation.policy)).toContain(policy);
  });

  test("leaves its passing example alone, and so does every other policy", async () => {
    expect(await said(path.join(examples, policy, "passing"), mode)).toEqual([]);
  });
});

test("every incident has its programs", () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(incidents).sort());
});

describe.each(Object.entries(incidents))("%s", (incident, policies) => {
  test("is found", async () => {
    const violations = await said(path.join(folder, incident, "failing"));
    expect([...new Set(violations.map(({ policy }) => policy))].sort()).toEqual(policies);
  });

  test("is left alone once it is repaired", async () => {
    expect(await said(path.join(folder, incident, "passing"))).toEqual([]);
  });
});
