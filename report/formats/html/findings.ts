import { groupBy, type Group } from "../../../ownership/grouping";
import { pageOf } from "../../layout";
import type { Report, ReportedFinding } from "../../report";
import { counted } from "../../words";
import { escapeMarkup, typeWords } from "../common";

/** @returns the anchor of a finding, by its place in the report. */
export function findingAnchor(index: number): string {
  return `finding-${index + 1}`;
}

/** So many stand one below the other before they are folded by policy. */
const maximumUnfolded = 20;

/** Every finding, to open; mandatory ones are open already where they are few. */
export function findingsSection({ findings, stacks }: Report): string {
  const mandatory = findings.filter(({ level }) => level === "mandatory").length;
  const items = findings.map((finding, index) => ({
    finding,
    html: item(finding, findingAnchor(index), stacks.length > 1, finding.level === "mandatory" && mandatory <= 3),
  }));
  const title = items.length === 0 ? "Findings" : counted(items.length, "finding");
  return `<section aria-labelledby="findings-title"><h2 id="findings-title">${title}</h2>\n${contentOf(items)}</section>`;
}

interface Item {
  readonly finding: ReportedFinding;
  readonly html: string;
}

function contentOf(items: readonly Item[]): string {
  if (items.length === 0) {
    return "<p>Nothing found.</p>";
  }
  return items.length <= maximumUnfolded
    ? list(items)
    : [...groupBy(items, ({ finding }) => `${finding.level} ${finding.policy}`).values()].map(folded).join("\n");
}

function list(items: readonly Item[]): string {
  return `<ul class="findings">${items.map(({ html }) => html).join("\n")}</ul>`;
}

function folded(items: Group<Item>): string {
  const [{ finding }] = items;
  return `<details class="group"><summary>${levelBadge(finding)} <span class="policy">${escapeMarkup(finding.policy)}</span> ${counted(items.length, "finding")}: ${escapeMarkup(finding.description)}</summary>${list(items)}</details>`;
}

function levelBadge({ level }: ReportedFinding): string {
  return `<span class="level ${level}">${level}</span>`;
}

function item(finding: ReportedFinding, anchor: string, several: boolean, open: boolean): string {
  const { policy, id, what, who, consequence, fix, stack, location } = finding;
  const rows: readonly (readonly [string, string])[] = [
    ["Resource", resourceWords(finding)],
    ...(several && stack !== null ? [["Stack", `<code>${escapeMarkup(stack)}</code>`] as const] : []),
    ...(location === null ? [] : [["File", `<code>${escapeMarkup(`${location.file}:${location.line}`)}</code>`] as const]),
    ["Id", `<code>${escapeMarkup(id)}</code>`],
    ["More", `<code>${escapeMarkup(pageOf(policy))}</code>`],
  ];
  return `<li><details id="${anchor}"${open ? " open" : ""}>
<summary>${levelBadge(finding)} <span class="policy">${escapeMarkup(policy)}</span> <span class="what">${prose(what)}</span></summary>
${who.length === 0 ? "" : `<ul>${who.map((line) => `<li>${prose(line)}</li>`).join("")}</ul>`}
${consequence === null ? "" : `<p><strong>What will happen:</strong> ${prose(consequence)}</p>`}
${fix.length === 0 ? "" : `<p><strong>Fix:</strong> ${fix.map(prose).join("<br>")}</p>`}
<dl>${rows.map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`).join("")}</dl>
</details></li>`;
}

function resourceWords({ resource }: ReportedFinding): string {
  return resource === null
    ? "the stack as a whole"
    : `${escapeMarkup(typeWords(resource.type))} <code>${escapeMarkup(resource.name)}</code>`;
}

/** Our own sentences: what stands in backticks is code. */
function prose(text: string): string {
  return text
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? `<code>${escapeMarkup(part)}</code>` : escapeMarkup(part)))
    .join("");
}
