import { judgeRecords, type ChallengeRecordSettings } from "../ownership/challenge-records";
import { findCaaDoubts } from "../ownership/caa/doubts";
import { collectClaims, isOwn, type Claim, type Claims, type OwnershipSettings, type SubscriptionClaim } from "../ownership/claims";
import { isExclusive } from "../ownership/conflicts";
import { isElsewhere } from "../ownership/elsewhere";
import { isType, targetOwner } from "../ownership/dns";
import { excerpt, groupBy, uniqueBy, type Excerpt } from "../ownership/grouping";
import type { DnsRecord, Inventory, SecretWriter, Service, Subscription } from "../ownership/inventory";
import { mayNeedRecord } from "../ownership/issuance";
import { challengedName, challengeName, type DnsName } from "../ownership/names";
import { isEqual } from "../ownership/value";
import type { Doubt, Finding } from "./finding";
import { stackPolicy } from "./policy";
import { subscribedOrigins, type SubscribedOrigin } from "./origin-outside-edge-subscription";
import { challengeRecordSettings } from "./settings";

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
      ...subscribedOrigins(inventory, settings).flatMap(doubtfulOrigin),
      ...doubtfulRecords(inventory, claims, settings),
      ...doubtfulSecrets(inventory),
      ...doubtfulAccountKeys(inventory),
      ...doubtfulCaa(inventory),
      ...doubtfulResources(inventory, claims),
    ];
    return uniqueBy(doubts, ({ resource, property }) => JSON.stringify([resource.urn, property])).map((doubt) => ({
      subject: `${doubt.resource.name}${doubt.property === undefined ? "" : `.${doubt.property}`}`,
      resource: doubt.reportedOn ?? doubt.resource,
      problem: { kind: "undetermined", doubt },
    }));
  },
});

/** Names of a subscription that are not known yet, unless what they are computed from proves them nobody else's. */
function doubtfulSubscriptions(inventory: Inventory, claims: Claims): Doubt[] {
  const origins = inventory.services.flatMap(({ origins }) => origins.known.map(({ address }) => challengeName(address)));
  const services = new Map(inventory.services.map((service) => [service.resource.urn, service]));
  // What the subscription itself claims is taken out below, so all the others' names are one set for all.
  const contested = { CNAME: new Set([...claims.keys()].sort()), TXT: new Set(exclusiveChallenges(claims)) };
  const contestedByFastly = new Set([...contested.CNAME, ...origins].sort());
  const mayTake = takenFrom(services);
  return inventory.subscriptions
    .filter(({ names }) => !names.complete)
    .flatMap((subscription) => {
      const { names, property, record, vendor } = subscription;
      const own = new Set(names.known.map(challengeName));
      const against = besides(own, mayTake(subscription, vendor === "fastly" ? contestedByFastly : contested[record]));
      return against.count === 0
        ? []
        : [
            doubt(
              subscription,
              property,
              { of: "subscription-names", against: { ...against, first: baseNames(against.first) } },
              names.reason,
            ),
          ];
    });
}

/** @returns of the contested names those that are not the subscription's own; thousands may be contested, by thousands. */
function besides(own: ReadonlySet<DnsName>, open: ReadonlySet<DnsName>): Excerpt<DnsName> {
  return excerpt(open, (challenge) => !own.has(challenge), open.size - [...own].filter((challenge) => open.has(challenge)).length);
}

/** @returns which of the contested names a subscription may take; what is computed from the same services may take the same. */
function takenFrom(
  services: ReadonlyMap<string, Service>,
): (subscription: Subscription, contested: ReadonlySet<DnsName>) => ReadonlySet<DnsName> {
  const told = new Map<ReadonlySet<DnsName>, Map<string, ReadonlySet<DnsName>>>();
  return (subscription, contested) => {
    const bySource = told.get(contested) ?? new Map<string, ReadonlySet<DnsName>>();
    told.set(contested, bySource);
    const source = JSON.stringify(subscription.derivedFrom);
    let taken = bySource.get(source);
    if (taken === undefined) {
      const possible = possibleNames(subscription, services);
      taken = possible === undefined ? contested : new Set([...possible].filter((challenge) => contested.has(challenge)).sort());
      bySource.set(source, taken);
    }
    return taken;
  };
}

/** Names computed from services can only be names of theirs; undefined when anything is possible. */
function possibleNames(subscription: Subscription, services: ReadonlyMap<string, Service>): ReadonlySet<DnsName> | undefined {
  const { derivedFrom } = subscription;
  const listed = derivedFrom.flatMap((urn) => services.get(urn)?.domains ?? []);
  return listed.length > 0 && listed.length === derivedFrom.length && listed.every(({ complete }) => complete)
    ? new Set(listed.flatMap(({ known }) => known.map(challengeName)))
    : undefined;
}

