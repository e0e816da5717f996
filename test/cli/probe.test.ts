import path from "node:path";
import { packVersion } from "../../cli/pack";
import type { StackResource } from "../../cli/stack-resource";
import { certManager, fastly, packDir, stack, unknown } from "../support";
import { Folder, run, type Outcome } from "./command";

/** What `probe` says of arguments and files. Whom it asks on the network is tested in test/probe/. */

const command = path.join(packDir, "bin", "cli", "main.js");
const version = packVersion();
const folder = new Folder();
afterAll(() => folder.remove());

/** Nobody listens on port 1 of this machine, and nobody else is asked. */
const nowhere = ["--resolver", "127.0.0.1:1", "--connect", "127.0.0.1:1", "--timeout", "1"];

const probe = async (...args: readonly string[]): Promise<Outcome> => run(command, ["probe", ...args]);

function state(resources: readonly StackResource[]): object {
  return {
    version: 3,
    deployment: { resources: stack(...resources).map(({ urn, type, inputs, outputs }) => ({ urn, type, inputs, outputs })) },
  };
}

const certificate = folder.write(
  "certificate.json",
  state([certManager.certificate("web", { dnsNames: ["www.example.test", "*.example.test"] })]),
);
const nothing = folder.write("nothing.json", state([]));

test("every name is asked about, each failure is a line, and no answer at all is status 2", async () => {
  const { status, stdout, stderr } = await probe(certificate, ...nowhere);
  expect({ status, stderr }).toEqual({ status: 2, stderr: "" });
  expect(stdout).toBe(`unanswered  *.example.test  Certificate "web"
    challenge    not known: no DNS server answers at the resolver's address
    CAA          not known: no DNS server answers at the resolver's address, asked for example.test; an authority that gets no answer does not issue
    certificate  not asked: nobody can connect to a wildcard

unanswered  www.example.test  Certificate "web"
    challenge    not known: no DNS server answers at the resolver's address
    CAA          not known: no DNS server answers at the resolver's address, asked for www.example.test; an authority that gets no answer does not issue
    certificate  not known: connection refused

note: No question had an answer: nothing is known of these names.

nothing found; 2 names, 0 questions answered, 5 not; asked by tls-ownership ${version}
`);
});

test("JSON has every field, whatever there is to say", async () => {
  const { status, stdout } = await probe(certificate, "--format", "json", ...nowhere);
  expect(status).toBe(2);
  const report = JSON.parse(stdout) as { names: object[] };
  const failure = "no DNS server answers at the resolver's address";
  expect(report).toMatchObject({
    version,
    files: [certificate],
    stacks: ["shop/dev"],
    summary: { names: 2, broken: 0, doubtful: 0, answered: 0, unanswered: 5 },
    notes: ["No question had an answer: nothing is known of these names."],
  });
  expect(report.names[1]).toEqual({
    name: "www.example.test",
    status: "unanswered",
    claims: [
      {
        urn: expect.stringContaining("::web") as string,
        resource: { type: "kubernetes:cert-manager.io/v1:Certificate", name: "web" },
        stack: "shop/dev",
      },
    ],
    challenge: { name: "_acme-challenge.www.example.test", state: "failed", targets: [], owner: null, wildcard: false, failure },
    caa: { state: "failed", place: "www.example.test", records: [], failure },
    certificate: {
      state: "failed",
      notBefore: null,
      notAfter: null,
      issuer: null,
      covers: null,
      untrusted: null,
      failure: "connection refused",
    },
    findings: [],
  });
});

test("files that claim nothing are asked nothing", async () => {
  expect(await probe(nothing, ...nowhere)).toEqual({
    status: 0,
    stdout: `note: ${nothing} describes no resources.\n\nnothing found; 0 names, 0 questions answered, 0 not; asked by tls-ownership ${version}\n`,
    stderr: "",
  });
});

test("names that the files do not show are told of", async () => {
  const file = folder.write("preview.json", state([fastly.subscription("edge", unknown)]));
  expect((await probe(file, ...nowhere)).stdout).toContain(
    'note: TlsSubscription "edge": the files do not show all of `domains`, and what they do not show was not asked about.\n',
  );
});

test("several stacks are one organisation, and each claim is named with its own", async () => {
  const name = ["www.example.test"];
  const edge = folder.write("edge.json", state([fastly.subscription("edge", name, { stack: "prod", project: "edge" })]));
  const { stdout } = await probe(edge, certificate, ...nowhere);
  expect(stdout).toContain('www.example.test  Certificate "web" of shop/dev and TlsSubscription "edge" of edge/prod\n');
});

