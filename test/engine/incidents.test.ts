/** The incidents' programs in a real engine, and what the command says of their previews. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { incidents } from "../incidents";
import { inStack, root } from "./stack";

interface Judgement {
  readonly exitCode: number;
  readonly policies: readonly string[];
}

const mandatory = ["origin-outside-edge-subscription", "tls-name-single-owner", "certificate-renews-in-time"];

function judgement(exitCode: number, findings: readonly { readonly policy: string }[]): Judgement {
  return { exitCode: exitCode === 0 ? 0 : 1, policies: [...new Set(findings.map(({ policy }) => policy))].sort() };
}

function expected(policies: readonly string[]): Judgement {
  return { exitCode: policies.some((policy) => mandatory.includes(policy)) ? 1 : 0, policies };
}

function preview(program: string): Judgement {
  const { exitCode, violations } = inStack(program, (stack) => stack.preview({ pack: root }));
  return judgement(exitCode, violations);
}

function check(program: string): Judgement {
  return inStack(program, (stack) => {
    const file = stack.file("preview.json");
    writeFileSync(file, stack.plan());
    const command = [join(root, "cli", "tls-ownership.js"), "check", "--format", "json", file];
    const { status, stdout } = spawnSync(process.execPath, command, { encoding: "utf8" });
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly policy: string }[] };
    return judgement(status ?? 2, findings);
  });
}

describe.each(Object.entries(incidents))("%s", (incident, policies) => {
  const program = (kind: string) => join(root, "examples", "incidents", incident, kind);

  test("a preview finds it", () => {
    expect(preview(program("failing"))).toEqual(expected(policies));
  });

  test("the command finds it in the preview's file", () => {
    expect(check(program("failing"))).toEqual(expected(policies));
  });

  test("a preview leaves it alone once it is repaired", () => {
    expect(preview(program("passing"))).toEqual(expected([]));
  });

  test("the command leaves it alone once it is repaired", () => {
    expect(check(program("passing"))).toEqual(expected([]));
  });
});
