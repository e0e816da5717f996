import { collectClaims, isCertain, type CertificateClaim, type Claim, type OwnershipSettings } from "../ownership/claims";
import { isExclusive } from "../ownership/conflicts";
import { isType, PublicRecords, targetOwner } from "../ownership/dns";
import { uniqueBy } from "../ownership/grouping";
import type { DnsRecord, Inventory, Service, Subscription } from "../ownership/inventory";
import { mayNeedRecord } from "../ownership/issuance";
import { challengedName, challengeName, type DnsName } from "../ownership/names";
import { challengeRecords, isFollowing } from "./acme-challenge-cname-expected";
import type { Doubt, Finding } from "./finding";
import { stackPolicy } from "./policy";
import { challengeRecordSettings, type ChallengeRecordSettings } from "./settings";

/**
 * What the other policies had to leave open. A value that is unknown in a preview is never "no" and never "yes"; where it
 * could matter, this says so once for each property, and which one would settle it.
 */
export const ownershipUndetermined = stackPolicy({
  name: "ownership-undetermined",
  displayName: "Ownership that a preview cannot decide",
  description: "Every certificate owner can be determined from the preview.",
  level: "advisory",
  severity: "medium",
  remediation: "Make the named property known at preview, or check again once it is.",
  settings: challengeRecordSettings,
  check(inventory: Inventory, settings: ChallengeRecordSettings): Finding[] {
    const claims = collectClaims(inventory, settings);
    const doubts = [
      ...doubtfulSubscriptions(inventory, claims),
      ...doubtfulCertificates(inventory, claims, settings),
      ...doubtfulIssuers(claims),
      ...doubtfulOrigins(inventory),
      ...doubtfulRecords(inventory, claims, settings),
      ...doubtfulSecrets(inventory),
      ...doubtfulResources(inventory, claims),
    ];
    return uniqueBy(doubts, ({ resource, property }) => JSON.stringify([resource.urn, property])).map((doubt) => ({
      subject: `${doubt.resource.name}${doubt.property === undefined ? "" : `.${doubt.property}`}`,
      resource: doubt.resource,
      problem: { kind: "undetermined", doubt },
    }));
  },
});

type Claims = ReadonlyMap<DnsName, readonly Claim[]>;

/** Names of a subscription that are not known yet, unless what they are computed from proves them nobody else's. */
function doubtfulSubscriptions(inventory: Inventory, claims: Claims): Doubt[] {
  const origins = inventory.services.flatMap(({ origins }) => origins.known.map(({ address }) => challengeName(address)));
  const services = new Map(inventory.services.map((service) => [service.resource.urn, service]));
  return inventory.subscriptions
    .filter(({ names }) => !names.complete)
    .flatMap((subscription) => {
      const rivals = rivalChallenges(subscription, claims);
      const contested = new Set(subscription.vendor === "fastly" ? [...rivals, ...origins] : rivals);
      const own = new Set(subscription.names.known.map(challengeName));
      const possible = possibleNames(subscription, services);
      const against = [...contested].filter((challenge) => !own.has(challenge) && (possible === undefined || possible.has(challenge)));
      return against.length === 0
        ? []
        : [
            doubt(
              subscription,
              subscription.property,
              { of: "subscription-names", against: baseNames(against) },
              subscription.names.reason,
            ),
          ];
    });
}

/** Challenge records that somebody else needs in a way that excludes this subscription's. */
function rivalChallenges(subscription: Subscription, claims: Claims): DnsName[] {
  return [...claims]
    .filter(([, claimed]) =>
      claimed.some((claim) => isRival(claim, subscription) && (subscription.record === "CNAME" || isExclusive(claim))),
    )
    .map(([challenge]) => challenge);
}

function isRival(claim: Claim, subscription: Subscription): boolean {
  return claim.by !== "subscription" || claim.subscription !== subscription;
}

/** Names computed from services can only be names of theirs; undefined when anything is possible. */
function possibleNames(subscription: Subscription, services: ReadonlyMap<string, Service>): ReadonlySet<DnsName> | undefined {
  const sources = subscription.derivedFrom.map((urn) => services.get(urn));
  if (sources.length === 0 || sources.some((source) => source?.domains.complete !== true)) {
    return undefined;
  }
  return new Set(sources.flatMap((source) => source?.domains.known.map(challengeName) ?? []));
}

function doubtfulCertificates(inventory: Inventory, claims: Claims, settings: OwnershipSettings): Doubt[] {
  const against = exclusiveChallenges(claims);
  return inventory.certificates
    .filter(
      (certificate) =>
        !certificate.names.complete && against.length > 0 && mayNeedRecord(certificate, inventory, settings.issuersWithoutDns01),
    )
    .map((certificate) =>
      doubt(certificate, certificate.property, { of: "certificate-names", against: baseNames(against) }, certificate.names.reason),
    );
}

/** Certificates whose issuer is not known well enough, at a name that somebody needs for a CNAME. */
function doubtfulIssuers(claims: Claims): Doubt[] {
  return [...claims].flatMap(([challenge, claimed]) => {
    const exclusive = claimed.filter(isExclusive);
    return claimed
      .filter((claim): claim is CertificateClaim => claim.by === "certificate" && !isCertain(claim))
      .filter(() => exclusive.length > 0)
      .map(({ certificate, issuance }) => {
        const reason = issuance.method === "undecided" ? issuance.reason : undefined;
        return doubt(certificate, "issuer", { of: "issuer", challenge, exclusive }, reason);
      });
  });
}

