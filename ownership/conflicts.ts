import { isCertain, isOwn, type Claim, type SubscriptionClaim } from "./claims";
import { subscriptionKey } from "./elsewhere";
import type { Subscription } from "./inventory";
import type { DnsName } from "./names";

/** One challenge record that several owners need and only one can have. */
export interface Conflict {
  readonly challenge: DnsName;
  readonly claims: readonly Claim[];
  /** How many owners they are: certificates of cert-manager are one. */
  readonly owners: number;
  /** The claim of the CNAME that excludes the others, one of this stack if there is one; its resource is the one to edit. */
  readonly exclusive: SubscriptionClaim;
}

/**
 * @param claims those of one challenge record.
 * @returns the conflict among the certain ones. TXT records stand beside one another, so any number of ACME clients may
 * share a name; a CNAME excludes every other record of its name (RFC 1034 §3.6.2).
 */
export function findConflict(challenge: DnsName, claims: readonly Claim[]): Conflict | undefined {
  const certain = claims.filter(isCertain);
  const exclusives = certain.filter(isExclusive);
  const owners = new Set(certain.map(ownerOf));
  const exclusive = exclusives.find(isOwn) ?? exclusives[0];
  if (exclusive === undefined || owners.size < 2) {
    return undefined;
  }
  return { challenge, claims: certain, owners: owners.size, exclusive };
}

export function isExclusive(claim: Claim): claim is SubscriptionClaim {
  return claim.by === "subscription" && claim.record === "CNAME";
}

/** @returns the same text for the same owner. All certificates of cert-manager are one owner, which shares a name with itself. */
function ownerOf(claim: Claim): string {
  return claim.by === "subscription" ? keeperOf(claim.subscription) : "cert-manager";
}

/**
 * @returns the same text for the same owner. A subscription owns for itself; Akamai's resources, of which several speak of one
 * host name, are one owner.
 */
export function keeperOf(subscription: Subscription): string {
  const { vendor, owner } = subscription;
  if (owner !== undefined) {
    return `other ${owner}`;
  }
  return vendor === "akamai" ? vendor : subscriptionKey(subscription);
}
