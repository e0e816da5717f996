import path from "node:path";
import type { StackResource } from "../cli/stack-resource";
import { allPolicies } from "../policies";
import { Folder, run } from "./cli/command";
import {
  certManager,
  clockAt,
  fastly,
  judged,
  kubernetesObject,
  packDir,
  resource,
  route53,
  unknown,
  updated,
  type Config,
  type Update,
  type Violation,
} from "./support";
import { findingIds } from "./policies/findings";

/** What exemptions keep back and what they do not. What is said of them: test/policies/exemptions-in-use.test.ts. */

const policy = "tls-name-single-owner";
const audit = "exemptions-in-use";
const lastDay = "2026-06-30";
const reason = "The origin moves to a name of its own.";

const now = new Date("2026-06-01T12:00:00Z");
const preview = (resources: readonly StackResource[], config: Config = {}, at = now): Violation[] => judged(resources, config, { now: at });
const update = (resources: readonly StackResource[], config: Config = {}, at = now): Update => updated(resources, config, { now: at });

const name = "web.example.org";
const subscription = fastly.subscription("edge-tls", ["www.example.org", name]);
const certificate = certManager.certificate("web", { dnsNames: [name] });
const conflict = [subscription, certificate];

/** @returns the configuration of one policy with one exemption, of the conflict unless told otherwise. */
function exempting(exemption: object = {}, of = policy): Config {
  return { [of]: { exemptions: [{ name, reason, expires: lastDay, ...exemption }] } };
}

/** @returns what is reported, without the audit. */
function reported(violations: readonly Violation[]): string[] {
  return findingIds(violations.filter((violation) => violation.policy !== audit));
}

function audited(violations: readonly Violation[]): string[] {
  return findingIds(violations.filter((violation) => violation.policy === audit));
}

describe("an exempted conflict", () => {
  test.each([
    ["2026-06-30T00:00:01Z", []],
    ["2026-06-30T23:59:30Z", []],
    ["2026-07-01T00:00:01Z", [`${policy}[${name}]`]],
  ])("passes until its last day is over, and fails the day after, audited in both cases: at %s", (time, found) => {
    const violations = preview(conflict, exempting(), new Date(time));
    expect(reported(violations)).toEqual(found);
    expect(violations.some(({ level }) => level === "mandatory")).toBe(found.length > 0);
    expect(audited(violations)).toEqual([`${audit}[${policy} ${name}]`]);
  });

  test.each([
    ["2026-06-30T12:00:00Z", undefined],
    ["2026-07-01T12:00:00Z", certificate.urn],
  ])("is created in an update until the last day, and refused the day after: at %s", (time, refused) => {
    const both = { ...exempting(), ...exempting({}, "tls-name-already-owned") };
    const { refused: second, violations } = update(conflict, both, new Date(time));
    expect(second).toBe(refused);
    expect(reported(violations)).toEqual(refused === undefined ? [] : [`tls-name-already-owned[${name}]`]);
    expect(audited(violations)).toEqual(
      refused === undefined ? [`${audit}[tls-name-already-owned ${name}]`, `${audit}[${policy} ${name}]`] : [],
    );
  });

  test.each([
    ["the subscription comes second", [certificate, subscription]],
    ["the certificate comes second", conflict],
  ])("passes in an update by the resource that the preview named, though %s", (_, resources) => {
    const both = { ...exempting({ resource: "edge-tls" }), ...exempting({ resource: "edge-tls" }, "tls-name-already-owned") };
    const { refused, violations } = update(resources, both);
    expect(refused).toBeUndefined();
    expect(reported(violations)).toEqual([]);
  });

  test("of one run is found again in the next without the exemption", () => {
    expect(reported(preview(conflict, exempting()))).toEqual([]);
    expect(findingIds(preview(conflict))).toEqual([`${policy}[${name}]`]);
  });
});

