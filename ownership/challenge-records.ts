import { isCertain, isOwn, type CertificateClaim, type Claim, type Claims, type OwnershipSettings, type SubscriptionClaim } from "./claims";
import { isExclusive } from "./conflicts";
import { isPublic, isRelativeTo, isType, PublicRecords, targetOwner, zoneNames } from "./dns";
import type { DnsRecord, Inventory, ResourceReference, Zone } from "./inventory";
import { delegatingProviders, mayNeedRecord, type Issuance } from "./issuance";
import { challengedName, challengeName, isWithin, type DnsName } from "./names";
import { isOneOf } from "./value";

export interface ChallengeRecordSettings extends OwnershipSettings {
  /** Zones into which challenge CNAMEs may lead although nobody in the stack accounts for them. */
  readonly allowedTargets: readonly DnsName[];
}

/** What a record at a challenge name, or one that redirects it, means for the owners of the name. */
export type Verdict =
  | { readonly kind: "unexpected"; readonly target: string }
  | { readonly kind: "blocks-subscription"; readonly claim: SubscriptionClaim; readonly target?: string }
  | { readonly kind: "blocks-solver"; readonly claims: readonly SolverClaim[]; readonly how: SolverBlock; readonly target?: string }
  /** Something is not known that would decide; `settledBy` where another resource's property would. */
  | { readonly kind: "open"; readonly about: OpenQuestion; readonly settledBy?: Settlement };

/** Why a DNS-01 solver cannot put its TXT where the CA looks. */
export type SolverBlock = "cname-not-followed" | "foreign-target" | "wildcard-followed" | "dname" | "simple-txt";
export type OpenQuestion = "target" | "type" | "owner" | "delegation" | "name-servers" | "wildcard" | "dname";
export type SolverClaim = Dns01Claim | SubscriptionClaim;

/** A certificate that is known to need its TXT. */
interface Dns01Claim extends CertificateClaim {
  readonly issuance: Extract<Issuance, { method: "dns01" }>;
}

export interface Settlement {
  readonly resource: ResourceReference;
  readonly property: string;
}

interface ChallengeRecord {
  readonly record: DnsRecord;
  readonly challenge: DnsName;
}

export interface JudgedRecord extends ChallengeRecord {
  readonly verdict: Verdict;
}

/** @returns records at or over challenge names that are not as their owners need them, or of which that is not known. */
export function judgeRecords(inventory: Inventory, claims: Claims, settings: ChallengeRecordSettings): JudgedRecord[] {
  const context: Context = { inventory, settings, records: new PublicRecords(inventory), challenges: [...claims.keys()] };
  const standing = inventory.records.flatMap((record): JudgedRecord[] => {
    if (record.name.state !== "full" || challengedName(record.name.name) === undefined || !isPublic(record)) {
      return [];
    }
    const challenge = record.name.name;
    const verdict = judgeRecord({ record, challenge }, claims.get(challenge) ?? [], context);
    return verdict === undefined ? [] : [{ record, challenge, verdict }];
  });
  const redirecting = [...claims].flatMap(([challenge, claimed]) => judgeRedirection(challenge, claimed, context));
  return [...standing, ...redirecting];
}

interface Context {
  /** Challenge names that anybody claims. */
  readonly challenges: readonly DnsName[];
  readonly inventory: Inventory;
  readonly settings: ChallengeRecordSettings;
  readonly records: PublicRecords;
}

function judgeRecord(standing: ChallengeRecord, claims: readonly Claim[], context: Context): Verdict | undefined {
  const { record, challenge } = standing;
  if (isType(record, "CNAME")) {
    return judgeCname(standing, claims, context);
  }
  const exclusive = claims.find(isExclusive);
  // Whatever stands there excludes a CNAME (RFC 1034 §3.6.2); an alias may be one by another name.
  if (exclusive !== undefined && record.type.state === "known" && record.type.value !== "ALIAS") {
    return { kind: "blocks-subscription", claim: exclusive };
  }
  const certificates = claims.filter(isDns01);
  if (isType(record, "NS")) {
    return certificates.length > 0 && !context.records.isZone(challenge) ? { kind: "open", about: "name-servers" } : undefined;
  }
  // cert-manager writes multivalue sets, and Route 53 puts none beside a simple set of the same name and type.
  const blocked = certificates.filter((claim) => claim.issuance.issuer === "assumed" || hasProvider(claim, ["route53"]));
  if (isType(record, "TXT") && record.simple && blocked.length > 0) {
    return { kind: "blocks-solver", claims: blocked, how: "simple-txt" };
  }
  return record.type.state === "unknown" ? { kind: "open", about: "type" } : undefined;
}

