import { collectClaims, isCertain, isOwn, type Claim, type OwnershipSettings } from "../ownership/claims";
import { isElsewhere } from "../ownership/elsewhere";
import { groupBy, type Group } from "../ownership/grouping";
import type { Certificate, Inventory, Origin, ResourceReference, Service, Subscription } from "../ownership/inventory";
import { asksForNoRecord, issuanceOf } from "../ownership/issuance";
import { challengeName, covers, type DnsName } from "../ownership/names";
import type { Elements } from "../ownership/value";
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
    return subscribedOrigins(inventory, settings)
      .filter(({ doubt }) => doubt === undefined)
      .map(({ name, challenge, subscription, origins }) => ({
        subject: origins[0].address,
        resource: isElsewhere(subscription.resource) ? origins[0].service.resource : subscription.resource,
        problem: { kind: "origin-in-subscription", name, challenge, subscription, origins },
      }));
  },
});

/** An origin's name in a subscription. */
export interface SubscribedOrigin {
  readonly name: DnsName;
  readonly challenge: DnsName;
  readonly subscription: Subscription;
  readonly origins: Readonly<Group<OwnOrigin>>;
  /** What could still turn out to make it right; undefined when nothing can. */
  readonly doubt: { readonly resource: ResourceReference; readonly property: string } | undefined;
}

interface OwnOrigin extends Origin {
  readonly service: Service;
}

/** @returns subscribed names that are origins' own, less those of which it is known that nothing breaks. */
export function subscribedOrigins(inventory: Inventory, settings: OwnershipSettings): SubscribedOrigin[] {
  const origins = groupBy(ownOrigins(inventory), ({ address }) => challengeName(address));
  return [...collectClaims(inventory, settings)].flatMap(([challenge, claims]) => {
    const own = origins.get(challenge);
    const subscribed = claims.filter((claim) => claim.by === "subscription").filter(({ subscription }) => subscription.vendor === "fastly");
    if (own === undefined || subscribed.length === 0) {
      return [];
    }
    const standing = standingOf(own[0], inventory, claims, settings);
    return standing === "right"
      ? []
      : subscribed.map(({ name, subscription }) => ({
          name,
          challenge,
          subscription,
          origins: own,
          doubt: standing === "wrong" ? undefined : standing,
        }));
  });
}

/** Backends that are no other Fastly service: a chain's second service has its name in a subscription by right. */
function ownOrigins(inventory: Inventory): OwnOrigin[] {
  const services = new Map(inventory.services.map((service) => [service.resource.urn, service]));
  const routes = inventory.services.flatMap(({ domains, routesTo }) =>
    domains.known.flatMap((domain) => routesTo.map((urn) => ({ domain, urn }))),
  );
  const routed = groupBy(routes, ({ domain }) => domain);
  return inventory.services.flatMap((service) =>
    service.origins.known
      .filter(({ address }) => {
        const leadsTo = (routed.get(address) ?? []).flatMap(({ urn }) => services.get(urn) ?? []);
        return leadsTo.every((each) => hasOrigin(each, address));
      })
      .map((origin) => ({ ...origin, service })),
  );
}

/** A service that lists an origin's name among its domains, for its shield, is no chain: it has that origin itself. */
function hasOrigin(service: Service, address: DnsName): boolean {
  return service.origins.known.some((origin) => origin.address === address);
}

/**
 * Right are certificates of the stack that cover the origin's name and need no such record: HTTP-01, a private CA, ACM, or a
 * wildcard whose record stands elsewhere. Then Fastly's CNAME is in nobody's way. An unknown name may be of such a
 * certificate, or of another Fastly service that the backend leads to, and so may the service of a domain that leads to none
 * of the stack.
 */
function standingOf(
  { address, service }: OwnOrigin,
  inventory: Inventory,
  claims: readonly Claim[],
  settings: OwnershipSettings,
): "right" | "wrong" | NonNullable<SubscribedOrigin["doubt"]> {
  const rivals = claims.filter((claim) => claim.by !== "subscription");
  if (rivals.some(isCertain)) {
    return "wrong";
  }
  const certificates: readonly {
    readonly resource: ResourceReference;
    readonly names: Elements<{ readonly name: DnsName }>;
    readonly property: string;
  }[] = [
    ...inventory.certificates.filter((certificate) => saysEnough(certificate, address, inventory, settings)),
    ...inventory.otherCertificates.map((other) => ({
      ...other,
      names: { ...other.names, known: other.names.known.map((name) => ({ name })) },
    })),
  ];
  // Of an uncertain claim `ownership-undetermined` speaks by itself.
  if (rivals.some(isOwn) || certificates.some(({ names }) => names.known.some(({ name }) => covers(name, address)))) {
    return "right";
  }
  const certificate = [...certificates, ...inventory.subscriptions.filter(({ vendor }) => vendor !== "fastly")].find(
    ({ names }) => !names.complete,
  );
  const services = new Set(inventory.services.map(({ resource }) => resource.urn));
  const unrouted = inventory.services.find(
    ({ domains, routesTo }) => domains.known.includes(address) && !routesTo.some((urn) => services.has(urn)),
  );
  const chained = inventory.services.find(
    (other) => !other.domains.complete && !other.routesTo.includes(service.resource.urn) && !hasOrigin(other, address),
  );
  if (certificate !== undefined) {
    return { resource: certificate.resource, property: certificate.property };
  }
  if (unrouted !== undefined) {
    return { resource: unrouted.resource, property: "serviceId" };
  }
  return chained === undefined ? "wrong" : { resource: chained.resource, property: "domains[].name" };
}

/** What the ownership file says of a certificate clears only if it also tells that the issuer asks for no such record. */
function saysEnough(certificate: Certificate, address: DnsName, inventory: Inventory, { issuersWithoutDns01 }: OwnershipSettings): boolean {
  return (
    !isElsewhere(certificate.resource) ||
    certificate.names.known
      .filter(({ name }) => covers(name, address) && challengeName(name) === challengeName(address))
      .every(({ name }) => asksForNoRecord(issuanceOf(certificate, name, inventory, issuersWithoutDns01)))
  );
}
