/** Every example does in a real engine what the documentation says it does. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inStack, passed, root, type Run, type Settings, type Violation } from "./stack";

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

if (policies.length === 0) {
  throw new Error(`There are no examples in ${examples}.`);
}

describe.each(policies)("%s", (policy) => {
  const own = (violations: Violation[]) => violations.filter((violation) => violation.policy === policy);

  test("failing: is found, and stops the run where the finding is mandatory", () => {
    const { exitCode, output, violations } = run(policy, "failing");
    if (own(violations).length === 0) {
      throw new Error(`No finding of ${policy}:\n${output}`);
    }
    expect(exitCode !== 0).toBe(violations.some(({ level }) => level === "mandatory"));
  });

  test("passing: is left alone", () => {
    expect(own(passed(run(policy, "passing")))).toEqual([]);
  });
});
