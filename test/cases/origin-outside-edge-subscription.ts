import type { StackResource } from "../../cli/stack-resource";
import { certManager, fastly, http01, kubernetesObject, resource, unknown } from "../support";
import type { Cases } from "./cases";

export const origin = "web.example.org";

export const service = fastly.service("edge", { domains: ["www.example.org", origin], backends: [origin] });
export const subscription = fastly.subscription("edge-tls", ["www.example.org", origin], { propertyDependencies: { domains: [service] } });
const onlyFront = fastly.subscription("edge-tls", ["www.example.org"]);

/** A service with a domain that only a link leads to it, and what stands beside them. */
function linked(service: StackResource, fqdn: string, others: readonly StackResource[]): StackResource[] {
  const domain = resource("fastly:index/domain:Domain", "linked", { fqdn });
  const ids = { domainId: unknown, serviceId: unknown };
  const propertyDependencies = { domainId: [domain], serviceId: [service] };
  return [service, domain, resource("fastly:index/domainServiceLink:DomainServiceLink", "link", ids, { propertyDependencies }), ...others];
}

export const found: Cases = {
  "an origin's name in the subscription, its certificate in another stack": [service, subscription],
  "the same of a Compute service": [
    resource("fastly:index/serviceCompute:ServiceCompute", "edge", { backends: [{ name: "origin", address: origin }], domains: [] }),
    subscription,
  ],
  "an address in upper case with a trailing dot": [fastly.service("edge", { backends: ["WEB.example.org."] }), subscription],
  "a wildcard subscription over the origin's own name: they share the challenge record": [
    service,
    fastly.subscription("edge-tls", [`*.${origin}`]),
  ],
  "a second service that shields the same origin": [
    service,
    fastly.service("other", { domains: ["api.example.org", origin], backends: [origin] }),
    subscription,
  ],
  "an origin whose name a versionless domain routes": [
    fastly.service("edge", { backends: [origin] }),
    resource(
      "fastly:index/domainV1:DomainV1",
      "origin",
      { fqdn: origin, serviceId: unknown },
      { propertyDependencies: { serviceId: [service] } },
    ),
    subscription,
  ],
  "an origin whose name a linked domain routes": linked(fastly.service("edge", { backends: [origin] }), origin, [subscription]),
  "an origin that a service with unknown names has as well, which is no chain": [
    service,
    fastly.service("other", { domains: unknown, backends: [origin] }),
    subscription,
  ],
  "an origin of a service whose own names are unknown": [fastly.service("edge", { domains: unknown, backends: [origin] }), subscription],
  "an origin beside an unknown domain that leads to its own service": [
    service,
    subscription,
    resource(
      "fastly:index/domain:Domain",
      "front",
      { fqdn: unknown, serviceId: unknown },
      { propertyDependencies: { serviceId: [service] } },
    ),
  ],
  "an origin beside a domain of another name, of which nobody knows where it leads": [
    service,
    subscription,
    resource("fastly:index/domain:Domain", "front", { fqdn: "api.example.org" }),
  ],
  "an origin beside another subscription, whose names are unknown": [service, subscription, fastly.subscription("more", unknown)],
  "an origin beside an unknown certificate of which all is known that matters": [
    service,
    subscription,
    resource("tls:index/selfSignedCert:SelfSignedCert", "other", { dnsNames: ["api.example.org"] }),
  ],
  "one known origin beside an unknown one": [fastly.service("edge", { backends: [unknown, origin] }), subscription],
};

const second = fastly.service("second", { backends: ["192.0.2.1"] });

