import { inventoryOf } from "../../cli/file-inventory";
import type { StackResource } from "../../cli/stack-resource";
import { tlsNameAlreadyOwned } from "../../policies/tls-name-already-owned";
import { certManager, fastly, gateway, judged, stack, updated } from "../support";
import { origin, passing, refused, told } from "../cases/tls-name-already-owned";
import { listenerSet } from "../cases/tls-name-single-owner";
import { findingIds } from "./findings";

/** test/parity.test.ts has the same updates through the SDK. */

const policy = "tls-name-already-owned";

describe("in an update refuses the second owner before it is created", () => {
  test.each(Object.entries(refused))("%s", (_, { resources, of: [second] }) => {
    const update = updated(resources);
    expect(update.refused).toBe(second?.urn);
    expect(findingIds(update.violations)).toEqual([`${policy}[${origin}]`]);
    expect(update.violations[0]).toMatchObject({ policy, urn: second?.urn, level: "mandatory" });
    expect(update.violations[0]?.message).toContain("is refused before it is created or changed");
  });
});

describe("when the policy is advisory, tells each resource of its own conflicts only", () => {
  test.each(Object.entries(told))("%s", (_, { resources, config, of }) => {
    const update = updated(resources, config);
    expect(update.refused).toBeUndefined();
    expect(update.violations.map(({ urn }) => urn)).toEqual(of.map(({ urn }) => urn).sort());
  });

  test.each([
    ["a Certificate that shares other names with both owners of one", [origin, "shop.example.org"]],
    ["a Gateway that shares other names with both owners of one", [origin, "shop.example.org"]],
    ["a subscription to two names, one of which a setting gives to cert-manager elsewhere", [origin, "shop.example.org"]],
  ])("of %s, by the names that are shared", (name, names) => {
    const { resources, config } = told[name] ?? { resources: [] };
    expect(findingIds(updated(resources, config).violations).sort()).toEqual(names.map((each) => `${policy}[${each}]`).sort());
  });
});

describe("lets pass", () => {
  test.each(Object.entries(passing))("%s", (_, { resources, config }) => {
    expect(updated(resources, config)).toEqual({ violations: [] });
  });
});

test("is silent in previews, where the stack policies speak", () => {
  const { resources = [] } = refused["the subscription, when the certificate came first"] ?? {};
  expect(findingIds(judged(resources))).toEqual([`tls-name-single-owner[${origin}]`]);
});

describe("of resources that claim nothing, refuses a Gateway alone, where owners may have their issuer from it", () => {
  const subscription = fastly.subscription("edge-tls", [origin]);
  const issued = listenerSet({ "cert-manager.io/cluster-issuer": "letsencrypt-production" });
  const service = fastly.service("edge", { domains: [origin] });
  const parent = gateway("parent", { hosts: ["other.example.org"] });
  const refusals = (next: StackResource, config: object, ...seen: readonly StackResource[]): number =>
    tlsNameAlreadyOwned.evaluate(inventoryOf(stack(...seen)), next, config, new Date("2026-06-03T12:00:00Z")).length;

  test.each<[string, number, StackResource, readonly StackResource[]]>([
    ["a Gateway after a ListenerSet", 1, parent, [subscription, issued]],
    ["a service after a ListenerSet", 0, service, [subscription, issued]],
    ["a Gateway after a Certificate", 0, parent, [subscription, certManager.certificate("web", { dnsNames: [origin] })]],
    ["a Gateway after two subscriptions", 0, parent, [subscription, fastly.subscription("other", [origin])]],
  ])("%s: %i", (_, count, next, seen) => {
    expect(refusals(next, {}, ...seen)).toBe(count);
  });

  test("a Gateway beside a name that a setting gives to cert-manager: 0", () => {
    expect(refusals(parent, { certManagerNames: [origin] }, subscription)).toBe(0);
  });
});
