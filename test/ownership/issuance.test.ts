import { inventoryOf } from "../../cli/file-inventory";
import type { StackResource } from "../../cli/stack-resource";
import { withElsewhere } from "../../ownership/elsewhere";
import type { Certificate, Inventory } from "../../ownership/inventory";
import { declaredIssuer, issuanceOf, mayNeedRecord, misplacedIssuer } from "../../ownership/issuance";
import { ownershipIn, readOwnershipFile } from "../../readers/ownership-file";
import { certManager, dns01, http01, kubernetesObject, provider, stack, unknown, type Inputs } from "../support";
import { nameOf } from "./solvers";

const name = nameOf("shop.example.org");
const group = "cert-manager.io";
const file = "ownership.json";
const certificate = (issuerRef: Inputs = { group, kind: "ClusterIssuer", name: "le" }, namespace = "default"): StackResource =>
  certManager.certificate("shop", { dnsNames: [name], issuerRef, namespace });
const privateIssuer = (issuer: string, extra: Parameters<typeof kubernetesObject>[4] = {}): StackResource =>
  kubernetesObject("cert-manager.io/v1", "ClusterIssuer", issuer, { spec: { ca: { secretName: "ca" } } }, extra);
/** A second object of that name, as a chart and a program may both declare it. */
const again = (issuer: StackResource): StackResource => ({ ...issuer, urn: `${issuer.urn}-again`, name: `${issuer.name}-again` });
/** Which names it takes is not known. */
const open = (solver: Inputs): Inputs => ({ ...solver, selector: unknown });
/** Of a cluster that may be the certificate's own. */
const elsewhere = { provider: provider("kubernetes", "other", { kubeconfig: unknown }) };
const unnamed = { inputs: { metadata: { name: unknown } } };
const declaredInFile = (entry: Inputs = {}): Inputs => ({
  kind: "ClusterIssuer",
  name: "le",
  type: "acme",
  solvers: [{ method: "dns01", provider: "route53" }],
  ...entry,
});
const byHttp01 = declaredInFile({ solvers: [{ method: "http01" }] });

interface Judged {
  readonly certificate: Certificate;
  readonly inventory: Inventory;
}

function read(resources: readonly StackResource[], content: Inputs = {}): Judged {
  const owned = readOwnershipFile(ownershipIn(JSON.stringify({ version: 1, ...content })), file, new Date(0));
  const inventory = withElsewhere(inventoryOf(stack(...resources)), owned, new Set());
  const read = inventory.certificates.find((each) => each.resource.name === "shop");
  if (read === undefined) {
    throw new Error("There is no certificate.");
  }
  return { certificate: read, inventory };
}

function issuance(resources: readonly StackResource[], content: Inputs = {}, withoutDns01: readonly string[] = []): unknown {
  const judged = read(resources, content);
  return issuanceOf(judged.certificate, name, judged.inventory, new Set(withoutDns01));
}

const assumed = { method: "dns01", issuer: "assumed", provider: { state: "unknown" }, follows: { state: "unknown" } };
const route53 = {
  method: "dns01",
  issuer: "declared",
  provider: { state: "known", value: "route53" },
  follows: { state: "known", value: false },
};
const byWebhook = (webhook: Inputs, settings: Inputs = {}): StackResource =>
  certManager.clusterIssuer("le", [{ dns01: { webhook, ...settings } }]);
const unidentified = { method: "undecided", why: { lacks: "identity" } };

