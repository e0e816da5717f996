/**
 * Fastly verifies its origin, and the certificate comes from a CA in the cluster that Fastly does not know: visitors see 503. The
 * second backend is not verified at all.
 */
import * as fastly from "@pulumi/fastly";
import * as k8s from "@pulumi/kubernetes";

const origin = "origin.example.org";

new k8s.apiextensions.CustomResource("company-ca", {
  apiVersion: "cert-manager.io/v1",
  kind: "ClusterIssuer",
  metadata: { name: "company-ca" },
  spec: { ca: { secretName: "company-ca" } },
});

new k8s.apiextensions.CustomResource("origin", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "origin", namespace: "web" },
  spec: { dnsNames: [origin], secretName: "origin-tls", issuerRef: { kind: "ClusterIssuer", name: "company-ca" } },
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
      sslCheckCert: false,
    },
  ],
  forceDestroy: true,
});
