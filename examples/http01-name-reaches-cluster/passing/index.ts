/** The name that moved to Netlify is no longer in the certificate. */
import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";

new k8s.apiextensions.CustomResource("issuer", {
  apiVersion: "cert-manager.io/v1",
  kind: "ClusterIssuer",
  metadata: { name: "letsencrypt-http" },
  spec: {
    acme: {
      server: "https://acme-v02.api.letsencrypt.org/directory",
      privateKeySecretRef: { name: "account-key" },
      solvers: [{ http01: { ingress: { ingressClassName: "nginx" } } }],
    },
  },
});

new k8s.apiextensions.CustomResource("web", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "web", namespace: "web" },
  spec: {
    dnsNames: ["api.example.org"],
    secretName: "web-tls",
    issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-http" },
  },
});

new aws.route53.Record("api", { zoneId: "Z0000000000000", name: "api.example.org", type: "A", ttl: 300, records: ["192.0.2.1"] });

new aws.route53.Record("docs", {
  zoneId: "Z0000000000000",
  name: "docs.example.org",
  type: "CNAME",
  ttl: 300,
  records: ["example.netlify.app"],
});
