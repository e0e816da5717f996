import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, symlinkSync, cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Ajv from "ajv";
import { AnalyzerError } from "./support/analyzer";
import { ownershipIn, parseOwnershipFile, readOwnershipFile } from "../readers/ownership-file";
import type { StackResource } from "../cli/stack-resource";
import {
  certManager,
  dns01,
  fastly,
  http01,
  ingress,
  judged,
  kubernetesObject,
  packDir,
  provider,
  route53,
  secretObject,
  startPack,
  stateOf,
  unknown,
  updated,
  type Config,
  type Update,
  type Violation,
} from "./support";
import { Folder, run, type Outcome } from "./cli/command";

const folder = new Folder();
afterAll(() => folder.remove());

const sources = {
  "shop/prod": { kind: "stack", asOf: "2026-11-20" },
  "platform/prod": { kind: "stack", asOf: "2026-11-24" },
  production: { kind: "cluster", asOf: "2026-11-25" },
};

const command = path.join(packDir, "bin", "cli", "main.js");
const stackFile = folder.write("stack.json", stateOf(fastly.subscription("own-tls", ["www.example.org"])));
const check = async (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Outcome> =>
  run(command, ["check", stackFile, ...args], { environment });

let written = 0;
const write = (content: unknown): string => folder.write(`${String(++written)}/ownership.json`.replace("/", "-"), content);

const now = new Date("2026-11-25T12:00:00Z");

interface Informed {
  preview(resources: readonly StackResource[], config?: Config): Violation[];
  update(resources: readonly StackResource[], config?: Config): Update;
}

/** Runs `use` with the judgement of those who have the file. test/parity.test.ts has one of them through the SDK. */
function withFile(content: object, use: (informed: Informed) => void): void {
  const file = JSON.stringify({ version: 1, sources, ...content });
  const surroundings = { now, elsewhere: readOwnershipFile(ownershipIn(file), "ownership.json", now) };
  use({
    preview: (resources, config = {}) => judged(resources, config, surroundings),
    update: (resources, config = {}) => updated(resources, config, surroundings),
  });
}

function preview(content: object, resources: readonly StackResource[], config: Config = {}): Violation[] {
  let found: Violation[] = [];
  withFile(content, (informed) => {
    found = informed.preview(resources, config);
  });
  return found;
}

const subscription = (names: readonly string[], more: object = {}): object => ({
  source: "platform/prod",
  vendor: "fastly",
  name: "edge-tls",
  names,
  ...more,
});
const certificate = (names: readonly string[], more: object = {}): object => ({
  source: "shop/prod",
  namespace: "shop",
  name: "web",
  names,
  issuer: { kind: "ClusterIssuer", name: "letsencrypt-production" },
  ...more,
});
const issuer = (more: object = {}): object => ({
  kind: "ClusterIssuer",
  name: "letsencrypt-production",
  type: "acme",
  solvers: [{ method: "dns01", provider: "route53" }],
  ...more,
});

/** Resources of a stack with the same name in the file and the URNs. */
const place = (stack: string): { project: string; stack: string } => {
  const [project = "", name = ""] = stack.split("/");
  return { project, stack: name };
};
const edge = fastly.subscription("own-tls", ["www.example.org"]);
const web = certManager.certificate("web", { dnsNames: ["www.example.org"], namespace: "shop" });
const policiesOf = (violations: readonly Violation[]): string[] => violations.map(({ policy }) => policy);

describe("what others own counts", () => {
  test("a subscription here and a certificate there: both are named, with where the latter stands and how old that is", () => {
    const [found, ...more] = preview({ certificates: [certificate(["www.example.org"])] }, [edge]);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ policy: "tls-name-single-owner", level: "mandatory", urn: edge.urn });
    expect(found?.message).toContain('TlsSubscription "own-tls" of stack shop/dev lists www.example.org');
    expect(found?.message).toMatch(/Certificate "web" of stack shop\/prod \(from ownership\.json, as of 2026-11-20, 5 days old\)/);
    expect(found?.message).toContain("no longer tells how things are, write it anew");
  });

  test("a certificate here and a subscription there: the finding is the certificate's, and tells how to give way", () => {
    const found = preview({ subscriptions: [subscription(["www.example.org", "example.org"])] }, [web]);
    expect(found).toMatchObject([{ policy: "tls-name-single-owner", level: "mandatory", urn: web.urn }]);
    expect(found[0]?.message).toMatch(
      /TlsSubscription "edge-tls" of stack platform\/prod \(from ownership\.json, as of 2026-11-24, 1 day old\)/,
    );
    expect(found[0]?.message).toContain('Fix: leave www.example.org out of Certificate "web", since it has an owner elsewhere.');
    expect(found[0]?.message).toContain('out of `domains` of TlsSubscription "edge-tls" of stack platform/prod');
  });

  test("names that a console keeps, by the owner's own name", () => {
    const names = [{ names: ["www.example.org"], owner: "the Fastly console", record: "CNAME" }];
    const found = preview({ names }, [web]);
    expect(found).toMatchObject([{ policy: "tls-name-single-owner", urn: web.urn }]);
    expect(found[0]?.message).toMatch(
      /the Fastly console keeps a certificate for www\.example\.org \(from \S+, which does not say as of when\)/,
    );
    expect(found[0]?.message).toContain("let the Fastly console give up www.example.org.");
  });

  test("a subscription there that takes the name of an origin here is a finding of the service", () => {
    const service = fastly.service("edge", { domains: ["shop.example.org"], backends: ["origin.example.org"] });
    const found = preview({ subscriptions: [subscription(["origin.example.org", "shop.example.org"])] }, [service]);
    expect(found).toMatchObject([{ policy: "origin-outside-edge-subscription", level: "mandatory", urn: service.urn }]);
    expect(found[0]?.message).toContain('TlsSubscription "edge-tls" of stack platform/prod');
  });

  test("but not what others leave open among themselves", () => {
    const solvers = [http01(), dns01({ dnsZones: [unknown] })];
    const file = { subscriptions: [subscription(["www.example.org"])], certificates: [certificate(["www.example.org"])] };
    const open = certManager.clusterIssuer("letsencrypt-production", solvers);
    expect(policiesOf(preview(file, [open, edge]))).toEqual(["ownership-undetermined", "tls-name-single-owner"]);
    expect(preview(file, [open])).toEqual([]);
  });

  test("a record here that stands in the way of a certificate there", () => {
    const record = route53.record("_acme-challenge.www.example.org", "CNAME", ["abc.fastly-validations.com"]);
    const found = preview({ certificates: [certificate(["www.example.org"])], issuers: [issuer()] }, [record]);
    expect(found).toMatchObject([{ policy: "acme-challenge-cname-expected", level: "mandatory", urn: record.urn }]);
    expect(found[0]?.message).toMatch(/ClusterIssuer letsencrypt-production, DNS-01 from ownership\.json/);
  });

  test("a solver there that is for no name of a certificate here", () => {
    const solvers = [{ method: "dns01", provider: "route53", selector: { dnsZones: ["example.com"] } }];
    const found = preview({ issuers: [issuer({ source: "platform/prod", solvers })] }, [web]);
    expect(found).toMatchObject([{ policy: "certificate-issuable", level: "mandatory", urn: web.urn }]);
    expect(found[0]?.message).toMatch(
      /No solver of ClusterIssuer "letsencrypt-production" of stack platform\/prod \(from .* 1 day old\) is for/,
    );
  });

  test("a second writer of a Secret, in a cluster that is known to be the same", () => {
    const kubernetes = provider("kubernetes", "k8s", { kubeconfig: "clusters: [{cluster: {server: https://k8s.example.org}}]" });
    const secret = secretObject("web-tls", { "tls.crt": "", "tls.key": "" }, { namespace: "shop", provider: kubernetes });
    const content = {
      clusters: { production: { server: "https://k8s.example.org" } },
      certificates: [certificate(["www.example.org"], { source: "production", cluster: "production", secret: "web-tls" })],
    };
    const found = preview(content, [secret]);
    expect(found).toMatchObject([{ policy: "tls-secret-single-writer", level: "mandatory", urn: secret.urn }]);
    expect(found[0]?.message).toMatch(/Certificate "web" of cluster production \(from \S+, as of 2026-11-25, today\) writes it/);
    const elsewhere = { ...content, clusters: { production: { server: "https://other.example.org" } } };
    expect(preview(elsewhere, [secret])).toEqual([]);
    expect(preview({ ...content, clusters: {} }, [secret])).toEqual([]);
  });

  test("an unknown issuer of a certificate there leaves open what a subscription here may do", () => {
    const content = {
      issuers: [issuer({ solvers: [{ method: "http01", selector: { matchLabels: { by: "http" } } }, { method: "dns01" }] })],
      certificates: [certificate(["www.example.org"])],
    };
    expect(preview(content, [edge])).toMatchObject([{ policy: "ownership-undetermined", level: "advisory", urn: edge.urn }]);
    const labelled = { ...content, certificates: [certificate(["www.example.org"], { labels: {} })] };
    expect(policiesOf(preview(labelled, [edge]))).toEqual(["tls-name-single-owner"]);
    const byHttp = { ...content, certificates: [certificate(["www.example.org"], { labels: { by: "http" } })] };
    expect(preview(byHttp, [edge])).toEqual([]);
  });
});

