import { isSameCluster } from "./clusters";
import { groupBy } from "./grouping";
import type { Certificate, Elsewhere, Inventory, Issuer, ResourceReference, SecretWriter, Subscription } from "./inventory";
import { challengeName, type DnsName } from "./names";
import { valueOr } from "./value";

/** What others own, as the ownership file says. Each thing's resource says where it is. */
export interface OwnedElsewhere {
  readonly subscriptions: readonly Subscription[];
  readonly certificates: readonly Certificate[];
  readonly secretWriters: readonly SecretWriter[];
  readonly issuers: readonly Issuer[];
  readonly challengeZones: readonly DnsName[];
}

export const nothingElsewhere: OwnedElsewhere = { subscriptions: [], certificates: [], secretWriters: [], issuers: [], challengeZones: [] };

/** @returns whether the ownership file says so, and no resource of the analysed stacks. */
export function isElsewhere({ elsewhere }: ResourceReference): boolean {
  return elsewhere !== undefined;
}

/**
 * Adds to an inventory what others own. The analysed stacks speak for themselves, so whatever the file says of them is left
 * out: entries that come from them, and a cluster's Certificates that they declare, now or as the file has it. A cluster's
 * Certificate that another stack declares counts once, as that stack's.
 *
 * @param stacks the analysed ones, as `project/stack`.
 */
export function withElsewhere(inventory: Inventory, owned: OwnedElsewhere, stacks: ReadonlySet<string>): Inventory {
  if (owned === nothingElsewhere) {
    return inventory;
  }
  const isOthers = ({ resource }: Placed): boolean => {
    const source = sourceOf(resource);
    return source?.kind === "cluster" || source === undefined || !stacks.has(source.name);
  };
  const here = byObject([...inventory.certificates, ...owned.certificates.filter((each) => !isOthers(each))]);
  const stated = byObject(owned.certificates.filter(({ resource }) => sourceOf(resource)?.kind === "stack"));
  const certificates = owned.certificates.filter((certificate) => {
    const kind = sourceOf(certificate.resource)?.kind;
    // Two stacks that declare objects of one name have them in two clusters.
    const isHere = kind !== "stack" && isAmong(here, certificate);
    const isCopy = kind === "cluster" && isAmong(stated, certificate);
    return isOthers(certificate) && !isHere && !isCopy;
  });
  const kept = new Set(certificates.map(({ resource }) => resource.urn));
  const own = new Set(inventory.subscriptions.map(subscriptionKey));
  const subscriptions = owned.subscriptions.filter((each) => isOthers(each) && !own.has(subscriptionKey(each)));
  return {
    ...inventory,
    subscriptions: [...inventory.subscriptions, ...subscriptions],
    certificates: [...inventory.certificates, ...certificates],
    secretWriters: [...inventory.secretWriters, ...owned.secretWriters.filter(({ resource }) => kept.has(resource.urn))],
    issuers: [...inventory.issuers, ...owned.issuers.filter(isOthers)],
    challengeZones: [...inventory.challengeZones, ...owned.challengeZones],
  };
}

interface Placed {
  readonly resource: ResourceReference;
}

function sourceOf({ elsewhere }: ResourceReference): Elsewhere["source"] {
  return elsewhere?.source;
}

/** @returns the same text for the same subscription: one that a stack keeps and another only reads has one id. */
export function subscriptionKey({ id, vendor, resource }: Subscription): string {
  const told = valueOr(id, "");
  return told === undefined || told === "" ? resource.urn : `${vendor} ${told}`;
}

type ByObject = ReadonlyMap<string | undefined, readonly Certificate[]>;

function byObject(certificates: readonly Certificate[]): ByObject {
  return groupBy(certificates, objectKey);
}

/** Kind, namespace and name, by which a cluster tells objects apart; undefined where one of them is not known. */
function objectKey({ source, namespace, objectName }: Certificate): string | undefined {
  return namespace.state === "known" && objectName.state === "known"
    ? JSON.stringify([source, namespace.value, objectName.value])
    : undefined;
}

/** Where it is not known whether two clusters are one, only objects with a DNS name in common are taken for one. */
function isAmong(others: ByObject, certificate: Certificate): boolean {
  const key = objectKey(certificate);
  const named = new Set(certificate.names.known.map(({ name }) => name));
  return (
    key !== undefined &&
    (others.get(key) ?? []).some(
      ({ cluster, names }) => isSameCluster(cluster, certificate.cluster) ?? names.known.some(({ name }) => named.has(name)),
    )
  );
}

/**
 * What others own by challenge name, for an update, which asks before each resource and must not look at all of it each time.
 * A cluster's own word on certificates is left out: the update may be about to change the very object.
 */
export class ElsewhereByName {
  private readonly subscriptions: ReadonlyMap<DnsName, readonly Subscription[]>;
  private readonly certificates: ReadonlyMap<DnsName, readonly Certificate[]>;

  constructor(private readonly owned: OwnedElsewhere) {
    this.subscriptions = byChallenge(owned.subscriptions, ({ names }) => names.known);
    this.certificates = byChallenge(
      owned.certificates.filter(({ resource }) => sourceOf(resource)?.kind !== "cluster"),
      ({ names }) => names.known.map(({ name }) => name),
    );
  }

  /** @returns what needs any of the challenge records, with all issuers; nothing at all if nothing does. */
  at(challenges: Iterable<DnsName>): OwnedElsewhere {
    const subscriptions = new Set<Subscription>();
    const certificates = new Set<Certificate>();
    for (const challenge of challenges) {
      this.subscriptions.get(challenge)?.forEach((each) => subscriptions.add(each));
      this.certificates.get(challenge)?.forEach((each) => certificates.add(each));
    }
    return subscriptions.size + certificates.size === 0
      ? nothingElsewhere
      : { ...this.owned, subscriptions: [...subscriptions], certificates: [...certificates], secretWriters: [] };
  }
}

function byChallenge<Thing>(
  things: readonly Thing[],
  namesOf: (thing: Thing) => readonly DnsName[],
): ReadonlyMap<DnsName, readonly Thing[]> {
  const claimed = things.flatMap((thing) => [...new Set(namesOf(thing).map(challengeName))].map((challenge) => ({ challenge, thing })));
  return new Map(
    [...groupBy(claimed, ({ challenge }) => challenge)].map(([challenge, group]) => [challenge, group.map(({ thing }) => thing)]),
  );
}
