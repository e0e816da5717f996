import { groupBy } from "../../ownership/grouping";
import type { Format, ReportedFinding, ReportedPolicy } from "../report";
import { escapeMarkup } from "./common";

/**
 * JUnit's XML, for the test views of GitLab, Jenkins and others: each policy is a suite, each finding a test in it. What is
 * mandatory fails; what is advisory is a skipped test that says why, since a view has no third colour; a policy that found
 * nothing is one test that passes.
 */
export const junit: Format = ({ report, policies }) => {
  const found = groupBy(report.findings, ({ policy }) => policy);
  const suites = policies.map((policy) => ({ name: policy.name, cases: casesOf(policy, found.get(policy.name) ?? []) }));
  const notes = report.notes.length === 0 ? [] : [element("system-out", {}, [escapeMarkup(report.notes.join("\n"))])];
  const attributes = { name: "tls-ownership", ...counts(suites.flatMap(({ cases }) => cases)) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", attributes, [...suites.map(suite), ...notes])}\n`;
};

interface Case {
  readonly xml: string;
  /** Absent for a test that passes. */
  readonly outcome?: "failed" | "skipped";
}

function suite({ name, cases }: { readonly name: string; readonly cases: readonly Case[] }): string {
  return element(
    "testsuite",
    { name, ...counts(cases) },
    cases.map(({ xml }) => xml),
  );
}

function counts(cases: readonly Case[]): Readonly<Record<string, number>> {
  const count = (outcome: "failed" | "skipped") => cases.filter((each) => each.outcome === outcome).length;
  return { tests: cases.length, failures: count("failed"), errors: 0, skipped: count("skipped") };
}

function casesOf({ name, level }: ReportedPolicy, findings: readonly ReportedFinding[]): Case[] {
  if (findings.length > 0) {
    return findings.map(caseOf);
  }
  return level === "disabled"
    ? [{ outcome: "skipped", xml: testcase(name, name, null, [element("skipped", { message: "disabled by configuration" }, [])]) }]
    : [{ xml: testcase(name, name, null, []) }];
}

function caseOf({ policy, id, level, stack, location, what, message }: ReportedFinding): Case {
  const isFailure = level === "mandatory";
  const outcome = isFailure
    ? element("failure", { type: policy, message: what }, [escapeMarkup(message)])
    : element("skipped", { message: `advisory: ${what}` }, [escapeMarkup(message)]);
  const xml = testcase(stack === null ? id : `${id} in ${stack}`, policy, location?.file ?? null, [outcome]);
  return { outcome: isFailure ? "failed" : "skipped", xml };
}

function testcase(name: string, classname: string, file: string | null, content: readonly string[]): string {
  return element("testcase", { name, classname, ...(file === null ? {} : { file }) }, content);
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, content: readonly string[]): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${attribute(String(value))}"`)].join(" ");
  return content.length === 0 ? `<${start}/>` : `<${start}>\n${content.join("\n")}\n</${name}>`;
}

/** XML makes a space of a line's end in an attribute, unless it is written out. */
function attribute(value: string): string {
  return escapeMarkup(value).replace(/[\t\r\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}
