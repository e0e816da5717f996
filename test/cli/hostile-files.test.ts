import { spawnSync } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, symlinkSync, truncateSync } from "node:fs";
import path from "node:path";
import { packDir } from "../support";
import { Folder, run, type Outcome } from "./command";

/** Files that somebody made to hurt: each is answered, at once and in one line. What is merely malformed is in check.test.ts. */

const command = path.join(packDir, "bin", "cli", "main.js");
const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const type = "kubernetes:cert-manager.io/v1:Certificate";
const certificate = (spec: string, name = "web") =>
  `{"urn": "urn:pulumi:dev::shop::${type}::${name}", "type": "${type}", "inputs": {"spec": ${spec}}}`;
const state = (...resources: readonly string[]) => `{"version": 3, "deployment": {"resources": [${resources.join()}]}}`;
const named = '{"dnsNames": ["www.example.com"], "secretName": "web"}';

const levels = 1_000_000;
const lists = "[".repeat(levels) + "]".repeat(levels);
const objects = `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

async function expectRefused(args: readonly string[], problem: string): Promise<void> {
  const { status, stdout, stderr } = await run(command, args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(problem);
  expect(stderr.trim().split("\n")).toHaveLength(1);
}

async function found(...args: readonly string[]): Promise<Outcome & { readonly ids: readonly string[] }> {
  const outcome = await run(command, ["check", ...args, "--format", "json"]);
  expect(outcome.stderr).toBe("");
  const { findings } = JSON.parse(outcome.stdout) as { findings: readonly { id: string }[] };
  return { ...outcome, ids: findings.map(({ id }) => id) };
}

describe("a million levels deep", () => {
  const quiet = folder.write("named.json", state(certificate(named)));

  test.each<[string, string, string]>([
    ["a file of lists", lists, "holds a list that is neither"],
    ["a file of objects", objects, "holds an object that is neither"],
    ["a property", state(certificate(`{"dnsNames": ${lists}}`)), "deployment.resources[0].inputs: is nested more than 1000 levels deep"],
    [
      "a property that no policy reads",
      state(certificate(`{"other": ${objects}}`)),
      "deployment.resources[0].inputs: is nested more than 1000 levels deep",
    ],
    [
      "a place for a text",
      state(certificate(named).replace("{", `{"parent": ${objects}, `)),
      "deployment.resources[0].parent: is an object, where a text belongs",
    ],
  ])("%s", async (_what, content, problem) => {
    await expectRefused(["check", folder.write("deep.json", content)], `deep.json: ${problem}`);
  });

  test.each(["check", "claims", "probe"])("a resource that nobody reads is passed over by %s", async (name) => {
    const unread = certificate(`{"dnsNames": ${lists}}`).replaceAll(type, "aws:s3/bucket:Bucket");
    expect((await run(command, [name, folder.write("unread.json", state(unread))])).status).toBe(0);
  });

  test("configuration", async () => {
    const config = folder.write("config.json", `{"tls-name-single-owner": {"certManagerNames": ${lists}}}`);
    await expectRefused(["check", quiet, "--config", config], "config.json: tls-name-single-owner.certManagerNames[0]: is a list");
  });

  test("what others own", async () => {
    const ownership = folder.write("ownership.json", `{"version": 1, "certificates": ${lists}}`);
    await expectRefused(["check", quiet, "--ownership", ownership], "ownership.json: certificates[0]: is a list");
  });

  test("lists of Kubernetes' objects", async () => {
    const nested = 100_000;
    const file = folder.write("list.json", `${'{"apiVersion": "v1", "kind": "List", "items": ['.repeat(nested)}${"]}".repeat(nested)}`);
    await expectRefused(["claims", file], "list.json: items[0].items[0].items: is a list of lists of lists");
  });

  test("YAML", async () => {
    await expectRefused(["claims", folder.write("deep.yaml", `a: ${lists}`)], "deep.yaml: is neither JSON nor YAML");
  });
});

test("YAML whose aliases stand for more than any memory holds is refused", async () => {
  const doubled = Array.from({ length: 40 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`);
  const file = folder.write("bomb.yaml", ["a0: &a0 [x]", ...doubled].join("\n"));
  await expectRefused(["claims", file], "bomb.yaml: uses YAML aliases, which are not read");
});

