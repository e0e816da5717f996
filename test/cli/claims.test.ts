import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { StackResource } from "../../cli/stack-resource";
import { parseUrn } from "../../ownership/urns";
import { certManager, dns01, fastly, http01, ingress, packDir, provider, secret, stack, unknown, type Settings } from "../support";
import { Folder, run, type Outcome } from "./command";

const folder = new Folder();
afterAll(() => folder.remove());

const command = path.join(packDir, "cli", "tls-ownership.js");
const claims = async (args: readonly string[], stdin?: string): Promise<Outcome> =>
  run(command, ["claims", ...args], stdin === undefined ? {} : { stdin });
const check = async (...args: readonly string[]): Promise<Outcome> => run(command, ["check", ...args]);

/** What `pulumi stack export` writes of the resources. */
function exported(name: string, resources: readonly StackResource[], time?: string): string {
  const state = {
    version: 3,
    deployment: {
      ...(time === undefined ? {} : { manifest: { time } }),
      resources: stack(...resources).map(({ urn, type, inputs, outputs, parent, provider: by, propertyDependencies }) => ({
        urn,
        type: parseUrn(urn)?.type ?? type,
        custom: by !== undefined,
        inputs,
        outputs: outputs ?? inputs,
        parent,
        provider: by === undefined ? undefined : `${by.urn}::id`,
        propertyDependencies,
      })),
    },
  };
  return folder.write(name, state);
}

const shop: Settings = { project: "shop", stack: "prod" };
const platform: Settings = { project: "platform", stack: "prod" };
const time = "2026-11-20T23:30:00.5-05:00";
const edge = fastly.subscription("edge-tls", ["www.example.org", "*.Example.org"], { ...shop, outputs: { id: "sub1" } });
const web = certManager.certificate("web", { dnsNames: ["www.example.org"], namespace: "shop" }, platform);
const shopFile = exported("shop.json", [edge], time);
const platformFile = exported("platform.json", [web, certManager.clusterIssuer(undefined, undefined, platform)], time);

/** An object as `kubectl get … -o json` shows it. */
const object = (apiVersion: string, kind: string, name: string, content: object, metadata: object = {}): object => ({
  apiVersion,
  kind,
  metadata: { name, uid: "6a0c", resourceVersion: "1", labels: { team: "shop" }, ...metadata },
  ...content,
});
const list = (...items: object[]): object => ({ apiVersion: "v1", kind: "List", metadata: { resourceVersion: "" }, items });
const issuerRef = { group: "cert-manager.io", kind: "ClusterIssuer", name: "letsencrypt" };
const clusterObjects = list(
  object(
    "cert-manager.io/v1",
    "Certificate",
    "api",
    { spec: { dnsNames: ["api.example.org"], secretName: "api-tls", issuerRef }, status: { notAfter: "2027-01-01T00:00:00Z" } },
    { namespace: "shop" },
  ),
  object(
    "cert-manager.io/v1",
    "Certificate",
    "front-tls",
    { spec: { dnsNames: ["front.example.org"], secretName: "front-tls", issuerRef } },
    { namespace: "shop", ownerReferences: [{ apiVersion: "networking.k8s.io/v1", kind: "Ingress", name: "front", controller: true }] },
  ),
  object(
    "networking.k8s.io/v1",
    "Ingress",
    "front",
    { spec: { tls: [{ hosts: ["front.example.org"], secretName: "front-tls" }] } },
    {
      namespace: "shop",
      annotations: { "cert-manager.io/cluster-issuer": "letsencrypt", "kubectl.kubernetes.io/last-applied-configuration": "CANARY" },
    },
  ),
  object("networking.k8s.io/v1", "Ingress", "plain", { spec: { rules: [{ host: "plain.example.org" }] } }, { namespace: "shop" }),
  object("cert-manager.io/v1", "ClusterIssuer", "letsencrypt", {
    spec: {
      acme: {
        server: "https://acme-v02.api.letsencrypt.org/directory",
        email: "CANARY@example.org",
        externalAccountBinding: { keyID: "CANARY", keySecretRef: { name: "CANARY", key: "CANARY" } },
        solvers: [
          { dns01: { cnameStrategy: "Follow", acmeDNS: { host: "CANARY", accountSecretRef: { name: "CANARY", key: "CANARY" } } } },
          {
            http01: { ingress: {} },
            selector: { dnsNames: ["a.example.org"], dnsZones: ["b.example.org"], matchLabels: { team: "shop" } },
          },
        ],
      },
    },
  }),
  object(
    "cert-manager.io/v1",
    "Issuer",
    "inner",
    { spec: { vault: { server: "https://CANARY", auth: { tokenSecretRef: { name: "CANARY" } } } } },
    { namespace: "shop" },
  ),
  object("v1", "Secret", "front-tls", { data: { "tls.key": "CANARY" } }, { namespace: "shop" }),
);
const clusterFile = folder.write("cluster.json", clusterObjects);
const clusterText = `{
  "version": 1,
  "sources": {
    "production": { "kind": "cluster", "asOf": "2026-11-25" }
  },
  "clusters": {
    "production": { "server": "https://k8s.example.org" }
  },
  "issuers": [
    { "source": "production", "cluster": "production", "kind": "ClusterIssuer", "name": "letsencrypt", "type": "acme", "server": "https://acme-v02.api.letsencrypt.org/directory", "solvers": [{ "method": "dns01", "provider": "acmeDNS", "cnameStrategy": "Follow" }, { "method": "http01", "selector": { "dnsNames": ["a.example.org"], "dnsZones": ["b.example.org"], "matchLabels": { "team": "shop" } } }] },
    { "source": "production", "cluster": "production", "kind": "Issuer", "namespace": "shop", "name": "inner", "type": "private" }
  ],
  "certificates": [
    { "source": "production", "cluster": "production", "namespace": "shop", "name": "api", "names": ["api.example.org"], "issuer": { "kind": "ClusterIssuer", "name": "letsencrypt" }, "secret": "api-tls", "labels": { "team": "shop" } },
    { "source": "production", "cluster": "production", "kind": "Ingress", "namespace": "shop", "name": "front", "names": ["front.example.org"], "issuer": { "kind": "ClusterIssuer", "name": "letsencrypt" }, "labels": { "team": "shop" } }
  ]
}
`;
const production = ["--cluster", "production", "--server", "https://k8s.example.org", "--as-of", "2026-11-25"];

