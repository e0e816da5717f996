import { parseUrn } from "./requests";
import { counted } from "./state-files";

/**
 * The outcome of `check`, and the shape of `--format json`, which is stable: fields are added, never renamed or removed.
 *
 *     {
 *       "version": "0.1.0",              of the pack
 *       "files": ["dev.json"],           as they were given
 *       "stacks": ["shop/dev"],          project/stack
 *       "resources": 14,                 how many were checked
 *       "findings": [{
 *         "policy": "tls-name-single-owner",
 *         "level": "mandatory",          or "advisory"
 *         "severity": "high",            "unspecified", "low", "medium", "high" or "critical"
 *         "urn": "urn:pulumi:dev::…",    null where no single resource is meant, as are `resource` and `stack`
 *         "resource": {"type": "fastly:index/tlsSubscription:TlsSubscription", "name": "shop-tls"},
 *         "stack": "shop/dev",
 *         "description": "…",            the policy's, one sentence
 *         "message": "…"                 several lines
 *       }],
 *       "summary": {"mandatory": 1, "advisory": 0},
 *       "notes": ["…"]                   what the files did not show
 *     }
 */
export interface Report {
  readonly version: string;
  readonly files: readonly string[];
  readonly stacks: readonly string[];
  readonly resources: number;
  /** Mandatory ones first, then by policy, URN and message. */
  readonly findings: readonly Finding[];
  readonly summary: { readonly mandatory: number; readonly advisory: number };
  readonly notes: readonly string[];
  /** Whether a preview ended with an error: then "nothing found" is no clean bill. */
  readonly unfinished: boolean;
}

export interface Finding {
  readonly policy: string;
  readonly level: "mandatory" | "advisory";
  readonly severity: string;
  readonly urn: string | null;
  readonly resource: { readonly type: string; readonly name: string } | null;
  readonly stack: string | null;
  readonly description: string;
  readonly message: string;
}

export interface OutputOptions {
  readonly colour: boolean;
}

/** What `--format` takes. */
export const formats: Readonly<Record<string, (report: Report, options: OutputOptions) => string>> = { text: formatText, json: toJson };

/** @returns the value as indented JSON, safe to show. */
export function toJson(value: object): string {
  // JSON escapes the C0 controls by itself; a terminal obeys others as well.
  return `${JSON.stringify(value, undefined, 2).replace(unprintable, (character) => (character === "\n" ? character : escaped(character)))}\n`;
}

function formatText(report: Report, options: OutputOptions): string {
  const paint = painter(options.colour);
  const several = report.stacks.length > 1;
  const findings = report.findings.map((finding) => {
    const level = paint(finding.level === "mandatory" ? "red" : "yellow", finding.level.padEnd("mandatory".length));
    const message = finding.message
      .split("\n")
      .map((line) => (line === "" ? "" : `    ${printable(line)}`))
      .join("\n");
    return `${level}  ${paint("bold", printable(finding.policy))}  ${subject(finding, several)}\n${message}\n\n`;
  });
  const notes = report.notes.map((note) => `${paint("cyan", "note:")} ${printable(note)}\n`);
  return `${findings.join("")}${notes.join("")}${notes.length > 0 ? "\n" : ""}${paint("bold", summary(report))}\n`;
}

function subject(finding: Finding, several: boolean): string {
  if (finding.resource === null) {
    return "the stack as a whole";
  }
  const { type, name } = finding.resource;
  const place = several && finding.stack !== null ? ` (${finding.stack})` : "";
  return printable(`${type.slice(type.lastIndexOf(":") + 1)} ${name}${place}`);
}

function summary({ summary: { mandatory, advisory }, resources, stacks, files, version }: Report): string {
  const found = mandatory + advisory === 0 ? "nothing found" : `${mandatory} mandatory, ${advisory} advisory`;
  return (
    `${found}; ${counted(resources, "resource")} of ${counted(stacks.length, "stack")} in ${counted(files.length, "file")} ` +
    `checked by tls-ownership ${printable(version)}`
  );
}

/** @returns the resource that a URN names, for people. */
export function describeUrn(urn: string): { type: string; name: string } | undefined {
  const parts = parseUrn(urn);
  return parts === undefined ? undefined : { type: parts.type, name: parts.name };
}

// Controls of C0 and C1, and what turns the direction of text or breaks its line: names come from files.
// eslint-disable-next-line no-control-regex -- controls are what this is about
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** @returns the text with everything that a terminal would obey written out, as one line. */
export function printable(text: string): string {
  return text.replace(unprintable, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const styles = { bold: 1, red: 31, green: 32, yellow: 33, cyan: 36 };

/** @returns what puts a text into a style, or leaves it alone. */
export function painter(colour: boolean): (style: keyof typeof styles, text: string) => string {
  return (style, text) => (colour ? `\u001b[${styles[style]}m${text}\u001b[0m` : text);
}
