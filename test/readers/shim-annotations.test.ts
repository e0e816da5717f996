import type { Certificate } from "../../ownership/inventory";
import { known, unknown } from "../../ownership/value";
import { object, only, read } from "./kubernetes-objects";
import { later } from "./shown";

/** What annotations of an Ingress say of its certificate: which issuer, how certainly, and whether cert-manager can read it. */

type Annotations = Readonly<Record<string, unknown>>;

const clusterIssuer = { "cert-manager.io/cluster-issuer": "letsencrypt" };

const annotated = (annotations: unknown) =>
  object("networking.k8s.io/v1:Ingress", {
    metadata: { name: "shop", namespace: "web", annotations },
    spec: { tls: [{ hosts: ["shop.example.org"], secretName: "shop-tls" }] },
  });

function issuerOf(annotations: Annotations): Certificate["issuer"] {
  return only(read(annotated(annotations)).certificates).issuer;
}

describe("the issuer that annotations name", () => {
  const older = "certmanager.k8s.io";
  const group = known("cert-manager.io");
  const open = { name: unknown, kind: unknown, group };
  const rows: readonly (readonly [what: string, annotations: Annotations, issuer: Certificate["issuer"]])[] = [
    ["a ClusterIssuer", clusterIssuer, { name: known("letsencrypt"), kind: known("ClusterIssuer"), group }],
    ["an Issuer", { "cert-manager.io/issuer": "own" }, { name: known("own"), kind: known("Issuer"), group }],
    [
      "an external issuer",
      {
        "cert-manager.io/issuer": "pca",
        "cert-manager.io/issuer-kind": "AWSPCAIssuer",
        "cert-manager.io/issuer-group": "awspca.cert-manager.io",
      },
      { name: known("pca"), kind: known("AWSPCAIssuer"), group: known("awspca.cert-manager.io") },
    ],
    [
      "an issuer of a kind and a group that are not known yet",
      { "cert-manager.io/issuer": "own", "cert-manager.io/issuer-kind": later, "cert-manager.io/issuer-group": later },
      { name: known("own"), kind: unknown, group: unknown },
    ],
    [
      "an issuer beside a kind and a group that say nothing",
      { "cert-manager.io/issuer": "own", "cert-manager.io/issuer-kind": "", "cert-manager.io/issuer-group": " " },
      { name: known("own"), kind: known("Issuer"), group },
    ],
    ["an Issuer of the API before 0.11", { [`${older}/issuer`]: "own" }, { name: known("own"), kind: known("Issuer"), group }],
    [
      "an Issuer of the API before 0.11, solved by DNS",
      { [`${older}/issuer`]: "own", [`${older}/acme-challenge-type`]: "dns01" },
      { name: known("own"), kind: known("Issuer"), group },
    ],
    [
      "today's where both APIs are written",
      { ...clusterIssuer, [`${older}/issuer`]: "own" },
      { name: known("letsencrypt"), kind: known("ClusterIssuer"), group },
    ],
    [
      "a ClusterIssuer beside the challenge of the API before 0.11, which nobody reads under today's prefix",
      { ...clusterIssuer, "cert-manager.io/acme-challenge-type": "http01", [`${older}/acme-challenge-type`]: "http01" },
      { name: known("letsencrypt"), kind: known("ClusterIssuer"), group },
    ],
    ["an Issuer that is not known yet", { "cert-manager.io/issuer": later }, open],
    ["a ClusterIssuer that is not known yet", { "cert-manager.io/cluster-issuer": later }, open],
    ["one of two, of which the first is not known yet", { ...clusterIssuer, "cert-manager.io/issuer": later }, open],
    [
      "one of two, of which the second is not known yet",
      { "cert-manager.io/cluster-issuer": later, "cert-manager.io/issuer": "own" },
      open,
    ],
    ["whatever annotations say that are not known yet", later as never, open],
  ];
  it.each(rows)("%s", (_, annotations, issuer) => {
    expect(issuerOf(annotations)).toEqual(issuer);
  });

  it.each(["true", "1", "t", "T", "TRUE", "True"])("tls-acme: %j asks for cert-manager's default", (value) => {
    const reason = "kubernetes.io/tls-acme asks for the default issuer of cert-manager's own settings";
    expect(issuerOf({ "kubernetes.io/tls-acme": value })).toEqual({ ...open, name: { state: "unknown", reason } });
  });

  it("a named issuer counts before tls-acme", () => {
    expect(issuerOf({ ...clusterIssuer, "kubernetes.io/tls-acme": "true" }).name).toEqual(known("letsencrypt"));
  });

  const none: readonly (readonly [what: string, annotations: Annotations | null])[] = [
    ["annotations that are null", null],
    ["annotations of others", { "nginx.ingress.kubernetes.io/ssl-redirect": "true" }],
    ["an empty issuer", { "cert-manager.io/issuer": "" }],
    ["a blank issuer", { "cert-manager.io/cluster-issuer": " " }],
    ["a kind alone", { "cert-manager.io/issuer-kind": "ClusterIssuer" }],
    ["tls-acme: false", { "kubernetes.io/tls-acme": "false" }],
    ["an empty tls-acme", { "kubernetes.io/tls-acme": "" }],
    ["tls-acme that is not known yet", { "kubernetes.io/tls-acme": later }],
    ["HTTP-01 in the API before 0.11", { [`${older}/cluster-issuer`]: "le", [`${older}/acme-challenge-type`]: "http01" }],
    ["both issuers of that API", { [`${older}/cluster-issuer`]: "le", [`${older}/issuer`]: "own" }],
    ["two issuers that are empty", { "cert-manager.io/issuer": "", "cert-manager.io/cluster-issuer": "" }],
    ["a ClusterIssuer and a kind that is not known yet", { ...clusterIssuer, "cert-manager.io/issuer-kind": later }],
    ["a ClusterIssuer and a group that is not known yet", { ...clusterIssuer, "cert-manager.io/issuer-group": later }],
  ];
  it.each(none)("none, by %s", (_, annotations) => {
    const { certificates, secretWriters, contradictoryShims } = read(annotated(annotations));
    expect([certificates, secretWriters, contradictoryShims]).toEqual([[], [], []]);
  });
});

