import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { allPolicies as policies, exemptionsInUse, stackPolicies } from "../policies";
import { packDir, startPack, type TestPack } from "./support";
import { brokenLinks } from "./support/links";

/** Every policy has its file, test, page, example pair and metadata; nothing of these belongs to no policy. */

const names = policies.map(({ name }) => name);

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => pack.close());

function read(...parts: string[]): string {
  return readFileSync(path.join(packDir, ...parts), "utf8");
}

test("the analyzer serves exactly these policies, at these levels", () => {
  const served = pack.info.policies.map(({ name, level, description }) => ({ name, level, description }));
  expect(served).toEqual(policies.map(({ name, level, description }) => ({ name, level, description })));
});

test("the stack policies stay within the budget of twelve, since the SDK decodes the stack for each", () => {
  expect([...stackPolicies, exemptionsInUse].length).toBeLessThanOrEqual(12);
});

describe.each(policies)("$name", (policy) => {
  const { name } = policy;

  test("has its file, its words and its test", () => {
    expect(read("policies", `${name}.ts`)).toContain(`name: "${name}"`);
    expect(read("report", `${name}.ts`)).toContain("Description");
    const tests = read("test", "policies", `${name}.test.ts`);
    expect(tests).toContain(`const policy = "${name}";`);
    expect(tests.match(/describe\(/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
  });

  test("has complete metadata: one short sentence, a level, a severity, a remediation", () => {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(policy.description).toMatch(/^[A-Z][^.]{20,120}\.$/);
    expect(["mandatory", "advisory"]).toContain(policy.level);
    expect(["low", "medium", "high", "critical"]).toContain(policy.severity);
    expect(policy.remediation).toMatch(/^[A-Z].*\.$/);
    expect(policy.displayName).not.toBe("");
  });

  test("has a page that agrees with its metadata and tells its settings", () => {
    const page = read("docs", "policies", `${name}.md`);
    expect(page.startsWith(`# ${name}\n\n> ${policy.description}\n`)).toBe(true);
    expect(page).toContain(`| ${policy.level} | ${policy.severity} |`);
    for (const section of ["## What it finds", "## What it leaves alone", "## What it cannot see", "## Settings", "## How to fix it"]) {
      expect(page).toContain(section);
    }
    for (const setting of Object.keys(policy.schema)) {
      expect(page).toContain(`| \`${setting}\` |`);
    }
  });

  test("has a failing and a passing example", () => {
    for (const kind of ["failing", "passing"]) {
      expect(existsSync(path.join(packDir, "examples", name, kind, "Pulumi.yaml"))).toBe(true);
      expect(read("examples", name, kind, "index.ts")).toMatch(/^\/\*\*/);
    }
  });

  test("stands in the README's table and in the changelog", () => {
    expect(read("README.md")).toContain(`[\`${name}\`](docs/policies/${name}.md)`);
    expect(read("CHANGELOG.md")).toContain(`\`${name}\``);
  });
});

test("a folder of a rule, of its words or of its tests is named as a policy", () => {
  const folders = (...parts: string[]) =>
    readdirSync(path.join(packDir, ...parts), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const ofReports = ["formats"];
  const found = [...folders("policies"), ...folders("test", "policies"), ...folders("report").filter((each) => !ofReports.includes(each))];
  expect(found.filter((folder) => !names.includes(folder))).toEqual([]);
});

test("no page, test or example belongs to no policy", () => {
  const pages = readdirSync(path.join(packDir, "docs", "policies")).map((file) => file.replace(/\.md$/, ""));
  const tests = readdirSync(path.join(packDir, "test", "policies")).filter((file) => file.endsWith(".test.ts"));
  expect(pages.sort()).toEqual([...names].sort());
  expect(tests.map((file) => file.replace(/\.test\.ts$/, "")).sort()).toEqual([...names].sort());
});

test("every link of the documentation leads to a file or a heading", () => {
  expect(brokenLinks(packDir)).toEqual([]);
});
