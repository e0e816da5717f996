import { readFileSync } from "node:fs";
import path from "node:path";
import { words } from "../../report/message";
import { certManager, fastly, packDir, resource, stateOf, type Settings } from "../support";
import { Folder, run, type Outcome } from "./command";

const command = path.join(packDir, "bin", "cli", "main.js");
const { version } = JSON.parse(readFileSync(path.join(packDir, "package.json"), "utf8")) as { version: string };
const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const check = async (...args: readonly string[]): Promise<Outcome> => run(command, ["check", ...args]);

/** A stack of which nothing is said, one with an advice, and one with a conflict. */
const zone = (name: string, inputs: object = {}): object => ({
  urn: `urn:pulumi:dev::shop::aws:route53/zone:Zone::${name}`,
  type: "aws:route53/zone:Zone",
  inputs: { name: "example.org", ...inputs },
});
const state = (...resources: object[]): object => ({ version: 3, deployment: { resources } });
const unverified = (name: string, settings: Settings = {}) =>
  resource(
    "fastly:index/serviceVcl:ServiceVcl",
    name,
    { domains: [{ name: "www.example.org" }], backends: [{ name: "web", address: "web.example.org", useSsl: true, sslCheckCert: false }] },
    settings,
  );
const conflict = (settings: Settings = {}) => [
  fastly.subscription("tls", ["shop.example.org"], settings),
  certManager.certificate("web", { dnsNames: ["shop.example.org"] }, settings),
];

const quiet = folder.write("quiet.json", state(zone("a")));
const advisory = folder.write("advisory.json", stateOf(unverified("edge")));
const mandatory = folder.write("mandatory.json", stateOf(unverified("edge"), ...conflict()));

describe("exit status and text", () => {
  test("0 when nothing is found", async () => {
    expect(await check(quiet)).toEqual({
      status: 0,
      stdout: `nothing found; 1 resource of 1 stack in 1 file checked by tls-ownership ${version}\n`,
      stderr: "",
    });
  });

  test("0 for advisories", async () => {
    const { status, stdout, stderr } = await check(advisory);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("advisory   edge-trusts-origin  ServiceVcl edge");
    expect(lines[1]).toMatch(/^ {4}Fastly connects to web\.example\.org by TLS/);
    expect(lines.at(-1)).toBe(`0 mandatory, 1 advisory; 3 resources of 1 stack in 1 file checked by tls-ownership ${version}`);
  });

  test("1 for something mandatory, which comes first; stacks are named when there are several", async () => {
    const { status, stdout } = await check(mandatory, folder.write("other.json", stateOf(unverified("other", { stack: "prod" }))));
    expect(status).toBe(1);
    expect(stdout.split("\n").filter((line) => /^\S/.test(line))).toEqual([
      "mandatory  tls-name-single-owner  TlsSubscription tls (shop/dev)",
      "advisory   edge-trusts-origin  ServiceVcl edge (shop/dev)",
      "advisory   edge-trusts-origin  ServiceVcl other (shop/prod)",
      expect.stringMatching(/^1 mandatory, 2 advisory; \d+ resources of 2 stacks in 2 files checked by/),
    ]);
  });

  test("standard input", async () => {
    expect(await run(command, ["check", "-"], { stdin: readFileSync(mandatory, "utf8") })).toMatchObject({ status: 1, stderr: "" });
    expect(await run(command, ["check", "-"], { stdin: "{" })).toMatchObject({
      status: 2,
      stderr: "tls-ownership: standard input: is not JSON: it breaks off in line 1\n",
    });
  });
});

