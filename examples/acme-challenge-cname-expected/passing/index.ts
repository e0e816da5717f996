/** The record belongs to the subscription that needs it, and is made from what the subscription says. */
import * as aws from "@pulumi/aws";
import * as fastly from "@pulumi/fastly";
import * as k8s from "@pulumi/kubernetes";

const origin = "origin.example.org";
const zone = new aws.route53.Zone("zone", { name: "example.org" });
const tls = new fastly.TlsSubscription("site-tls", { certificateAuthority: "certainly", domains: ["www.example.org"] });
const challenge = tls.managedDnsChallenges.apply((challenges) => challenges[0]);

new aws.route53.Record("validation", {
  zoneId: zone.zoneId,
  name: challenge.apply((record) => record?.recordName ?? ""),
  type: "CNAME",
  ttl: 300,
  records: [challenge.apply((record) => record?.recordValue ?? "")],
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