describe("an update", () => {
  test("refuses the second owner of a name whose first stands in another stack, whichever side is here", () => {
    withFile({ subscriptions: [subscription(["www.example.org"])], certificates: [certificate(["shop.example.org"])] }, (informed) => {
      const other = fastly.subscription("other-tls", ["shop.example.org"]);
      const fine = fastly.subscription("fine-tls", ["fine.example.org"]);
      expect(informed.update([fine, web]).refused).toBe(web.urn);
      const refused = informed.update([fine, other]);
      expect(refused.refused).toBe(other.urn);
      expect(refused.violations[0]?.message).toMatch(/of stack shop\/prod \(from ownership\.json, as of 2026-11-20, 5 days old\)/);
      expect(informed.update([fine])).toEqual({ violations: [] });
    });
  });

  test("is not refused for what a cluster said before: the same update may be about to change it", () => {
    const content = { certificates: [certificate(["www.example.org"], { source: "production", cluster: "production" })] };
    withFile(content, (informed) => {
      const moved = certManager.certificate("web", { dnsNames: ["other.example.org", "www.example.org"], namespace: "shop" });
      const kept = certManager.certificate("web", { dnsNames: ["other.example.org"], namespace: "shop" });
      expect(informed.update([edge, kept]).refused).toBeUndefined();
      expect(informed.update([edge, moved]).refused).toBe(moved.urn);
    });
  });

  test("knows issuers from the file", () => {
    const content = {
      subscriptions: [subscription(["www.example.org"])],
      issuers: [issuer({ name: "internal-ca", type: "private", solvers: undefined })],
    };
    withFile(content, (informed) => {
      const inner = certManager.certificate("web", {
        dnsNames: ["www.example.org"],
        issuerRef: { kind: "ClusterIssuer", name: "internal-ca" },
      });
      expect(informed.update([inner])).toEqual({ violations: [] });
      expect(informed.update([web]).refused).toBe(web.urn);
    });
  });
});