describe("what it writes", () => {
  test("of stacks: one line for each certificate, subscription and issuer, and the day of each state", async () => {
    expect(await claims([platformFile, shopFile])).toEqual({
      status: 0,
      stderr: "",
      stdout: `{
  "version": 1,
  "sources": {
    "platform/prod": { "kind": "stack", "asOf": "2026-11-21" },
    "shop/prod": { "kind": "stack", "asOf": "2026-11-21" }
  },
  "issuers": [
    { "source": "platform/prod", "cluster": "platform/prod cluster", "kind": "ClusterIssuer", "name": "letsencrypt-production", "type": "acme", "server": "https://acme-v02.api.letsencrypt.org/directory", "solvers": [{ "method": "dns01", "provider": "route53" }] }
  ],
  "certificates": [
    { "source": "platform/prod", "cluster": "platform/prod cluster", "namespace": "shop", "name": "web", "names": ["www.example.org"], "issuer": { "kind": "ClusterIssuer", "name": "letsencrypt-production" }, "secret": "web-tls" }
  ],
  "subscriptions": [
    { "source": "shop/prod", "vendor": "fastly", "id": "sub1", "name": "edge-tls", "names": ["*.example.org", "www.example.org"] }
  ]
}
`,
    });
  });

  test("of a cluster: a shim's certificate once, as the object that asks for it, and no secret", async () => {
    expect(await claims([clusterFile, ...production])).toEqual({ status: 0, stderr: "", stdout: clusterText });
  });

  test("the same of YAML, as one list or in many documents, and of standard input", async () => {
    const { items } = clusterObjects as { items: object[] };
    const texts = items.map((item) => JSON.stringify(item));
    const asList = `apiVersion: v1\nkind: List\nitems:\n${texts.map((text) => `- ${text}\n`).join("")}`;
    const documents = texts.map((text) => `---\n# an object\n${text}\n`).join("");
    for (const yaml of [asList, documents]) {
      expect((await claims(["-", ...production], yaml)).stdout).toBe(clusterText);
    }
  });

  test("a folder stands for the files in it", async () => {
    const both = new Folder();
    for (const file of [shopFile, platformFile]) {
      both.write(path.basename(file), readFileSync(file, "utf8"));
    }
    const outcome = await claims([both.dir]);
    both.remove();
    expect(outcome).toEqual(await claims([shopFile, platformFile]));
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
  });

  test("the same bytes whatever the order of sources and objects", async () => {
    const { items } = clusterObjects as { items: object[] };
    const reversed = folder.write("reversed.json", list(...[...items].reverse()));
    const orders = [
      [platformFile, shopFile, clusterFile],
      [reversed, shopFile, platformFile],
      [shopFile, clusterFile, platformFile, reversed],
    ];
    const outputs = await Promise.all(orders.map(async (sources) => (await claims([...sources, ...production])).stdout));
    expect(outputs[0]).toContain('"edge-tls"');
    expect(new Set(outputs).size).toBe(1);
  });

  test("of the only cluster, no cluster at all, so that its issuers hold everywhere", async () => {
    const { stdout } = await claims([clusterFile, "--as-of", "2026-11-25"]);
    expect(stdout).toContain('"kubernetes": { "kind": "cluster", "asOf": "2026-11-25" }');
    expect(stdout).toContain('{ "source": "kubernetes", "kind": "ClusterIssuer", "name": "letsencrypt"');
    expect(stdout).not.toContain('"cluster":');
  });

  test("a cluster by the address of its API where the stack shows it, but not where it is a secret", async () => {
    const kubeconfig = "clusters:\n- cluster:\n    server: https://k8s.example.org:6443\n";
    const of = async (name: string, config: unknown): Promise<string> => {
      const kubernetes = provider("kubernetes", "k8s", { kubeconfig: config }, { project: "platform", stack: "prod" });
      return (await claims([exported(name, [certManager.issuer("a", [dns01()], { ...platform, provider: kubernetes })])])).stdout;
    };
    const shown = await of("shown.json", kubeconfig);
    expect(shown).toContain('"cluster": "k8s.example.org:6443"');
    expect(shown).toContain('"k8s.example.org:6443": { "server": "https://k8s.example.org:6443" }');
    for (const hidden of [secret(kubeconfig), kubeconfig.replace("https://", "https://user:CANARY@")]) {
      const text = await of("hidden.json", hidden);
      expect(text).toContain('"cluster": "platform/prod k8s"');
      expect(text).not.toMatch(/example\.org:6443|CANARY/);
    }
  });

  test("today, for sources that do not tell their day", async () => {
    const before = new Date().toISOString().slice(0, 10);
    const { stdout } = await claims([exported("timeless.json", [edge]), clusterFile]);
    const days = [before, new Date().toISOString().slice(0, 10)];
    expect([...stdout.matchAll(/"asOf": "(.*?)"/g)].every(([, day = ""]) => days.includes(day))).toBe(true);
  });
});

