import { authorityByDomain, authorityOf, fastlyAuthority, type CertificateAuthority } from "./certificate-authorities";
import { ancestors, isPublic, isType, PublicRecords } from "./dns";
import { groupBy } from "./grouping";
import type { Certificate, DnsRecord, Inventory, Subscription } from "./inventory";
import { isOnlyCommonName } from "./issuability";
import { declaredIssuer, isPatch, issuanceOf } from "./issuance";
import { baseName, isWildcard, isWithin, type DnsName } from "./names";

/** One CAA record (RFC 8659 §4.1). */
export interface CaaProperty {
  readonly flags: number;
  readonly tag: string;
  readonly value: string;
}

export type CaaMethod = "dns-01" | "http-01";

/** What an authority asks CAA before it issues. */
export interface CaaRequest {
  readonly authority: CertificateAuthority;
  readonly name: DnsName;
  /** How the name will be validated, where that is known (RFC 8657 §4). */
  readonly method?: CaaMethod;
}

/** Why CAA keeps an authority from issuing: the records let nobody, others only, it by another method only, or fail to name it. */
export type CaaReason = "nobody" | "others" | "method" | "no-match" | "critical";

/** Names that CAA records of the stack keep an authority from certifying. */
export interface CaaRefusal {
  readonly authority: CertificateAuthority;
  readonly names: readonly DnsName[];
  /** The name at which the deciding records stand. */
  readonly place: DnsName;
  readonly records: readonly DnsRecord[];
  readonly reason: CaaReason;
  /** The tag that counts for these names. */
  readonly tag: "issue" | "issuewild";
  readonly method?: CaaMethod;
  /** Authorities that the records name, as far as the pack knows them. */
  readonly named: readonly CertificateAuthority[];
}

/** Who asks for names that CAA refuses. */
export type CaaAsker =
  { readonly by: "certificate"; readonly certificate: Certificate } | { readonly by: "subscription"; readonly subscription: Subscription };

/**
 * Reads a CAA record as zone files and most APIs write it, `0 issue "letsencrypt.org"`.
 *
 * @returns undefined for whatever is not certain to mean one record: escapes, several texts, blanks or `;` outside quotes.
 */
export function parseCaa(text: string): CaaProperty | undefined {
  const [, flags = "", tag = "", quoted, bare = ""] =
    /^(\d{1,3})[ \t]+([a-z0-9]+)[ \t]+(?:"([^"\\]*)"|([^\s"\\;()]+))$/i.exec(text.trim()) ?? [];
  return flags === "" || Number(flags) > 255 ? undefined : { flags: Number(flags), tag, value: quoted ?? bare };
}

// Registered for CAA, but not known to every authority: one that does not know a critical one refuses it.
const registeredTags: ReadonlySet<string> = new Set([
  "issue",
  "issuewild",
  "iodef",
  "issuemail",
  "issuevmc",
  "contactemail",
  "contactphone",
]);
const unknownToLetsEncrypt: ReadonlySet<string> = new Set(["contactemail", "contactphone"]);

/**
 * What the deciding record set means for a name (RFC 8659 §4), as Let's Encrypt's own code reads it; where another
 * authority may be more generous, the answer stays open.
 *
 * @param properties all records of the set, of which there is at least one.
 */
export function permission(properties: readonly CaaProperty[], request: CaaRequest): "granted" | "open" | CaaReason {
  if (properties.some((property) => isRefusedTag(property, request.authority))) {
    return "critical";
  }
  const { relevant } = relevantTo(properties, request.name);
  const matches = relevant.map(({ value }) => match(value, request));
  if (relevant.length === 0 || matches.includes("granted")) {
    return "granted"; // a set that says nothing of issuance restricts none (RFC 8659 §4.2)
  }
  const reasons = ["open", "method", "no-match", "others", "nobody"] as const;
  return reasons.find((reason) => matches.includes(reason)) ?? "open";
}

/** The flag is 128; 1 is a common mistake for it, which Let's Encrypt takes as meant. */
function isRefusedTag({ flags, tag }: CaaProperty, { isLetsEncrypt }: CertificateAuthority): boolean {
  const name = tag.toLowerCase();
  const isUnknown = !registeredTags.has(name) || (isLetsEncrypt && unknownToLetsEncrypt.has(name));
  return isUnknown && (flags & (isLetsEncrypt ? 128 | 1 : 128)) !== 0;
}

