import { inventoryOf } from "../../cli/file-inventory";
import { collectClaims, isOwn, type OwnershipSettings } from "../../ownership/claims";
import { certManager, fastly, stack } from "../support";
import { nameOf } from "./solvers";

const none: OwnershipSettings = { certManagerNames: [], issuersWithoutDns01: new Set() };
const inventory = inventoryOf(
  stack(
    fastly.subscription("edge-tls", ["www.example.org"]),
    certManager.certificate("web", { dnsNames: ["web.example.org"], issuerRef: { kind: "ClusterIssuer", name: "elsewhere" } }),
  ),
);
const claimed = (settings: Partial<OwnershipSettings>): string[][] =>
  [...collectClaims(inventory, { ...none, ...settings })].map(([challenge, claims]) => [challenge, ...claims.map(({ by }) => by)]);

test("each policy has the claims by its own settings, whichever asked before", () => {
  const [www, web] = [
    ["_acme-challenge.www.example.org", "subscription"],
    ["_acme-challenge.web.example.org", "certificate"],
  ];
  expect(claimed({})).toEqual([www, web]);
  expect(claimed({ issuersWithoutDns01: new Set(["elsewhere"]) })).toEqual([www]);
  expect(claimed({ certManagerNames: [nameOf("www.example.org")] })).toEqual([[...www, "setting"], web]);
  expect(claimed({})).toEqual([www, web]);
});

test("policies of the same settings share them", () => {
  const shared = collectClaims(inventory, { ...none, certManagerNames: [nameOf("a.example.org")] });
  expect(collectClaims(inventory, { certManagerNames: [nameOf("a.example.org")], issuersWithoutDns01: new Set() })).toBe(shared);
  expect(collectClaims(inventory, none)).not.toBe(shared);
});

test("a setting's claim is of no resource of the stack", () => {
  const claims = [...collectClaims(inventory, { ...none, certManagerNames: [nameOf("a.example.org")] }).values()].flat();
  expect(claims.map((claim) => [claim.by, isOwn(claim)])).toEqual([
    ["subscription", true],
    ["certificate", true],
    ["setting", false],
  ]);
});

test("a wildcard and its base meet at one record", () => {
  const claims = collectClaims(
    inventoryOf(stack(fastly.subscription("edge-tls", ["*.example.org"]), certManager.certificate("web", { dnsNames: ["example.org"] }))),
    none,
  );
  expect([...claims].map(([challenge, found]) => [challenge, found.map(({ name, record }) => `${name} ${record}`)])).toEqual([
    ["_acme-challenge.example.org", ["*.example.org CNAME", "example.org TXT"]],
  ]);
});
