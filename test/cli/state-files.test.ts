import { readFileSync } from "node:fs";
import path from "node:path";
import { mergeFiles, readStackFile, type StackFile } from "../../cli/state-files";
import { recording, secret, unknown } from "../support";

const recorded = (name: string): string => readFileSync(path.join(__dirname, "..", "recordings", name), "utf8");

const urn = (type: string, name: string, stack = "dev"): string => `urn:pulumi:${stack}::shop::${type}::${name}`;
const root = { urn: urn("pulumi:pulumi:Stack", "shop-dev"), type: "pulumi:pulumi:Stack" };
const zone = (name: string, inputs: unknown = {}, more: object = {}): object => ({
  urn: urn("aws:route53/zone:Zone", name),
  type: "aws:route53/zone:Zone",
  custom: true,
  inputs,
  ...more,
});
const zoneUrn = (name: string): string => urn("aws:route53/zone:Zone", name);
const state = (...resources: unknown[]): StackFile =>
  readStackFile("state.json", JSON.stringify({ version: 3, deployment: { resources } }));
const preview = (steps: unknown, more: object = {}): StackFile => readStackFile("preview.json", JSON.stringify({ steps, ...more }));
const step = (op: string, newState: object, more: object = {}): object => ({
  op,
  urn: (newState as { urn: string }).urn,
  newState,
  ...more,
});
const inputsOf = (inputs: unknown, source: "state" | "preview" = "state"): unknown =>
  (source === "state" ? state(zone("z", inputs)) : preview([step("create", zone("z", inputs))])).resources[0]?.inputs;

describe("recorded files say what the engine sent", () => {
  test.each(["incident-first-preview", "unknown-cluster"])("%s.preview.json", (name) => {
    const { resources } = mergeFiles([readStackFile(name, recorded(`${name}.preview.json`))]);
    const sent = new Map(recording(name).resources.map((each) => [each.urn, each]));
    for (const resource of resources) {
      const engines = sent.get(resource.urn);
      // The preview blinds the provider's API key.
      const blinded = (properties: object = {}): unknown =>
        "apiKey" in properties && typeof properties.apiKey === "object" ? { ...properties, apiKey: unknown } : properties;
      expect(resource).toMatchObject({ type: engines?.type, name: engines?.name, inputs: blinded(engines?.inputs) });
      expect(resource.parent ?? "").toBe(engines?.parent);
      expect(resource.provider).toEqual(
        engines?.provider === undefined ? undefined : { ...engines.provider, properties: blinded(engines.provider.properties) },
      );
    }
    expect(resources).toHaveLength(sent.size);
  });

  test("incident-deployed.state.json", () => {
    const { resources, stacks } = mergeFiles([readStackFile("state", recorded("incident-deployed.state.json"))]);
    expect(stacks).toEqual(["xpro/steady"]);
    const planned = new Map(recording("incident-deployed").planned.map((each) => [each.type, each]));
    const subscription = resources.find((each) => each.type === "fastly:index/tlsSubscription:TlsSubscription");
    expect(subscription?.outputs).toEqual(planned.get("fastly:index/tlsSubscription:TlsSubscription")?.outputs);
  });
});

