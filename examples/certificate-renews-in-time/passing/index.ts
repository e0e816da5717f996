/** The same time in hours. */
import * as k8s from "@pulumi/kubernetes";

new k8s.apiextensions.CustomResource("issuer", {
  apiVersion: "cert-manager.io/v1",
  kind: "ClusterIssuer",
  metadata: { name: "letsencrypt-production" },
  spec: {
    acme: {
      server: "https://acme-v02.api.letsencrypt.org/directory",
      privateKeySecretRef: { name: "account-key" },
      solvers: [{ dns01: { route53: { region: "us-east-1" } } }],
    },
  },
});

new k8s.apiextensions.CustomResource("shop", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "shop", namespace: "shop" },
  spec: {
    dnsNames: ["shop.example.org"],
    secretName: "shop-tls",
    issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-production" },
    renewBefore: "720h",
  },
});
