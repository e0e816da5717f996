/**
 * The same certificate with a dns01 solver for the zone, which validates the wildcard too.
 */
import * as k8s from "@pulumi/kubernetes";

new k8s.apiextensions.CustomResource("letsencrypt", {
  apiVersion: "cert-manager.io/v1",
  kind: "ClusterIssuer",
  metadata: { name: "letsencrypt" },
  spec: {
    acme: {
      server: "https://acme-v02.api.letsencrypt.org/directory",
      privateKeySecretRef: { name: "letsencrypt-account" },
      solvers: [
        { http01: { ingress: { ingressClassName: "nginx" } } },
        { dns01: { route53: { region: "us-east-1" } }, selector: { dnsZones: ["example.org"] } },
      ],
    },
  },
});

new k8s.apiextensions.CustomResource("shop", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "shop", namespace: "shop" },
  spec: {
    dnsNames: ["shop.example.org", "*.shop.example.org"],
    secretName: "shop-tls",
    issuerRef: { kind: "ClusterIssuer", name: "letsencrypt" },
  },
});
