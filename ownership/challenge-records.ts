import { isCertain, isOwn, type CertificateClaim, type Claim, type Claims, type OwnershipSettings, type SubscriptionClaim } from "./claims";
import { isExclusive } from "./conflicts";
import { isPublic, isType, PublicRecords, starts, targetOwner, upwards, zoneNames } from "./dns";
import { groupBy } from "./grouping";
import type { DnsRecord, Inventory, ResourceReference, Subscription, Vendor, Zone } from "./inventory";
import { delegatingProviders, mayNeedRecord, type Issuance } from "./issuance";
import { challengedName, challengeName, type DnsName } from "./names";
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
  const context = new Context(inventory, claims, settings);
  const standing = inventory.records.flatMap((record): JudgedRecord[] => {
    if (record.name.state !== "full" || challengedName(record.name.name) === undefined || !isPublic(record)) {
      return [];
    }
    const challenge = record.name.name;
    const verdict = judgeRecord({ record, challenge }, context.claimantsOf(challenge), context);
    return verdict === undefined ? [] : [{ record, challenge, verdict }];
  });
  const redirecting = [...claims.keys()].flatMap((challenge) => judgeRedirection(challenge, context));
  return [...standing, ...redirecting];
}

/** What records are judged by, looked up once for all of them. */
class Context {
  readonly records: PublicRecords;
  readonly allowedTargets: ReadonlySet<string>;
  readonly cloudflare: CloudflareNames;
  private readonly sorted = new Map<DnsName, Claimants>();
  private readonly subscriptions: ReadonlyMap<string, readonly Subscription[]>;
  private readonly unread = new Map<string, Subscription>();
  /** Starts of challenge names that anybody claims: what some zone may make one of them. */
  private starts: ReadonlySet<string> | undefined;
  private readonly startsOf = new Map<Subscription, ReadonlySet<string>>();
  private unsettled: { readonly by: Settlement | undefined } | undefined;

  constructor(
    private readonly inventory: Inventory,
    private readonly claims: Claims,
    private readonly settings: ChallengeRecordSettings,
  ) {
    this.records = new PublicRecords(inventory);
    this.allowedTargets = new Set(settings.allowedTargets);
    this.cloudflare = new CloudflareNames(inventory);
    this.subscriptions = groupBy(inventory.subscriptions, ({ resource }) => resource.urn);
    for (const subscription of inventory.subscriptions) {
      if (!subscription.names.complete && !this.unread.has(subscription.vendor)) {
        this.unread.set(subscription.vendor, subscription);
      }
    }
  }

  /** @returns those who need the record, by what they need. */
  claimantsOf(challenge: DnsName): Claimants {
    const claimants = this.sorted.get(challenge) ?? sortClaims(this.claims.get(challenge) ?? []);
    this.sorted.set(challenge, claimants);
    return claimants;
  }

  subscriptionsBehind({ derivedFrom }: DnsRecord): readonly Subscription[] {
    return derivedFrom.flatMap((urn) => this.subscriptions.get(urn) ?? []);
  }

  /** @returns the first of the vendor's subscriptions of which not all names are known. */
  unreadOf(vendor: Vendor | undefined): Subscription | undefined {
    return vendor === undefined ? undefined : this.unread.get(vendor);
  }

  /** @returns whether some zone makes the challenge name one that is claimed. */
  mayBeClaimed(challenge: DnsName): boolean {
    this.starts ??= new Set([...this.claims.keys()].flatMap(starts));
    return this.starts.has(challenge);
  }

  /** @returns whether some zone makes the challenge name one of the subscription's. */
  mayBeOf(subscription: Subscription, challenge: DnsName): boolean {
    const own = this.startsOf.get(subscription) ?? new Set(subscription.names.known.flatMap((name) => starts(challengeName(name))));
    this.startsOf.set(subscription, own);
    return own.has(challenge);
  }

  /** @returns what may turn out to account for a delegation of which no vendor is known. */
  anyoneUnread(): Settlement | undefined {
    const { inventory, settings } = this;
    this.unsettled ??= {
      by:
        inventory.certificates.find((each) => !each.names.complete && mayNeedRecord(each, inventory, settings.issuersWithoutDns01)) ??
        unnamedZone(inventory.zones),
    };
    return this.unsettled.by;
  }
}

