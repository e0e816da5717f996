import { targetOwner } from "../../../ownership/dns";
import { groupBy } from "../../../ownership/grouping";
import type { DnsRecord } from "../../../ownership/inventory";
import type { Holder, MappedName, OwnershipMap } from "../../../ownership/map";
import { baseName, challengedName, parseName } from "../../../ownership/names";
import type { Report } from "../../report";
import { counted, notShown } from "../../words";
import { escapeMarkup } from "../common";
import { datesOf, holderWords, needOf, systemWords } from "../holders";
import { findingAnchor } from "./findings";

/** The table of names. Sorting, searching and filtering are added by the script; the rows are all there without it. */
export function mapSection(map: OwnershipMap, report: Report, now: Date): string {
  const findings = findingsByName(map, report);
  const title = `<h2 id="map-title">Who owns which name</h2>`;
  if (map.length === 0) {
    return `<section id="map" aria-labelledby="map-title">${title}<p>No certificate for any name is in these files.</p></section>`;
  }
  // Conflicts first, since they are what the reader came for.
  const sorted = [...map].sort((one, other) => Number(other.conflict !== undefined) - Number(one.conflict !== undefined));
  const rows = sorted.map((name) => row(name, findings.get(name.name) ?? [], now));
  return `<section id="map" aria-labelledby="map-title" tabindex="-1">${title}
<form role="search" id="controls" hidden>
<label for="search">Search names, owners, records</label>
<input type="search" id="search" autocomplete="off" spellcheck="false">
<span class="choice"><input type="checkbox" id="only-found"><label for="only-found">only names with conflicts or findings</label></span>
</form>
<p id="count" role="status">${mapWords(map)}</p>
<div class="scroll" role="region" aria-labelledby="map-title" tabindex="0">
<table id="names">
<caption class="unseen">Names, who keeps their certificates, the challenge record that stands, the certificate's dates, and findings</caption>
<thead><tr>${["Name", "Owners", "Challenge record", "Certificate ends", "Findings"].map((text) => `<th scope="col">${text}</th>`).join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</div>
<p id="none" hidden>No name matches.</p>
</section>`;
}

/** @returns how much the map holds. */
export function mapWords(map: OwnershipMap): string {
  const conflicts = map.filter(({ conflict }) => conflict !== undefined).length;
  return `${counted(map.length, "name")}, ${counted(conflicts, "conflict")}`;
}

type Mentioned = readonly { readonly index: number; readonly policy: string; readonly level: string }[];

function row(mapped: MappedName, findings: Mentioned, now: Date): string {
  const { name, conflict, holders } = mapped;
  const ends = holders.flatMap(({ dates }) => (dates.notAfter === undefined ? [] : [dates.notAfter]));
  const earliest = ends.length === 0 ? "none" : String(Math.min(...ends)).padStart(16, "0");
  const badge = conflict === undefined ? "" : ` <span class="level mandatory">conflict</span>`;
  return `<tr${conflict === undefined ? "" : ' class="conflict"'} data-found="${conflict === undefined && findings.length === 0 ? 0 : 1}">
<th scope="row" data-sort="${escapeMarkup(name.split(".").reverse().join("."))}"><span class="name">${breakable(name)}</span>${badge}</th>
<td data-sort="${conflict === undefined ? 1 : 0} ${String(holders.length).padStart(4, "0")} ${escapeMarkup(systems(holders))}">${ownersCell(mapped)}</td>
<td data-sort="${mapped.records.length === 0 ? 1 : 0}">${recordCell(mapped)}</td>
<td data-sort="${earliest}">${datesCell(holders, now)}</td>
<td data-sort="${String(findings.length).padStart(4, "0")}">${findingsCell(findings)}</td>
</tr>`;
}

function systems(holders: readonly Holder[]): string {
  return [...new Set(holders.map(systemWords))].join(", ");
}

function ownersCell({ name, holders }: MappedName): string {
  const items = holders.map((holder) => {
    const listed = holder.listed.every((each) => each === name)
      ? ""
      : `, as ${holder.listed.map((each) => `<code>${breakable(each)}</code>`).join(" and ")}`;
    return `<li><strong>${escapeMarkup(systemWords(holder))}</strong> ${escapeMarkup(needOf(holder).long)}<br>${escapeMarkup(holderWords(holder))}${listed}</li>`;
  });
  const list = `<ul>${items.join("")}</ul>`;
  return holders.length > 4
    ? `<details><summary>${counted(holders.length, "owner")}: ${escapeMarkup(systems(holders))}</summary>${list}</details>`
    : list;
}

