import { readFileSync } from "node:fs";
import path from "node:path";
import { fakePack, packDir } from "../support";
import { Folder, run, type Outcome } from "./command";

/** Two policies that speak about whatever has a property of their name, and one that shows how the pack was started. */
const pack = fakePack(`
const { PolicyPack } = require("@pulumi/policy");
const say = (property) => (args, report) => {
  for (const { props, urn } of args.resources) {
    if (Object.keys(props).includes(property)) report(String(props[property]) + "\\nsecond line", urn);
  }
};
new PolicyPack("fake", { policies: [
  { name: "wish", description: "A wish.", enforcementLevel: "advisory", validateStack: say("wish") },
  { name: "rule", description: "A rule.", enforcementLevel: "mandatory", severity: "high", validateStack: say("rule") },
  { name: "on-input", description: "Inputs.", enforcementLevel: "advisory", validateResource: (args, report) => {
    if (args.props.show === "provider") report("provider " + JSON.stringify(args.provider?.props));
    if (args.props.show === "environment") report(JSON.stringify(Object.entries(process.env).filter(([key]) => key.startsWith("PULUMI_NODEJS_")).sort()));
    if (args.props.show === "failure") throw new Error("canary");
  } },
  { name: "everything", description: "All.", enforcementLevel: "disabled", configSchema: { properties: { greeting: { type: "string", default: "hello" } } },
    validateStack: (args, report) => report(args.getConfig().greeting) },
] });`);
const folder = new Folder();

afterAll(() => {
  pack.remove();
  folder.remove();
});

const check = async (...args: readonly string[]): Promise<Outcome> => run(pack.command, ["check", ...args]);

const urn = (name: string, stack = "dev"): string => `urn:pulumi:${stack}::shop::aws:route53/zone:Zone::${name}`;
const thing = (name: string, inputs: object, stack = "dev"): object => ({ urn: urn(name, stack), type: "aws:route53/zone:Zone", inputs });
const state = (...resources: object[]): object => ({ version: 3, deployment: { resources } });

const quiet = folder.write("quiet.json", state(thing("a", { other: 1 })));
const advisory = folder.write("advisory.json", state(thing("a", { wish: "please" })));
const mandatory = folder.write("mandatory.json", state(thing("b", { wish: "please", rule: "never" })));
const production = folder.write("production.json", state(thing("b", { rule: "never" }, "prod")));

describe("exit status and text", () => {
  test("0 when nothing is found", async () => {
    expect(await check(quiet)).toEqual({
      status: 0,
      stdout: "nothing found; 1 resource of 1 stack in 1 file checked by tls-ownership 1.2.3\n",
      stderr: "",
    });
  });

  test("0 for advisories", async () => {
    expect(await check(advisory)).toEqual({
      status: 0,
      stdout:
        "advisory   wish  Zone a\n    please\n    second line\n\n" +
        "0 mandatory, 1 advisory; 1 resource of 1 stack in 1 file checked by tls-ownership 1.2.3\n",
      stderr: "",
    });
  });

  test("1 for something mandatory, which comes first; stacks are named when there are several", async () => {
    const { status, stdout } = await check(mandatory, production);
    expect(status).toBe(1);
    expect(stdout.split("\n").filter((line) => /^\S/.test(line))).toEqual([
      "mandatory  rule  Zone b (shop/dev)",
      "mandatory  rule  Zone b (shop/prod)",
      "advisory   wish  Zone b (shop/dev)",
      "2 mandatory, 1 advisory; 2 resources of 2 stacks in 2 files checked by tls-ownership 1.2.3",
    ]);
  });

  test("2 when the pack fails, without a stack trace or what it was looking at", async () => {
    const { status, stdout, stderr } = await check(folder.write("failure.json", state(thing("f", { show: "failure" }))));
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toBe(
      "tls-ownership: The policy pack failed in analyze.\n  Error validating resource with policy 'on-input' from policy pack 'fake@v1.2.3':\n",
    );
  });

  test("2 when the pack does not start, with what it says", async () => {
    const broken = fakePack(`throw new Error("ownership.json is broken");`);
    const { status, stderr } = await run(broken.command, ["check", quiet]);
    broken.remove();
    expect(status).toBe(2);
    expect(stderr).toContain("tls-ownership: The policy pack did not start");
    expect(stderr).toContain("ownership.json is broken");
    expect(stderr).not.toMatch(/^\s*at /m);
  });

  test("standard input", async () => {
    expect(await run(pack.command, ["check", "-"], { stdin: readFileSync(mandatory, "utf8") })).toMatchObject({ status: 1, stderr: "" });
    expect(await run(pack.command, ["check", "-"], { stdin: "{" })).toMatchObject({
      status: 2,
      stderr: "tls-ownership: standard input: is not JSON: it breaks off in line 1\n",
    });
  });
});

