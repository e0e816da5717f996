import { certManager, component, fastly, http01, kubernetesObject, provider, resource, route53, unknown } from "../support";
import type { Settings } from "../support";
import type { Cases } from "./cases";

export const origin = "web.example.org";

export const certificate = certManager.certificate("web", { dnsNames: [origin] });
export const subscription = fastly.subscription("edge-tls", ["www.example.org", origin]);
export const later = provider("kubernetes", "later", { kubeconfig: unknown });

/** A record whose zone, of another stack, only its vendor knows. */
export const domainRecord = (name: string, recordType: string, target: string, settings: Settings = {}) =>
  resource("linode:index/domainRecord:DomainRecord", "r", { domainId: 7, name, recordType, target }, settings);

export const leftAlone: Cases = {
  "unknown names that nobody could contest": [fastly.subscription("edge-tls", unknown)],
  "a subscription computed from a service whose names nobody else claims": [
    fastly.service("edge", { domains: ["www.example.org"], backends: ["lb.example.org"] }),
    fastly.subscription("edge-tls", unknown, { propertyDependencies: { domains: [fastly.service("edge", {})] } }),
    certificate,
  ],
  "a subscription computed from versionless domains": [
    resource("fastly:index/domain:Domain", "front", { fqdn: "www.example.org" }),
    fastly.subscription("edge-tls", unknown, { propertyDependencies: { domains: [resource("fastly:index/domain:Domain", "front")] } }),
    certificate,
  ],
  "unknown certificate names without any edge": [certManager.certificate("web", { dnsNames: unknown })],
  "unknown certificate names of a private issuer": [
    subscription,
    certManager.certificate("web", { dnsNames: unknown }),
    kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec: { selfSigned: {} } }),
  ],
  "unknown certificate names of an HTTP-01 issuer": [
    subscription,
    certManager.certificate("web", { dnsNames: unknown }),
    certManager.clusterIssuer("letsencrypt-production", [http01()]),
  ],
  "unknown selectors among solvers that would all do the same": [
    subscription,
    certificate,
    certManager.clusterIssuer("letsencrypt-production", [http01(), http01({ dnsZones: [unknown] })]),
  ],
  "an unknown origin beside no subscription": [fastly.service("edge", { domains: ["www.example.org"], backends: [unknown] })],
  "everything that a provider computes": [
    fastly.service("edge", { domains: ["www.example.org"], backends: ["lb.example.org"] }),
    fastly.subscription("edge-tls", ["www.example.org"]),
  ],
  "an ordinary record whose name is unknown": [route53.record("r", "CNAME", ["lb.example.org"], { inputs: { name: unknown } })],
  "a chart with children": [
    subscription,
    component("kubernetes:helm.sh/v4:Chart", "chart"),
    kubernetesObject("v1", "ConfigMap", "child", {}, { parent: component("kubernetes:helm.sh/v4:Chart", "chart") }),
  ],
  "a chart without children where no edge owns anything": [component("kubernetes:helm.sh/v4:Chart", "chart")],
  "an authorization's unknown name beside an origin of a service's": [
    fastly.service("edge", { domains: ["www.example.org"], backends: [origin] }),
    resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "google", { domain: unknown }),
  ],
  "a subscription's own record, in a zone that the stack does not declare": [
    subscription,
    domainRecord("_acme-challenge.www", "CNAME", "token.fastly-validations.com", { propertyDependencies: { target: [subscription] } }),
  ],
  "a TXT record for a challenge, in a zone that the stack does not declare": [domainRecord("_acme-challenge.web", "TXT", "token")],
  "a record below a challenge's name, in a zone that the stack does not declare": [
    domainRecord("old._acme-challenge", "CNAME", "lb.example.net"),
  ],
  "a record of which only the beginning is a challenge's name": [domainRecord("_acme-challenges.web", "CNAME", "lb.example.net")],
  "a record whose name and target are unknown": [route53.record("r", "CNAME", [unknown], { inputs: { name: unknown } })],
  "an ordinary record of a zone that may be private": [
    route53.zone("zone", "example.org", { inputs: { vpcs: unknown }, outputs: { name: "example.org", zoneId: "Z1", vpcs: unknown } }),
    route53.record("blog.example.org", "CNAME", ["lb.example.net"], { inputs: { zoneId: "Z1" } }),
  ],
  "an unknown Secret name beside a writer of another cluster": [
    certManager.certificate("web", { dnsNames: [origin], secretName: unknown }),
    certManager.certificate(
      "other",
      { dnsNames: ["other.example.org"] },
      { provider: provider("kubernetes", "other", { kubeconfig: "other" }) },
    ),
  ],
  "an unknown Secret name beside a writer of another namespace": [
    certManager.certificate("web", { dnsNames: [origin], secretName: unknown }),
    certManager.certificate("other", { dnsNames: ["other.example.org"], namespace: "other" }),
  ],
  "an unknown namespace beside a writer of another Secret": [
    certManager.certificate("web", { dnsNames: [origin] }, { namespace: unknown }),
    certManager.certificate("other", { dnsNames: ["other.example.org"] }),
  ],
  "a Secret that shows nothing, where nobody writes one": [
    fastly.subscription("edge-tls", ["www.example.org"]),
    resource("kubernetes:core/v1:Secret", "s", {}, { provider: later }),
  ],
  "an unknown Secret name beside nobody": [certManager.certificate("web", { dnsNames: [origin], secretName: unknown })],
};
