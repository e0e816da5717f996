/** What no recording holds: default providers, a component with outputs, AWS, automatic names, lists known in part. */
import * as aws from "@pulumi/aws";
import * as fastly from "@pulumi/fastly";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

class Site extends pulumi.ComponentResource {
  constructor(name: string, site: { domain: string; aliases: string[] }) {
    super("acme:site:Site", name, site);
    this.registerOutputs({ address: `https://${site.domain}` });
  }
}

new Site("site", { domain: "www.example.org", aliases: ["example.org"] });
const tls = new fastly.TlsSubscription("tls", { domains: ["b.example.org", "*.b.example.org"], certificateAuthority: "lets-encrypt" });
new fastly.TlsSubscription("known-in-part", { domains: ["c.example.org", tls.state], certificateAuthority: "lets-encrypt" });
new fastly.ServiceVcl("service", { domains: [{ name: "b.example.org" }], backends: [{ address: tls.state, name: "origin" }] });
const zone = new aws.route53.Zone("zone", { name: "example.org" });
const challenge = tls.managedDnsChallenges.apply((challenges) => challenges.map(({ recordValue }) => recordValue));
new aws.route53.Record(
  "challenge",
  { zoneId: zone.zoneId, name: "_acme-challenge.b.example.org", type: "CNAME", ttl: 60, records: challenge },
  { protect: true, ignoreChanges: ["ttl"] },
);
const found = aws.route53.getZoneOutput({ name: "example.com" });
new aws.route53.Record("origin", { zoneId: found.zoneId, name: "origin", type: "A", ttl: 60, records: ["10.0.0.2", "10.0.0.1"] });
new kubernetes.core.v1.ConfigMap("automatic-name", { data: { key: "value" } });