describe("it leaves alone", () => {
  test("a stack that the file speaks of: it speaks for itself, also in an update", () => {
    const content = {
      certificates: [certificate(["www.example.org"])],
      subscriptions: [subscription(["www.example.org"], { source: "shop/prod" })],
    };
    const handedOver = fastly.subscription("own-tls", ["www.example.org"], place("shop/prod"));
    withFile(content, (informed) => {
      expect(informed.preview([handedOver])).toEqual([]);
      expect(informed.update([handedOver])).toEqual({ violations: [] });
      expect(policiesOf(informed.preview([edge]))).toEqual(["tls-name-single-owner"]);
    });
  });

  test("an object that the stack declares and the cluster shows as it was", () => {
    const inCluster = { source: "production", cluster: "production" };
    const content = { certificates: [certificate(["www.example.org", "old.example.org"], inCluster)] };
    const shrunk = certManager.certificate("web", { dnsNames: ["old.example.org"], namespace: "shop" });
    expect(preview(content, [shrunk, edge])).toEqual([]);
    const byIngress = { certificates: [certificate(["www.example.org", "old.example.org"], { ...inCluster, kind: "Ingress" })] };
    expect(preview(byIngress, [ingress("web", { hosts: ["old.example.org"] }, { namespace: "shop" }), edge])).toEqual([]);
    const elsewhere = certManager.certificate("web", { dnsNames: ["old.example.org"], namespace: "other" });
    expect(policiesOf(preview(content, [elsewhere, edge]))).toEqual(["tls-name-single-owner"]);
    // Of a cluster that may be another, with no name in common, it is another object.
    const namesake = certManager.certificate("web", { dnsNames: ["namesake.example.org"], namespace: "shop" });
    expect(policiesOf(preview(content, [namesake, edge]))).toEqual(["tls-name-single-owner"]);
  });

  test("an object that the stack deletes, as long as the file has it as the stack's, too", () => {
    const content = {
      certificates: [
        certificate(["www.example.org"]),
        certificate(["www.example.org"], { source: "production", cluster: "production", secret: "web-tls" }),
      ],
    };
    expect(preview(content, [fastly.subscription("own-tls", ["www.example.org"], place("shop/prod"))])).toEqual([]);
    const found = preview(content, [edge]);
    expect(found[0]?.message.match(/Certificate "web"/g)).toHaveLength(1);
  });

  test("a subscription that one stack keeps and this one only reads", () => {
    const read = fastly.subscription("own-tls", ["www.example.org"], { outputs: { id: "abc123" } });
    expect(preview({ subscriptions: [subscription(["www.example.org"], { id: "abc123" })] }, [read])).toEqual([]);
    expect(policiesOf(preview({ subscriptions: [subscription(["www.example.org"], { id: "other" })] }, [read]))).toEqual([
      "tls-name-single-owner",
    ]);
  });

  test("conflicts that only others have with one another, also beside a certificate here that needs no record", () => {
    const content = { certificates: [certificate(["www.example.org"])], subscriptions: [subscription(["www.example.org"])] };
    const byHttp = [
      certManager.clusterIssuer("by-http", [http01()]),
      certManager.certificate("mine", {
        dnsNames: ["www.example.org"],
        issuerRef: { kind: "ClusterIssuer", name: "by-http" },
      }),
    ];
    withFile(content, (informed) => {
      expect(informed.preview([route53.zone("zone", "example.net")])).toEqual([]);
      expect(informed.preview(byHttp)).toEqual([]);
      expect(
        informed.preview([fastly.subscription("own-tls", ["fine.example.org"])], {
          "tls-name-single-owner": { certManagerNames: ["www.example.org"] },
        }),
      ).toEqual([]);
    });
  });

  test("certificates of private, external and HTTP-01 issuers, here and there", () => {
    const issuers = ["ClusterIssuer private", "ClusterIssuer by-http", "AWSPCAClusterIssuer pca awspca.cert-manager.io"].map((each) => {
      const [kind = "", name = "", group = "cert-manager.io"] = each.split(" ");
      return { kind, name, group };
    });
    const content = {
      issuers: [
        issuer({ name: "private", type: "private", solvers: undefined }),
        issuer({ name: "by-http", solvers: [{ method: "http01" }] }),
      ],
      subscriptions: [subscription(issuers.map(({ name }) => `${name}.here.example.org`))],
      certificates: issuers.map((issuerRef) => certificate([`${issuerRef.name}.there.example.org`], { issuer: issuerRef })),
    };
    const certificates = issuers.map((issuerRef) =>
      certManager.certificate(issuerRef.name, { dnsNames: [`${issuerRef.name}.here.example.org`], issuerRef }),
    );
    const own = fastly.subscription(
      "own-tls",
      issuers.map(({ name }) => `${name}.there.example.org`),
    );
    expect(preview(content, [...certificates, own])).toEqual([]);
  });

  test("an origin whose certificate another stack keeps without a challenge record", () => {
    const service = fastly.service("edge", { domains: ["shop.example.org"], backends: ["origin.example.org"] });
    const own = fastly.subscription("own-tls", ["origin.example.org", "shop.example.org"]);
    const content = { certificates: [certificate(["origin.example.org"])], issuers: [issuer({ solvers: [{ method: "http01" }] })] };
    expect(preview(content, [service, own])).toEqual([]);
    const wildcard = { certificates: [certificate(["*.example.org"])], issuers: [issuer()] };
    expect(preview(wildcard, [service, own])).toEqual([]);
  });

  test("an issuer that the file declares is neither missing nor of the wrong kind", () => {
    const other = certManager.issuer("letsencrypt-production", [dns01()], { namespace: "shop" });
    expect(policiesOf(preview({}, [other, web]))).toEqual(["certificate-issuable"]);
    expect(preview({ issuers: [issuer()] }, [other, web])).toEqual([]);
    expect(preview({ issuers: [issuer({ cluster: "production" })] }, [other, web])).toEqual([]);
  });

  test("a challenge CNAME into a zone of the file, or to an owner in it", () => {
    const delegated = route53.record("_acme-challenge.www.example.org", "CNAME", ["www.acme.example.net"]);
    expect(policiesOf(preview({}, [delegated]))).toEqual(["acme-challenge-cname-expected"]);
    expect(preview({ challengeZones: ["acme.example.net"] }, [delegated])).toEqual([]);
    const toFastly = route53.record("_acme-challenge.www.example.org", "CNAME", ["abc.fastly-validations.com"]);
    expect(preview({ subscriptions: [subscription(["www.example.org"])] }, [toFastly])).toEqual([]);
    expect(preview({ names: [{ names: ["www.example.org"], owner: "console", record: "CNAME" }] }, [toFastly])).toEqual([]);
  });

  test("what another stack's certificate leaves to defaults, and when it ends", () => {
    const release = kubernetesObject("helm.sh/v3", "Release", "cert-manager", { chart: "cert-manager" });
    const found = preview({ certificates: [certificate(["www.example.org"])] }, [release], {
      "certificate-key-pinned": { requirePinnedKeys: true },
    });
    expect(found.filter(({ message }) => message.includes("www.example.org") || message.includes('"web"'))).toEqual([]);
  });

  test("everything, with an empty file", () => {
    expect(preview({ sources: undefined }, [web, fastly.subscription("own-tls", ["fine.example.org"])])).toEqual([]);
    expect(policiesOf(preview({ sources: undefined }, [web, edge]))).toEqual(["tls-name-single-owner"]);
  });

  test("a day to come has no age", () => {
    const late = { "shop/prod": { kind: "stack", asOf: "2026-11-30" } };
    const [found] = preview({ sources: late, certificates: [certificate(["www.example.org"])] }, [edge]);
    expect(found?.message).toMatch(/ownership\.json, as of 2026-11-30\) /);
  });
});