function judgeCname(standing: ChallengeRecord, claims: readonly Claim[], context: Context): Verdict | undefined {
  const { record } = standing;
  const target = record.targets.known[0];
  const exclusives = claims.filter(isExclusive);
  const [exclusive] = exclusives;
  if (exclusive !== undefined) {
    if (exclusives.some((claim) => isRecordOf(claim, record, target))) {
      return undefined;
    }
    return target === undefined ? { kind: "open", about: "target" } : { kind: "blocks-subscription", claim: exclusive, target };
  }
  const solvers = claims.filter(isSolver);
  const blocked = solvers.flatMap((claim) => {
    const how = blockedBy(claim, target);
    return how === undefined ? [] : [{ claim, how }];
  });
  const [first] = blocked;
  if (first !== undefined) {
    return { kind: "blocks-solver", claims: blocked.map(({ claim }) => claim), how: first.how, ...targetOf(record) };
  }
  if (solvers.length === 0) {
    return judgeUnclaimed(standing, target, claims, context);
  }
  if (!solvers.some((claim) => isDns01(claim) && isFollowing(claim) === undefined)) {
    return undefined;
  }
  if (target === undefined) {
    return { kind: "open", about: "target" };
  }
  return context.records.isOwnDelegation(target, context.settings.allowedTargets) ? undefined : { kind: "open", about: "delegation" };
}

/** A CNAME at a name that nobody is known to claim. */
function judgeUnclaimed(
  standing: ChallengeRecord,
  target: string | undefined,
  claims: readonly Claim[],
  context: Context,
): Verdict | undefined {
  const { record, challenge } = standing;
  const { inventory, records, settings } = context;
  const derived = inventory.subscriptions.filter(({ resource }) => record.derivedFrom.includes(resource.urn));
  if (
    derived.some(
      ({ names }) => target === undefined || !names.complete || names.known.some((name) => isRelativeTo(challenge, challengeName(name))),
    )
  ) {
    return undefined; // computed from the subscription: its record, whatever its name or zone will be
  }
  if (target === undefined) {
    return { kind: "open", about: "target" };
  }
  if (records.isOwnDelegation(target, settings.allowedTargets) || isOfVendor(challenge, target, inventory)) {
    return undefined;
  }
  const settledBy = possibleOwner(standing, target, claims, context);
  return settledBy === undefined ? { kind: "unexpected", target } : { kind: "open", about: "owner", settledBy };
}

/** Cloudflare validates names of its zones and custom host names by a delegation to itself, whatever else they are set to. */
function isOfVendor(challenge: DnsName, target: string, { zones, otherCertificates }: Inventory): boolean {
  if (targetOwner(target)?.vendor !== "cloudflare") {
    return false;
  }
  const certified = otherCertificates.filter(isCloudflare).flatMap(({ names }) => names.known);
  return (
    zoneNames(zones.filter(isCloudflare)).some((zone) => isWithin(challenge, zone)) ||
    certified.some((name) => challengeName(name) === challenge)
  );
}

function isCloudflare({ resource }: { readonly resource: ResourceReference }): boolean {
  return resource.type.startsWith("cloudflare:");
}

function unknownOfCloudflare({ zones, otherCertificates }: Inventory): Settlement | undefined {
  return unnamedZone(zones.filter(isCloudflare)) ?? otherCertificates.filter(isCloudflare).find(({ names }) => !names.complete);
}

function unnamedZone(zones: readonly Zone[]): Settlement | undefined {
  const zone = zones.find(({ name }) => name.state === "unknown");
  return zone === undefined ? undefined : { resource: zone.resource, property: "name" };
}

/** Who may turn out to account for a CNAME: a vendor's subscription for its own target, else whoever follows delegations. */
function possibleOwner(
  { record, challenge }: ChallengeRecord,
  target: string,
  claims: readonly Claim[],
  context: Context,
): Settlement | undefined {
  const { inventory, settings } = context;
  // A name relative to a zone of another stack looks like a full one: `_acme-challenge.www.shop` of `example.org`.
  if (context.challenges.some((claimed) => isRelativeTo(challenge, claimed))) {
    return { resource: record.resource, property: "zone" };
  }
  const owner = targetOwner(target);
  const unread = inventory.subscriptions.filter(({ names }) => !names.complete);
  const subscription = unread.find(({ vendor }) => vendor === (owner === undefined ? "acme-provider" : owner.vendor));
  if (subscription !== undefined) {
    return subscription;
  }
  if (owner !== undefined) {
    return owner.vendor === "cloudflare" ? unknownOfCloudflare(inventory) : undefined;
  }
  // Of a certificate that claims the name, only its issuer is open here; what the ownership file leaves open excuses nothing.
  const claimant = claims.filter(isCertificate).find(isOwn);
  if (claimant !== undefined) {
    return { resource: claimant.certificate.resource, property: "issuer" };
  }
  const certificate = inventory.certificates.find(
    (each) => !each.names.complete && mayNeedRecord(each, inventory, settings.issuersWithoutDns01),
  );
  return certificate ?? unnamedZone(inventory.zones);
}