test("JSON: the report as it is documented, each finding with its parts beside the text", async () => {
  const { status, stdout } = await check(mandatory, "--format", "json");
  expect(status).toBe(1);
  const report = JSON.parse(stdout) as { findings: { message: string; what: string; who: string[]; consequence: string; fix: string[] }[] };
  const [first] = report.findings;
  expect(report).toMatchObject({
    version,
    files: [mandatory],
    stacks: ["shop/dev"],
    findings: [
      {
        id: "tls-name-single-owner[shop.example.org]",
        subject: "shop.example.org",
        policy: "tls-name-single-owner",
        level: "mandatory",
        severity: "critical",
        urn: conflict()[0]?.urn,
        resource: { type: "fastly:index/tlsSubscription:TlsSubscription", name: "tls" },
        stack: "shop/dev",
        location: { file: mandatory, line: expect.any(Number) as number },
        description: expect.any(String) as string,
      },
      { id: "edge-trusts-origin[edge backend web]", policy: "edge-trusts-origin", level: "advisory" },
    ],
    summary: { mandatory: 1, advisory: 1 },
    notes: [],
    unfinished: false,
  });
  expect(first?.message.split("\n")).toEqual([
    first?.what,
    ...(first?.who ?? []).map((line) => `  - ${line}`),
    `What will happen: ${first?.consequence ?? ""}`,
    ...(first?.fix ?? []).map((line, index) => `${index === 0 ? "Fix: " : ""}${line}`),
    "tls-name-single-owner[shop.example.org], see docs/policies/tls-name-single-owner.md",
  ]);
});

test("a defect in one rule, or in its words, is a finding of that rule and not the end of all", () => {
  const broken = new Proxy(
    {},
    {
      get: () => {
        throw new RangeError("canary");
      },
    },
  );
  const said = words("edge-trusts-origin", {
    subject: "x",
    problem: { kind: "origin-not-trusted", connection: broken, defect: broken } as never,
  });
  expect(said).toMatchObject({ id: "edge-trusts-origin[x]", fix: [] });
  expect(said.message).toBe(
    "edge-trusts-origin could not finish: an internal error (RangeError) in the policy pack. Please report it; the other policies ran.",
  );
});

describe("what is judged", () => {
  const ids = async (...args: readonly string[]): Promise<string[]> =>
    (JSON.parse((await check(...args, "--format", "json")).stdout) as { findings: { id: string }[] }).findings.map(({ id }) => id);

  test("values as deep as they may be", async () => {
    const deep = JSON.stringify(zone("deep")).replace('"name"', `"a":${'{"b":'.repeat(990)}1${"}".repeat(990)},"name"`);
    expect(await ids(folder.write("deep.json", `{"deployment":{"resources":[${deep}]}}`))).toEqual([]);
    const deeper = deep.replace('{"b":1}', `${'{"b":'.repeat(20)}1${"}".repeat(20)}`);
    expect((await check(folder.write("deeper.json", `{"deployment":{"resources":[${deeper}]}}`))).stderr).toContain("levels deep");
  });

  test("a stack of many resources", async () => {
    const many = Array.from({ length: 3000 }, (_, index) => zone(`t${index}`, { comment: "x".repeat(2000) }));
    const { deployment } = JSON.parse(stateOf(...conflict())) as { deployment: { resources: object[] } };
    expect(await ids(folder.write("many.json", state(...many, ...deployment.resources)))).toEqual([
      "tls-name-single-owner[shop.example.org]",
    ]);
  });
});

