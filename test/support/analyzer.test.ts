import { AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { AnalyzerError, startAnalyzer } from "./analyzer";
import { analyzeStackRequest } from "./requests";
import { certManager, fakePack, fastly, recording, startPack, unknown, type TestPack } from ".";

/** Reports what it was shown, so that tests see what a policy would see. */
const mirror = `
const { PolicyPack } = require("@pulumi/policy");
const pulumi = require("@pulumi/pulumi");
const seen = new Map();
new PolicyPack("fake", { policies: [
  { name: "inputs", description: "Shows inputs.", enforcementLevel: "advisory", validateResource: (args, report) => {
    seen.set(args.urn, true);
    if (args.props.metadata !== undefined) report("analyze " + args.name + " " + JSON.stringify(args.props.metadata));
  } },
  { name: "refuse", description: "Refuses.", enforcementLevel: "mandatory", validateResource: (args, report) => {
    if (args.type.startsWith("fastly:index/tls") && !pulumi.runtime.isDryRun()) report("refused");
  } },
  { name: "stack", description: "Shows the stack.", enforcementLevel: "mandatory",
    configSchema: { properties: { colour: { type: "string", default: "red" } } },
    validateStack: (args, report) => {
      report(JSON.stringify({
        dryRun: process.env.PULUMI_NODEJS_DRY_RUN ?? "absent",
        colour: args.getConfig().colour,
        seen: seen.size,
        resources: args.resources.map(({ type, name, parent, provider, propertyDependencies }) => ({
          type, name, parent: parent?.name, provider: provider?.name,
          depends: Object.fromEntries(Object.entries(propertyDependencies).map(([key, list]) => [key, list.map((each) => each.name)])),
        })),
      }), args.resources.find((each) => each.type.startsWith("fastly:index/tls"))?.urn);
      seen.clear();
    } },
] });`;

const withFake = async (code: string, work: (dir: string) => Promise<void>): Promise<void> => {
  const pack = fakePack(code);
  try {
    await work(pack.dir);
  } finally {
    pack.remove();
  }
};

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

const failure = async (work: Promise<unknown>): Promise<AnalyzerError> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AnalyzerError);
  return error as AnalyzerError;
};

describe("a running pack", () => {
  const fake = fakePack(mirror);
  const service = fastly.service("edge", { domains: ["shop.example.org"], backends: ["web.example.org"] });
  const subscription = fastly.subscription("edge-tls", unknown, { propertyDependencies: { domains: [service] } });
  const certificate = certManager.certificate("web", { dnsNames: ["web.example.org"] });
  let pack: TestPack;

  beforeAll(async () => {
    pack = await startPack({ packDir: fake.dir });
  });
  afterAll(async () => {
    await pack.close();
    fake.remove();
  });

  test("says what it is", () => {
    expect(pack.info).toMatchObject({ name: "fake", version: "1.2.3" });
    expect(pack.info.policies.map(({ name, level }) => [name, level])).toEqual([
      ["inputs", "advisory"],
      ["refuse", "mandatory"],
      ["stack", "mandatory"],
    ]);
  });

  test("sees inputs, then the stack with parents, providers and property dependencies", async () => {
    const [inputs, whole, ...rest] = await pack.preview([service, subscription, certificate]);
    expect(rest).toEqual([]);
    expect(inputs).toEqual({
      policy: "inputs",
      level: "advisory",
      urn: certificate.urn,
      description: "Shows inputs.",
      message: 'analyze web {"name":"web","namespace":"default"}',
    });
    expect(whole).toMatchObject({ policy: "stack", level: "mandatory", urn: subscription.urn });
    const shown = JSON.parse(whole?.message ?? "") as { resources: unknown[] };
    expect(shown).toMatchObject({ dryRun: "true", colour: "red", seen: 6 });
    expect(shown.resources).toContainEqual({
      type: "fastly:index/tlsSubscription:TlsSubscription",
      name: "edge-tls",
      parent: "shop-dev",
      provider: "fastly-provider",
      depends: { domains: ["edge"] },
    });
  });

  test("is given the configuration, and the defaults again in the next run", async () => {
    const colourOf = async (config: Record<string, unknown>): Promise<unknown> =>
      (await pack.preview([subscription], config)).map((each) => (JSON.parse(each.message) as { colour: unknown }).colour);
    expect(await colourOf({ stack: { colour: "blue" } })).toEqual(["blue"]);
    expect(await colourOf({})).toEqual(["red"]);
    expect(await colourOf({ stack: "disabled" })).toEqual([]);
    expect((await pack.preview([subscription], { all: "advisory" })).map((each) => each.level)).toEqual(["advisory"]);
  });

  test("an update stops at the first refusal", async () => {
    const { violations, refused } = await pack.update([service, subscription, certificate]);
    expect(refused).toBe(subscription.urn);
    expect(violations.map((each) => each.policy)).toEqual(["refuse"]);
    expect((await pack.update([certificate])).refused).toBeUndefined();
  });

  test("an analysis of state is told apart from an update", async () => {
    const found = await pack.state([certificate]);
    expect(JSON.parse(found.at(-1)?.message ?? "")).toMatchObject({ dryRun: "absent" });
  });

  test("a recording is sent as it was recorded", async () => {
    const { resources, planned } = recording("incident-first-preview");
    const found = await pack.replay("incident-first-preview");
    expect(JSON.parse(found.at(-1)?.message ?? "")).toMatchObject({ seen: resources.length, resources: { length: planned.length } });
  });

  test("the same calls run side by side do not mix", async () => {
    const both = await Promise.all([pack.preview([certificate]), pack.preview([service, certificate])]);
    expect(both.map((found) => (JSON.parse(found.at(-1)?.message ?? "") as { seen: number }).seen)).toEqual([3, 5]);
  });
});

