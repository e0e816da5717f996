import { createHash } from "node:crypto";
import path from "node:path";
import type { Log, Notification, ReportingDescriptor, Result, Run } from "sarif";
import { printableLines } from "../printable";
import type { Format, Location, Outcome, ReportedFinding, ReportedPolicy } from "../report";

/**
 * SARIF 2.1.0, as GitHub's code scanning and others read it: every policy is a rule, found or not, so that a result which is
 * gone counts as fixed; every result lies in an input file, at the line of its resource.
 */
export const sarif: Format = (outcome) => {
  const log: Log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [run(outcome)],
  };
  return `${printableLines(JSON.stringify(log, undefined, 2))}\n`;
};

function run({ report, policies }: Outcome): Run {
  const [first = "-"] = report.files;
  return {
    tool: { driver: { name: "tls-ownership", semanticVersion: report.version, rules: policies.map(rule) } },
    columnKind: "utf16CodeUnits",
    invocations: [{ executionSuccessful: !report.unfinished, toolExecutionNotifications: report.notes.map(notification) }],
    results: report.findings.map((finding) => result(finding, finding.location ?? { file: first, line: 1 }, policies)),
  };
}

const levels = { mandatory: "error", advisory: "warning" } as const;

function rule({ name, description, level, page }: ReportedPolicy): ReportingDescriptor {
  const help = page === undefined ? description : withoutLinks(page);
  return {
    id: name,
    name,
    shortDescription: { text: message(description) },
    fullDescription: { text: message(description) },
    help: { text: message(help), markdown: help },
    defaultConfiguration: level === "disabled" ? { enabled: false } : { level: levels[level] },
    properties: { tags: ["certificates", "dns", "pulumi"], precision: "high" },
  };
}

/** Links of a page lead to its neighbours in the pack's folder, where no viewer of SARIF follows them. */
function withoutLinks(page: string): string {
  return page.replace(/\[([^\]]*)\]\((?!https:)[^)]*\)/g, "$1");
}

function result(finding: ReportedFinding, location: Location, policies: readonly ReportedPolicy[]): Result {
  const { policy, level, id, urn, resource } = finding;
  const logical =
    urn === null || resource === null ? {} : { logicalLocations: [{ name: resource.name, fullyQualifiedName: urn, kind: "resource" }] };
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([id, urn]))
    .digest("hex");
  return {
    ruleId: policy,
    ruleIndex: policies.findIndex(({ name }) => name === policy),
    level: levels[level],
    message: { text: message(shortened(finding)) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(location.file) }, region: { startLine: location.line } },
        ...logical,
      },
    ],
    // The first is what GitHub follows a result by; the second says what it stands for.
    partialFingerprints: { primaryLocationLineHash: `${fingerprint.slice(0, 16)}:1`, "findingId/v1": urn === null ? id : `${id} ${urn}` },
  };
}

/** Viewers show a result's first paragraph in their lists: it is what is wrong, and the rest follows. */
function shortened({ what, message: text }: ReportedFinding): string {
  return text === what ? text : `${what}\n\n${text.slice(what.length).trimStart()}`;
}

function notification(note: string): Notification {
  return { level: "note", message: { text: message(note) } };
}

/** In SARIF's messages braces are placeholders, and `[…](…)` is a link (§3.11.5, §3.11.6). */
function message(text: string): string {
  return text.replace(/[{}]/g, "$&$&").replace(/\]\(/g, "]\\(");
}

/** A relative name stays one: viewers look from the repository's root, where checks are run. */
function uriOf(file: string): string {
  const encoded = file.split(path.sep).map(encodeURIComponent).join("/");
  return path.isAbsolute(file) ? `file://${encoded.startsWith("/") ? "" : "/"}${encoded}` : encoded;
}
