import { startPack, type TestPack } from "../support";
import { origin, service, subscription, found, leftAlone } from "../cases/origin-outside-edge-subscription";
import { findingIds, idsOf } from "./findings";

const policy = "origin-outside-edge-subscription";

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => pack.close());

describe("finds", () => {
  test.each(Object.entries(found))("%s", async (_, resources) => {
    const found = await pack.preview(resources);
    expect(idsOf(policy, found)).toEqual([`${policy}[${origin}]`]);
    expect(found.find((violation) => violation.policy === policy)).toMatchObject({ level: "mandatory", urn: subscription.urn });
  });

  test("and says which backend, and what to do", async () => {
    const [found] = await pack.preview([service, subscription]);
    for (const part of [
      'ServiceVcl "edge"',
      'backend "origin"',
      'TlsSubscription "edge-tls"',
      "`commonName`",
      `_acme-challenge.${origin}`,
    ]) {
      expect(found?.message).toContain(part);
    }
  });
});

describe("leaves alone", () => {
  test.each(Object.entries(leftAlone))("%s", async (_, resources) => {
    expect(findingIds(await pack.preview(resources))).toEqual([]);
  });
});
