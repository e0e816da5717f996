import fc from "fast-check";
import { check } from "../cli/check";
import { ownershipIn, readOwnershipFile } from "../readers/ownership-file";
import { everyCase } from "./cases/all";
import { clean } from "./cases/clean";
import { realistic } from "./cases/realistic-stacks";
import { passing, refused, told } from "./cases/tls-name-already-owned";
import { Folder } from "./cli/command";
import { noise } from "./properties/noise";
import { property } from "./properties/runs";
import {
  certManager,
  fastly,
  judged,
  recordedStack,
  sorted,
  startPack,
  stateOf,
  unknown,
  updated,
  type Config,
  recordings,
} from "./support";
import { clockAt } from "./support/pack";
import { startParity, type Parity } from "./support/parity";
import { variants } from "./support/variants";

/**
 * `check` judges in its own process, and the policy pack in Pulumi's, through the SDK. Both say the same of the same stack: the same
 * findings at the same levels, in the same words, on the same resources. Examples are held to it where they are run
 * (examples.test.ts), and every case in test/whole.
 */

let parity: Parity;
beforeAll(async () => {
  parity = await startParity();
});
afterAll(async () => parity.pack.close());

/** The first ones, and one in so many of the others. */
function some<Case>(cases: readonly Case[], first = 2, every = 12): readonly Case[] {
  return cases.filter((_, index) => index < first || index % every === 0);
}

describe.each(Object.entries(everyCase))("cases of %s", (_, cases) => {
  test.each(some(cases))("$title", async ({ resources }) => {
    await parity.preview(resources);
  });
});

describe("updates", () => {
  test.each(some(Object.entries({ ...refused, ...told, ...passing }), 1, 5))("%s", async (_, { resources, config }) => {
    await parity.update(resources, config);
  });
});

test.each(some(Object.entries(realistic)))("the state of %s, once it is deployed", async (_, resources) => {
  expect(await parity.pack.state(resources)).toEqual(judged(resources, {}, parity));
});

test("cases with one value unknown", async () => {
  const all = Object.values(clean).flatMap((resources) => [...variants(resources)]);
  for (const [changed] of some(all, 2, 400)) {
    await parity.preview(changed);
  }
});

test.each(recordings)("the recording %s", async (name) => {
  expect(judged(recordedStack(name), {}, parity)).toEqual(await parity.pack.replay(name));
});

property(
  "generated stacks with unknowns, secrets and nonsense",
  { runs: 30, cost: 5 },
  fc.asyncProperty(noise, async (resources) => {
    await parity.preview(resources);
  }),
);

describe("configuration", () => {
  const stack = [
    fastly.service("edge", { domains: ["www.example.org", "web.example.org"], backends: ["web.example.org"] }),
    fastly.subscription("edge-tls", ["www.example.org", "web.example.org", unknown]),
    certManager.certificate("web", { dnsNames: ["web.example.org"] }),
    certManager.certificate("later", { dnsNames: ["web.example.org"] }, { outputs: {} }),
  ];
  const exemption = { name: "web.example.org", reason: "agreed with the platform team", expires: "2026-07-01" };

  test.each<[string, Config]>([
    ["all advisory", { all: "advisory" }],
    ["all disabled but one", { all: "disabled", "tls-name-single-owner": "mandatory" }],
    ["remediate, which is mandatory here", { "ownership-undetermined": "remediate" }],
    ["the one that keeps inputs disabled", { "tls-name-already-owned": "disabled" }],
    ["the audit disabled", { "exemptions-in-use": "disabled" }],
    ["exemptions", { "tls-name-single-owner": { exemptions: [exemption] } }],
    ["exemptions of the refusal too", { all: "mandatory", "tls-name-already-owned": { exemptions: [exemption] } }],
    ["an exemption that has expired", { "origin-outside-edge-subscription": { exemptions: [{ ...exemption, expires: "2026-05-01" }] } }],
    [
      "settings",
      { "tls-name-single-owner": { issuersWithoutDns01: ["letsencrypt"] }, "certificate-renews-in-time": { daysBeforeExpiry: 3 } },
    ],
    ["wrong settings of a stack policy", { "tls-name-single-owner": { certManagerNames: ["not a name", 7], odd: true } }],
    ["wrong settings of the refusal", { "tls-name-already-owned": { certManagerNames: "x", odd: true } }],
  ])("%s", async (_, config) => {
    await parity.preview(stack, config);
  });

  test("wrong settings end an update at its first resource", async () => {
    await parity.update(stack, { "tls-name-already-owned": { exemptions: [{ ...exemption, name: "*" }] } });
  });

  test("exemptions in an update, and of a state", async () => {
    const both = { exemptions: [exemption, { ...exemption, name: "www.example.org" }] };
    const config = { "tls-name-single-owner": both, "tls-name-already-owned": both, "certificate-expiry-alerted": "disabled" };
    await parity.update(stack, config);
    expect(await parity.pack.state(stack, config)).toEqual(judged(stack, config, parity));
  });

  test("what an ownership file says of others", async () => {
    const folder = new Folder();
    const content = {
      version: 1,
      sources: { "edge/prod": { kind: "stack", asOf: "2026-05-20" } },
      subscriptions: [{ source: "edge/prod", vendor: "fastly", name: "other-tls", names: ["web.example.org"] }],
    };
    const file = folder.write("ownership.json", content);
    const informed = await startPack({ environment: { ...clockAt(parity.now.toISOString()), TLS_OWNERSHIP_FILE: file } });
    try {
      const resources = stack.slice(2);
      const { now } = parity;
      const surroundings = { now, elsewhere: readOwnershipFile(ownershipIn(JSON.stringify(content)), "ownership.json", now) };
      const found = judged(resources, {}, surroundings);
      expect(found).toEqual(await informed.preview(resources));
      expect(found).toEqual(await informed.state(resources));
      expect(updated(resources, {}, surroundings)).toEqual(await informed.update(resources));
      expect(found.map(({ policy }) => policy)).toContain("tls-name-single-owner");
    } finally {
      await informed.close();
      folder.remove();
    }
  });
});

/** From the files on: an export holds the same resources, as it writes them. */
test.each(Object.entries(everyCase).map(([name, cases]) => [name, some(cases, 2, 60)] as const))(
  "exports of cases of %s, through the whole of `check`",
  async (_, cases) => {
    const folder = new Folder();
    try {
      for (const { resources } of cases) {
        const { report } = await check({ files: [folder.write("state.json", stateOf(...resources))], now: parity.now });
        const said = report.findings.map(({ policy, level, urn, message, description }) => ({
          policy,
          level,
          urn: urn ?? "",
          message,
          description,
        }));
        expect(sorted(said)).toEqual(judged(resources, {}, parity));
      }
    } finally {
      folder.remove();
    }
  },
);
