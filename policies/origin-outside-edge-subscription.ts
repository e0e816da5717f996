import { collectClaims, isCertain, type Claim, type OwnershipSettings } from "../ownership/claims";
import type { Inventory, Service } from "../ownership/inventory";
import { challengeName, covers, type DnsName } from "../ownership/names";
import { groupBy } from "../ownership/grouping";
import type { Finding } from "./finding";
import { stackPolicy } from "./policy";
import { ownershipSettings } from "./settings";

/**
 * The xPRO incident as one stack can see it when the origin's certificate lives in another: the origin's own name,
 * `backends[].address`, is in the subscription.
 */
export const originOutsideEdgeSubscription = stackPolicy({
  name: "origin-outside-edge-subscription",
  displayName: "Origins keep their own certificate",
  description: "A Fastly TLS subscription leaves out the names of the service's own origins.",
  level: "mandatory",
  severity: "critical",
  remediation: "List only the names that visitors use in the subscription's domains.",
  settings: ownershipSettings,
  check(inventory: Inventory, settings: OwnershipSettings): Finding[] {
    const claims = collectClaims(inventory, settings);
    const origins = groupBy(ownOrigins(inventory), ({ address }) => challengeName(address));
    return inventory.subscriptions
      .filter(({ vendor }) => vendor === "fastly")
      .flatMap((subscription) =>
        subscription.names.known.flatMap((name): Finding[] => {
          const challenge = challengeName(name);
          const found = origins.get(challenge) ?? [];
          const [origin] = found;
          if (origin === undefined || isCertifiedOtherwise(origin.address, inventory, claims.get(challenge) ?? [])) {
            return [];
          }
          return [
            {
              subject: origin.address,
              resource: subscription.resource,
              problem: { kind: "origin-in-subscription", name, challenge, subscription, origins: found },
            },
          ];
        }),
      );
  },
});

/** Backends that are no other Fastly service: a chain's second service has its name in a subscription by right. */
function ownOrigins(inventory: Inventory): { readonly address: DnsName; readonly backend: string; readonly service: Service }[] {
  const routedBy = groupBy(
    inventory.services
      .filter(({ kind }) => kind === "service")
      .flatMap((service) => service.domains.known.map((domain) => ({ domain, service }))),
    ({ domain }) => domain,
  );
  return inventory.services.flatMap((service) =>
    service.origins.known
      .filter(
        ({ address }) =>
          !(routedBy.get(address) ?? []).some((other) => other.service !== service && !mayHaveOrigin(other.service, address)),
      )
      .map((origin) => ({ ...origin, service })),
  );
}

/** A service that lists an origin's name among its domains, for its shield, is no chain: it has that origin itself. */
function mayHaveOrigin(service: Service, address: DnsName): boolean {
  return service.origins.known.some((origin) => origin.address === address);
}

/**
 * Certificates of the stack that cover the origin's name, none of which needs this challenge record: HTTP-01, a private
 * CA, ACM, or a wildcard whose record stands elsewhere. Then Fastly's CNAME is in nobody's way.
 */
function isCertifiedOtherwise(address: DnsName, inventory: Inventory, claims: readonly Claim[]): boolean {
  if (claims.some((claim) => claim.record === "TXT" && claim.by !== "subscription")) {
    return !claims.some((claim) => claim.record === "TXT" && isCertain(claim));
  }
  return (
    inventory.certificates.some(({ names }) => names.known.some(({ name }) => covers(name, address))) ||
    inventory.otherCertificates.some(({ names }) => names.known.some((name) => covers(name, address)))
  );
}
