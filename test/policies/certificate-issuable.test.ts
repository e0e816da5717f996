import { certManager, dns01, http01, startPack, type TestPack } from "../support";
import { found, leftAlone, shop } from "../cases/certificate-issuable";
import { findingIds, idsOf } from "./findings";

const policy = "certificate-issuable";

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => pack.close());

describe("finds", () => {
  test.each(Object.entries(found))("%s", async (_, resources) => {
    const violations = await pack.preview(resources);
    expect(idsOf(policy, violations)).toHaveLength(1);
    expect(violations.filter((each) => each.policy === policy)).toEqual([expect.objectContaining({ level: "mandatory" })]);
  });

  test("the one name without a solver, and names those that wait with it", async () => {
    const certificate = shop({}, ["shop.example.org", "*.shop.example.org", "www.example.org"]);
    const [first] = await pack.preview([certManager.clusterIssuer(undefined, [http01()]), certificate]);
    expect(first).toMatchObject({ policy, urn: certificate.urn });
    expect(first?.message).toContain(`${policy}[*.shop.example.org]`);
    expect(first?.message).toContain("With it wait the other names of the certificate: shop.example.org and www.example.org.");
    expect(first?.message).toContain('add a dns01 solver for *.shop.example.org to ClusterIssuer "letsencrypt-production"');
  });

  test("each name for itself, in the same words whatever the order of resources", async () => {
    const stack = [
      certManager.clusterIssuer(undefined, [dns01({ dnsZones: ["example.net"] })]),
      shop({}, ["a.example.org", "b.example.org"]),
    ];
    const violations = await pack.preview(stack);
    expect(idsOf(policy, violations)).toEqual([`${policy}[a.example.org]`, `${policy}[b.example.org]`]);
    expect(await pack.preview([...stack].reverse())).toEqual(violations);
  });
});

describe("leaves alone", () => {
  test.each(Object.entries(leftAlone))("%s", async (_, resources) => {
    expect(findingIds(await pack.preview(resources))).toEqual([]);
  });

  test("an issuer that the setting says another stack declares", async () => {
    const stack = [certManager.clusterIssuer("le"), shop({ issuerRef: { name: "le" } })];
    expect(findingIds(await pack.preview(stack, { [policy]: { issuersElsewhere: ["le"] } }))).toEqual([]);
  });
});
