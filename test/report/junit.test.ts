import { SaxesParser } from "saxes";
import { junit } from "../../report/formats/junit";
import type { Outcome } from "../../report/report";
import { finding, hostileStack, organisation, outcomeOf, outcomeWith, plain } from "./outcomes";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Parses as strictly as XML 1.0 asks; throws for what is not well-formed. */
function parse(xml: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", (text) => {
    const element = open.at(-1);
    if (element !== undefined) {
      element.text += text;
    }
  });
  parser.write(xml).close();
  const [document] = root.children;
  return document ?? root;
}

function all(element: Element, name: string): Element[] {
  return [...(element.name === name ? [element] : []), ...element.children.flatMap((child) => all(child, name))];
}

let outcome: Outcome;
let document: Element;
beforeAll(async () => {
  outcome = await outcomeOf(organisation);
  document = parse(junit(outcome, plain));
});

test("each policy is a suite; one that found nothing is a test that passes", () => {
  const suites = all(document, "testsuite");
  expect(suites.map(({ attributes }) => attributes["name"])).toEqual(outcome.policies.map(({ name }) => name));
  const quiet = suites.find(({ attributes }) => attributes["name"] === "certificate-renews-in-time");
  expect(quiet?.children).toMatchObject([{ name: "testcase", attributes: { name: "certificate-renews-in-time" }, children: [] }]);
});

test("what is mandatory fails, with file and text; what is advisory is skipped, with its text", () => {
  const failing = all(document, "testcase").filter((test) => all(test, "failure").length > 0);
  expect(failing).toHaveLength(outcome.report.summary.mandatory);
  expect(failing.map(({ attributes }) => attributes["name"])).toContain("tls-name-single-owner[origin.example.org] in edge/production");
  const [first] = failing;
  expect(first?.attributes["file"]).toBe("edge.json");
  expect(first?.children[0]?.text).toContain("Fix: ");
  expect(first?.children[0]?.attributes["message"]).not.toContain("\n");
  const advisory = parse(junit({ ...outcome, report: { ...outcome.report, findings: outcome.report.findings.map(asAdvisory) } }, plain));
  expect(all(advisory, "failure")).toEqual([]);
  expect(all(advisory, "skipped")).toHaveLength(outcome.report.findings.length);
});

function asAdvisory(finding: Outcome["report"]["findings"][number]): Outcome["report"]["findings"][number] {
  return { ...finding, level: "advisory" };
}

test("the counts are those of the tests", () => {
  for (const element of [document, ...all(document, "testsuite")]) {
    const { tests, failures, skipped } = element.attributes;
    expect([tests, failures, skipped]).toEqual(["testcase", "failure", "skipped"].map((name) => String(all(element, name).length)));
  }
});

test("a policy that is switched off did not pass", () => {
  const policies = outcome.policies.map((policy) => ({ ...policy, level: "disabled" as const }));
  const off = parse(junit({ ...outcome, policies, report: { ...outcome.report, findings: [] } }, plain));
  expect(all(off, "skipped")).toHaveLength(policies.length);
});

test("names from files are text, whatever they hold", async () => {
  const xml = junit(await outcomeOf(hostileStack), plain);
  const hostile = parse(xml);
  expect(new Set(allNames(hostile))).toEqual(new Set(["testsuites", "testsuite", "testcase", "failure"]));
  expect(all(hostile, "failure").some(({ text }) => text.includes("<script>alert(1)</script>|`y`]]>"))).toBe(true);
  expect(xml).not.toMatch(/<script|<!\[CDATA/);
  // eslint-disable-next-line no-control-regex -- controls are what this is about
  expect(xml).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

function allNames(element: Element): string[] {
  return [element.name, ...element.children.flatMap(allNames)];
}

test("what XML cannot hold at all is written out", () => {
  const report = { ...outcome.report, notes: ["lone \ud800 surrogate, \u0000, \ufffe"] };
  expect(all(parse(junit({ ...outcome, report }, plain)), "system-out")[0]?.text.trim()).toBe("lone \\ud800 surrogate, \\u0000, \\ufffe");
});

test("an attribute keeps its lines, and its tabs", () => {
  const xml = junit(outcomeWith([finding("x", { message: "one\n\ttwo\r" })], { policies }), plain);
  expect(xml).toContain('<failure type="tls-name-single-owner" message="one&#10;&#9;two&#13;">\none\n\ttwo\r\n</failure>');
});

const policies = ["tls-name-single-owner", "certificate-issuable"].map((name) => ({
  name,
  description: "…",
  level: "mandatory" as const,
  severity: "high",
}));

test("a finding about the stack has neither stack nor file; a policy that is switched off says so", () => {
  const whole = finding("x", { level: "advisory", urn: null, resource: null, stack: null, location: null, message: "x failed." });
  const off = policies.map((policy) => ({ ...policy, level: "disabled" as const }));
  expect(junit(outcomeWith([whole], { policies: off, notes: ["one <", "two"] }), plain)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tls-ownership" tests="2" failures="0" errors="0" skipped="2">
<testsuite name="tls-name-single-owner" tests="1" failures="0" errors="0" skipped="1">
<testcase name="tls-name-single-owner[x]" classname="tls-name-single-owner">
<skipped message="advisory: x failed.">
x failed.
</skipped>
</testcase>
</testsuite>
<testsuite name="certificate-issuable" tests="1" failures="0" errors="0" skipped="1">
<testcase name="certificate-issuable" classname="certificate-issuable">
<skipped message="disabled by configuration"/>
</testcase>
</testsuite>
<system-out>
one &lt;
two
</system-out>
</testsuites>
`);
});
