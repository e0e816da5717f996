import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import type { Log, Run } from "sarif";
import { sarif } from "../../report/formats/sarif";
import type { Outcome } from "../../report/report";
import { conflicts, finding, hostileStack, organisation, outcomeOf, outcomeWith, plain } from "./outcomes";

/** The schema that OASIS publishes. */
const schema = JSON.parse(readFileSync(path.join(__dirname, "sarif-schema-2.1.0.json"), "utf8")) as object;
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const isValid = ajv.compile(schema);

function runOf(outcome: Outcome): Run {
  const log = JSON.parse(sarif(outcome, plain)) as Log;
  isValid(log);
  expect(isValid.errors ?? []).toEqual([]);
  const [run, ...others] = log.runs;
  if (run === undefined || others.length > 0) {
    throw new Error(`${log.runs.length} runs, where one belongs`);
  }
  return run;
}

let outcome: Outcome;
let run: Run;
beforeAll(async () => {
  outcome = await outcomeOf(organisation);
  run = runOf(outcome);
});

test("the schema refuses what is no SARIF", () => {
  expect(isValid({ version: "2.1.0", runs: [{ tool: {} }] })).toBe(false);
});

test("every policy is a rule, with its level and its page", () => {
  const rules = run.tool.driver.rules ?? [];
  expect(rules.map(({ id }) => id)).toEqual(outcome.policies.map(({ name }) => name));
  const owner = rules.find(({ id }) => id === "tls-name-single-owner");
  expect(owner?.defaultConfiguration).toEqual({ level: "error" });
  expect(owner?.help?.markdown).toContain("## What it finds");
  expect(owner?.help?.markdown).not.toMatch(/\]\((?!https:)/);
  expect(rules.find(({ id }) => id === "ownership-undetermined")?.defaultConfiguration).toEqual({ level: "warning" });
});

test("a result names its rule, its file and line, its resource and what is wrong first", () => {
  const results = run.results ?? [];
  expect(results).toHaveLength(outcome.report.findings.length);
  for (const result of results) {
    expect(run.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
  }
  const result = results.find(({ partialFingerprints }) =>
    partialFingerprints?.["findingId/v1"]?.startsWith("tls-name-single-owner[origin.example.org]"),
  );
  expect(result).toMatchObject({
    level: "error",
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: "edge.json" } },
        logicalLocations: [{ name: "shop-tls", kind: "resource" }],
      },
    ],
  });
  expect(result?.message.text?.split("\n\n")[0]).toMatch(/^origin\.example\.org would get two certificate owners\. [^\n]*$/);
});

test("the line is that of the resource", async () => {
  const { report } = await outcomeOf(organisation);
  const location = report.findings.find(({ policy }) => policy === "tls-name-single-owner")?.location;
  expect(location?.file).toBe("edge.json");
  // Stack, provider, then the subscriptions.
  expect(location?.line).toBeGreaterThan(20);
});

test("a result keeps its fingerprints when files are renamed and lines move, and no two have the same", async () => {
  const [edge = [], ...rest] = Object.values(organisation);
  const moved = await outcomeOf({ "other.json": [...edge].reverse(), "b.json": rest[0] ?? [], "c.json": rest[1] ?? [] });
  const prints = (each: Run): unknown[] => (each.results ?? []).map(({ partialFingerprints }) => partialFingerprints).sort(byText);
  expect(prints(runOf(moved))).toEqual(prints(run));
  expect(new Set(prints(run).map((each) => JSON.stringify(each))).size).toBe(run.results?.length);
});

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

test("nothing found is a run with rules and without results; notes are notifications, an unfinished preview no success", async () => {
  const empty = runOf(await outcomeOf({ "empty.json": [] }));
  expect(empty.results).toEqual([]);
  expect(empty.tool.driver.rules?.length).toBeGreaterThan(5);
  const { report } = outcome;
  const unfinished = runOf({ ...outcome, report: { ...report, notes: ["edge.json: something"], unfinished: true } });
  expect(unfinished.invocations).toMatchObject([
    { executionSuccessful: false, toolExecutionNotifications: [{ message: { text: "edge.json: something" } }] },
  ]);
});

