import fc from "fast-check";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { StackResource } from "../cli/stack-resource";
import { check } from "../cli/check";
import { ownershipIn, readOwnershipFile } from "../readers/ownership-file";
import { everyCase } from "./cases/all";
import { Folder } from "./cli/command";
import { runProgram } from "./engine/mocks";
import { noise } from "./properties/noise";
import { property } from "./properties/runs";
import {
  certManager,
  clockAt,
  fastly,
  judged,
  packDir,
  recording,
  sorted,
  startPack,
  stateOf,
  unknown,
  type Config,
  type TestPack,
} from "./support";

/**
 * `check` judges in its own process, and the policy pack in Pulumi's, through the SDK. Both say the same of the same stack: the same
 * findings at the same levels, in the same words, on the same resources.
 */

const time = "2026-06-03T12:00:00Z";
const now = new Date(time);

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack({ environment: clockAt(time) });
});
afterAll(async () => pack.close());

async function expectParity(resources: readonly StackResource[], config: Config = {}): Promise<void> {
  expect(judged(resources, config, { now })).toEqual(await pack.preview(resources, config));
}

describe.each(Object.entries(everyCase))("every case of %s", (_, cases) => {
  test.each(cases)("$title", async ({ resources }) => {
    await expectParity(resources);
  });
});

test.each([
  "incident-first-preview",
  "incident-deployed",
  "fixed-first-preview",
  "shims-and-components",
  "unknown-cluster",
  "unknown-backend",
])("the recording %s", async (name) => {
  const { resources, planned } = recording(name);
  const written = new Map(resources.map((resource) => [resource.urn, resource.inputs]));
  const whole = planned.map((resource) => ({ ...resource, inputs: written.get(resource.urn) ?? {} }));
  expect(judged(whole, {}, { now })).toEqual(await pack.replay(name));
});

const examples = path.join(packDir, "examples");
const programs = readdirSync(examples, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "index.ts")
  .map((file) => path.dirname(file));

test.each(programs)("the example %s", async (program) => {
  const folder = path.join(examples, program);
  const config = path.join(folder, "policy-config.json");
  const resources = await runProgram(path.join(folder, "index.ts"));
  await expectParity(resources, existsSync(config) ? (JSON.parse(readFileSync(config, "utf8")) as Config) : {});
});

property(
  "generated stacks with unknowns, secrets and nonsense",
  { runs: 30, cost: 5 },
  fc.asyncProperty(noise, async (resources) => {
    await expectParity(resources);
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
  ])("%s", async (_, config) => {
    await expectParity(stack, config);
  });

  test("what an ownership file says of others", async () => {
    const folder = new Folder();
    const content = {
      version: 1,
      sources: { "edge/prod": { kind: "stack", asOf: "2026-05-20" } },
      subscriptions: [{ source: "edge/prod", vendor: "fastly", name: "other-tls", names: ["web.example.org"] }],
    };
    const file = folder.write("ownership.json", content);
    const informed = await startPack({ environment: { ...clockAt(time), TLS_OWNERSHIP_FILE: file } });
    try {
      const resources = stack.slice(2);
      const found = judged(
        resources,
        {},
        { now, elsewhere: readOwnershipFile(ownershipIn(JSON.stringify(content)), "ownership.json", now) },
      );
      expect(found).toEqual(await informed.preview(resources));
      expect(found.map(({ policy }) => policy)).toContain("tls-name-single-owner");
    } finally {
      await informed.close();
      folder.remove();
    }
  });
});

/** From the files on: an export holds the same resources, as it writes them. */
test.each(Object.entries(everyCase).map(([name, cases]) => [name, cases.slice(0, 8)] as const))(
  "exports of cases of %s, through the whole of `check`",
  async (_, cases) => {
    const folder = new Folder();
    try {
      for (const { resources } of cases) {
        const { report } = await check({ files: [folder.write("state.json", stateOf(...resources))], now });
        const said = report.findings.map(({ policy, level, urn, message, description }) => ({
          policy,
          level,
          urn: urn ?? "",
          message,
          description,
        }));
        expect(sorted(said)).toEqual(await pack.preview(resources));
      }
    } finally {
      folder.remove();
    }
  },
);
