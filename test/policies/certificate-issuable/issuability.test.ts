import { inventoryOf } from "../../../cli/file-inventory";
import type { StackResource } from "../../../cli/stack-resource";
import { findContradictions, findDefects } from "../../../policies/certificate-issuable/issuability";
import {
  certManager,
  dns01,
  gateway,
  ingress,
  kubernetesObject,
  provider,
  resource,
  secretObject,
  stack,
  unknown,
  type Inputs,
} from "../../support";

const issuerRef = { group: "cert-manager.io", kind: "ClusterIssuer", name: "letsencrypt-production" };
const letsEncrypt = (acme: Inputs = {}): StackResource =>
  kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", {
    spec: { acme: { server: "https://acme-v02.api.letsencrypt.org/directory", solvers: [dns01()], ...acme } },
  });
const shop = (spec: Inputs): StackResource => certManager.certificate("shop", { dnsNames: ["shop.example.org"], issuerRef, spec });
const key = (algorithm: string | undefined, size: number): StackResource => shop({ privateKey: { algorithm, size } });

function defects(...resources: readonly StackResource[]): string[] {
  const inventory = inventoryOf(stack(...resources));
  return inventory.certificates.flatMap((certificate) =>
    findDefects(certificate, inventory, new Set()).map((defect) => (defect.kind === "content" ? defect.property : defect.kind)),
  );
}

describe("keys", () => {
  function refusals(certificate: StackResource): unknown[] {
    const inventory = inventoryOf(stack(letsEncrypt(), certificate));
    return inventory.certificates.flatMap((each) =>
      findDefects(each, inventory, new Set()).map((defect) =>
        defect.kind === "key" ? [defect.refusedBy === "cert-manager" ? "cert-manager" : "Let's Encrypt", defect.size] : defect.kind,
      ),
    );
  }
  const cases: readonly (readonly [string | undefined, number, string | undefined])[] = [
    ["RSA", 2047, "cert-manager"],
    ["RSA", 2048, undefined],
    ["RSA", 2056, "Let's Encrypt"],
    ["RSA", 3072, undefined],
    ["RSA", 4096, undefined],
    ["RSA", 8192, "Let's Encrypt"],
    ["RSA", 8200, "cert-manager"],
    [undefined, 2048, undefined],
    [undefined, 5120, "Let's Encrypt"],
    [undefined, 1024, "cert-manager"],
    ["ECDSA", 256, undefined],
    ["ECDSA", 384, undefined],
    ["ECDSA", 521, "Let's Encrypt"],
    ["ECDSA", 5120, "cert-manager"],
    ["RSA", 521, "cert-manager"],
  ];

  test("of Ed25519 have no size, whatever is written", () => {
    expect(refusals(key("Ed25519", 2048))).toEqual([["Let's Encrypt", undefined]]);
  });

  test.each(cases)("%s of %i bits: refused by %s", (algorithm, size, refusedBy) => {
    expect(refusals(key(algorithm, size))).toEqual(refusedBy === undefined ? [] : [[refusedBy, size]]);
  });

  test("a size that nobody writes, or that is not known yet, is fine for every algorithm", () => {
    for (const algorithm of [undefined, "RSA", "ECDSA"]) {
      expect(refusals(shop({ privateKey: { algorithm } }))).toEqual([]);
      expect(refusals(shop({ privateKey: { algorithm, size: unknown } }))).toEqual([]);
    }
    expect(refusals(shop({ privateKey: { algorithm: "Ed25519" } }))).toEqual([["Let's Encrypt", undefined]]);
  });
});

