import type { StackResource } from "../../cli/stack-resource";
import { certManager, fastly, judged, unknown, type Config, type Violation } from "../support";
import { findingIds } from "./findings";

const policy = "exemptions-in-use";
const now = new Date("2026-06-10T12:00:00Z");
const singleOwner = "tls-name-single-owner";
const alreadyOwned = "tls-name-already-owned";

const name = "web.example.org";
const reason = "The origin moves to a name of its own.";
const subscription = fastly.subscription("edge-tls", ["www.example.org", name]);
const certificate = certManager.certificate("web", { dnsNames: [name] });
const conflict = [subscription, certificate];

function exempting(...exemptions: object[]): { exemptions: object[] } {
  return { exemptions: exemptions.map((exemption) => ({ name, reason, expires: "2026-12-31", ...exemption })) };
}

function audit(resources: readonly StackResource[], config: Config): Violation[] {
  return judged(resources, config, { now }).filter((violation) => violation.policy === policy);
}

function only(resources: readonly StackResource[], config: Config): Violation {
  const [violation, ...others] = audit(resources, config);
  expect(others).toEqual([]);
  if (violation === undefined) {
    throw new Error("The audit says nothing.");
  }
  return violation;
}

/** Of a conflict that updates are told to accept as well. */
const both = (...exemptions: object[]): Config => ({ [singleOwner]: exempting(...exemptions), [alreadyOwned]: exempting(...exemptions) });

describe("shows an exemption that applies", () => {
  test("with what it keeps back, its reason and its last day, on the resource, as an advisory", () => {
    const violation = only(conflict, { [singleOwner]: exempting({}), [alreadyOwned]: "disabled" });
    expect(violation).toMatchObject({ level: "advisory", urn: subscription.urn });
    expect(violation.message).toBe(
      [
        `tls-name-single-owner[web.example.org] is exempted. The last day is 2026-12-31. The reason: ${reason}`,
        '  - kept back: TlsSubscription "edge-tls".',
        "What will happen: from 2027-01-01 on (UTC) it is reported again, at the level of tls-name-single-owner.",
        "Fix: repair what is exempted, and delete the exemption.",
        "exemptions-in-use[tls-name-single-owner web.example.org], see docs/policies/exemptions-in-use.md",
      ].join("\n"),
    );
  });

  test.each([
    ["2026-06-25", "The last day is 2026-06-25. The reason"],
    ["2026-06-24", "The last day is 2026-06-24, in 14 days. The reason"],
    ["2026-06-11", "The last day is 2026-06-11, in 1 day. The reason"],
    ["2026-06-10", "The last day is 2026-06-10, today. The reason"],
  ])("and counts its last fourteen days: %s", (expires, words) => {
    const found = audit(conflict, both({ expires }));
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(words), expect.stringContaining(words)]);
  });

  test("of updates, in the preview, on whichever owner may come second", () => {
    const found = audit(conflict, { [singleOwner]: "disabled", [alreadyOwned]: exempting({}) });
    expect(findingIds(found)).toEqual([`${policy}[${alreadyOwned} ${name}]`]);
    expect(found[0]?.message).toMatch(
      /- kept back: (Certificate "web" and TlsSubscription "edge-tls"|TlsSubscription "edge-tls" and Certificate "web")\./,
    );
  });

  test("and by which resource, where it has one", () => {
    const violation = only(conflict, { [singleOwner]: exempting({ resource: "edge-*" }), [alreadyOwned]: "disabled" });
    expect(violation.message).toContain("tls-name-single-owner[web.example.org] on edge-* is exempted.");
    expect(findingIds([violation])).toEqual([`${policy}[${singleOwner} ${name} on edge-*]`]);
  });

  test("with the stacks, where it keeps back findings of several", () => {
    const of = "certificate-renews-in-time";
    const stuck = (stack: string): StackResource =>
      certManager.certificate("web", { dnsNames: [name], spec: { renewal: { policy: "Disabled" } } }, { stack });
    const { message } = only([stuck("dev"), stuck("prod")], { [of]: exempting({ name: "web" }) });
    expect(message).toContain('- kept back: Certificate "web" of stack shop/dev and Certificate "web" of stack shop/prod.');
  });

  test("and says what a terminal should not obey in code points", () => {
    const { message } = only(conflict, {
      [singleOwner]: exempting({ reason: "\u001b[2J nothing to see" }),
      [alreadyOwned]: "disabled",
    });
    expect(message).toContain("\\u001b[2J nothing to see");
    expect(message).not.toContain("\u001b");
  });
});

describe("warns of a preview that passes and an update that will not", () => {
  const words = "In an update `tls-name-already-owned` refuses the second owner all the same";

  test("where only the preview's finding is exempted", () => {
    expect(only(conflict, { [singleOwner]: exempting({}) }).message).toContain(words);
  });

  test("where the other exemption has expired, is of another name, or means one of the owners only", () => {
    for (const other of [{ expires: "2026-06-09" }, { name: "other.example.org" }, { resource: "web" }]) {
      const found = audit(conflict, { [singleOwner]: exempting({}), [alreadyOwned]: exempting(other) });
      expect(found.filter(({ message }) => message.includes(words))).toHaveLength(1);
    }
  });

  test("and not where an update refuses the owners of another name only", () => {
    const names = [name, "shop.example.org"];
    const two = [fastly.subscription("edge-tls", names), certManager.certificate("web", { dnsNames: names })];
    expect(
      audit(two, both({}))
        .map(({ message }) => message)
        .join(),
    ).not.toContain(words);
  });

  test.each<[string, Config]>([
    ["both are exempted", both({})],
    ["both are exempted by the resource that the preview names", both({ resource: "edge-tls" })],
    ["updates are not looked at", { [singleOwner]: exempting({}), [alreadyOwned]: "disabled" }],
  ])("and not where %s", (_, config) => {
    expect(
      audit(conflict, config)
        .map(({ message }) => message)
        .join(),
    ).not.toContain(words);
  });
});

