import type { StackResource } from "../../cli/stack-resource";
import {
  certManager,
  dns01,
  fastly,
  ingress,
  kubernetesObject,
  provider,
  resource,
  secret,
  secretObject,
  unknown,
  type Inputs,
} from "../support";
import type { Cases } from "./cases";

export const origin = "web.example.org";
const front = "www.example.org";

export const service = (backend: Inputs = {}): StackResource => fastly.service("edge", { backends: [{ address: origin, ...backend }] });
/** As a program writes it: the provider's defaults are not there. */
const written = (type: "serviceVcl:ServiceVcl" | "serviceCompute:ServiceCompute", backend: Inputs): StackResource =>
  resource(`fastly:index/${type}`, "edge", { domains: [{ name: front }], backends: [{ name: "origin", address: origin, ...backend }] });
const apart = { sslCertHostname: origin, sslSniHostname: "lb.example.org" };
const byAddress = { sslCertHostname: front, sslSniHostname: "" };

export const certificate = (dnsNames: readonly string[] = [origin], spec: Inputs = {}): StackResource =>
  certManager.certificate("web", { dnsNames, spec });
export const privateIssuer = (spec: Inputs = { ca: { secretName: "root" } }): StackResource =>
  kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec });
const external = (group: string): StackResource => certificate([origin], { issuerRef: { group, kind: "Issuer", name: "any" } });
const acmeServer = (server: unknown, acme: Inputs = {}): StackResource =>
  privateIssuer({ acme: { server, privateKeySecretRef: { name: "account" }, solvers: [dns01()], ...acme } });
const staging = "https://acme-staging-v02.api.letsencrypt.org/directory";
const acmeProvider = (serverUrl: unknown): StackResource =>
  resource(
    "acme:index/certificate:Certificate",
    "acme",
    { commonName: origin, dnsChallenges: [{ provider: "route53" }] },
    { provider: provider("acme", "acme", { serverUrl }) },
  );
const request = (dnsNames: unknown): StackResource => resource("tls:index/certRequest:CertRequest", "request", { dnsNames });
const locallySigned = (uses: readonly string[], asked: StackResource): StackResource =>
  resource(
    "tls:index/locallySignedCert:LocallySignedCert",
    "local",
    // Renewed by updates, so that the rule about alerts is silent.
    { certRequestPem: unknown, caCertPem: "PEM", allowedUses: uses, validityPeriodHours: 8760, earlyRenewalHours: 720 },
    { propertyDependencies: { certRequestPem: [asked] } },
  );
const acm = (domainName: string): StackResource => resource("aws:acm/certificate:Certificate", "acm", { domainName });
const selfSigned = resource("tls:index/selfSignedCert:SelfSignedCert", "own", { dnsNames: [origin], privateKeyPem: secret("key") });

