import type { StackResource } from "../../cli/stack-resource";
import {
  certManager,
  component,
  dns01,
  fastly,
  gateway,
  http01,
  ingress,
  kubernetesObject,
  resource,
  route53,
  unknown,
  type Config,
} from "../support";
import type { Cases } from "./cases";

export const origin = "web.example.org";

export const subscription = fastly.subscription("edge-tls", ["www.example.org", origin]);
export const certificate = certManager.certificate("web", { dnsNames: [origin] });

const site = component("my:index:Site", "site");
const siteService = fastly.service("edge::one", { domains: ["www.example.org", origin] }, { parent: site });

export const found: Cases = {
  "a subscription and a certificate of one name": [subscription, certificate],
  "the certificate first": [certificate, subscription],
  "a name that only commonName holds": [subscription, certManager.certificate("web", { dnsNames: [], spec: { commonName: origin } })],
  "a wildcard certificate and its base name": [subscription, certManager.certificate("web", { dnsNames: [`*.${origin}`] })],
  "upper case and a trailing dot": [subscription, certManager.certificate("web", { dnsNames: ["WEB.Example.ORG."] })],
  "an annotated Ingress": [subscription, ingress("web", { hosts: [origin] })],
  "an Ingress of the old API": [
    subscription,
    kubernetesObject(
      "extensions/v1beta1",
      "Ingress",
      "web",
      { spec: { tls: [{ hosts: [origin], secretName: "web-tls" }] } },
      { annotations: { "cert-manager.io/cluster-issuer": "letsencrypt-production" } },
    ),
  ],
  "an Ingress whose annotation adds the name": [
    subscription,
    ingress(
      "web",
      { hosts: ["other.example.org"] },
      {
        annotations: {
          "cert-manager.io/cluster-issuer": "letsencrypt-production",
          "cert-manager.io/alt-names": `a.example.org, ${origin}`,
        },
      },
    ),
  ],
  "an annotated Gateway": [subscription, gateway("web", { hosts: [origin] })],
  "a ListenerSet with annotations of its own": [subscription, listenerSet({ "cert-manager.io/cluster-issuer": "letsencrypt-production" })],
  "a ListenerSet that inherits its Gateway's issuer": [subscription, gateway("parent", { hosts: ["other.example.org"] }), listenerSet({})],
  "an OpenShift Route": [
    subscription,
    kubernetesObject(
      "route.openshift.io/v1",
      "Route",
      "web",
      { spec: { host: origin } },
      { annotations: { "cert-manager.io/issuer-name": "letsencrypt-production", "cert-manager.io/issuer-kind": "ClusterIssuer" } },
    ),
  ],
  "a patch of a Certificate": [
    subscription,
    kubernetesObject("cert-manager.io/v1", "CertificatePatch", "web", {
      spec: { dnsNames: [origin], issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-production" } },
    }),
  ],
  "a Certificate of an API version that is no longer served": [
    subscription,
    kubernetesObject("certmanager.k8s.io/v1alpha1", "Certificate", "web", {
      spec: { dnsNames: [origin], secretName: "web-tls", issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-production" } },
    }),
  ],
  "a child of a YAML group": [
    subscription,
    certManager.certificate("group:web", { dnsNames: [origin] }, { parent: resource("kubernetes:yaml/v2:ConfigGroup", "group") }),
  ],
  "a declared issuer with DNS-01": [subscription, certificate, certManager.clusterIssuer()],
  "a declared issuer beside one whose name is not known yet: a cluster has each name once": [
    subscription,
    certificate,
    certManager.clusterIssuer(),
    certManager.clusterIssuer("other", [http01()], { inputs: { metadata: { name: unknown } } }),
  ],
  "the DNS-01 solver of an issuer that has both": [
    subscription,
    certificate,
    certManager.clusterIssuer("letsencrypt-production", [http01(), dns01({ dnsZones: ["example.org"] })]),
  ],
  "a solver that follows CNAMEs: there is only one CNAME to follow": [
    subscription,
    certificate,
    certManager.clusterIssuer("letsencrypt-production", [dns01(undefined, { cnameStrategy: "Follow" })]),
  ],
  "an acme-dns solver: it needs the CNAME for itself": [
    subscription,
    certificate,
    certManager.clusterIssuer("letsencrypt-production", [{ dns01: { acmeDNS: { host: "https://auth.acme-dns.io" } } }]),
  ],
  "an ACME server of one's own": [subscription, certificate, privateAcme()],
  "a certificate of the acme provider": [
    subscription,
    resource("acme:index/certificate:Certificate", "web", { commonName: origin, dnsChallenges: [{ provider: "route53" }] }),
  ],
  "two Fastly subscriptions": [subscription, fastly.subscription("other", [origin])],
  "a Google DNS authorization and Fastly": [
    subscription,
    resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "web", { domain: origin }),
  ],
  "an Akamai default certificate and Fastly": [
    subscription,
    resource("akamai:index/property:Property", "web", { hostnames: [{ cnameFrom: origin, certProvisioningType: "DEFAULT" }] }),
  ],
  "a Cloudflare certificate pack and Fastly": [
    subscription,
    resource("cloudflare:index/certificatePack:CertificatePack", "web", { hosts: [origin], validationMethod: "txt" }),
  ],
  "a Cloudflare custom hostname and Fastly, in both versions' shapes": [
    subscription,
    resource("cloudflare:index/customHostname:CustomHostname", "v6", { hostname: origin, ssl: { method: "txt" } }),
    resource("cloudflare:index/customHostname:CustomHostname", "v5", { hostname: origin, ssls: [{ method: "txt" }] }),
  ],
  "a DigitalOcean certificate and Fastly": [
    subscription,
    resource("digitalocean:index/certificate:Certificate", "web", { type: "lets_encrypt", domains: [origin] }),
  ],

  "a Google DNS authorization and a certificate": [
    certificate,
    resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "web", { domain: origin, type: "FIXED_RECORD" }),
    certManager.clusterIssuer(),
  ],
  "a Cloudflare certificate pack of several names and Fastly": [
    subscription,
    resource("cloudflare:index/certificatePack:CertificatePack", "web", { hosts: [origin, "shop.example.org"], validationMethod: "txt" }),
  ],
  "a certificate whose namespace is not known yet": [
    subscription,
    kubernetesObject("cert-manager.io/v1", "Certificate", "web", {
      metadata: { name: "web", namespace: unknown },
      spec: { dnsNames: [origin], secretName: "web-tls", issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-production" } },
    }),
  ],
  "an issuer whose kind is not known yet, and that nobody declares": [
    subscription,
    certManager.certificate("web", { dnsNames: [origin], issuerRef: { kind: unknown, name: "letsencrypt-production" } }),
  ],
  "a subscription computed from a component's service, and a certificate": [
    site,
    siteService,
    fastly.subscription("edge-tls", ["www.example.org", origin], { propertyDependencies: { domains: [siteService] } }),
    certificate,
  ],
};

export const leftAlone: Cases = {
  "names that are only service domains": [
    fastly.service("edge", { domains: ["www.example.org", origin], backends: [origin] }),
    fastly.subscription("edge-tls", ["www.example.org"]),
    certificate,
  ],
  "two certificates of one name": [certificate, certManager.certificate("again", { dnsNames: [origin], namespace: "other" })],
  "a certificate and the acme provider: TXT records stand side by side": [
    certificate,
    resource("acme:index/certificate:Certificate", "web", { commonName: origin, dnsChallenges: [{ provider: "route53" }] }),
  ],
  "the acme provider by HTTP": [
    subscription,
    resource("acme:index/certificate:Certificate", "web", { commonName: origin, httpChallenge: { port: 80 } }),
  ],
  "a parent and a child name": [fastly.subscription("edge-tls", ["example.org"]), certManager.certificate("web", { dnsNames: [origin] })],
  "a wildcard subscription and a child name": [fastly.subscription("edge-tls", ["*.example.org"]), certificate],
  "a wildcard certificate and a subscription to a child name": [
    fastly.subscription("edge-tls", [origin]),
    certManager.certificate("web", { dnsNames: ["*.example.org"] }),
  ],
  "a certificate by HTTP-01 only": [subscription, certificate, certManager.clusterIssuer("letsencrypt-production", [http01()])],
  "a name that an HTTP-01 solver takes although DNS-01 exists": [
    subscription,
    certificate,
    certManager.clusterIssuer("letsencrypt-production", [dns01(), http01({ dnsNames: [origin] })]),
  ],
  "an issuer with a CA of its own": [subscription, certificate, nonAcme({ ca: { secretName: "root" } })],
  "a self-signed issuer": [subscription, certificate, nonAcme({ selfSigned: {} })],
  "a Vault issuer": [subscription, certificate, nonAcme({ vault: { server: "https://vault.example.org", path: "pki" } })],
  "an external issuer": [
    subscription,
    certManager.certificate("web", {
      dnsNames: [origin],
      issuerRef: { group: "awspca.cert-manager.io", kind: "AWSPCAClusterIssuer", name: "pca" },
    }),
  ],
  "an ACM certificate": [subscription, resource("aws:acm/certificate:Certificate", "web", { domainName: origin, validationMethod: "DNS" })],
  "uploaded certificates": [
    subscription,
    resource("fastly:index/tlsCertificate:TlsCertificate", "web", { certificateBody: "PEM" }, { outputs: { domains: [origin] } }),
    resource("fastly:index/tlsActivation:TlsActivation", "web", { domain: origin, certificateId: "x" }),
    resource("fastly:index/tlsPlatformCertificate:TlsPlatformCertificate", "web", {}, { outputs: { domains: [origin] } }),
    certManager.certificate("web", { dnsNames: ["other.example.org"] }),
  ],
  "a validation of the subscription": [
    subscription,
    resource("fastly:index/tlsSubscriptionValidation:TlsSubscriptionValidation", "valid", { subscriptionId: unknown }),
  ],
  "Google's per-project record": [
    subscription,
    resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "web", { domain: origin, type: "PER_PROJECT_RECORD" }),
  ],
  "Google's default in a region, which is per project": [
    subscription,
    resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "web", { domain: origin, location: "europe-west1" }),
  ],
  "Cloudflare's validation by HTTP": [
    subscription,
    resource("cloudflare:index/customHostname:CustomHostname", "web", { hostname: origin, ssl: { method: "http" } }),
  ],
  "an Akamai host name with an uploaded certificate": [
    subscription,
    resource("akamai:index/property:Property", "web", { hostnames: [{ cnameFrom: origin, certProvisioningType: "CPS_MANAGED" }] }),
  ],
  "an Ingress without annotations, and one whose rule alone has the host": [
    subscription,
    ingress("plain", { hosts: [origin] }, { annotations: {} }),
    ingress("rule", { hosts: [origin], spec: { tls: [{ hosts: ["other.example.org"], secretName: "rule-tls" }] } }),
  ],
  "an Ingress whose tls block has no Secret": [subscription, ingress("web", { hosts: [], spec: { tls: [{ hosts: [origin] }] } })],
  "an annotated HTTPRoute, at which cert-manager does not look": [
    subscription,
    kubernetesObject(
      "gateway.networking.k8s.io/v1",
      "HTTPRoute",
      "web",
      { spec: { hostnames: [origin] } },
      { annotations: { "cert-manager.io/cluster-issuer": "letsencrypt-production" } },
    ),
  ],
  "listeners that pass TLS through": [subscription, listening({ tls: { mode: "Passthrough", certificateRefs: [{ name: "web-tls" }] } })],
  "listeners without TLS": [subscription, listening({ protocol: "HTTP" })],
  "listeners whose Secret is in another namespace": [
    subscription,
    listening({ tls: { certificateRefs: [{ name: "web-tls", namespace: "elsewhere" }] } }),
  ],
  "listeners that an annotation leaves out": [
    subscription,
    listening({}, { "cert-manager.io/cluster-issuer": "letsencrypt-production", "cert-manager.io/ignore-tls-listeners": "first, web" }),
  ],
  "a name that moves from one owner to the other in this change": [fastly.subscription("edge-tls", ["www.example.org"]), certificate],
  "a certificate that asks for no name at all": [
    subscription,
    certManager.certificate("web", { dnsNames: [], spec: { uris: ["spiffe://example.org/web"] } }),
  ],
  "look-alike names": [fastly.subscription("edge-tls", ["аpple.example"]), certManager.certificate("web", { dnsNames: ["apple.example"] })],
  "addresses and paths, which are no DNS names": [
    fastly.subscription("edge-tls", ["192.0.2.1", "example.org/path"]),
    certManager.certificate("web", { dnsNames: ["192.0.2.1", "example.org/path"] }),
  ],
  "the subscription's own challenge record": [
    subscription,
    route53.record(`_acme-challenge.${origin}`, "CNAME", ["token.fastly-validations.com"]),
  ],
};

