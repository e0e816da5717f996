import { isElsewhere } from "./elsewhere";
import type { Certificate, Inventory, Issuer, ResourceReference, Solver } from "./inventory";
import { IssuerIndex } from "./issuers";
import type { DnsName } from "./names";
import { selectSolver } from "./solver-selection";
import { isEqual, isOneOf, known, mapValue, unknown, type Value } from "./value";

/** How cert-manager will prove that it may have a certificate for a name. */
export type Issuance =
  /** A TXT at the challenge name. */
  | {
      readonly method: "dns01";
      /** `assumed`: nobody declared the issuer, and it counts as public ACME with DNS-01. */
      readonly issuer: "declared" | "assumed";
      readonly provider: Value<string>;
      readonly follows: Value<boolean>;
      /** The issuer, where the ownership file alone declares it. */
      readonly by?: ResourceReference;
    }
  /** An answer on port 80 of the name itself; nothing in DNS. */
  | { readonly method: "http01" }
  /** Nothing in DNS either: a private or external issuer, or no solver for the name. */
  | { readonly method: "no-record" }
  | { readonly method: "undecided"; readonly why?: Undecided };

/** What would decide it, where that is more than a value which this preview does not know. */
export type Undecided =
  /** The issuer's name, and why its reader does not know it. */
  | { readonly lacks: "name"; readonly reason: string }
  /** Whether an issuer of that name is the one that is meant. */
  | { readonly lacks: "identity" }
  | { readonly lacks: "type" | "solvers"; readonly issuer: Issuer };

/** Issuers whose certificates ask for no DNS record, as settings name them, since no resource in the stack does. */
export type KnownIssuers = ReadonlySet<string>;

const noRecord: Issuance = { method: "no-record" };
const http01: Issuance = { method: "http01" };
const assumed: Issuance = { method: "dns01", issuer: "assumed", provider: unknown, follows: unknown };
const undecided: Issuance = { method: "undecided" };
const unidentified: Issuance = { method: "undecided", why: { lacks: "identity" } };

/**
 * @param certificate as read; `name` one of its names.
 * @param issuersWithoutDns01 names of issuers of other stacks that are private or only use HTTP-01.
 * @returns what the declared issuer does. An issuer that nobody declares counts as public ACME with DNS-01: issuers often
 * live in another stack (they did in the xPRO incident), and the safe side is to take the record as needed. An issuer that
 * may be the one, its name, kind or cluster being unknown, leaves it undecided unless it would do the same. The ownership
 * file's issuers count as declared where they are certain to be meant.
 */
export function issuanceOf(certificate: Certificate, name: DnsName, inventory: Inventory, issuersWithoutDns01: KnownIssuers): Issuance {
  const { issuer } = certificate;
  if (isExternal(certificate)) {
    return noRecord;
  }
  if (issuer.name.state === "unknown") {
    const { reason } = issuer.name;
    return reason === undefined ? undecided : { method: "undecided", why: { lacks: "name", reason } };
  }
  if (issuer.group.state === "unknown") {
    return undecided;
  }
  if (issuer.name.state === "absent") {
    return noRecord;
  }
  const index = issuersOf(inventory);
  const certain = index.meant(certificate, issuer.name.value);
  const agreed = agree(certain.map((each) => issuanceBy(each, certificate, name)));
  if (agreed !== undefined) {
    return agreed;
  }
  if (certain.some((each) => isDecisive(each, certificate))) {
    return unidentified;
  }
  if (issuersWithoutDns01.has(issuer.name.value)) {
    return noRecord;
  }
  // What the ownership file says of a cluster that may be another than this stack's tells nothing of its certificates.
  const counted = isElsewhere(certificate.resource) ? "all" : "own";
  const possible = certain.length > 0 ? [] : index.possible(certificate, issuer.name.value, counted);
  return possible.every((each) => issuanceBy(each, certificate, name).method === "dns01") ? assumed : unidentified;
}

/** @returns whether an issuer counts among several: those that the ownership file has for a certificate of this stack tell nothing. */
function isDecisive({ resource }: Issuer, certificate: Certificate): boolean {
  return !isElsewhere(resource) || isElsewhere(certificate.resource);
}