function recordCell({ challenge, records, holders }: MappedName): string {
  if (records.length === 0 && !holders.some(({ keeps }) => keeps.by === "claim")) {
    return `<span class="quiet">none needed</span>`;
  }
  const standing = new Set<string>(records.flatMap(({ targets }) => targets.known));
  const wanted = holders.flatMap(({ keeps }) => {
    const target = keeps.by === "claim" && keeps.claim.by === "subscription" ? keeps.claim.subscription.targets.get(challenge) : undefined;
    return target === undefined || standing.has(target) ? [] : [`<li>wanted: CNAME to <code>${breakable(target)}</code></li>`];
  });
  const items = [...records.map(recordItem), ...wanted];
  const none = records.length === 0 ? `<li class="quiet">not in these files</li>` : "";
  return `<span class="challenge">${breakable(challenge)}</span><ul>${none}${items.join("")}</ul>`;
}

function recordItem({ type, targets, provider }: DnsRecord): string {
  const kind = type.state === "known" ? type.value : "a record of unknown type";
  const [target] = kind === "CNAME" ? targets.known : [];
  const where = target === undefined ? "" : ` to ${targetCell(target)}`;
  return `<li>${escapeMarkup(kind)}${where}, in ${escapeMarkup(provider)}</li>`;
}

/** A record may hold anything: what could be no name may be a secret. */
function targetCell(target: string): string {
  if (parseName(target) === undefined) {
    return notShown;
  }
  const owner = targetOwner(target)?.name;
  return `<code>${breakable(target)}</code>${owner === undefined ? "" : ` (${escapeMarkup(owner)})`}`;
}

function datesCell(holders: readonly Holder[], now: Date): string {
  const dated = holders.filter(({ dates: { notAfter } }) => notAfter !== undefined);
  const items = dated.map((holder) => {
    const { state, words } = datesOf(holder, now);
    const whose =
      dated.length > 1 && holder.resource !== undefined ? ` <span class="quiet">${escapeMarkup(holder.resource.name)}</span>` : "";
    const badge =
      state === "ended"
        ? ` <span class="level mandatory">expired</span>`
        : state === "ending"
          ? ` <span class="level advisory">soon</span>`
          : "";
    return `<li>${escapeMarkup(words)}${badge}${whose}</li>`;
  });
  return items.length === 0 ? `<span class="quiet">not in these files</span>` : `<ul>${items.join("")}</ul>`;
}

function findingsCell(findings: Mentioned): string {
  return findings.length === 0
    ? `<span class="quiet">none</span>`
    : `<ul>${findings.map(({ index, policy, level }) => `<li><a class="${level}" href="#${findingAnchor(index)}">${escapeMarkup(policy)}</a></li>`).join("")}</ul>`;
}

/** A finding is about the name that its id names; where it names none, about all names of its resource. */
function findingsByName(map: OwnershipMap, { findings }: Report): ReadonlyMap<string, Mentioned> {
  const names = new Set(map.map(({ name }): string => name));
  const ofResource = groupBy(
    map.flatMap(({ name, holders, records }) =>
      [...holders.map(({ resource }) => resource?.urn), ...records.map(({ resource }) => resource.urn)].map((urn) => ({ urn, name })),
    ),
    ({ urn }): string | null | undefined => urn,
  );
  const pairs = findings.flatMap(({ policy, level, subject, urn }, index) => {
    const name = parseName(subject);
    const about = name === undefined ? undefined : (challengedName(name) ?? baseName(name));
    const all: readonly string[] =
      about !== undefined && names.has(about) ? [about] : [...new Set((ofResource.get(urn) ?? []).map(({ name }) => name))];
    return all.map((name) => ({ name, index, policy, level }));
  });
  return groupBy(pairs, ({ name }) => name);
}

/** A long name may break after its dots, and nowhere else looks like a part of it. */
function breakable(name: string): string {
  return escapeMarkup(name).replace(/\./g, ".<wbr>");
}