describe("what it leaves out, with a note", () => {
  test("names that are unknown or secret, and issuers that are not known in full", async () => {
    const file = exported("unknown.json", [
      fastly.subscription("partly", ["known.example.org", unknown], { ...shop, outputs: { domains: ["known.example.org", unknown] } }),
      fastly.subscription("secretly", [], {
        ...shop,
        inputs: { domains: secret(["canary.example.org"]) },
        outputs: { domains: secret(["canary.example.org"]) },
      }),
      certManager.certificate("odd", { dnsNames: ["odd.example.org"], issuerRef: { kind: "ClusterIssuer", name: unknown } }, shop),
      certManager.clusterIssuer("half", [dns01({ dnsZones: [unknown] }), http01()], shop),
    ]);
    const { status, stdout, stderr } = await claims([file, "--as-of", "2026-11-25"]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `{
  "version": 1,
  "sources": {
    "shop/prod": { "kind": "stack", "asOf": "2026-11-25" }
  },
  "subscriptions": [
    { "source": "shop/prod", "vendor": "fastly", "name": "partly", "names": ["known.example.org"] }
  ]
}
`,
    });
    expect(stderr.split("\n")).toEqual([
      'note: shop/prod: part of `domains` of TlsSubscription "partly" is unknown or secret, and left out.',
      'note: shop/prod: part of `domains` of TlsSubscription "secretly" is unknown or secret, and left out.',
      'note: shop/prod: something of ClusterIssuer "half" is unknown or secret, and left out.',
      'note: shop/prod: the name or the issuer of Certificate "odd" is unknown or secret, and left out.',
      "",
    ]);
  });

  test("nothing that could steer a terminal", async () => {
    const file = exported("steering.json", [
      fastly.subscription("a\u009b2J\u202e", ["a.example.org", unknown], { ...shop, outputs: { domains: ["a.example.org", unknown] } }),
    ]);
    const { stdout, stderr } = await claims([file]);
    expect(stdout + stderr).not.toMatch(/[\u009b\u202e]/);
    expect((JSON.parse(stdout) as { subscriptions: { name: string }[] }).subscriptions[0]?.name).toBe("a\u009b2J\u202e");
  });
});

