import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { formats } from "../../report/formats";
import { script } from "../../report/formats/html/script";
import { style } from "../../report/formats/html/style";
import type { Outcome } from "../../report/report";
import { outcomeOf, plain } from "./outcomes";
import { reports } from "./reports";

/**
 * Whole reports in every format, held to the files in test/report/records: what a change does to them is part of its diff.
 * `UPDATE_MESSAGES=1 npm test -- records` writes them anew, as it does for messages; read the diff.
 */

const folder = path.join(__dirname, "records");
const extensions: Readonly<Record<string, string>> = {
  text: "txt",
  json: "json",
  sarif: "sarif",
  junit: "xml",
  markdown: "md",
  html: "html",
};
const rewritten = process.env["UPDATE_MESSAGES"] !== undefined;

describe.each(Object.entries(reports))("%s", (name, { stacks, surroundings, shown = Object.keys(extensions) }) => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = recorded(await outcomeOf(stacks, surroundings));
  });

  test.each(shown)("as %s", (format) => {
    const file = path.join(folder, fileOf(name, format));
    const said = withoutSources(formats.get(format)?.(outcome, plain) ?? "");
    if (rewritten) {
      writeFileSync(file, said);
    }
    expect(said).toBe(readFileSync(file, "utf8"));
  });
});

test("and nothing else is on record", () => {
  const files = Object.entries(reports).flatMap(([name, { shown = Object.keys(extensions) }]) =>
    shown.map((format) => fileOf(name, format)),
  );
  expect(readdirSync(folder).sort()).toEqual(files.sort());
});

function fileOf(name: string, format: string): string {
  return `${name}.${extensions[format] ?? format}`;
}

/** A policy that finds nothing in any of the reports. */
const quiet = "certificate-renews-in-time";

/** Without what changes with every release, and is the same in all reports: the version, most policies, and their pages. */
function recorded(outcome: Outcome): Outcome {
  const found = new Set(outcome.report.findings.map(({ policy }) => policy));
  const policies = outcome.policies
    .filter(({ name, level }) => found.has(name) || level === "disabled" || name === quiet)
    .map(({ name, description, level, severity }) => {
      const policy = { name, description, level, severity };
      return name === quiet ? { ...policy, page: `# ${name}\n\nSee [a page](pinned.md), [another](https://example.org).\n` } : policy;
    });
  return { ...outcome, policies, report: { ...outcome.report, version: "1.2.3" } };
}

/** The page's style and script have files of their own. */
function withoutSources(text: string): string {
  return text
    .replace(`<style>${style}</style>`, "<style>…</style>")
    .replace(`<script>${script}</script>`, "<script>…</script>")
    .replace(/'sha256-[^']+'/g, "'sha256-…'");
}