describe("a pack that does not start", () => {
  test("because it throws: says so, with what it wrote", () =>
    withFake(`throw new Error("no good");`, async (dir) => {
      const error = await failure(startAnalyzer({ packDir: dir }));
      expect(error.message).toMatch(/^The policy pack did not start: its process ended with code \d+\.$/);
      expect(error.detail).toContain("no good");
    }));

  test("because it keeps silent: says after how long, and leaves no process behind", () =>
    withFake(`console.error(process.pid); setInterval(() => undefined, 1000);`, async (dir) => {
      const error = await failure(startAnalyzer({ packDir: dir, startTimeout: 3000 }));
      expect(error.message).toBe("The policy pack did not start within 3 s.");
      expect(isRunning(Number(error.detail))).toBe(false);
    }));

  test("because it prints something else first", () =>
    withFake(`console.log("hello"); ${mirror}`, async (dir) => {
      expect((await failure(startAnalyzer({ packDir: dir }))).message).toContain("is not the port");
    }));

  test("because its dependencies are missing", async () => {
    expect((await failure(startAnalyzer({ packDir: "/" }))).message).toContain("dependencies are not installed");
  });
});

describe("a pack that fails later", () => {
  const subject = certManager.certificate("web", { dnsNames: ["web.example.org"] });

  test("by throwing: the call rejects, the process goes on", () =>
    withFake(
      `const { PolicyPack } = require("@pulumi/policy");
       new PolicyPack("fake", { policies: [{ name: "bad", description: "Bad.", validateResource: () => { throw new Error("boom"); } }] });`,
      async (dir) => {
        const analyzer = await startAnalyzer({ packDir: dir });
        const error = await failure(analyzer.analyze(subject));
        expect(error.message).toBe("The policy pack failed in analyze.");
        expect(error.detail).toContain("Error validating resource with policy 'bad'");
        expect(await analyzer.analyzeStack([subject])).toEqual([]);
        await analyzer.close();
        await analyzer.close();
      },
    ));

  test("by ending: says how", () =>
    withFake(
      `const { PolicyPack } = require("@pulumi/policy");
       new PolicyPack("fake", { policies: [{ name: "bad", description: "Bad.", validateResource: () => process.exit(7) }] });`,
      async (dir) => {
        const analyzer = await startAnalyzer({ packDir: dir });
        expect((await failure(analyzer.analyze(subject))).message).toBe("The policy pack's process ended with code 7 during analyze.");
        await analyzer.close();
      },
    ));
});

test("the stack's message, written resource by resource, is the engine's AnalyzeStackRequest", () => {
  const service = fastly.service("edge", { domains: ["shop.example.org"], backends: ["web.example.org"] });
  const resources = [service, fastly.subscription("edge-tls", unknown, { propertyDependencies: { domains: [service] } })];
  const sent = AnalyzeStackRequest.deserializeBinary(analyzeStackRequest(resources));
  expect(sent.getResourcesList().map((each) => [each.getUrn(), each.getParent(), each.getProvider()?.getName()])).toEqual(
    resources.map(({ urn, parent, provider }) => [urn, parent, provider?.name]),
  );
  expect(sent.getResourcesList()[1]?.getProperties()?.toJavaScript()).toEqual(resources[1]?.outputs);
  expect(Buffer.from(sent.serializeBinary())).toEqual(Buffer.from(analyzeStackRequest(resources)));
});
