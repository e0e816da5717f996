/** The name that moved is out of the certificate, and the edge meets a certificate that it trusts. */
import * as aws from "@pulumi/aws";
import * as fastly from "@pulumi/fastly";
import * as k8s from "@pulumi/kubernetes";

new k8s.apiextensions.CustomResource("letsencrypt", {
  apiVersion: "cert-manager.io/v1",
  kind: "ClusterIssuer",
  metadata: { name: "letsencrypt" },
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
    dnsNames: ["api.example.org", "console.example.org"],
    secretName: "web-tls",
    issuerRef: { kind: "ClusterIssuer", name: "letsencrypt" },
  },
});

new aws.route53.Record("docs", {
  zoneId: "Z0000000000000",
  name: "docs.example.org",
  type: "CNAME",
  ttl: 300,
  records: ["d111111abcdef8.cloudfront.net"],
});

new k8s.apiextensions.CustomResource("origin", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "origin", namespace: "web" },
  spec: {
    dnsNames: ["origin.example.org"],
    secretName: "origin-tls",
    issuerRef: { kind: "ClusterIssuer", name: "letsencrypt" },
  },
});

new fastly.ServiceVcl("edge", {
  name: "edge",
  domains: [{ name: "www.example.org" }],
  backends: [
    {
      name: "origin",
      address: "origin.example.org",
      port: 443,
      useSsl: true,
      sslCertHostname: "origin.example.org",
      sslSniHostname: "origin.example.org",
    },
  ],
  forceDestroy: true,
});
