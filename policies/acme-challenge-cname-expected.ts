import { collectClaims, isCertain, type CertificateClaim, type Claim, type SubscriptionClaim } from "../ownership/claims";
import { isExclusive } from "../ownership/conflicts";
import { isPublic, isType, PublicRecords, targetOwner } from "../ownership/dns";
import type { DnsRecord, Inventory } from "../ownership/inventory";
import { challengedName, isWithin, parseName, type DnsName } from "../ownership/names";
import type { Finding, SolverBlock } from "./finding";
import { stackPolicy } from "./policy";
import { challengeRecordSettings, type ChallengeRecordSettings } from "./settings";

/**
 * A record at a challenge name that no owner accounts for, or that keeps an owner from its record. A conflict between two
 * owners is `tls-name-single-owner`'s; here one side is a record.
 */
export const acmeChallengeCnameExpected = stackPolicy({
  name: "acme-challenge-cname-expected",
  displayName: "Challenge records belong to an owner",
  description: "Every record at an _acme-challenge name belongs to the certificate owner of that name and lets it renew.",
  level: "mandatory",
  severity: "high",
  remediation: "Delete the record, or point it where its owner needs it.",
  settings: challengeRecordSettings,
  check(inventory: Inventory, settings: ChallengeRecordSettings): Finding[] {
    const claims = collectClaims(inventory, settings);
    const records = new PublicRecords(inventory);
    const ofRecords = challengeRecords(inventory).flatMap(({ record, challenge }) => {
      const problem = judge(record, challenge, (claims.get(challenge) ?? []).filter(isCertain), records, settings);
      return problem === undefined ? [] : [{ subject: challenge, resource: record.resource, problem }];
    });
    const redirections = [...claims].flatMap(([challenge, claimed]) => findRedirection(challenge, claimed.filter(isCertain), records));
    return [...ofRecords, ...redirections];
  },
});

/** @returns public records of a fully known name whose first label is exactly `_acme-challenge`. */
export function challengeRecords(inventory: Inventory): { record: DnsRecord; challenge: DnsName }[] {
  return inventory.records.flatMap((record) =>
    record.name.state === "full" && isPublic(record) && challengedName(record.name.name) !== undefined
      ? [{ record, challenge: record.name.name }]
      : [],
  );
}

function judge(
  record: DnsRecord,
  challenge: DnsName,
  claims: readonly Claim[],
  records: PublicRecords,
  settings: ChallengeRecordSettings,
): Finding["problem"] | undefined {
  if (isType(record, "CNAME")) {
    return judgeCname(record, challenge, claims, records, settings);
  }
  const exclusive = claims.find(isExclusive);
  if (exclusive !== undefined && (isType(record, "TXT") || isType(record, "NS"))) {
    return { kind: "blocked-subscription", record, challenge, claim: exclusive };
  }
  // cert-manager writes multivalue sets, and Route 53 puts none beside a simple set of the same name and type.
  const blocked = claims.filter(isCertificate).filter(({ issuance }) => mayBe(issuance, "route53"));
  return record.simple && isType(record, "TXT") && blocked.length > 0
    ? { kind: "blocked-solver", record, challenge, claims: blocked, how: "simple-txt" }
    : undefined;
}

function judgeCname(
  record: DnsRecord,
  challenge: DnsName,
  claims: readonly Claim[],
  records: PublicRecords,
  settings: ChallengeRecordSettings,
): Finding["problem"] | undefined {
  const target = record.targets.known[0];
  const allowed = target !== undefined && isAllowed(target, settings);
  const exclusive = claims.find(isExclusive);
  if (exclusive !== undefined) {
    const belongs = target === undefined || allowed || claims.some((claim) => isExclusive(claim) && isRecordOf(claim, record, target));
    return belongs ? undefined : { kind: "blocked-subscription", record, challenge, claim: exclusive, target };
  }
  const blocked = claims.filter(isSolver).flatMap((claim) => {
    const how = blockedBy(claim, target);
    return how === undefined ? [] : [{ claim, how }];
  });
  const [first] = blocked;
  if (first !== undefined) {
    return {
      kind: "blocked-solver",
      record,
      challenge,
      claims: blocked.map(({ claim }) => claim),
      how: first.how,
      ...(target === undefined ? {} : { target }),
    };
  }
  // With claims and nothing blocked, the CNAME is the solver's own delegation, or nobody can tell yet.
  const expected = claims.length > 0 || target === undefined || records.isOwnDelegation(target, settings.allowedTargets);
  return expected ? undefined : { kind: "unexpected-record", record, challenge, target };
}