/** For a wildcard any `issuewild` puts all `issue` aside (RFC 8659 §4.3). Tags are case-insensitive, whatever their flags. */
export function relevantTo(properties: readonly CaaProperty[], name: DnsName) {
  const tagged = (tag: string) => properties.filter((property) => property.tag.toLowerCase() === tag);
  const wild = isWildcard(name) ? tagged("issuewild") : [];
  return wild.length > 0 ? ({ tag: "issuewild", relevant: wild } as const) : ({ tag: "issue", relevant: tagged("issue") } as const);
}

/** Other authorities may be less exact, or may not look at parameters: what they make of those stays open. */
function match(value: string, { authority, method }: CaaRequest): "granted" | "open" | Exclude<CaaReason, "critical"> {
  const domain = issuerDomain(value);
  const inexact = authority.isLetsEncrypt ? "no-match" : "open";
  if (domain === "") {
    return "nobody";
  }
  if (!authority.caaDomains.includes(domain)) {
    return authority.caaDomains.includes(domain.toLowerCase().replace(/\.$/, "")) ? inexact : "others";
  }
  const parameters = parseParameters(value);
  if (parameters === undefined) {
    return inexact;
  }
  const [methods, ...moreMethods] = parameters.filter(({ tag }) => tag === "validationmethods");
  const [account, ...moreAccounts] = parameters.filter(({ tag }) => tag === "accounturi");
  if (moreMethods.length > 0 || moreAccounts.length > 0) {
    return inexact;
  }
  if (methods !== undefined && (method === undefined || !methods.value.split(",").includes(method))) {
    return method !== undefined && authority.isLetsEncrypt ? "method" : "open";
  }
  return account === undefined ? "granted" : "open"; // whose account that is, only the authority knows
}

function issuerDomain(value: string): string {
  return trimBlanks(value.split(";")[0] ?? "");
}

/** @returns the parameters (RFC 8659 §4.2); undefined when any is malformed, which makes the record match nobody. */
function parseParameters(value: string): { tag: string; value: string }[] | undefined {
  const parts = value.split(";").slice(1).map(trimBlanks);
  if (parts.length === 1 && parts[0] === "") {
    return []; // one `;` behind the domain, and no parameter
  }
  const parameters = parts.map((part) => /^([a-z0-9]*)[ \t]*=[ \t]*([\x21-\x7e]*)$/i.exec(part));
  return parameters.includes(null) ? undefined : parameters.map((found) => ({ tag: found?.[1] ?? "", value: found?.[2] ?? "" }));
}

function trimBlanks(text: string): string {
  // Without the look behind, each blank of a run inside would be tried as the first of the last.
  return text.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, "");
}

/** The record set that decides for a name. */
export interface CaaSet {
  readonly place: DnsName;
  readonly records: readonly DnsRecord[];
  readonly properties: readonly CaaProperty[];
}

// Types that hold CAA, lead to the CAA of another name, or put a name into other hands.
export const decisiveTypes = ["CAA", "CNAME", "DNAME", "NS"];

/** CAA records of the stack, by the names for which they decide. */
export class CaaRecords {
  private readonly records: PublicRecords;
  /** True when something of which not even the place is known may hold CAA, or lead to it. */
  private readonly blind: boolean;
  /** Names, and starts of names, at which something may stand that decides otherwise. */
  private readonly doubtfulNames: ReadonlySet<string>;
  private readonly doubtfulStarts: ReadonlySet<string>;

