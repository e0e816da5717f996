import { spawn, spawnSync } from "node:child_process";
import { chmodSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { certManager, fastly, packDir, stateOf } from "../support";
import { Folder } from "./command";

/** Who reads the command may leave, disks may be full, and signals come at any time: the exit status stays true, and no file is half written. */

const command = path.join(packDir, "bin", "cli", "main.js");
const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const conflict = [fastly.subscription("tls", ["shop.example.org"]), certManager.certificate("web", { dnsNames: ["shop.example.org"] })];
const clean = folder.write("clean.json", stateOf(fastly.subscription("tls", ["www.example.org"])));
const found = folder.write("found.json", stateOf(...conflict));
const report = path.join(folder.dir, "report.txt");

interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param left the streams whose readers are gone from the start. */
async function runWithout(left: readonly ("stdout" | "stderr")[], ...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [command, ...args]);
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => (written[name] += text));
  }
  child.stdin.end();
  left.forEach((name) => child[name].destroy());
  return new Promise((resolve) => child.once("close", (status, signal) => resolve({ status, signal, ...written })));
}

function inShell(redirects: string, ...args: readonly string[]): Pick<Ended, "status" | "stdout" | "stderr"> {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `"$0" "$@" ${redirects}`, process.execPath, command, ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("the exit status is that of the verdict", () => {
  test.each<readonly [number, readonly string[]]>([
    [0, ["check", clean, "--output", report]],
    [1, ["check", found, "--output", report]],
    [2, ["check", "missing.json"]],
  ])("%i of %j, though nobody reads the line on standard error", async (status, args) => {
    expect(await runWithout(["stderr"], ...args)).toMatchObject({ status, signal: null });
    expect(inShell("2>/dev/full", ...args).status).toBe(status);
  });

  test.each<readonly [number, readonly string[]]>([
    [0, ["check", clean]],
    [1, ["check", found]],
    [0, ["claims", clean]],
  ])("%i of %j, though the reader of standard output has left, as head does", async (status, args) => {
    expect(await runWithout(["stdout"], ...args)).toEqual({ status, signal: null, stdout: "", stderr: "" });
  });

  test("of streams that are closed from the start as well", () => {
    expect(inShell(">&- 2>&-", "check", found).status).toBe(1);
    expect(inShell(">&- 2>&-", "check", "missing.json").status).toBe(2);
  });

  test("of --output to a pipe as well, whose reader has left", () => {
    const { status, stderr } = inShell("| true; exit ${PIPESTATUS[0]}", "check", found, "--output", "/dev/stdout", "--quiet");
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  });
});

test.each([[["check", found]], [["claims", clean]], [["--version"]]])(
  "%j onto a full disk: one line says so, and the status is 2",
  (args) => {
    expect(inShell(">/dev/full", ...args)).toEqual({
      status: 2,
      stdout: "",
      stderr: "tls-ownership: standard output: cannot be written: no space is left\n",
    });
  },
);

test("a disk that is full before the report ends is no success either", () => {
  const written = path.join(folder.dir, "cut.html");
  const script = `ulimit -f 1; "$0" "$1" check "$2" --format html >"$3"`; // 1024 bytes
  const { status, stderr } = spawnSync("bash", ["-c", script, process.execPath, command, clean, written], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: "tls-ownership: standard output: cannot be written: it would be larger than is allowed\n",
  });
});

describe("a signal while a file is written", () => {
  /** Holds the command where all is written, and not yet in its place. */
  const hold = folder.write("hold.js", 'require("node:fs").promises.rename = () => new Promise((resolve) => setTimeout(resolve, 60_000));');

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s ends it as ever, and leaves what was there", async (signal) => {
    const own = new Folder();
    const output = own.write("report.txt", "old");
    const child = spawn(process.execPath, ["--require", hold, command, "check", found, "--output", output], { stdio: "ignore" });
    const ended = new Promise((resolve) => child.once("close", (status, by) => resolve({ status, by })));
    while (readdirSync(own.dir).length < 2) {
      await pause(10);
    }
    child.kill(signal);
    expect(await ended).toEqual({ status: null, by: signal });
    expect(readdirSync(own.dir)).toEqual(["report.txt"]);
    expect(readFileSync(output, "utf8")).toBe("old");
    own.remove();
  });
});

describe("--output", () => {
  test("keeps who may read the file", () => {
    const output = folder.write("mode.txt", "old");
    chmodSync(output, 0o606);
    expect(inShell("", "check", clean, "--output", output).status).toBe(0);
    expect(statSync(output).mode & 0o777).toBe(0o606);
  });

  test.each([
    ["nowhere", "none.txt"],
    ["round in a circle", "circle.txt"],
  ])("through a link that leads %s is refused, and the link stays", (_where, target) => {
    const link = path.join(folder.dir, "circle.txt");
    spawnSync("rm", ["-f", link]);
    symlinkSync(target, link);
    expect(inShell("", "check", clean, "--output", link)).toEqual({
      status: 2,
      stdout: "",
      stderr: `tls-ownership: ${link}: cannot be written: it is a link that leads nowhere\n`,
    });
    expect(readdirSync(folder.dir)).toContain("circle.txt");
  });

  test("takes a name as long as the file system does", () => {
    const output = path.join(folder.dir, `${"n".repeat(251)}.txt`);
    expect(inShell("", "check", clean, "--output", output, "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(inShell("", "check", clean, "--output", `${output}x`).stderr).toContain("cannot be written: its name is too long");
  });

  test("of claims to a pipe is written, and not waited for", () => {
    const { status, stdout } = inShell("| cat", "claims", clean, "--output", "/dev/stdout");
    expect({ status, stdout: JSON.parse(stdout) as unknown }).toMatchObject({ status: 0, stdout: { version: 1 } });
    writeFileSync(report, "");
  });
});
