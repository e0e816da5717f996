/**
 * The same origin with a certificate of a public authority, and both backends verified by the name that it covers.
 */
import * as fastly from "@pulumi/fastly";
import * as k8s from "@pulumi/kubernetes";

const origin = "origin.example.org";

new k8s.apiextensions.CustomResource("letsencrypt", {
  apiVersion: "cert-manager.io/v1",
  kind: "ClusterIssuer",
  metadata: { name: "letsencrypt" },
  spec: {
    acme: {
      server: "https://acme-v02.api.letsencrypt.org/directory",
      privateKeySecretRef: { name: "letsencrypt-account" },
      solvers: [{ dns01: { route53: { region: "us-east-1" } } }],
    },
  },
});

new k8s.apiextensions.CustomResource("origin", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "origin", namespace: "web" },
  spec: { dnsNames: [origin], secretName: "origin-tls", issuerRef: { kind: "ClusterIssuer", name: "letsencrypt" } },
});

new fastly.ServiceVcl("site", {
  domains: [{ name: "www.example.org" }],
  backends: [
    { name: "origin", address: origin, port: 443, useSsl: true, sslCertHostname: origin, sslSniHostname: origin },
    {
      name: "reports",
      address: origin,
      port: 8443,
      useSsl: true,
      sslCertHostname: origin,
      sslSniHostname: origin,
    },
  ],
  forceDestroy: true,
});
