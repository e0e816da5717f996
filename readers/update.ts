import type { Resource } from "../evidence/resource";
import { keeperOf } from "../ownership/conflicts";
import { nothingElsewhere, type OwnedElsewhere } from "../ownership/elsewhere";
import { ElsewhereByName, isEmpty } from "../ownership/elsewhere-by-name";
import { many } from "../ownership/grouping";
import { emptyInventory, type Certificate, type Inventory, type ResourceReference, type Subscription } from "../ownership/inventory";
import { IssuerIndex } from "../ownership/issuers";
import { challengeName, type DnsName } from "../ownership/names";
import { stackOf } from "../ownership/urns";
import { kubernetesObject } from "./kubernetes";
import { isGateway, isListenerSet } from "./registry";
import { gatewayAskedFor, gatewayKey } from "./shims";
import { takeInventory } from "./take-inventory";

/** What one resource says of names, by itself or in the light of its Gateway. */
interface Reading {
  readonly resource: ResourceReference;
  readonly subscriptions: readonly Subscription[];
  readonly certificates: readonly Certificate[];
  /** The challenge records that it may need, with the owner of those that it needs for a CNAME. */
  readonly challenges: ReadonlyMap<DnsName, string | undefined>;
}

/**
 * What an update has shown so far. The engine shows one resource after the other, in the order in which they are registered, and
 * asks before each whether it may be created: so each is read once, and meets only those that share a name with it.
 */
export class UpdateInventory {
  private readonly sharing = new Map<DnsName, Sharing>();
  private readonly issuers = new IssuerIndex();
  private readonly gateways = new Map<string, Resource>();
  /** ListenerSets by the Gateway that they have their issuer from. One that comes later has them read again. */
  private readonly waiting = new Map<string, Resource[]>();
  private others: ElsewhereByName | undefined;

  /** @param elsewhere what others own. */
  constructor(private readonly elsewhere: OwnedElsewhere = nothingElsewhere) {}

  /**
   * @param resource the next one; each of an update comes once.
   * @returns what there is to say of its names, and of those that have their issuer from it: the resource, those before it and
   * elsewhere that share a name with it, and the issuers seen so far that decide for them. Of a hundred and more that share a
   * name, those are left out that could not change the verdict.
   */
  add(resource: Resource): Inventory {
    const readings = this.read(resource);
    const claimed = this.othersFor(resource).at(readings.flatMap(({ challenges }) => [...challenges.keys()]));
    readings.forEach((reading) => this.share(reading));
    const met = new Set(readings);
    const isExcluded = claimed.subscriptions.some(({ record }) => record === "CNAME");
    for (const reading of readings) {
      for (const challenge of reading.challenges.keys()) {
        this.sharing
          .get(challenge)
          ?.metBy(reading, challenge, isExcluded)
          .forEach((other) => met.add(other));
      }
    }
    const own = inventoryOf([...met]);
    // Whoever is alone with its names is in nobody's way, whatever its issuer.
    const isAlone = met.size === readings.length && isEmpty(claimed);
    return isAlone ? own : this.othersFor(resource).withClaimed({ ...own, issuers: this.issuers.asked(own.certificates) }, claimed);
  }

  private share(reading: Reading): void {
    for (const [challenge, owner] of reading.challenges) {
      const sharing = this.sharing.get(challenge) ?? new Sharing();
      this.sharing.set(challenge, sharing);
      sharing.add(reading, owner);
    }
  }

  /** @returns the resource, and those that are to be read again in its light. */
  private read(resource: Resource): Reading[] {
    const { type } = resource.reference;
    if (isGateway(type)) {
      const { cluster, namespace, name } = kubernetesObject(resource);
      const key = gatewayKey(cluster, namespace, name);
      this.gateways.set(key, resource);
      return [readingOf(resource), ...(this.waiting.get(key) ?? []).map((listenerSet) => readingOf(listenerSet, resource))];
    }
    const key = isListenerSet(type) ? gatewayAskedFor(resource) : undefined;
    if (key !== undefined) {
      const waiting = this.waiting.get(key) ?? [];
      this.waiting.set(key, waiting);
      waiting.push(resource);
      return [readingOf(resource, this.gateways.get(key))];
    }
    const inventory = takeInventory([resource], new Set());
    inventory.issuers.forEach((issuer) => this.issuers.add(issuer));
    return [toReading(resource.reference, inventory)];
  }

  /** An update is of one stack. */
  private othersFor({ reference }: Resource): ElsewhereByName {
    this.others ??= new ElsewhereByName(this.elsewhere, stackOf(reference.urn));
    return this.others;
  }
}

/** Those that need one challenge record. */
class Sharing {
  /** By URN; a reading takes the place of an earlier one of the same resource. */
  private readonly exclusive = new Map<string, Reading>();
  private readonly others = new Map<string, Reading>();
  private readonly owners = new Set<string>();

  /** @param owner of a CNAME, which excludes every other record of its name (RFC 1034 §3.6.2). */
  add(reading: Reading, owner: string | undefined): void {
    if (owner === undefined) {
      this.others.set(reading.resource.urn, reading);
    } else {
      this.exclusive.set(reading.resource.urn, reading);
      this.owners.add(owner);
    }
  }

  /**
   * @param reading one of them.
   * @param isExcluded whether somebody elsewhere may need a CNAME there.
   * @returns those that it is judged with. As long as nobody needs a CNAME, any number share a record; one that needs it meets all
   * others until some owner is certain to be in its way.
   */
  metBy(reading: Reading, challenge: DnsName, isExcluded: boolean): readonly Reading[] {
    if (this.exclusive.size === 0 && !isExcluded) {
      return [];
    }
    const isExclusive = reading.challenges.get(challenge) !== undefined;
    return [...first(this.exclusive, many), ...first(this.others, isExclusive && this.owners.size < 2 ? Infinity : many)];
  }
}

function first<Thing>(things: ReadonlyMap<string, Thing>, count: number): Thing[] {
  const taken: Thing[] = [];
  for (const thing of things.values()) {
    if (taken.length >= count) {
      break;
    }
    taken.push(thing);
  }
  return taken;
}

/** @param gateway the one that a ListenerSet has its issuer from, once it was seen. */
function readingOf(resource: Resource, gateway?: Resource): Reading {
  return toReading(resource.reference, takeInventory(gateway === undefined ? [resource] : [resource, gateway], new Set()));
}

function toReading(resource: ResourceReference, inventory: Inventory): Reading {
  const isOwn = (thing: Subscription | Certificate): boolean => thing.resource.urn === resource.urn;
  const subscriptions = inventory.subscriptions.filter(isOwn);
  const certificates = inventory.certificates.filter(isOwn);
  const challenges = new Map<DnsName, string | undefined>();
  for (const { name } of certificates.flatMap(({ names }) => names.known)) {
    challenges.set(challengeName(name), undefined);
  }
  for (const subscription of subscriptions) {
    for (const name of subscription.names.known) {
      const challenge = challengeName(name);
      challenges.set(challenge, subscription.record === "CNAME" ? keeperOf(subscription) : challenges.get(challenge));
    }
  }
  return { resource, subscriptions, certificates, challenges };
}

/** @returns what was read, in the order of all inventories. */
function inventoryOf(readings: readonly Reading[]): Inventory {
  const sorted = [...readings].sort((one, other) => (one.resource.urn < other.resource.urn ? -1 : 1));
  return {
    ...emptyInventory(),
    subscriptions: sorted.flatMap(({ subscriptions }) => subscriptions),
    certificates: sorted.flatMap(({ certificates }) => certificates),
  };
}
