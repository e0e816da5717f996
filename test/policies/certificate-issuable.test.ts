import type { StackResource } from "../../cli/stack-resource";
import { canary, certManager, dns01, fastly, http01, ingress, judged, route53, unknown } from "../support";
import { caa, certManagerChart, found, gatewayOf, leftAlone, leftOpen, shop, zone } from "../cases/certificate-issuable";
import { findingIds, idsOf } from "./findings";

const policy = "certificate-issuable";

describe("finds", () => {
  test.each(Object.entries(found))("%s", (_, resources) => {
    const violations = judged(resources);
    expect(idsOf(policy, violations)).toHaveLength(1);
    expect(violations.filter((each) => each.policy === policy)).toEqual([expect.objectContaining({ level: "mandatory" })]);
  });

  test("the one name without a solver, and names those that wait with it", () => {
    const certificate = shop({}, ["shop.example.org", "*.shop.example.org", "www.example.org"]);
    const [first] = judged([certManager.clusterIssuer(undefined, [http01()]), certificate]);
    expect(first).toMatchObject({ policy, urn: certificate.urn });
    expect(first?.message).toContain(`${policy}[*.shop.example.org]`);
    expect(first?.message).toContain("With it wait the other names of the certificate: shop.example.org and www.example.org.");
    expect(first?.message).toContain('add a dns01 solver for *.shop.example.org to ClusterIssuer "letsencrypt-production"');
  });

  test("a sentence where a name belongs, and does not repeat it: it may be a secret", () => {
    const violations = judged([certManager.clusterIssuer(), shop({}, [`${canary} in a text`, "a.example.org, b.example.org"])]);
    const told = violations.map(({ message }) => message).join("");
    expect(told).not.toContain(canary);
    expect(told).toContain('lists "(a text that is not shown)" in its dnsNames');
    expect(told).toContain('lists "a.example.org, b.example.org" in its dnsNames');
  });

  test("each name for itself, in the same words whatever the order of resources", () => {
    const stack = [
      certManager.clusterIssuer(undefined, [dns01({ dnsZones: ["example.net"] })]),
      shop({}, ["a.example.org", "b.example.org"]),
    ];
    const violations = judged(stack);
    expect(idsOf(policy, violations)).toEqual([`${policy}[a.example.org]`, `${policy}[b.example.org]`]);
    expect(judged([...stack].reverse())).toEqual(violations);
  });
});

describe("a shim without a certificate", () => {
  test("tells that cert-manager does not read Gateways, and what switches it on", () => {
    const [first, ...others] = judged([certManagerChart({}), gatewayOf()]);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ policy, level: "mandatory", urn: gatewayOf().urn });
    expect(first?.message).toContain('cert-manager makes no certificate of Gateway "shop": Release "cert-manager" installs it without');
    expect(first?.message).toContain("set `config.enableGatewayAPI: true`");
  });

  test("names the annotations that contradict each other, and what waits", () => {
    const annotations = { "cert-manager.io/issuer": canary, "cert-manager.io/cluster-issuer": canary };
    const [first, ...others] = judged([ingress("shop", { hosts: ["shop.example.org"] }, { annotations })]);
    expect(others).toEqual([]);
    expect(first?.message).toContain(`${policy}[shop]`);
    expect(first?.message).toContain('cert-manager makes no certificate of Ingress "shop"');
    expect(first?.message).toContain("`cert-manager.io/issuer` and `cert-manager.io/cluster-issuer`");
    expect(first?.message).toContain("asks for a certificate for shop.example.org");
    expect(first?.message).not.toContain(canary);
  });
});

describe("an annotation that cert-manager cannot read", () => {
  const encoding = { "cert-manager.io/private-key-encoding": "many" };
  const annotated = (name: string, annotations: Readonly<Record<string, unknown>>): StackResource =>
    ingress(name, { hosts: ["shop.example.org"] }, { annotations });

  test("is told of an object whose issuer is not known yet", () => {
    const found = judged([annotated("shop", { ...encoding, "cert-manager.io/cluster-issuer": unknown })]);
    expect(idsOf(policy, found)).toEqual([`${policy}[shop]`]);
  });

  test("is nothing where it is open whether anybody asks for a certificate", () => {
    const shown = annotated("shop", encoding);
    const written = annotated("shop", unknown as never);
    expect(idsOf(policy, judged([{ ...written, outputs: shown.inputs }]))).toEqual([]);
  });
});

