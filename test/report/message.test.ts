import { message } from "../../report/message";

test("what is not usable in a configuration leaves the rest in force, and its message says so", () => {
  const problem = { kind: "setting", key: "certManagerNames\u001b[2J", expected: "a list of names", found: "a text" } as const;
  expect(message("tls-name-single-owner", { subject: problem.key, problem })).toBe(
    [
      "The setting `certManagerNames\\u001b[2J` of this policy is not usable: expected a list of names, found a text.",
      "Fix: correct it in the policy pack's configuration. The rest of the configuration is in force.",
      "tls-name-single-owner[certManagerNames\\u001b[2J], see docs/policies/tls-name-single-owner.md",
    ].join("\n"),
  );
});
