import type { CaaRefusal } from "../../ownership/caa/refusals";
import { resourceOfAsker, type CaaAsker } from "../../ownership/caa/requests";
import { fastlyName, speaksAcme } from "../../ownership/certificate-authorities";
import { excerpt, uniqueBy } from "../../ownership/grouping";
import type { Certificate, DnsRecord, ResourceReference, Subscription } from "../../ownership/inventory";
import { isWildcard, type DnsName } from "../../ownership/names";
import { stackOf } from "../../ownership/urns";
import type { ProblemOf } from "../../policies/finding";
import type { Description } from "../layout";
import { excerptWords, listWords, placer, resourceWords } from "../words";

/** Words what CAA refuses. Of the records no text is repeated: they are named by resource, and authorities by the names that the pack knows. */
export function refusedByCaa({ asker, refusal }: ProblemOf<"refused-by-caa">): Description {
  const { authority, names, place: owner, records } = refusal;
  const resource = resourceOfAsker(asker);
  const { holders, stacks } = holdersOf(records);
  const place = placer([resource, ...stacks]);
  return {
    what: `CAA keeps ${authority.name} from certifying ${listWords(names)} of ${place(resource)}: the CAA records at ${owner} ${reasonWords(refusal)}.`,
    who: [
      `${listWords(holders, place)} ${holders.length === 1 ? "holds" : "hold"} the CAA records at ${owner}, the nearest to ${names.length === 1 ? "that name" : "those names"} in the stack: they decide alone (RFC 8659 §3).`,
      ...othersOf(asker, refusal),
    ],
    consequence: consequence(asker),
    fix: [fix(asker, refusal)],
  };
}

/** Resources that hold a set of records. */
interface Holders {
  /** One of each that messages tell apart. */
  readonly holders: readonly ResourceReference[];
  /** One of each stack. */
  readonly stacks: readonly ResourceReference[];
}

/** Thousands may meet the same set, and it may be thousands of records. */
const known = new WeakMap<readonly DnsRecord[], Holders>();

function holdersOf(records: readonly DnsRecord[]): Holders {
  const found = known.get(records) ?? findHolders(records.map(({ resource }) => resource));
  known.set(records, found);
  return found;
}

function findHolders(resources: readonly ResourceReference[]): Holders {
  const holders = uniqueBy(resources, (resource) => JSON.stringify([stackOf(resource.urn), resourceWords(resource)]));
  return { holders, stacks: uniqueBy(holders, ({ urn }) => stackOf(urn)) };
}

function reasonWords({ reason, tag, named, method }: CaaRefusal): string {
  const wild = tag === "issuewild" ? ", and for wildcards `issuewild` alone counts where it stands (RFC 8659 §4.3)" : "";
  switch (reason) {
    case "nobody":
      return `let no authority issue${tag === "issuewild" ? " wildcards" : ""}`;
    case "others":
      return named.length > 0 ? `let in others (${listWords(named, ({ name }) => name)})${wild}` : `let in other authorities only${wild}`;
    case "method":
      return `let it validate by other methods only, and ${method === "http-01" ? "HTTP-01" : "DNS-01"} is the one that the solver uses (RFC 8657 §4)`;
    case "no-match":
      return "mean it, and do not match: upper case or a dot at the end of its domain, or parameters that are malformed or repeated";
    case "critical":
      return "hold a critical property of a tag that it does not know, which obliges it to refuse (RFC 8659 §4.1)";
  }
}

function consequence(asker: CaaAsker): string {
  return asker.by === "certificate"
    ? "the authority refuses the Order, and cert-manager tries again in vain: the certificate is never issued or renewed."
    : "Fastly reports conflicting CAA records where nobody looks: the subscription stays pending, and a certificate that it has already is not renewed and expires.";
}

function fix(asker: CaaAsker, { authority, names, place, reason, tag, named, method }: CaaRefusal): string {
  const record = `\`0 ${tag} "${authority.caaDomains[0]}"\``;
  switch (reason) {
    case "critical":
      return "take the critical flag (128; 1 is read as it, too) off that property, or the property out.";
    case "no-match":
      return `write it as ${record}, in lower case and without a dot at the end, at ${place}.`;
    case "method":
      return `add \`${method ?? ""}\` to \`validationmethods\` of the record for ${authority.caaDomains[0]} at ${place}, or leave that parameter out.`;
    case "nobody":
    case "others": {
      const wildcards = tag === "issue" && names.every(isWildcard) ? " (or the same with `issuewild`, for wildcards only)" : "";
      const instead = asker.by === "certificate" ? issuerInstead(named) : fastlyInstead(named);
      return `add ${record}${wildcards} beside the others at ${place}${instead}.`;
    }
  }
}

function issuerInstead(named: CaaRefusal["named"]): string {
  const reachable = named.filter(speaksAcme);
  return reachable.length === 0 ? "" : `, or use an issuer of ${reachable.map(({ name }) => name).join(" or ")}`;
}

function fastlyInstead(named: CaaRefusal["named"]): string {
  const words = named.map(fastlyName).filter((word) => word !== undefined);
  return words.length === 0
    ? ""
    : `, or set \`certificateAuthority\` to ${words.map((word) => `\`${word}\``).join(" or ")}, which replaces the subscription`;
}

/** One refused name keeps the whole certificate back, so the others are worth naming. */
function othersOf(asker: CaaAsker, { names }: CaaRefusal): string[] {
  const all = namesOf(asker);
  const refused = new Set(names);
  const others = excerpt(all, (name) => !refused.has(name), all.size - refused.size);
  return others.count === 0 ? [] : [`With ${names.length === 1 ? "it" : "them"} wait the other names: ${excerptWords(others)}.`];
}

/** A certificate of thousands of names may be refused each for another reason. */
const asked = new WeakMap<Certificate | Subscription, ReadonlySet<DnsName>>();

function namesOf(asker: CaaAsker): ReadonlySet<DnsName> {
  const thing = asker.by === "certificate" ? asker.certificate : asker.subscription;
  const names = asked.get(thing) ?? new Set(listedBy(asker));
  asked.set(thing, names);
  return names;
}

function listedBy(asker: CaaAsker): readonly DnsName[] {
  return asker.by === "certificate" ? asker.certificate.names.known.map(({ name }) => name) : asker.subscription.names.known;
}
