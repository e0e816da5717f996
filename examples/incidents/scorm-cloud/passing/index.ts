/** cert-manager keeps the client certificate, renews it in time, and an alert looks at its end. */
import * as k8s from "@pulumi/kubernetes";

new k8s.apiextensions.CustomResource("private-ca", {
  apiVersion: "cert-manager.io/v1",
  kind: "ClusterIssuer",
  metadata: { name: "private-ca" },
  spec: { ca: { secretName: "private-ca" } },
});

new k8s.apiextensions.CustomResource("content-client", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "content-client", namespace: "content" },
  spec: {
    dnsNames: ["content-client.example.org"],
    secretName: "content-client-tls",
    issuerRef: { kind: "ClusterIssuer", name: "private-ca" },
    usages: ["client auth"],
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
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