describe("a common name of its own, for which an Order asks in vain", () => {
  const api = (annotations: Inputs): StackResource =>
    ingress("shop", { hosts: ["shop.example.org"] }, { annotations: { "cert-manager.io/cluster-issuer": issuerRef.name, ...annotations } });
  const cases: Readonly<Record<string, readonly [StackResource, readonly string[]]>> = {
    "in another case": [shop({ commonName: "SHOP.example.org" }), []],
    "among names in another case": [shop({ commonName: "api.example.org", dnsNames: ["API.example.org", "shop.example.org"] }), []],
    "among names that are refused themselves, in another case": [
      shop({ commonName: "shop.example.org.", dnsNames: ["Shop.example.org."] }),
      ["no-name"],
    ],
    "in another case among names that are refused themselves": [
      shop({ commonName: "Shop.example.org.", dnsNames: ["shop.example.org."] }),
      ["no-name"],
    ],
    "nowhere else": [shop({ commonName: "api.example.org" }), ["common-name-apart"]],
    "among other names that are not all known": [shop({ commonName: "api.example.org", dnsNames: ["shop.example.org", unknown] }), []],
    "an Ingress's, nowhere else": [api({ "cert-manager.io/common-name": "api.example.org" }), ["common-name-apart"]],
    "an Ingress's own host": [api({ "cert-manager.io/common-name": "Shop.example.org" }), []],
    "one that an annotation adds": [
      api({ "cert-manager.io/common-name": "API.example.org", "cert-manager.io/alt-names": "www.example.org,api.example.org" }),
      [],
    ],
  };
  test.each(Object.entries(cases))("%s", (_, [certificate, expected]) => {
    expect(defects(letsEncrypt(), certificate)).toEqual(expected);
  });
});

test("a name that only the common name says is asked for by no Order, and needs no solver", () => {
  const solvers = [dns01({ dnsNames: ["shop.example.org"] })];
  expect(defects(letsEncrypt({ solvers }), shop({ commonName: "api.example.org" }))).toEqual(["common-name-apart"]);
  expect(defects(letsEncrypt({ solvers }), shop({ dnsNames: ["shop.example.org", "api.example.org"] }))).toEqual(["no-solver"]);
});

test("an issuer without solvers is right where the account is authorized beforehand", () => {
  expect(defects(letsEncrypt({ solvers: [] }), shop({}))).toEqual([]);
});

test("a shim's object is judged by its annotations, and by no Certificate's rules", () => {
  const annotated = (annotations: Inputs): StackResource =>
    ingress(
      "shop",
      { hosts: ["shop.example.org"] },
      { annotations: { "cert-manager.io/cluster-issuer": "letsencrypt-production", ...annotations } },
    );
  expect(defects(letsEncrypt(), annotated({ "cert-manager.io/usages": "" }))).toEqual(["malformed-annotations"]);
  expect(defects(letsEncrypt(), annotated({}))).toEqual([]);
});

test.each<[string, Inputs, readonly string[]]>([
  ["a common name of 64 bytes", { commonName: "a".repeat(64) }, ["common-name-apart"]],
  ["a common name of 65 bytes", { commonName: "a".repeat(65) }, ["common-name-too-long", "common-name-apart"]],
  ["a common name of 65 bytes and fewer letters", { commonName: `${"a".repeat(63)}ä` }, ["common-name-too-long", "common-name-apart"]],
  ["a Secret's name of 253 characters", { secretName: "a".repeat(253) }, []],
  ["a Secret's name of 254 characters", { secretName: "a".repeat(254) }, ["no-secret-name"]],
  ["a Secret's name of one letter", { secretName: "a" }, []],
  ["a Secret's name with a dot", { secretName: "a.b" }, []],
  ["a Secret's name with hyphens and digits behind a dot", { secretName: "shop.tls-v-2" }, []],
  ["a Secret's name that begins in upper case", { secretName: "Shop-tls" }, ["no-secret-name"]],
  ["a Secret's name that ends in upper case", { secretName: "shop-tlS" }, ["no-secret-name"]],
  ["a Secret's name that ends with a dot", { secretName: "shop-tls." }, ["no-secret-name"]],
  ["a Secret's name whose second part begins with a hyphen", { secretName: "shop.-tls" }, ["no-secret-name"]],
  ["a key of an algorithm that is not known yet", { privateKey: { algorithm: unknown, size: 1024 } }, []],
])("%s", (_, spec, expected) => {
  expect(defects(letsEncrypt(), shop(spec))).toEqual(expected);
});

