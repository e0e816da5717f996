import path from "node:path";
import { formats } from "../../report/formats";
import { certManager, fastly, judged, packDir, stateOf } from "../support";
import { Folder, run } from "./command";

/**
 * Names come from files, and reports are read by terminals and by CI, which take some lines for commands. What markup makes of
 * names is in the tests of each format.
 */

const command = path.join(packDir, "bin", "cli", "main.js");
const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const commands = [
  "::error file=a.js::canary",
  "::set-output name=a::canary",
  "::add-mask::canary",
  "##[set-output name=a;]canary",
  "##vso[task.setvariable variable=a]canary",
  "##teamcity[setParameter name='a' value='canary']",
];
const unseen = ["\u200b", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u202e", "\u2066", "\u061c", "\u{e0041}", "\ud800"];
const hyperlink = "\u001b]8;;https://canary.example.com\u0007www.example.com\u001b]8;;\u0007";
const hostile = [...commands, `\n${commands[0] ?? ""}`, ...unseen.map((character) => `www${character}.example.com`), hyperlink];

const stack = hostile.flatMap((name, index) => [
  certManager.certificate(name, { dnsNames: [`n${index}.example.com`] }, { namespace: name }),
  fastly.subscription(name, [`n${index}.example.com`]),
]);
const file = folder.write("hostile.json", stateOf(...stack));

describe.each([...formats.keys()])("a report as %s on standard output", (format) => {
  let report: string;
  beforeAll(async () => {
    report = (await run(command, ["check", file, "--format", format])).stdout;
  });

  test("holds the names", () => {
    expect(report).toContain("canary");
  });

  test("has no line that the log of a CI system would obey", () => {
    const lines = report.split(/[\n\r]/);
    expect(lines.filter((line) => line.trimStart().startsWith("::"))).toEqual([]);
    expect(lines.filter((line) => /##(?![# ])/.test(line))).toEqual([]);
  });

  test("has nothing that cannot be seen, turns text round or links it elsewhere", () => {
    expect(report.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});

test("errors and notes are no commands either", async () => {
  const odd = "x\n::error::canary##[error]\u200b.json";
  const { stderr } = await run(command, ["check", odd]);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(stderr).not.toMatch(/##|\u200b/);
  const empty = folder.write("##[error]empty.json", { version: 3, deployment: {} });
  const { stdout } = await run(command, ["check", empty]);
  expect(stdout).toContain("describes no resources");
  expect(stdout).not.toContain("##");
});

test("the pack's own messages, which the engine prints, hold none of these", () => {
  const violations = judged(stack);
  const messages = violations.map(({ message }) => message).filter((message) => message.includes("certificate owners"));
  expect(messages).toHaveLength(hostile.length);
  const lines = messages.flatMap((message) => message.split("\n"));
  expect(lines.filter((line) => /^\s*::|##|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
});