describe("an output that exists", () => {
  const handWritten = {
    $schema: "../schemas/ownership.schema.json",
    version: 1,
    sources: { "shop/prod": { kind: "stack", asOf: "2025-01-01" }, "old/prod": { kind: "stack", asOf: "2025-01-01" } },
    clusters: { staging: { server: "https://staging.example.org" } },
    subscriptions: [
      { source: "shop/prod", vendor: "fastly", name: "gone", names: ["gone.example.org"] },
      { source: "old/prod", vendor: "fastly", name: "stays", names: ["stays.example.org"] },
      { vendor: "google", name: "by hand", names: ["hand.example.org"] },
    ],
    challengeZones: ["acme.example.org"],
    names: [{ names: ["console.example.org"], owner: "the console", record: "CNAME" }],
  };

  test("keeps what is not of the sources given, is the same when written twice, and leaves nothing beside it", async () => {
    const dir = path.join(folder.dir, "merged");
    mkdirSync(dir);
    const output = path.join(dir, "ownership.json");
    writeFileSync(output, JSON.stringify(handWritten));
    expect(await claims([shopFile, "--output", output])).toEqual({ status: 0, stdout: "", stderr: "" });
    const text = readFileSync(output, "utf8");
    const merged = JSON.parse(text) as typeof handWritten;
    expect(merged).toEqual({
      ...handWritten,
      sources: { "old/prod": { kind: "stack", asOf: "2025-01-01" }, "shop/prod": { kind: "stack", asOf: "2026-11-21" } },
      subscriptions: [
        { vendor: "google", name: "by hand", names: ["hand.example.org"] },
        { source: "old/prod", vendor: "fastly", name: "stays", names: ["stays.example.org"] },
        { source: "shop/prod", vendor: "fastly", id: "sub1", name: "edge-tls", names: ["*.example.org", "www.example.org"] },
      ],
    });
    await claims([shopFile, "--output", output]);
    expect(readFileSync(output, "utf8")).toBe(text);
    expect(readdirSync(dir)).toEqual(["ownership.json"]);
  });

  test("adds up to the same as all sources at once", async () => {
    const output = path.join(folder.dir, "step-by-step.json");
    await claims([shopFile, "--output", output]);
    await claims([clusterFile, ...production, "--output", output]);
    const together = await claims([shopFile, clusterFile, ...production]);
    expect(readFileSync(output, "utf8")).toBe(together.stdout);
  });

  test("stays a link if it is one", async () => {
    const target = folder.write("target.json", { version: 1 });
    const link = path.join(folder.dir, "link.json");
    symlinkSync(target, link);
    await claims([shopFile, "--output", link]);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, "utf8")).toContain("edge-tls");
  });
});

