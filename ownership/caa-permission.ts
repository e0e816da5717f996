import type { CertificateAuthority } from "./certificate-authorities";
import { isWildcard, type DnsName } from "./names";

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
  readonly method?: CaaMethod | undefined;
}

/** Why CAA keeps an authority from issuing: the records let nobody, others only, it by another method only, or fail to name it. */
export type CaaReason = "nobody" | "others" | "method" | "no-match" | "critical";

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
 * @param properties all records of the set.
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
  const reasons = ["open", "method", "no-match", "others"] as const;
  return reasons.find((reason) => matches.includes(reason)) ?? "nobody";
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
  if (methods !== undefined && !methods.value.split(",").some((allowed) => allowed === method)) {
    return method !== undefined && authority.isLetsEncrypt ? "method" : "open";
  }
  return account === undefined ? "granted" : "open"; // whose account that is, only the authority knows
}

/** @returns the domain of the authority that an `issue` or `issuewild` lets in, as written; empty for none. */
export function issuerDomain(value: string): string {
  return trimBlanks(value.replace(/;.*/s, ""));
}

/** @returns the parameters (RFC 8659 §4.2); undefined when any is malformed, which makes the record match nobody. */
function parseParameters(value: string): { tag: string; value: string }[] | undefined {
  const parts = value.split(";").slice(1).map(trimBlanks);
  if (parts.length === 1 && parts[0] === "") {
    return []; // one `;` behind the domain, and no parameter
  }
  if (!parts.every((part) => /^[a-z0-9]*[ \t]*=[ \t]*[\x21-\x7e]*$/i.test(part))) {
    return undefined;
  }
  return parts.map((part) => {
    const end = part.indexOf("=");
    return { tag: trimBlanks(part.slice(0, end)), value: trimBlanks(part.slice(end + 1)) };
  });
}

function trimBlanks(text: string): string {
  // Without the look behind, each blank of a run inside would be tried as the first of the last.
  return text.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, "");
}