/** A subscription's record is computed from it, points where it said, or at least to its vendor; of no other is it known whose it is. */
function isRecordOf({ subscription, challenge }: SubscriptionClaim, record: DnsRecord, target: string | undefined): boolean {
  // Of an owner that only the ownership file names, nobody knows where its records lead.
  if (record.derivedFrom.includes(subscription.resource.urn) || subscription.vendor === "other") {
    return true;
  }
  return target === undefined
    ? record.derivedFrom.length === 0
    : subscription.targets.get(challenge) === target || targetOwner(target)?.vendor === subscription.vendor;
}

/** @returns why the CNAME keeps this client's TXT from being seen; undefined when it does not, or when that is not known. */
function blockedBy(claim: SolverClaim, target: string | undefined): SolverBlock | undefined {
  if (claim.by === "certificate") {
    return isFollowing(claim) === false ? "cname-not-followed" : foreign(target);
  }
  const { vendor } = claim.subscription;
  if (vendor === "acme-provider") {
    return foreign(target); // it follows CNAMEs, as lego does
  }
  if (vendor === "other") {
    return undefined;
  }
  // Cloudflare may have delegated the name to itself; DigitalOcean only writes into the zone that it hosts.
  const mayBeOwn = vendor === "cloudflare" && (target === undefined || targetOwner(target)?.vendor === vendor);
  return mayBeOwn ? undefined : "cname-not-followed";
}

function foreign(target: string | undefined): SolverBlock | undefined {
  return target !== undefined && targetOwner(target) !== undefined ? "foreign-target" : undefined;
}

/**
 * A DNAME above the challenge name hides it (RFC 6672). A wildcard CNAME above it answers for it as long as nothing stands
 * there or between (RFC 4592), and a Follow solver runs after that answer.
 */
function judgeRedirection(challenge: DnsName, claims: readonly Claim[], { records }: Context): JudgedRecord[] {
  const [dname] = records.redirecting(challenge);
  if (dname !== undefined) {
    const verdict = judgeDname(claims, targetOf(dname));
    return verdict === undefined ? [] : [{ record: dname, challenge, verdict }];
  }
  const following = claims.filter(isDns01).filter((claim) => isFollowing(claim) === true && !hasProvider(claim, delegatingProviders));
  const wildcard = following.length === 0 ? undefined : records.wildcardOver(challenge);
  if (wildcard === undefined) {
    return [];
  }
  const { record, certain } = wildcard;
  const unplaced = records.possiblyAt(challenge);
  // One that may be acme-dns may not look at the name at all.
  const blocked = following.filter(({ issuance }) => issuance.provider.state !== "unknown");
  const settledBy = unplaced === undefined ? {} : { settledBy: { resource: unplaced.resource, property: "name" } };
  const verdict: Verdict =
    certain && unplaced === undefined && blocked.length > 0
      ? { kind: "blocks-solver", claims: blocked, how: "wildcard-followed", ...targetOf(record) }
      : { kind: "open", about: "wildcard", ...settledBy };
  return [{ record, challenge, verdict }];
}

function judgeDname(claims: readonly Claim[], target: { readonly target?: string }): Verdict | undefined {
  const exclusive = claims.find(isExclusive);
  if (exclusive !== undefined) {
    return { kind: "blocks-subscription", claim: exclusive, ...target };
  }
  const certificates = claims.filter(isDns01);
  const staying = certificates.filter((claim) => isFollowing(claim) === false);
  if (staying.length > 0) {
    return { kind: "blocks-solver", claims: staying, how: "dname", ...target };
  }
  return certificates.length > 0 ? { kind: "open", about: "dname" } : undefined;
}

function targetOf(record: DnsRecord): { target?: string } {
  const target = record.targets.known[0];
  return target === undefined ? {} : { target };
}

/** @returns whether the solver writes where CNAMEs lead; undefined when that is not known. */
function isFollowing({ issuance: { follows } }: Dns01Claim): boolean | undefined {
  return follows.state === "known" ? follows.value : undefined;
}

function hasProvider({ issuance }: Dns01Claim, providers: readonly string[]): boolean {
  return isOneOf(issuance.provider, providers) === true;
}

function isCertificate(claim: Claim): claim is CertificateClaim {
  return claim.by === "certificate";
}

function isDns01(claim: Claim): claim is Dns01Claim {
  return isCertificate(claim) && isCertain(claim);
}

function isSolver(claim: Claim): claim is SolverClaim {
  return claim.by !== "setting" && isCertain(claim);
}