describe("what the file cannot say weakens nothing", () => {
  const conflict = [certManager.certificate("web", { dnsNames: ["www.example.org"], namespace: "shop" }), edge];

  test("an issuer of a cluster that may be another, or of two clusters that differ", () => {
    const privately = { type: "private", solvers: undefined };
    for (const issuers of [
      [issuer({ ...privately, cluster: "staging" })],
      [issuer({ ...privately, cluster: "staging" }), issuer({ cluster: "production" })],
      [issuer({ ...privately, source: "shop/prod" }), issuer({ source: "platform/prod" })],
    ]) {
      const found = preview({ clusters: { production: { server: "https://k8s.example.org" } }, issuers }, conflict);
      expect(policiesOf(found)).toEqual(["tls-name-single-owner"]);
    }
  });

  test("a certificate of which it is not known whether it needs the record: origins and records", () => {
    const service = fastly.service("edge", { domains: ["shop.example.org"], backends: ["www.example.org"] });
    const content = {
      issuers: [issuer({ solvers: [{ method: "http01", selector: { matchLabels: { by: "http" } } }, { method: "dns01" }] })],
      certificates: [certificate(["www.example.org"])],
    };
    expect(policiesOf(preview(content, [service, edge]))).toContain("origin-outside-edge-subscription");
    const record = route53.record("_acme-challenge.www.example.org", "CNAME", ["abc.fastly-validations.com"]);
    expect(policiesOf(preview(content, [record]))).toEqual(["acme-challenge-cname-expected"]);
  });

  test("unknown names here are narrowed as ever", () => {
    const service = fastly.service("edge", { domains: ["shop.example.org"], backends: ["10.0.0.1"] });
    const open = fastly.subscription("own-tls", unknown, { propertyDependencies: { domains: [service] } });
    expect(preview({ certificates: [certificate(["www.example.org"])] }, [service, open])).toEqual([]);
    expect(policiesOf(preview({ certificates: [certificate(["shop.example.org"])] }, [service, open]))).toEqual(["ownership-undetermined"]);
  });
});

