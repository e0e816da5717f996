import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packDir } from "./support";

/** What `npm run check:dependencies` lets pass and refuses. npm itself is a program of the test's, which answers as a registry would. */

const home = mkdtempSync(path.join(tmpdir(), "dependencies-"));
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

const sha512 = `sha512-${"A".repeat(86)}==`;
let projects = 0;

interface Project {
  /** What of the sound project is different. */
  readonly dependency?: string;
  readonly entry?: object;
  readonly manifest?: object;
  /** What npm audit prints. */
  readonly audit?: string;
}

/** Checks a project of one dependency, `sound` 1.0.0. */
function check({ dependency = "1.0.0", entry = {}, manifest = {}, audit = '{"vulnerabilities": {}}' }: Project) {
  const folder = path.join(home, String(projects++));
  const place = path.join(folder, "node_modules", "sound");
  mkdirSync(place, { recursive: true });
  const write = (file: string, content: object) => writeFileSync(file, JSON.stringify(content));
  write(path.join(folder, "package.json"), { dependencies: { sound: dependency } });
  write(path.join(folder, "package-lock.json"), {
    packages: { "": {}, "node_modules/sound": { version: "1.0.0", integrity: sha512, ...entry } },
  });
  write(path.join(place, "package.json"), { name: "sound", version: "1.0.0", license: "MIT", ...manifest });
  const npm = path.join(folder, "npm");
  writeFileSync(npm, `#!/bin/sh\ncat <<'END'\n${audit}\nEND\n`);
  chmodSync(npm, 0o755);
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(packDir, "scripts", "check-dependencies.js"), folder], {
    encoding: "utf8",
    env: { ...process.env, PATH: `${folder}${path.delimiter}${process.env["PATH"] ?? ""}` },
  });
  return { status, stdout, stderr };
}

const advisory = (url: string) =>
  JSON.stringify({
    vulnerabilities: {
      sound: { via: [{ name: "sound", title: "It falls over", severity: "high", url }] },
      user: { via: ["sound"] },
    },
  });

test("what is sound is counted, weighed and passes", () => {
  const { status, stdout, stderr } = check({});
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(
    /^1 packages at run time, 1 of them asked for: sound\n\d+ MiB installed\nlicences: MIT 1\nknown vulnerabilities: none\n$/,
  );
});

test.each<[string, Project, string]>([
  ["a range", { dependency: "^1.0.0" }, "package.json: sound is ^1.0.0, where an exact version belongs"],
  ["a repository", { dependency: "github:sound/sound" }, "package.json: sound is github:sound/sound"],
  ["no content to be held to", { entry: { integrity: undefined } }, "node_modules/sound has no sha512 of its content"],
  ["a weak sum of the content", { entry: { integrity: "sha1-AAAA" } }, "node_modules/sound has no sha512 of its content"],
  ["a registry's address", { entry: { resolved: "https://registry.example.com/sound.tgz" } }, "node_modules/sound names an address"],
  ["a folder in its place", { entry: { link: true } }, "node_modules/sound comes from no registry"],
  ["another version installed", { manifest: { version: "1.0.1" } }, "is installed as 1.0.1, locked as 1.0.0"],
  ["a licence that asks for more", { manifest: { license: "GPL-3.0-only" } }, "sound@1.0.0 has the licence GPL-3.0-only"],
  ["a choice that is not made here", { manifest: { license: "(MIT OR GPL-3.0-only)" } }, "has the licence (MIT OR GPL-3.0-only)"],
  ["no licence", { manifest: { license: undefined } }, "sound@1.0.0 has the licence none"],
  [
    "a script at installation",
    { manifest: { scripts: { postinstall: "node a.js" } } },
    "sound@1.0.0 runs postinstall when it is installed",
  ],
  ["another's known script", { manifest: { scripts: { postinstall: "node scripts/postinstall" } } }, "sound@1.0.0 runs postinstall"],
  [
    "a known vulnerability",
    { audit: advisory("https://github.com/advisories/GHSA-aaaa-bbbb-cccc") },
    "sound has a known vulnerability, high: It falls over",
  ],
])("%s is refused", (_what, project, problem) => {
  const { status, stderr } = check(project);
  expect(status).toBe(1);
  expect(stderr).toContain(problem);
});

test("a vulnerability that nothing can reach passes, and is told with the reason", () => {
  const { status, stdout } = check({ audit: advisory("https://github.com/advisories/GHSA-8988-4f7v-96qf") });
  expect(status).toBe(0);
  expect(stdout).toContain("  GHSA-8988-4f7v-96qf cannot be reached: @opentelemetry/core is never loaded");
});

test.each([
  [
    "a registry that has no advisories",
    '{"message": "405 Method Not Allowed - POST https://registry.example.com/-/npm/v1/security"}',
    "405 Method Not Allowed",
  ],
  ["no answer", "", "no answer"],
  [
    "an error of npm's",
    '{"error": {"code": "ENOLOCK", "summary": "This command requires an existing lockfile."}}',
    "This command requires",
  ],
])("%s is no clean bill", (_what, audit, why) => {
  const { stdout } = check({ audit });
  expect(stdout).toContain(`known vulnerabilities: NOT CHECKED, the registry did not answer npm audit (${why}`);
  expect(stdout).not.toContain("registry.example.com");
});
