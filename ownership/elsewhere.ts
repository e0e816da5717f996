import { isSameCluster } from "./clusters";
import { groupBy } from "./grouping";
import { emptyInventory, type Certificate, type Elsewhere, type Inventory, type ResourceReference, type Subscription } from "./inventory";
import { valueOr } from "./value";

/** What others own, as the ownership file says. Each thing's resource says where it is. */
export type OwnedElsewhere = Pick<Inventory, "subscriptions" | "certificates" | "secretWriters" | "issuers" | "challengeZones">;

export const nothingElsewhere: OwnedElsewhere = emptyInventory();

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
  const isOthers = isOthersThan(stacks);
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

/** @returns whether something of the ownership file is not of those stacks. */
export function isOthersThan(stacks: ReadonlySet<string>): (thing: Placed) => boolean {
  return ({ resource }) => {
    const source = sourceOf(resource);
    return source?.kind === "cluster" || source === undefined || !stacks.has(source.name);
  };
}

interface Placed {
  readonly resource: ResourceReference;
}

/** @returns where the ownership file has it from; undefined where it does not say so. */
export function sourceOf({ elsewhere }: ResourceReference): Elsewhere["source"] {
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
