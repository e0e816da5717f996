import { certManager, dns01, fastly, http01, ingress, kubernetesObject, resource, route53, unknown } from "../support";
import type { Cases } from "./cases";

export const issuer = certManager.clusterIssuer("letsencrypt-production", [http01()]);
export const certificate = certManager.certificate("web", { dnsNames: ["api.example.org", "docs.example.org"] });
export const cname = (target: string, name = "docs.example.org") => route53.record(name, "CNAME", [target]);
const several = (...targets: string[]) => route53.record("docs.example.org", "CNAME", targets);
const zone = route53.zone("zone", "example.org");
const alias = (type: string, target: string) =>
  route53.record("docs.example.org", type, [], {
    name: `docs-${type}`,
    inputs: { records: undefined, ttl: undefined, aliases: [{ name: target, zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false }] },
  });
const weighted = (name: string, target: string) =>
  route53.record("docs.example.org", "CNAME", [target], {
    name,
    inputs: { setIdentifier: name, weightedRoutingPolicies: [{ weight: 50 }] },
  });

/** A record as DNSimple, NS1 and others have it, which follow a host name when they are asked for addresses. */
const ns1 = (type: string, answer: string) =>
  resource("ns1:index/record:Record", `docs-${type}`, {
    domain: "docs.example.org",
    zone: "example.org",
    type,
    answers: [{ answer }],
  });

/** Each finds docs.example.org. */
export const found: Cases = {
  "a CNAME to Fastly": [issuer, certificate, cname("dualstack.j.sni.global.fastly.net")],
  "a CNAME to Fastly's map, written with a dot and in capitals": [issuer, certificate, cname("Example.Map.Fastly.NET.")],
  "a CNAME to Akamai": [issuer, certificate, cname("docs.example.org.edgekey.net")],
  "a CNAME to GitHub Pages in a declared zone": [zone, issuer, certificate, cname("example.github.io")],
  "Route 53 aliases to CloudFront": [issuer, certificate, alias("A", "d111.cloudfront.net"), alias("AAAA", "d111.cloudfront.net")],
  "an alias for IPv4 alone": [issuer, certificate, alias("A", "d111.cloudfront.net")],
  "an alias for IPv6 alone": [issuer, certificate, alias("AAAA", "d111.cloudfront.net")],
  "an ALIAS": [issuer, certificate, ns1("ALIAS", "example.herokudns.com")],
  "an ANAME": [issuer, certificate, ns1("ANAME", "example.herokudns.com.")],
  "a wildcard CNAME with nothing at the name": [zone, issuer, certificate, cname("example.netlify.app", "*.example.org")].concat(
    route53.record("api.example.org", "A", ["192.0.2.1"]),
  ),
  "weighted sets that all lead away": [issuer, certificate, weighted("one", "a.netlify.app"), weighted("two", "b.kxcdn.com")],
  "an annotated Ingress": [issuer, ingress("web", { hosts: ["docs.example.org"] }), cname("example.herokudns.com")],
  "the HTTP-01 solver picked by a selector": [
    certManager.clusterIssuer("letsencrypt-production", [dns01(), http01({ dnsNames: ["docs.example.org"] })]),
    certificate,
    cname("cname.vercel-dns.com"),
  ],
};

