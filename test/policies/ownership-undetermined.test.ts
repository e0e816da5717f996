import type { StackResource } from "../../cli/requests";
import {
  certManager,
  component,
  dns01,
  kubernetesObject,
  fastly,
  http01,
  ingress,
  resource,
  route53,
  secretObject,
  startPack,
  unknown,
  type TestPack,
} from "../support";
import { origin, certificate, subscription, later, leftAlone } from "../cases/ownership-undetermined";
import { findingIds, mandatoryIds } from "./findings";

const policy = "ownership-undetermined";

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => pack.close());

describe("says once what is open, and which property would settle it", () => {
  const cases: Record<string, readonly [id: string, mentions: string, ...resources: StackResource[]]> = {
    "a subscription's names": ["edge-tls.domains", origin, fastly.subscription("edge-tls", unknown), certificate],
    "one of a subscription's names": [
      "edge-tls.domains",
      origin,
      fastly.subscription("edge-tls", ["www.example.org", unknown]),
      certificate,
    ],
    "a subscription's names, computed from a service that routes a contested one": [
      "edge-tls.domains",
      origin,
      fastly.service("edge", { domains: ["www.example.org", origin] }),
      fastly.subscription("edge-tls", unknown, { propertyDependencies: { domains: [fastly.service("edge", {})] } }),
      certificate,
    ],
    "a subscription's names, computed from a service whose own are unknown": [
      "edge-tls.domains",
      origin,
      fastly.service("edge", { domains: ["www.example.org", unknown] }),
      fastly.subscription("edge-tls", unknown, { propertyDependencies: { domains: [fastly.service("edge", {})] } }),
      certificate,
    ],
    "a subscription's names beside an origin": [
      "edge-tls.domains",
      origin,
      fastly.service("edge", { domains: [origin], backends: [origin] }),
      fastly.subscription("edge-tls", unknown, { propertyDependencies: { domains: [fastly.service("edge", {})] } }),
    ],
    "an authorization's name": [
      "google.domain",
      origin,
      resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "google", { domain: unknown }),
      certificate,
    ],
    "whether an authorization's record is fixed": [
      "google.domain",
      origin,
      resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "google", { domain: origin, type: unknown }),
      certificate,
    ],
    "a certificate's names": ["web.spec.dnsNames", origin, subscription, certManager.certificate("web", { dnsNames: unknown })],
    "a certificate's names that are no list": [
      "web.spec.dnsNames",
      "it is a text, where a list",
      subscription,
      certManager.certificate("web", { dnsNames: origin as never }),
    ],
    "an Ingress's hosts": [
      "web.spec.tls[].hosts",
      origin,
      subscription,
      ingress("web", { hosts: [], spec: { tls: [{ hosts: [unknown], secretName: "web-tls" }] } }),
    ],
    "the issuer's name": [
      "web.issuer",
      `_acme-challenge.${origin}`,
      subscription,
      certManager.certificate("web", { dnsNames: [origin], issuerRef: { kind: "ClusterIssuer", name: unknown } }),
    ],
    "the issuer's solvers": [
      "web.issuer",
      "letsencrypt-production",
      subscription,
      certificate,
      certManager.clusterIssuer("letsencrypt-production", [http01(), dns01({ dnsZones: [unknown] })]),
    ],
    "cert-manager's default issuer": [
      "web.issuer",
      "kubernetes.io/tls-acme",
      subscription,
      ingress("web", { hosts: [origin] }, { annotations: { "kubernetes.io/tls-acme": "true" } }),
    ],
    "an origin's address": [
      "edge.backends[].address",
      "www.example.org",
      fastly.service("edge", { domains: ["www.example.org"], backends: [unknown] }),
      fastly.subscription("edge-tls", ["www.example.org"]),
    ],
    "a challenge record's target": [
      `_acme-challenge.${origin}.target`,
      "CNAME",
      route53.record(`_acme-challenge.${origin}`, "CNAME", unknown),
    ],
    "a challenge record's zone": [
      "r.zone",
      "_acme-challenge",
      resource("linode:index/domainRecord:DomainRecord", "r", {
        domainId: 7,
        name: "_acme-challenge.web",
        recordType: "CNAME",
        target: "token.fastly-validations.com",
      }),
    ],
    "whether an undeclared issuer's solver follows a delegation": [
      `_acme-challenge.${origin}.name`,
      "cnameStrategy: Follow",
      certificate,
      route53.record(`_acme-challenge.${origin}`, "CNAME", ["web.acme.example.net"]),
    ],
    "who can write behind name servers": [
      `_acme-challenge.${origin}.name`,
      "name servers",
      certificate,
      route53.record(`_acme-challenge.${origin}`, "NS", ["ns.example.net"]),
    ],
    "the name of a Secret beside another writer's": [
      "web.spec.secretName",
      'Secret "handmade"',
      certManager.certificate("web", { dnsNames: [origin], secretName: unknown }),
      secretObject("handmade", { "tls.crt": "x" }),
    ],
    "whether a wildcard further up answers for a solver that follows": [
      "*.example.org.name",
      "wildcard CNAME",
      certificate,
      certManager.clusterIssuer("letsencrypt-production", [dns01(undefined, { cnameStrategy: "Follow" })]),
      resource("aws:route53/zone:Zone", "zone", { name: "example.org" }, { outputs: { name: "example.org", zoneId: "Z1" } }),
      route53.record("*.example.org", "CNAME", ["lb.example.net"], { inputs: { zoneId: "Z1" } }),
    ],
    "a patch that leaves the issuer to its Certificate": [
      "patch.issuer",
      "issuer",
      subscription,
      kubernetesObject("cert-manager.io/v1", "CertificatePatch", "patch", { spec: { dnsNames: [origin] } }),
    ],
    "the names in a certificate request": [
      "acme.commonName, subjectAlternativeNames",
      origin,
      subscription,
      resource("acme:index/certificate:Certificate", "acme", { certificateRequestPem: "PEM", dnsChallenges: [{ provider: "route53" }] }),
    ],
    "what a chart would render": ["chart", "children", subscription, component("kubernetes:helm.sh/v4:Chart", "chart")],
    "what a chart of major 3 would render": ["chart", "children", subscription, component("kubernetes:helm.sh/v2:Chart", "chart")],
  };
  test.each(Object.entries(cases))("%s", async (_, [id, mentions, ...resources]) => {
    const found = await pack.preview(resources);
    expect(findingIds(found)).toEqual([`${policy}[${id}]`]);
    expect(found[0]).toMatchObject({ policy, level: "advisory" });
    expect(found[0]?.message).toContain(mentions);
  });

  test("a resource of which neither inputs nor outputs show anything", async () => {
    const empty = resource("kubernetes:cert-manager.io/v1:Certificate", "web", {}, { provider: later });
    expect(findingIds(await pack.preview([subscription, empty]))).toEqual([`${policy}[web]`]);
  });

  test("beside a definite conflict, which stays mandatory", async () => {
    const found = await pack.preview([subscription, certificate, certManager.certificate("more", { dnsNames: unknown })]);
    expect(findingIds(found)).toEqual([`${policy}[more.spec.dnsNames]`, `tls-name-single-owner[${origin}]`]);
  });

  test("as a mandatory finding, for those who want it so", async () => {
    const found = await pack.preview([fastly.subscription("edge-tls", unknown), certificate], { [policy]: "mandatory" });
    expect(mandatoryIds(found)).toEqual([`${policy}[edge-tls.domains]`]);
  });
});

describe("is silent where nothing could come of it", () => {
  test.each(Object.entries(leftAlone))("%s", async (_, resources) => {
    expect(findingIds(await pack.preview(resources))).toEqual([]);
  });
});