describe("a kind that no issuer is of", () => {
  const kindOf = (reference: Inputs): string[] => defects(shop({ issuerRef: { ...issuerRef, kind: "Clusterissuer", ...reference } }));
  test("is found whatever the issuer's name, and of cert-manager's own issuers only", () => {
    expect(kindOf({})).toEqual(["no-issuer-kind"]);
    expect(kindOf({ name: unknown })).toEqual(["no-issuer-kind"]);
    expect(kindOf({ group: unknown })).toEqual([]);
    expect(kindOf({ group: "issuers.example.org" })).toEqual([]);
    expect(kindOf({ kind: unknown })).toEqual([]);
  });
});

describe("names that no Order takes", () => {
  test.each([
    " shop.example.org",
    "shop.example.org ",
    "shop.example.org.",
    "shop_1.example.org",
    "shop",
    "shöp.example.org",
    "a b.example.org",
  ])("%j", (text) => {
    expect(defects(letsEncrypt(), shop({ dnsNames: ["www.example.org", text] }))).toContain("no-name");
  });

  test("upper case and A-labels are fine", () => {
    expect(defects(letsEncrypt(), shop({ dnsNames: ["SHOP.example.org", "xn--shp-sna.example.org"] }))).toEqual([]);
  });
});

describe("what Let's Encrypt certifies for nobody, or in one profile only", () => {
  const many = Array.from({ length: 26 }, (_, index) => `name-${index}.example.org`);
  const cases: Readonly<Record<string, readonly [Inputs, Inputs, readonly string[]]>> = {
    "an e-mail address": [{}, { emailAddresses: ["tls@example.org"] }, ["emailAddresses"]],
    "a URI": [{}, { uris: ["spiffe://example.org/shop"] }, ["uris"]],
    "an authority": [{}, { isCA: true }, ["isCA"]],
    "no authority, in so many words": [{}, { isCA: false }, []],
    "perhaps an authority": [{}, { isCA: unknown }, []],
    "an address, in the profile that there is without being asked": [{}, { ipAddresses: ["192.0.2.1"] }, ["ipAddresses"]],
    "an address, in another profile": [{ profile: "tlsserver" }, { ipAddresses: ["192.0.2.1"] }, ["ipAddresses"]],
    "an address, in the profile that allows it": [{ profile: "shortlived" }, { ipAddresses: ["192.0.2.1"] }, []],
    "an address, in a profile that is not known yet": [{ profile: unknown }, { ipAddresses: ["192.0.2.1"] }, []],
    "26 names, of a hundred that are allowed": [{}, { dnsNames: many }, []],
    "26 names, of a hundred that another profile allows": [{ profile: "classic" }, { dnsNames: many }, []],
    "26 names, in a profile that may allow them": [{ profile: unknown }, { dnsNames: many }, []],
    "26 names, of 25 that a profile allows": [{ profile: "tlsserver" }, { dnsNames: many }, ["too-many-names"]],
    "26 names, of 25 that a short profile allows": [{ profile: "shortlived" }, { dnsNames: many }, ["too-many-names"]],
    "25 names, in a profile that allows no more": [{ profile: "tlsserver" }, { dnsNames: many.slice(1) }, []],
    "an end of its own choosing": [{ enableDurationFeature: true }, { duration: "720h" }, ["duration-sent"]],
    "an end that is empty, as charts write it": [{ enableDurationFeature: true }, { duration: "" }, []],
    "an end that the issuer keeps to itself": [{ enableDurationFeature: false }, { duration: "720h" }, []],
    "an end that the issuer may keep to itself": [{ enableDurationFeature: unknown }, { duration: "720h" }, []],
    "no end of its own choosing": [{ enableDurationFeature: true }, {}, []],
    "a name that no public DNS holds": [{}, { dnsNames: ["shop.internal", "shop.example.org"] }, ["no-public-name"]],
    "a name of ten labels": [{}, { dnsNames: ["a.b.c.d.e.f.g.h.example.org"] }, []],
    "a wildcard over ten labels": [{}, { dnsNames: ["*.a.b.c.d.e.f.g.h.example.org"] }, []],
    "a name of eleven labels": [{}, { dnsNames: ["a.b.c.d.e.f.g.h.i.example.org"] }, ["too-many-labels"]],
    "a profile that is gone": [{ profile: "tlsclient" }, {}, ["no-profile"]],
  };
  test.each(Object.entries(cases))("%s", (_, [acme, spec, expected]) => {
    expect(defects(letsEncrypt(acme), shop(spec))).toEqual(expected);
  });
});

