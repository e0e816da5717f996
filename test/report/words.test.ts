import type { ResourceReference, Subscription, Vendor } from "../../ownership/inventory";
import { absent, noElements, unknown } from "../../ownership/value";
import { claimsWords, counted, keeperWords, listWords, nameWords, titleWords, placer, resourceWords } from "../../report/words";
import { nameOf } from "../ownership/solvers";

const tls: ResourceReference = {
  urn: "urn:pulumi:dev::shop::fastly:index/tlsSubscription:TlsSubscription::tls",
  type: "fastly:index/tlsSubscription:TlsSubscription",
  name: "tls",
};

function subscriptionOf(derivedFrom: readonly string[]): Subscription {
  return {
    resource: tls,
    vendor: "fastly",
    authority: unknown,
    record: "CNAME",
    names: noElements,
    property: "domains",
    derivedFrom,
    targets: new Map(),
    id: absent,
    server: absent,
  };
}

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
  [["a", "b", "c", "d", "e"], "a, b, c, d and e"],
  [["a", "b", "c", "d", "e", "f"], "a, b, c, d and 2 more"],
])("a list of %j", (parts, words) => {
  expect(listWords(parts)).toBe(words);
});

test("one is no plural, and nothing is one", () => {
  expect([0, 1, 2].map((count) => counted(count, "day"))).toEqual(["0 days", "1 day", "2 days"]);
});

test.each([
  [undefined, "from ownership.json, which does not say as of when"],
  [{ day: "2026-11-25", daysAgo: 0 }, "from ownership.json, as of 2026-11-25, today"],
  [{ day: "2026-11-24", daysAgo: 1 }, "from ownership.json, as of 2026-11-24, 1 day old"],
  [{ day: "2026-11-23", daysAgo: 2 }, "from ownership.json, as of 2026-11-23, 2 days old"],
  [{ day: "2026-11-26", daysAgo: -1 }, "from ownership.json, as of 2026-11-26"],
])("how old the ownership file's word is: %j", (asOf, words) => {
  const elsewhere = { file: "ownership.json", ...(asOf === undefined ? {} : { asOf }) };
  expect(resourceWords({ ...tls, elsewhere })).toBe(`TlsSubscription "tls" (${words})`);
});

test.each<[Vendor, string]>([
  ["fastly", "Fastly"],
  ["google", "Google Certificate Manager"],
  ["cloudflare", "Cloudflare"],
  ["akamai", "Akamai"],
  ["digitalocean", "DigitalOcean"],
  ["acme-provider", "the acme provider"],
  ["other", "its owner"],
])("%s is known as %s", (vendor, words) => {
  expect(keeperWords({ ...subscriptionOf([]), vendor })).toBe(words);
  expect(keeperWords({ ...subscriptionOf([]), vendor, owner: "the console" })).toBe("the console");
});

test("resources are named with their stacks where they belong to several, and not where one of them is the ownership file's", () => {
  const other = { ...tls, urn: tls.urn.replace("dev", "prod") };
  const filed = { ...tls, elsewhere: { file: "ownership.json" } };
  expect([tls, other].map(placer([tls, other]))).toEqual([
    'TlsSubscription "tls" of stack shop/dev',
    'TlsSubscription "tls" of stack shop/prod',
  ]);
  expect(placer([tls, tls])(tls)).toBe('TlsSubscription "tls"');
  expect([tls, filed].map(placer([tls, filed]))).toEqual([
    'TlsSubscription "tls" of stack shop/dev',
    'TlsSubscription "tls" (from ownership.json, which does not say as of when)',
  ]);
});

test("what a subscription is computed from, by kind and name, a text that is no URN as it stands", () => {
  const name = nameOf("web.example.org");
  const derivedFrom = ["urn:pulumi:dev::shop::my:index:Site$fastly:index/serviceVcl:ServiceVcl::edge::one", "somewhere"];
  const subscription = subscriptionOf(derivedFrom);
  expect(claimsWords([{ by: "subscription", challenge: nameOf(`_acme-challenge.${name}`), name, record: "CNAME", subscription }])).toEqual([
    'TlsSubscription "tls" lists web.example.org in `domains`, computed from ServiceVcl "edge::one" and resource "somewhere"; Fastly needs a permanent CNAME there.',
  ]);
});

test.each([
  ["web-tls", "web-tls"],
  ["  büro_2  ", "  büro_2  "],
  ["*.shop.example.org, a:b/c", "*.shop.example.org, a:b/c"],
  ["a sentence", "(a text that is not shown)"],
  ["a".repeat(253), "a".repeat(253)],
  ["a".repeat(254), "(a text that is not shown)"],
  ["token=abc", "(a text that is not shown)"],
  ["", "(a text that is not shown)"],
])("a value that should be a name: %j", (value, words) => {
  expect(nameWords(value)).toBe(words);
});

test.each([
  ["Origin shield, 1", "Origin shield, 1"],
  ["token=abc", "(a text that is not shown)"],
])("a name that may have several words: %j", (value, words) => {
  expect(titleWords(value)).toBe(words);
});