/** What both the parser and the published schema must take, and what both must refuse. */
const good: Record<string, object> = {
  "nothing but a version": { version: 1 },
  "a schema for editors": { $schema: "./ownership.schema.json", version: 1 },
  "every key": {
    version: 1,
    sources,
    clusters: { production: { server: "https://k8s.example.org" }, staging: {} },
    issuers: [
      {
        ...issuer({ source: "shop/prod", cluster: "production", server: "https://acme.example.org" }),
        solvers: [
          {
            method: "dns01",
            provider: "acmeDNS",
            cnameStrategy: "Follow",
            selector: { dnsNames: ["a.b"], dnsZones: ["b"], matchLabels: { a: "" } },
          },
          { method: "http01", selector: {} },
        ],
      },
      { kind: "Issuer", namespace: "shop", name: "ca", type: "private" },
      { kind: "ClusterIssuer", name: "empty", type: "acme", solvers: [] },
    ],
    certificates: [
      certificate(["*.Example.ORG.", "xn--bcher-kva.example", "_x.example.org"], { kind: "Ingress", secret: "s", labels: { a: "" } }),
    ],
    subscriptions: [subscription(["a.example.org"], { id: "1", record: "TXT" })],
    challengeZones: ["acme.example.org"],
    names: [{ names: ["b.example.org"], owner: "certbot on web-1", record: "TXT" }],
  },
};
const bad: Record<string, readonly [content: unknown, problem: string]> = {
  "a list": [[], "holds a list, where an object belongs"],
  "no version": [{}, "version: is missing"],
  "another version": [{ version: 2 }, "version: is something else, where 1 belongs"],
  "a version as text": [{ version: "1" }, "version: is a text, where 1 belongs"],
  "a mistyped collection": [{ version: 1, certificate: [] }, "certificate: is no key of the file (it has version, $schema, sources,"],
  "a mistyped key": [{ version: 1, issuers: [issuer({ solver: [] })] }, "issuers[0].solver: is no key of such an entry"],
  "a map for a list": [{ version: 1, names: {} }, "names: is an object, where a list belongs"],
  "a list of texts": [{ version: 1, subscriptions: ["x"] }, "subscriptions[0]: is a text, where an object belongs"],
  "a missing key": [{ version: 1, subscriptions: [{ vendor: "fastly", names: ["a.b"] }] }, "subscriptions[0].name: is missing"],
  "no names": [{ version: 1, subscriptions: [subscription([])] }, "subscriptions[0].names: is empty, where at least one element belongs"],
  "a number as a name": [
    { version: 1, certificates: [certificate([1 as unknown as string])] },
    "certificates[0].names[0]: is a number, where a DNS name",
  ],
  "an IP address": [
    { version: 1, certificates: [certificate(["10.0.0.1"])] },
    "certificates[0].names[0]: is a text that is none, where a DNS name",
  ],
  "a URL": [{ version: 1, challengeZones: ["https://a.example.org"] }, "challengeZones[0]: is a text that is none, where a DNS name"],
  "a wildcard in the middle": [{ version: 1, challengeZones: ["a.*.example.org"] }, "challengeZones[0]: is a text that is none"],
  "a label too long": [{ version: 1, challengeZones: [`${"a".repeat(64)}.org`] }, "challengeZones[0]: is a text that is none"],
  "a name too long": [{ version: 1, challengeZones: [`${"a.".repeat(127)}org`] }, "challengeZones[0]: is a text that is none"],
  "another vendor": [
    { version: 1, subscriptions: [subscription(["a.b"], { vendor: "hetzner" })] },
    "subscriptions[0].vendor: is something else, where one of fastly,",
  ],
  "a record of another type": [
    { version: 1, names: [{ names: ["a.b"], owner: "x", record: "A" }] },
    "names[0].record: is something else, where one of CNAME, TXT belongs",
  ],
  "a blank owner": [
    { version: 1, names: [{ names: ["a.b"], owner: " ", record: "TXT" }] },
    "names[0].owner: is a text that is none, where a text belongs",
  ],
  "an Issuer without namespace": [
    { version: 1, issuers: [{ kind: "Issuer", name: "a", type: "private" }] },
    "issuers[0].namespace: is missing, and an Issuer lies in one",
  ],
  "an ACME issuer without solvers": [
    { version: 1, issuers: [{ kind: "ClusterIssuer", name: "a", type: "acme" }] },
    "issuers[0].solvers: is missing",
  ],
  "another method": [
    { version: 1, issuers: [issuer({ solvers: [{ method: "tls-alpn-01" }] })] },
    "issuers[0].solvers[0].method: is something else",
  ],
  "labels that are no texts": [
    { version: 1, certificates: [certificate(["a.b"], { labels: { a: 1 } })] },
    'certificates[0].labels["a"]: is a number, where a text belongs',
  ],
  null: [{ version: 1, issuers: null }, "issuers: is null, where a list belongs"],
  "a kind of source that there is not": [
    { version: 1, sources: { a: { kind: "team" } } },
    'sources["a"].kind: is something else, where one of stack, cluster, other belongs',
  ],
  "a time of day": [
    { version: 1, sources: { a: { kind: "stack", asOf: "2026-11-25T10:00:00Z" } } },
    'sources["a"].asOf: is a text that is none, where a day such as',
  ],
  "a month that there is not": [
    { version: 1, sources: { a: { kind: "stack", asOf: "2026-13-01" } } },
    'sources["a"].asOf: is a text that is none',
  ],
};

