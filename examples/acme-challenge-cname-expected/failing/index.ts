/** A challenge CNAME that was left behind when its subscription went: cert-manager can no longer place its TXT record. */
import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";

const origin = "origin.example.org";
const zone = new aws.route53.Zone("zone", { name: "example.org" });

new aws.route53.Record("left-over", {
  zoneId: zone.zoneId,
  name: `_acme-challenge.${origin}`,
  type: "CNAME",
  ttl: 300,
  records: ["dvxzuc4govtr3juagj.fastly-validations.com"],
});

new k8s.apiextensions.CustomResource("origin", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "origin", namespace: "web" },
  spec: {
    dnsNames: [origin],
    secretName: "origin-tls",
    issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-production" },
  },
});