function doubtfulCertificates(inventory: Inventory, claims: Claims, settings: OwnershipSettings): Doubt[] {
  const against = baseNames(exclusiveChallenges(claims));
  return inventory.certificates
    .filter(
      (certificate) =>
        !certificate.names.complete && against.length > 0 && mayNeedRecord(certificate, inventory, settings.issuersWithoutDns01),
    )
    .map((certificate) => doubt(certificate, certificate.property, { of: "certificate-names", against }, certificate.names.reason));
}

/** Certificates whose issuer is not known well enough, at a name that somebody needs for a CNAME. */
function doubtfulIssuers(claims: Claims): Doubt[] {
  return [...claims.values()].flatMap((claimed) => {
    const exclusive = claimed.filter(isExclusive);
    const told = excerpt(exclusive, () => true, exclusive.length);
    const own = exclusive.find(isOwn);
    return exclusive.length === 0 ? [] : claimed.flatMap((claim) => doubtfulIssuer(claim, told, own));
  });
}

function doubtfulIssuer(claim: Claim, exclusive: Excerpt<SubscriptionClaim>, own: SubscriptionClaim | undefined): Doubt[] {
  if (claim.by !== "certificate" || claim.issuance.method !== "undecided") {
    return [];
  }
  const { certificate, challenge, issuance } = claim;
  const reportedOn = isElsewhere(certificate.resource) ? own?.subscription.resource : undefined;
  return [{ ...doubt(certificate, "issuer", { of: "issuer", challenge, exclusive, why: issuance.why }), reportedOn }];
}

/** Backends whose address is not known, beside a subscription that might hold their name. */
function doubtfulOrigins(inventory: Inventory): Doubt[] {
  const names = inventory.subscriptions.filter(({ vendor }) => vendor === "fastly").flatMap((subscription) => subscription.names.known);
  return inventory.services
    .filter(({ origins }) => !origins.complete && names.length > 0)
    .map((service) => doubt(service, "backends[].address", { of: "origin-address", against: names }, service.origins.reason));
}

/** An origin's name in a subscription, where an unknown could still make it right. */
function doubtfulOrigin({ name, subscription, doubt: open }: SubscribedOrigin): Doubt[] {
  return open === undefined ? [] : [doubt(open, open.property, { of: "subscribed-origin", name, subscription })];
}

function doubtfulRecords(inventory: Inventory, claims: Claims, settings: ChallengeRecordSettings): Doubt[] {
  const open = judgeRecords(inventory, claims, settings).flatMap(({ record, challenge, verdict }) => {
    if (verdict.kind !== "open") {
      return [];
    }
    const { about, settledBy } = verdict;
    const property = about === "target" || about === "type" ? about : "name";
    return [doubt(record, property, { of: "challenge-record", name: challenge, about, settledBy })];
  });
  const subscriptions = new Set(inventory.subscriptions.map(({ resource }) => resource.urn));
  const foreign = inventory.records.filter(({ derivedFrom }) => !derivedFrom.some((urn) => subscriptions.has(urn)));
  return [...open, ...foreign.flatMap(unplacedRecord)];
}

/** Records that are a challenge's, but of which zone, or of a zone that may be private. */
function unplacedRecord(record: DnsRecord): Doubt[] {
  const { name } = record;
  if (!isType(record, "CNAME")) {
    return [];
  }
  switch (name.state) {
    case "relative":
      return /^_acme-challenge(\.|$)/i.test(name.labels)
        ? [doubt(record, "zone", { of: "unplaced-record", name: name.labels, about: "zone" })]
        : [];
    case "full":
      return challengedName(name.name) !== undefined && record.private.state === "unknown"
        ? [doubt(record, "zone", { of: "unplaced-record", name: name.name, about: "privacy" })]
        : [];
    case "unknown": {
      const target = record.targets.known.find((each) => targetOwner(each) !== undefined);
      return target === undefined ? [] : [doubt(record, "name", { of: "unplaced-record", name: target, about: "zone" })];
    }
  }
}

/** CAA records of which not enough is known, where they may refuse the authority of a certificate or a subscription. */
function doubtfulCaa(inventory: Inventory): Doubt[] {
  const groups = groupBy(findCaaDoubts(inventory), ({ record, about }) => JSON.stringify([record.resource.urn, about]));
  return [...groups.values()].map((doubts) => {
    const [{ record, about }] = doubts;
    return doubt(record, about, { of: "caa", doubts }, record.caa.reason ?? record.targets.reason);
  });
}

/**
 * A writer of which it is not known what it writes, where or as whom, beside another of its cluster that it may meet. Of one that writes
 * once there is nothing to say, nor of two neither of which is certain to hold a certificate.
 */