describe("a certificate of nothing", () => {
  const ca = kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec: { ca: { secretName: "ca" } } });
  const cases: Readonly<Record<string, readonly [Inputs, readonly string[]]>> = {
    "no name of any kind": [{ dnsNames: [] }, ["no-identity"]],
    "an empty common name": [{ dnsNames: [], commonName: "" }, ["no-identity"]],
    "a common name that is no DNS name": [{ dnsNames: [], commonName: "Shop service" }, []],
    "an address": [{ dnsNames: [], ipAddresses: ["192.0.2.1"] }, []],
    "a common name that is not known yet": [{ dnsNames: [], commonName: unknown }, []],
  };
  test.each(Object.entries(cases))("%s", (_, [spec, expected]) => {
    expect(defects(ca, shop(spec))).toEqual(expected);
  });
});

describe("a Gateway that no cert-manager reads", () => {
  const release = resource("kubernetes:helm.sh/v3:Release", "cert-manager", {
    chart: "cert-manager",
    version: "v1.19.1",
    repositoryOpts: { repo: "https://charts.jetstack.io" },
    values: {},
  });
  const listening = (name: unknown): StackResource => {
    const certificateRefs = [{ group: "", kind: "Secret", name }];
    const listener = {
      name: "https",
      hostname: "shop.example.org",
      port: 443,
      protocol: "HTTPS",
      tls: { mode: "Terminate", certificateRefs },
    };
    return gateway("shop", { hosts: [], spec: { listeners: [listener] } });
  };

  test("waits for a Secret that nothing else writes", () => {
    expect(defects(release, listening("shop-tls"))).toEqual(["gateways-unread"]);
    expect(defects(release, listening("shop-tls"), secretObject("other-tls", {}, { namespace: "default" }))).toEqual(["gateways-unread"]);
  });

  test("is left alone where something else writes the Secret, or where it is not known which that is", () => {
    expect(
      defects(release, listening("shop-tls"), secretObject("shop-tls", { "tls.crt": "", "tls.key": "" }, { namespace: "default" })),
    ).toEqual([]);
    expect(defects(release, listening(unknown))).toEqual([]);
  });

  test("nor a ListenerSet", () => {
    const { spec, ...listenerSet } = listening("shop-tls").inputs;
    const set = kubernetesObject(
      "gateway.networking.k8s.io/v1",
      "ListenerSet",
      "shop",
      { ...listenerSet, spec: { ...(spec as object), parentRef: { name: "edge" } } },
      { namespace: "default" },
    );
    expect(defects(release, set)).toEqual(["gateways-unread"]);
  });

  test("is left alone where any of its cluster's cert-managers reads it", () => {
    const reading = resource("kubernetes:helm.sh/v3:Release", "reading", {
      chart: "cert-manager",
      version: "v1.19.1",
      repositoryOpts: { repo: "https://charts.jetstack.io" },
      values: { config: { enableGatewayAPI: true } },
    });
    expect(defects(release, reading, listening("shop-tls"))).toEqual([]);
  });

  test("of another cluster than that cert-manager's is left alone", () => {
    const other = provider("kubernetes", "other", { kubeconfig: "other" });
    expect(defects({ ...release, provider: other }, listening("shop-tls"))).toEqual([]);
  });
});

test("an Ingress of contradictions is found while any Secret that it waits for has no writer", () => {
  const annotations = { "cert-manager.io/issuer": "le", "cert-manager.io/cluster-issuer": "le" };
  const tls = ["shop", "www"].map((name) => ({ hosts: [`${name}.example.org`], secretName: `${name}-tls` }));
  const both = ingress("shop", { hosts: ["shop.example.org"], spec: { tls } }, { annotations });
  const writer = (name: string): StackResource => secretObject(name, { "tls.crt": "", "tls.key": "" }, { namespace: "default" });
  const found = (...resources: readonly StackResource[]): number => findContradictions(inventoryOf(stack(both, ...resources))).length;
  expect(found()).toBe(1);
  expect(found(writer("shop-tls"))).toBe(1);
  expect(found(writer("shop-tls"), writer("www-tls"))).toBe(0);
});
