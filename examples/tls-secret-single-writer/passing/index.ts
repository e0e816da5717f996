/** Each certificate has a Secret of its own. */
import * as k8s from "@pulumi/kubernetes";

new k8s.apiextensions.CustomResource("web", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "web", namespace: "web" },
  spec: { dnsNames: ["www.example.org"], secretName: "web-tls", issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-production" } },
});

new k8s.networking.v1.Ingress("shop", {
  metadata: { name: "shop", namespace: "web", annotations: { "cert-manager.io/cluster-issuer": "letsencrypt-production" } },
  spec: { tls: [{ hosts: ["shop.example.org"], secretName: "shop-tls" }], rules: [{ host: "shop.example.org" }] },
});