describe("stays found", () => {
  test("where the exemption is another policy's", () => {
    for (const other of ["origin-outside-edge-subscription", "tls-name-already-owned"]) {
      expect(reported(preview(conflict, exempting({}, other)))).toEqual([`${policy}[${name}]`]);
    }
    expect(update(conflict, exempting()).refused).toBe(certificate.urn);
  });

  test.each([
    ["its parent", "example.org"],
    ["its child", `a.${name}`],
    ["a wildcard over it", "*.example.org"],
    ["a part of it", "web"],
    ["its challenge record", `_acme-challenge.${name}`],
  ])("where the exemption names %s", (_, other) => {
    expect(reported(preview(conflict, exempting({ name: other })))).toEqual([`${policy}[${name}]`]);
  });

  test("where another name of the same resource is exempted", () => {
    const two = [
      fastly.subscription("edge-tls", [name, "shop.example.org"]),
      certManager.certificate("web", { dnsNames: [name, "shop.example.org"] }),
    ];
    expect(reported(preview(two, exempting()))).toEqual([`${policy}[shop.example.org]`]);
  });

  test("where the same name of another resource is exempted", () => {
    const unrenewed = (stack: string): StackResource =>
      certManager.certificate("web", { dnsNames: [name], spec: { renewal: { policy: "Disabled" } } }, { stack });
    const both = [unrenewed("dev"), unrenewed("prod")];
    const of = "certificate-renews-in-time";
    const found = (resource: string): string[] =>
      preview(both, exempting({ name: "web", resource }, of))
        .filter((each) => each.policy === of)
        .map(({ urn }) => urn);
    expect(found("urn:pulumi:prod::*")).toEqual([both[0]?.urn]);
    expect(found("urn:pulumi:test::*")).toEqual(both.map((each) => each.urn));
    expect(found("w*b")).toEqual([]);
  });

  test("beside findings that are none of settings: those cannot be exempted", () => {
    const config = {
      [policy]: {
        certManagerNames: ["not a name"],
        exemptions: [{ name: "setting certManagerNames[0]", reason, expires: lastDay }],
      },
    };
    expect(reported(preview([subscription], config))).toEqual([`${policy}[setting certManagerNames[0]]`]);
  });

  test("though the rest of the stack is unknown, and so it is exempted", () => {
    const noise = [fastly.subscription("noise", unknown), certManager.certificate("noise", { dnsNames: [unknown], namespace: "noise" })];
    const mandatory = (violations: readonly Violation[]) => findingIds(violations.filter(({ level }) => level === "mandatory"));
    expect(mandatory(preview([...conflict, ...noise]))).toEqual([`${policy}[${name}]`]);
    expect(mandatory(preview([...conflict, ...noise], exempting()))).toEqual([]);
    expect(mandatory(preview([...conflict, ...noise], exempting({ name: "noise" })))).toEqual([`${policy}[${name}]`]);
  });
});

describe("the name", () => {
  test.each(["WEB.Example.org", "web.example.org.", " web.example.org "])("is a DNS name in any spelling: %j", (spelling) => {
    expect(reported(preview(conflict, exempting({ name: spelling })))).toEqual([]);
  });

  test("may be written in Unicode", () => {
    const international = [
      fastly.subscription("edge-tls", ["bücher.example"]),
      certManager.certificate("web", { dnsNames: ["bücher.example"] }),
    ];
    expect(reported(preview(international, exempting({ name: "Bücher.example" })))).toEqual([]);
  });

  test("of a wildcard certificate is its own, and its parent's is not", () => {
    const wildcard = [fastly.subscription("edge-tls", ["*.example.org"]), certManager.certificate("web", { dnsNames: ["*.example.org"] })];
    const found = [`${policy}[*.example.org]`];
    expect(reported(preview(wildcard))).toEqual(found);
    expect(reported(preview(wildcard, exempting({ name: "*.example.org" })))).toEqual([]);
    expect(reported(preview(wildcard, exempting({ name: "example.org" })))).toEqual(found);
    expect(reported(preview(wildcard, exempting({ name: "www.example.org" })))).toEqual(found);
  });

  const secretWriters = [
    certManager.certificate("one", { dnsNames: ["one.example.org"], secretName: "s" }),
    certManager.certificate("two", { dnsNames: ["two.example.org"], secretName: "s" }),
  ];
  const ingressOfBoth = kubernetesObject(
    "networking.k8s.io/v1",
    "Ingress",
    "both",
    { spec: { tls: [{ hosts: [name], secretName: "both-tls" }] } },
    { namespace: "default", annotations: { "cert-manager.io/issuer": "a", "cert-manager.io/cluster-issuer": "b" } },
  );

  test.each<[string, string, readonly StackResource[]]>([
    ["tls-secret-single-writer", "default/s", secretWriters],
    [
      "acme-challenge-cname-expected",
      "_acme-challenge.lost.example.org",
      [route53.record("_acme-challenge.lost.example.org", "CNAME", ["x.elsewhere.example"])],
    ],
    ["ownership-undetermined", "later.domains", [certificate, fastly.subscription("later", unknown)]],
    ["certificate-issuable", "both", [ingressOfBoth]],
    [
      "certificate-key-pinned",
      "cert-manager",
      [
        resource("kubernetes:helm.sh/v3:Release", "cert-manager", {
          chart: "cert-manager",
          repositoryOpts: { repo: "https://charts.jetstack.io" },
        }),
      ],
    ],
  ])("is what stands in brackets, whatever kind of thing it is: %s[%s]", (of, subject, resources) => {
    expect(reported(preview(resources))).toContain(`${of}[${subject}]`);
    expect(reported(preview(resources, exempting({ name: subject }, of)))).not.toContain(`${of}[${subject}]`);
  });
});