/** A subscription's record is computed from it, points where it said, or at least to its vendor. */
function isRecordOf(claim: SubscriptionClaim, record: DnsRecord, target: string): boolean {
  const { subscription, challenge } = claim;
  return (
    record.derivedFrom.includes(subscription.resource.urn) ||
    subscription.targets.get(challenge) === target ||
    targetOwner(target)?.vendor === subscription.vendor
  );
}

function isAllowed(target: string, settings: ChallengeRecordSettings): boolean {
  const name = parseName(target);
  return name !== undefined && settings.allowedTargets.some((allowed) => isWithin(name, allowed));
}

type SolverClaim = CertificateClaim | SubscriptionClaim;

function isCertificate(claim: Claim): claim is CertificateClaim {
  return claim.by === "certificate";
}

function isSolver(claim: Claim): claim is SolverClaim {
  return claim.by !== "setting" && claim.record === "TXT";
}

/** @returns why the CNAME keeps this client's TXT from being seen; undefined when it does not, or when that is not known. */
function blockedBy(claim: SolverClaim, target: string | undefined): SolverBlock | undefined {
  if (claim.by === "subscription") {
    // The `acme` provider follows CNAMEs (lego); the others write into the zone that they host themselves.
    const ownDelegation = target !== undefined && targetOwner(target)?.vendor === claim.subscription.vendor;
    return claim.subscription.vendor === "acme-provider" ? foreign(target) : ownDelegation ? undefined : "cname-not-followed";
  }
  return isFollowing(claim) === false ? "cname-not-followed" : foreign(target);
}

function foreign(target: string | undefined): SolverBlock | undefined {
  return target !== undefined && targetOwner(target) !== undefined ? "foreign-target" : undefined;
}

function mayBe(issuance: CertificateClaim["issuance"], provider: string): boolean {
  return (
    issuance.method === "dns01" &&
    (issuance.issuer === "assumed" || (issuance.provider.state === "known" && issuance.provider.value === provider))
  );
}

/** A DNAME above the challenge name, or a wildcard CNAME directly above it that a Follow solver would run after. */
function findRedirection(challenge: DnsName, claims: readonly Claim[], records: PublicRecords): Finding[] {
  const [dname] = records.redirecting(challenge);
  const [wildcard] = records.wildcardOver(challenge);
  const certificates = claims.filter(isCertificate);
  const staying = certificates.filter((claim) => isFollowing(claim) === false);
  // acme-dns never looks at the challenge name, so a wildcard cannot lead it astray.
  const following = certificates.filter((claim) => isFollowing(claim) === true && !mayBe(claim.issuance, "acmeDNS"));
  if (dname !== undefined && staying.length > 0) {
    return [redirection(challenge, dname, staying, "dname")];
  }
  return wildcard !== undefined && following.length > 0 ? [redirection(challenge, wildcard, following, "wildcard-followed")] : [];
}

/** @returns whether the solver writes where CNAMEs lead; undefined when that is not known. */
export function isFollowing({ issuance }: CertificateClaim): boolean | undefined {
  return issuance.method === "dns01" && issuance.follows.state === "known" ? issuance.follows.value : undefined;
}

function redirection(challenge: DnsName, record: DnsRecord, claims: readonly CertificateClaim[], how: SolverBlock): Finding {
  const target = record.targets.known[0];
  return {
    subject: challenge,
    resource: record.resource,
    problem: { kind: "blocked-solver", record, challenge, claims, how, ...(target === undefined ? {} : { target }) },
  };
}
