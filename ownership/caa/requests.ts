import { authorityOf, fastlyAuthority, type CertificateAuthority } from "../certificate-authorities";
import type { Certificate, Inventory, ResourceReference, Subscription } from "../inventory";
import { declaredIssuer, isOnlyCommonName, isPatch, issuanceOf } from "../issuance";
import type { DnsName } from "../names";

export type CaaMethod = "dns-01" | "http-01";

/** What an authority asks CAA before it issues. */
export interface CaaRequest {
  readonly authority: CertificateAuthority;
  readonly name: DnsName;
  /** How the name will be validated, where that is known (RFC 8657 §4). */
  readonly method?: CaaMethod | undefined;
}

/** Who asks for names that CAA may refuse. */
export type CaaAsker =
  { readonly by: "certificate"; readonly certificate: Certificate } | { readonly by: "subscription"; readonly subscription: Subscription };

/** @returns the certificate's, or the subscription's, own resource. */
export function resourceOfAsker(asker: CaaAsker): ResourceReference {
  return (asker.by === "certificate" ? asker.certificate : asker.subscription).resource;
}

/**
 * @returns who asks a public authority for certificates, and for which names; only where it is certain which authority it is:
 * certificates whose issuer the stack declares, and subscriptions that say who signs.
 */
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