describe("the resource", () => {
  test.each([
    "edge-tls",
    subscription.urn,
    "edge-*",
    "*-tls",
    "e*-*s",
    "**edge-tls**",
    "urn:pulumi:dev::shop::*::edge-tls",
    "*TlsSubscription::*",
  ])("is a name or a URN, with * for any run of characters: %s", (pattern) => {
    expect(reported(preview(conflict, exempting({ resource: pattern })))).toEqual([]);
  });

  test.each([
    "edge",
    "tls",
    "Edge-tls",
    "edge-tls-2",
    "*-tls*edge*",
    "*edge*e*tls",
    "edge-tls*edge-tls",
    "e*x*s",
    "edge.tls",
    "edge-tl[s]",
    "web",
    "urn:pulumi:prod::*",
  ])("is the whole of it, and no regular expression: %s means none", (pattern) => {
    expect(reported(preview(conflict, exempting({ resource: pattern })))).toEqual([`${policy}[${name}]`]);
  });

  test("is found in a moment to be none, where a regular expression would try for ever", () => {
    const resources = [fastly.subscription("a".repeat(20_000), [name]), certificate];
    expect(reported(preview(resources, exempting({ resource: `${"*a".repeat(5_000)}b` })))).toEqual([`${policy}[${name}]`]);
  });
});

describe("is refused by its key, and does not apply", () => {
  const usable = { name, reason, expires: lastDay };

  test.each<[string, unknown, string]>([
    [
      "a key that it does not have",
      { ...usable, reson: "x" },
      "exemptions[0].reson` of this policy is not usable: expected one of name, resource, reason, expires, found a key",
    ],
    [
      "no name",
      { reason, expires: lastDay },
      "exemptions[0].name` of this policy is not usable: expected what stands in brackets in the finding's id",
    ],
    ["an empty name", { ...usable, name: " " }, "found an empty text"],
    [
      "no reason",
      { name, expires: lastDay },
      "exemptions[0].reason` of this policy is not usable: expected a text of 10 characters or more that says why, found nothing",
    ],
    ["a reason of nine characters", { ...usable, reason: "ninechars" }, "found a shorter text"],
    ["a short reason between spaces", { ...usable, reason: "    short    " }, "found a shorter text"],
    ["a reason of spaces", { ...usable, reason: " ".repeat(20) }, "exemptions[0].reason` of this policy is not usable"],
    [
      "a reason that is no text",
      { ...usable, reason: 1234567890 },
      "exemptions[0].reason` of this policy is not usable: expected a text of 10 characters or more that says why, found a number",
    ],
    [
      "no last day",
      { name, reason },
      "exemptions[0].expires` of this policy is not usable: expected its last day, such as 2026-12-31, at most 366 days away, found nothing",
    ],
    ["a day that no calendar has", { ...usable, expires: "2026-06-31" }, "exemptions[0].expires` of this policy is not usable"],
    ["the 29th of a February that has none", { ...usable, expires: "2027-02-29" }, "found a text that is no day of the calendar"],
    ["a day in another order", { ...usable, expires: "30.06.2026" }, "found a text that is no day of the calendar"],
    ["a day with a time", { ...usable, expires: "2026-06-30T00:00:00Z" }, "found a text that is no day of the calendar"],
    ["a day with a time of no zone", { ...usable, expires: "2026-06-30T00:00" }, "found a text that is no day of the calendar"],
    ["a year of six digits", { ...usable, expires: "+102026-06-30" }, "found a text that is no day of the calendar"],
    ["a day too far away", { ...usable, expires: "2027-06-03" }, "found a day further away"],
    ["a day for ever", { ...usable, expires: "9999-12-31" }, "found a day further away"],
    ["every name", { ...usable, name: "*" }, "exemptions[0].name` of this policy is not usable"],
    ["every name of a top-level domain", { ...usable, name: "*.org" }, "found a pattern, which is too broad"],
    ["only wildcards", { ...usable, name: "*.*" }, "found a pattern, which is too broad"],
    ["a pattern of names", { ...usable, name: "web*.example.org" }, "found a pattern, which is too broad"],
    ["a pattern behind a wildcard's name", { ...usable, name: "*.example.org.*" }, "found a pattern, which is too broad"],
    ["a pattern under a wildcard", { ...usable, name: "*.*.example.org" }, "found a pattern, which is too broad"],
    [
      "every resource",
      { ...usable, resource: "*" },
      "exemptions[0].resource` of this policy is not usable: expected the Pulumi name or URN",
    ],
    [
      "every resource by its URN",
      { ...usable, resource: "urn:pulumi:*::*" },
      "found a pattern that every resource matches, which is too broad",
    ],
    ["an empty resource", { ...usable, resource: "" }, "exemptions[0].resource` of this policy is not usable"],
    [
      "null as resource",
      { ...usable, resource: null },
      "exemptions[0].resource` of this policy is not usable: expected the Pulumi name or URN of a resource, in which * is any run of characters, found null",
    ],
    ["null", null, "exemptions[0]` of this policy is not usable: expected an object of name, resource, reason, expires, found null"],
    ["a text", name, "exemptions[0]` of this policy is not usable: expected an object of name, resource, reason, expires, found a text"],
    [
      "a list",
      [usable],
      "exemptions[0]` of this policy is not usable: expected an object of name, resource, reason, expires, found a list",
    ],
  ])("%s", (_, exemption, words) => {
    const found = preview(conflict, { [policy]: { exemptions: [exemption] } }).filter((each) => each.policy === policy);
    expect(found).toHaveLength(2);
    expect(found.map(({ message }) => message).join("\n")).toContain(words);
    expect(findingIds(found)).toContain(`${policy}[${name}]`);
  });

  test("no list at all", () => {
    const [found, ...others] = preview([subscription], { [policy]: { exemptions: usable } });
    expect(found?.message).toContain(
      "The setting `exemptions` of this policy is not usable: expected a list of exemptions, found an object",
    );
    expect(others).toEqual([]);
  });

  test("while the others of the list do", () => {
    const config = { [policy]: { exemptions: [{ ...usable, name: "*" }, usable] } };
    expect(reported(preview(conflict, config))).toEqual([`${policy}[setting exemptions[0].name]`]);
  });

  test("with every mistake named, and no value of it", () => {
    const found = preview([subscription], {
      [policy]: { exemptions: [{ name: "*CANARY*", resource: 7, reason: "CANARY", until: "CANARY" }] },
    });
    expect(findingIds(found).sort()).toEqual(
      ["expires", "name", "reason", "resource", "until"].map((key) => `${policy}[setting exemptions[0].${key}]`),
    );
    expect(found.map(({ message }) => message).join()).not.toContain("CANARY");
  });

  test("once, by the policy of updates too", () => {
    const found = preview(conflict, {
      [policy]: "disabled",
      "tls-name-already-owned": { exemptions: [{ ...usable, expires: "soon" }] },
    });
    expect(findingIds(found)).toEqual(["tls-name-already-owned[setting exemptions[0].expires]"]);
  });

  test("by the shortest reason that will do, and with spaces around what is written", () => {
    const spaced = { name: ` ${name} `, resource: " edge-tls ", reason: " ten chars. ", expires: ` ${lastDay} ` };
    expect(reported(preview(conflict, exempting(spaced)))).toEqual([]);
  });

  test("by the last day that is near enough, and the first that is not", () => {
    expect(reported(preview(conflict, exempting({ expires: "2027-06-02" })))).toEqual([]);
    expect(reported(preview(conflict, exempting({ expires: "2027-06-03" })))).toContain(`${policy}[setting exemptions[0].expires]`);
  });
});

