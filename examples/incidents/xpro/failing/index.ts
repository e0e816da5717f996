/**
 * MIT xPRO, 2026-06-03. The edge's subscription takes all domains of the service, the origin's own among them, and Fastly's
 * permanent CNAME keeps cert-manager's TXT out. The origin's renewal fails for a month while Ready stays True, and the alert
 * looks at Ready; then the certificate ends, and Fastly answers 503.
 */
import * as aws from "@pulumi/aws";
import * as fastly from "@pulumi/fastly";
import * as k8s from "@pulumi/kubernetes";

const publicName = "xpro.example.org";
const origin = "xpro-web.example.org";

const service = new fastly.ServiceVcl("xpro", {
  name: "xpro",
  domains: [{ name: publicName }, { name: origin }],
  backends: [{ name: "kubernetes", address: origin, port: 443, useSsl: true, sslCertHostname: origin, sslSniHostname: origin }],
  forceDestroy: true,
});

new fastly.TlsSubscription("xpro-tls", {
  certificateAuthority: "certainly",
  domains: service.domains.apply((domains) => (domains ?? []).map(({ name }) => name)),
});

new aws.route53.Record("xpro-web-challenge", {
  zoneId: "Z0000000000000",
  name: `_acme-challenge.${origin}`,
  type: "CNAME",
  ttl: 300,
  records: ["abcdefghijklmnop.fastly-validations.com"],
});

new k8s.apiextensions.CustomResource("letsencrypt", {
  apiVersion: "cert-manager.io/v1",
  kind: "ClusterIssuer",
  metadata: { name: "letsencrypt" },
  spec: {
    acme: {
      server: "https://acme-v02.api.letsencrypt.org/directory",
      privateKeySecretRef: { name: "account-key" },
      solvers: [{ dns01: { route53: { region: "us-east-1" } } }],
    },
  },
});

new k8s.apiextensions.CustomResource("xpro-web", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "xpro-web", namespace: "xpro" },
  spec: {
    dnsNames: [origin],
    secretName: "xpro-web-tls",
    issuerRef: { kind: "ClusterIssuer", name: "letsencrypt" },
  },
});

new k8s.apiextensions.CustomResource("alerts", {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata: { name: "certificates", namespace: "monitoring" },
  spec: {
    groups: [
      {
        name: "certificates",
        rules: [{ alert: "CertificateExpiry", expr: 'certmanager_certificate_ready_status{condition="False"} == 1', for: "1h" }],
      },
    ],
  },
});
