import type { StackResource } from "../../cli/stack-resource";
import { certManager, fastly, ingress, judged, provider, resource, route53, unknown } from "../support";
import { origin, certificate, leftOpen, subscription, leftAlone } from "../cases/ownership-undetermined";
import { findingIds, idsOf, mandatoryIds } from "./findings";

const policy = "ownership-undetermined";

describe("says once what is open, and which property would settle it", () => {
  test.each(Object.entries(leftOpen))("%s", (_, [id, ...resources]) => {
    const violations = judged(resources);
    expect(findingIds(violations)).toEqual([`${policy}[${id}]`]);
    expect(violations[0]).toMatchObject({ policy, level: "advisory" });
  });

  test("each property of a resource, and each resource", () => {
    const more = [certManager.certificate("more", { dnsNames: unknown }), certManager.certificate("other", { dnsNames: unknown })];
    const issuerRef = { kind: "ClusterIssuer", name: unknown };
    const web = certManager.certificate("web", { dnsNames: [origin, unknown], issuerRef });
    expect(findingIds(judged([subscription, web, ...more]))).toEqual(
      ["more.spec.dnsNames", "other.spec.dnsNames", "web.issuer", "web.spec.dnsNames"].map((id) => `${policy}[${id}]`),
    );
  });

  test("CAA records by each set, with why they are not known", () => {
    const caa = (name: string, records: unknown) => route53.record(name, "CAA", records as never, { name: `caa-${name}` });
    const both = certManager.certificate("web", { dnsNames: ["api.example.org", origin] });
    const found = judged([both, certManager.clusterIssuer(), caa("api.example.org", unknown), caa(origin, "0 issue")]);
    expect(findingIds(found)).toEqual([`${policy}[caa-api.example.org.value]`, `${policy}[caa-${origin}.value]`]);
    expect(found[1]?.message).toContain("it is a text, where a list");
  });

  test("CAA of several names and authorities, each in its order", () => {
    const caa = route53.record("example.org", "CAA", unknown, { name: "caa" });
    const web = certManager.certificate("web", { dnsNames: ["c.example.org", "a.example.org"] });
    const edge = fastly.subscription("tls", ["b.example.org"], { inputs: { certificateAuthority: "certainly" } });
    const [found, ...others] = judged([web, certManager.clusterIssuer(), edge, caa]);
    expect(others).toEqual([]);
    expect(found?.message).toContain(
      'whether CAA lets Certainly and Let\'s Encrypt certify a.example.org, b.example.org and c.example.org of Certificate "web" and',
    );
    expect(found?.message).toContain('`0 issue "certainly.com"` and `0 issue "letsencrypt.org"` must be among them');
  });

  test("CAA that refuses, unless a record whose type is not known answers in its place", () => {
    const zone = route53.zone("zone", "example.org", { outputs: { name: "example.org", zoneId: "Z1" } });
    const inZone = { inputs: { zoneId: "Z1" } };
    const web = certManager.certificate("web", { dnsNames: ["api.example.org"] });
    const refusing = route53.record("example.org", "CAA", ['0 issue "pki.goog"'], { name: "caa", ...inZone });
    const nearer = route53.record("api.example.org", unknown, ["x.example.net"], { name: "nearer", ...inZone });
    const found = judged([web, certManager.clusterIssuer(), zone, refusing, nearer]);
    expect(findingIds(found)).toEqual([`${policy}[nearer.type]`]);
    expect(found[0]?.message).toContain("of which the type is not known in this preview, may have others answer");
    expect(found[0]?.message).toContain("make the record's type known at preview");
  });

  test("whose Secret a writer may write: four by name, each once, then how many more", () => {
    const open = certManager.certificate("open", { dnsNames: ["open.example.org"], secretName: unknown, issuerRef: { name: "private" } });
    const other = (name: string) => ingress(name, { hosts: [`${name}.example.org`], secretName: `${name}-tls` });
    const two = ingress("a", {
      hosts: [],
      spec: { tls: ["x", "y"].map((name) => ({ hosts: [`${name}.example.org`], secretName: `${name}-tls` })) },
    });
    const told = (...others: readonly StackResource[]) =>
      judged([open, ...others])
        .filter((each) => each.message.includes("[open."))
        .map(({ message }) => message.split("\n")[0]);
    expect(told(two)).toEqual(['It is open whether Certificate "open" writes the same Secret as Ingress "a".']);
    expect(told(two, ...["b", "c", "d", "e"].map(other))).toEqual([
      'It is open whether Certificate "open" writes the same Secret as Ingress "a", Ingress "b", Ingress "c", Ingress "d" and Ingress "e".',
    ]);
    expect(told(two, ...["b", "c", "d", "e", "f"].map(other))).toEqual([
      'It is open whether Certificate "open" writes the same Secret as Ingress "a", Ingress "b", Ingress "c", Ingress "d" and 2 more.',
    ]);
  });

  test("which names a subscription may take: four by name in their order, then how many more, and none that it has", () => {
    const names = ["e", "c", "a", "f", "d", "b"].map((name) => `${name}.example.org`);
    const others = names.map((name, index) => certManager.certificate(`web-${index}`, { dnsNames: [name], secretName: name }));
    const told = (subscribed: StackResource, ...beside: readonly StackResource[]) =>
      judged([subscribed, ...beside])
        .filter(({ message }) => message.includes("[tls."))
        .map(({ message }) => /whether it takes (.*), which others own/.exec(message)?.[1]);
    const first = "a.example.org, b.example.org, c.example.org, d.example.org and 2 more";
    const tls = (...domains: readonly string[]) => fastly.subscription("tls", [...domains, unknown]);
    expect(told(tls(), ...others)).toEqual([first]);
    expect(told(tls("a.example.org", "other.example.org"), ...others)).toEqual([
      "b.example.org, c.example.org, d.example.org, e.example.org and f.example.org",
    ]);
    expect(told(tls(...names), ...others)).toEqual([]);
    const authorization = resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "tls", { domain: unknown });
    expect(told(authorization, ...others)).toEqual([first]);
    const acme = resource("acme:index/certificate:Certificate", "tls", {
      commonName: "own.example.org",
      subjectAlternativeNames: [unknown],
      dnsChallenges: [{ provider: "route53" }],
    });
    expect(told(acme, fastly.subscription("edge", ["www.example.org"]))).toEqual(["www.example.org"]);
    const services = [names.slice(0, 3), names.slice(3)].map((domains, index) => fastly.service(`edge-${index}`, { domains }));
    const ofServices = fastly.subscription("tls", unknown, { propertyDependencies: { domains: services } });
    expect(told(ofServices, ...services, ...others)).toEqual([first]);
    const origin = fastly.service("edge", { domains: ["www.example.org"], backends: ["0.example.org"] });
    expect(told(tls(), origin, ...others)).toEqual(["0.example.org, a.example.org, b.example.org, c.example.org and 3 more"]);
  });

  test("which names of a certificate may be an edge's: those alone, in their order", () => {
    const open = certManager.certificate("open", { dnsNames: unknown, secretName: "open-tls" });
    const others = certManager.certificate("other", { dnsNames: ["b.example.org", "c.example.org"] });
    const told = (...resources: readonly StackResource[]) =>
      judged([open, others, ...resources])
        .filter(({ message }) => message.includes("[open."))
        .map(({ message }) => /whether they include (.*), whose challenge record/.exec(message)?.[1]);
    expect(told()).toEqual([]);
    expect(told(fastly.subscription("one", ["d.example.org", "b.example.org"]), fastly.subscription("two", ["a.example.org"]))).toEqual([
      "a.example.org, b.example.org and d.example.org",
    ]);
  });

  test("an empty resource that may write a Secret, beside another writer", () => {
    const empty = resource("kubernetes:core/v1:Secret", "empty");
    expect(idsOf(policy, judged([empty, certManager.certificate("web", { dnsNames: ["web.example.org"] })]))).toEqual([`${policy}[empty]`]);
    expect(idsOf(policy, judged([empty]))).toEqual([]);
  });

  test("whose name an origin of an unknown address may be: of a Fastly subscription", () => {
    const service = fastly.service("edge", { domains: ["www.example.org"], backends: unknown });
    const told = (...resources: readonly StackResource[]) =>
      judged([service, ...resources])
        .filter(({ message }) => message.includes("[edge.backends[].address]"))
        .map(({ message }) => /subscribed: ([^)]*)/.exec(message)?.[1]);
    expect(told(fastly.subscription("tls", ["www.example.org", "shop.example.org"]))).toEqual(["shop.example.org and www.example.org"]);
    expect(told(resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "tls", { domain: "www.example.org" }))).toEqual([]);
  });

  test("which Secret is meant, by cluster, namespace and what is known of the name", () => {
    const certificate = (name: string, secretName: string, namespace: string, settings: object = {}) =>
      certManager.certificate(name, { dnsNames: [`${name}.example.org`], secretName, namespace }, settings);
    const other = { provider: provider("kubernetes", "other", { kubeconfig: "other" }) };
    const found = judged([
      certificate("open", unknown, "shop"),
      certificate("open-elsewhere", unknown, "blog"),
      certificate("open-in-another-cluster", unknown, "shop", other),
      certificate("somewhere", "known-tls", unknown),
      certificate("shop", "shop-tls", "shop"),
      certificate("blog", "blog-tls", "blog"),
      certificate("beside", "known-tls", "beside"),
    ]);
    const told = found.map(({ message }) => /whether Certificate "(.*)" writes the same Secret as (.*)\.$/m.exec(message)?.slice(1));
    expect(told).toEqual([
      ["open", 'Certificate "shop" and Certificate "somewhere"'],
      ["open-elsewhere", 'Certificate "blog" and Certificate "somewhere"'],
      ["somewhere", 'Certificate "beside", Certificate "open" and Certificate "open-elsewhere"'],
    ]);
  });

  test("beside a definite conflict, which stays mandatory", () => {
    const found = judged([subscription, certificate, certManager.certificate("more", { dnsNames: unknown })]);
    expect(findingIds(found)).toEqual([`${policy}[more.spec.dnsNames]`, `tls-name-single-owner[${origin}]`]);
  });

  test("as a mandatory finding, for those who want it so", () => {
    const found = judged([fastly.subscription("edge-tls", unknown), certificate], { [policy]: "mandatory" });
    expect(mandatoryIds(found)).toEqual([`${policy}[edge-tls.domains]`]);
  });
});

describe("is silent where nothing could come of it", () => {
  test.each(Object.entries(leftAlone))("%s", (_, resources) => {
    expect(findingIds(judged(resources))).toEqual([]);
  });
});
