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
import { origin, certificate, subscription, later, leftAlone, domainRecord } from "../cases/ownership-undetermined";
import { findingIds, mandatoryIds } from "./findings";

const policy = "ownership-undetermined";

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => pack.close());

const edgeStack = resource("pulumi:pulumi:StackReference", "edge", { name: "organization/edge/prod" });
const pet = resource("random:index/randomPet:RandomPet", "pet", { length: 2 });
const subscribedOrigin = [fastly.service("edge", { domains: [origin], backends: [origin] }), fastly.subscription("edge-tls", [origin])];

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
    "a subscription's names, computed from two services of which one is open": [
      "edge-tls.domains",
      origin,
      fastly.service("edge", { domains: ["www.example.org"] }),
      fastly.service("open", { domains: [unknown] }),
      fastly.subscription("edge-tls", unknown, {
        propertyDependencies: { domains: [fastly.service("edge", {}), fastly.service("open", {})] },
      }),
      certificate,
    ],
    "a subscription's names, computed from a service and from something else": [
      "edge-tls.domains",
      origin,
      fastly.service("edge", { domains: ["www.example.org"] }),
      fastly.subscription("edge-tls", unknown, {
        propertyDependencies: { domains: [fastly.service("edge", {}), pet] },
      }),
      pet,
      certificate,
    ],
    "whether an origin in a subscription has a certificate of the stack": [
      "web.spec.dnsNames",
      `${origin} is the name of an origin`,
      ...subscribedOrigin,
      certManager.certificate("web", { dnsNames: unknown }),
      certManager.clusterIssuer("letsencrypt-production", [http01()]),
    ],
    "whether an origin in a subscription has a self-signed certificate": [
      "web.dnsNames",
      `${origin} is the name of an origin`,
      ...subscribedOrigin,
      resource("tls:index/selfSignedCert:SelfSignedCert", "web", { dnsNames: unknown }),
    ],
    "whether an origin in a subscription has another edge's certificate": [
      "google.domain",
      origin,
      ...subscribedOrigin,
      resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "google", { domain: unknown }),
    ],
    "whether an origin is another service's name, by a domain of which nobody knows where it leads": [
      "front.serviceId",
      `${origin} is the name of an origin`,
      ...subscribedOrigin,
      resource("fastly:index/domain:Domain", "front", { fqdn: origin }),
    ],
    "whether an origin is another service's name, by a domain that leads to a service of another stack": [
      "front.serviceId",
      `${origin} is the name of an origin`,
      ...subscribedOrigin,
      edgeStack,
      resource(
        "fastly:index/domain:Domain",
        "front",
        { fqdn: origin, serviceId: "7xDRN6oS" },
        { propertyDependencies: { serviceId: [edgeStack] } },
      ),
    ],
    "whether an origin is another service's name, by that service's unknown names": [
      "second.domains[].name",
      `${origin} is the name of an origin`,
      ...subscribedOrigin,
      fastly.service("second", { domains: unknown, backends: ["192.0.2.1"] }),
    ],
    "a challenge record's type": [
      `_acme-challenge.${origin}.type`,
      `_acme-challenge.${origin}`,
      route53.record(`_acme-challenge.${origin}`, unknown, ["x"], { name: `_acme-challenge.${origin}` }),
    ],
    "a challenge record's name": [
      "r.name",
      "may be a challenge record (token.fastly-validations.com)",
      route53.record("r", "CNAME", ["token.fastly-validations.com"], { inputs: { name: unknown } }),
    ],
    "whether a challenge record's zone is public": [
      `_acme-challenge.${origin}.zone`,
      `stands at _acme-challenge.${origin}, and whether its zone is public`,
      route53.zone("zone", "example.org", { inputs: { vpcs: unknown }, outputs: { name: "example.org", zoneId: "Z1", vpcs: unknown } }),
      route53.record(`_acme-challenge.${origin}`, "CNAME", ["token.fastly-validations.com"], { inputs: { zoneId: "Z1" } }),
    ],
    "the zone of a record named after the challenge alone": [
      "r.zone",
      "in which zone is not known",
      domainRecord("_acme-challenge", "CNAME", "token.fastly-validations.com"),
    ],
    "a challenge record's zone": [
      "r.zone",
      "in which zone is not known",
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
    "the namespace of a Secret beside another writer's": [
      "web.metadata.namespace",
      'Secret "handmade"',
      certManager.certificate("web", { dnsNames: [origin], secretName: "handmade" }, { namespace: unknown }),
      secretObject("handmade", { "tls.crt": "x" }),
    ],
    "whether an external secret writes a certificate beside another writer": [
      "external.what it writes",
      'Certificate "web"',
      certManager.certificate("web", { dnsNames: [origin] }),
      kubernetesObject(
        "external-secrets.io/v1",
        "ExternalSecret",
        "external",
        { spec: { target: { name: "web-tls" }, dataFrom: unknown } },
        { namespace: "default" },
      ),
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
    const found = await pack.preview([subscription, empty]);
    expect(findingIds(found)).toEqual([`${policy}[web]`]);
    expect(found[0]?.message).toContain('Certificate "web" arrived without a single property');
  });

  test("each property of a resource, and each resource", async () => {
    const more = [certManager.certificate("more", { dnsNames: unknown }), certManager.certificate("other", { dnsNames: unknown })];
    const issuerRef = { kind: "ClusterIssuer", name: unknown };
    const web = certManager.certificate("web", { dnsNames: [origin, unknown], issuerRef });
    expect(findingIds(await pack.preview([subscription, web, ...more]))).toEqual(
      ["more.spec.dnsNames", "other.spec.dnsNames", "web.issuer", "web.spec.dnsNames"].map((id) => `${policy}[${id}]`),
    );
  });

  test("CAA records by each set, with why they are not known", async () => {
    const caa = (name: string, records: unknown) => route53.record(name, "CAA", records as never, { name: `caa-${name}` });
    const both = certManager.certificate("web", { dnsNames: ["api.example.org", origin] });
    const found = await pack.preview([both, certManager.clusterIssuer(), caa("api.example.org", unknown), caa(origin, "0 issue")]);
    expect(findingIds(found)).toEqual([`${policy}[caa-api.example.org.value]`, `${policy}[caa-${origin}.value]`]);
    expect(found[1]?.message).toContain("it is a text, where a list");
  });

  test("CAA that refuses, unless a record whose type is not known answers in its place", async () => {
    const zone = route53.zone("zone", "example.org", { outputs: { name: "example.org", zoneId: "Z1" } });
    const inZone = { inputs: { zoneId: "Z1" } };
    const web = certManager.certificate("web", { dnsNames: ["api.example.org"] });
    const refusing = route53.record("example.org", "CAA", ['0 issue "pki.goog"'], { name: "caa", ...inZone });
    const nearer = route53.record("api.example.org", unknown, ["x.example.net"], { name: "nearer", ...inZone });
    const found = await pack.preview([web, certManager.clusterIssuer(), zone, refusing, nearer]);
    expect(findingIds(found)).toEqual([`${policy}[nearer.type]`]);
    expect(found[0]?.message).toContain("of which the type is not known in this preview, may have others answer");
    expect(found[0]?.message).toContain("make the record's type known at preview");
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
