import { collectClaims, isCertain, isOwn, type Claim, type OwnershipSettings } from "../ownership/claims";
import { namesOf } from "../ownership/certificates";
import { isElsewhere } from "../ownership/elsewhere";
import { groupBy, type Group } from "../ownership/grouping";
import type { Certificate, Inventory, Origin, ResourceReference, Service, Subscription } from "../ownership/inventory";
import { asksForNoRecord, issuanceOf } from "../ownership/issuance";
import { challengeName, type DnsName } from "../ownership/names";
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
  const excuses = new Excuses(inventory, settings);
  return [...collectClaims(inventory, settings)].flatMap(([challenge, claims]) => {
    const own = origins.get(challenge);
    const subscribed = claims.filter((claim) => claim.by === "subscription").filter(({ subscription }) => subscription.vendor === "fastly");
    if (own === undefined || subscribed.length === 0) {
      return [];
    }
    const standing = standingOf(own[0], claims, excuses);
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

const addresses = new WeakMap<Service, ReadonlySet<DnsName>>();

/** A service that lists an origin's name among its domains, for its shield, is no chain: it has that origin itself. */
function hasOrigin(service: Service, address: DnsName): boolean {
  const own = addresses.get(service) ?? new Set(service.origins.known.map((origin) => origin.address));
  addresses.set(service, own);
  return own.has(address);
}

/**
 * Right are certificates of the stack that cover the origin's name and need no such record: HTTP-01, a private CA, ACM, or a
 * wildcard whose record stands elsewhere. Then Fastly's CNAME is in nobody's way. An unknown name may be of such a
 * certificate, or of another Fastly service that the backend leads to, and so may the service of a domain that leads to none
 * of the stack.
 */
function standingOf(origin: OwnOrigin, claims: readonly Claim[], excuses: Excuses): "right" | "wrong" | Excuse {
  const rivals = claims.filter((claim) => claim.by !== "subscription");
  if (rivals.some(isCertain)) {
    return "wrong";
  }
  // Of an uncertain claim `ownership-undetermined` speaks by itself.
  return rivals.some(isOwn) || excuses.isCertified(origin.address) ? "right" : (excuses.possible(origin) ?? "wrong");
}

type Excuse = NonNullable<SubscribedOrigin["doubt"]>;

/** What makes an origin's name in a subscription right, or may, looked up once for all origins. */
class Excuses {
  /** Of the stack's certificates. */
  private readonly names: ReadonlySet<DnsName>;
  private readonly elsewhere: ReadonlyMap<DnsName, readonly Certificate[]>;
  private readonly unread: {
    readonly own: Excuse | undefined;
    readonly elsewhere: readonly Certificate[];
    readonly others: Excuse | undefined;
  };
  /** Services of which a domain leads to none of the stack. */
  private readonly unrouted = new Map<DnsName, Service>();
  /** Services of which not all domains are known, by where they lead, with their places. */
  private readonly unnamed: readonly Group<{ readonly service: Service; readonly place: number }>[];

  constructor(
    private readonly inventory: Inventory,
    private readonly settings: OwnershipSettings,
  ) {
    const { certificates, otherCertificates, subscriptions, services } = inventory;
    const own = certificates.filter(({ resource }) => !isElsewhere(resource));
    const theirs = certificates.filter(({ resource }) => isElsewhere(resource));
    this.names = new Set([...own.flatMap((each) => [...namesOf(each)]), ...otherCertificates.flatMap(({ names }) => names.known)]);
    const named = theirs.flatMap((certificate) => [...namesOf(certificate)].map((name) => ({ name, certificate })));
    this.elsewhere = new Map([...groupBy(named, ({ name }) => name)].map(([name, group]) => [name, group.map((each) => each.certificate)]));
    const isUnread = ({ names }: { readonly names: Elements<unknown> }): boolean => !names.complete;
    this.unread = {
      own: own.find(isUnread),
      elsewhere: theirs.filter(isUnread),
      others: otherCertificates.find(isUnread) ?? subscriptions.find((each) => each.vendor !== "fastly" && isUnread(each)),
    };
    const urns = new Set(services.map(({ resource }) => resource.urn));
    for (const service of services) {
      const isRouted = service.routesTo.some((urn) => urns.has(urn));
      for (const domain of isRouted ? [] : service.domains.known) {
        this.unrouted.set(domain, this.unrouted.get(domain) ?? service);
      }
    }
    const unnamed = services.flatMap((service, place) => (service.domains.complete ? [] : [{ service, place }]));
    this.unnamed = [...groupBy(unnamed, ({ service }) => JSON.stringify(service.routesTo)).values()];
  }

  /** @returns whether a certificate that needs no such record covers the name. */
  isCertified(address: DnsName): boolean {
    const covering = [address, `*${address.slice(address.indexOf("."))}` as DnsName];
    return covering.some(
      (name) => this.names.has(name) || (this.elsewhere.get(name) ?? []).some((certificate) => this.saysEnough(certificate, address)),
    );
  }

  /** @returns what may turn out to be such a certificate, or another service that the backend leads to. */
  possible({ address, service }: OwnOrigin): Excuse | undefined {
    const { own, elsewhere, others } = this.unread;
    const certificate = own ?? elsewhere.find((each) => this.saysEnough(each, address)) ?? others;
    if (certificate !== undefined) {
      return { resource: certificate.resource, property: certificate.property };
    }
    const unrouted = this.unrouted.get(address);
    if (unrouted !== undefined) {
      return { resource: unrouted.resource, property: "serviceId" };
    }
    const chained = this.chainedTo(service, address);
    return chained === undefined ? undefined : { resource: chained.resource, property: "domains[].name" };
  }

  /** @returns the first service that may be the one that the address leads to. */
  private chainedTo({ resource }: Service, address: DnsName): Service | undefined {
    let first: { readonly service: Service; readonly place: number } | undefined;
    for (const group of this.unnamed) {
      const [{ service, place }] = group;
      if (first !== undefined && first.place < place) {
        break;
      }
      const found = service.routesTo.includes(resource.urn) ? undefined : group.find((each) => !hasOrigin(each.service, address));
      first = first === undefined || (found !== undefined && found.place < first.place) ? found : first;
    }
    return first?.service;
  }

  /** What the ownership file says of a certificate clears only if it also tells that the issuer asks for no such record. */
  private saysEnough(certificate: Certificate, address: DnsName): boolean {
    return (
      !namesOf(certificate).has(address) ||
      asksForNoRecord(issuanceOf(certificate, address, this.inventory, this.settings.issuersWithoutDns01))
    );
  }
}