test("every policy but the audit takes exemptions, by one schema", () => {
  const schemas = allPolicies.map(({ name: each, schema }) => [each, schema["exemptions"]] as const);
  expect(schemas.filter(([, schema]) => schema === undefined).map(([each]) => each)).toEqual([audit]);
  expect(new Set(schemas.map(([, schema]) => JSON.stringify(schema))).size).toBe(2);
  expect(schemas[0]?.[1]).toMatchObject({
    type: "array",
    default: [],
    items: { type: "object", required: ["name", "reason", "expires"], additionalProperties: false },
  });
});

describe("tls-ownership check --config", () => {
  const folder = new Folder();
  afterAll(() => folder.remove());
  const incident = path.join(packDir, "examples", "incident", "state.json");
  const accepted = { exemptions: [{ name: "xpro-web.odl.mit.edu", resource: "xpro-tls", reason, expires: lastDay }] };

  test.each([
    ["2026-06-30T12:00:00Z", 0, []],
    ["2026-07-01T12:00:00Z", 1, [policy, "origin-outside-edge-subscription"]],
  ])("the incident's state passes until the last day, and fails the day after: at %s", async (time, status, mandatory) => {
    const config = folder.write("config.json", {
      [policy]: accepted,
      "origin-outside-edge-subscription": accepted,
      "tls-name-already-owned": accepted,
    });
    const command = path.join(packDir, "bin", "cli", "main.js");
    const outcome = await run(command, ["check", incident, "--config", config, "--format", "json"], { environment: clockAt(time) });
    expect(outcome).toMatchObject({ status, stderr: "" });
    const { findings } = JSON.parse(outcome.stdout) as { findings: { policy: string; level: string }[] };
    const at = (level: string): string[] => findings.filter((finding) => finding.level === level).map((finding) => finding.policy);
    expect(at("mandatory").sort()).toEqual([...mandatory].sort());
    expect(at("advisory").filter((each) => each === audit)).toHaveLength(3);
  });
});
