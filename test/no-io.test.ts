import { readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import type { StackResource } from "../cli/stack-resource";
import { Folder } from "./cli/command";
import {
  canary,
  certManager,
  fastly,
  kubernetesObject,
  packDir,
  route53,
  secretObject,
  startPack,
  unknown,
  type PackOptions,
} from "./support";

/**
 * What the pack's process really does: a witness is loaded before it and writes down every file, connection, look-up and program
 * that it asks for. That its modules could do no more is in network.test.ts.
 */

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

interface Act {
  readonly what: "read" | "write" | "folder" | "list" | "connect" | "listen" | "lookup" | "program";
  readonly detail: string;
}

let runs = 0;

/** @returns what the process did in a preview and an analysis of state, each in its own process, with findings in both. */
async function acts(environment: PackOptions["environment"] = {}, ...more: readonly StackResource[]): Promise<Act[]> {
  const log = folder.write(`witness-${runs++}`, "");
  const witness = { NODE_OPTIONS: `--require ${JSON.stringify(path.join(__dirname, "support", "witness.js"))}`, WITNESS: log };
  const pack = await startPack({ environment: { ...environment, ...witness } });
  const service = fastly.service("edge", { domains: ["www.example.com"], backends: ["shop.example.com"] });
  const stack = [
    service,
    fastly.subscription("edge-tls", unknown, { propertyDependencies: { domains: [service] } }),
    fastly.subscription("shop-tls", ["shop.example.com"]),
    certManager.certificate("shop", { dnsNames: ["shop.example.com"] }),
    certManager.clusterIssuer(),
    route53.record("_acme-challenge.shop.example.com", "CNAME", ["abc.fastly-validations.com"]),
    secretObject("shop", { "tls.crt": canary, "tls.key": canary }),
    ...more,
  ];
  expect((await pack.preview(stack)).length).toBeGreaterThan(1);
  expect((await pack.state(stack)).length).toBeGreaterThan(1);
  await pack.close();
  return readFileSync(log, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Act);
}

const of = (what: Act["what"], all: readonly Act[]): string[] => all.filter((act) => act.what === what).map(({ detail }) => detail);

/** Its own code, that of its dependencies, and what says which pack it is. */
function isOfPack(file: string): boolean {
  const place = path.relative(packDir, file);
  return /^(bin|node_modules)\/.+\.(js|cjs|json|node)$|^(package\.json|PulumiPolicy\.yaml)$/.test(place) || isOfPulumi(file);
}

/** Pulumi's runner looks for a tsconfig.json, and loads npm's code, which looks up how git is to use SSH. */
function isOfPulumi(file: string): boolean {
  return path.resolve(packDir, file) === path.join(packDir, "tsconfig.json") || file === path.join(homedir(), ".gitconfig");
}

test("a preview reads the pack's own code, writes nothing, starts nothing, and asks the network nothing", async () => {
  const all = await acts();
  expect(of("read", all).length).toBeGreaterThan(50);
  expect(of("read", all).filter((file) => !isOfPack(file))).toEqual([]);
  for (const what of ["write", "connect", "lookup", "program"] as const) {
    expect(of(what, all)).toEqual([]);
  }
  // Where a tsconfig.json is, the compiler that Pulumi's runner brings along lists the files of its folder.
  expect(of("list", all).filter((folder) => path.relative(packDir, folder).startsWith(".."))).toEqual([]);
  // Pulumi's runner makes an empty one for the compiler that it brings along.
  expect(of("folder", all).filter((folder) => !folder.startsWith(path.join(tmpdir(), "ts-node-")))).toEqual([]);
});

test("OpenTelemetry, which Pulumi brings along in a version with known vulnerabilities, is never loaded", async () => {
  expect(of("read", await acts()).filter((file) => file.includes("/@opentelemetry/"))).toEqual([]);
});

test("it listens on this machine alone, at one port, for the engine", async () => {
  const all = await acts();
  const listening = of("listen", all).map((options) => JSON.parse(options) as { host?: string; port?: number });
  expect(listening.map(({ host }) => host)).toEqual(["127.0.0.1", "127.0.0.1"]); // one process for each kind of run
});

test("once it listens, it opens no file at all", async () => {
  const all = await acts();
  const listens = all.flatMap(({ what }, index) => (what === "listen" ? [index] : []));
  const [first = -1, second = -1] = listens;
  const nextStart = all.findIndex(({ what }, index) => what === "read" && index > first);
  expect(nextStart).toBeLessThan(second);
  expect(of("read", all.slice(second))).toEqual([]);
});

test("the grammar of alerts' expressions is loaded by the first of them, and nothing else is", async () => {
  const isGrammar = (file: string) => /\/node_modules\/(?:@lezer|@prometheus-io)\//.test(file);
  const rule = kubernetesObject("monitoring.coreos.com/v1", "PrometheusRule", "rules", {
    spec: { groups: [{ name: "group", rules: [{ alert: "Down", expr: "up == 0" }] }] },
  });
  expect(of("read", await acts()).filter(isGrammar)).toEqual([]);
  const all = await acts({}, rule);
  const loaded = of("read", all.slice(all.map(({ what }) => what).lastIndexOf("listen")));
  expect(loaded.length).toBeGreaterThan(0);
  expect(loaded.filter((file) => !isGrammar(file))).toEqual([]);
});

test("of what others own it reads the one file that was named, once", async () => {
  const file = folder.write("others.json", { version: 1, sources: {}, subscriptions: [] });
  const others = of("read", await acts({ TLS_OWNERSHIP_FILE: file })).filter((each) => !isOfPack(each));
  expect(others).toEqual([file, file]); // once in each of the two processes
});

test("the witness sees what it is there for", async () => {
  const { spawnSync } = await import("node:child_process");
  const log = folder.write("witness-itself", "");
  const file = folder.write("seen", "");
  const code = `
    require("fs").readdirSync("."); require("fs").readFileSync(${JSON.stringify(file)}); require("fs").writeFileSync(${JSON.stringify(file)}, "");
    require("net").connect(1, "127.0.0.1").on("error", () => {}); require("dns").lookup("localhost", () => {});
    require("child_process").spawnSync("true"); require("net").createServer().listen(0).close();`;
  spawnSync(process.execPath, ["--require", path.join(__dirname, "support", "witness.js"), "-e", code], {
    env: { ...process.env, WITNESS: log },
  });
  const seen = readFileSync(log, "utf8")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as Act).what);
  expect(new Set(seen)).toEqual(new Set(["read", "list", "write", "connect", "lookup", "program", "listen"]));
});