describe("the parser and the published schema agree", () => {
  const accepts = new Ajv({ strict: true, strictRequired: false, strictTypes: false }).compile(
    JSON.parse(readFileSync(path.join(packDir, "ownership.schema.json"), "utf8")) as object,
  );

  test.each(Object.entries(good))("on %s, which is good", (_, content) => {
    const json: unknown = JSON.parse(JSON.stringify(content));
    expect(accepts(json)).toBe(true);
    expect(parseOwnershipFile(json)).toMatchObject({ version: 1 });
  });

  test.each(Object.entries(bad))("on %s, which is not", (_, [content, problem]) => {
    const json: unknown = JSON.parse(JSON.stringify(content));
    expect(accepts(json)).toBe(false);
    expect(() => parseOwnershipFile(json)).toThrow(problem);
  });
});

describe("a broken file ends the pack at its start, with one line", () => {
  async function startedWith(file: string): Promise<string> {
    try {
      const pack = await startPack({ environment: { TLS_OWNERSHIP_FILE: file } });
      await pack.close();
      return "started";
    } catch (error) {
      return error instanceof AnalyzerError ? error.detail : String(error);
    }
  }

  test("that names file, key path and kind, and shows no value", async () => {
    const file = write({ version: 1, issuers: [{ kind: "Issuer", name: "CANARY", namespace: ["CANARY"] }] });
    expect(await startedWith(file)).toBe(`tls-ownership: ${file}: issuers[0].namespace: is a list, where a text belongs`);
  });

  test.each([
    ["no JSON", "{,}", "is not JSON: line 1, column 2"],
    ["half a file", '{"version": 1,', "is not JSON: it breaks off in line 1"],
    ["nothing", "", "is empty"],
  ])("for %s", async (_, content, problem) => {
    const file = write(content);
    expect(await startedWith(file)).toBe(`tls-ownership: ${file}: ${problem}`);
  });

  test("for a file that is named and does not exist, or is a folder", async () => {
    const missing = path.join(folder.dir, "missing.json");
    expect(await startedWith(missing)).toBe(`tls-ownership: ${missing}: does not exist`);
    expect(await startedWith(folder.dir)).toBe(`tls-ownership: ${folder.dir}: is a directory`);
  });

  test("for a pipe, which nobody may ever write to, and for bytes that are no text; of check as well", async () => {
    const pipe = path.join(folder.dir, "pipe");
    expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
    const bytes = write(Buffer.from('{"version": 1, "\xff": 1}', "latin1"));
    for (const [file, problem] of [
      [pipe, "is no ordinary file"],
      [bytes, "is not text: neither UTF-8 nor UTF-16"],
    ] as const) {
      const line = `tls-ownership: ${file}: ${problem}`;
      expect(await startedWith(file)).toBe(line);
      expect(await check([], { TLS_OWNERSHIP_FILE: file })).toEqual({ status: 2, stdout: "", stderr: `${line}\n` });
    }
  });

  test("whose keys cannot steer a terminal", async () => {
    expect(await startedWith(write({ version: 1, "\u001b[2J": 1 }))).toContain("\\u001b[2J: is no key of the file");
  });
});

