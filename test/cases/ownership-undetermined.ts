import type { StackResource } from "../../cli/stack-resource";
import {
  certManager,
  component,
  dns01,
  fastly,
  http01,
  ingress,
  kubernetesObject,
  provider,
  resource,
  route53,
  secret,
  secretObject,
  unknown,
  type Inputs,
  type Settings,
} from "../support";
import type { Cases } from "./cases";

export const origin = "web.example.org";

export const certificate = certManager.certificate("web", { dnsNames: [origin] });
export const subscription = fastly.subscription("edge-tls", ["www.example.org", origin]);
const orphan = { name: "web-tls", creationPolicy: "Orphan" };
const external = (spec: Inputs) =>
  kubernetesObject(
    "external-secrets.io/v1",
    "ExternalSecret",
    "external",
    { spec: { dataFrom: [{ extract: { key: "web" } }], ...spec } },
    { namespace: "default" },
  );
const later = provider("kubernetes", "later", { kubeconfig: unknown });

/** A record whose zone, of another stack, only its vendor knows. */
export const domainRecord = (name: string, recordType: string, target: string, settings: Settings = {}) =>
  resource("linode:index/domainRecord:DomainRecord", "r", { domainId: 7, name, recordType, target }, settings);

const edgeStack = resource("pulumi:pulumi:StackReference", "edge", { name: "organization/edge/prod" });
/** Planned by a provider whose cluster is not there yet. */
const planned = { outputs: {} };
const newNamespace = (name: string) => kubernetesObject("v1", "Namespace", name, {}, planned);
const inNamespace = (name: string): Settings => ({ ...planned, propertyDependencies: { metadata: [newNamespace(name)] } });
const pet = resource("random:index/randomPet:RandomPet", "pet", { length: 2 });
const subscribedOrigin = [fastly.service("edge", { domains: [origin], backends: [origin] }), fastly.subscription("edge-tls", [origin])];

const zone = route53.zone("zone", "example.org", { outputs: { name: "example.org", zoneId: "Z1" } });
const inEdge = { stack: "edge" };

