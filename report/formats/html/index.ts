import { createHash } from "node:crypto";
import type { OwnershipMap } from "../../../ownership/map";
import { dayOf } from "../../../ownership/time";
import type { Format, Report } from "../../report";
import { counted } from "../../words";
import { escapeMarkup, titleWords } from "../common";
import { findingsSection } from "./findings";
import { mapSection, mapWords } from "./map";
import { script } from "./script";
import { style } from "./style";

/**
 * One page that needs nothing else: the findings, and a map of every name that can be searched and sorted. It loads nothing
 * and sends nothing; its policy allows exactly its own style and script, by their hashes. Without JavaScript it is a page
 * with a table.
 */
export const html: Format = ({ report, map, now }) => {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>TLS ownership: ${escapeMarkup(titleWords(report.summary))}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#map">Skip to the map of names</a>
<header>
<h1>TLS ownership</h1>
${headline(report, map, now)}
</header>
<main>
${findingsSection(report)}
${mapSection(map, report, now)}
${notesSection(report)}
</main>
<footer><p>Written by tls-ownership ${escapeMarkup(report.version)}. What the files do not show, this page does not know: it asked no network and no cluster.</p></footer>
<script>${script}</script>
</body>
</html>
`;
};

function hashOf(content: string): string {
  return `sha256-${createHash("sha256").update(content).digest("base64")}`;
}

function headline({ summary, resources, stacks, files, unfinished }: Report, map: OwnershipMap, now: Date): string {
  const verdict = summary.mandatory > 0 ? "bad" : summary.advisory > 0 || unfinished ? "warn" : "good";
  const named =
    stacks.length === 0 || stacks.length > 12 ? "" : `: ${stacks.map((stack) => `<code>${escapeMarkup(stack)}</code>`).join(", ")}`;
  const checked = `${counted(resources, "resource")} of ${counted(stacks.length, "stack")} in ${counted(files.length, "file")}, checked on <time datetime="${now.toISOString()}">${dayOf(now.getTime())}</time>${named}. <a href="#map">${mapWords(map)}</a>`;
  const warning = unfinished ? `<p class="warning">A preview ended with an error, so resources may be missing.</p>` : "";
  return `<p class="verdict ${verdict}">${escapeMarkup(titleWords(summary))}</p>\n<p>${checked}</p>${warning}`;
}

function notesSection({ notes }: Report): string {
  return notes.length === 0
    ? ""
    : `<section aria-labelledby="notes-title"><h2 id="notes-title">Notes</h2><ul>${notes.map((note) => `<li>${escapeMarkup(note)}</li>`).join("")}</ul></section>`;
}