describe("names an exemption that has expired", () => {
  const expired = { [singleOwner]: exempting({ expires: "2026-06-09" }), [alreadyOwned]: "disabled" };

  test("with what is reported again", () => {
    const violation = only(conflict, expired);
    expect(violation).toMatchObject({ level: "advisory", urn: subscription.urn });
    expect(violation.message).toBe(
      [
        `The exemption of tls-name-single-owner[web.example.org] no longer applies: its last day was 2026-06-09. Its reason was: ${reason}`,
        '  - no longer kept back: TlsSubscription "edge-tls".',
        "Fix: repair what it kept back, and delete it; or look again whether the reason still holds, and give it a new last day.",
        "exemptions-in-use[tls-name-single-owner web.example.org], see docs/policies/exemptions-in-use.md",
      ].join("\n"),
    );
  });

  test("where nothing of it is left", () => {
    const { message, urn } = only([certificate], expired);
    expect(message).toContain("Fix: delete it: there is nothing left");
    expect(urn).toBe("");
  });

  test("and does not say that what a newer one keeps back is reported", () => {
    const config = { [singleOwner]: exempting({ expires: "2026-06-09" }, {}), [alreadyOwned]: "disabled" };
    const found = audit(conflict, config);
    const messages = found.map(({ message }) => message);
    expect(found.map(({ urn }) => urn).sort()).toEqual(["", subscription.urn]);
    expect(messages.join()).not.toContain("no longer kept back:");
    expect(messages.join()).toContain("there is nothing left that only this exemption would keep back");
  });

  test("years ago", () => {
    expect(only(conflict, { [singleOwner]: exempting({ expires: "1999-12-31" }), [alreadyOwned]: "disabled" }).message).toContain(
      "its last day was 1999-12-31",
    );
  });
});

describe("names an exemption that matches nothing", () => {
  test("with its reason, and where to look", () => {
    const violation = only([certificate], { [singleOwner]: exempting({}) });
    expect(violation).toMatchObject({ level: "advisory", urn: "" });
    expect(violation.message.split("\n")).toEqual([
      `The exemption of tls-name-single-owner[web.example.org] (last day 2026-12-31) matches no finding. Its reason: ${reason}`,
      expect.stringMatching(/^Fix: delete it if what it was for is repaired\./),
      "exemptions-in-use[tls-name-single-owner web.example.org], see docs/policies/exemptions-in-use.md",
    ]);
  });

  test("because it means another resource, and says which has the finding", () => {
    const { message } = only(conflict, { [singleOwner]: exempting({ resource: "edge" }) });
    expect(message).toContain('- tls-name-single-owner finds this on TlsSubscription "edge-tls", which its `resource` does not mean.');
  });

  test("and names no resource that another exemption already means", () => {
    const [applies] = audit(conflict, { [singleOwner]: exempting({ resource: "edge-tls" }), [alreadyOwned]: "disabled" });
    expect(applies?.message).not.toContain("which its `resource` does not mean");
  });

  test("because what would match is not known in this preview", () => {
    const resources = [fastly.subscription("edge-tls", unknown), certificate];
    expect(only(resources, { [singleOwner]: exempting({}) }).message).toContain("`ownership-undetermined` speaks instead");
  });

  test("of updates, in the preview", () => {
    expect(only([certificate], { [alreadyOwned]: exempting({}) }).message).toContain("matches no finding");
  });
});

describe("says nothing", () => {
  test.each<[string, Config]>([
    ["without exemptions", {}],
    ["of an empty list", { [singleOwner]: { exemptions: [] } }],
    ["of an exemption that is not usable: its policy does", { [singleOwner]: exempting({ name: "*" }) }],
    ["of the exemptions of a policy that is disabled", { [singleOwner]: { enforcementLevel: "disabled", ...exempting({}) } }],
  ])("%s", (_, config) => {
    expect(audit(conflict, config)).toEqual([]);
  });

  test("of the exemptions of the run before", () => {
    expect(audit(conflict, both({}))).toHaveLength(2);
    expect(audit(conflict, {})).toEqual([]);
  });

  test("when it is disabled, and they apply all the same", () => {
    expect(judged(conflict, { ...both({}), [policy]: "disabled" }, { now })).toEqual([]);
  });
});

test("the level is the user's: mandatory lets nothing be exempted", () => {
  const found = audit(conflict, { ...both({}), [policy]: "mandatory" });
  expect(found.map(({ level }) => level)).toEqual(["mandatory", "mandatory"]);
});

test("says the same whatever order resources come in", () => {
  const config = both({});
  expect(audit([...conflict].reverse(), config)).toEqual(audit(conflict, config));
});

test("keeps to the policies that are switched on, when it is all that is", () => {
  const config = { all: "disabled", [policy]: "advisory", [singleOwner]: { enforcementLevel: "advisory", ...exempting({}) } };
  expect(findingIds(judged(conflict, config, { now }))).toEqual([`${policy}[${singleOwner} ${name}]`]);
});
