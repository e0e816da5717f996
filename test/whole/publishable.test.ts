import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packDir } from "../support";
import { brokenLinks } from "../support/links";

/** What `npm run pack:publishable` writes. How it installs and what it does then is in test/engine/publish.test.ts. */

interface Manifest {
  version: string;
  files: string[];
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

interface Lock {
  packages: Record<string, { version?: string; integrity?: string; resolved?: string; dev?: boolean }>;
}

const home = mkdtempSync(path.join(tmpdir(), "tls-ownership-"));
const folder = path.join(home, "publishable");
const source = json(packDir, "package.json") as Manifest;

beforeAll(() => {
  expect(pack(folder)).toEqual({ status: 0, stdout: `${folder}: tls-ownership ${source.version}\n`, stderr: "" });
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

function pack(target: string, environment: NodeJS.ProcessEnv = process.env) {
  return run(process.execPath, [path.join(packDir, "scripts", "pack-publishable.js"), target], environment);
}

function run(command: string, parameters: string[], environment: NodeJS.ProcessEnv = process.env) {
  const { error, status, stdout, stderr } = spawnSync(command, parameters, { cwd: home, encoding: "utf8", env: environment });
  if (error) {
    throw error;
  }
  return { status, stdout, stderr };
}

function json(...parts: string[]): unknown {
  return JSON.parse(readFileSync(path.join(...parts), "utf8"));
}

/** The files under a folder, as paths within it, sorted. */
function files(...parts: string[]): string[] {
  return readdirSync(path.join(...parts), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(path.join(...parts), path.join(entry.parentPath, entry.name)))
    .sort();
}

test("it holds what runs and what is read, and nothing of what development needs", () => {
  const listed = source.files.filter((entry) => !entry.startsWith("!")).map((entry) => entry.split("/")[0]);
  expect(readdirSync(folder).sort()).toEqual([...new Set([...listed, "npm-shrinkwrap.json", "package.json"])].sort());
  expect(files(folder, "cli")).toEqual(["tls-ownership.js"]);
});

test("every source is compiled, and nothing else is", () => {
  const { include } = json(packDir, "tsconfig.json") as { include: string[] };
  const sources = include.flatMap((entry) =>
    entry.endsWith(".ts") ? [entry] : files(packDir, entry).map((file) => path.join(entry, file)),
  );
  const compiled = sources.filter((file) => file.endsWith(".ts")).map((file) => file.replace(/\.ts$/, ".js"));
  expect(files(folder, "bin")).toEqual(compiled.sort());
});

test("its package.json has no scripts and no devDependencies, may be published, and names exact versions", () => {
  const manifest = json(folder, "package.json") as Manifest;
  for (const key of ["scripts", "devDependencies", "private"]) {
    expect(manifest).not.toHaveProperty(key);
  }
  expect(manifest.version).toBe(source.version);
  expect(manifest.dependencies).toEqual(source.dependencies);
  for (const version of Object.values(manifest.dependencies)) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  }
});

test("its lock holds the versions and contents that are tested here, without a devDependency or a registry's address", () => {
  const { packages } = json(folder, "npm-shrinkwrap.json") as Lock;
  const tested = (json(packDir, "package-lock.json") as Lock).packages;
  const { "": own, ...dependencies } = packages;
  expect(own).not.toHaveProperty("devDependencies");
  expect(Object.keys(dependencies).length).toBeGreaterThan(100);
  for (const [place, dependency] of Object.entries(dependencies)) {
    expect(dependency).toMatchObject({ version: tested[place]?.version, integrity: tested[place]?.integrity });
    expect(dependency).not.toHaveProperty("resolved");
    expect(tested[place]?.dev).toBeUndefined();
  }
  const names = Object.keys(dependencies).map((place) => place.split("node_modules/").at(-1));
  expect(names).toEqual(expect.arrayContaining(Object.keys(source.dependencies)));
  expect(names).not.toContain("typescript");
  expect(names).not.toContain("@pulumi/fastly");
});

test("no link of its pages leads out of it", () => {
  expect(brokenLinks(folder)).toEqual([]);
});

test("npm packs all of it, and publint has nothing to say about the tarball", () => {
  const packed = run("npm", ["pack", "--silent", folder]);
  expect(packed).toMatchObject({ status: 0, stdout: `tls-ownership-${source.version}.tgz\n` });
  const tarball = path.join(home, packed.stdout.trim());
  const listed = run("tar", ["-tzf", tarball]).stdout.trim().split("\n");
  expect(listed.sort()).toEqual(files(folder).map((file) => `package/${file}`));
  const publint = run(process.execPath, [path.join(packDir, "node_modules", "publint", "src", "cli.js"), "run", tarball, "--strict"]);
  expect(publint).toMatchObject({ status: 0, stdout: expect.stringContaining("All good!") as string });
});

test("what the organisation wrote down of its other systems goes along", () => {
  const copy = path.join(home, "copy");
  const { include } = json(packDir, "tsconfig.json") as { include: string[] };
  const listed = source.files.filter((entry) => !/^!?bin\b/.test(entry));
  for (const entry of new Set([...include, ...listed, "scripts", "package.json", "package-lock.json", "tsconfig.json"])) {
    cpSync(path.join(packDir, entry), path.join(copy, entry), { recursive: true });
  }
  symlinkSync(path.join(packDir, "node_modules"), path.join(copy, "node_modules"));
  writeFileSync(path.join(copy, "ownership.json"), "{}");
  const target = path.join(copy, "publishable");
  expect(run(process.execPath, [path.join(copy, "scripts", "pack-publishable.js")]).stdout).toBe(
    `publishable: tls-ownership ${source.version}\n`,
  );
  expect(run("npm", ["pack", "--silent", "--dry-run", "--json", target]).stdout).toContain('"ownership.json"');
});

test("an earlier result is replaced as a whole", () => {
  writeFileSync(path.join(folder, "left-behind.txt"), "");
  expect(pack(folder).status).toBe(0);
  expect(existsSync(path.join(folder, "left-behind.txt"))).toBe(false);
  expect(existsSync(path.join(folder, "bin", "index.js"))).toBe(true);
});

test("a folder that holds anything else is refused and left alone", () => {
  const other = path.join(home, "other");
  mkdirSync(other);
  writeFileSync(path.join(other, "thesis.txt"), "");
  const clone = path.join(home, "clone");
  mkdirSync(clone);
  cpSync(path.join(packDir, "package.json"), path.join(clone, "package.json"));
  for (const target of [other, clone, path.join(other, "thesis.txt")]) {
    const stderr = `pack-publishable: ${target} is there already, and this command did not write it: name another folder\n`;
    expect(pack(target)).toEqual({ status: 2, stdout: "", stderr });
  }
  expect([readdirSync(other), readdirSync(clone)]).toEqual([["thesis.txt"], ["package.json"]]);
});

test("where a step fails, nothing is written", () => {
  const target = path.join(home, "unwritten");
  const { status, stderr } = pack(target, { ...process.env, PATH: home });
  expect(status).toBe(2);
  expect(stderr).toContain("pack-publishable: npm install");
  expect(readdirSync(home).filter((entry) => entry.startsWith("unwritten"))).toEqual([]);
});
