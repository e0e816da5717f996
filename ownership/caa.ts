import { issuerDomain, permission, relevantTo, type CaaMethod, type CaaReason, type CaaRequest } from "./caa-permission";
import { CaaRecords, type CaaSet } from "./caa-records";
import { authorityByDomain, authorityOf, fastlyAuthority, type CertificateAuthority } from "./certificate-authorities";
import { isType } from "./dns";
import { groupBy } from "./grouping";
import type { Certificate, DnsRecord, Inventory, ResourceReference, Subscription } from "./inventory";
import { declaredIssuer, isOnlyCommonName, isPatch, issuanceOf } from "./issuance";
import type { DnsName } from "./names";

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
  readonly method: CaaMethod | undefined;
  /** Authorities that the records name, as far as the pack knows them. */
  readonly named: readonly CertificateAuthority[];
}

/** Who asks for names that CAA refuses. */
export type CaaAsker =
  { readonly by: "certificate"; readonly certificate: Certificate } | { readonly by: "subscription"; readonly subscription: Subscription };

/** @returns the certificate's, or the subscription's, own resource. */
export function resourceOfAsker(asker: CaaAsker): ResourceReference {
  return (asker.by === "certificate" ? asker.certificate : asker.subscription).resource;
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
  const methods: Readonly<Record<string, CaaMethod>> = { dns01: "dns-01", http01: "http-01" };
  return [...names].map((name) => ({ authority, name, method: methods[issuanceOf(certificate, name, inventory, noIssuers).method] }));
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
  return [...groups.values()].map((group) => ({ ...group[0], names: group.flatMap(({ names }) => names).sort() }));
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
    method: reason === "method" ? method : undefined,
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
