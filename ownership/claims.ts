import { isElsewhere } from "./elsewhere";
import { groupBy } from "./grouping";
import type { Certificate, Inventory, NamedIn, ResourceReference, Subscription } from "./inventory";
import { asksForNoRecord, issuanceOf, type Issuance, type KnownIssuers } from "./issuance";
import { challengeName, type DnsName } from "./names";

/** What settings say of other stacks, for every rule that asks who owns a challenge record. */
export interface OwnershipSettings {
  /** Names whose certificates cert-manager keeps by DNS-01 in another stack or cluster. */
  readonly certManagerNames: readonly DnsName[];
  /** Issuers of other stacks that never write a challenge record: private ones, and those with HTTP-01 only. */
  readonly issuersWithoutDns01: KnownIssuers;
}

/** Somebody needs the challenge record of a name. */
export type Claim = SubscriptionClaim | CertificateClaim | SettingClaim;

interface CommonClaim {
  /** The record's owner name; the key by which claims meet. */
  readonly challenge: DnsName;
  /** The name as the claimant lists it, a wildcard with its `*.`. */
  readonly name: DnsName;
  readonly record: "CNAME" | "TXT";
}

export interface SubscriptionClaim extends CommonClaim {
  readonly by: "subscription";
  readonly subscription: Subscription;
}

export interface CertificateClaim extends CommonClaim {
  readonly by: "certificate";
  readonly record: "TXT";
  readonly certificate: Certificate;
  readonly property: string;
  readonly issuance: Extract<Issuance, { method: "dns01" | "undecided" }>;
}

/** Named by `certManagerNames`; no resource of the stack stands behind it. */
interface SettingClaim extends CommonClaim {
  readonly by: "setting";
  readonly record: "TXT";
}

/** @returns the resource that makes the claim; undefined for a setting. */
export function claimant(claim: Claim): ResourceReference | undefined {
  switch (claim.by) {
    case "subscription":
      return claim.subscription.resource;
    case "certificate":
      return claim.certificate.resource;
    case "setting":
      return undefined;
  }
}

/** @returns whether a resource of the analysed stacks makes the claim: no setting, and nothing of the ownership file. */
export function isOwn(claim: Claim): boolean {
  const resource = claimant(claim);
  return resource !== undefined && !isElsewhere(resource);
}

/** @returns false for a certificate of which it is not known whether it will need the record. */
export function isCertain(claim: Claim): boolean {
  return claim.by !== "certificate" || claim.issuance.method === "dns01";
}

/** Claims on each challenge record, by the record's name. */
export type Claims = ReadonlyMap<DnsName, readonly Claim[]>;

const collected = new WeakMap<Inventory, Map<string, Claims>>();

/**
 * @returns every claim on a challenge record, by the record's name, sorted by claimant. Certificates that need no record
 * (HTTP-01, private issuers) are not among them; those of which that is not known are, as uncertain ones. Policies of the
 * same settings share them.
 */
export function collectClaims(inventory: Inventory, settings: OwnershipSettings): Claims {
  const bySettings = collected.get(inventory) ?? new Map<string, Claims>();
  collected.set(inventory, bySettings);
  const key = JSON.stringify([settings.certManagerNames, [...settings.issuersWithoutDns01]]);
  let claims = bySettings.get(key);
  if (claims === undefined) {
    claims = collect(inventory, settings);
    bySettings.set(key, claims);
  }
  return claims;
}

function collect(inventory: Inventory, settings: OwnershipSettings): Claims {
  const claims: Claim[] = [];
  for (const subscription of inventory.subscriptions) {
    for (const name of subscription.names.known) {
      claims.push({ by: "subscription", challenge: challengeName(name), name, record: subscription.record, subscription });
    }
  }
  for (const certificate of inventory.certificates) {
    for (const named of certificate.names.known) {
      claims.push(...certificateClaims(certificate, named, inventory, settings));
    }
  }
  for (const name of settings.certManagerNames) {
    claims.push({ by: "setting", challenge: challengeName(name), name, record: "TXT" });
  }
  return groupBy(claims, ({ challenge }) => challenge);
}

function certificateClaims(certificate: Certificate, named: NamedIn, inventory: Inventory, settings: OwnershipSettings): Claim[] {
  const issuance = issuanceOf(certificate, named.name, inventory, settings.issuersWithoutDns01);
  if (asksForNoRecord(issuance)) {
    return [];
  }
  const { name, property } = named;
  return [{ by: "certificate", challenge: challengeName(name), name, record: "TXT", certificate, property, issuance }];
}
