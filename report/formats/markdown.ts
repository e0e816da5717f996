import type { OwnershipMap } from "../../ownership/map";
import { pageOf } from "../layout";
import { printable } from "../printable";
import type { Format, Report, ReportedFinding } from "../report";
import { counted } from "../words";
import { titleWords, typeWords } from "./common";
import { draw } from "./mermaid";

/** GitHub refuses a comment of more than 65,536 characters; what a workflow writes around it wants room, too. */
const limit = 60_000;
/** Rows of a table that a reader still looks through. */
const maximumRows = 20;

/** How long a table and the notes may get, whatever names they hold: with the picture they leave room for details. */
const maximumTable = 14_000;
const maximumNotes = 6_000;
/** For what is written around details: a title to fold them under, and how many are left out. */
const folding = 300;
/** Folded findings that may stand one below the other before they are folded together. */
const maximumOpen = 8;

/**
 * A comment for a pull request: a table of what is mandatory, the picture of who owns what, then everything else folded.
 * What does not fit is counted, the least important first.
 */
export const markdown: Format = ({ report, map }) => {
  const { findings, summary, notes } = report;
  const mandatory = findings.filter(({ level }) => level === "mandatory");
  const advisory = findings.filter(({ level }) => level === "advisory");
  const several = report.stacks.length > 1;
  const head = [
    `### ${summary.mandatory > 0 ? "❌" : report.unfinished ? "⚠️" : "✅"} TLS ownership: ${titleWords(summary)}`,
    checkedWords(report),
    ...(mandatory.length === 0 ? [] : [table(mandatory, several)]),
    ...picture(map),
  ];
  const overview = table(advisory, several);
  const told = notes.length === 0 ? [] : [folded(counted(notes.length, "note"), noteList(notes))];
  const room = limit - [...head, overview, ...told].join("\n\n").length;
  const refused = details(mandatory, several, room);
  const advised = details(advisory, several, room - refused.join("\n\n").length);
  return `${[
    ...head,
    ...(mandatory.length > maximumOpen
      ? [folded(`Details of ${counted(mandatory.length, "mandatory finding")}`, refused.join("\n\n"))]
      : refused),
    ...(advisory.length === 0 ? [] : [folded(counted(advisory.length, "advisory finding"), [overview, ...advised].join("\n\n"))]),
    ...told,
  ].join("\n\n")}\n`;
};

function noteList(notes: readonly string[]): string {
  const shown = fitting(
    notes.slice(0, maximumRows).map((note) => `- ${prose(cut(note, 300))}`),
    maximumNotes,
  );
  return [...shown, ...(notes.length > shown.length ? [`- … and ${notes.length - shown.length} more.`] : [])].join("\n");
}

function checkedWords({ resources, stacks, files, version, unfinished }: Report): string {
  const whose = stacks.length > 0 && stacks.length <= 3 ? ` (${stacks.map((stack) => code(cut(stack, 80))).join(", ")})` : "";
  const warning = unfinished ? " **A preview ended with an error, so resources may be missing.**" : "";
  return `${counted(resources, "resource")} of ${counted(stacks.length, "stack")}${whose} in ${counted(files.length, "file")}, checked by tls-ownership ${prose(version)}.${warning}`;
}

function table(findings: readonly ReportedFinding[], several: boolean): string {
  const all = findings.slice(0, maximumRows).map((finding) => {
    const stack = finding.stack === null ? "" : code(cut(finding.stack, 80));
    return `| ${[code(finding.policy), resourceCell(finding), ...(several ? [stack] : []), prose(cut(finding.what, 300))].join(" | ")} |`;
  });
  const rows = fitting(all, maximumTable);
  const titles = ["Policy", "Resource", ...(several ? ["Stack"] : []), "What is wrong"];
  const left = findings.length - rows.length;
  return [
    `| ${titles.join(" | ")} |`,
    `|${" --- |".repeat(titles.length)}`,
    ...rows,
    ...(left === 0 ? [] : ["", `… and ${left} more.`]),
  ].join("\n");
}