test("names from files are no links, no placeholders and no controls", async () => {
  const text = sarif(await outcomeOf(hostileStack), plain);
  const log = JSON.parse(text) as Log;
  expect(isValid(log)).toBe(true);
  const messages = log.runs[0]?.results?.map(({ message }) => message.text ?? "") ?? [];
  expect(messages.join()).toContain("<script>alert(1)</script>");
  for (const message of messages) {
    expect(message).not.toMatch(/\]\(/);
    expect(message.replace(/\{\{|\}\}/g, "")).not.toMatch(/[{}]/);
  }
  // eslint-disable-next-line no-control-regex -- controls are what this is about
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

test("many results stay valid", async () => {
  expect(runOf(await outcomeOf(conflicts(60))).results?.length).toBeGreaterThanOrEqual(60);
});

describe("one result", () => {
  const policy = { name: "certificate-issuable", description: "…", level: "mandatory" as const, severity: "high" };
  const policies = [policy, { ...policy, name: "tls-name-single-owner" }];
  const resultOf = (...[findings, more]: Parameters<typeof outcomeWith>): unknown =>
    runOf(outcomeWith(findings, { policies, ...more })).results?.[0];

  test("about a resource", () => {
    expect(resultOf([finding("shop.example.org", { level: "advisory" })])).toEqual({
      ruleId: "tls-name-single-owner",
      ruleIndex: 1,
      level: "warning",
      message: {
        text: "shop.example.org is wrong.\n\nFix: decide.\ntls-name-single-owner[shop.example.org], see docs/policies/tls-name-single-owner.md",
      },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: "shop.json" }, region: { startLine: 7 } },
          logicalLocations: [
            {
              name: "shop-tls",
              fullyQualifiedName: "urn:pulumi:production::shop::fastly:index/tlsSubscription:TlsSubscription::shop-tls",
              kind: "resource",
            },
          ],
        },
      ],
      partialFingerprints: {
        primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{16}:1$/) as string,
        "findingId/v1":
          "tls-name-single-owner[shop.example.org] urn:pulumi:production::shop::fastly:index/tlsSubscription:TlsSubscription::shop-tls",
      },
    });
  });

  test("about the stack, in other words than ours, lies at the start of the first file", () => {
    const whole = finding("x", { urn: null, resource: null, stack: null, location: null, message: "x failed.\nOnce." });
    expect(resultOf([whole], { files: ["a.json", "b.json"] })).toEqual({
      ruleId: "tls-name-single-owner",
      ruleIndex: 1,
      level: "error",
      message: { text: "x failed.\nOnce." },
      locations: [{ physicalLocation: { artifactLocation: { uri: "a.json" }, region: { startLine: 1 } } }],
      partialFingerprints: {
        primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{16}:1$/) as string,
        "findingId/v1": "tls-name-single-owner[x]",
      },
    });
  });

  test.each([
    ["exports/dev.json", "exports/dev.json"],
    ["../a b#1%.json", "../a%20b%231%25.json"],
    ["/exports/é.json", "file:///exports/%C3%A9.json"],
  ])("in the file %s has the URI %s", (file, uri) => {
    expect(resultOf([finding("x", { location: { file, line: 3 } })])).toMatchObject({
      locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 3 } } }],
    });
  });

  test.each([
    ["a placeholder", "{0} and }", "{{0}} and }}"],
    ["a link", "[a](b) [c](d) [e]", "[a]\\(b) [c]\\(d) [e]"],
  ])("%s is text", (_what, message, text) => {
    expect(resultOf([finding("x", { message })])).toMatchObject({ message: { text } });
    const { invocations } = runOf(outcomeWith([], { notes: [message] }));
    expect(invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [{ level: "note", message: { text } }] }]);
  });
});

test("of a page's links those stay that lead out of the pack", () => {
  const page = "See [one](one.md), [two](../two.md#part), [three](https://example.org/{id}) and [four](http://example.org).";
  const rules = runOf(outcomeWith([], { policies: [{ name: "a", description: "{It}.", level: "disabled", severity: "low", page }] })).tool
    .driver.rules;
  expect(rules).toEqual([
    {
      id: "a",
      name: "a",
      shortDescription: { text: "{{It}}." },
      fullDescription: { text: "{{It}}." },
      help: {
        text: "See one, two, [three]\\(https://example.org/{{id}}) and four.",
        markdown: "See one, two, [three](https://example.org/{id}) and four.",
      },
      defaultConfiguration: { enabled: false },
      properties: { tags: ["certificates", "dns", "pulumi"], precision: "high" },
    },
  ]);
});