describe("how a certificate will prove its name", () => {
  const cases: Readonly<Record<string, readonly [readonly StackResource[], unknown]>> = {
    "by the declared issuer's solver": [[certificate(), certManager.clusterIssuer("le")], route53],
    "by HTTP-01 where its solver says so": [[certificate(), certManager.clusterIssuer("le", [http01()])], { method: "http01" }],
    "by a provider that looks only where the CNAME leads, whatever its strategy": [
      [certificate(), certManager.clusterIssuer("le", [{ dns01: { acmeDNS: { host: "https://auth.example.org" } } }])],
      { ...route53, provider: { state: "known", value: "acmeDNS" }, follows: { state: "known", value: true } },
    ],
    "by a webhook, which follows as the strategy says": [
      [certificate(), byWebhook({ groupName: "acme.example.org", solverName: "ovh" })],
      { ...route53, provider: { state: "known", value: "webhook" } },
    ],
    "by a webhook that is told to follow": [
      [certificate(), byWebhook({ groupName: "acme.example.org", solverName: "ovh" }, { cnameStrategy: "Follow" })],
      { ...route53, provider: { state: "known", value: "webhook" }, follows: { state: "known", value: true } },
    ],
    "by a webhook of acme-dns, which looks only where the CNAME leads": [
      [certificate(), byWebhook({ groupName: "acme.example.org", solverName: "acme-dns" })],
      { ...route53, provider: { state: "known", value: "acmeDNS" }, follows: { state: "known", value: true } },
    ],
    "by a webhook that may be acme-dns's": [
      [certificate(), byWebhook({ groupName: "acme.example.org", solverName: unknown })],
      { ...route53, provider: { state: "unknown" }, follows: { state: "unknown" } },
    ],
    "by a webhook that may be acme-dns's and is told to follow": [
      [certificate(), byWebhook({ groupName: "acme.example.org", solverName: unknown }, { cnameStrategy: "Follow" })],
      { ...route53, provider: { state: "unknown" }, follows: { state: "known", value: true } },
    ],
    "by the declared issuer where its group is empty": [
      [certificate({ group: "", kind: "ClusterIssuer", name: "le" }), certManager.clusterIssuer("le")],
      route53,
    ],
    "by the declared issuer where its group is that of before 0.11": [
      [certificate({ group: "certmanager.k8s.io", kind: "ClusterIssuer", name: "le" }), certManager.clusterIssuer("le")],
      route53,
    ],
    "by an issuer that nobody declares, taken for DNS-01": [[certificate()], assumed],
    "by no record at a private issuer": [[certificate(), privateIssuer("le")], { method: "no-record" }],
    "by no record where no solver takes the name": [
      [certificate(), certManager.clusterIssuer("le", [dns01({ dnsZones: ["example.net"] })])],
      { method: "no-record" },
    ],
    "by no record at an external issuer, though it has the kind and name of a declared one": [
      [certificate({ group: "ncm.cert-manager.io", kind: "ClusterIssuer", name: "le" }), certManager.clusterIssuer("le")],
      { method: "no-record" },
    ],
    "by no record where it names no issuer at all": [[certificate({ group, kind: "ClusterIssuer" })], { method: "no-record" }],
    "open while the issuer's name is not known": [[certificate({ group, kind: "ClusterIssuer", name: unknown })], { method: "undecided" }],
    "open while the issuer's group is not known": [
      [certificate({ group: unknown, kind: "ClusterIssuer", name: "le" })],
      { method: "undecided" },
    ],
    "by what two issuers of one name both do": [
      [certificate(), certManager.clusterIssuer("le"), again(certManager.clusterIssuer("le"))],
      route53,
    ],
    "by DNS-01 of a provider that two issuers of one name do not agree on": [
      [certificate(), certManager.clusterIssuer("le"), again(certManager.clusterIssuer("le", [{ dns01: { cloudflare: {} } }]))],
      { ...route53, provider: { state: "unknown" } },
    ],
    "by DNS-01 that follows CNAMEs or not, as two issuers of one name do not agree": [
      [
        certificate(),
        certManager.clusterIssuer("le"),
        again(certManager.clusterIssuer("le", [dns01(undefined, { cnameStrategy: "Follow" })])),
      ],
      { ...route53, follows: { state: "unknown" } },
    ],
    "by HTTP-01 as two issuers of one name do": [
      [certificate(), certManager.clusterIssuer("le", [http01()]), again(certManager.clusterIssuer("le", [http01()]))],
      { method: "http01" },
    ],
    "by no record where one issuer of the name asks by HTTP-01 and the other is private": [
      [certificate(), certManager.clusterIssuer("le", [http01()]), again(privateIssuer("le"))],
      { method: "no-record" },
    ],
    "open where one issuer of the name writes a record and the other does not": [
      [certificate(), certManager.clusterIssuer("le"), again(certManager.clusterIssuer("le", [http01()]))],
      unidentified,
    ],
    "open where one issuer of the name writes no record and the other does": [
      [certificate(), again(certManager.clusterIssuer("le")), certManager.clusterIssuer("le", [http01()])],
      unidentified,
    ],
    "by DNS-01 where the issuer that may be meant does so too": [
      [certificate(), certManager.clusterIssuer("le", [dns01()], elsewhere)],
      assumed,
    ],
    "open where an issuer of a cluster that may be the same asks by HTTP-01": [
      [certificate(), certManager.clusterIssuer("le", [http01()], elsewhere)],
      unidentified,
    ],
    "open where an issuer whose name is not known yet asks by HTTP-01": [
      [certificate(), certManager.clusterIssuer("some", [http01()], unnamed)],
      unidentified,
    ],
    "by the issuer of its name, whatever another of unknown name would do": [
      [certificate(), certManager.clusterIssuer("le"), certManager.clusterIssuer("some", [http01()], unnamed)],
      route53,
    ],
  };
  test.each(Object.entries(cases))("%s", (_, [resources, expected]) => {
    expect(issuance(resources)).toEqual(expected);
  });

  test("open while the issuer does not say what it is, or which solver takes the name, and says which issuer that is", () => {
    const ofType = (spec: unknown): StackResource => kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "le", { spec });
    const lacking = (lacks: string): unknown => ({
      method: "undecided",
      why: { lacks, issuer: expect.objectContaining({ kind: "ClusterIssuer" }) as unknown },
    });
    expect(issuance([certificate(), ofType({ acme: unknown })])).toEqual(lacking("type"));
    expect(issuance([certificate(), ofType({ acme: { solvers: [{ dns01: unknown }] } })])).toEqual(lacking("solvers"));
    expect(issuance([certificate(), ofType({ acme: { solvers: [http01(), open(dns01())] } })])).toEqual(lacking("solvers"));
    expect(issuance([certificate(), ofType({ acme: { solvers: [dns01(), open(http01())] } })])).toEqual(lacking("solvers"));
    expect(issuance([certificate(), ofType({ acme: { solvers: [open(dns01())] } })])).toEqual(lacking("solvers"));
  });

  test.each([http01(), dns01()])("open where the solver that it falls to may be of another kind than %j", (first) => {
    const solvers = [first, { dns01: unknown }];
    expect(issuance([certificate(), certManager.clusterIssuer("le", solvers)])).toMatchObject({
      method: "undecided",
      why: { lacks: "solvers" },
    });
  });

  test("open where the first two of three issuers differ", () => {
    const [first, second] = [certManager.clusterIssuer("le"), again(certManager.clusterIssuer("le", [http01()]))];
    expect(issuance([certificate(), first, second, again(second)])).toEqual(unidentified);
  });

  test("by what its solvers agree on, where it is open which of them takes the name", () => {
    const solvers = [dns01(), open(dns01())];
    expect(issuance([certificate(), certManager.clusterIssuer("le", solvers)])).toEqual(route53);
    const differing = [dns01(), { dns01: { cloudflare: {} }, selector: unknown }];
    expect(issuance([certificate(), certManager.clusterIssuer("le", differing)])).toEqual({ ...route53, provider: { state: "unknown" } });
  });

  test("by no record where settings say so of an issuer that nobody declares, or that is not surely the one", () => {
    expect(issuance([certificate()], {}, ["le"])).toEqual({ method: "no-record" });
    expect(issuance([certificate(), certManager.clusterIssuer("le", [dns01()], elsewhere)], {}, ["le"])).toEqual({ method: "no-record" });
    expect(issuance([certificate(), certManager.clusterIssuer("le")], {}, ["le"])).toEqual(route53);
  });
});

