import { isOthersThan, nothingElsewhere, sourceOf, withElsewhere, type OwnedElsewhere } from "./elsewhere";
import { groupBy } from "./grouping";
import type { Certificate, Inventory, Subscription } from "./inventory";
import { IssuerIndex } from "./issuers";
import { challengeName, type DnsName } from "./names";

/**
 * What others own by challenge name, for an update, which asks before each resource and must not look at all of it each time.
 * A cluster's own word on certificates is left out: the update may be about to change the very object.
 */
export class ElsewhereByName {
  private readonly subscriptions: ReadonlyMap<DnsName, readonly Subscription[]>;
  private readonly certificates: ReadonlyMap<DnsName, readonly Certificate[]>;
  private readonly issuers: IssuerIndex;

  /** @param stack the one that is updated, as `project/stack`. */
  constructor(
    private readonly owned: OwnedElsewhere,
    private readonly stack: string,
  ) {
    this.subscriptions = byChallenge(owned.subscriptions, ({ names }) => names.known);
    this.certificates = byChallenge(
      owned.certificates.filter(({ resource }) => sourceOf(resource)?.kind !== "cluster"),
      ({ names }) => names.known.map(({ name }) => name),
    );
    this.issuers = new IssuerIndex(owned.issuers.filter(isOthersThan(new Set([stack]))));
  }

  /** @returns what needs any of the challenge records. */
  at(challenges: Iterable<DnsName>): ClaimedElsewhere {
    const subscriptions = new Set<Subscription>();
    const certificates = new Set<Certificate>();
    for (const challenge of challenges) {
      this.subscriptions.get(challenge)?.forEach((each) => subscriptions.add(each));
      this.certificates.get(challenge)?.forEach((each) => certificates.add(each));
    }
    return { subscriptions: [...subscriptions], certificates: [...certificates] };
  }

  /** @returns the inventory of the stack with that added, and the issuers that decide for its certificates. */
  withClaimed(inventory: Inventory, claimed: ClaimedElsewhere): Inventory {
    if (this.owned === nothingElsewhere) {
      return inventory;
    }
    const issuers = this.issuers.asked([...inventory.certificates, ...claimed.certificates]);
    return withElsewhere(inventory, { ...this.owned, ...claimed, issuers, secretWriters: [] }, new Set([this.stack]));
  }
}

type ClaimedElsewhere = Pick<OwnedElsewhere, "subscriptions" | "certificates">;

/** @returns whether nobody else needs any of the names. */
export function isEmpty({ subscriptions, certificates }: ClaimedElsewhere): boolean {
  return subscriptions.length + certificates.length === 0;
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