describe("the pack and check read the same bytes alike", () => {
  const text = JSON.stringify({ version: 1, certificates: [certificate(["www.example.org"])] });
  const bytes: Readonly<Record<string, Buffer>> = {
    "UTF-8": Buffer.from(text),
    "UTF-8 with a byte order mark": Buffer.from(`\uFEFF${text}`),
    "UTF-16, as Windows PowerShell writes it": Buffer.from(`\uFEFF${text}`, "utf16le"),
    "UTF-16 of the other byte order": Buffer.from(`\uFEFF${text}`, "utf16le").swap16(),
  };
  const ids = ({ stdout }: { readonly stdout: string }): string[] =>
    (JSON.parse(stdout) as { findings: { id: string }[] }).findings.map(({ id }) => id);

  test.each(Object.keys(bytes))("%s", async (encoding) => {
    const file = write(bytes[encoding]);
    expect(ids(await check(["--format", "json"], { TLS_OWNERSHIP_FILE: file }))).toEqual(["tls-name-single-owner[www.example.org]"]);
    expect(ids(await check(["--format", "json", "--ownership", file]))).toEqual(["tls-name-single-owner[www.example.org]"]);
  });

  test("the pack too", async () => {
    const pack = await startPack({ environment: { TLS_OWNERSHIP_FILE: write(bytes["UTF-16 of the other byte order"]) } });
    expect(policiesOf(await pack.preview([edge]))).toEqual(["tls-name-single-owner"]);
    await pack.close();
  });

  test("a pipe that was named for this run is read, once", () => {
    const script = `"$0" "$1" check "$2" --format json --ownership <(cat "$3")`;
    const run = spawnSync("bash", ["-c", script, process.execPath, command, stackFile, write(bytes["UTF-8"])], { encoding: "utf8" });
    expect({ status: run.status, stderr: run.stderr, ids: ids(run) }).toEqual({
      status: 1,
      stderr: "",
      ids: ["tls-name-single-owner[www.example.org]"],
    });
  });
});

