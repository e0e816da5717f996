import { inventoryOf } from "../cli/file-inventory";
import { certificateExpiryAlerted } from "../policies/certificate-expiry-alerted";
import { certificateKeyPinned } from "../policies/certificate-key-pinned";
import type { StackPolicy } from "../policies/policy";
import { certManager, fastly, judged, pems, resource, stack } from "./support";

/** The engine lets unknown keys through, so the pack judges its own configuration; here without the command's own check. */

function findings(policy: string, properties: object): string[] {
  const found = judged([fastly.subscription("edge-tls", ["www.example.org"])], { [policy]: properties });
  return found.map(({ policy: name, message }) => `${name}: ${message.split("\n")[0] ?? ""}`);
}

const policies = [
  "tls-name-already-owned",
  "tls-name-single-owner",
  "origin-outside-edge-subscription",
  "acme-challenge-cname-expected",
  "ownership-undetermined",
];

test.each(policies)("%s names each key that is not usable, once, and what belongs there", (policy) => {
  const found = findings(policy, {
    certManagerNames: ["not a name", "good.example.org", 7],
    isuersWithoutDns01: [],
    issuersWithoutDns01: "x",
  });
  expect(found).toEqual([
    expect.stringContaining(`${policy}: The setting \`certManagerNames[0]\` of this policy is not usable: expected a DNS name`),
    expect.stringContaining("`certManagerNames[2]`"),
    expect.stringContaining("`issuersWithoutDns01` of this policy is not usable: expected a list"),
    expect.stringContaining("`isuersWithoutDns01` of this policy is not usable: expected one of certManagerNames, issuersWithoutDns01"),
  ]);
  expect(found[3]).toContain("exemptions, enforcementLevel, found a key");
});

test("a policy without settings says so", () => {
  const [found, ...others] = findings("exemptions-in-use", { exemptions: [] });
  expect(found).toContain("expected no settings but enforcementLevel");
  expect(others).toEqual([]);
});

test.each([
  ["certificate-renews-in-time", "daysBeforeExpiry", 366, "expected a whole number from 0 to 365, found another number"],
  ["certificate-renews-in-time", "daysBeforeExpiry", -1, "expected a whole number from 0 to 365, found another number"],
  ["certificate-renews-in-time", "daysBeforeExpiry", 1.5, "expected a whole number from 0 to 365, found another number"],
  ["certificate-renews-in-time", "daysBeforeExpiry", "14", "expected a whole number from 0 to 365, found a text"],
  ["certificate-key-pinned", "requirePinnedKeys", "yes", "expected true or false, found a text"],
  ["certificate-expiry-alerted", "externalAlerting", 1, "expected true or false, found a number"],
  ["tls-name-single-owner", "exemptions", "all", "expected a list of exemptions, found a text"],
  ["tls-name-single-owner", "exemptions", { length: 0 }, "expected a list of exemptions, found an object"],
])("%s: %s cannot be %s", (policy, key, value, words) => {
  const found = findings(policy, { [key]: value });
  expect(found).toEqual([expect.stringContaining(`The setting \`${key}\` of this policy is not usable: ${words}`)]);
});

test.each([
  ["certificate-renews-in-time", "daysBeforeExpiry", 0],
  ["certificate-renews-in-time", "daysBeforeExpiry", 365],
  ["certificate-key-pinned", "requirePinnedKeys", true],
  ["certificate-key-pinned", "requirePinnedKeys", false],
])("%s: %s may be %s", (policy, key, value) => {
  expect(findings(policy, { [key]: value })).toEqual([]);
});

test("what nobody sets: certificates may leave their keys to defaults, and no other stack alerts", () => {
  const inventory = inventoryOf(
    stack(
      certManager.certificate("web", { dnsNames: ["web.example.org"] }),
      resource("fastly:index/tlsCertificate:TlsCertificate", "upload", { certificateBody: pems.server }),
    ),
  );
  const found = (policy: StackPolicy, config: object) => policy.evaluate(inventory, config, new Date("2026-06-03")).findings.length;
  expect([{}, { requirePinnedKeys: false }, { requirePinnedKeys: true }].map((config) => found(certificateKeyPinned, config))).toEqual([
    0, 0, 1,
  ]);
  expect([{}, { externalAlerting: false }, { externalAlerting: true }].map((config) => found(certificateExpiryAlerted, config))).toEqual([
    1, 1, 0,
  ]);
});

test("a target of challenge records is a DNS name", () => {
  expect(findings("acme-challenge-cname-expected", { allowedTargets: ["not a name"] })).toEqual([
    expect.stringContaining("`allowedTargets[0]` of this policy is not usable: expected a DNS name such as acme.example.org, found a text"),
  ]);
});

test("a name of an issuer that is empty is none", () => {
  const words = "of this policy is not usable: expected the name of an Issuer or ClusterIssuer, found a text that is none";
  expect(findings("tls-name-single-owner", { issuersWithoutDns01: ["", "  ", "private"] })).toEqual([
    expect.stringContaining(`\`issuersWithoutDns01[0]\` ${words}`),
    expect.stringContaining(`\`issuersWithoutDns01[1]\` ${words}`),
  ]);
});

test("no value of a setting is repeated", () => {
  expect(findings("tls-name-single-owner", { certManagerNames: ["not a name CANARY"] }).join()).not.toContain("CANARY");
});