  constructor(private readonly inventory: Inventory) {
    this.records = new PublicRecords(inventory);
    const decisive = inventory.records.filter(
      (record) => record.type.state !== "known" || decisiveTypes.some((type) => isType(record, type)),
    );
    const isUnsure = ({ type, private: hidden }: DnsRecord) => type.state !== "known" || hidden.state === "unknown";
    const isHidden = ({ private: hidden }: DnsRecord) => hidden.state === "known" && hidden.value;
    const names = decisive.flatMap((record) => (isHidden(record) ? [] : [{ record, name: record.name }]));
    const labels = names.flatMap(({ name }) => (name.state === "relative" ? [name.labels] : []));
    this.doubtfulNames = new Set(names.flatMap(({ record, name }) => (name.state === "full" && isUnsure(record) ? [name.name] : [])));
    this.doubtfulStarts = new Set(labels);
    this.blind =
      names.some(({ name }) => name.state === "unknown") ||
      labels.some((start) => start.startsWith("*")) ||
      inventory.gaps.some(({ what }) => what !== "component-without-children");
  }

  /**
   * Climbs from the name to the last label below the root; the nearest set decides alone (RFC 8659 §3).
   *
   * @returns undefined when no set of the stack decides, or when one that is nearer, or the same, is not known well enough.
   */
  decidingFor(name: DnsName): CaaSet | undefined {
    const base = baseName(name);
    for (const place of [base, ...ancestors(base)]) {
      if (this.mayBeOverruled(place)) {
        return undefined;
      }
      const records = this.records.at(place, "CAA");
      if (records.length > 0) {
        return this.read(place, records);
      }
    }
    return undefined;
  }

  private mayBeOverruled(place: DnsName): boolean {
    return (
      this.blind ||
      [place, ...wildcardsOver(place)].some((name) => this.doubtfulNames.has(name)) ||
      starts(place).some((start) => this.doubtfulStarts.has(start)) ||
      this.isOverruled(place)
    );
  }

  /** A CNAME, DNAME or wildcard at a place answers with the CAA records of somewhere else, and an NS with those of other servers. */
  isOverruled(place: DnsName): boolean {
    return (
      this.records.at(place, "CNAME").length > 0 ||
      this.records.redirecting(place).length > 0 ||
      (this.records.at(place, "NS").length > 0 && !this.isPublicZone(place)) ||
      // A wildcard answers, CAA included, for what does not exist (RFC 4592).
      (!this.records.has(place) &&
        wildcardsOver(place).some((name) => ["CAA", "CNAME"].some((type) => this.records.at(name, type).length > 0)))
    );
  }

  private isPublicZone(place: DnsName): boolean {
    return this.inventory.zones.some(
      ({ name, private: hidden }) => name.state === "known" && name.value === place && hidden.state === "known" && !hidden.value,
    );
  }

  private read(place: DnsName, records: readonly DnsRecord[]): CaaSet | undefined {
    const isReadable = records.every(({ targets }) => targets.complete && targets.known.length > 0);
    const properties = records.flatMap(({ targets }) => targets.known.map(parseCaa));
    const found = properties.filter((property) => property !== undefined);
    return isReadable && found.length === properties.length && records.every((record) => this.isCertainlyPublic(record, place))
      ? { place, records: [...records].sort(byUrn), properties: found }
      : undefined;
  }

  /** A record that does not say which zone it is in may be in a private one of the stack. */
  private isCertainlyPublic(record: DnsRecord, place: DnsName): boolean {
    return (
      isPublic(record) &&
      (record.private.state === "known" ||
        !this.inventory.zones.some(
          ({ name, private: hidden }) =>
            !(hidden.state === "known" && !hidden.value) && (name.state !== "known" || isWithin(place, name.value)),
        ))
    );
  }
}

function wildcardsOver(place: DnsName): DnsName[] {
  return ancestors(place).map((ancestor) => `*.${ancestor}` as DnsName);
}

/** @returns what a relative name may be if some zone is to make it this one: its first labels, or none. */
function starts(place: DnsName): string[] {
  const labels = place.split(".");
  return ["", ...labels.map((_, index) => labels.slice(0, index + 1).join("."))];
}

function byUrn({ resource: first }: DnsRecord, { resource: second }: DnsRecord): number {
  return first.urn < second.urn ? -1 : 1;
}

/**
 * @returns every certificate and subscription with what CAA records of the stack certainly refuse it. Certificates are held
 * against them where the stack declares their issuer, subscriptions where they say which authority signs.
 */
