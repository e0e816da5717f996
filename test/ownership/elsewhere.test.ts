import { inventoryOf } from "../../cli/file-inventory";
import type { StackResource } from "../../cli/stack-resource";
import { nothingElsewhere, withElsewhere } from "../../ownership/elsewhere";
import type { Inventory } from "../../ownership/inventory";
import { certManager, dns01, fastly, route53, stack, unknown } from "../support";
import { ownedElsewhere } from "./elsewhere";

const name = "web.example.org";
const issuer = { kind: "ClusterIssuer", name: "letsencrypt-production" };
const sources = { "shop/dev": { kind: "stack" }, "platform/prod": { kind: "stack" }, production: { kind: "cluster" } };

/** A Certificate `web` in the namespace `default` of the cluster's word, unless told otherwise. */
const shown = (more: object = {}): object => ({
  source: "production",
  cluster: "production",
  namespace: "default",
  name: "web",
  names: [name],
  issuer,
  ...more,
});
const stated = (more: object = {}): object => shown({ source: "platform/prod", ...more });
const subscription = (more: object = {}): object => ({
  source: "platform/prod",
  vendor: "fastly",
  name: "edge-tls",
  names: [name],
  ...more,
});
const here = certManager.certificate("web", { dnsNames: [name] });

function joined(content: object, ...resources: readonly StackResource[]): Inventory {
  return withElsewhere(inventoryOf(stack(...resources)), ownedElsewhere({ sources, ...content }), new Set(["shop/dev"]));
}

/** Where the certificates come from: URNs are longer than what matters here. */
function places({ certificates }: Inventory): string[] {
  return certificates.map(({ resource: { elsewhere } }) => (elsewhere === undefined ? "here" : (elsewhere.source?.name ?? "no source")));
}

test("without a file there is what the stacks own, and nothing else", () => {
  const inventory = inventoryOf(stack(here));
  expect(withElsewhere(inventory, nothingElsewhere, new Set())).toBe(inventory);
});

describe("certificates that the file adds", () => {
  const cases: Readonly<
    Record<string, readonly [places: readonly string[], certificates: readonly object[], ...resources: StackResource[]]>
  > = {
    "another stack's, also one of the same name: it has it in another cluster": [["here", "platform/prod"], [stated()], here],
    "none of a stack that is analysed": [["here"], [shown({ source: "shop/dev", name: "gone" })], here],
    "one of which it does not say where it is from": [["here", "no source"], [shown({ source: undefined, name: "other" })], here],
    "none of no source that is an object of the stack": [["here"], [shown({ source: undefined })], here],
    "a cluster's that no stack declares": [["here", "production"], [shown({ name: "other" })], here],
    "none that the stack declares, as the cluster shows it": [["here"], [shown()], here],
    "one of the same name in another namespace": [["here", "production"], [shown({ namespace: "other" })], here],
    "one of another kind of object": [["here", "production"], [shown({ kind: "Ingress" })], here],
    "one of the same name in what may be another cluster, with no DNS name in common": [
      ["here", "production"],
      [shown({ names: ["other.example.org"] })],
      here,
    ],
    "none with one of several DNS names in common": [
      ["here"],
      [shown({ names: ["other.example.org", name] })],
      certManager.certificate("web", { dnsNames: ["more.example.org", name] }),
    ],
    "one whose namespace it does not say, nor the stack's object": [
      ["here", "production"],
      [shown({ namespace: undefined })],
      certManager.certificate("web", { dnsNames: [name] }, { inputs: { metadata: { name: "web", namespace: unknown } } }),
    ],
    "one whose namespace it does not say": [["here", "production"], [shown({ namespace: undefined })], here],
    "one beside an object of the stack whose name is not known": [
      ["here", "production"],
      [shown()],
      certManager.certificate("web", { dnsNames: [name] }, { inputs: { metadata: { name: unknown, namespace: "default" } } }),
    ],
    "none of a cluster that the stack declared when the file was written, and deletes": [[], [shown({ source: "shop/dev" }), shown()]],
    "none of no source that the stack declared when the file was written, and deletes": [
      [],
      [shown({ source: "shop/dev" }), shown({ source: undefined })],
    ],
    "of a cluster's and another stack's word on one object, the latter": [["platform/prod"], [shown(), stated()]],
    "a cluster's and another stack's, of two objects": [
      ["production", "platform/prod"],
      [shown(), stated({ name: "other" })],
    ],
    "the word of no source beside another stack's, which may speak of two clusters": [
      ["no source", "platform/prod"],
      [shown({ source: undefined }), stated()],
    ],
  };
  test.each(Object.entries(cases))("%s", (_, [expected, certificates, ...resources]) => {
    expect(places(joined({ certificates }, ...resources))).toEqual(expected);
  });

  test("a cluster's, though it is called as the stack is", () => {
    expect(places(joined({ sources: { "shop/dev": { kind: "cluster" } }, certificates: [shown({ source: "shop/dev" })] }))).toEqual([
      "shop/dev",
    ]);
  });

  test("and their Secrets, as long as they count themselves", () => {
    const { secretWriters } = joined({ certificates: [shown({ secret: "web-tls" }), shown({ name: "other", secret: "other-tls" })] }, here);
    expect(secretWriters.map(({ resource, secret }) => [resource.name, secret])).toEqual([
      ["web", { state: "known", value: "web-tls" }],
      ["other", { state: "known", value: "other-tls" }],
    ]);
    expect(secretWriters[0]?.resource.elsewhere).toBeUndefined();
  });
});

describe("subscriptions that the file adds", () => {
  const read = (id: string): StackResource => fastly.subscription("edge-tls", [name], { outputs: { id } });
  const cases: Readonly<Record<string, readonly [count: number, subscription: object, ...resources: StackResource[]]>> = {
    "another stack's": [1, subscription({ id: "abc" })],
    "none of a stack that is analysed": [0, subscription({ source: "shop/dev" })],
    "one of another id": [2, subscription({ id: "abc" }), read("def")],
    "none that the stack only reads": [1, subscription({ id: "abc" }), read("abc")],
    "one of another vendor with the same id": [2, subscription({ vendor: "google", id: "abc" }), read("abc")],
    "one whose id it does not say": [2, subscription(), read("abc")],
    "one whose id is not known here": [2, subscription({ id: "abc" }), read(unknown)],
    "one whose id is not known on either side": [2, subscription(), read(unknown)],
    "none that the stack only reads, beside another": [
      2,
      subscription({ id: "abc" }),
      fastly.subscription("more", ["x.example.org"]),
      read("abc"),
    ],
  };
  test.each(Object.entries(cases))("%s", (_, [count, entry, ...resources]) => {
    expect(joined({ subscriptions: [entry] }, ...resources).subscriptions).toHaveLength(count);
  });
});

test("issuers and challenge zones of the file stand beside the stack's; of an analysed stack, only its own word counts", () => {
  const entry = (source: string): object => ({ ...issuer, source, type: "acme", solvers: [{ method: "dns01" }] });
  const content = { issuers: [entry("platform/prod"), entry("shop/dev"), entry("production")], challengeZones: ["acme.example.net"] };
  const inventory = joined(content, certManager.clusterIssuer("letsencrypt-production", [dns01()]), route53.zone("zone", "example.org"));
  expect(inventory.issuers.map(({ resource }) => resource.elsewhere?.source?.name)).toEqual([undefined, "platform/prod", "production"]);
  expect(inventory.challengeZones).toEqual(["acme.example.net"]);
});
