import { groupBy } from "../../ownership/grouping";
import { takeApart } from "../layout";
import type { Format, ReportedFinding, ReportedPolicy } from "../report";
import { escapeMarkup } from "./common";

/**
 * JUnit's XML, for the test views of GitLab, Jenkins and others: each policy is a suite, each finding a test in it. What is
 * mandatory fails; what is advisory is a skipped test that says why, since a view has no third colour; a policy that found
 * nothing is one test that passes.
 */
export const junit: Format = ({ report, policies }) => {
  const found = groupBy(report.findings, ({ policy }) => policy);
  const suites = policies.map((policy) => suite(policy, found.get(policy.name) ?? []));
  const count = (counter: "tests" | "failures" | "skipped"): number => suites.reduce((sum, each) => sum + each[counter], 0);
  const attributes = { name: "tls-ownership", tests: count("tests"), failures: count("failures"), errors: 0, skipped: count("skipped") };
  const notes = report.notes.length === 0 ? [] : [element("system-out", {}, [escapeMarkup(report.notes.join("\n"))])];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", attributes, [...suites.map(({ xml }) => xml), ...notes])}\n`;
};

interface Suite {
  readonly xml: string;
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
}

function suite({ name, level }: ReportedPolicy, findings: readonly ReportedFinding[]): Suite {
  const disabled = level === "disabled" && findings.length === 0;
  const without = testcase(name, name, null, disabled ? [element("skipped", { message: "disabled by configuration" }, [])] : []);
  const cases = findings.length === 0 ? [without] : findings.map(caseOf);
  const failures = findings.filter((finding) => finding.level === "mandatory").length;
  const counts = { tests: cases.length, failures, skipped: findings.length - failures + (disabled ? 1 : 0) };
  const { tests, skipped } = counts;
  return { ...counts, xml: element("testsuite", { name, tests, failures, errors: 0, skipped }, cases) };
}

function caseOf({ policy, id, level, stack, location, message }: ReportedFinding): string {
  const { what } = takeApart(policy, message);
  const outcome =
    level === "mandatory"
      ? element("failure", { type: policy, message: what }, [escapeMarkup(message)])
      : element("skipped", { message: `advisory: ${what}` }, [escapeMarkup(message)]);
  return testcase(stack === null ? id : `${id} in ${stack}`, policy, location?.file ?? null, [outcome]);
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