const distribution = (settings: { readonly policy?: unknown; readonly domainName?: unknown; readonly behavior?: Inputs } = {}) =>
  resource("aws:cloudfront/distribution:Distribution", "cdn", {
    origins: [
      {
        originId: "web",
        domainName: settings.domainName ?? origin,
        customOriginConfig: { originProtocolPolicy: settings.policy ?? "https-only", httpsPort: 443 },
      },
    ],
    defaultCacheBehavior: { targetOriginId: "web", cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", ...settings.behavior },
  });
const second = provider("kubernetes", "second", { kubeconfig: "clusters: [{cluster: {server: https://second.example.org}}]" });
const frontDoor = (check: unknown, token = "azure-native:cdn:AFDOrigin") =>
  resource(token, "door", { hostName: origin, httpsPort: 443, enforceCertificateNameCheck: check });
const zoneSetting = (value: unknown, settingId: unknown = "ssl") =>
  resource("cloudflare:index/zoneSetting:ZoneSetting", "mode", { zoneId: "any", settingId, value });

/** One finding each, and none of another policy. */
export const found: Cases = {
  "a check that is switched off": [service({ sslCheckCert: false })],
  "the same of a Compute service": [written("serviceCompute:ServiceCompute", { useSsl: true, sslCheckCert: false })],
  "the same of a backend whose name is not known yet": [service({ name: unknown, sslCheckCert: false })],
  "the same of an IP address": [service({ address: "192.0.2.1", sslCheckCert: false })],
  "the same of a bucket": [service({ address: "shop.s3.us-east-1.amazonaws.com", sslCheckCert: false })],
  "the same, whatever host name is set": [service({ sslCheckCert: false }), certificate(), certManager.clusterIssuer()],
  "no host name to check": [service({ sslCertHostname: "" })],
  "no host name, as the program leaves it out": [written("serviceVcl:ServiceVcl", { useSsl: true })],
  "no host name of a Compute service": [written("serviceCompute:ServiceCompute", { useSsl: true, sslCheckCert: true })],
  "no host name, although SNI is set": [written("serviceVcl:ServiceVcl", { useSsl: true, sslSniHostname: origin })],
  "no host name beside a backend that is not known yet": [
    resource("fastly:index/serviceVcl:ServiceVcl", "edge", { backends: [unknown, { name: "origin", address: origin, useSsl: true }] }),
  ],
  "a bucket without a host name": [service({ address: "shop.s3.us-east-1.amazonaws.com", sslCertHostname: "" })],
  "SNI for another name than the one that is checked": [service(apart)],
  "SNI for another name at a load balancer, which presents the user's certificates": [
    service({ ...apart, address: "lb-1.us-east-1.elb.amazonaws.com" }),
  ],
  "the same, and certificates for each": [
    service(apart),
    certManager.certificate("one", { dnsNames: [origin] }),
    certManager.certificate("other", { dnsNames: ["lb.example.org"] }),
    certManager.clusterIssuer(),
  ],
  "a certificate of the cluster's own CA": [service(), certificate(), privateIssuer()],
  "the same for a backend whose address is not known yet": [
    service({ address: unknown, sslCertHostname: origin, sslSniHostname: origin }),
    certificate(),
    privateIssuer(),
  ],
  "the same in a stack with an unknown certificate": [
    service(),
    certificate(),
    privateIssuer(),
    certManager.certificate("later", { dnsNames: unknown }),
  ],
  "the same of an Ingress": [service(), ingress("web", { hosts: [origin] }), privateIssuer()],
  "a private wildcard": [service(), certificate(["*.example.org"]), privateIssuer()],
  "a self-signed certificate of cert-manager": [service(), certificate(), privateIssuer({ selfSigned: {} })],
  "a certificate of Vault": [service(), certificate(), privateIssuer({ vault: { path: "pki/sign/web", server: "https://vault" } })],
  "a certificate of AWS Private CA": [service(), external("awspca.cert-manager.io")],
  "a certificate of Cloudflare's origin CA, at Fastly": [service(), external("cert-manager.k8s.cloudflare.com")],
  "a private certificate for servers and clients": [
    service(),
    certificate([origin], { usages: ["server auth", "client auth"] }),
    privateIssuer(),
  ],
  "two private certificates for the name": [
    service(),
    certificate(),
    certManager.certificate("second", { dnsNames: [origin], namespace: "second" }),
    privateIssuer(),
  ],
  "a self-signed certificate of the program": [service(), selfSigned],
  "Let's Encrypt's staging server, whose root nobody trusts": [service(), certificate(), acmeServer(staging)],
  "Google's server for trials": [service(), certificate(), acmeServer("https://dv.acme-v02.test-api.pki.goog/directory")],
  "an ACME server of the cluster": [
    service(),
    certificate(),
    acmeServer("https://step-certificates.ca.svc.cluster.local/acme/acme/directory"),
  ],
  "an ACME server by an inner name and port": [service(), certificate(), acmeServer("https://ca.internal:9000/acme/acme/directory")],
  "an ACME server that the issuer must be told to trust": [
    service(),
    certificate(),
    acmeServer("https://ca.example.org/acme/directory", { caBundle: "PEM" }),
  ],
  "an ACME server that the issuer does not verify": [
    service(),
    certificate(),
    acmeServer("https://ca.example.org/acme/directory", { skipTLSVerify: true }),
  ],
  "the acme provider at the staging server": [service(), acmeProvider(staging)],
  "a certificate that a CA of the program signs": [service(), request([origin]), locallySigned(["server_auth"], request([origin]))],
  "CloudFront, and the staging server": [distribution(), certificate(), acmeServer(staging)],
  "a host name in upper case": [service({ sslCertHostname: "WEB.example.org." }), certificate(), privateIssuer()],
  "a certificate for the address, and another name to check": [service(byAddress), certificate(), certManager.clusterIssuer()],
  "the same, by SNI": [service({ sslCertHostname: front, sslSniHostname: origin }), acm(origin)],
  "the same of a wildcard that ends a label earlier": [
    service({ sslCertHostname: "a.web.example.org", sslSniHostname: origin }),
    certificate([origin, "*.example.org"]),
    certManager.clusterIssuer(),
  ],
  "two backends with one and the same defect": [
    fastly.service("edge", { backends: [origin, { address: origin, port: 8443 }] }),
    certificate(),
    privateIssuer(),
  ],
  "CloudFront, and a private certificate": [distribution(), certificate(), privateIssuer()],
  "CloudFront by the visitor's protocol": [distribution({ policy: "match-viewer" }), certificate(), privateIssuer()],
  "CloudFront with headers of which none is Host": [
    distribution({ behavior: { cachePolicyId: undefined, forwardedValues: { headers: ["Accept"], queryString: false } } }),
    certificate(),
    privateIssuer(),
  ],
  "Azure Front Door without the check of the name": [frontDoor(false)],
  "the same of an older API version": [frontDoor(false, "azure-native:cdn/v20230501:AFDOrigin")],
  "the same of a generated package": [frontDoor(false, "azure-native_cdn_v20250415:cdn:AFDOrigin")],
  "the same of Azure's classic provider": [
    resource("azure:cdn/frontdoorOrigin:FrontdoorOrigin", "door", { hostName: origin, certificateNameCheckEnabled: false }),
  ],
  "Cloudflare's mode full": [zoneSetting("full")],
  "Cloudflare's mode flexible": [zoneSetting("flexible")],
  "Cloudflare's mode off": [zoneSetting("off")],
  "the mode among all settings of a zone": [
    resource("cloudflare:index/zoneSettingsOverride:ZoneSettingsOverride", "settings", { zoneId: "any", settings: { ssl: "full" } }),
  ],

  "a check that is switched off, of an address that is not known yet": [service({ address: unknown, sslCheckCert: false })],
  "no host name of a backend whose address is not known yet": [service({ address: unknown, sslCertHostname: "" })],
  "a certificate of the cluster's own CA, behind a backend whose name is not known yet": [
    service({ name: unknown }),
    certificate(),
    privateIssuer(),
  ],
};

export const leftAlone: Cases = {
  "xPRO's origin: one name, verified, its certificate from a public authority": [service(), certificate(), certManager.clusterIssuer()],
  "an origin whose certificate is elsewhere": [service()],
  "an origin whose issuer is elsewhere": [service(), certificate()],
  "plain HTTP": [service({ useSsl: false, sslCheckCert: false })],
  "plain HTTP, as the program leaves it out": [written("serviceVcl:ServiceVcl", { sslCheckCert: false })],
  "TLS that is not known yet": [service({ useSsl: unknown, sslCheckCert: false })],
  "a check that is not known yet": [service({ sslCheckCert: unknown, sslCertHostname: "" })],
  "a host name that is not known yet": [service({ sslCertHostname: unknown })],
  "backends that are not known yet": [fastly.service("edge", { domains: [front], backends: [] }, { inputs: { backends: [] } })],
  "an IP address, verified by name": [service({ address: "192.0.2.1", sslCertHostname: origin, sslSniHostname: origin })],
  "a bucket, verified by the vendor's wildcard": [
    service({
      address: "shop.s3.us-east-1.amazonaws.com",
      sslCertHostname: "s3.us-east-1.amazonaws.com",
      sslSniHostname: "shop.s3.us-east-1.amazonaws.com",
    }),
  ],
  "a Google bucket": [
    service({
      address: "shop.storage.googleapis.com",
      sslCertHostname: "storage.googleapis.com",
      sslSniHostname: "shop.storage.googleapis.com",
    }),
  ],
  "an application at Heroku": [
    service({ address: "shop.herokuapp.com", sslCertHostname: "herokuapp.com", sslSniHostname: "shop.herokuapp.com" }),
  ],
  "a load balancer that presents the public name's certificate": [
    service({ address: "lb-1.us-east-1.elb.amazonaws.com", sslCertHostname: front, sslSniHostname: front }),
    acm(front),
  ],
  "SNI for another name, and a certificate for both": [
    service(apart),
    certificate([origin, "lb.example.org"]),
    certManager.clusterIssuer(),
  ],
  "SNI for another name, and a wildcard for both": [service(apart), acm("*.example.org")],
  "SNI for another name, and a certificate of which some names are not known": [
    service(apart),
    certificate([origin, unknown]),
    certManager.clusterIssuer(),
  ],
  "SNI for another name, and a Secret of which nobody knows the certificate": [service(apart), secretObject("web-tls", { "tls.crt": "?" })],
  "SNI below the wildcard that is checked": [service({ sslCertHostname: "*.example.org", sslSniHostname: origin })],
  "SNI that is not known yet": [service({ sslCertHostname: front, sslSniHostname: unknown }), certificate(), certManager.clusterIssuer()],
  "a private certificate, and the CA's own given to Fastly": [service({ sslCaCert: "PEM" }), certificate(), privateIssuer()],
  "a private certificate, and a CA that is not known yet": [service({ sslCaCert: unknown }), certificate(), privateIssuer()],
  "a private certificate, and a CA that Pulumi keeps as a secret": [service({ sslCaCert: secret("PEM") }), certificate(), privateIssuer()],
  "a private certificate for another name": [service(), certificate(["other.example.org"]), privateIssuer()],
  "a private certificate beside a public one for the name": [
    service(),
    certificate(),
    privateIssuer(),
    certManager.certificate("public", { dnsNames: [origin], issuerRef: { kind: "ClusterIssuer", name: "le" }, namespace: "public" }),
    certManager.clusterIssuer("le"),
  ],
  "a private certificate beside one of an issuer that is elsewhere": [
    service(),
    certificate(),
    privateIssuer(),
    certManager.certificate("public", { dnsNames: [origin], issuerRef: { kind: "ClusterIssuer", name: "elsewhere" }, namespace: "public" }),
  ],
  "a private certificate beside one of ACM": [service(), certificate(), privateIssuer(), acm("*.example.org")],
  "an ACME server that may be a public authority's": [service(), certificate(), acmeServer("https://acme.example.org/directory")],
  "an ACME server that is not known yet": [service(), certificate(), acmeServer(unknown)],
  "an ACME server, and a bundle that is not known yet": [
    service(),
    certificate(),
    acmeServer("https://ca.example.org/acme/directory", { caBundle: unknown }),
  ],
  "the staging server, and its root given to Fastly": [service({ sslCaCert: "PEM" }), certificate(), acmeServer(staging)],
  "the staging server beside the real one": [
    service(),
    certificate(),
    acmeServer(staging),
    certManager.certificate("public", { dnsNames: [origin], issuerRef: { kind: "ClusterIssuer", name: "le" }, namespace: "public" }),
    certManager.clusterIssuer("le"),
  ],
  "the staging server for a name that no edge verifies": [service(), certificate(["staging.example.org"]), acmeServer(staging)],
  "the acme provider at the real server": [service(), acmeProvider("https://acme-v02.api.letsencrypt.org/directory")],
  "the acme provider at a server that is not known yet": [service(), acmeProvider(unknown)],
  "a certificate for clients that a CA of the program signs": [
    service(),
    request([origin]),
    locallySigned(["client_auth"], request([origin])),
  ],
  "a certificate that a CA of the program signs, and that CA given to Fastly": [
    service({ sslCaCert: unknown }),
    request([origin]),
    locallySigned(["server_auth"], request([origin])),
  ],
  "a self-signed certificate beside a public one": [service(), selfSigned, certificate(), certManager.clusterIssuer()],
  "a private certificate for clients": [service(), certificate([origin], { usages: ["client auth"] }), privateIssuer()],
  "a private certificate of which the usages are not known yet": [service(), certificate([origin], { usages: unknown }), privateIssuer()],
  "the certificate of a private authority itself": [service(), certificate([origin], { isCA: true }), privateIssuer()],
  "a certificate of Venafi, which may be public": [service(), certificate(), privateIssuer({ venafi: { zone: "web" } })],
  "an external issuer that the pack does not know": [service(), external("issuers.example.org")],
  "an issuer whose type is not known yet": [service(), certificate(), privateIssuer(unknown as never)],
  "a private issuer of another cluster": [
    service(),
    certificate([origin], { issuerRef: { kind: "Issuer", name: "letsencrypt-production" } }),
    kubernetesObject(
      "cert-manager.io/v1",
      "Issuer",
      "letsencrypt-production",
      { spec: { selfSigned: {} } },
      { namespace: "default", provider: second },
    ),
  ],
  "a patch of a private issuer": [
    service(),
    certificate(),
    kubernetesObject("cert-manager.io/v1", "ClusterIssuerPatch", "letsencrypt-production", { spec: { ca: { secretName: "root" } } }),
  ],
  "a patch of a certificate": [
    service(),
    kubernetesObject(
      "cert-manager.io/v1",
      "CertificatePatch",
      "web",
      { spec: { dnsNames: [origin], issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-production" } } },
      { namespace: "default" },
    ),
    privateIssuer(),
  ],
  "a certificate for the address, and SNI for the name to check": [
    service({ sslCertHostname: front, sslSniHostname: front }),
    certificate(),
    certManager.clusterIssuer(),
  ],
  "a certificate for the address that covers the name to check": [
    service(byAddress),
    certificate([origin, front]),
    certManager.clusterIssuer(),
  ],
  "a certificate for the address, and another for the name to check": [
    service(byAddress),
    certificate(),
    certManager.clusterIssuer(),
    acm(front),
  ],
  "a certificate for the address, and one that is not known yet": [
    service(byAddress),
    certificate(),
    certManager.clusterIssuer(),
    certManager.certificate("later", { dnsNames: [unknown] }),
  ],
  "a certificate for the address, and a Secret from elsewhere": [
    service(byAddress),
    certificate(),
    certManager.clusterIssuer(),
    kubernetesObject(
      "external-secrets.io/v1",
      "ExternalSecret",
      "front-tls",
      { spec: { target: { template: { type: "kubernetes.io/tls" } }, dataFrom: [{ extract: { key: "front" } }] } },
      { namespace: "default" },
    ),
  ],
  "a wildcard over the address: some other may be the one that is presented": [service(byAddress), acm("*.web.example.org")],
  "no certificate for the address": [service(byAddress)],
  "another Fastly service as origin": [
    fastly.service("first", { domains: [front], backends: [origin] }),
    fastly.service("second", { domains: [origin], backends: ["192.0.2.1"] }),
    fastly.subscription("edge-tls", [front, origin]),
  ],
  "CloudFront, and a public certificate": [distribution(), certificate(), certManager.clusterIssuer()],
  "CloudFront by HTTP": [distribution({ policy: "http-only" }), certificate(), privateIssuer()],
  "CloudFront by a protocol that is not known yet": [distribution({ policy: unknown }), certificate(), privateIssuer()],
  "CloudFront, and a domain name that is not known yet": [distribution({ domainName: unknown }), certificate(), privateIssuer()],
  "CloudFront, and a bucket": [
    resource("aws:cloudfront/distribution:Distribution", "cdn", {
      origins: [{ originId: "bucket", domainName: "shop.s3.us-east-1.amazonaws.com", s3OriginConfig: {} }],
      defaultCacheBehavior: { targetOriginId: "bucket" },
    }),
  ],
  "CloudFront that forwards Host": [
    distribution({ behavior: { cachePolicyId: undefined, forwardedValues: { headers: ["Host"] } } }),
    certificate(),
    privateIssuer(),
  ],
  "CloudFront with a policy of which nobody knows whether it forwards Host": [
    distribution({ behavior: { originRequestPolicyId: "216adef6-5c7f-47e4-b989-5492eafa07d3" } }),
    certificate(),
    privateIssuer(),
  ],
  "Azure Front Door with the check of the name": [frontDoor(true)],
  "Azure Front Door's default": [frontDoor(undefined)],
  "Azure Front Door, and a check that is not known yet": [frontDoor(unknown)],
  "Cloudflare's mode strict": [zoneSetting("strict")],
  "Cloudflare's mode origin_pull": [zoneSetting("origin_pull")],
  "a mode that the pack does not know": [zoneSetting("custom")],
  "a mode that is not known yet": [zoneSetting(unknown)],
  "another setting of that value": [zoneSetting("off", "always_online")],
  "a setting that is not known yet": [zoneSetting("off", unknown)],
  "settings of a zone without the mode": [
    resource("cloudflare:index/zoneSettingsOverride:ZoneSettingsOverride", "settings", { zoneId: "any", settings: { brotli: "off" } }),
  ],
};
