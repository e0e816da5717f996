import { claimant, type Claim } from "../ownership/claims";
import { many, mostTold, type Excerpt } from "../ownership/grouping";
import type { Certificate, Elsewhere, ResourceReference, Subscription, Vendor } from "../ownership/inventory";
import { mayBeTitle } from "../ownership/names";
import { parseUrn, stackOf } from "../ownership/urns";
import type { Value } from "../ownership/value";
import { printable } from "./printable";

/** Vendors' names as their users know them. */
const vendorNames: Readonly<Record<Vendor, string>> = {
  fastly: "Fastly",
  google: "Google Certificate Manager",
  cloudflare: "Cloudflare",
  akamai: "Akamai",
  digitalocean: "DigitalOcean",
  "acme-provider": "the acme provider",
  other: "its owner",
};

/** @returns whom the subscription belongs to, as its users know them. */
export function keeperWords({ vendor, owner }: Subscription): string {
  return owner === undefined ? vendorNames[vendor] : printable(owner);
}

/**
 * @returns kind and name of a resource, as its user would look for it: `TlsSubscription "edge-tls"`. What the ownership file
 * says is told as such, with its age.
 */
export function resourceWords(resource: ResourceReference): string {
  const { elsewhere } = resource;
  return elsewhere === undefined ? kindAndName(resource) : `${briefWords(resource)} (${evidenceWords(elsewhere)})`;
}

/** @returns the same, without where the knowledge of it comes from: for what is named a second time. */
export function briefWords(resource: ResourceReference): string {
  const source = resource.elsewhere?.source;
  const kind = source === undefined || source.kind === "other" ? "" : `${source.kind} `;
  return `${kindAndName(resource)}${source === undefined ? "" : ` of ${kind}${printable(source.name)}`}`;
}

function kindAndName({ type, name }: ResourceReference): string {
  return `${type.slice(type.lastIndexOf(":") + 1)} "${printable(name)}"`;
}

/** @returns `1 resource`, `2 resources`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** @returns where knowledge of what others own comes from, and how old it is. */
function evidenceWords({ file, asOf }: Elsewhere): string {
  if (asOf === undefined) {
    return `from ${printable(file)}, which does not say as of when`;
  }
  const { day, daysAgo } = asOf;
  const age = daysAgo < 0 ? "" : daysAgo === 0 ? ", today" : `, ${counted(daysAgo, "day")} old`;
  return `from ${printable(file)}, as of ${day}${age}`;
}

/** @returns a property's value that should be a name in one word, for a message; of a text that could be none nothing is shown. */
export function nameWords(value: string): string {
  return /[^,] /.test(value.trim()) ? notShown : titleWords(value);
}

/** @returns the same of what may have several words, as the names of backends do. */
export function titleWords(value: string): string {
  return mayBeTitle(value) ? printable(value) : notShown;
}

/** Stands for a text that could be no name. */
export const notShown = "(a text that is not shown)";

/** @returns `a`, `a and b`, `a, b and c`; after the fifth only how many more there are. */
export function listWords<Part = string>(parts: readonly Part[], word: (part: Part) => string = String, count = parts.length): string {
  const shown = count > mostTold ? [...parts.slice(0, mostTold - 1).map(word), `${count - mostTold + 1} more`] : parts.map(word);
  const before = (index: number) => (index === 0 ? "" : index === shown.length - 1 ? " and " : ", ");
  return shown.map((text, index) => `${before(index)}${text}`).join("");
}

/** @returns a line on each of them; after the fifth only how many more there are, of which nobody counts very many. */
export function toldLines<Part>(parts: readonly Part[], noun: string, line: (part: Part) => string, count = parts.length): string[] {
  const told = parts.slice(0, mostTold).map(line);
  const more = count - told.length;
  const others = more > many ? `many more ${noun}s` : counted(more, `more ${noun}`);
  return more === 0 ? told : [...told, `So ${more === 1 ? "does" : "do"} ${others}.`];
}

/** @returns the same of many of which only the first are at hand. */
export function excerptWords<Part = string>({ first, count }: Excerpt<Part>, word?: (part: Part) => string): string {
  return listWords(first, word, count);
}

/** @returns whether resources belong to several stacks, as when `check` reads several files; then each is named with its own. */
function spanStacks(resources: readonly ResourceReference[]): boolean {
  return new Set(resources.map(({ urn, elsewhere }) => (elsewhere === undefined ? stackOf(urn) : ""))).size > 1;
}

/** @returns `project/stack` of a URN, fit for pages. */
export function stackWords(urn: string): string {
  return printable(stackOf(urn));
}

/**
 * @param resources all that one message names.
 * @returns how it names each of them: with its stack where they belong to several.
 */
export function placer(resources: readonly ResourceReference[]): (resource: ResourceReference) => string {
  const spans = spanStacks(resources);
  return (resource) => placed(resource, spans);
}