function doubtfulSecrets({ secretWriters }: Inventory): Doubt[] {
  const lasting = secretWriters.filter(({ repeats }) => repeats !== "never");
  const open = lasting.flatMap((writer) => {
    const property = unknownPlace(writer);
    return property === undefined ? [] : [{ writer, property }];
  });
  const alike = groupBy(open, ({ writer: { cluster, namespace, secret, certain } }) =>
    JSON.stringify([cluster.key, certain, ...[namespace, secret].map((place) => (place.state === "known" ? place.value : null))]),
  );
  const named = [...alike.values()].flatMap((group) => {
    const [{ writer: first }] = group;
    const meeting = new Map(
      lasting
        .filter((other) => (first.certain || other.certain) && mayMeet(first, other))
        .map(({ resource }) => [resource.urn, resource] as const),
    );
    return group.flatMap(({ writer, property }): Doubt[] => {
      const { urn } = writer.resource;
      const others = excerpt(meeting.values(), (other) => other.urn !== urn, meeting.size - (meeting.has(urn) ? 1 : 0));
      return others.count === 0 ? [] : [doubt(writer, property, { of: "secret-name", others })];
    });
  });
  return [...named, ...repeatedSecrets(lasting)];
}

/** Keys of ACME accounts whose namespace is not known, in a Secret of the name of a certificate's. */
function doubtfulAccountKeys({ accountKeys, secretWriters }: Inventory): Doubt[] {
  const certificates = groupBy(
    secretWriters.filter(({ object }) => object.kind === "Certificate"),
    ({ cluster, secret }) => JSON.stringify([cluster.key, secret]),
  );
  return accountKeys.flatMap((key): Doubt[] => {
    const named = key.secret.state === "known" ? (certificates.get(JSON.stringify([key.cluster.key, key.secret])) ?? []) : [];
    const meeting = uniqueBy(
      named.filter(({ namespace }) => isEqual(namespace, key.namespace) === undefined).map(({ resource }) => resource),
      ({ urn }) => urn,
    );
    return meeting.length === 0
      ? []
      : [{ resource: key.resource, question: { of: "secret-name", others: excerpt(meeting, () => true, meeting.length) } }];
  });
}

/** Writers that put back what they hold when they are themselves changed, into a Secret that cert-manager renews. */
function repeatedSecrets(writers: readonly SecretWriter[]): Doubt[] {
  const placed = groupBy(
    writers.filter((writer) => unknownPlace(writer) === undefined),
    ({ cluster, namespace, secret }) => JSON.stringify([cluster.key, namespace, secret]),
  );
  return [...placed.values()].flatMap((group) => {
    const renewing = uniqueBy(
      group.filter(({ object }) => object.kind === "Certificate").map(({ resource }) => resource),
      ({ urn }) => urn,
    );
    return renewing.length === 0
      ? []
      : group
          .filter(({ repeats }) => repeats === "on-change")
          .map((writer) =>
            doubt(writer, "spec.refreshPolicy", { of: "secret-again", others: excerpt(renewing, () => true, renewing.length) }),
          );
  });
}

function unknownPlace({ writer, secret, namespace, object, property, certain }: SecretWriter): string | undefined {
  if (secret.state !== "known") {
    return property;
  }
  if (!certain) {
    return "what it writes";
  }
  if (namespace.state !== "known") {
    return writer === "ClusterExternalSecret" ? "spec.namespaceSelectors" : "metadata.namespace";
  }
  return object.name.state !== "known" ? "metadata.name" : undefined;
}

/** @returns whether both may write one Secret; a writer meets itself. */
function mayMeet(writer: SecretWriter, other: SecretWriter): boolean {
  return (
    other.cluster.key === writer.cluster.key &&
    isEqual(writer.namespace, other.namespace) !== false &&
    isEqual(writer.secret, other.secret) !== false
  );
}

const unseen = { "component-without-children": "component", "empty-resource": "empty", "unreadable-property": "unreadable" } as const;

/** Resources that show nothing, or not all, where there is something for them to conflict with. */
function doubtfulResources(inventory: Inventory, claims: Claims): Doubt[] {
  const contested = claims.size > 0;
  const written = inventory.secretWriters.some(({ certain }) => certain);
  return inventory.gaps
    .filter(({ may }) => (may === "claim" ? contested : written))
    .map((gap) => ({
      resource: gap.resource,
      property: gap.property,
      question: { of: unseen[gap.what] },
      reason: gap.reason,
    }));
}

function doubt(thing: { readonly resource: Doubt["resource"] }, property: string, question: Doubt["question"], reason?: string): Doubt {
  return { resource: thing.resource, property, question, reason };
}

function exclusiveChallenges(claims: Claims): DnsName[] {
  return [...claims]
    .filter(([, claimed]) => claimed.some(isExclusive))
    .map(([challenge]) => challenge)
    .sort();
}

function baseNames(challenges: readonly DnsName[]): DnsName[] {
  return challenges.map((challenge) => challengedName(challenge) ?? challenge);
}