describe("CAA", () => {
  const authority = ['0 issue "pki.goog"', '0 issue "ca.example.net"', `0 iodef "mailto:${canary}@example.org"`];

  test("names the records, the authority, the names that it refuses and those that wait, and repeats no text of a record", () => {
    const certificate = shop({}, ["shop.example.org", "www.example.org", "example.net"]);
    const record = caa(authority);
    const [first, ...others] = judged([zone, certManager.clusterIssuer(), certificate, record]);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ policy, urn: certificate.urn, level: "mandatory" });
    expect(first?.message).toContain(`${policy}[shop]`);
    expect(first?.message).toContain("CAA keeps Let's Encrypt from certifying shop.example.org and www.example.org");
    expect(first?.message).toContain("let in others (Google Trust Services)");
    expect(first?.message).toContain('Record "caa-example.org" holds the CAA records at example.org');
    expect(first?.message).toContain("With them wait the other names: example.net.");
    expect(first?.message).toContain('add `0 issue "letsencrypt.org"` beside the others at example.org, or use an issuer of Google Trust');
    expect(first?.message).not.toContain(canary);
    expect(first?.message).not.toContain("ca.example.net");
  });

  test("tells Fastly's users of Fastly", () => {
    const subscription = fastly.subscription("edge", ["shop.example.org"]);
    const [first] = judged([zone, subscription, caa(['0 issue "letsencrypt.org"'])]);
    expect(first).toMatchObject({ policy, urn: subscription.urn, level: "mandatory" });
    expect(first?.message).toContain("CAA keeps Certainly from certifying shop.example.org");
    expect(first?.message).toContain("the subscription stays pending");
    expect(first?.message).toContain(
      'add `0 issue "certainly.com"` beside the others at example.org, or set `certificateAuthority` to `lets-encrypt`',
    );
  });

  test("a wildcard and its base are refused for themselves, in the same words whatever the order of resources", () => {
    const stack = [
      zone,
      certManager.clusterIssuer(),
      shop({}, ["*.shop.example.org", "shop.example.org"]),
      caa(['0 issue "pki.goog"', '0 issuewild ";"']),
    ];
    const violations = judged(stack);
    expect(violations.map(({ message }) => /from certifying (\S+)/.exec(message)?.[1]).sort()).toEqual([
      "*.shop.example.org",
      "shop.example.org",
    ]);
    expect(judged([...stack].reverse())).toEqual(violations);
  });

  test.each(["CAA", "CNAME", "NS", "DNAME", unknown])("a %s record of a name that is not known yet leaves it open", (type) => {
    const somewhere = route53.record("somewhere", type, [unknown], { inputs: { name: unknown } });
    const stack = [zone, certManager.clusterIssuer(), shop(), caa(['0 issue "pki.goog"'])];
    expect(idsOf(policy, judged(stack))).toEqual([`${policy}[shop]`]);
    expect(idsOf(policy, judged([...stack, somewhere]))).toEqual([]);
  });

  test.each(Object.entries(leftOpen))("leaves open, and another policy says so: %s", (_, [id, ...stack]) => {
    const violations = judged(stack);
    expect(findingIds(violations)).toEqual([`ownership-undetermined[${id}]`]);
    expect(violations[0]).toMatchObject({ level: "advisory" });
    expect(violations[0]?.message).toMatch(/^It is open whether CAA lets (Let's Encrypt|Certainly) certify \S*shop\.example\.org of/);
  });

  test("one word for all names that one record leaves open", () => {
    const second = certManager.certificate("second", { dnsNames: ["second.example.org"] });
    const [first, ...others] = judged([zone, certManager.clusterIssuer(), shop(), second, caa(unknown as never)]);
    expect(others).toEqual([]);
    expect(first?.message).toContain(
      'It is open whether CAA lets Let\'s Encrypt certify second.example.org and shop.example.org of Certificate "second" and Certificate "shop": Record "caa-example.org", of which not every value is known in this preview, holds CAA records that may refuse it.',
    );
    expect(first?.message).toContain('`value` of Record "caa-example.org" would settle it.');
  });

  test("an address of a name that is not known yet changes nothing", () => {
    const somewhere = route53.record("somewhere", "A", ["192.0.2.1"], { inputs: { name: unknown } });
    const stack = [zone, certManager.clusterIssuer(), shop(), caa(['0 issue "pki.goog"']), somewhere];
    expect(idsOf(policy, judged(stack))).toEqual([`${policy}[shop]`]);
  });
});

describe("leaves alone", () => {
  test.each(Object.entries(leftAlone))("%s", (_, resources) => {
    expect(findingIds(judged(resources))).toEqual([]);
  });

  test("a Gateway whose Secret something else writes, and cert-manager without the Gateway API", () => {
    const stack = [certManagerChart({}), gatewayOf(), shop()];
    expect(idsOf(policy, judged(stack))).toEqual([]);
  });

  test("an issuer that the setting says another stack declares in the certificate's namespace", () => {
    const stack = [certManager.issuer("le", [dns01()], { namespace: "other" }), shop({ issuerRef: { name: "le" } })];
    expect(findingIds(judged(stack, { [policy]: { issuersElsewhere: ["le"] } }))).toEqual([]);
  });

  test("an issuer that the setting says another stack declares", () => {
    const stack = [certManager.clusterIssuer("le"), shop({ issuerRef: { name: "le" } })];
    expect(findingIds(judged(stack, { [policy]: { issuersElsewhere: ["le"] } }))).toEqual([]);
  });
});