/** One finding each, by what stands in brackets in its id: the resource, and the property that would settle it. */
export const leftOpen: Readonly<Record<string, readonly [id: string, ...resources: StackResource[]]>> = {
  "a subscription's names": ["edge-tls.domains", fastly.subscription("edge-tls", unknown), certificate],
  "one of a subscription's names": ["edge-tls.domains", fastly.subscription("edge-tls", ["www.example.org", unknown]), certificate],
  "a subscription's names, computed from a service that routes a contested one": [
    "edge-tls.domains",
    fastly.service("edge", { domains: ["www.example.org", origin] }),
    fastly.subscription("edge-tls", unknown, { propertyDependencies: { domains: [fastly.service("edge", {})] } }),
    certificate,
  ],
  "a subscription's names, computed from a service whose own are unknown": [
    "edge-tls.domains",
    fastly.service("edge", { domains: ["www.example.org", unknown] }),
    fastly.subscription("edge-tls", unknown, { propertyDependencies: { domains: [fastly.service("edge", {})] } }),
    certificate,
  ],
  "a subscription's names beside an origin": [
    "edge-tls.domains",
    fastly.service("edge", { domains: [origin], backends: [origin] }),
    fastly.subscription("edge-tls", unknown, { propertyDependencies: { domains: [fastly.service("edge", {})] } }),
  ],
  "an authorization's name": [
    "google.domain",
    resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "google", { domain: unknown }),
    certificate,
  ],
  "whether an authorization's record is fixed": [
    "google.domain",
    resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "google", { domain: origin, type: unknown }),
    certificate,
  ],
  "a certificate's names": ["web.spec.dnsNames", subscription, certManager.certificate("web", { dnsNames: unknown })],
  "a certificate's names that are no list": [
    "web.spec.dnsNames",
    subscription,
    certManager.certificate("web", { dnsNames: origin as never }),
  ],
  "an Ingress's hosts": [
    "web.spec.tls[].hosts",
    subscription,
    ingress("web", { hosts: [], spec: { tls: [{ hosts: [unknown], secretName: "web-tls" }] } }),
  ],
  "the issuer's name": [
    "web.issuer",
    subscription,
    certManager.certificate("web", { dnsNames: [origin], issuerRef: { kind: "ClusterIssuer", name: unknown } }),
  ],
  "the issuer's solvers": [
    "web.issuer",
    subscription,
    certificate,
    certManager.clusterIssuer("letsencrypt-production", [http01(), dns01({ dnsZones: [unknown] })]),
  ],
  "cert-manager's default issuer": [
    "web.issuer",
    subscription,
    ingress("web", { hosts: [origin] }, { annotations: { "kubernetes.io/tls-acme": "true" } }),
  ],
  "an origin's address": [
    "edge.backends[].address",
    fastly.service("edge", { domains: ["www.example.org"], backends: [unknown] }),
    fastly.subscription("edge-tls", ["www.example.org"]),
  ],
  "a challenge record's target": [`_acme-challenge.${origin}.target`, route53.record(`_acme-challenge.${origin}`, "CNAME", unknown)],
  "a subscription's names, computed from two services of which one is open": [
    "edge-tls.domains",
    fastly.service("edge", { domains: ["www.example.org"] }),
    fastly.service("open", { domains: [unknown] }),
    fastly.subscription("edge-tls", unknown, {
      propertyDependencies: { domains: [fastly.service("edge", {}), fastly.service("open", {})] },
    }),
    certificate,
  ],
  "a subscription's names, computed from a service and from something else": [
    "edge-tls.domains",
    fastly.service("edge", { domains: ["www.example.org"] }),
    fastly.subscription("edge-tls", unknown, {
      propertyDependencies: { domains: [fastly.service("edge", {}), pet] },
    }),
    pet,
    certificate,
  ],
  "whether an origin in a subscription has a certificate of the stack": [
    "web.spec.dnsNames",
    ...subscribedOrigin,
    certManager.certificate("web", { dnsNames: unknown }),
    certManager.clusterIssuer("letsencrypt-production", [http01()]),
  ],
  "whether an origin in a subscription has a self-signed certificate": [
    "web.dnsNames",
    ...subscribedOrigin,
    resource("tls:index/selfSignedCert:SelfSignedCert", "web", { dnsNames: unknown }),
  ],
  "whether an origin in a subscription has another edge's certificate": [
    "google.domain",
    ...subscribedOrigin,
    resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "google", { domain: unknown }),
  ],
  "whether an origin is another service's name, by a domain of which nobody knows where it leads": [
    "front.serviceId",
    ...subscribedOrigin,
    resource("fastly:index/domain:Domain", "front", { fqdn: origin }),
  ],
  "whether an origin is another service's name, by a domain that leads to a service of another stack": [
    "front.serviceId",
    ...subscribedOrigin,
    edgeStack,
    resource(
      "fastly:index/domain:Domain",
      "front",
      { fqdn: origin, serviceId: "7xDRN6oS" },
      { propertyDependencies: { serviceId: [edgeStack] } },
    ),
  ],
  "whether an origin is another service's name, by that service's unknown names": [
    "second.domains[].name",
    ...subscribedOrigin,
    fastly.service("second", { domains: unknown, backends: ["192.0.2.1"] }),
  ],
  "a challenge record's type": [
    `_acme-challenge.${origin}.type`,
    route53.record(`_acme-challenge.${origin}`, unknown, ["x"], { name: `_acme-challenge.${origin}` }),
  ],
  "a challenge record's name": ["r.name", route53.record("r", "CNAME", ["token.fastly-validations.com"], { inputs: { name: unknown } })],
  "whether a challenge record's zone is public": [
    `_acme-challenge.${origin}.zone`,
    route53.zone("zone", "example.org", { inputs: { vpcs: unknown }, outputs: { name: "example.org", zoneId: "Z1", vpcs: unknown } }),
    route53.record(`_acme-challenge.${origin}`, "CNAME", ["token.fastly-validations.com"], { inputs: { zoneId: "Z1" } }),
  ],
  "the zone of a record named after the challenge alone": [
    "r.zone",
    domainRecord("_acme-challenge", "CNAME", "token.fastly-validations.com"),
  ],
  "a challenge record's zone": [
    "r.zone",
    resource("linode:index/domainRecord:DomainRecord", "r", {
      domainId: 7,
      name: "_acme-challenge.web",
      recordType: "CNAME",
      target: "token.fastly-validations.com",
    }),
  ],
  "whether an undeclared issuer's solver follows a delegation": [
    `_acme-challenge.${origin}.name`,
    certificate,
    route53.record(`_acme-challenge.${origin}`, "CNAME", ["web.acme.example.net"]),
  ],
  "who can write behind name servers": [
    `_acme-challenge.${origin}.name`,
    certificate,
    route53.record(`_acme-challenge.${origin}`, "NS", ["ns.example.net"]),
  ],
  "the name of a Secret beside another writer's": [
    "web.spec.secretName",
    certManager.certificate("web", { dnsNames: [origin], secretName: unknown }),
    secretObject("handmade", { "tls.crt": "x" }),
  ],
  "the namespace of a Secret beside another writer's": [
    "web.metadata.namespace",
    certManager.certificate("web", { dnsNames: [origin], secretName: "handmade" }, { namespace: unknown }),
    secretObject("handmade", { "tls.crt": "x" }),
  ],
  "whether an external secret writes a certificate beside another writer": [
    "external.what it writes",
    certManager.certificate("web", { dnsNames: [origin] }),
    external({ target: { name: "web-tls" }, dataFrom: unknown }),
  ],
  "whether an external secret puts an old certificate back": [
    "external.spec.refreshPolicy",
    certManager.certificate("web", { dnsNames: [origin] }),
    external({ refreshPolicy: "OnChange", target: { ...orphan, template: { type: "kubernetes.io/tls" } } }),
  ],
  "a Secret's data in a cluster that does not exist yet": [
    "database.what it writes",
    certManager.certificate("web", { dnsNames: [origin], secretName: "database" }, planned),
    kubernetesObject("v1", "Secret", "database", { data: unknown }, { namespace: "default", ...planned }),
  ],
  "a namespace that is computed from a Namespace and more": [
    "web.metadata.namespace",
    pet,
    newNamespace("shop"),
    certManager.certificate(
      "web",
      { dnsNames: [origin], namespace: unknown },
      { ...planned, propertyDependencies: { metadata: [newNamespace("shop"), pet] } },
    ),
    secretObject("web-tls", { "tls.crt": "CANARY" }, { namespace: "other" }),
  ],
  "whether an orphan is written again": [
    "external.what it writes",
    certManager.certificate("web", { dnsNames: [origin] }),
    external({ refreshInterval: unknown, target: { ...orphan, template: { type: "kubernetes.io/tls" } } }),
  ],
  "whether an external secret merges a certificate": [
    "external.what it writes",
    certManager.certificate("web", { dnsNames: [origin] }),
    external({ target: { name: "web-tls", creationPolicy: "Merge" } }),
  ],
  "where an account's key lies beside a certificate of its Secret's name": [
    "letsencrypt-production",
    certManager.certificate("web", { dnsNames: [origin], secretName: "account-key" }),
    certManager.clusterIssuer("letsencrypt-production", [http01()]),
    kubernetesObject("helm.sh/v3", "Release", "cert-manager", { chart: "cert-manager", version: "v1.21.2", namespace: unknown }),
  ],
  "in which namespaces an external secret is made": [
    "all.spec.namespaceSelectors",
    certManager.certificate("web", { dnsNames: [origin] }),
    kubernetesObject("external-secrets.io/v1", "ClusterExternalSecret", "all", {
      spec: {
        externalSecretSpec: { data: [{ secretKey: "tls.key" }], target: { name: "web-tls" } },
        namespaceSelectors: [{ matchLabels: { tls: "shared" } }],
      },
    }),
  ],
  "whether a wildcard further up answers for a solver that follows": [
    "*.example.org.name",
    certificate,
    certManager.clusterIssuer("letsencrypt-production", [dns01(undefined, { cnameStrategy: "Follow" })]),
    resource("aws:route53/zone:Zone", "zone", { name: "example.org" }, { outputs: { name: "example.org", zoneId: "Z1" } }),
    route53.record("*.example.org", "CNAME", ["lb.example.net"], { inputs: { zoneId: "Z1" } }),
  ],
  "a patch that leaves the issuer to its Certificate": [
    "patch.issuer",
    subscription,
    kubernetesObject("cert-manager.io/v1", "CertificatePatch", "patch", { spec: { dnsNames: [origin] } }),
  ],
  "the names in a certificate request": [
    "acme.commonName, subjectAlternativeNames",
    subscription,
    resource("acme:index/certificate:Certificate", "acme", { certificateRequestPem: "PEM", dnsChallenges: [{ provider: "route53" }] }),
  ],
  "what a chart would render": ["chart", subscription, component("kubernetes:helm.sh/v4:Chart", "chart")],
  "what a chart of major 3 would render": ["chart", subscription, component("kubernetes:helm.sh/v2:Chart", "chart")],

  "the issuer's type": [
    "web.issuer",
    subscription,
    certificate,
    kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec: unknown }),
  ],
  "whether an issuer whose name is not known is the one that is meant": [
    "web.issuer",
    subscription,
    certificate,
    certManager.clusterIssuer("other", [http01()], { inputs: { metadata: { name: unknown } } }),
  ],
  "whose a CNAME is, beside a certificate of unknown names": [
    `_acme-challenge.${origin}.name`,
    certManager.certificate("web", { dnsNames: unknown }),
    route53.record(`_acme-challenge.${origin}`, "CNAME", ["web.acme.example.net"]),
  ],
  "whether an undeclared issuer's solver follows a DNAME": [
    "web.name",
    certificate,
    zone,
    route53.record("web", "DNAME", ["elsewhere.example.net"], { inputs: { zoneId: "Z1" } }),
  ],
  "whether a record of a zone that nobody declares ends a wildcard": [
    "*.web.name",
    certificate,
    certManager.clusterIssuer("letsencrypt-production", [dns01(undefined, { cnameStrategy: "Follow" })]),
    zone,
    route53.record("*.web", "CNAME", ["lb.example.net"], { inputs: { zoneId: "Z1" } }),
    domainRecord("_acme-challenge.web", "TXT", "token"),
  ],
  "whether a certificate of one stack is for an origin of another": [
    "web.spec.dnsNames",
    fastly.service("edge", { domains: [origin], backends: [origin] }, inEdge),
    fastly.subscription("edge-tls", [origin], inEdge),
    certManager.certificate("web", { dnsNames: unknown }),
    certManager.clusterIssuer("letsencrypt-production", [http01()]),
  ],
  "whether a certificate of one stack accounts for a CNAME of another": [
    `_acme-challenge.${origin}.name`,
    certManager.certificate("web", { dnsNames: unknown }),
    route53.record(`_acme-challenge.${origin}`, "CNAME", ["web.acme.example.net"], inEdge),
  ],
  "whether CAA of one stack refuses a certificate of another": [
    "caa.value",
    certificate,
    certManager.clusterIssuer(),
    zone,
    route53.record("example.org", "CAA", unknown, { ...inEdge, name: "caa", inputs: { zoneId: "Z1" } }),
  ],

  "what stands in a line of a zone file that cannot be read": [
    "import.zoneFile",
    subscription,
    resource("ovh:Domain/zoneImport:ZoneImport", "import", { zoneName: "example.org", zoneFile: "$INCLUDE other.zone" }),
  ],

  "whether two Certificates with one Secret are one object": [
    "web.metadata.name",
    certManager.certificate(
      "web",
      { dnsNames: [origin], secretName: "web-tls" },
      { inputs: { metadata: { name: unknown, namespace: "default" } } },
    ),
    certManager.certificate("other", { dnsNames: [origin], secretName: "web-tls" }),
  ],

  "a Certificate that shows nothing": [
    "web",
    subscription,
    resource("kubernetes:cert-manager.io/v1:Certificate", "web", {}, { provider: later }),
  ],
};

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
  "an external secret that changes with its object, for nobody's certificate": [
    external({ refreshPolicy: "OnChange", target: { ...orphan, template: { type: "kubernetes.io/tls" } } }),
  ],
  "an external secret that changes with its object, for another Secret": [
    certificate,
    external({ refreshPolicy: "OnChange", target: { ...orphan, name: "saved-tls", template: { type: "kubernetes.io/tls" } } }),
  ],
  "an account's key of unknown namespace, beside certificates in other Secrets": [
    certificate,
    certManager.clusterIssuer("letsencrypt-production", [http01()]),
    kubernetesObject("helm.sh/v3", "Release", "cert-manager", { chart: "cert-manager", version: "v1.21.2", namespace: unknown }),
  ],
  "Secrets of a cluster that does not exist yet, whose inputs say nothing of TLS": [
    certManager.certificate("web", { dnsNames: [origin] }, planned),
    kubernetesObject("v1", "Secret", "token", { type: "Opaque", stringData: secret({ token: "CANARY-token" }) }, planned),
    kubernetesObject("v1", "Secret", "database", { data: secret({ password: "eA==" }) }, planned),
  ],
  "a Secret of TLS and a certificate in two namespaces of a cluster that does not exist yet": [
    newNamespace("shop"),
    newNamespace("other"),
    certManager.certificate("web", { dnsNames: [origin], namespace: unknown }, inNamespace("shop")),
    secretObject("web-tls", { "tls.crt": "CANARY" }, { namespace: unknown, ...inNamespace("other") }),
  ],
  "an orphan of unknown interval, for another Secret": [
    certificate,
    external({ refreshInterval: unknown, target: { ...orphan, name: "other" } }),
  ],
  "an external secret of which nothing is known, without any certificate": [external({ target: { name: "web-tls" }, dataFrom: unknown })],
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