test("JSON", async () => {
  const { status, stdout } = await check(mandatory, "--format", "json");
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    version: "1.2.3",
    files: [mandatory],
    stacks: ["shop/dev"],
    resources: 1,
    findings: [
      {
        id: "rule[b]",
        policy: "rule",
        level: "mandatory",
        severity: "high",
        urn: urn("b"),
        resource: { type: "aws:route53/zone:Zone", name: "b" },
        stack: "shop/dev",
        location: { file: mandatory, line: 1 },
        description: "A rule.",
        message: "never\nsecond line",
      },
      {
        id: "wish[b]",
        policy: "wish",
        level: "advisory",
        severity: "unspecified",
        urn: urn("b"),
        resource: { type: "aws:route53/zone:Zone", name: "b" },
        stack: "shop/dev",
        location: { file: mandatory, line: 1 },
        description: "A wish.",
        message: "please\nsecond line",
      },
    ],
    summary: { mandatory: 1, advisory: 1 },
    notes: [],
    unfinished: false,
  });
});

describe("what the pack is shown", () => {
  const messages = async (...args: readonly string[]): Promise<string[]> =>
    (JSON.parse((await check(...args, "--format", "json")).stdout) as { findings: { message: string }[] }).findings.map(
      (each) => each.message,
    );

  test("a preview of the stack, by its environment", async () => {
    const file = folder.write("environment.json", state(thing("e", { show: "environment" })));
    expect(await messages(file)).toEqual([
      JSON.stringify([
        ["PULUMI_NODEJS_DRY_RUN", "true"],
        ["PULUMI_NODEJS_PROJECT", "shop"],
        ["PULUMI_NODEJS_STACK", "dev"],
      ]),
    ]);
    expect(await messages(file, production, "--config", folder.write("mute.json", { rule: "disabled" }))).toEqual([
      '[["PULUMI_NODEJS_DRY_RUN","true"]]',
    ]);
  });

  test("a resource's provider, with what the file shows of it", async () => {
    const provider = {
      urn: "urn:pulumi:dev::shop::pulumi:providers:test::main",
      type: "pulumi:providers:test",
      inputs: { region: "here" },
    };
    const subject = { ...thing("p", { show: "provider" }), provider: `${provider.urn}::some-id` };
    expect(await messages(folder.write("provider.json", state(provider, subject)))).toEqual(['provider {"region":"here"}']);
  });

  test("values as deep as they may be", async () => {
    const deep = `{"urn":"${urn("deep")}","type":"aws:route53/zone:Zone","inputs":{"wish":1,"a":${'{"b":'.repeat(990)}1${"}".repeat(990)}}}`;
    expect(await messages(folder.write("deep.json", `{"deployment":{"resources":[${deep}]}}`))).toEqual(["1\nsecond line"]);
  });

  test("a stack of many resources, in one message", async () => {
    const many = Array.from({ length: 3000 }, (_, index) => thing(`t${index}`, { filler: "x".repeat(2000) }));
    expect(await messages(folder.write("many.json", state(...many, thing("b", { wish: 1 }))))).toEqual(["1\nsecond line"]);
  });
});

