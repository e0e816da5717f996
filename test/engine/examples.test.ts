/** Every example does in a real engine what the documentation says it does. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inStack, root, type Run, type Settings } from "./stack";

const examples = join(root, "examples");

const policies = readdirSync(examples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(examples, entry.name, "failing")))
  .map(({ name }) => name);

/** `tls-name-already-owned` speaks in updates only. */
function run(policy: string, variant: string): Run {
  const program = join(examples, policy, variant);
  const configuration = join(program, "policy-config.json");
  const settings: Settings = { pack: root, ...(existsSync(configuration) && { configuration }) };
  return inStack(program, (stack) => (policy === "tls-name-already-owned" ? stack.up(settings) : stack.preview(settings)));
}

test("there are examples", () => {
  expect(policies).not.toEqual([]);
});

describe.each(policies)("%s", (policy) => {
  test("failing: is found, and stops the run where the policy is mandatory", () => {
    const { exitCode, violations } = run(policy, "failing");
    const levels = violations.filter((violation) => violation.policy === policy).map(({ level }) => level);
    expect(levels).not.toEqual([]);
    expect(exitCode !== 0).toBe(violations.some(({ level }) => level === "mandatory"));
  });

  test("passing: is left alone", () => {
    const { exitCode, violations } = run(policy, "passing");
    expect(exitCode).toBe(0);
    expect(violations.filter((violation) => violation.policy === policy)).toEqual([]);
  });
});
