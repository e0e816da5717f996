import { pageOf, takeApart } from "../../layout";
import type { Report, ReportedFinding } from "../../report";
import { counted } from "../../words";
import { escapeMarkup, typeWords } from "../common";

/** @returns the anchor of a finding, by its place in the report. */
export function findingAnchor(index: number): string {
  return `finding-${index + 1}`;
}

/** Every finding, to open; mandatory ones are open already where they are few. */
export function findingsSection({ findings, stacks }: Report): string {
  const mandatory = findings.filter(({ level }) => level === "mandatory").length;
  const items = findings.map((finding, index) =>
    item(finding, findingAnchor(index), stacks.length > 1, finding.level === "mandatory" && mandatory <= 3),
  );
  const content = items.length === 0 ? "<p>Nothing found.</p>" : `<ul class="findings">${items.join("\n")}</ul>`;
  return `<section aria-labelledby="findings-title"><h2 id="findings-title">${items.length === 0 ? "Findings" : escapeMarkup(counted(items.length, "finding"))}</h2>\n${content}</section>`;
}

function item(finding: ReportedFinding, anchor: string, several: boolean, open: boolean): string {
  const { policy, level, id, message, stack, location } = finding;
  const { what, who, consequence, fix } = takeApart(policy, message);
  const rows = [
    ["Resource", resourceWords(finding)],
    ...(several && stack !== null ? [["Stack", `<code>${escapeMarkup(stack)}</code>`]] : []),
    ...(location === null ? [] : [["File", `<code>${escapeMarkup(`${location.file}:${location.line}`)}</code>`]]),
    ["Id", `<code>${escapeMarkup(id)}</code>`],
    ["More", `<code>${escapeMarkup(pageOf(policy))}</code>`],
  ];
  return `<li><details id="${anchor}"${open ? " open" : ""}>
<summary><span class="level ${level}">${level}</span> <span class="policy">${escapeMarkup(policy)}</span> <span class="what">${prose(what)}</span></summary>
${who.length === 0 ? "" : `<ul>${who.map((line) => `<li>${prose(line)}</li>`).join("")}</ul>`}
${consequence === undefined ? "" : `<p><strong>What will happen:</strong> ${prose(consequence)}</p>`}
${fix.length === 0 ? "" : `<p><strong>Fix:</strong> ${fix.map(prose).join("<br>")}</p>`}
<dl>${rows.map(([term = "", value = ""]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`).join("")}</dl>
</details></li>`;
}

function resourceWords({ resource }: ReportedFinding): string {
  return resource === null
    ? "the stack as a whole"
    : `${escapeMarkup(typeWords(resource.type))} <code>${escapeMarkup(resource.name)}</code>`;
}

/** Our own sentences: what stands in backticks is code. */
export function prose(text: string): string {
  return text
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? `<code>${escapeMarkup(part)}</code>` : escapeMarkup(part)))
    .join("");
}
