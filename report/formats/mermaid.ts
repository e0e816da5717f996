import { isCertain } from "../../ownership/claims";
import { groupBy } from "../../ownership/grouping";
import type { Holder, MappedName, OwnershipMap } from "../../ownership/map";
import { resourceWords, stackWords } from "../words";
import { needOf, ownerKey } from "./holders";

/** What a reader takes in, and a pull request's column holds. */
const maximumNodes = 20;
/** Names that one node lists before it counts the rest. */
const listedNames = 4;

export interface Picture {
  readonly mermaid: string;
  /** Names that are not in it. */
  readonly left: number;
}

/**
 * Draws owners, the names that they claim, and by which record. Names with the same owners are one node, conflicts come
 * first, and where there are too many the rest is left out.
 *
 * @returns undefined where nobody claims anything.
 */
export function draw(map: OwnershipMap): Picture | undefined {
  const groups = [...groupBy(map.filter(isDrawn), (name) => signature(name)).values()].sort(
    (one, other) => Number(isConflict(other)) - Number(isConflict(one)),
  );
  const owners = new Map<string, { readonly id: string; readonly label: string }>();
  const lines: string[] = [];
  const styles: string[] = [];
  let left = 0;
  let links = 0;
  for (const [index, group] of groups.entries()) {
    const holders = (group[0]?.holders ?? []).filter(isOwner);
    const added = new Set(holders.map(ownerKey).filter((key) => !owners.has(key))).size + 1;
    if (owners.size + index + added > maximumNodes && index > 0) {
      left += group.length;
      continue;
    }
    const conflict = isConflict(group);
    lines.push(`  n${index}["${namesLabel(group)}"]${conflict ? ":::conflict" : ""}`);
    for (const holder of holders) {
      const key = ownerKey(holder);
      const owner = owners.get(key) ?? { id: `o${owners.size}`, label: ownerLabel(holder) };
      if (!owners.has(key)) {
        owners.set(key, owner);
        lines.push(`  ${owner.id}(["${owner.label}"])`);
      }
      const contested = conflict && isContested(holder);
      lines.push(`  ${owner.id} ${contested ? "==>" : "-->"}|"${label(needOf(holder).short)}"| n${index}`);
      if (contested) {
        styles.push(String(links));
      }
      links += 1;
    }
  }
  if (lines.length === 0) {
    return undefined;
  }
  return {
    mermaid: [
      "flowchart LR",
      ...lines,
      "  classDef conflict fill:#b42318,stroke:#7a1410,color:#ffffff,stroke-width:2px",
      ...(styles.length === 0 ? [] : [`  linkStyle ${styles.join(",")} stroke:#b42318,stroke-width:3px`]),
    ].join("\n"),
    left,
  };
}

function isDrawn({ holders }: MappedName): boolean {
  return holders.some(isOwner);
}

/** What only holds a certificate, or uploads one, owns nothing in DNS. */
function isOwner({ keeps: { by } }: Holder): boolean {
  return by === "claim" || by === "certificate";
}

function isContested({ keeps }: Holder): boolean {
  return keeps.by === "claim" && isCertain(keeps.claim);
}

function isConflict(group: readonly MappedName[]): boolean {
  return group[0]?.conflict !== undefined;
}

function signature({ holders, conflict }: MappedName): string {
  const owners = holders.filter(isOwner).map((holder) => [ownerKey(holder), needOf(holder).short]);
  return JSON.stringify([conflict !== undefined, ...owners]);
}

function namesLabel(group: readonly MappedName[]): string {
  const names = group.slice(0, listedNames).map(({ name }) => label(name));
  const more = group.length - names.length;
  const conflict = isConflict(group) ? ["CONFLICT"] : [];
  return [...conflict, ...names, ...(more > 0 ? [`and ${more} more`] : [])].join("<br/>");
}

function ownerLabel({ resource }: Holder): string {
  return resource === undefined
    ? label("cert-manager, by setting")
    : [resourceWords(resource), stackWords(resource.urn)].map(label).join("<br/>");
}

/** Everything but plain characters as Mermaid's entity codes, so that no text of a file is its syntax, HTML or Markdown. */
function label(text: string): string {
  return text.replace(/[^A-Za-z0-9 .,/-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