describe("configuration", () => {
  test("levels and settings are the engine's", async () => {
    const config = folder.write("config.json", {
      rule: "advisory",
      wish: { enforcementLevel: "mandatory" },
      everything: { enforcementLevel: "advisory", greeting: "hi" },
    });
    const { status, stdout } = await check(mandatory, "--config", config, "--format", "json");
    expect(status).toBe(1);
    expect(
      (JSON.parse(stdout) as { findings: { policy: string; level: string; message: string; urn: string | null }[] }).findings,
    ).toMatchObject([
      { policy: "wish", level: "mandatory" },
      { policy: "everything", level: "advisory", message: "hi", urn: null, resource: null, stack: null },
      { policy: "rule", level: "advisory" },
    ]);
    const all = folder.write("all.json", { all: "disabled", everything: "advisory" });
    expect((await check(mandatory, "--config", all)).stdout).toMatch(
      /^advisory {3}everything {2}the stack as a whole\n {4}hello\n\n0 mandatory, 1 advisory;/,
    );
  });

  test.each<[string, unknown, string]>([
    ["an unknown policy", { rulle: "advisory" }, "rulle: the pack has no policy of that name (it has everything, on-input, rule, wish)"],
    ["an unknown level", { rule: "canary" }, "rule: is no enforcement level (they are advisory, mandatory, remediate, disabled)"],
    ["an unknown level in an object", { rule: { enforcementLevel: 3 } }, "rule.enforcementLevel: is no enforcement level"],
    ["a value of the wrong kind", { rule: 1 }, "rule: holds a number, where an enforcement level or an object belongs"],
    ["settings of all", { all: { canary: 1 } }, "all: takes an enforcement level only"],
    ["no object", [], "holds a list, where an object of policy names belongs"],
    ["no JSON", "{canary", "is not JSON"],
  ])("%s is refused", async (what, content, message) => {
    const file = folder.write(`${what}.json`, content);
    const { status, stdout, stderr } = await check(quiet, "--config", file);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`tls-ownership: ${file}: ${message}`);
    expect(stderr).not.toContain("canary");
  });

  test("a file that is not there is refused", async () => {
    expect(await check(quiet, "--config", "none.json")).toMatchObject({ status: 2, stderr: "tls-ownership: none.json: does not exist\n" });
  });
});

describe("files that cannot be read", () => {
  test.each<[string, () => string, string]>([
    ["missing", () => path.join(folder.dir, "none.json"), "does not exist"],
    ["empty", () => folder.write("empty.json", ""), "is empty"],
    [
      "half-written",
      () => folder.write("half.json", '{"deployment": {"resources": [{"urn": "canary'),
      "is not JSON: it breaks off in line 1",
    ],
    ["binary", () => folder.write("binary.json", Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0xff, 0xfe, 0x80])), "is not text"],
    ["another kind of JSON", () => folder.write("package.json", { name: "canary" }), "holds an object that is neither the output of"],
    [
      "without a type",
      () => folder.write("typeless.json", state({ urn: urn("canary") })),
      "deployment.resources[0].type: is nothing, where a text belongs",
    ],
  ])("%s", async (_what, file, message) => {
    const name = file();
    const { status, stdout, stderr } = await check(quiet, name);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`tls-ownership: ${name}: ${message}`);
    expect(stderr).not.toMatch(/canary|^\s*at /m);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test("UTF-16, as PowerShell's redirect writes it, can", async () => {
    const text = Buffer.from(`\uFEFF${readFileSync(mandatory, "utf8")}`, "utf16le");
    expect(await check(folder.write("powershell.json", text))).toMatchObject({ status: 1, stderr: "" });
  });
});