describe("property values", () => {
  const signature = "4dabf18193072939515e22adb298388d";

  test("secrets that are not shown are unknown, shown ones are secrets", () => {
    const ciphertext = { [signature]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
    const plaintext = { [signature]: "1b47061264138c4ac30d75fd1eb44270", plaintext: '{"password":"p"}' };
    const broken = { [signature]: "1b47061264138c4ac30d75fd1eb44270", plaintext: "{" };
    expect(inputsOf({ ciphertext, plaintext, broken, list: [ciphertext] })).toEqual({
      ciphertext: unknown,
      plaintext: secret({ password: "p" }),
      broken: unknown,
      list: [unknown],
    });
  });

  test("a blinded secret is unknown in a preview, and an ordinary text in a state", () => {
    expect(inputsOf({ key: "[secret]" }, "preview")).toEqual({ key: unknown });
    expect(inputsOf({ key: "[secret]" }, "state")).toEqual({ key: "[secret]" });
  });

  test("assets, archives and whatever has a signature never reach the decoder", () => {
    expect(
      inputsOf({
        asset: { [signature]: "c44067f5952c0a294b673a41bacd8c17", hash: "abc" },
        archive: { [signature]: "0def7320c3a5731c473e5ecbe6d01bc7", assets: { a: 1 } },
        reference: { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x", id: "i-1" },
        component: { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x", id: "" },
        output: { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: ["a"] },
        pending: { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" },
        future: { [signature]: "00000000000000000000000000000000" },
        nothing: { [signature]: null },
      }),
    ).toEqual({
      asset: unknown,
      archive: unknown,
      reference: "i-1",
      component: "urn:x",
      output: ["a"],
      pending: unknown,
      future: unknown,
      nothing: unknown,
    });
  });

  test("the engine's own keys are left out, at every level; no prototype is set", () => {
    const text = `{"__defaults":[],"a":[{"__defaults":[],"b":1}],"__proto__":{"polluted":true},"c":{"__proto__":{"polluted":true}}}`;
    const { resources } = readStackFile(
      "f",
      `{"deployment":{"resources":[{"urn":"${zoneUrn("z")}","type":"aws:route53/zone:Zone","inputs":${text}}]}}`,
    );
    expect(resources[0]?.inputs).toEqual({ a: [{ b: 1 }], c: {} });
    expect((resources[0]?.inputs as { polluted?: true }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(resources[0]?.inputs["c"])).toBe(Object.prototype);
  });
});

describe("which resources a file describes", () => {
  test("a state without those that only wait to be deleted", () => {
    const { resources } = state(root, zone("kept"), zone("replaced", {}, { delete: true }));
    expect(resources.map((each) => each.name)).toEqual(["shop-dev", "kept"]);
  });

  test("an empty stack", () => {
    expect(readStackFile("f", '{"version":3,"deployment":{"manifest":{}}}').resources).toEqual([]);
    expect(readStackFile("f", '{"changeSummary":{"same":0}}').resources).toEqual([]);
  });

  test("of a replacement the new resource, once", () => {
    const old = zone("z", { name: "old" });
    const { resources, deleted } = preview([
      { op: "delete-replaced", urn: zoneUrn("z"), oldState: old },
      step("replace", zone("z", { name: "new" })),
      step("create-replacement", zone("z", { name: "new" })),
    ]);
    expect(resources.map((each) => each.inputs)).toEqual([{ name: "new" }]);
    expect(deleted).toEqual([]);
  });

  test("deleted and discarded ones not at all", () => {
    const { resources, deleted } = preview([
      { op: "delete", urn: zoneUrn("a"), oldState: zone("a") },
      { op: "discard", urn: zoneUrn("b"), oldState: zone("b") },
    ]);
    expect(resources).toEqual([]);
    expect(deleted).toEqual([zoneUrn("a"), zoneUrn("b")]);
  });

  test("an unchanged one with the outputs it has", () => {
    const oldState = zone("z", {}, { outputs: { zoneId: "Z1" } });
    expect(preview([step("same", zone("z"), { oldState })]).resources[0]?.outputs).toEqual({ zoneId: "Z1" });
    expect(preview([step("update", zone("z"), { oldState })]).resources[0]?.outputs).toBeUndefined();
  });
});

describe("several files are one organisation", () => {
  test("of one stack the preview wins, whatever the order, and takes away what it deletes", () => {
    const before = state(root, zone("changed", { name: "old" }), zone("same"), zone("gone"));
    const after = preview([step("update", zone("changed", { name: "new" })), { op: "delete", urn: zoneUrn("gone") }], {
      changeSummary: { same: 2 },
    });
    for (const files of [
      [before, after],
      [after, before],
    ]) {
      const { resources, notes } = mergeFiles(files);
      expect(resources.map(({ name, inputs }) => [name, inputs["name"]])).toEqual([
        ["shop-dev", undefined],
        ["changed", "new"],
        ["same", undefined],
      ]);
      expect(notes).toEqual([]);
    }
  });

  test("the same stack twice: the later file counts, and a note says so", () => {
    const { resources, notes } = mergeFiles([
      { ...state(zone("z", { name: "1" })), file: "one.json" },
      { ...state(zone("z", { name: "2" })), file: "two.json" },
    ]);
    expect(resources.map((each) => each.inputs)).toEqual([{ name: "2" }]);
    expect(notes).toEqual(["two.json describes 1 resource that one.json describes as well: two.json counts, the later one."]);
  });

  test("a provider is found in whichever file has it", () => {
    const reference = `${urn("pulumi:providers:aws", "main")}::id-1`;
    const provider = { urn: urn("pulumi:providers:aws", "main"), type: "pulumi:providers:aws", inputs: { region: "eu-west-1" } };
    const changed = preview([step("update", zone("z", {}, { provider: reference }))]);
    expect(mergeFiles([changed, state(provider)]).resources.find((each) => each.name === "z")?.provider).toEqual({
      urn: provider.urn,
      type: "pulumi:providers:aws",
      name: "main",
      properties: { region: "eu-west-1" },
    });
    expect(mergeFiles([changed]).resources[0]?.provider).toMatchObject({ name: "main", properties: {} });
  });
});

describe("a preview that is not the whole stack", () => {
  const steps = [step("same", root), step("update", zone("z"))];

  test("says how many unchanged resources were not checked", () => {
    const [note, ...more] = mergeFiles([preview(steps, { changeSummary: { same: 5, update: 1 } })]).notes;
    expect(note).toContain("preview.json: the preview leaves out 4 unchanged resources of shop/dev, which were not checked.");
    expect(note).toContain("`pulumi stack export`");
    expect(more).toEqual([]);
  });

  test("says nothing when they are listed (--show-sames), or read", () => {
    expect(mergeFiles([preview(steps, { changeSummary: { same: 1, update: 1 } })]).notes).toEqual([]);
    expect(mergeFiles([preview([...steps, step("read", zone("r"))], { changeSummary: { same: 2, update: 1 } })]).notes).toEqual([]);
  });

  test("another stack's state does not help", () => {
    const other = state({ urn: urn("pulumi:pulumi:Stack", "shop-prod", "prod"), type: "pulumi:pulumi:Stack" });
    expect(mergeFiles([preview(steps, { changeSummary: { same: 5 } }), other]).notes).toHaveLength(1);
  });

  test("says that it ended early", () => {
    expect(mergeFiles([preview(steps, { diagnostics: [{ severity: "error", message: "secret" }] })]).notes).toEqual([
      "preview.json: the preview ended with an error, so resources may be missing from it.",
    ]);
  });
});

describe("what is refused names the place and the kinds, never a value", () => {
  const refusals: [string, unknown, string][] = [
    ["another JSON file", { name: "canary", version: "1" }, "holds an object that is neither"],
    ["a list", ["canary"], "holds a list that is neither"],
    ["a deployment that is none", { deployment: "canary" }, "deployment: is a text, where an object belongs"],
    [
      "resources that are no list",
      { deployment: { resources: { canary: 1 } } },
      "deployment.resources: is an object, where a list belongs",
    ],
    ["a resource that is none", { deployment: { resources: ["canary"] } }, "deployment.resources[0]: is a text, where an object belongs"],
    [
      "a resource without type",
      { deployment: { resources: [root, { urn: zoneUrn("canary") }] } },
      "deployment.resources[1].type: is nothing, where a text belongs",
    ],
    [
      "a resource without urn",
      { deployment: { resources: [{ type: "canary" }] } },
      "deployment.resources[0].urn: is nothing, where a text belongs",
    ],
    [
      "a URN that is none",
      { deployment: { resources: [{ type: "t", urn: "canary" }] } },
      "deployment.resources[0].urn: is a text that is no URN",
    ],
    [
      "inputs that are no object",
      { deployment: { resources: [zone("z", ["canary"])] } },
      "deployment.resources[0].inputs: is a list, where an object belongs",
    ],
    [
      "outputs that are no object",
      { deployment: { resources: [zone("z", {}, { outputs: 1 })] } },
      "deployment.resources[0].outputs: is a number, where an object belongs",
    ],
    [
      "dependencies that are none",
      { deployment: { resources: [zone("z", {}, { dependencies: [1] })] } },
      "deployment.resources[0].dependencies[0]: is a number, where a text belongs",
    ],
    [
      "property dependencies that are none",
      { deployment: { resources: [zone("z", {}, { propertyDependencies: { domains: "canary" } })] } },
      "deployment.resources[0].propertyDependencies.domains: is a text, where a list belongs",
    ],
    [
      "a provider that is none",
      { deployment: { resources: [zone("z", {}, { provider: "canary" })] } },
      "deployment.resources[0].provider: is a text that is no provider reference",
    ],
    ["steps that are no list", { steps: { canary: 1 } }, "steps: is an object, where a list belongs"],
    ["a step that is none", { steps: [null] }, "steps[0]: is null, where an object belongs"],
    ["a step without operation", { steps: [{ newState: root }] }, "steps[0].op: is nothing, where a text belongs"],
    [
      "a step without its new state",
      { steps: [{ op: "create", urn: "canary" }] },
      "steps[0].newState: is nothing, where an object belongs",
    ],
    ["a deletion without URN", { steps: [{ op: "delete" }] }, "steps[0].urn: is nothing, where a text belongs"],
  ];

  test.each(refusals)("%s", (_what, content, message) => {
    expect(() => readStackFile("f", JSON.stringify(content))).toThrow(message);
    expect(() => readStackFile("f", JSON.stringify(content))).not.toThrow("canary");
  });

  test.each([
    ["an empty file", "", "is empty"],
    ["blanks", " \n", "is empty"],
    ["a half-written file", '{"steps":[{"op":\n"can', "is not JSON: it breaks off in line 2"],
    ["something after the JSON", '{"steps":[]}\n{"steps":[]}', "is not JSON: line 2, column 1"],
    ["no JSON at all", "canary", "is not JSON"],
  ])("%s", (_what, text, message) => {
    expect(() => readStackFile("f", text)).toThrow(message);
    expect(() => readStackFile("f", text)).not.toThrow('can["a]');
  });

  test("values nested too deep", () => {
    const nested = (levels: number): string =>
      `{"deployment":{"resources":[{"urn":"${zoneUrn("z")}","type":"aws:route53/zone:Zone","inputs":{"a":${"[".repeat(levels)}${"]".repeat(levels)}}}]}}`;
    expect(readStackFile("f", nested(999)).resources).toHaveLength(1);
    expect(() => readStackFile("f", nested(1000))).toThrow("deployment.resources[0].inputs: is nested more than 1000 levels deep");
    expect(() => readStackFile("f", nested(1_000_000))).toThrow("is nested more than 1000 levels deep");
  });

  test("a byte order mark is none of these", () => {
    expect(readStackFile("f", '\uFEFF{"steps":[]}').resources).toEqual([]);
  });
});
