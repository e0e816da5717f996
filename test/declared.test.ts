import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { exemptionsInUse, stackPolicies, tlsNameAlreadyOwned } from "../policies";

/**
 * What the CLI and Pulumi Cloud show of each policy: its names, level, severity, remedy and settings. Teams filter and configure by
 * it, so a change is part of the diff, as messages are. `UPDATE_MESSAGES=1 npm test -- declared` writes it anew.
 */

const file = path.join(__dirname, "messages", "declared.txt");

test("what the pack declares is on record", () => {
  const declared = [tlsNameAlreadyOwned, ...stackPolicies, exemptionsInUse].map((policy) =>
    [
      `## ${policy.name} (${policy.level}, ${policy.severity})`,
      policy.displayName,
      policy.description,
      policy.remediation,
      ...Object.entries(policy.schema).map(([key, schema]) => `${key}: ${JSON.stringify(schema)}`),
    ].join("\n"),
  );
  const text = `${declared.join("\n\n")}\n`;
  if (process.env["UPDATE_MESSAGES"] !== undefined) {
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, "utf8"));
});