describe("configuration", () => {
  test("levels and settings are the engine's", async () => {
    const config = folder.write("config.json", {
      "tls-name-single-owner": "advisory",
      "edge-trusts-origin": { enforcementLevel: "mandatory" },
    });
    const { status, stdout } = await check(mandatory, "--config", config, "--format", "json");
    expect(status).toBe(1);
    expect((JSON.parse(stdout) as { findings: { policy: string; level: string }[] }).findings).toMatchObject([
      { policy: "edge-trusts-origin", level: "mandatory" },
      { policy: "tls-name-single-owner", level: "advisory" },
    ]);
    const all = folder.write("all.json", { all: "disabled", "edge-trusts-origin": "advisory" });
    expect((await check(mandatory, "--config", all)).stdout).toMatch(
      /^advisory {3}edge-trusts-origin {2}ServiceVcl edge\n[^]*\n0 mandatory, 1 advisory;/,
    );
    const exemption = { name: "shop.example.org", reason: "moves to the edge next week", expires: "2099-12-31" };
    const far = folder.write("far.json", { "tls-name-single-owner": { exemptions: [exemption] } });
    expect((await check(mandatory, "--config", far)).stderr).toContain("tls-name-single-owner.exemptions[0].expires: is ");
  });

  test.each<[string, unknown, string]>([
    ["an unknown policy", { rulle: "advisory" }, "rulle: the pack has no policy of that name (it has acme-challenge-cname-expected, "],
    [
      "an unknown level",
      { "edge-trusts-origin": "canary" },
      "edge-trusts-origin: is no enforcement level (they are advisory, mandatory, remediate, disabled)",
    ],
    [
      "an unknown level in an object",
      { "edge-trusts-origin": { enforcementLevel: 3 } },
      "edge-trusts-origin.enforcementLevel: is no enforcement level",
    ],
    [
      "a value of the wrong kind",
      { "edge-trusts-origin": 1 },
      "edge-trusts-origin: holds a number, where an enforcement level or an object belongs",
    ],
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
    [
      "UTF-16 without a byte order mark",
      () => folder.write("no-mark.json", Buffer.from('{"canary": 1}', "utf16le")),
      "is not text: it holds NUL characters, as UTF-16 without a byte order mark does",
    ],
    ["another kind of JSON", () => folder.write("package.json", { name: "canary" }), "holds an object that is neither the output of"],
    [
      "without a type",
      () => folder.write("typeless.json", state({ urn: "urn:pulumi:dev::shop::aws:route53/zone:Zone::canary" })),
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

  test("UTF-16, as PowerShell's redirect writes it, can, and that of the other byte order", async () => {
    const text = Buffer.from(`\uFEFF${readFileSync(mandatory, "utf8")}`, "utf16le");
    expect(await check(folder.write("powershell.json", text))).toMatchObject({ status: 1, stderr: "" });
    expect(await check(folder.write("other-order.json", text.swap16()))).toMatchObject({ status: 1, stderr: "" });
  });
});

describe("colour", () => {
  const coloured = async (args: readonly string[], environment: Readonly<Record<string, string>>): Promise<boolean> =>
    (await run(command, ["check", mandatory, ...args], { environment })).stdout.includes("\u001b[");

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
    const file = folder.write("hostile.json", stateOf(...conflict(), unverified(`x${hostile}`)));
    const { status, stdout } = await check(file, "--format", format);
    expect(status).toBe(1);
    expect(stdout).not.toMatch(controls);
    expect(stdout).toContain("\\u001b]0;owned");
  });

  test("errors", async () => {
    const file = folder.write("hostile-key.json", state({ ...zone("x"), propertyDependencies: { [hostile]: 1 } }));
    const { status, stderr } = await check(file);
    expect(status).toBe(2);
    expect(stderr.split("\n").filter((line) => line !== "")).toHaveLength(1);
    expect(stderr).not.toMatch(controls);
    expect((await run(command, [hostile])).stderr).not.toMatch(controls);
  });
});

describe("the command line", () => {
  test("help and version", async () => {
    const overview = await run(command, ["--help"]);
    expect(overview).toMatchObject({ status: 0, stderr: "" });
    expect(overview.stdout).toMatch(/^Usage: tls-ownership COMMAND[^]*tls-ownership check FILE/);
    const help = await run(command, ["check", "--help"]);
    expect(help).toMatchObject({ status: 0, stderr: "" });
    expect(help.stdout).toMatch(/^Usage: tls-ownership check FILE/);
    expect(await run(command, ["check", "-h"])).toMatchObject({ status: 0 });
    expect(await run(command, ["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
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
    [["check", "-", "--config", "-"], "standard input can be read once only"],
    [["check", "f", "--output", "-"], "--output takes a file"],
  ])("%j", async (args, message) => {
    const { status, stdout, stderr } = await run(command, args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^tls-ownership: .*; see tls-ownership --help\n$/);
    expect(stderr).toContain(message);
  });
});

describe("the pack itself, on recorded files", () => {
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
    expect(outcome.stdout).not.toMatch(/\[secret\]|"v1:|CANARY/);
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