/** Those who need a challenge record. */
interface Claimants {
  readonly claims: readonly Claim[];
  readonly exclusive: readonly SubscriptionClaim[];
  readonly certificates: readonly Dns01Claim[];
  readonly solvers: readonly SolverClaim[];
  /** Solvers whose TXT a set without routing policy keeps out of Route 53. */
  readonly besideSets: readonly Dns01Claim[];
  readonly following: readonly Dns01Claim[];
  /** Whether of some solver it is not known whether it follows CNAMEs. */
  readonly mayFollow: boolean;
  /** Solvers that a CNAME keeps from being seen, by where it leads. */
  readonly blocked: Map<string, Blocked | undefined>;
  /** Of those who need a CNAME: their resources, vendors, and the targets that they have said. */
  readonly urns: ReadonlySet<string>;
  readonly vendors: ReadonlySet<Vendor | undefined>;
  readonly targets: ReadonlySet<string | undefined>;
}

interface Blocked {
  readonly claims: readonly SolverClaim[];
  readonly how: SolverBlock;
}

function sortClaims(claims: readonly Claim[]): Claimants {
  const certificates = claims.filter(isDns01);
  const exclusive = claims.filter(isExclusive);
  return {
    claims,
    exclusive,
    certificates,
    solvers: claims.filter(isSolver),
    // cert-manager writes multivalue sets, and Route 53 puts none beside a simple set of the same name and type.
    besideSets: certificates.filter((claim) => claim.issuance.issuer === "assumed" || hasProvider(claim, ["route53"])),
    following: certificates.filter((claim) => isFollowing(claim) === true && !hasProvider(claim, delegatingProviders)),
    mayFollow: certificates.some((claim) => isFollowing(claim) === undefined),
    blocked: new Map(),
    urns: new Set(exclusive.map(({ subscription }) => subscription.resource.urn)),
    vendors: new Set(exclusive.map(({ subscription }) => subscription.vendor)),
    targets: new Set(exclusive.map(({ subscription, challenge }) => subscription.targets.get(challenge))),
  };
}

function judgeRecord(standing: ChallengeRecord, claimants: Claimants, context: Context): Verdict | undefined {
  const { record, challenge } = standing;
  if (isType(record, "CNAME")) {
    return judgeCname(standing, claimants, context);
  }
  const [exclusive] = claimants.exclusive;
  // Whatever stands there excludes a CNAME (RFC 1034 §3.6.2); an alias may be one by another name.
  if (exclusive !== undefined && record.type.state === "known" && record.type.value !== "ALIAS") {
    return { kind: "blocks-subscription", claim: exclusive };
  }
  if (isType(record, "NS")) {
    return claimants.certificates.length > 0 && !context.records.isZone(challenge) ? { kind: "open", about: "name-servers" } : undefined;
  }
  const blocked = claimants.besideSets;
  if (isType(record, "TXT") && record.simple && blocked.length > 0) {
    return { kind: "blocks-solver", claims: blocked, how: "simple-txt" };
  }
  return record.type.state === "unknown" ? { kind: "open", about: "type" } : undefined;
}

function judgeCname(standing: ChallengeRecord, claimants: Claimants, context: Context): Verdict | undefined {
  const { record } = standing;
  const target = record.targets.known[0];
  const { exclusive, solvers } = claimants;
  if (exclusive[0] !== undefined) {
    if (isAnyones(claimants, record, target)) {
      return undefined;
    }
    return target === undefined ? { kind: "open", about: "target" } : { kind: "blocks-subscription", claim: exclusive[0], target };
  }
  const blocked = blockedByCname(claimants, target);
  if (blocked !== undefined) {
    return { kind: "blocks-solver", ...blocked, ...targetOf(record) };
  }
  if (solvers.length === 0) {
    return judgeUnclaimed(standing, target, claimants, context);
  }
  if (!claimants.mayFollow) {
    return undefined;
  }
  if (target === undefined) {
    return { kind: "open", about: "target" };
  }
  return context.records.isOwnDelegation(target, context.allowedTargets) ? undefined : { kind: "open", about: "delegation" };
}

/** @returns the solvers whose TXT is not seen behind a CNAME to that target. Where it leads to one vendor, it is the same for all. */
function blockedByCname({ solvers, blocked }: Claimants, target: string | undefined): Blocked | undefined {
  const place = target === undefined ? "" : (targetOwner(target)?.suffix ?? "elsewhere");
  if (!blocked.has(place)) {
    const all = solvers.flatMap((claim) => {
      const how = blockedBy(claim, target);
      return how === undefined ? [] : [{ claim, how }];
    });
    blocked.set(place, all[0] === undefined ? undefined : { claims: all.map(({ claim }) => claim), how: all[0].how });
  }
  return blocked.get(place);
}