describe("what the ownership file adds", () => {
  test("a provider by lego's name, which looks only where the CNAME leads", () => {
    const issuers = [declaredInFile({ solvers: [{ method: "dns01", provider: "acmedns" }] })];
    expect(issuance([certificate()], { issuers })).toMatchObject({
      provider: { state: "known", value: "acmedns" },
      follows: { state: "known", value: true },
    });
  });

  test("its issuer counts as declared, and is named as the source where it writes a record", () => {
    const by = expect.objectContaining({ name: "le", elsewhere: { file } }) as unknown;
    expect(issuance([certificate()], { issuers: [declaredInFile()] })).toEqual({ ...route53, by });
    expect(issuance([certificate()], { issuers: [byHttp01] })).toEqual({ method: "http01" });
  });

  test("the stack's own issuer goes before the file's of the same name, and no file stands behind it", () => {
    expect(issuance([certificate(), certManager.clusterIssuer("le")], { issuers: [byHttp01] })).toEqual(route53);
  });

  test("a private issuer writes no record, whatever solvers the file gives it", () => {
    expect(issuance([certificate()], { issuers: [declaredInFile({ type: "private" })] })).toEqual({ method: "no-record" });
  });

  test("several issuers of one name do not tell which is meant: what nobody declares is taken for DNS-01, unless settings know better", () => {
    const content = { issuers: [declaredInFile(), byHttp01] };
    expect(issuance([certificate()], content)).toEqual(assumed);
    expect(issuance([certificate()], content, ["le"])).toEqual({ method: "no-record" });
  });

  test("several issuers of one name leave a certificate open that the file itself lists", () => {
    const shop = { name: "shop", names: [name], namespace: "default", issuer: { kind: "ClusterIssuer", name: "le", group } };
    expect(issuance([], { certificates: [shop], issuers: [declaredInFile(), byHttp01] }, ["le"])).toEqual(unidentified);
  });

  test("an issuer of a cluster that may be another tells nothing of the stack's certificates, but may be meant by the file's own", () => {
    const content = { clusters: { production: {} }, issuers: [{ ...byHttp01, cluster: "production" }] };
    const shop = { name: "shop", names: [name], namespace: "default", issuer: { kind: "ClusterIssuer", name: "le", group } };
    expect(issuance([certificate()], content)).toEqual(assumed);
    expect(issuance([], { ...content, certificates: [shop] })).toEqual(unidentified);
  });
});

