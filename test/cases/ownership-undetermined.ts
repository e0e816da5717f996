import { certManager, component, fastly, http01, kubernetesObject, provider, resource, route53, unknown } from "../support";
import type { Cases } from "./cases";

export const origin = "web.example.org";

export const certificate = certManager.certificate("web", { dnsNames: [origin] });
export const subscription = fastly.subscription("edge-tls", ["www.example.org", origin]);
export const later = provider("kubernetes", "later", { kubeconfig: unknown });

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
  "an unknown Secret name beside nobody": [certManager.certificate("web", { dnsNames: [origin], secretName: unknown })],
};