/** @returns what all of them have in common: the method, and of DNS-01 what they agree on; undefined when they differ. */
function agree(issuances: readonly Issuance[]): Issuance | undefined {
  const [first, ...rest] = issuances;
  return rest.reduce<Issuance | undefined>((agreed, next) => (agreed === undefined ? undefined : merge(agreed, next)), first);
}

function merge(first: Issuance, second: Issuance): Issuance | undefined {
  if (asksForNoRecord(first) && asksForNoRecord(second)) {
    return first.method === second.method ? first : noRecord;
  }
  if (first.method !== "dns01" || second.method !== "dns01") {
    return undefined;
  }
  return { ...first, provider: common(first.provider, second.provider), follows: common(first.follows, second.follows) };
}

/** @returns whether it is certain that the name needs no challenge record. */
export function asksForNoRecord(issuance: Issuance): issuance is Extract<Issuance, { method: "no-record" | "http01" }> {
  return issuance.method === "no-record" || issuance.method === "http01";
}

function common<T>(first: Value<T>, second: Value<T>): Value<T> {
  return isEqual(first, second) === true ? first : unknown;
}

/** @returns whether any name of the certificate could need a challenge record, for names that are not known yet. */
export function mayNeedRecord(certificate: Certificate, inventory: Inventory, issuersWithoutDns01: KnownIssuers): boolean {
  const { issuer } = certificate;
  if (isExternal(certificate) || issuer.name.state === "absent") {
    return false;
  }
  if (issuer.name.state === "unknown") {
    return true;
  }
  const certain = issuersOf(inventory).meant(certificate, issuer.name.value);
  return certain.length === 0 ? !issuersWithoutDns01.has(issuer.name.value) : certain.some(mayWriteRecords);
}

/**
 * @returns the one declared issuer that cert-manager will ask, where the stack knows it; undefined when none is declared,
 * several may be meant, or what is declared is only a patch, which does not show the whole issuer.
 */
export function declaredIssuer(certificate: Certificate, inventory: Inventory): Issuer | undefined {
  const { name } = certificate.issuer;
  if (isExternal(certificate) || certificate.issuer.group.state !== "known" || name.state !== "known") {
    return undefined;
  }
  const certain = issuersOf(inventory).meant(certificate, name.value);
  const [issuer] = certain;
  return certain.length === 1 && issuer !== undefined && !isPatch(issuer.resource) ? issuer : undefined;
}

/** @returns whether the resource shows only a part of its Kubernetes object. */
export function isPatch({ type }: ResourceReference): boolean {
  return type.endsWith("Patch");
}

/**
 * @returns an issuer of the wanted name in the certificate's cluster that cert-manager does not find, being of the other
 * kind or in another namespace, where none is declared that it would find; undefined as soon as any might be meant.
 */
export function misplacedIssuer(certificate: Certificate, inventory: Inventory): Issuer | undefined {
  const { name, kind, group } = certificate.issuer;
  if (isExternal(certificate) || group.state !== "known" || name.state !== "known" || kind.state !== "known") {
    return undefined;
  }
  const index = issuersOf(inventory);
  if (index.meant(certificate, name.value).length > 0 || index.possible(certificate, name.value).length > 0) {
    return undefined;
  }
  // Nothing says that the ownership file lists every issuer of a cluster.
  const { inReach, any } = index.inCluster(certificate, name.value);
  // A ClusterIssuer may be anybody's, and so may an Issuer in a namespace that was there before this stack.
  const isOwn = kind.value === "Issuer" && createsNamespace(certificate, inventory);
  // One of a namespace that is not known might have been meant: what is left lies in another.
  return inReach ?? (isOwn ? any : undefined);
}

const created = new WeakMap<Inventory, ReadonlySet<string>>();

function createsNamespace({ cluster, namespace }: Certificate, inventory: Inventory): boolean {
  const namespaces =
    created.get(inventory) ??
    new Set(
      inventory.namespaces.flatMap(({ cluster: { key }, name }) => (name.state === "known" ? [JSON.stringify([key, name.value])] : [])),
    );
  created.set(inventory, namespaces);
  return namespace.state === "known" && namespaces.has(JSON.stringify([cluster.key, namespace.value]));
}