describe("whether any name of a certificate may need a record", () => {
  const cases: Readonly<Record<string, readonly [readonly StackResource[], boolean]>> = {
    "of an external issuer: none": [[certificate({ group: "awspca.cert-manager.io", kind: "AWSPCAClusterIssuer", name: "le" })], false],
    "without an issuer: none": [[certificate({ group, kind: "ClusterIssuer" })], false],
    "of an issuer whose name is not known": [[certificate({ group, kind: "ClusterIssuer", name: unknown })], true],
    "of an issuer that nobody declares": [[certificate()], true],
    "of one with a DNS-01 solver": [[certificate(), certManager.clusterIssuer("le")], true],
    "of one with solvers of both kinds": [[certificate(), certManager.clusterIssuer("le", [http01(), dns01()])], true],
    "of one with HTTP-01 alone: none": [[certificate(), certManager.clusterIssuer("le", [http01(), http01()])], false],
    "of one with a solver that is not known": [[certificate(), certManager.clusterIssuer("le", [http01(), { dns01: unknown }])], true],
    "of one whose list of solvers is not known": [
      [certificate(), kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "le", { spec: { acme: { solvers: unknown } } })],
      true,
    ],
    "of a private issuer: none": [[certificate(), privateIssuer("le")], false],
    "of an issuer that does not say what it is": [
      [certificate(), kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "le", { spec: { acme: unknown } })],
      true,
    ],
    "of two of one name, one of them with DNS-01": [
      [certificate(), certManager.clusterIssuer("le", [http01()]), again(certManager.clusterIssuer("le"))],
      true,
    ],
  };
  test.each(Object.entries(cases))("%s", (_, [resources, expected]) => {
    const judged = read(resources);
    expect(mayNeedRecord(judged.certificate, judged.inventory, new Set())).toBe(expected);
  });

  test("of an issuer that only settings know: none; a declared one speaks for itself", () => {
    const [undeclared, declared] = [read([certificate()]), read([certificate(), certManager.clusterIssuer("le")])];
    expect(mayNeedRecord(undeclared.certificate, undeclared.inventory, new Set(["le"]))).toBe(false);
    expect(mayNeedRecord(declared.certificate, declared.inventory, new Set(["le"]))).toBe(true);
  });

  test("of a private issuer of the ownership file: none, whatever solvers it is given", () => {
    const judged = read([certificate()], { issuers: [declaredInFile({ type: "private" })] });
    expect(mayNeedRecord(judged.certificate, judged.inventory, new Set())).toBe(false);
  });
});

describe("the one issuer that is certain to be asked", () => {
  const patch = kubernetesObject("cert-manager.io/v1", "ClusterIssuerPatch", "le", {
    kind: "ClusterIssuer",
    spec: { acme: { profile: "tlsserver" } },
  });
  const cases: Readonly<Record<string, readonly [readonly StackResource[], string | undefined]>> = {
    "is the declared one": [[certificate(), certManager.clusterIssuer("le")], "le"],
    "is none of another name": [[certificate(), certManager.clusterIssuer("other")], undefined],
    "is none of two": [[certificate(), certManager.clusterIssuer("le"), again(certManager.clusterIssuer("le"))], undefined],
    "is none that is only patched": [[certificate(), patch], undefined],
    "is none of cert-manager's for an external issuer of the same kind and name": [
      [certificate({ group: "ncm.cert-manager.io", kind: "ClusterIssuer", name: "le" }), certManager.clusterIssuer("le")],
      undefined,
    ],
    "is none while the group is not known": [
      [certificate({ group: unknown, kind: "ClusterIssuer", name: "le" }), certManager.clusterIssuer("le")],
      undefined,
    ],
    "is none while the kind is not known": [
      [certificate({ group, kind: unknown, name: "le" }), certManager.clusterIssuer("le")],
      undefined,
    ],
    "is the Issuer of the certificate's namespace": [[certificate({ group, kind: "Issuer", name: "le" }), certManager.issuer("le")], "le"],
    "is no Issuer of another namespace": [
      [certificate({ group, kind: "Issuer", name: "le" }, "shop"), certManager.issuer("le")],
      undefined,
    ],
  };
  test.each(Object.entries(cases))("%s", (_, [resources, expected]) => {
    const judged = read(resources);
    expect(declaredIssuer(judged.certificate, judged.inventory)?.resource.name).toBe(expected);
  });
});