function resourceCell({ resource }: ReportedFinding): string {
  return resource === null ? "the stack as a whole" : `${prose(cut(typeWords(resource.type), 80))} ${code(cut(resource.name, 80))}`;
}

/** A cell, and a summary, is for a glance. */
function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length).trimEnd()}…` : text;
}

/** @returns the first parts, as many as are no longer than that together, each with what separates it from the next. */
function fitting(parts: readonly string[], length: number, separator = "\n"): string[] {
  let left = length;
  const end = parts.findIndex((part) => (left -= part.length + separator.length) < 0);
  return end < 0 ? [...parts] : parts.slice(0, end);
}

function picture(map: OwnershipMap): string[] {
  const drawn = draw(map);
  if (drawn === undefined) {
    return [];
  }
  const { mermaid, left } = drawn;
  const conflicts = map.filter(({ conflict }) => conflict !== undefined).length;
  const title = conflicts === 0 ? "Who owns what" : `Who owns what: ${counted(conflicts, "name")} with several owners`;
  const rest = left === 0 ? [] : [`${counted(left, "further name")} left out of the picture.`];
  const shown = [`\`\`\`mermaid\n${mermaid}\n\`\`\``, ...rest].join("\n\n");
  return conflicts === 0 ? [folded(title, shown)] : [`#### ${title}`, shown];
}

/** Findings in full, as many as there is room for, and how many more there are. */
function details(findings: readonly ReportedFinding[], several: boolean, room: number): string[] {
  const shown = fitting(
    findings.map((finding) => detail(finding, several)),
    room - folding,
    "\n\n",
  );
  const missing = findings.length - shown.length;
  return missing === 0
    ? shown
    : [...shown, `${counted(missing, "finding")} without details here, for want of room; the full report has them.`];
}

function detail(finding: ReportedFinding, several: boolean): string {
  const { what, who, consequence, fix } = finding;
  const place = finding.resource === null ? "" : ` on ${resourceCell(finding)}`;
  const stack = several && finding.stack !== null ? ` of ${code(finding.stack)}` : "";
  const where = finding.location === null ? "" : `, in ${code(`${finding.location.file}:${finding.location.line}`)}`;
  return folded(
    `${finding.level === "mandatory" ? "❌" : "⚠️"} ${code(cut(finding.id, 200))}${place}${stack}`,
    [
      prose(what),
      ...(who.length === 0 ? [] : [who.map((line) => `- ${prose(line)}`).join("\n")]),
      ...(consequence === null ? [] : [`**What will happen:** ${prose(consequence)}`]),
      ...(fix.length === 0 ? [] : [`**Fix:** ${fix.map(prose).join("<br>")}`]),
      `${code(pageOf(finding.policy))}${where}`,
    ].join("\n\n"),
  );
}

function folded(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

/** The text as code, whatever it holds: as HTML, since no run of backticks is safe from a name. */
function code(text: string): string {
  return `<code>${inert(text)}</code>`;
}

/** Our own sentences, in which backticks mark code, around names that are not ours: all else that could be markup is none. */
function prose(text: string): string {
  return text
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : inert(part)))
    .join("");
}

/** Characters as entities are text to Markdown and HTML alike. A mention, or an address, would be made a link even so. */
function inert(text: string): string {
  return printable(text)
    .replace(/[^\p{L}\p{N} .,;:"'()/…§·=?%-]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`)
    .replace(/&#64;/g, "&#64;&#8203;")
    .replace(/:(?!\s|$)/g, "&#58;")
    .replace(/&#58;\/\//g, "&#58;&#8203;//")
    .replace(/\bwww\./g, "www&#46;")
    .replace(/^( *)([-=]|\d+[.)](?=\s))/g, "$1&#8203;$2");
}
