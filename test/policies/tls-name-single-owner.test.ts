import { canary, certManager, fastly, ingress, judged, provider, resource, secret, unknown, type Config } from "../support";
import { origin, subscription, certificate, found, leftAlone, nonAcme, unsolved, withoutCertificate } from "../cases/tls-name-single-owner";
import { findingIds, idsOf } from "./findings";

const policy = "tls-name-single-owner";
const conflict = [`${policy}[${origin}]`];

describe("finds", () => {
  test.each(Object.entries(found))("%s", (_, resources) => {
    expect(idsOf(policy, judged(resources))).toEqual(conflict);
  });

  test("a Google authorization and a certificate", () => {
    const authorization = resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "web", {
      domain: origin,
      type: "FIXED_RECORD",
    });
    const [found] = judged([certificate, authorization, certManager.clusterIssuer()]);
    expect(found).toMatchObject({ policy, urn: authorization.urn, level: "mandatory" });
  });

  test("two Google authorizations, unless one only reads the other", () => {
    const authorization = (name: string, id: string) =>
      resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", name, { domain: origin }, { outputs: { domain: origin, id } });
    expect(findingIds(judged([authorization("one", unknown), authorization("two", unknown)]))).toEqual(conflict);
    expect(findingIds(judged([authorization("one", "projects/a"), authorization("two", "projects/b")]))).toEqual(conflict);
    expect(findingIds(judged([authorization("one", "projects/a"), authorization("two", "projects/a")]))).toEqual([]);
  });

  test("an internationalised name, written both ways", () => {
    const found = judged([
      fastly.subscription("edge-tls", ["xn--bcher-kva.example"]),
      certManager.certificate("web", { dnsNames: ["Bücher.example"] }),
    ]);
    expect(findingIds(found)).toEqual([`${policy}[xn--bcher-kva.example]`]);
  });

  test("one finding for a name with many owners, with all of them in it", () => {
    const found = judged([subscription, certificate, ingress("also", { hosts: [origin] }), fastly.subscription("other", [origin])]);
    expect(idsOf(policy, found)).toEqual(conflict);
    for (const owner of ['TlsSubscription "edge-tls"', 'TlsSubscription "other"', 'Certificate "web"', 'Ingress "also"']) {
      expect(found[0]?.message).toContain(owner);
    }
  });

  test("every name of a list by itself", () => {
    const names = ["a.example.org", "b.example.org"];
    const found = judged([fastly.subscription("edge-tls", names), certManager.certificate("web", { dnsNames: names })]);
    expect(findingIds(found)).toEqual(names.map((name) => `${policy}[${name}]`));
  });

  test("a name that a setting gives to cert-manager in another stack", () => {
    const found = judged([subscription], { [policy]: { certManagerNames: [`*.${origin}`] } });
    expect(findingIds(found)).toEqual(conflict);
    expect(found[0]?.message).toContain("certManagerNames");
  });

  test("a certificate in a cluster that does not exist yet: its planned outputs are empty", () => {
    const later = provider("kubernetes", "later", { kubeconfig: unknown });
    const found = judged([subscription, certManager.certificate("web", { dnsNames: [origin] }, { provider: later, outputs: {} })]);
    expect(findingIds(found)).toEqual(conflict);
  });

  test("a known name beside an unknown one, although the planned list is one unknown", () => {
    const found = judged([fastly.subscription("edge-tls", [origin, unknown]), certificate]);
    expect(idsOf(policy, found)).toEqual(conflict);
  });

  test("a secret name: it is compared, and the finding names it, but nothing else of the resource", () => {
    const found = judged([
      subscription,
      certManager.certificate("web", { dnsNames: [origin], spec: { keystores: { jks: { password: secret(canary) } } } }),
    ]);
    expect(findingIds(found)).toEqual(conflict);
    expect(JSON.stringify(found)).not.toContain(canary);
  });

  test("what could be no name is not repeated where one belongs: it may be a secret", () => {
    const misplaced = { kind: secret(`token=${canary}`), name: secret(`https://user:${canary}@example.org`) };
    const web = certManager.certificate("web", { dnsNames: [origin], issuerRef: misplaced, namespace: `${canary}\n` + canary });
    const found = judged([subscription, web]).find((each) => each.policy === policy)?.message;
    expect(found).toContain("(a text that is not shown)");
    expect(found).not.toContain(canary);
  });
});

