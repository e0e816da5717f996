import { inventoryOf } from "../../cli/file-inventory";
import type { StackResource } from "../../cli/stack-resource";
import { withElsewhere } from "../../ownership/elsewhere";
import { originOutsideEdgeSubscription } from "../../policies/origin-outside-edge-subscription";
import { tlsNameSingleOwner } from "../../policies/tls-name-single-owner";
import { message } from "../../report/message";
import { certManager, fastly, stack } from "../support";
import { ownedElsewhere } from "../ownership/elsewhere";

const name = "web.example.org";
const sources = { "platform/prod": { kind: "stack", asOf: "2026-11-24" }, handbook: { kind: "other" }, eu: { kind: "cluster" } };
const there = (more: object = {}): object => ({
  source: "platform/prod",
  vendor: "fastly",
  name: "edge-tls",
  names: [name, "example.org"],
  ...more,
});

/** All that is said where the ownership file has a part in a conflict. */
function said(policy: typeof tlsNameSingleOwner, content: object, ...resources: readonly StackResource[]): string[] {
  const inventory = withElsewhere(inventoryOf(stack(...resources)), ownedElsewhere({ sources, ...content }), new Set(["shop/dev"]));
  const { findings } = policy.evaluate(inventory, {}, new Date("2026-11-25T12:00:00Z"));
  return findings.flatMap((finding) => message("policy", finding).split("\n").slice(0, -1));
}

const fixes = (lines: readonly string[]): string[] => lines.slice(lines.findIndex((line) => line.startsWith("Fix: ")));
const web = certManager.certificate("web", { dnsNames: [name, `*.${name}`] });
const renewal = "If ownership.json no longer tells how things are, write it anew (`tls-ownership claims`).";

test("all that give way to a subscription of another stack are named", () => {
  const again = certManager.certificate("again", { dnsNames: [name], secretName: "again" });
  expect(fixes(said(tlsNameSingleOwner, { subscriptions: [there()] }, web, again))[0]).toBe(
    'Fix: leave web.example.org out of Certificate "again" and Certificate "web", since it has an owner elsewhere. Or the name moves here:',
  );
});

test("who gives way to a subscription of another stack is named once, however many of its names meet there", () => {
  const lines = said(tlsNameSingleOwner, { subscriptions: [there()] }, web);
  expect(lines[1]).toBe(
    '  - TlsSubscription "edge-tls" of stack platform/prod (from ownership.json, as of 2026-11-24, 1 day old) lists web.example.org in `domains`; Fastly needs a permanent CNAME there.',
  );
  expect(fixes(lines)).toEqual([
    'Fix: leave web.example.org out of Certificate "web", since it has an owner elsewhere. Or the name moves here:',
    'take web.example.org out of `domains` of TlsSubscription "edge-tls" of stack platform/prod, and set its `commonName` to a name that stays (Fastly refuses to drop the stored one). The service may keep it among its own domains.',
    "If the CNAME exists already: delete _acme-challenge.web.example.org, then delete the pending CertificateRequest, if there is one (`kubectl delete certificaterequest`); `cmctl renew` does nothing while one is pending.",
    renewal,
  ]);
});

test.each([
  ["handbook", "of handbook"],
  ["eu", "of cluster eu"],
])("what is known from %s stands as such", (source, words) => {
  const lines = said(tlsNameSingleOwner, { subscriptions: [there({ source, names: [name] })] }, web);
  expect(fixes(lines)[1]).toBe(`delete TlsSubscription "edge-tls" ${words}, which holds no other name.`);
});

test("what comes from nowhere that the file names stands alone", () => {
  const lines = said(tlsNameSingleOwner, { subscriptions: [there({ source: undefined, names: [name] })] }, web);
  expect(fixes(lines)[1]).toBe('delete TlsSubscription "edge-tls", which holds no other name.');
});

test("an owner in the file's own words gives its names up", () => {
  const lines = said(tlsNameSingleOwner, { names: [{ names: [name], owner: "the Fastly console", record: "CNAME" }] }, web);
  expect(lines).toContain(
    "  - the Fastly console keeps a certificate for web.example.org (from ownership.json, which does not say as of when), and needs a permanent CNAME there.",
  );
  expect(fixes(lines)[1]).toBe("let the Fastly console give up web.example.org.");
});

test("a certificate of another stack whose issuer is declared in neither place", () => {
  const issuer = { kind: "ClusterIssuer", name: "letsencrypt-production" };
  const certificate = { source: "platform/prod", namespace: "shop", name: "web", names: [name], issuer };
  const lines = said(tlsNameSingleOwner, { certificates: [certificate] }, fastly.subscription("edge-tls", [name]));
  expect(lines.join("\n")).toContain(
    "(ClusterIssuer letsencrypt-production is not declared here or there, so it counts as public ACME with DNS-01)",
  );
  expect(fixes(lines)[0]).toBe('Fix: delete TlsSubscription "edge-tls" of stack shop/dev, which holds no other name.');
  expect(lines.at(-1)).toBe(renewal);
});

test("an origin's name in a subscription of another stack, and that this may have ended", () => {
  const service = fastly.service("edge", { domains: ["www.example.org"], backends: [name] });
  const lines = said(originOutsideEdgeSubscription, { subscriptions: [there()] }, service);
  expect(lines[0]).toMatch(
    /^web\.example\.org is the name of an origin, and TlsSubscription "edge-tls" of stack platform\/prod \(from .*\) takes it/,
  );
  expect(lines.at(-1)).toBe(renewal);
});