describe("what cannot be used: one line, exit status 2, and nothing written", () => {
  const garbage: Record<string, readonly [content: string | object, problem: string]> = {
    prose: [
      "hello",
      "holds a text that is neither the output of `pulumi stack export` or `pulumi preview --json` nor a list of Kubernetes objects",
    ],
    "broken JSON": ['{"items": [CANARY]}', "is not JSON"],
    "broken YAML": ["apiVersion: v1\nkind: [CANARY", "is neither JSON nor YAML: line 2"],
    nothing: ["", "is empty"],
    "null, which shows no cluster without objects": ["null", "is empty"],
    "a YAML file of separators and comments": ["---\n# CANARY\n---\n", "is empty"],
    "another JSON": [
      { a: 1 },
      "holds an object that is neither the output of `pulumi stack export` or `pulumi preview --json` nor a list of Kubernetes objects",
    ],
    "an object without a name": [
      list({ apiVersion: "v1", kind: "Secret", metadata: {} }),
      "items[0].metadata.name: is nothing, where a text belongs",
    ],
    "a list that is none": [{ apiVersion: "v1", kind: "List", items: "CANARY" }, "items: is a text, where a list belongs"],
    "an item that is none": [list([1]), "items[0]: is a list, where an object belongs"],
    "a second document that is none": [
      "apiVersion: v1\nkind: List\nitems: []\n---\napiVersion: v1\nkind: 5\n",
      "document 2.kind: is a number, where a text belongs",
    ],
    aliases: [
      "apiVersion: v1\nkind: List\nitems: [&a {apiVersion: v1, kind: Pod, metadata: {name: a}}, *a]",
      "uses YAML aliases, which are not read",
    ],
    "a state with a broken resource": [
      { deployment: { resources: [{ urn: "CANARY" }] } },
      "deployment.resources[0].urn: is a text that is no URN",
    ],
    "a preview that failed": [
      { steps: [], diagnostics: [{ severity: "error", message: "CANARY" }] },
      "the preview ended with an error, so resources may be missing from it",
    ],
    "a preview of a part": [
      { steps: [{ op: "create", newState: { urn: web.urn, type: web.type, inputs: {} } }], changeSummary: { same: 4, create: 1 } },
      "the preview leaves out unchanged resources; preview with `--show-sames`, or give the output of `pulumi stack export` as well",
    ],
  };

  test.each(Object.entries(garbage))("%s", async (name, [content, problem]) => {
    const file = folder.write(`${name}.garbage`, content);
    const output = folder.write("kept.json", '{"version": 1}');
    const missing = path.join(folder.dir, "never.json");
    expect(await claims([shopFile, file, "--output", output])).toEqual({
      status: 2,
      stdout: "",
      stderr: `tls-ownership: ${file}: ${problem}\n`,
    });
    expect(readFileSync(output, "utf8")).toBe('{"version": 1}');
    await claims([file, "--output", missing]);
    expect(existsSync(missing)).toBe(false);
    expect((await claims([file])).stdout).toBe("");
  });

  test("an output that is no ownership file stays as it is", async () => {
    const output = folder.write("other.json", '{"version": 1, "certificates": [{"name": "CANARY"}]}');
    expect(await claims([shopFile, "--output", output])).toEqual({
      status: 2,
      stdout: "",
      stderr: `tls-ownership: ${output}: certificates[0].names: is missing\n`,
    });
    expect(readFileSync(output, "utf8")).toContain("CANARY");
  });

  test("an output that cannot be written", async () => {
    const file = path.join(folder.dir, "no-such-folder", "ownership.json");
    expect(await claims([shopFile, "--output", file])).toEqual({
      status: 2,
      stdout: "",
      stderr: `tls-ownership: ${file}: cannot be written: its folder does not exist\n`,
    });
    const dir = path.join(folder.dir, "as-a-folder");
    mkdirSync(dir);
    chmodSync(dir, 0o755);
    expect((await claims([shopFile, "--output", dir])).stderr).toBe(`tls-ownership: ${dir}: cannot be written: it is a directory\n`);
  });

  test.each([
    ["claims needs at least one SOURCE", []],
    ["standard input can be read once only", ["-", "-"]],
    ["--output takes a file", [shopFile, "--output", "-"]],
    ["--as-of takes a day such as 2026-06-03", [shopFile, "--as-of", "yesterday"]],
    ["--server says where the API of a cluster is, which --cluster names", [shopFile, "--server", "https://k8s.example.org"]],
    ["--cluster is empty", [clusterFile, "--cluster", ""]],
    ["unknown option '--outptu'", [shopFile, "--outptu", "x"]],
  ])("%s", async (problem, args) => {
    expect(await claims(args)).toEqual({ status: 2, stdout: "", stderr: `tls-ownership: ${problem}; see tls-ownership --help\n` });
  });
});