/** External issuers (AWS PCA, step, Cloudflare's origin CA) sign without a challenge. */
function isExternal({ issuer }: Certificate): boolean {
  return issuer.group.state === "known" && !["cert-manager.io", "certmanager.k8s.io"].includes(issuer.group.value);
}

function mayWriteRecords(issuer: Issuer): boolean {
  const isPrivate = isOneOf(issuer.type, ["private"]) === true;
  const onlyHttp01 = issuer.solvers.complete && issuer.solvers.known.every(({ method }) => isOneOf(method, ["http01"]) === true);
  return !isPrivate && !onlyHttp01;
}

const indexes = new WeakMap<Inventory, IssuerIndex>();

function issuersOf(inventory: Inventory): IssuerIndex {
  const index = indexes.get(inventory) ?? new IssuerIndex(inventory.issuers);
  indexes.set(inventory, index);
  return index;
}

function issuanceBy(issuer: Issuer, certificate: Certificate, name: DnsName): Issuance {
  if (issuer.type.state !== "known") {
    return { method: "undecided", why: { lacks: "type", issuer } };
  }
  if (issuer.type.value === "private") {
    return noRecord;
  }
  const selection = selectSolver(name, certificate.labels, issuer.solvers);
  if (selection.outcome === "none") {
    return noRecord;
  }
  if (selection.outcome === "solver") {
    return withIssuer(bySolver(selection.solver), issuer);
  }
  const agreed = selection.mayBeNone ? undefined : agree(selection.candidates.map(bySolver));
  return agreed === undefined ? { method: "undecided", why: { lacks: "solvers", issuer } } : withIssuer(agreed, issuer);
}

/** Notes where the knowledge of an issuer comes from, if it is not the stack. */
function withIssuer(issuance: Issuance, { resource }: Issuer): Issuance {
  return issuance.method === "dns01" && isElsewhere(resource) ? { ...issuance, by: resource } : issuance;
}

/**
 * acme-dns writes at the end of a CNAME that must stand, whatever the strategy says. All others, webhooks among them, are handed the
 * name that cert-manager resolved by the strategy (`pkg/issuer/acme/dns/dns.go`).
 */
function bySolver(solver: Solver): Issuance {
  if (solver.method.state !== "known") {
    return undecided;
  }
  if (solver.method.value === "http01") {
    return http01;
  }
  const { provider, cnameStrategy } = solver;
  const isAcmeDns = isOneOf(provider, delegatingProviders);
  const byStrategy = mapValue(cnameStrategy, (strategy) => strategy === "Follow");
  const followsAnyway = isAcmeDns === true || isEqual(byStrategy, known(true)) === true;
  const follows: Value<boolean> = followsAnyway ? known(true) : isAcmeDns === undefined ? unknown : byStrategy;
  return { method: "dns01", issuer: "declared", provider, follows };
}

/** Providers that never look at the challenge name itself. */
export const delegatingProviders: readonly string[] = ["acmeDNS", "acmedns"];

/** @returns whether nothing but the common name says the name, for which no Order asks then. */
export function isOnlyCommonName(name: DnsName, certificate: Certificate): boolean {
  const ordered = orderedNames.get(certificate) ?? namesBesidesCommonName(certificate);
  orderedNames.set(certificate, ordered);
  return !ordered.has(name);
}

/** Every name of a certificate is asked about, and they may be thousands. */
const orderedNames = new WeakMap<Certificate, ReadonlySet<DnsName>>();

function namesBesidesCommonName({ names }: Certificate): ReadonlySet<DnsName> {
  return new Set(names.known.filter(({ property }) => !isCommonNameProperty(property)).map(({ name }) => name));
}

/** @returns whether the property, or the annotation, is the one of the common name. */
export function isCommonNameProperty(property: string): boolean {
  return property.endsWith("commonName") || property.endsWith("common-name");
}
