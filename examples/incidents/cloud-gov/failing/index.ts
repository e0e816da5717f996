/**
 * cloud.gov, 2023. The tool that renews runs in whatever version is newest; certbot 2 makes ECDSA keys where RSA ones were,
 * and clients that know only RSA break. Nobody changed the program.
 */
import * as k8s from "@pulumi/kubernetes";

new k8s.helm.v3.Release("cert-manager", {
  chart: "cert-manager",
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
            containers: [{ name: "certbot", image: "certbot/certbot", args: ["renew"] }],
          },
        },
      },
    },
  },
});
