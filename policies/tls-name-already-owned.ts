import { claimant, type OwnershipSettings } from "../ownership/claims";
import type { Conflict } from "../ownership/conflicts";
import { uniqueBy } from "../ownership/grouping";
import type { Inventory, ResourceReference } from "../ownership/inventory";
import type { Finding } from "./finding";
import { resourcePolicy } from "./policy";
import { ownershipSettings } from "./settings";
import { findConflicts } from "./tls-name-single-owner";

/**
 * In an update the stack policies speak only when everything exists. This one is asked before each resource, and so it can
 * refuse the second owner of a name, whichever comes second, also under `pulumi up --skip-preview`.
 */
export const tlsNameAlreadyOwned = resourcePolicy({
  name: "tls-name-already-owned",
  displayName: "No second owner in an update",
  description: "An update creates no second owner of a DNS name's ACME challenge record.",
  level: "mandatory",
  severity: "critical",
  remediation: "Take the name out of the edge's TLS subscription, or out of the other certificate.",
  settings: ownershipSettings,
  check(inventory: Inventory, resource: ResourceReference, settings: OwnershipSettings): Finding[] {
    return findConflicts(inventory, settings)
      .filter((conflict) => completes(conflict, resource))
      .map((conflict) => refusal(conflict, resource));
  },
  foresee(inventory: Inventory, settings: OwnershipSettings): Finding[] {
    return findConflicts(inventory, settings).flatMap((conflict) =>
      uniqueBy(
        conflict.claims.map(claimant).filter((resource) => resource !== undefined),
        ({ urn }) => urn,
      ).map((resource) => refusal(conflict, resource)),
    );
  },
});

/** An exemption may mean it by the resource on which `tls-name-single-owner` reports it, whichever owner comes second. */
function refusal(conflict: Conflict, refused: ResourceReference): Finding {
  const { name, subscription } = conflict.exclusive;
  return { subject: name, resource: refused, alsoOf: [subscription.resource], problem: { kind: "second-owner", conflict, refused } };
}

/** A resource completes a conflict as one of its claimants, or as the Gateway from which a claimant inherits its issuer. */
function completes({ claims }: Conflict, resource: ResourceReference): boolean {
  const inherited =
    resource.type.endsWith(":Gateway") && claims.some((claim) => claim.by === "certificate" && claim.certificate.source === "ListenerSet");
  return inherited || claims.some((claim) => claimant(claim)?.urn === resource.urn);
}
