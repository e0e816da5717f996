import { certManager, fastly, resource, secret, secretObject, unknown, type Inputs } from "../support";
import { clientCertificate, serverCertificate, weekCertificate } from "../support/certificates";
import type { Cases } from "./cases";

const upload = (certificateBody: unknown) => resource("fastly:index/tlsCertificate:TlsCertificate", "upload", { certificateBody });
const backend = (sslClientCert: unknown) =>
  fastly.service("edge", {
    backends: [{ address: "192.0.2.1", sslClientCert, sslCertHostname: "origin.example.org", sslSniHostname: "origin.example.org" }],
  });
/** A certificate of the `acme` provider with what the state holds of it. */
export const acme = (inputs: Inputs, certificatePem: unknown = serverCertificate) => {
  const certificate = { commonName: "edge.example.org", dnsChallenges: [{ provider: "route53" }], ...inputs };
  return resource("acme:index/certificate:Certificate", "acme", certificate, { outputs: { ...certificate, certificatePem } });
};
const selfSigned = (validityEndTime: string) =>
  resource(
    "tls:index/selfSignedCert:SelfSignedCert",
    "own",
    { privateKeyPem: secret("key"), allowedUses: [] },
    {
      outputs: { validityStartTime: "2025-06-10T00:00:00Z", validityEndTime },
    },
  );

/** Found when the clock says 2026-06-03: a week before the end, or past it. */
export const found: Cases = {
  "a certificate uploaded to Fastly": [upload(serverCertificate)],
  "the leaf of a chain": [upload(serverCertificate + weekCertificate)],
  "one that Pulumi keeps as a secret": [upload(secret(serverCertificate))],
  "Fastly's platform certificate": [
    resource("fastly:index/tlsPlatformCertificate:TlsPlatformCertificate", "upload", { certificateBody: serverCertificate }),
  ],
  "the client certificate that Fastly shows its origin": [backend(secret(clientCertificate))],
  "a TLS Secret": [secretObject("web-tls", { "tls.crt": serverCertificate, "tls.key": "key" })],
  "a TLS Secret in plain text": [
    secretObject("web-tls", {}, { inputs: { stringData: { "tls.crt": serverCertificate, "tls.key": "key" } } }),
  ],
  "an import into ACM": [resource("aws:acm/certificate:Certificate", "import", { certificateBody: serverCertificate })],
  "a server certificate in IAM": [resource("aws:iam/serverCertificate:ServerCertificate", "old", { certificateBody: serverCertificate })],
  "the certificate of a name of API Gateway": [
    resource("aws:apigateway/domainName:DomainName", "api", { certificateBody: serverCertificate }),
  ],
  "API Gateway's client certificate": [
    resource("aws:apigateway/clientCertificate:ClientCertificate", "client", {}, { outputs: { expirationDate: "2026-06-05T00:00:00Z" } }),
  ],
  "a self-signed certificate of the tls provider": [selfSigned("2026-06-08T00:00:00Z")],
  "one that has ended": [selfSigned("2026-06-01T00:00:00Z")],
  "Google's self-managed certificate": [
    resource("gcp:certificatemanager/certificate:Certificate", "own", { selfManaged: { pemCertificate: serverCertificate } }),
  ],
  "Cloudflare's custom certificate": [resource("cloudflare:index/customSsl:CustomSsl", "own", { certificate: serverCertificate })],
  "Cloudflare's client certificate for the origin of one host": [
    resource("cloudflare:index/authenticatedOriginPullsHostnameCertificate:AuthenticatedOriginPullsHostnameCertificate", "own", {
      certificate: serverCertificate,
    }),
  ],
  "one of the acme provider, overdue, which this update leaves as it is": [acme({})],
  "one of the acme provider that is due by a number of its own": [acme({ minDaysRemaining: 8 })],
  "a certificate of a week on its last day": [upload(weekCertificate)],

  "a self-signed certificate on its last day": [selfSigned("2026-06-04T00:00:00Z")],
  "API Gateway's client certificate, which has ended": [
    resource("aws:apigateway/clientCertificate:ClientCertificate", "client", {}, { outputs: { expirationDate: "2026-06-01T00:00:00Z" } }),
  ],
};

/** Left alone when the clock says 2026-06-03, but the one of a week, which the test dates itself. */
export const leftAlone: Cases = {
  "a certificate that is not known yet": [upload(unknown)],
  "a text that is no certificate": [upload("none")],
  "a broken certificate": [upload("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")],
  "a key without a certificate": [secretObject("key", { "tls.key": "key" })],
  "a Secret of another kind": [secretObject("settings", { "tls.crt.bak": serverCertificate })],
  "a Secret that holds no certificate": [secretObject("odd", { "tls.crt": "%%%" })],
  "a Secret that cert-manager keeps": [
    secretObject(
      "web-tls",
      { "tls.crt": serverCertificate, "tls.key": "key" },
      { annotations: { "cert-manager.io/certificate-name": "web" } },
    ),
  ],
  "a Secret whose data Pulumi ignores": [
    secretObject("web-tls", { "tls.crt": serverCertificate }, { options: { ignoreChanges: ["data"] } }),
  ],
  "a certificate that ACM issues": [
    resource("aws:acm/certificate:Certificate", "issued", { domainName: "www.example.org", validationMethod: "DNS" }),
  ],
  "a backend without a client certificate": [backend(secret(""))],
  "a trust store, which holds nobody's own certificate": [
    resource("fastly:index/tlsMutualAuthentication:TlsMutualAuthentication", "clients", { certBundle: serverCertificate }),
  ],
  "one of the acme provider that this update renews": [acme({}, unknown)],
  "one of the acme provider that the authority says when to renew": [acme({ useRenewalInfo: true })],
  "one of the acme provider whose numbers are not known yet": [acme({ minDaysRemaining: unknown })],
  "a self-signed certificate with months to live": [selfSigned("2099-12-01T00:00:00Z")],
  "dates that are none": [selfSigned("soon")],
  "a self-signed certificate that this update makes": [selfSigned(unknown)],
  "a Certificate of cert-manager instead": [
    certManager.clusterIssuer(),
    certManager.certificate("web", { dnsNames: ["edge.example.org"] }),
  ],
};
