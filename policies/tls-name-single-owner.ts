import { claimant, collectClaims, isOwn, type OwnershipSettings } from "../ownership/claims";
import { findConflict, type Conflict } from "../ownership/conflicts";
import type { Inventory, ResourceReference } from "../ownership/inventory";
import type { Finding } from "./finding";
import { stackPolicy } from "./policy";
import { ownershipSettings } from "./settings";

/** The xPRO incident: Fastly's permanent CNAME and cert-manager's TXT need one record. */
export const tlsNameSingleOwner = stackPolicy({
  name: "tls-name-single-owner",
  displayName: "One owner for every TLS name",
  description: "A DNS name's ACME challenge record has one owner.",
  level: "mandatory",
  severity: "critical",
  remediation: "Take the name out of the edge's TLS subscription, or out of the other certificate.",
  settings: ownershipSettings,
  check(inventory: Inventory, settings: OwnershipSettings): Finding[] {
    return findConflicts(inventory, settings).map((conflict) => ({
      subject: conflict.exclusive.name,
      resource: resourceToEdit(conflict),
      problem: { kind: "two-owners", conflict },
    }));
  },
});

/** The subscription lets go of a name more easily than a certificate; where it is another stack's, only the latter is here. */
function resourceToEdit({ exclusive, claims }: Conflict): ResourceReference {
  const own = isOwn(exclusive) ? undefined : claims.find(isOwn);
  return (own === undefined ? undefined : claimant(own)) ?? exclusive.subscription.resource;
}

/** @returns every challenge record with two owners. */
export function findConflicts(inventory: Inventory, settings: OwnershipSettings): Conflict[] {
  return [...collectClaims(inventory, settings)]
    .map(([challenge, claims]) => findConflict(challenge, claims))
    .filter((conflict) => conflict !== undefined);
}