describe("an issuer that stands where cert-manager does not look", () => {
  const ofNamespace = certificate({ group, kind: "Issuer", name: "le" });
  const inShop = certificate({ group, kind: "Issuer", name: "le" }, "shop");
  const [production, staging] = ["production", "staging"].map((server) => ({
    provider: provider("kubernetes", server, { kubeconfig: `clusters: [{cluster: {server: https://${server}.example.org}}]` }),
  }));
  const namespace = kubernetesObject("v1", "Namespace", "shop");
  const cases: Readonly<Record<string, readonly [readonly StackResource[], string | undefined]>> = {
    "a ClusterIssuer where an Issuer of any namespace is wanted": [[inShop, certManager.clusterIssuer("le")], "le"],
    "a ClusterIssuer where an Issuer is wanted": [[ofNamespace, certManager.clusterIssuer("le")], "le"],
    "an Issuer where a ClusterIssuer is wanted": [[certificate(), certManager.issuer("le")], "le"],
    "an Issuer of another namespace, the stack making the certificate's": [[inShop, namespace, certManager.issuer("le")], "le"],
    "no Issuer of a namespace that is not known": [
      [inShop, namespace, certManager.issuer("le", [dns01()], { inputs: { metadata: { name: "le", namespace: unknown } } })],
      undefined,
    ],
    "no Issuer of another namespace, where the certificate's was there before": [[inShop, certManager.issuer("le")], undefined],
    "no Issuer of another namespace, where the stack makes the certificate's in another cluster": [
      [inShop, kubernetesObject("v1", "Namespace", "shop", {}, staging), certManager.issuer("le")],
      undefined,
    ],
    "no Issuer of another namespace, where the stack makes a third": [
      [inShop, kubernetesObject("v1", "Namespace", "other"), certManager.issuer("le")],
      undefined,
    ],
    "no Issuer of another namespace where a ClusterIssuer is wanted": [
      [certificate({ group, kind: "ClusterIssuer", name: "le" }, "shop"), namespace, certManager.issuer("le")],
      undefined,
    ],
    "none of another name": [[ofNamespace, certManager.clusterIssuer("other")], undefined],
    "none beside the one that is wanted": [[ofNamespace, certManager.issuer("le"), certManager.clusterIssuer("le")], undefined],
    "none beside one that may be the one": [
      [ofNamespace, certManager.clusterIssuer("le"), certManager.issuer("le", [dns01()], elsewhere)],
      undefined,
    ],
    "none of another cluster": [[ofNamespace, certManager.clusterIssuer("le", [dns01()], production)], undefined],
    "none for an external issuer": [
      [certificate({ group: "ncm.cert-manager.io", kind: "Issuer", name: "le" }), certManager.clusterIssuer("le")],
      undefined,
    ],
    "none while the group is not known": [
      [certificate({ group: unknown, kind: "Issuer", name: "le" }), certManager.clusterIssuer("le")],
      undefined,
    ],
    "none while the kind is not known": [[certificate({ group, kind: unknown, name: "le" }), certManager.clusterIssuer("le")], undefined],
    "none while the name is not known": [
      [certificate({ group, kind: "Issuer", name: unknown }), certManager.clusterIssuer("le")],
      undefined,
    ],
  };
  test.each(Object.entries(cases))("%s", (_, [resources, expected]) => {
    const judged = read(resources);
    expect(misplacedIssuer(judged.certificate, judged.inventory)?.resource.name).toBe(expected);
  });

  test("none of the ownership file, which need not list every issuer of a cluster", () => {
    const judged = read([ofNamespace], { issuers: [declaredInFile()] });
    expect(misplacedIssuer(judged.certificate, judged.inventory)).toBeUndefined();
  });
});