describe("the file beside PulumiPolicy.yaml", () => {
  const dir = mkdtempSync(path.join(tmpdir(), "pack-"));
  beforeAll(() => {
    for (const name of ["package.json", "PulumiPolicy.yaml", "bin"]) {
      cpSync(path.join(packDir, name), path.join(dir, name), { recursive: true });
    }
    symlinkSync(path.join(packDir, "node_modules"), path.join(dir, "node_modules"), "junction");
    writeFileSync(path.join(dir, "ownership.json"), JSON.stringify({ version: 1, certificates: [certificate(["www.example.org"])] }));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test.each([
    ["is found", {}, ["tls-name-single-owner"]],
    ["gives way to TLS_OWNERSHIP_FILE", { TLS_OWNERSHIP_FILE: "other.json" }, []],
  ])("%s", async (_, environment, expected) => {
    writeFileSync(path.join(dir, "other.json"), '{"version": 1}');
    const pack = await startPack({ packDir: dir, environment });
    try {
      expect(policiesOf(await pack.preview([edge]))).toEqual(expected);
    } finally {
      await pack.close();
    }
  });

  test("is missed where it is a link that leads nowhere: somebody meant it to be read", async () => {
    const file = path.join(dir, "ownership.json");
    rmSync(file);
    symlinkSync("moved.json", file);
    const missed = { status: 2, stdout: "", stderr: `tls-ownership: ${file}: does not exist\n` };
    expect(await run(path.join(dir, "bin", "cli", "main.js"), ["check", stackFile])).toEqual(missed);
  });
});
