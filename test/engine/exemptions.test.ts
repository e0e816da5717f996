/** Exemptions in a real engine: what they let pass, and what the engine itself refuses by their schema. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inStack, passed, refused, root, type Settings, type Stack } from "./stack";

const program = join(__dirname, "programs", "certificate-first");
const reason = "The origin moves to a name of its own.";
const audit = "exemptions-in-use";

/** The policies that see the incident, the one of updates among them. */
const policies = ["origin-outside-edge-subscription", "tls-name-already-owned", "tls-name-single-owner"];

function day(fromToday: number): string {
  return new Date(Date.now() + fromToday * 86_400_000).toISOString().slice(0, 10);
}

function exempting(stack: Stack, exemption: object): Settings {
  const exemptions = [{ name: "xpro-web.odl.mit.edu", resource: "xpro-tls", reason, ...exemption }];
  const configuration = stack.file("policy-config.json");
  writeFileSync(configuration, JSON.stringify(Object.fromEntries(policies.map((policy) => [policy, { exemptions }]))));
  return { pack: root, configuration };
}

test("an exempted conflict is deployed, and every exemption is shown", () => {
  inStack(program, (stack) => {
    const settings = exempting(stack, { expires: day(30) });
    const preview = stack.preview(settings);
    expect(passed(preview).filter(({ policy }) => policy === audit)).toHaveLength(policies.length);
    expect(preview.output).toContain(reason);
    passed(stack.up(settings));
    expect(stack.deployed()).toEqual(expect.arrayContaining(["xpro-cert", "xpro-tls"]));
  });
});

test("after the last day it is refused again, and the exemption is named", () => {
  inStack(program, (stack) => {
    const settings = exempting(stack, { expires: day(-1) });
    const preview = stack.preview(settings);
    expect(refused(preview).map(({ policy }) => policy)).toEqual(expect.arrayContaining(["tls-name-single-owner"]));
    expect(preview.output).toContain(`no longer applies: its last day was ${day(-1)}`);
    expect(refused(stack.up(settings))).toEqual([{ level: "mandatory", policy: "tls-name-already-owned", resource: "xpro-tls" }]);
    expect(stack.deployed()).not.toContain("xpro-tls");
  });
});

test.each([
  ["a key that an exemption does not have", { expires: day(30), until: day(30) }, "until"],
  ["a day that no calendar has", { expires: "2026-02-30" }, "expires"],
])("the engine refuses %s by its key, before it runs the program", (_, exemption, key) => {
  inStack(program, (stack) => {
    const { exitCode, output, violations } = stack.preview(exempting(stack, exemption));
    expect({ exitCode: exitCode !== 0, violations }).toEqual({ exitCode: true, violations: [] });
    expect(output).toMatch(new RegExp(`tls-name-single-owner: exemptions\\.0.*${key}`));
  });
});