export const leftAlone: Cases = {
  "an address at the name, under a wildcard CNAME to an edge": [
    zone,
    issuer,
    certificate,
    cname("example.netlify.app", "*.example.org"),
    ...["api.example.org", "docs.example.org"].map((name) => route53.record(name, "AAAA", ["2001:db8::1"])),
  ],
  "an ALIAS to an edge beside addresses of the cluster": [
    issuer,
    certificate,
    ns1("ALIAS", "example.herokudns.com"),
    ns1("A", "192.0.2.1"),
  ],
  "an ALIAS to an edge beside IPv6 addresses of the cluster": [
    issuer,
    certificate,
    ns1("ALIAS", "example.herokudns.com"),
    ns1("AAAA", "2001:db8::1"),
  ],
  "an ALIAS to an edge beside addresses of both kinds": [
    issuer,
    certificate,
    ns1("ALIAS", "example.herokudns.com"),
    ns1("A/AAAA", "192.0.2.1"),
  ],
  "names that lead to the cluster": [
    issuer,
    certificate,
    cname("ingress.example.net"),
    route53.record("api.example.org", "A", ["192.0.2.1"]),
  ],
  "a load balancer": [issuer, certificate, cname("web-1.eu-central-1.elb.amazonaws.com")],
  "a target that only looks like an edge's": [issuer, certificate, cname("notfastly.net")],
  "a target that is not known yet": [issuer, certificate, cname(unknown)],
  "no record of the name": [issuer, certificate, cname("example.netlify.app", "blog.example.org")],
  "an edge's name below the certificate's": [issuer, certificate, cname("example.netlify.app", "old.docs.example.org")],
  "a target that is known beside one that is not": [issuer, certificate, several("example.netlify.app", unknown)],
  "a target at an edge beside one that is none": [issuer, certificate, several("example.netlify.app", "ingress.example.net")],
  "a target that is none beside one at an edge": [issuer, certificate, several("ingress.example.net", "example.netlify.app")],
  "a wildcard CNAME beside a record of a name that is not known": [
    zone,
    issuer,
    certificate,
    cname("example.netlify.app", "*.example.org"),
    route53.record("api.example.org", "A", ["192.0.2.1"]),
    route53.record("later", "A", ["192.0.2.1"], { inputs: { name: unknown } }),
  ],
  "names validated by DNS-01": [certManager.clusterIssuer(), certificate, cname("example.netlify.app")],
  "the sent name given to DNS-01 by a selector": [
    certManager.clusterIssuer("letsencrypt-production", [http01(), dns01({ dnsNames: ["docs.example.org"] })]),
    certificate,
    cname("example.netlify.app"),
  ],
  "an issuer that the stack does not declare": [certificate, cname("example.netlify.app")],
  "an issuer whose solvers are not known yet": [
    kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec: { acme: { solvers: unknown } } }),
    certificate,
    cname("example.netlify.app"),
  ],
  "a private issuer": [
    kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec: { ca: { secretName: "ca" } } }),
    certificate,
    cname("example.netlify.app"),
  ],
  "a wildcard, which only DNS-01 validates": [
    certManager.clusterIssuer("letsencrypt-production", [http01(), dns01()]),
    certManager.certificate("wildcard", { dnsNames: ["*.example.org"] }),
    cname("example.netlify.app", "*.example.org"),
  ],
  "a private zone": [
    route53.zone("private", "example.org", {
      inputs: { vpcs: [{ vpcId: "vpc-1" }] },
      outputs: { zoneId: "Z0000000000000", id: "Z0000000000000", name: "example.org", vpcs: [{ vpcId: "vpc-1" }] },
    }),
    issuer,
    certificate,
    cname("example.netlify.app"),
  ],
  "a wildcard CNAME beside the names' own records": [
    issuer,
    certificate,
    cname("example.netlify.app", "*.example.org"),
    route53.record("docs.example.org", "A", ["192.0.2.1"]),
    route53.record("v1.api.example.org", "A", ["192.0.2.1"]),
  ],
  "a wildcard CNAME further up, whose reach other records may end": [
    issuer,
    certManager.certificate("deep", { dnsNames: ["a.b.example.org"] }),
    cname("example.netlify.app", "*.example.org"),
  ],
  "weighted sets of which one leads to the cluster": [
    issuer,
    certificate,
    weighted("edge", "a.netlify.app"),
    weighted("cluster", "ingress.example.net"),
  ],
  "a Fastly service that lists the name": [
    issuer,
    certificate,
    fastly.service("edge", { domains: ["docs.example.org"], backends: ["192.0.2.1"] }),
  ],
};
