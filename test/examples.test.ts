import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { runProgram } from "./engine/mocks";
import { packDir, startPack, type Config, type TestPack, type Violation } from "./support";

/** Every policy's pair of programs, on the real SDKs; the SDK's mocks give the pack their resources. */

const examples = path.join(packDir, "examples");
const policies = readdirSync(examples).filter((name) => existsSync(path.join(examples, name, "failing")));

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => pack.close());

/** @returns what the pack says of the program, in an update where the policy speaks only there. */
async function judge(policy: string, kind: "failing" | "passing"): Promise<readonly Violation[]> {
  const program = path.join(examples, policy, kind);
  const resources = await runProgram(path.join(program, "index.ts"));
  const file = path.join(program, "policy-config.json");
  const config = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Config) : {};
  return policy === "tls-name-already-owned" ? (await pack.update(resources, config)).violations : pack.preview(resources, config);
}

test("every policy of the pack has a pair", () => {
  expect(policies.sort()).toEqual(pack.info.policies.map(({ name }) => name).sort());
});

describe.each(policies)("%s", (policy) => {
  test("finds its failing example", async () => {
    expect((await judge(policy, "failing")).map((violation) => violation.policy)).toContain(policy);
  });

  test("leaves its passing example alone, and so does every other policy", async () => {
    expect(await judge(policy, "passing")).toEqual([]);
  });
});