test("a preview that ended with an error is no clean bill", async () => {
  const file = folder.write("failed.json", { steps: [], diagnostics: [{ severity: "error", message: "…" }] });
  expect((await probe(file, ...nowhere)).status).toBe(2);
});

describe("refuses, in one line and with status 2,", () => {
  test.each([
    [["--resolver", "dns.example.org"], "--resolver takes an IP address, with or without a port: 127.0.0.1:5353, [::1]:5353"],
    [["--resolver", "127.0.0.1:0"], "--resolver takes an IP address"],
    [["--resolver", "127.0.0.1:70000"], "--resolver takes an IP address"],
    [["--resolver", "[::1]x"], "--resolver takes an IP address"],
    [["--resolver", "[127.0.0.1]:53"], "--resolver takes an IP address"],
    [["--resolver", "fe80::1%eth0"], "--resolver takes an IP address"],
    [["--resolver", ""], "--resolver takes an IP address"],
    [["--connect", "127.0.0.1"], "--connect takes a host and a port: 127.0.0.1:8443, [::1]:8443"],
    [["--connect", "::1:443"], "--connect takes a host and a port"],
    [["--connect", "host:0"], "--connect takes a host and a port"],
    [["--port", "0"], "--port takes a whole number from 1 to 65535"],
    [["--port", "0x1"], "--port takes a whole number"],
    [["--days", "-1"], "option '--days' argument is ambiguous"],
    [["--days=-1"], "--days takes a whole number from 0 to 3650"],
    [["--days", "1.5"], "--days takes a whole number from 0 to 3650"],
    [["--timeout", "0"], "--timeout takes a number from 0.1 to 600"],
    [["--timeout", "1e9"], "--timeout takes a number from 0.1 to 600"],
    [["--concurrency", "1000"], "--concurrency takes a whole number from 1 to 256"],
    [["--format", "yaml"], "unknown format yaml (there are text, json)"],
    [["--colour"], "unknown option '--colour'"],
  ])("%j", async (args, words) => {
    const { status, stdout, stderr } = await probe(nothing, ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.toLowerCase()).toContain(`tls-ownership: ${words.toLowerCase()}`);
    expect(stderr.split("\n")).toHaveLength(2);
  });

  test("no file, and standard input twice", async () => {
    expect((await probe()).stderr).toBe("tls-ownership: probe needs at least one FILE; see tls-ownership --help\n");
    expect((await probe("-", "-")).stderr).toBe("tls-ownership: standard input can be read once only; see tls-ownership --help\n");
  });

  test.each([
    ["garbage", "\u0001", "is not JSON"],
    ["nothing", "", "is empty"],
    ["another document", "[]", "holds a list that is neither"],
    [
      "a state with a bad entry",
      { deployment: { resources: [{ urn: 1 }] } },
      "deployment.resources[0].urn: is a number, where a text belongs",
    ],
  ])("%s", async (_, content, words) => {
    const file = folder.write("bad.json", content);
    const { status, stdout, stderr } = await probe(certificate, file, ...nowhere);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`tls-ownership: ${file}: ${words}`);
    expect(stderr.split("\n")).toHaveLength(2);
  });

  test("a file that is not there, with its name made printable", async () => {
    const { status, stderr } = await probe("no\u001b[31msuch.json", ...nowhere);
    expect({ status, stderr }).toEqual({ status: 2, stderr: "tls-ownership: no\\u001b[31msuch.json: does not exist\n" });
  });
});

test("standard input, and IPv6 addresses for both", async () => {
  const { status, stdout } = await run(command, ["probe", "-", "--resolver", "[::1]:1", "--connect", "[::1]:1", "--timeout", "1"], {
    stdin: JSON.stringify(state([certManager.certificate("web", { dnsNames: ["www.example.test"] })])),
  });
  expect(status).toBe(2);
  expect(stdout).toContain("unanswered  www.example.test");
});

test("help tells every option, and the overview the command", async () => {
  const { status, stdout } = await probe("--help");
  expect(status).toBe(0);
  for (const option of ["resolver", "port", "connect", "days", "timeout", "concurrency", "format", "no-color"]) {
    expect(stdout).toContain(`--${option}`);
  }
  expect((await run(command, ["--help"])).stdout).toContain("tls-ownership probe FILE…\n");
});
