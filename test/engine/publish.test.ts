/** The pack's way to those who use it: packed, published and enabled by the real CLI, installed by the real engine. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allPolicies } from "../../policies";
import { organization, Service } from "./service";
import { inStack, passed, refused, root, type Run, type Violation } from "./stack";

interface Manifest {
  version: string;
  devDependencies: Record<string, string>;
}

interface Lock {
  packages: Record<string, { version?: string; hasInstallScript?: boolean }>;
}

const { version, devDependencies } = json(root, "package.json") as Manifest;
const folder = join(root, "publishable");
const id = `tls-ownership-${version}`;
const findings = ["origin-outside-edge-subscription", "tls-name-single-owner"];

let service: Service;
let publishing: Run;

beforeAll(async () => {
  execFileSync("npm", ["run", "--silent", "pack:publishable"], { cwd: root });
  service = await Service.start();
  publishing = inOrganization("incident", (stack) => stack.policy(folder, "publish", organization));
});
afterAll(() => {
  service.stop();
});

function json(...parts: string[]): unknown {
  return JSON.parse(readFileSync(join(...parts), "utf8"));
}

function program(name: string): string {
  return join(__dirname, "programs", name);
}

function inOrganization(name: string, use: Parameters<typeof inStack<Run>>[1]): Run {
  return inStack(program(name), use, "dev", service.environment);
}

/** A preview as anyone of the organisation runs it: nothing on the command line tells of the pack. */
function previewOf(name: string): Run {
  return inOrganization(name, (stack) => stack.preview());
}

function enable(configuration?: object): void {
  inOrganization("incident", (stack) => {
    const file = stack.file("configuration.json");
    writeFileSync(file, JSON.stringify(configuration ?? {}));
    const run = stack.policy(folder, "enable", `${organization}/tls-ownership`, version, "--config", file);
    passed(run);
    return run;
  });
}

function policies(violations: Violation[]): string[] {
  return violations.map(({ policy }) => policy).sort();
}

function listed(tarball: string): string[] {
  return execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((file) => file.replace(/^package\//, ""))
    .sort();
}

/** The files under a folder, as paths within it, sorted. */
function files(place: string): string[] {
  return readdirSync(place, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(join(place, file)).isFile())
    .sort();
}

function sizeOf(place: string): number {
  return files(place).reduce((sum, file) => sum + statSync(join(place, file)).size, 0);
}

test("the service receives the folder's content, and of each policy its level, severity, remedy and settings", () => {
  passed(publishing);
  expect(listed(service.tarball(id))).toEqual(files(folder));
  const published = service.published(id);
  expect(published).toMatchObject({ name: "tls-ownership", versionTag: version });
  expect(published.description).not.toBe("");
  const told = published.policies.map(({ configSchema, ...policy }) => ({
    ...policy,
    settings: Object.keys(configSchema?.properties ?? {}).sort(),
  }));
  const ours = allPolicies.map((policy) => ({
    name: policy.name,
    displayName: policy.displayName,
    description: policy.description,
    enforcementLevel: policy.level,
    severity: policy.severity,
    remediationSteps: policy.remediation,
    settings: ["enforcementLevel", ...Object.keys(policy.schema)].sort(),
  }));
  expect(told).toHaveLength(ours.length);
  expect(told).toEqual(expect.arrayContaining(ours.map((policy) => expect.objectContaining(policy) as unknown)));
});

test("while no policy group has the pack, a preview passes", () => {
  expect(passed(previewOf("incident"))).toEqual([]);
});

test("enabled with every policy advisory, it tells of the incident and lets it pass", () => {
  enable({ all: "advisory" });
  const run = previewOf("incident");
  expect(policies(passed(run))).toEqual(expect.arrayContaining(findings));
  expect(run.output).toContain(`Installing policy pack tls-ownership@v${version}`);
});

test("enabled as it is, it refuses the incident and passes the remedy", () => {
  enable();
  expect(policies(refused(previewOf("incident")))).toEqual(findings);
  expect(passed(previewOf("fixed"))).toEqual([]);
});

test("what the engine installed is the published content and its tested dependencies, none of them for development", () => {
  const installed = service.installed("tls-ownership", version);
  expect(files(installed).filter((file) => !file.startsWith("node_modules/"))).toEqual(listed(service.tarball(id)));
  const { packages } = json(installed, "node_modules", ".package-lock.json") as Lock;
  const tested = (json(root, "package-lock.json") as Lock).packages;
  expect(packages).not.toEqual({});
  for (const [place, dependency] of Object.entries(packages)) {
    expect({ place, version: dependency.version }).toEqual({ place, version: tested[place]?.version });
  }
  const both = Object.keys(devDependencies).filter((name) => `node_modules/${name}` in packages);
  // @pulumi/pulumi depends on these, too.
  expect(both).toEqual(["@grpc/grpc-js", "@types/google-protobuf", "@types/node", "google-protobuf"]);
});

test("the installed folder serves `--policy-pack`, too, where there is no service", () => {
  const pack = service.installed("tls-ownership", version);
  expect(policies(refused(inStack(program("incident"), (stack) => stack.preview({ pack }))))).toEqual(findings);
  expect(passed(inStack(program("fixed"), (stack) => stack.preview({ pack })))).toEqual([]);
});

test("`npx tls-ownership` runs the command from the installed package", () => {
  const project = mkdtempSync(join(tmpdir(), "tls-ownership-"));
  try {
    writeFileSync(join(project, "package.json"), "{}");
    const start = performance.now();
    execFileSync("npm", ["install", "--loglevel=error", service.tarball(id)], { cwd: project });
    const seconds = (performance.now() - start) / 1000;
    console.log(`npm install: ${seconds.toFixed(1)} s, ${(sizeOf(join(project, "node_modules")) / 1e6).toFixed(1)} MB`);
    const npx = (...parameters: string[]) => spawnSync("npx", ["tls-ownership", ...parameters], { cwd: project, encoding: "utf8" });
    expect(npx("--version")).toMatchObject({ status: 0, stdout: `${version}\n` });
    const check = npx("check", join("node_modules", "tls-ownership", "examples", "incident", "preview.json"));
    expect(check.status).toBe(1);
    for (const policy of findings) {
      expect(check.stdout).toContain(`${policy}[xpro-web.odl.mit.edu]`);
    }
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
});