export const leftAlone: Cases = {
  "chained services, the second one's name a versionless domain": [
    fastly.service("first", { domains: ["www.example.org"], backends: ["second.example.org"] }),
    second,
    resource(
      "fastly:index/domain:Domain",
      "second",
      { fqdn: "second.example.org", serviceId: unknown },
      { propertyDependencies: { serviceId: [second] } },
    ),
    fastly.subscription("edge-tls", ["www.example.org", "second.example.org"]),
  ],
  "chained services, the second one's name a linked domain": linked(second, "second.example.org", [
    fastly.service("first", { domains: ["www.example.org"], backends: ["second.example.org"] }),
    fastly.subscription("edge-tls", ["www.example.org", "second.example.org"]),
  ]),
  "an origin with a certificate of the acme provider by HTTP": [
    service,
    subscription,
    resource("acme:index/certificate:Certificate", "web", { commonName: origin, httpChallenge: { port: 80 } }),
  ],
  "an origin with a Google certificate of per-project validation": [
    service,
    subscription,
    resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "web", { domain: origin, type: "PER_PROJECT_RECORD" }),
  ],
  "an origin with a self-signed certificate": [
    service,
    subscription,
    resource("tls:index/selfSignedCert:SelfSignedCert", "web", { dnsNames: [origin] }),
  ],
  "the repaired program, although the origin stays among the service's domains": [service, onlyFront],
  overrideHost: [fastly.service("edge", { backends: [{ address: "lb.example.org", overrideHost: "www.example.org" }] }), onlyFront],
  "TLS host names of a backend whose address is a load balancer": [
    fastly.service("edge", {
      backends: [{ address: "lb.example.org", sslCertHostname: "www.example.org", sslSniHostname: "www.example.org" }],
    }),
    onlyFront,
  ],
  "default hosts and health checks": [
    fastly.service(
      "edge",
      { backends: ["lb.example.org"] },
      { inputs: { defaultHost: "www.example.org", healthchecks: [{ name: "h", host: "www.example.org", path: "/" }] } },
    ),
    onlyFront,
  ],
  "chained services: the first one's origin is the second's public name": [
    fastly.service("first", { domains: ["www.example.org"], backends: ["second.example.org"] }),
    fastly.service("second", { domains: ["second.example.org"], backends: ["192.0.2.1"] }),
    fastly.subscription("edge-tls", ["www.example.org", "second.example.org"]),
  ],
  "chained services, of which the second has an origin with a name": [
    fastly.service("first", { domains: ["www.example.org"], backends: ["second.example.org"] }),
    fastly.service("second", { domains: ["second.example.org"], backends: ["lb.example.org"] }),
    fastly.subscription("edge-tls", ["www.example.org", "second.example.org"]),
  ],
  "an origin with an HTTP-01 certificate that has other names as well": [
    service,
    subscription,
    certManager.certificate("web", { dnsNames: ["api.example.org", origin] }),
    certManager.clusterIssuer("letsencrypt-production", [http01()]),
  ],
  "an origin that is an address": [fastly.service("edge", { backends: ["192.0.2.1", "2001:db8::1"] }), onlyFront],
  "an origin below a subscribed wildcard: their challenge records differ": [service, fastly.subscription("edge-tls", ["*.example.org"])],
  "an origin with an HTTP-01 certificate": [
    service,
    subscription,
    certManager.certificate("web", { dnsNames: [origin] }),
    certManager.clusterIssuer("letsencrypt-production", [http01()]),
  ],
  "an origin with a private certificate": [
    service,
    subscription,
    certManager.certificate("web", { dnsNames: [origin] }),
    kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec: { ca: { secretName: "root" } } }),
  ],
  "an origin with an ACM certificate": [
    service,
    subscription,
    resource("aws:acm/certificate:Certificate", "web", { domainName: "*.example.org" }),
  ],
  "an origin with a certificate of Azure's container apps, in another version of the API": [
    service,
    subscription,
    resource("azure-native:app/v20240301:ManagedCertificate", "web", { properties: { subjectName: origin } }),
  ],
  "an origin with a certificate of Azure's container apps, by the classic provider": [
    service,
    subscription,
    resource("azure:containerapp/environmentManagedCertificate:EnvironmentManagedCertificate", "web", { subjectName: origin }),
  ],
  "an origin with a managed certificate of Google's, by its former type": [
    service,
    subscription,
    resource("gcp:compute/mangedSslCertificate:MangedSslCertificate", "web", { managed: { domains: [origin] } }),
  ],
  "an origin whose wildcard certificate is challenged elsewhere": [
    service,
    subscription,
    certManager.certificate("web", { dnsNames: ["*.example.org"] }),
  ],
};
