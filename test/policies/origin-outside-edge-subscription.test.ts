import { fastly, judged } from "../support";
import { origin, service, subscription, found, leftAlone } from "../cases/origin-outside-edge-subscription";
import { findingIds, idsOf } from "./findings";

const policy = "origin-outside-edge-subscription";

describe("finds", () => {
  test.each(Object.entries(found))("%s", (_, resources) => {
    const found = judged(resources);
    expect(idsOf(policy, found)).toEqual([`${policy}[${origin}]`]);
    expect(found.find((violation) => violation.policy === policy)).toMatchObject({ level: "mandatory", urn: subscription.urn });
  });

  test("and says which backend, and what to do", () => {
    const [found] = judged([service, subscription]);
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

test("names five backends of an origin that many services share, and counts the others", () => {
  const sharing = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      fastly.service(`edge-${index}`, { domains: [`www-${index}.example.org`], backends: [origin] }),
    );
  const told = (count: number) =>
    (judged([subscription, ...sharing(count)]).find((each) => each.policy === policy)?.message ?? "")
      .split("\n")
      .filter((line) => /connects to it|more backend/.test(line));
  const connects = (index: number) => `  - ServiceVcl "edge-${index}" connects to it: \`address\` of backend "origin".`;
  const five = [0, 1, 2, 3, 4].map(connects);
  expect(told(5)).toEqual(five);
  expect(told(6)).toEqual([...five, "  - So does 1 more backend."]);
  expect(told(8)).toEqual([...five, "  - So do 3 more backends."]);
});

describe("leaves alone", () => {
  test.each(Object.entries(leftAlone))("%s", (_, resources) => {
    expect(findingIds(judged(resources))).toEqual([]);
  });
});
