/** The subscription takes the public name alone, the challenge record is free for cert-manager, and the alert looks at the end. */
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

new fastly.TlsSubscription("xpro-tls", { certificateAuthority: "certainly", domains: [publicName] }, { dependsOn: service });

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
        rules: [
          { alert: "CertificateExpiry", expr: "certmanager_certificate_expiration_timestamp_seconds - time() < 21 * 86400", for: "1h" },
        ],
      },
    ],
  },
});