describe("from claims to a finding", () => {
  const output = path.join(folder.dir, "ownership.json");

  test.each([
    ["the subscription's", shopFile, platformFile],
    ["the certificate's", platformFile, shopFile],
  ])("two stacks, each clean alone, conflict in the check of %s", async (_, checked, other) => {
    const claimed = path.join(folder.dir, `${path.basename(other)}.ownership`);
    expect((await check(shopFile)).status).toBe(0);
    expect((await check(platformFile)).status).toBe(0);
    await claims([other, "--output", claimed]);
    const { status, stdout } = await check(checked, "--ownership", claimed);
    expect(status).toBe(1);
    expect(stdout).toContain('TlsSubscription "edge-tls" of stack shop/prod');
    expect(stdout).toContain('Certificate "web" of stack platform/prod');
    expect(stdout).toContain(`from ${path.basename(claimed)}, as of 2026-11-21`);
  });

  test("a file of all stacks tells no stack of itself, one by one or together", async () => {
    const calm = exported("calm.json", [fastly.subscription("calm", ["calm.example.org"], { project: "calm", stack: "prod" })]);
    await claims([shopFile, platformFile, calm, "--output", output]);
    expect((await check(calm, "--ownership", output)).status).toBe(0);
    const together = await check(shopFile, platformFile, "--ownership", output);
    expect(together.stdout).toBe((await check(shopFile, platformFile)).stdout);
    expect(together.stdout).not.toContain("ownership.json");
  });

  test("a cluster that Pulumi does not manage counts, unless its issuer asks for no record", async () => {
    const claimed = path.join(folder.dir, "of-cluster.json");
    const names = (issuer: string, solver: object): object =>
      list(
        object(
          "cert-manager.io/v1",
          "Certificate",
          "web",
          { spec: { dnsNames: ["www.example.org"], issuerRef: { kind: "ClusterIssuer", name: issuer } } },
          { namespace: "a" },
        ),
        object("cert-manager.io/v1", "ClusterIssuer", issuer, { spec: solver }),
      );
    await claims([folder.write("dns.json", names("dns", { acme: { solvers: [dns01()] } })), "--output", claimed, ...production]);
    expect((await check(shopFile, "--ownership", claimed)).stdout).toContain(
      'Certificate "web" of cluster production (from of-cluster.json',
    );
    await claims([folder.write("http.json", names("web", { acme: { solvers: [http01()] } })), "--output", claimed, ...production]);
    expect((await check(shopFile, "--ownership", claimed)).status).toBe(0);
    await claims([folder.write("ca.json", names("ca", { ca: {} })), "--output", claimed, ...production]);
    expect((await check(shopFile, "--ownership", claimed)).status).toBe(0);
  });

  test("an Ingress of the stack, and its certificate in the cluster, are one", async () => {
    const own = exported("own.json", [ingress("front", { hosts: ["front.example.org"] }, { ...shop, namespace: "shop" })]);
    const claimed = path.join(folder.dir, "of-shim.json");
    await claims([clusterFile, "--output", claimed, ...production]);
    const taking = exported("taking.json", [
      ingress("front", { hosts: ["front.example.org"] }, { ...shop, namespace: "shop" }),
      fastly.subscription("edge-tls", ["front.example.org"], shop),
    ]);
    expect((await check(own, "--ownership", claimed)).status).toBe(0);
    const { stdout } = await check(taking, "--ownership", claimed);
    expect(stdout).toContain("tls-name-single-owner");
    expect(stdout).not.toContain("of-shim.json");
  });

  test("a broken file is refused by name, before anything is checked", async () => {
    const broken = folder.write("broken.json", { version: 1, names: [{ names: ["a.b"], owner: ["CANARY"], record: "TXT" }] });
    expect(await check(shopFile, "--ownership", broken)).toEqual({
      status: 2,
      stdout: "",
      stderr: `tls-ownership: ${broken}: names[0].owner: is a list, where a text belongs\n`,
    });
    expect((await check(shopFile, "--ownership", "-")).stderr).toBe("tls-ownership: --ownership takes a file; see tls-ownership --help\n");
    const missing = path.join(folder.dir, "missing.json");
    expect((await check(shopFile, "--ownership", missing)).stderr).toBe(`tls-ownership: ${missing}: does not exist\n`);
  });
});
