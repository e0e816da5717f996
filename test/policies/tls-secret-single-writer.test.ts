import { canary, certManager, judged, provider, secretObject, unknown } from "../support";
import { certificate, pem, shopIngress, found, foundWithAccountKey, leftAlone } from "../cases/tls-secret-single-writer";
import { findingIds, idsOf } from "./findings";

const policy = "tls-secret-single-writer";
const finding = [`${policy}[shop/shop-tls]`];

describe("finds", () => {
  test.each(Object.entries(found))("%s", (_, resources) => {
    const found = judged(resources);
    expect(idsOf(policy, found)).toEqual(finding);
    expect(JSON.stringify(found)).not.toContain("CANARY");
  });

  test.each(Object.entries(foundWithAccountKey))("%s, on the issuer", (_, resources) => {
    const found = judged(resources).filter((each) => each.policy === policy);
    expect(findingIds(found)).toEqual(finding);
    expect(found[0]?.urn).toContain("Issuer::letsencrypt");
    expect(found[0]?.message).toContain("give the account's key a Secret of its own");
  });

  test("objects without a namespace in their provider's, else in default", () => {
    const apps = provider("kubernetes", "apps", { kubeconfig: "c", namespace: "apps" });
    const of = (name: string, extra: object) =>
      certManager.certificate(name, { dnsNames: [`${name}.example.org`], secretName: "tls" }, { namespace: undefined as never, ...extra });
    expect(idsOf(policy, judged([of("a", { provider: apps }), of("b", { provider: apps })]))).toEqual([`${policy}[apps/tls]`]);
    expect(idsOf(policy, judged([of("a", {}), of("b", {})]))).toEqual([`${policy}[default/tls]`]);
  });

  test("and is reported on the Secret that the program fills by hand", () => {
    const handmade = secretObject("shop-tls", pem, { namespace: "shop" });
    const [found] = judged([certificate, handmade]);
    expect(found).toMatchObject({ policy, urn: handmade.urn, level: "mandatory" });
    expect(found?.message).toContain('Certificate "shop" writes it: `spec.secretName`');
    const others = [certificate, shopIngress("web", ["shop.example.org"]), handmade];
    const edited = judged(others)
      .filter((each) => each.policy === policy)
      .map(({ urn }) => urn);
    expect(edited).toEqual([handmade.urn]);
  });

  test.each([
    { namespace: `token=${canary}`, secretName: "tls" },
    { namespace: "shop", secretName: `{"token": "${canary}"}` },
  ])("and repeats no namespace and no Secret that could be no name: it may be a secret", ({ namespace, secretName }) => {
    const of = (name: string) => certManager.certificate(name, { dnsNames: [`${name}.example.org`], namespace, secretName });
    const found = judged([of("a"), of("b")]).filter((each) => each.policy === policy);
    expect(findingIds(found)).toEqual([`${policy}[b]`]);
    expect(JSON.stringify(found)).not.toContain(canary);
  });
});

describe("leaves alone", () => {
  test.each(Object.entries(leftAlone))("%s", (_, resources) => {
    expect(findingIds(judged(resources))).toEqual([]);
  });

  test.each([
    ["the Secret", unknown, "shop"],
    ["the namespace", "tls", unknown],
  ])("two writers of which %s is not known: they may write two", (_, secretName, namespace) => {
    const of = (name: string) => certManager.certificate(name, { dnsNames: [`${name}.example.org`], secretName, namespace });
    expect(idsOf(policy, judged([of("a"), of("b")]))).toEqual([]);
  });

  test("two Ingresses of which one asks for all that the other does: the order decides, and no preview knows it", () => {
    const found = judged([shopIngress("a", ["a.example.org", "b.example.org"]), shopIngress("b", ["b.example.org"])]);
    expect(findingIds(found)).toEqual([]);
  });
});