describe("what is no file of a sane size", () => {
  test("is refused before it is read", async () => {
    const file = folder.write("huge.json", " ");
    truncateSync(file, 3 * 2 ** 30);
    await expectRefused(["check", file], "huge.json: is larger than 511 MiB, and is not read");
  });

  test("is read no further than a text can hold, where it never ends", async () => {
    await expectRefused(["check", "/dev/zero"], "/dev/zero: is larger than 511 MiB, and is not read");
  });

  test("is not waited for in a folder: a pipe, or a link to a device", async () => {
    const pipes = path.join(folder.dir, "pipes");
    mkdirSync(pipes);
    expect(spawnSync("mkfifo", [path.join(pipes, "a.json")]).status).toBe(0);
    await expectRefused(["check", pipes], "a.json: is no ordinary file");
    const devices = path.join(folder.dir, "devices");
    mkdirSync(devices);
    symlinkSync("/dev/zero", path.join(devices, "a.json"));
    await expectRefused(["check", devices], "a.json: is no ordinary file");
  });

  test("but a pipe that was named is read", () => {
    const script = `"$0" "$1" check <(cat "$2") --format json`;
    const file = folder.write("piped.json", state(certificate(named)));
    const { status, stdout } = spawnSync("bash", ["-c", script, process.execPath, command, file], { encoding: "utf8" });
    expect([status, (JSON.parse(stdout) as { resources: number }).resources]).toEqual([0, 1]);
  });
});

test("links in a folder lead to no other folder, and round in no circle", async () => {
  const linked = path.join(folder.dir, "linked");
  mkdirSync(linked);
  folder.write("linked/a.json", state(certificate(named)));
  symlinkSync(linked, path.join(linked, "again"));
  symlinkSync("/", path.join(linked, "root"));
  const { stdout } = await found(linked);
  expect((JSON.parse(stdout) as { files: unknown }).files).toEqual([path.join(linked, "a.json")]);
});

test("a name of ten million characters is no DNS name, and ends nothing", async () => {
  const long = "n".repeat(10_000_000);
  const file = folder.write("long.json", state(certificate(`{"dnsNames": ["${long}.example.com", "www.example.com"]}`, "web")));
  const { ids, stdout } = await found(file);
  expect(ids).toContain("certificate-issuable[web]");
  expect(stdout.length).toBeLessThan(100_000);
});

test("a URN of twenty million characters is read like any other", async () => {
  const unread = certificate(named, "u".repeat(20_000_000)).replaceAll(type, "aws:s3/bucket:Bucket");
  expect((await found(folder.write("urn.json", state(unread)))).status).toBe(0);
});

test("numbers beyond all numbers are none", async () => {
  const spec = `{"dnsNames": [1e999, ${"9".repeat(100_000)}], "secretName": -0, "renewBeforePercentage": 1e999, "duration": 1e-999}`;
  const { stdout } = await found(folder.write("numbers.json", state(certificate(spec))));
  expect(stdout).not.toMatch(/could not finish|Infinity|NaN/);
});

test("of a key that stands twice the last one counts, as with the engine's own parser", async () => {
  const file = folder.write("twice.json", state(certificate(`{"dnsNames": ["www.example.com"], "secretName": "web", "secretName": ""}`)));
  expect((await found(file)).ids).toContain("certificate-issuable[web]");
});

test("a key of JavaScript's own gives nothing to anybody", async () => {
  const spec = `{"__proto__": {"dnsNames": ["www.example.com"]}, "constructor": {"prototype": {"dnsNames": ["www.example.com"]}}, "secretName": "web"}`;
  const file = folder.write("prototype.json", state(certificate(spec), certificate(`{"secretName": "web"}`, "other")));
  const { stdout } = await run(command, ["check", file, "--format", "html"]);
  expect(stdout).not.toContain("www.example.com");
});

test("--output does not overwrite what is read, by a link of either kind", async () => {
  const file = folder.write("input.json", state(certificate(named)));
  const before = readFileSync(file, "utf8");
  symlinkSync(file, path.join(folder.dir, "soft.html"));
  linkSync(file, path.join(folder.dir, "hard.html"));
  for (const name of ["soft.html", "hard.html"]) {
    await expectRefused(["check", file, "--output", path.join(folder.dir, name)], "would overwrite what is to be read");
  }
  expect(readFileSync(file, "utf8")).toBe(before);
});