/** Backends whose address is not known, beside a subscription that might hold their name. */
function doubtfulOrigins(inventory: Inventory): Doubt[] {
  const names = inventory.subscriptions.filter(({ vendor }) => vendor === "fastly").flatMap((subscription) => subscription.names.known);
  return inventory.services
    .filter(({ origins }) => !origins.complete && names.length > 0)
    .map((service) => doubt(service, "backends[].address", { of: "origin-address", against: names }, service.origins.reason));
}

function doubtfulRecords(inventory: Inventory, claims: Claims, settings: ChallengeRecordSettings): Doubt[] {
  const records = new PublicRecords(inventory);
  const subscriptions = new Set(inventory.subscriptions.map(({ resource }) => resource.urn));
  const own = (record: DnsRecord) => record.derivedFrom.some((urn) => subscriptions.has(urn));
  const named = challengeRecords(inventory)
    .filter(({ record }) => !own(record))
    .flatMap(({ record, challenge }) => {
      const reason = openQuestion(record, challenge, claims.get(challenge) ?? [], records, settings);
      return reason === undefined
        ? []
        : [doubt(record, reason === "target" ? "target" : "name", { of: "challenge-record", name: challenge, reason })];
    });
  const unplaced = inventory.records.filter((record) => !own(record)).flatMap((record) => unplacedRecord(record));
  return [...named, ...unplaced];
}

function openQuestion(
  record: DnsRecord,
  challenge: DnsName,
  claims: readonly Claim[],
  records: PublicRecords,
  settings: ChallengeRecordSettings,
): "target" | "delegation" | "name-servers" | undefined {
  const certificates = claims.filter((claim): claim is CertificateClaim => claim.by === "certificate");
  if (isType(record, "NS")) {
    return certificates.length > 0 && !records.isZone(challenge) ? "name-servers" : undefined;
  }
  if (!isType(record, "CNAME") || claims.some(isExclusive)) {
    return undefined;
  }
  const target = record.targets.known[0];
  if (target === undefined) {
    return certificates.some((claim) => isFollowing(claim) !== undefined) ? undefined : "target";
  }
  const settled = targetOwner(target) !== undefined || records.isOwnDelegation(target, settings.allowedTargets);
  return !settled && certificates.some(({ issuance }) => issuance.method === "dns01" && issuance.issuer === "assumed")
    ? "delegation"
    : undefined;
}

/** Records that are a challenge's, but of which zone, or of a zone that may be private. */
function unplacedRecord(record: DnsRecord): Doubt[] {
  const { name } = record;
  if (!isType(record, "CNAME")) {
    return [];
  }
  if (name.state === "relative" && /^_acme-challenge(\.|$)/i.test(name.labels)) {
    return [doubt(record, "zone", { of: "challenge-record", name: name.labels, reason: "zone" })];
  }
  if (name.state === "full" && challengedName(name.name) !== undefined && record.private.state === "unknown") {
    return [doubt(record, "zone", { of: "challenge-record", name: name.name, reason: "privacy" })];
  }
  const target = record.targets.known[0];
  return name.state === "unknown" && target !== undefined && targetOwner(target) !== undefined
    ? [doubt(record, "name", { of: "challenge-record", name: target, reason: "zone" })]
    : [];
}

/** A writer whose Secret or namespace is not known, beside another of its cluster that it may meet. */
function doubtfulSecrets(inventory: Inventory): Doubt[] {
  return inventory.secretWriters
    .filter(({ secret, namespace }) => secret.state !== "known" || namespace.state !== "known")
    .flatMap((writer) => {
      const others = inventory.secretWriters.filter(
        (other) =>
          other.resource.urn !== writer.resource.urn &&
          other.cluster === writer.cluster &&
          mayMeet(writer.namespace, other.namespace) &&
          mayMeet(writer.secret, other.secret),
      );
      const property = writer.secret.state === "known" ? "metadata.namespace" : writer.property;
      return others.length === 0 ? [] : [doubt(writer, property, { of: "secret-name", others })];
    });
}

function mayMeet(
  first: { readonly state: string; readonly value?: string },
  second: { readonly state: string; readonly value?: string },
): boolean {
  return first.state !== "known" || second.state !== "known" || first.value === second.value;
}

/** Resources that show nothing, where there is something for them to conflict with. */
function doubtfulResources(inventory: Inventory, claims: Claims): Doubt[] {
  const contested = claims.size > 0;
  const written = inventory.secretWriters.length > 0;
  return inventory.gaps
    .filter(({ may }) => (may === "claim" ? contested : written))
    .map((gap) => ({
      resource: gap.resource,
      ...(gap.property === undefined ? {} : { property: gap.property }),
      question: { of: gap.what === "component-without-children" ? "component" : "empty" },
      ...(gap.reason === undefined ? {} : { reason: gap.reason }),
    }));
}

function doubt(thing: { readonly resource: Doubt["resource"] }, property: string, question: Doubt["question"], reason?: string): Doubt {
  return { resource: thing.resource, property, question, ...(reason === undefined ? {} : { reason }) };
}

function exclusiveChallenges(claims: Claims): DnsName[] {
  return [...claims].filter(([, claimed]) => claimed.some(isExclusive)).map(([challenge]) => challenge);
}

function baseNames(challenges: readonly DnsName[]): DnsName[] {
  return challenges.map((challenge) => challengedName(challenge) ?? challenge).sort();
}
