import { painter, type Painter } from "../paint";
import { printable } from "../printable";
import type { Format, Report, ReportedFinding } from "../report";
import { summaryWords, typeWords } from "./common";

/** For people at a terminal: every finding in full, then the notes, then one line of summary. */
export const text: Format = ({ report }, { colour, quiet }) => {
  const paint = painter(colour);
  const several = report.stacks.length > 1;
  const findings = report.findings.map((finding) => {
    const level = paint(finding.level === "mandatory" ? "red" : "yellow", finding.level.padEnd("mandatory".length));
    const message = finding.message
      .split("\n")
      .map((line) => (line === "" ? "" : `    ${printable(line)}`))
      .join("\n");
    return `${level}  ${paint("bold", printable(finding.policy))}  ${subject(finding, several)}\n${message}\n\n`;
  });
  const told = findings.join("");
  if (quiet) {
    return told === "" ? "" : `${told}${summary(report, paint)}`;
  }
  const notes = report.notes.map((note) => `${paint("cyan", "note:")} ${printable(note)}\n`);
  return `${told}${notes.join("")}${notes.length > 0 ? "\n" : ""}${summary(report, paint)}`;
};

function summary(report: Report, paint: Painter): string {
  return `${paint("bold", printable(summaryWords(report)))}\n`;
}

function subject({ resource, stack }: ReportedFinding, several: boolean): string {
  if (resource === null) {
    return "the stack as a whole";
  }
  const place = several && stack !== null ? ` (${stack})` : "";
  return printable(`${typeWords(resource.type)} ${resource.name}${place}`);
}
