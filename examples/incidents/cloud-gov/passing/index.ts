/** Each tool in a version of its own, and the key written down: neither changes before somebody changes the program. */
import * as k8s from "@pulumi/kubernetes";

new k8s.helm.v3.Release("cert-manager", {
  chart: "cert-manager",
  version: "v1.16.2",
  namespace: "cert-manager",
  repositoryOpts: { repo: "https://charts.jetstack.io" },
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

new k8s.apiextensions.CustomResource("pages", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "pages", namespace: "pages" },
  spec: {
    dnsNames: ["pages.example.org"],
    secretName: "pages-tls",
    issuerRef: { kind: "ClusterIssuer", name: "letsencrypt" },
    privateKey: { algorithm: "RSA", size: 2048, rotationPolicy: "Always" },
  },
});

new k8s.batch.v1.CronJob("renew", {
  metadata: { name: "renew", namespace: "pages" },
  spec: {
    schedule: "0 3 * * *",
    jobTemplate: {
      spec: {
        template: {
          spec: {
            restartPolicy: "Never",
            containers: [{ name: "certbot", image: "certbot/certbot:v2.11.0", args: ["renew"] }],
          },
        },
      },
    },
  },
});
