import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { terminalProgress } from "../../cli/progress";
import { certManager, fastly, packDir, stateOf } from "../support";
import { Folder, run, type Outcome } from "./command";

const command = path.join(packDir, "bin", "cli", "main.js");
const check = async (...args: readonly string[]): Promise<Outcome> => run(command, ["check", ...args]);
const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const shop = { stack: "production", project: "shop" };
const edge = folder.write(
  "edge.json",
  stateOf(fastly.subscription("shop-tls", ["web.example.org", "shop.example.org"], { stack: "production", project: "edge" })),
);
const cluster = folder.write("cluster.json", stateOf(certManager.certificate("web", { dnsNames: ["web.example.org"] }, shop)));
const advisoryConfig = folder.write("advisory.config", { "tls-name-single-owner": "advisory" });

describe("each format, through the command", () => {
  test.each<[string, RegExp]>([
    ["text", /^mandatory {2}tls-name-single-owner[^]*1 mandatory, 0 advisory; 6 resources of 2 stacks in 2 files/],
    ["json", /^\{\n {2}"version"[^]*"id": "tls-name-single-owner\[web\.example\.org\]"/],
    ["sarif", /^\{\n {2}"\$schema"[^]*"ruleId": "tls-name-single-owner"/],
    ["junit", /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites [^]*<failure type="tls-name-single-owner"/],
    ["markdown", /^### ❌ TLS ownership: 1 mandatory finding\n[^]*```mermaid\nflowchart LR\n/],
    ["html", /^<!doctype html>\n<html lang="en">[^]*<\/html>\n$/],
  ])("%s names the conflict, both stacks and both resources", async (format, shape) => {
    const { status, stdout, stderr } = await check(edge, cluster, "--format", format);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toMatch(shape);
    for (const part of ["web.example.org", "shop-tls", "edge/production", "shop/production"]) {
      expect(stdout.replaceAll("<wbr>", "")).toContain(part);
    }
  });
});

describe("--output", () => {
  test("holds what standard output would, which stays empty; a line of summary is on standard error", async () => {
    const file = path.join(folder.dir, "report.md");
    const { status, stdout, stderr } = await check(edge, cluster, "--format", "markdown", "--output", file);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(`1 mandatory, 0 advisory; 6 resources of 2 stacks in 2 files checked by tls-ownership 0.1.0; see ${file}\n`);
    expect(readFileSync(file, "utf8")).toBe((await check(edge, cluster, "--format", "markdown")).stdout);
  });

  test("replaces what was there as a whole, and leaves nothing beside it", async () => {
    const file = folder.write("old.txt", "old".repeat(100_000));
    const { ino } = statSync(file);
    expect(await check(edge, "--output", file, "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(readFileSync(file, "utf8")).toBe("");
    expect(statSync(file).ino).not.toBe(ino);
    expect(readdirSync(folder.dir).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test.each<[string, () => string, string]>([
    ["into a folder that does not exist", () => path.join(folder.dir, "none", "report.txt"), "its folder does not exist"],
    ["over a folder", () => folder.dir, "it is a directory"],
    ["below a file", () => path.join(edge, "report.txt"), "its folder is none"],
  ])("%s is refused in one line", async (_what, file, problem) => {
    const output = file();
    expect(await check(edge, "--output", output)).toEqual({
      status: 2,
      stdout: "",
      stderr: `tls-ownership: ${output}: cannot be written: ${problem}\n`,
    });
  });

  test("never overwrites what it reads", async () => {
    const before = readFileSync(edge, "utf8");
    for (const args of [
      [edge, "--output", edge],
      [folder.dir, "--output", path.join(folder.dir, ".", "edge.json")],
    ]) {
      const { status, stderr } = await check(...args);
      expect(status).toBe(2);
      expect(stderr).toContain("would overwrite what is to be read");
    }
    expect(readFileSync(edge, "utf8")).toBe(before);
  });

  test("is not written when the input cannot be read", async () => {
    const output = path.join(folder.dir, "never.txt");
    expect(await check(folder.write("broken.txt", "{"), "--output", output)).toMatchObject({ status: 2, stdout: "" });
    expect(existsSync(output)).toBe(false);
  });
});

describe("--fail-on", () => {
  test.each([
    ["mandatory", "a mandatory one", [], 1],
    ["mandatory", "one made advisory", ["--config", advisoryConfig], 0],
    ["advisory", "one made advisory", ["--config", advisoryConfig], 1],
    ["advisory", "a mandatory one", [], 1],
    ["never", "a mandatory one", [], 0],
  ])("%s, and %s", async (level, _, args, status) => {
    expect(await check(edge, cluster, "--fail-on", level, ...args)).toMatchObject({ status, stderr: "" });
  });

  test("an unfinished preview is a failure, whatever counts", async () => {
    const failed = folder.write("failed.txt", { steps: [], diagnostics: [{ severity: "error", message: "boom" }] });
    expect(await check(failed, "--fail-on", "never")).toMatchObject({ status: 2 });
  });

  test("another level is refused", async () => {
    const { status, stderr } = await check(edge, "--fail-on", "warning");
    expect(status).toBe(2);
    expect(stderr).toContain("unknown level warning (there are mandatory, advisory, never)");
  });
});

test("--quiet: findings and their summary; neither notes, nor anything where nothing is found", async () => {
  const empty = folder.write("empty.txt", { version: 3, deployment: {} });
  expect((await check(edge, cluster, empty)).stdout).toContain("note: ");
  const { stdout } = await check(edge, cluster, empty, "--quiet");
  expect(stdout).toMatch(/^mandatory/);
  expect(stdout).toMatch(/1 mandatory, 0 advisory;.*\n$/);
  expect(stdout).not.toContain("note: ");
  expect(await check(empty, "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
});

describe("folders", () => {
  const exports = path.join(folder.dir, "exports");
  beforeAll(() => {
    mkdirSync(path.join(exports, "b", "deep"), { recursive: true });
    mkdirSync(path.join(exports, ".pulumi"), { recursive: true });
    folder.write("exports/z.json", readFileSync(edge, "utf8"));
    folder.write("exports/b/deep/cluster.json", readFileSync(cluster, "utf8"));
    folder.write("exports/README.md", "no export");
    folder.write("exports/.pulumi/meta.json", "{");
    folder.write("exports/.hidden.json", "{");
  });

  test("stand for every *.json below, sorted; hidden ones and other files are left alone", async () => {
    const { status, stdout } = await check(exports, "--format", "json");
    const { files, summary } = JSON.parse(stdout) as { files: string[]; summary: object };
    expect(status).toBe(1);
    expect(files).toEqual([path.join(exports, "b", "deep", "cluster.json"), path.join(exports, "z.json")]);
    expect(summary).toEqual({ mandatory: 1, advisory: 0 });
  });

  test("may stand beside files; one named twice is read once", async () => {
    const { stdout } = await check(path.join(exports, "z.json"), exports, "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      files: [path.join(exports, "z.json"), path.join(exports, "b", "deep", "cluster.json")],
      notes: [],
    });
  });

  test.each<[string, string, string]>([
    ["another kind of JSON", "{}", "holds an object that is neither the output of"],
    ["a half-written export", '{"deployment":', "is not JSON: it breaks off in line 1"],
    ["an empty export", "", "is empty"],
  ])("with %s are refused, and the file is named", async (_what, content, problem) => {
    mkdirSync(path.join(folder.dir, "mixed"), { recursive: true });
    folder.write("mixed/a.json", readFileSync(edge, "utf8"));
    const file = folder.write("mixed/b.json", content);
    const { status, stdout, stderr } = await check(path.join(folder.dir, "mixed"));
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`tls-ownership: ${file}: ${problem}`);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test("without any such file are refused", async () => {
    const bare = path.join(folder.dir, "bare");
    mkdirSync(bare);
    expect(await check(bare)).toEqual({
      status: 2,
      stdout: "",
      stderr: `tls-ownership: ${bare}: is a directory without any *.json file\n`,
    });
  });
});

describe("progress", () => {
  const stream = (isTTY: boolean): { written: string[]; stream: NodeJS.WriteStream } => {
    const written: string[] = [];
    return { written, stream: { isTTY, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream };
  };

  test("is one line on a terminal, after a second, and is taken away", () => {
    const { written, stream: terminal } = stream(true);
    let now = 0;
    const progress = terminalProgress(terminal, () => now);
    progress.step("reading file", 1, 500);
    expect(written).toEqual([]);
    now = 1500;
    progress.step("reading file", 2, 500);
    progress.step("reading file", 3, 500);
    progress.end();
    expect(written).toEqual(["\r\u001b[Kreading file 2 of 500", "\r\u001b[K"]);
  });

  test("short work says nothing, and nothing else hears of long work", () => {
    const { written, stream: terminal } = stream(true);
    const short = terminalProgress(terminal, () => 0);
    short.step("reading file", 1, 1);
    short.end();
    const { written: piped, stream: pipe } = stream(false);
    const long = terminalProgress(pipe, () => 1e9);
    long.step("reading file", 1, 1);
    long.end();
    expect([...written, ...piped]).toEqual([]);
  });
});
