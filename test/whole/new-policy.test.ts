import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packDir } from "../support";

/** `npm run new:policy` in a copy of the repository, as somebody who writes a policy would use it. */

const name = "certificate-names-short";
const parts = [
  ...[
    "CHANGELOG.md",
    "README.md",
    "index.ts",
    "ownership-in-force.ts",
    "package.json",
    "tsconfig.json",
    "tsconfig.test.json",
    ".prettierrc.json",
    ".prettierignore",
  ],
  ...["cli", "docs", "evidence", "examples", "ownership", "policies", "readers", "report", "scripts", "test"],
];

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), "new-policy-"));
  for (const part of parts) {
    cpSync(path.join(packDir, part), path.join(copy, part), { recursive: true });
  }
  symlinkSync(path.join(packDir, "node_modules"), path.join(copy, "node_modules"), "junction");
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function scaffold(...names: string[]) {
  return spawnSync(process.execPath, [path.join(copy, "scripts", "new-policy.js"), ...names], { encoding: "utf8" });
}

function tool(module: string, ...options: string[]) {
  const { status, stdout } = spawnSync(process.execPath, [require.resolve(module), ...options], { cwd: copy, encoding: "utf8" });
  return { status, stdout };
}

test.each([
  [[], "it takes one name"],
  [["one", "two"], "it takes one name"],
  [["Certificate_Names"], "lower-case words joined by hyphens"],
  [["../../outside-the-repository"], "lower-case words joined by hyphens"],
  [["tls-name-single-owner"], "policies/tls-name-single-owner.ts exists already"],
])("refuses %p, and writes nothing", (names, reason) => {
  const before = readFileSync(path.join(copy, "policies", "index.ts"), "utf8");
  const { status, stdout, stderr } = scaffold(...names);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(reason);
  expect(readFileSync(path.join(copy, "policies", "index.ts"), "utf8")).toBe(before);
});

describe("a new policy", () => {
  beforeAll(() => {
    const { status, stderr } = scaffold(name);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("compiles with all that belongs to it, tests and examples included", () => {
    expect(tool("typescript/bin/tsc", "-p", "tsconfig.test.json", "--noEmit")).toEqual({ status: 0, stdout: "" });
  }, 300_000);

  test("is formatted", () => {
    const { status, stdout } = tool(
      "prettier/bin/prettier.cjs",
      "--list-different",
      "policies",
      "report",
      "test/policies",
      `examples/${name}`,
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });

  test("stands wherever every policy must stand", () => {
    const read = (file: string) => readFileSync(path.join(copy, file), "utf8");
    expect(read("policies/index.ts")).toContain("  certificateNamesShort,\n");
    expect(read("policies/finding.ts")).toContain(`kind: "${name}"`);
    expect(read("report/message.ts")).toContain(`"${name}": certificateNamesShort,`);
    expect(read("README.md")).toContain(`[\`${name}\`](docs/policies/${name}.md)`);
    expect(read("CHANGELOG.md")).toContain(`\`${name}\``);
    expect(read(`docs/policies/${name}.md`)).toContain("## What it cannot see");
  });
});