describe("whether a shim certainly writes the Secret", () => {
  const rows: readonly (readonly [what: string, annotations: Annotations, certain: boolean])[] = [
    ["a ClusterIssuer", clusterIssuer, true],
    ["a ClusterIssuer that is not known yet", { "cert-manager.io/cluster-issuer": later }, true],
    [
      "an Issuer with a kind and a group",
      { "cert-manager.io/issuer": "a", "cert-manager.io/issuer-kind": "b", "cert-manager.io/issuer-group": "c" },
      true,
    ],
    ["two issuers, of which one is not known yet", { ...clusterIssuer, "cert-manager.io/issuer": later }, false],
    [
      "a ClusterIssuer that is not known yet, and a kind",
      { "cert-manager.io/cluster-issuer": later, "cert-manager.io/issuer-kind": "A" },
      false,
    ],
    [
      "a ClusterIssuer that is not known yet, and a group",
      { "cert-manager.io/cluster-issuer": later, "cert-manager.io/issuer-group": "a" },
      false,
    ],
    ["the same in the API before 0.11", { "certmanager.k8s.io/cluster-issuer": later, "certmanager.k8s.io/issuer": "a" }, false],
    ["annotations that are not known yet", later as never, false],
  ];
  it.each(rows)("by %s", (_, annotations, certain) => {
    expect(only(read(annotated(annotations)).secretWriters).certain).toBe(certain);
  });
});

