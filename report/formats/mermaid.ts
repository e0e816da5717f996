import { isCertain } from "../../ownership/claims";
import { groupBy, type Group } from "../../ownership/grouping";
import type { Holder, MappedName, OwnershipMap } from "../../ownership/map";
import { printable } from "../printable";
import { briefWords, counted, stackWords } from "../words";
import { needOf, ownerKey } from "./holders";

/** What a reader takes in, and a pull request's column holds. */
const maximumNodes = 20;
/** Names that one node lists, owners that one name has, characters of a label, before the rest is counted or cut. */
const maximumNames = 4;
const maximumOwners = 6;
const maximumLabel = 60;

interface Picture {
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
  const groups = [...groupBy(map.filter(isDrawn), signature).values()].sort(
    (one, other) => Number(isConflict(other)) - Number(isConflict(one)),
  );
  if (groups.length === 0) {
    return undefined;
  }
  const drawing = new Drawing();
  const left = groups.filter((group) => !drawing.add(group)).flat().length;
  return { mermaid: drawing.text(), left };
}

class Drawing {
  private readonly owners = new Map<string | undefined, string>();
  private readonly nodes: string[] = [];
  private readonly links: { readonly line: string; readonly contested: boolean }[] = [];
  private names = 0;

  /** @returns whether there was room for names that have the same owners. */
  add(group: Group<MappedName>): boolean {
    const owners = group[0].holders.filter(isOwner);
    const shown = owners.slice(0, maximumOwners);
    const added = shown.filter((holder) => !this.owners.has(ownerKey(holder))).length + 1;
    if (this.names + this.owners.size + added > maximumNodes) {
      return false;
    }
    const conflict = isConflict(group);
    const node = `n${this.names}`;
    this.names += 1;
    this.nodes.push(`  ${node}["${namesLabel(group, owners.length - shown.length)}"]${conflict ? ":::conflict" : ""}`);
    for (const holder of shown) {
      const contested = conflict && isContested(holder);
      const line = `  ${this.owner(holder)} ${contested ? "==>" : "-->"}|"${label(needOf(holder).short)}"| ${node}`;
      this.links.push({ line, contested });
    }
    return true;
  }

  text(): string {
    const contested = this.links.flatMap((link, index) => (link.contested ? [index] : []));
    return [
      "flowchart LR",
      ...this.nodes,
      ...this.links.map(({ line }) => line),
      "  classDef conflict fill:#b42318,stroke:#7a1410,color:#ffffff,stroke-width:2px",
      ...(contested.length === 0 ? [] : [`  linkStyle ${contested.join(",")} stroke:#b42318,stroke-width:3px`]),
    ].join("\n");
  }

  private owner(holder: Holder): string {
    const key = ownerKey(holder);
    const known = this.owners.get(key);
    if (known !== undefined) {
      return known;
    }
    const node = `o${this.owners.size}`;
    this.owners.set(key, node);
    this.nodes.push(`  ${node}(["${ownerLabel(holder)}"])`);
    return node;
  }
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

function isConflict([{ conflict }]: Group<MappedName>): boolean {
  return conflict !== undefined;
}

/** @returns what makes names one node: owners and their needs, which decide over conflicts as well. */
function signature({ holders }: MappedName): string {
  return JSON.stringify(holders.filter(isOwner).map((holder) => [ownerKey(holder), needOf(holder).short]));
}

function namesLabel(group: Group<MappedName>, ownersLeft: number): string {
  const names = group.slice(0, maximumNames).map(({ name }) => label(name));
  const more = group.length - names.length;
  return [
    ...(isConflict(group) ? ["CONFLICT"] : []),
    ...names,
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(ownersLeft > 0 ? [counted(ownersLeft, "more owner")] : []),
  ].join("<br/>");
}

function ownerLabel({ resource }: Holder): string {
  if (resource === undefined) {
    return label("cert-manager, by setting");
  }
  const { urn, type, name, elsewhere } = resource;
  const place = elsewhere === undefined ? stackWords(urn) : printable(elsewhere.source?.name ?? elsewhere.file);
  return [briefWords({ urn, type, name }), place].map(label).join("<br/>");
}

/** Everything but plain characters as Mermaid's entity codes, so that no text of a file is its syntax, HTML or Markdown. */
function label(text: string): string {
  const short = text.length > maximumLabel ? `${text.slice(0, maximumLabel)}...` : text;
  return short.replace(/[^A-Za-z0-9 .,/-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