export function findCaaRefusals(inventory: Inventory): { readonly asker: CaaAsker; readonly refusal: CaaRefusal }[] {
  if (!hasCaa(inventory)) {
    return []; // most stacks: nothing can be refused for certain, and the climb of every name would be for nothing
  }
  const records = new CaaRecords(inventory);
  return askersOf(inventory).flatMap(({ asker, requests }) => refusals(requests, records).map((refusal) => ({ asker, refusal })));
}

/** @returns whether the stack has any CAA records. */
export function hasCaa({ records }: Inventory): boolean {
  return records.some((record) => isType(record, "CAA"));
}

/** @returns who asks a public authority for certificates, and for which names; only where it is certain which authority it is. */
export function askersOf(inventory: Inventory): { readonly asker: CaaAsker; readonly requests: readonly CaaRequest[] }[] {
  return [
    ...inventory.certificates.map((certificate) => ({
      asker: { by: "certificate", certificate } as const,
      requests: requestsOfCertificate(certificate, inventory),
    })),
    ...inventory.subscriptions.map((subscription) => ({
      asker: { by: "subscription", subscription } as const,
      requests: requestsOfSubscription(subscription),
    })),
  ];
}

function requestsOfCertificate(certificate: Certificate, inventory: Inventory): CaaRequest[] {
  const issuer = isPatch(certificate.resource) ? undefined : declaredIssuer(certificate, inventory);
  const isAcme = issuer?.type.state === "known" && issuer.type.value === "acme";
  const authority = isAcme && issuer.server.state === "known" ? authorityOf(issuer.server.value) : undefined;
  if (authority === undefined) {
    return [];
  }
  const names = new Set(certificate.names.known.map(({ name }) => name).filter((name) => !isOnlyCommonName(name, certificate)));
  return [...names].map((name) => {
    const { method } = issuanceOf(certificate, name, inventory, noIssuers);
    const methods: Readonly<Record<string, CaaMethod>> = { dns01: "dns-01", http01: "http-01" };
    const validated = methods[method];
    return { authority, name, ...(validated === undefined ? {} : { method: validated }) };
  });
}

/** An issuer that only settings name is not declared, and its authority is not known. */
const noIssuers: ReadonlySet<string> = new Set();

function requestsOfSubscription({ authority, names }: Subscription): CaaRequest[] {
  const asked = authority.state === "known" ? fastlyAuthority(authority.value) : undefined;
  return asked === undefined ? [] : [...new Set(names.known)].map((name) => ({ authority: asked, name }));
}

/** @returns one refusal for all names that meet the same records for the same reason. */
function refusals(requests: readonly CaaRequest[], records: CaaRecords): CaaRefusal[] {
  const refused = requests.flatMap((request) => {
    const refusal = refuse(request, records.decidingFor(request.name));
    return refusal === undefined ? [] : [refusal];
  });
  const groups = groupBy(refused, ({ place, reason, tag, method }) => JSON.stringify([place, reason, tag, method]));
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, names: [first, ...others].flatMap(({ names }) => names).sort() }],
  );
}

function refuse(request: CaaRequest, set: CaaSet | undefined): CaaRefusal | undefined {
  if (set === undefined) {
    return undefined;
  }
  const { authority, name, method } = request;
  const reason = refusalBy(set, request);
  if (reason === undefined) {
    return undefined;
  }
  const { tag, relevant } = relevantTo(set.properties, name);
  const named = new Set(relevant.flatMap(({ value }) => authorityByDomain(issuerDomain(value)) ?? []));
  return {
    authority,
    names: [name],
    place: set.place,
    records: set.records,
    reason,
    tag,
    ...(method === undefined || reason !== "method" ? {} : { method }),
    named: [...named].filter((other) => other !== authority).sort(byName),
  };
}

/** @returns why the set refuses; undefined where it lets the authority in, or may. */
export function refusalBy({ properties, records }: Omit<CaaSet, "place">, request: CaaRequest): CaaReason | undefined {
  const { authority } = request;
  const reason = permission(properties, request);
  const isAdded = reason !== "critical" && records.some(({ provider }) => authority.caaAddedBy.includes(provider));
  return reason === "granted" || reason === "open" || isAdded ? undefined : reason;
}

function byName({ name: first }: CertificateAuthority, { name: second }: CertificateAuthority): number {
  return first < second ? -1 : 1;
}