/** @returns the same, for what a message names a second time. */
export function briefPlacer(resources: readonly ResourceReference[]): (resource: ResourceReference) => string {
  const place = placer(resources);
  return (resource) => (resource.elsewhere === undefined ? place(resource) : briefWords(resource));
}

function placed(resource: ResourceReference, spans: boolean): string {
  return spans && resource.elsewhere === undefined
    ? `${resourceWords(resource)} of stack ${stackWords(resource.urn)}`
    : resourceWords(resource);
}

/**
 * @param beside what else the message names.
 * @returns one line on each claim: who claims the name, and why.
 */
export function claimsWords(claims: readonly Claim[], beside: readonly ResourceReference[] = []): string[] {
  const told = toldClaims(claims);
  const spans = spanStacks([...claimants(told), ...beside]);
  return toldLines(told, "resource", (claim) => claimWords(claim, spans), claims.length);
}

/** @returns of many claims the first few and the last: subscriptions come first, so both sides show. */
export function toldClaims(claims: readonly Claim[]): readonly Claim[] {
  return claims.length <= mostTold ? claims : [...claims.slice(0, mostTold - 1), ...claims.slice(-1)];
}

/** @returns the resources behind claims. */
export function claimants(claims: readonly Claim[]): ResourceReference[] {
  return claims.map(claimant).filter((resource) => resource !== undefined);
}

function claimWords(claim: Claim, spans: boolean): string {
  switch (claim.by) {
    case "subscription": {
      const { subscription } = claim;
      const need = claim.record === "CNAME" ? "needs a permanent CNAME there" : "writes a TXT there at every renewal";
      const { elsewhere } = subscription.resource;
      if (subscription.owner !== undefined && elsewhere !== undefined) {
        return `${keeperWords(subscription)} keeps a certificate for ${claim.name} (${evidenceWords(elsewhere)}), and ${need}.`;
      }
      const why = `lists ${claim.name} in \`${subscription.property}\`${derivedWords(subscription.derivedFrom)}`;
      return `${placed(subscription.resource, spans)} ${why}; ${keeperWords(subscription)} ${need}.`;
    }
    case "certificate": {
      const why = `${claim.property.startsWith("annotation") ? "names" : "lists"} ${claim.name} in ${codeWords(claim.property)}`;
      return `${certificateWords(claim.certificate, spans)} ${why}; cert-manager writes a TXT there at every renewal (${issuerWords(claim)}).`;
    }
    case "setting":
      return `The setting \`certManagerNames\` says that cert-manager keeps a certificate for ${claim.name} in another stack; it writes a TXT there at every renewal.`;
  }
}

function certificateWords({ resource, namespace, source }: Certificate, spans: boolean): string {
  const made = source === "Certificate" ? "" : " (cert-manager's shim makes a certificate of it)";
  return `${placed(resource, spans)}${made}${namespaceWords(namespace)}`;
}

/** @returns where an object is, as far as that is known. */
export function namespaceWords(namespace: Value<string>): string {
  return namespace.state === "known" ? ` in namespace ${nameWords(namespace.value)}` : "";
}

function issuerWords({ certificate, issuance }: Extract<Claim, { by: "certificate" }>): string {
  const { issuer, resource } = certificate;
  const kind = issuer.kind.state === "known" ? issuer.kind.value : "issuer";
  const name = issuer.name.state === "known" ? ` ${nameWords(issuer.name.value)}` : "";
  if (issuance.method === "dns01" && issuance.issuer === "assumed") {
    const where = resource.elsewhere === undefined ? "here" : "here or there";
    return `${nameWords(kind)}${name} is not declared ${where}, so it counts as public ACME with DNS-01`;
  }
  const by = issuance.method === "dns01" ? issuance.by?.elsewhere : undefined;
  return `${nameWords(kind)}${name}, DNS-01${by === undefined ? "" : ` ${evidenceWords(by)}`}`;
}

function derivedWords(derivedFrom: readonly string[]): string {
  return derivedFrom.length === 0 ? "" : `, computed from ${listWords(derivedFrom, urnWords)}`;
}

/** @returns kind and name of a resource of which only the URN is at hand. */
function urnWords(urn: string): string {
  return resourceWords({ urn, ...(parseUrn(urn) ?? { type: "resource", name: urn }) });
}

function codeWords(property: string): string {
  return property.startsWith("annotation ") ? `its annotation \`${property.slice("annotation ".length)}\`` : `\`${property}\``;
}

/**
 * @returns what makes cert-manager try again once the way is free, and worked in a live cluster: a blocked renewal does not
 * recover by itself everywhere, and `cmctl renew` is a no-op.
 */
export function retry(when: string): string {
  return `${when} delete the pending CertificateRequest, if there is one (\`kubectl delete certificaterequest\`); \`cmctl renew\` does nothing while one is pending.`;
}