describe("colour", () => {
  const coloured = async (args: readonly string[], environment: Readonly<Record<string, string>>): Promise<boolean> =>
    (await run(pack.command, ["check", mandatory, ...args], { environment })).stdout.includes("\u001b[");

  test("none in a pipe, unless it is forced; NO_COLOR and --no-color win", async () => {
    expect(await coloured([], {})).toBe(false);
    expect(await coloured([], { FORCE_COLOR: "1" })).toBe(true);
    expect(await coloured([], { FORCE_COLOR: "0" })).toBe(false);
    expect(await coloured([], { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
    expect(await coloured(["--no-color"], { FORCE_COLOR: "1" })).toBe(false);
    expect(await coloured(["--format", "json"], { FORCE_COLOR: "1" })).toBe(false);
  });
});

describe("nothing from a file reaches the terminal as a control", () => {
  const hostile = "\u001b]0;owned\u0007\u001b[2J\u009b\u202e\r\n";
  // eslint-disable-next-line no-control-regex -- controls are what this is about
  const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

  test.each(["text", "json"])("%s", async (format) => {
    const file = folder.write("hostile.json", state(thing(`x${hostile}`, { rule: hostile })));
    const { status, stdout } = await check(file, "--format", format);
    expect(status).toBe(1);
    expect(stdout).not.toMatch(controls);
    expect(stdout).toContain("\\u001b]0;owned");
  });

  test("errors", async () => {
    const file = folder.write("hostile-key.json", state({ ...thing("x", {}), propertyDependencies: { [hostile]: 1 } }));
    const { status, stderr } = await check(file);
    expect(status).toBe(2);
    expect(stderr.split("\n").filter((line) => line !== "")).toHaveLength(1);
    expect(stderr).not.toMatch(controls);
    expect((await run(pack.command, [hostile])).stderr).not.toMatch(controls);
  });
});

describe("the command line", () => {
  test("help and version", async () => {
    const overview = await run(pack.command, ["--help"]);
    expect(overview).toMatchObject({ status: 0, stderr: "" });
    expect(overview.stdout).toMatch(/^Usage: tls-ownership COMMAND[^]*tls-ownership check FILE/);
    const help = await run(pack.command, ["check", "--help"]);
    expect(help).toMatchObject({ status: 0, stderr: "" });
    expect(help.stdout).toMatch(/^Usage: tls-ownership check FILE/);
    expect(await run(pack.command, ["check", "-h"])).toMatchObject({ status: 0 });
    expect(await run(pack.command, ["--version"])).toEqual({ status: 0, stdout: "1.2.3\n", stderr: "" });
  });

  test.each([
    [[], "a command is missing"],
    [["chekc"], "unknown command chekc"],
    [["check"], "check needs at least one FILE"],
    [["check", "--colour", "f"], "unknown option '--colour'"],
    [["check", "f", "--config"], "option '--config <value>' argument missing"],
    [["check", "f", "--format", "yaml"], "unknown format yaml (there are text, json, sarif, junit, markdown, html)"],
    [["check", "f", "--format", "constructor"], "unknown format constructor"],
    [["check", "f", "--output", ""], "--output needs the name of a file"],
    [["check", "-", "-"], "standard input can be read once only"],
  ])("%j", async (args, message) => {
    const { status, stdout, stderr } = await run(pack.command, args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^tls-ownership: .*; see tls-ownership --help\n$/);
    expect(stderr).toContain(message);
  });
});

describe("the pack itself, on recorded files", () => {
  const command = path.join(packDir, "bin", "cli", "main.js");
  const recorded = (name: string): string => path.join(packDir, "test", "recordings", name);
  const findings = async (...files: readonly string[]): Promise<{ policies: string[]; outcome: Outcome }> => {
    const outcome = await run(command, ["check", ...files, "--format", "json"]);
    const { findings: found } = JSON.parse(outcome.stdout) as { findings: { policy: string; level: string }[] };
    return { policies: found.filter((each) => each.level === "mandatory").map((each) => each.policy), outcome };
  };

  test.each(["incident-first-preview.preview.json", "incident-deployed.state.json", "unknown-cluster.preview.json"])("%s", async (name) => {
    const { policies, outcome } = await findings(recorded(name));
    expect(outcome).toMatchObject({ status: 1, stderr: "" });
    expect(policies).toContain("tls-name-single-owner");
    expect(outcome.stdout).not.toMatch(/\[secret\]|v1:|CANARY/);
  });

  test("two stacks, each of them clean: the conflict between them shows", async () => {
    interface State {
      deployment: { resources: { type: string }[] };
    }
    const whole = JSON.parse(readFileSync(recorded("incident-deployed.state.json"), "utf8")) as State;
    const part = (file: string, stack: string, keep: (type: string) => boolean): string => {
      const resources = whole.deployment.resources.filter(({ type }) => type.startsWith("pulumi:") || keep(type));
      return folder.write(
        file,
        JSON.stringify({ version: 3, deployment: { resources } }).replaceAll("urn:pulumi:steady", `urn:pulumi:${stack}`),
      );
    };
    const edge = part("edge.json", "edge", (type) => type === "fastly:index/tlsSubscription:TlsSubscription");
    const cluster = part("cluster.json", "cluster", (type) => type === "kubernetes:cert-manager.io/v1:Certificate");
    expect((await findings(edge)).policies).toEqual([]);
    expect((await findings(cluster)).policies).toEqual([]);
    expect((await findings(edge, cluster)).policies).toEqual(["tls-name-single-owner"]);
  });
});
