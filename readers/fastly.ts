import type {
  DomainV1Args,
  DomainV1ServiceLinkArgs,
  ServiceComputeArgs,
  ServiceVclArgs,
  TlsSubscription,
  TlsSubscriptionArgs,
} from "@pulumi/fastly";
import type { ServiceVclBackend, ServiceVclDomain, TlsSubscriptionManagedDnsChallenge } from "@pulumi/fastly/types/output";
import type { Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import type { Origin, OriginConnection } from "../ownership/inventory";
import type { DnsName } from "../ownership/names";
import { absent, known, noElements, type Elements } from "../ownership/value";
import { collect, nameIn, parseNames, single, unlessEmpty } from "./names";
import { of, type Shelves, type Readers } from "./reader";

const subscription = of<TlsSubscriptionArgs>();
const subscriptionOutput = of<TlsSubscription>();
const challenge = of<TlsSubscriptionManagedDnsChallenge>();
const service = of<ServiceVclArgs & ServiceComputeArgs>();
const backend = of<ServiceVclBackend>();
const serviceDomain = of<ServiceVclDomain>();
const domain = of<DomainV1Args>();
const link = of<DomainV1ServiceLinkArgs>();

/**
 * Fastly. Uploaded certificates (TlsCertificate, TlsPlatformCertificate, TlsActivation) and TlsSubscriptionValidation ask
 * for no challenge record, so they own nothing; `pem-certificates.ts` reads what they hold.
 */
export const fastly: Readers = {
  emptyMay: "claim",
  first: {
    "fastly:index/domainServiceLink:DomainServiceLink": readLink,
    "fastly:index/domainV1ServiceLink:DomainV1ServiceLink": readLink,
  },
  resources: {
    "fastly:index/tlsSubscription:TlsSubscription": readSubscription,
    "fastly:index/serviceVcl:ServiceVcl": readService,
    "fastly:index/serviceCompute:ServiceCompute": readService,
    "fastly:index/domain:Domain": readDomain,
    "fastly:index/domainV1:DomainV1": readDomain,
  },
};

/** A common name that the program writes must be one of the domains, so it tells one of a list that is not known yet. */
function readNames(resource: Resource, property: string): Elements<DnsName> {
  const domains = resource.properties.texts(property);
  const written = resource.inputs?.text(subscription("commonName")) ?? absent;
  return parseNames(domains.complete ? domains : { ...domains, known: [...domains.known, ...single(written).known] });
}

/**
 * Only `domains` tells what is claimed. `commonName` must be one of them, and in an update that leaves it out the provider
 * plans the stored, possibly removed one; `managedDnsChallenge` (singular) is stale in the same way.
 */
function readSubscription(resource: Resource, shelves: Shelves): void {
  const property = subscription("domains");
  shelves.subscriptions.push({
    resource: resource.reference,
    id: resource.properties.text("id"),
    vendor: "fastly",
    authority: resource.properties.text(subscription("certificateAuthority")),
    record: "CNAME",
    names: readNames(resource, property),
    property,
    derivedFrom: resource.dependencies(property),
    targets: readTargets(resource.properties),
  });
}

function readTargets(properties: Properties): ReadonlyMap<DnsName, DnsName> {
  const targets = new Map<DnsName, DnsName>();
  for (const each of properties.items(subscriptionOutput("managedDnsChallenges")).known) {
    const name = nameIn(each.text(challenge("recordName")));
    const target = nameIn(each.text(challenge("recordValue")));
    if (name.state === "known" && target.state === "known") {
      targets.set(name.value, target.value);
    }
  }
  return targets;
}

function readService(resource: Resource, shelves: Shelves): void {
  shelves.services.push({
    resource: resource.reference,
    domains: parseNames(collect(resource.properties.items(service("domains")), (each) => single(each.text(serviceDomain("name"))))),
    origins: collect(resource.properties.items(service("backends")), readOrigin),
    routesTo: [resource.reference.urn],
  });
  for (const each of resource.properties.items(service("backends")).known) {
    shelves.originConnections.push(readConnection(resource, each));
  }
}

/** An empty text says the same as none: it is the provider's default. */
function readConnection(resource: Resource, properties: Properties): OriginConnection {
  const written = (property: string) => unlessEmpty(properties.text(property));
  const authority = written(backend("sslCaCert"));
  return {
    resource: resource.reference,
    edge: resource.reference.type === "fastly:index/serviceCompute:ServiceCompute" ? "fastly-compute" : "fastly-vcl",
    backend: written(backend("name")),
    address: nameIn(properties.text(backend("address"))),
    usesTls: properties.flag(backend("useSsl")),
    verifies: properties.flag(backend("sslCheckCert")),
    verifiedHost: written(backend("sslCertHostname")),
    serverName: written(backend("sslSniHostname")),
    bringsAuthority: authority.state === "unknown" ? authority : known(authority.state === "known"),
  };
}

/** Only `address` says where the origin is: `overrideHost` and the TLS host names are commonly the public name. */
function readOrigin(properties: Properties): Elements<Origin> {
  const address = single(properties.text(backend("address")));
  const name = properties.text(backend("name"));
  const origins = parseNames(address).known.map((found) => ({ address: found, backend: name.state === "known" ? name.value : "" }));
  return { ...address, known: origins };
}

/** Ids are unknown until both exist, so what they are computed from tells; of several domains, nobody knows which. */
function readLink(resource: Resource, { linkedServices }: Shelves): void {
  const linked = resource.dependencies(link("domainId"));
  if (linked.length === 1) {
    linked.forEach((domain) =>
      linkedServices.set(domain, [...(linkedServices.get(domain) ?? []), ...resource.dependencies(link("serviceId"))]),
    );
  }
}

/**
 * A versionless domain routes as a service's own list does; subscriptions are often computed from it. It names its service
 * itself, or a link does, since major 11.
 */
function readDomain(resource: Resource, shelves: Shelves): void {
  shelves.services.push({
    resource: resource.reference,
    domains: parseNames(single(resource.properties.text(domain("fqdn")))),
    origins: noElements,
    routesTo: [...resource.dependencies(domain("serviceId")), ...(shelves.linkedServices.get(resource.reference.urn) ?? [])],
  });
}