/** A CNAME at a name that nobody is known to claim. */
function judgeUnclaimed(
  standing: ChallengeRecord,
  target: string | undefined,
  claimants: Claimants,
  context: Context,
): Verdict | undefined {
  const { record, challenge } = standing;
  const { records, allowedTargets } = context;
  const derived = context.subscriptionsBehind(record);
  if (derived.some((each) => target === undefined || !each.names.complete || context.mayBeOf(each, challenge))) {
    return undefined; // computed from the subscription: its record, whatever its name or zone will be
  }
  if (target === undefined) {
    return { kind: "open", about: "target" };
  }
  if (
    records.isOwnDelegation(target, allowedTargets) ||
    (targetOwner(target)?.vendor === "cloudflare" && context.cloudflare.has(challenge))
  ) {
    return undefined;
  }
  const settledBy = possibleOwner(standing, target, claimants, context);
  return settledBy === undefined ? { kind: "unexpected", target } : { kind: "open", about: "owner", settledBy };
}

function isCloudflare({ resource }: { readonly resource: ResourceReference }): boolean {
  return resource.type.startsWith("cloudflare:");
}

/** What Cloudflare validates by a delegation to itself, whatever else is set: names of its zones, and custom host names. */
class CloudflareNames {
  /** What may turn out to be among them. */
  readonly unknown: Settlement | undefined;
  private readonly zones: ReadonlySet<string>;
  private readonly challenges: ReadonlySet<DnsName>;

  constructor({ zones, otherCertificates }: Inventory) {
    const ownZones = zones.filter(isCloudflare);
    const certificates = otherCertificates.filter(isCloudflare);
    this.zones = new Set(zoneNames(ownZones));
    this.challenges = new Set(certificates.flatMap(({ names }) => names.known.map(challengeName)));
    this.unknown = unnamedZone(ownZones) ?? certificates.find(({ names }) => !names.complete);
  }

  has(challenge: DnsName): boolean {
    return this.challenges.has(challenge) || upwards(challenge).some((place) => this.zones.has(place));
  }
}

function unnamedZone(zones: readonly Zone[]): Settlement | undefined {
  const zone = zones.find(({ name }) => name.state === "unknown");
  return zone === undefined ? undefined : { resource: zone.resource, property: "name" };
}

/** Who may turn out to account for a CNAME: a vendor's subscription for its own target, else whoever follows delegations. */
function possibleOwner(
  { record, challenge }: ChallengeRecord,
  target: string,
  { claims }: Claimants,
  context: Context,
): Settlement | undefined {
  // A name relative to a zone of another stack looks like a full one: `_acme-challenge.www.shop` of `example.org`.
  if (context.mayBeClaimed(challenge)) {
    return { resource: record.resource, property: "zone" };
  }
  const owner = targetOwner(target);
  const subscription = context.unreadOf(owner === undefined ? "acme-provider" : owner.vendor);
  if (subscription !== undefined) {
    return subscription;
  }
  if (owner !== undefined) {
    return owner.vendor === "cloudflare" ? context.cloudflare.unknown : undefined;
  }
  // Of a certificate that claims the name, only its issuer is open here; what the ownership file leaves open excuses nothing.
  const claimant = claims.find((claim) => isCertificate(claim) && isOwn(claim));
  if (claimant?.by === "certificate") {
    return { resource: claimant.certificate.resource, property: "issuer" };
  }
  return context.anyoneUnread();
}

/**
 * A subscription's record is computed from it, points where it said, or at least to its vendor; of no other is it known whose it is.
 *
 * @returns whether it is some subscription's that needs a CNAME there.
 */
function isAnyones({ urns, vendors, targets }: Claimants, { derivedFrom }: DnsRecord, target: string | undefined): boolean {
  // Of an owner that only the ownership file names, nobody knows where its records lead.
  if (vendors.has("other") || derivedFrom.some((urn) => urns.has(urn))) {
    return true;
  }
  if (target === undefined) {
    return derivedFrom.length === 0;
  }
  const vendor = targetOwner(target)?.vendor;
  return targets.has(target) || (vendor !== undefined && vendors.has(vendor));
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
function judgeRedirection(challenge: DnsName, context: Context): JudgedRecord[] {
  const { records } = context;
  const claimants = context.claimantsOf(challenge);
  const [dname] = records.redirecting(challenge);
  if (dname !== undefined) {
    const verdict = judgeDname(claimants, targetOf(dname));
    return verdict === undefined ? [] : [{ record: dname, challenge, verdict }];
  }
  const { following } = claimants;
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

function judgeDname({ exclusive, certificates }: Claimants, target: { readonly target?: string }): Verdict | undefined {
  if (exclusive[0] !== undefined) {
    return { kind: "blocks-subscription", claim: exclusive[0], ...target };
  }
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
