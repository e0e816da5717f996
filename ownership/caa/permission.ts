import type { CertificateAuthority } from "../certificate-authorities";
import type { CaaProperty } from "../inventory";
import { isWildcard, type DnsName } from "../names";
import type { CaaRequest } from "./requests";

/** Why CAA keeps an authority from issuing: the records let nobody, others only, it by another method only, or fail to name it. */
export type CaaReason = "nobody" | "others" | "method" | "no-match" | "critical";

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
  const matches = new Set(relevant.map((property) => match(property, request)));
  if (matches.size === 0 || matches.has("granted")) {
    return "granted"; // a set that says nothing of issuance restricts none (RFC 8659 §4.2)
  }
  const reasons = ["open", "method", "no-match", "others"] as const;
  return reasons.find((reason) => matches.has(reason)) ?? "nobody";
}

/** The flag is 128; 1 is a common mistake for it, which Let's Encrypt takes as meant. */
function isRefusedTag({ flags, tag }: CaaProperty, { isLetsEncrypt }: CertificateAuthority): boolean {
  const isUnknown = !registeredTags.has(tag) || (isLetsEncrypt && unknownToLetsEncrypt.has(tag));
  return isUnknown && (flags & (isLetsEncrypt ? 128 | 1 : 128)) !== 0;
}

/** For a wildcard any `issuewild` puts all `issue` aside (RFC 8659 §4.3), whatever their flags. */
export function relevantTo(properties: readonly CaaProperty[], name: DnsName) {
  const tagged = (wanted: string) => properties.filter(({ tag }) => tag === wanted);
  const wild = isWildcard(name) ? tagged("issuewild") : [];
  return wild.length > 0 ? ({ tag: "issuewild", relevant: wild } as const) : ({ tag: "issue", relevant: tagged("issue") } as const);
}

/** Other authorities may be less exact, or may not look at parameters: what they make of those stays open. */
function match(
  { domain, parameters }: CaaProperty,
  { authority, method }: CaaRequest,
): "granted" | "open" | Exclude<CaaReason, "critical"> {
  const inexact = authority.isLetsEncrypt ? "no-match" : "open";
  if (domain === "") {
    return "nobody";
  }
  if (!authority.caaDomains.includes(domain)) {
    return authority.caaDomains.includes(domain.toLowerCase().replace(/\.$/, "")) ? inexact : "others";
  }
  if (parameters === "malformed") {
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