describe("leaves alone", () => {
  test("a name that no solver takes: its certificate is not issuable, and needs no record", () => {
    const violations = judged(unsolved);
    expect(findingIds(violations)).toEqual(["certificate-issuable[web.example.org]"]);
  });

  test.each(Object.entries(leftAlone))("%s", (_, resources) => {
    expect(findingIds(judged(resources))).toEqual([]);
  });

  test.each(Object.entries(withoutCertificate))("%s", (_, resources) => {
    expect(findingIds(judged(resources))).toEqual(["certificate-issuable[web]"]);
  });

  test("an issuer of another stack that a setting says writes no records", () => {
    const config = configured({ issuersWithoutDns01: [" letsencrypt-production "] });
    expect(findingIds(judged([subscription, certificate], config))).toEqual([]);
  });

  test("an issuer that another stack declares, in what may be the same cluster: it is open, not mandatory", () => {
    const issuer = nonAcme(
      { selfSigned: {} },
      { stack: "platform", provider: provider("kubernetes", "default", {}, { stack: "platform" }) },
    );
    const found = judged([subscription, certificate, issuer]);
    expect(findingIds(found)).toEqual(["ownership-undetermined[web.issuer]"]);
  });

  test("an issuer of the same name in another cluster does not speak for this one", () => {
    const [here, elsewhere] = ["here", "elsewhere"].map((name) =>
      provider("kubernetes", name, { kubeconfig: secret(`clusters: [{cluster: {server: "https://${name}.example.net"}}]`) }),
    );
    const issued = certManager.certificate("web", { dnsNames: [origin] }, { provider: here as never });
    const issuer = nonAcme({ selfSigned: {} }, { provider: elsewhere });
    expect(idsOf(policy, judged([subscription, issued, issuer]))).toEqual(conflict);
  });

  test("an issuer that another user of the same cluster declares", () => {
    const [admin, dev] = ["admin", "dev"].map((name) =>
      provider("kubernetes", name, {
        kubeconfig: secret(`users: [${name}]\nclusters:\n- cluster:\n    server: https://one.example.net\n`),
      }),
    );
    const issued = certManager.certificate("web", { dnsNames: [origin] }, { provider: dev as never });
    expect(findingIds(judged([subscription, issued, nonAcme({ selfSigned: {} }, { provider: admin })]))).toEqual([]);
  });

  test("the deployed subscription whose stored commonName is the name just taken out", () => {
    const fixed = fastly.subscription("edge-tls", ["www.example.org"], {
      outputs: { commonName: origin, managedDnsChallenge: { recordName: `_acme-challenge.${origin}` }, state: "issued" },
    });
    expect(findingIds(judged([fixed, certificate]))).toEqual([]);
  });
});

test("the message names both resources, the record, the consequence, the fix and the recovery", () => {
  const found = judged([
    fastly.service("edge", { domains: ["www.example.org", origin], backends: ["192.0.2.1"] }),
    subscription,
    certManager.certificate("web", { dnsNames: [origin], namespace: "shop" }),
  ]);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ policy, level: "mandatory", urn: subscription.urn });
  for (const part of [
    `_acme-challenge.${origin}`,
    'TlsSubscription "edge-tls"',
    'Certificate "web" in namespace shop',
    "`spec.dnsNames`",
    "ClusterIssuer letsencrypt-production is not declared here",
    "503",
    `take ${origin} out of \`domains\``,
    "`commonName`",
    "delete the pending CertificateRequest",
    "`cmctl renew` does nothing",
  ]) {
    expect(found[0]?.message).toContain(part);
  }
});

test("findings are the same whatever order the resources come in", () => {
  const resources = [
    subscription,
    certificate,
    ingress("also", { hosts: [origin] }),
    fastly.subscription("other", [origin, "b.example.org"]),
  ];
  const forwards = judged(resources);
  expect(judged([...resources].reverse())).toEqual(forwards);
});

function configured(settings: Config): Config {
  return Object.fromEntries(
    [policy, "origin-outside-edge-subscription", "acme-challenge-cname-expected", "ownership-undetermined"].map((name) => [name, settings]),
  );
}
