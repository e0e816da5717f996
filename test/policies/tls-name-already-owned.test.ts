import { inventoryOf } from "../../cli/file-inventory";
import type { StackResource } from "../../cli/stack-resource";
import { tlsNameAlreadyOwned } from "../../policies/tls-name-already-owned";
import { certManager, fastly, gateway, http01, ingress, kubernetesObject, stack, startPack, type TestPack } from "../support";
import { listenerSet } from "../cases/tls-name-single-owner";
import { findingIds } from "./findings";

const policy = "tls-name-already-owned";
const origin = "web.example.org";

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => pack.close());

const subscription = fastly.subscription("edge-tls", ["www.example.org", origin]);
const certificate = certManager.certificate("web", { dnsNames: [origin] });
const finding = [`${policy}[${origin}]`];

describe("in an update refuses the second owner before it is created", () => {
  test.each([
    ["the subscription, when the certificate came first", [certificate, subscription], subscription],
    ["the certificate, when the subscription came first", [subscription, certificate], certificate],
    ["an Ingress", [subscription, ingress("web", { hosts: [origin] })], ingress("web", { hosts: [origin] })],
    ["another edge's subscription", [subscription, fastly.subscription("other", [origin])], fastly.subscription("other", [origin])],
  ])("%s", async (_, resources, refused) => {
    const update = await pack.update(resources);
    expect(update.refused).toBe(refused.urn);
    expect(findingIds(update.violations)).toEqual(finding);
    expect(update.violations[0]).toMatchObject({ policy, urn: refused.urn, level: "mandatory" });
    expect(update.violations[0]?.message).toContain("is refused before it is created or changed");
  });

  test("a Gateway whose ListenerSet, declared before it, inherits the issuer", async () => {
    const parent = gateway("parent", { hosts: ["other.example.org"] });
    const update = await pack.update([listenerSet({}), subscription, parent]);
    expect(update.refused).toBe(parent.urn);
    expect(findingIds(update.violations)).toEqual(finding);
    expect((await pack.update([listenerSet({}), parent, subscription])).refused).toBe(subscription.urn);
  });

  test("each later owner by itself, when the policy is only advisory", async () => {
    const third = certManager.certificate("third", { dnsNames: [origin], namespace: "third" });
    const { violations, refused } = await pack.update([certificate, subscription, third], {
      [policy]: "advisory",
      "tls-name-single-owner": "disabled",
    });
    expect(refused).toBeUndefined();
    expect(violations.map(({ urn }) => urn).sort()).toEqual([subscription.urn, third.urn].sort());
  });
});

describe("tells a resource of its own conflicts only, when the policy is advisory", () => {
  const config = { [policy]: "advisory", "tls-name-single-owner": "disabled" };
  const edge = fastly.subscription("edge-tls", [origin, "shop.example.org"]);
  const names = ["shop.example.org", "api.example.org"];

  test.each([
    ["a Certificate", certManager.certificate("third", { dnsNames: names, namespace: "third" })],
    ["a Gateway", gateway("third", { hosts: names })],
  ])("%s that shares other names with both owners of one", async (_, third) => {
    const second = certManager.certificate("web", { dnsNames: [origin, "api.example.org"] });
    const { violations } = await pack.update([edge, second, third], config);
    expect(violations.map(({ urn }) => urn)).toEqual([second.urn, third.urn].sort());
    expect(findingIds(violations).sort()).toEqual([`${policy}[shop.example.org]`, `${policy}[${origin}]`]);
  });

  test("a Certificate beside a name that a setting gives to cert-manager elsewhere", async () => {
    const third = certManager.certificate("third", { dnsNames: ["shop.example.org"] });
    const settings = { enforcementLevel: "advisory", certManagerNames: [origin] };
    const { violations } = await pack.update([third, edge], { ...config, [policy]: settings });
    expect(findingIds(violations)).toEqual([`${policy}[shop.example.org]`, `${policy}[${origin}]`]);
    const later = await pack.update([edge, third], { ...config, [policy]: settings });
    expect(later.violations.filter(({ urn }) => urn === third.urn)).toHaveLength(1);
  });

  test("an issuer, in whose light a conflict is read anew", async () => {
    const parent = gateway("parent", { hosts: ["other.example.org"] });
    const issuer = certManager.clusterIssuer("letsencrypt-production");
    const { violations } = await pack.update([parent, listenerSet({}), edge, issuer], config);
    expect(violations.map(({ urn }) => urn)).toEqual([edge.urn]);
  });

  test("a Certificate that shares a name with a ListenerSet, of whose conflict it is no part", async () => {
    const set = listenerSet({ "cert-manager.io/cluster-issuer": "letsencrypt-production" });
    const third = certManager.certificate("third", { dnsNames: [origin], issuerRef: { kind: "Issuer", name: "private" } });
    const issuer = kubernetesObject("cert-manager.io/v1", "Issuer", "private", { spec: { selfSigned: {} } }, { namespace: "default" });
    const { violations } = await pack.update([issuer, set, edge, third], config);
    expect(violations.map(({ urn }) => urn)).toEqual([edge.urn]);
  });
});

describe("lets pass", () => {
  test.each([
    ["owners of different names", [certificate, fastly.subscription("edge-tls", ["www.example.org"])]],
    ["two certificates of one name", [certificate, certManager.certificate("again", { dnsNames: [origin], namespace: "other" })]],
    [
      "a certificate whose issuer, declared before it, uses HTTP-01",
      [certManager.clusterIssuer("letsencrypt-production", [http01()]), subscription, certificate],
    ],
    [
      "a private issuer's certificate",
      [
        kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec: { selfSigned: {} } }),
        subscription,
        certificate,
      ],
    ],
  ])("%s", async (_, resources) => {
    expect(await pack.update(resources)).toEqual({ violations: [] });
  });

  test("an issuer of another stack that a setting says writes no records", async () => {
    const settings = { issuersWithoutDns01: ["letsencrypt-production"] };
    const config = { [policy]: settings, "tls-name-single-owner": settings };
    expect(await pack.update([subscription, certificate], config)).toEqual({ violations: [] });
  });
});

test("is silent in previews and in analysis of existing state, where the stack policies speak", async () => {
  const stackFinding = [`tls-name-single-owner[${origin}]`];
  expect(findingIds(await pack.preview([certificate, subscription]))).toEqual(stackFinding);
  expect(findingIds(await pack.state([certificate, subscription]))).toEqual(stackFinding);
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