describe("annotations that the shims cannot read", () => {
  const malformed = (key: string, value: unknown) =>
    only(read(annotated({ ...clusterIssuer, [`cert-manager.io/${key}`]: value })).certificates).request.malformedAnnotations;

  it.each([
    ["private-key-encoding", ["PKCS1", "PKCS8", later], ["pkcs1", "PEM", ""]],
    ["private-key-rotation-policy", ["Never", "Always", later], ["always", "Sometimes", ""]],
    ["private-key-size", ["4096", "an algorithm's own matter", later], [""]],
    ["revision-history-limit", ["1", "+10", "100", later], ["", "0", "-1", "a1", "1a", "1.5", "many", "9".repeat(30)]],
    ["renew-before-percentage", ["25", "+25", "-5", "0"], ["", "25%", "a25", "2x5", "twenty"]],
    [
      "usages",
      ["server auth", "digital signature, key encipherment,s/mime", later],
      ["", "Server Auth", "server auth,", "server auth;client auth"],
    ],
    ...["organizations", "organizationalunits", "countries", "provinces", "localities", "postalcodes", "streetaddresses"].map(
      (part): [string, string[], string[]] => [
        `subject-${part}`,
        ["Example", "Example,Other", '"Example, Inc.",Other', '"The ""Example"" House"', '"",Other', " ", '"a","b","c"\n', "a,,b", later],
        ["", '"Example', 'The "Example" House', '"Example" House', 'Example,"Inc."a', 'a"', '"'],
      ],
    ),
    ["subject-serialnumber", ["", '"'], []],
    [
      "secret-template",
      [
        '{"annotations": {"a": "b", "x.cert-manager.io/a": ""}, "labels": {"cert-manager.io/a": null}}',
        '{"Labels": null}',
        '{"labels": {}} and more',
        "{}",
        "null",
        later,
      ],
      [
        "",
        "labels: {a: b}",
        '{"labels": {"a": "b"}',
        '{"labels": {"a": 1}}',
        '{"labels": ["a"]}',
        '{"labels": "a"}',
        '{"metadata": {"labels": {}}}',
        '{"annotations": {"cert-manager.io/a": "b"}}',
        "[]",
        '"a"',
        "1",
      ],
    ],
  ])("%s", (key, readable, unreadable) => {
    expect(readable.map((value) => malformed(key, value))).toEqual(readable.map(() => []));
    expect(unreadable.map((value) => malformed(key, value))).toEqual(unreadable.map(() => [key]));
  });

  it.each([
    ["a ClusterIssuer that is not known yet", { "cert-manager.io/cluster-issuer": later }],
    ["an Issuer of the API before 0.11 that is not known yet", { "certmanager.k8s.io/issuer": later }],
    ["an Issuer that is not known yet", { "cert-manager.io/issuer": later }],
    ["a ClusterIssuer of the API before 0.11 that is not known yet", { "certmanager.k8s.io/cluster-issuer": later }],
    ["cert-manager's default issuer", { "kubernetes.io/tls-acme": "true" }],
  ])("are told beside %s", (_, issuer) => {
    const { request } = only(read(annotated({ ...issuer, "cert-manager.io/private-key-encoding": "many" })).certificates);
    expect(request.malformedAnnotations).toEqual(["private-key-encoding"]);
  });

  it("count on a Route beside an issuer that is not known yet", () => {
    const metadata = { name: "shop", annotations: { "cert-manager.io/issuer-name": later, "cert-manager.io/duration": "90d" } };
    const { renewal } = only(read(object("route.openshift.io/v1:Route", { metadata, spec: { host: "shop.example.org" } })).certificates);
    expect(renewal.duration).toEqual(known("90d"));
  });

  it("every usage that cert-manager has a name for can be read", () => {
    const usages = [
      ...["signing", "digital signature", "content commitment", "key encipherment", "key agreement", "data encipherment", "cert sign"],
      ...["crl sign", "encipher only", "decipher only", "any", "server auth", "client auth", "code signing", "email protection", "s/mime"],
      ...["ipsec end system", "ipsec tunnel", "ipsec user", "timestamping", "ocsp signing", "microsoft sgc", "netscape sgc"],
    ];
    expect(malformed("usages", usages.join(","))).toEqual([]);
  });
});