export function nonAcme(spec: Config, extra: object = {}): StackResource {
  return kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec }, extra);
}

function privateAcme(): StackResource {
  return nonAcme({ acme: { server: "https://ca.internal/acme/directory", solvers: [dns01()] } });
}

function listening(listener: Config, annotations: Config = { "cert-manager.io/cluster-issuer": "letsencrypt-production" }): StackResource {
  const usual = { name: "web", hostname: origin, port: 443, protocol: "HTTPS", tls: { certificateRefs: [{ name: "web-tls" }] } };
  return gateway("web", { hosts: [], spec: { listeners: [{ ...usual, ...listener }] } }, { annotations });
}

export function listenerSet(annotations: Config): StackResource {
  const spec = {
    parentRef: { name: "parent" },
    listeners: [{ name: "web", hostname: origin, port: 443, protocol: "HTTPS", tls: { certificateRefs: [{ name: "web-tls" }] } }],
  };
  return kubernetesObject("gateway.networking.k8s.io/v1", "ListenerSet", "web", { spec }, { namespace: "default", annotations });
}

/** Nobody owns the record, and the certificate is never issued. */
export const unsolved = [
  subscription,
  certificate,
  certManager.clusterIssuer("letsencrypt-production", [dns01({ dnsZones: ["elsewhere.example"] })]),
];

/** Nobody's claim, and a finding of another policy: cert-manager makes no certificate of these. */
export const withoutCertificate: Cases = {
  "an Ingress that names both kinds of issuer, of which cert-manager makes nothing": [
    subscription,
    ingress("web", { hosts: [origin] }, { annotations: { "cert-manager.io/issuer": "a", "cert-manager.io/cluster-issuer": "b" } }),
  ],
  "an Ingress with one Secret in two tls blocks, which cert-manager refuses": [
    subscription,
    ingress("web", {
      hosts: [],
      spec: {
        tls: [
          { hosts: [origin], secretName: "s" },
          { hosts: ["other.example.org"], secretName: "s" },
        ],
      },
    }),
  ],
};
