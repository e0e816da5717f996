import type { Resource } from "../../evidence/resource";
import type { Certificate, ContradictoryShim, SecretWriter } from "../../ownership/inventory";
import { absent, known, unknown, type Value } from "../../ownership/value";
import { later, object, only, read } from "./kubernetes-objects";

/** What cert-manager's shims make of annotated objects: pkg/controller/certificate-shim, and the controller for OpenShift's routes. */

type Annotations = Readonly<Record<string, unknown>>;

const clusterIssuer = { "cert-manager.io/cluster-issuer": "letsencrypt" };
const bothIssuers = { ...clusterIssuer, "cert-manager.io/issuer": "other" };

const ingressOf = (tls: unknown, annotations: unknown = clusterIssuer, type = "networking.k8s.io/v1:Ingress") =>
  object(type, { metadata: { name: "shop", namespace: "web", annotations }, spec: { tls } });

const shop = { hosts: ["shop.example.org"], secretName: "shop-tls" };

const listener = (changes: object = {}, tls: object = {}) => ({
  name: "https",
  protocol: "HTTPS",
  hostname: "shop.example.org",
  tls: { certificateRefs: [{ name: "shop-tls" }], ...tls },
  ...changes,
});

const gatewayOf = (listeners: unknown, annotations: unknown = clusterIssuer, metadata: object = {}, kind = "Gateway") =>
  object(`gateway.networking.k8s.io/v1:${kind}`, {
    metadata: { name: "shop", namespace: "web", annotations, ...metadata },
    spec: { listeners },
  });

/** What certificates ask for: the Secret, or the state of its name, and the hosts, with a dash where more may follow. */
function asked(...objects: readonly Resource[]): unknown[] {
  return read(...objects).certificates.map(({ request: { secretName, dnsNames } }) => [
    secretName.state === "known" ? secretName.value : secretName,
    ...dnsNames.known,
    ...(dnsNames.complete ? [] : ["…"]),
  ]);
}

function issuerOf(annotations: Annotations): Certificate["issuer"] {
  return only(read(ingressOf([shop], annotations)).certificates).issuer;
}

function contradictions(...objects: readonly Resource[]): Pick<ContradictoryShim, "contradiction" | "secrets" | "names">[] {
  const { contradictoryShims, certificates, secretWriters } = read(...objects);
  expect([certificates, secretWriters]).toEqual([[], []]);
  return contradictoryShims.map(({ contradiction, secrets, names }) => ({ contradiction, secrets, names }));
}

function writerOf(...objects: readonly Resource[]): SecretWriter {
  return only(read(...objects).secretWriters);
}

describe("an annotated Ingress", () => {
  it("is a certificate with all that its annotations say", () => {
    const annotations = {
      "cert-manager.io/issuer": "authority",
      "cert-manager.io/alt-names": "api.example.org, ,www.example.org",
      "cert-manager.io/common-name": "shop.example.org",
      "cert-manager.io/email-sans": "tls@example.org,",
      "cert-manager.io/usages": "server auth, client auth",
      "cert-manager.io/private-key-algorithm": "ECDSA",
      "cert-manager.io/private-key-size": "384",
      "cert-manager.io/private-key-rotation-policy": "Always",
      "cert-manager.io/duration": "2160h",
      "cert-manager.io/renew-before": "720h",
      "cert-manager.io/renew-before-percentage": "25",
    };
    const ingress = object("networking.k8s.io/v1:Ingress", {
      metadata: { name: "shop", namespace: "web", annotations, labels: { team: "shop" } },
      spec: { tls: [{ hosts: ["Shop.example.org", "192.0.2.1"], secretName: "shop-tls" }], rules: [{ host: "other.example.org" }] },
    });
    const { certificates, secretWriters, contradictoryShims } = read(ingress);
    const all = ["shop.example.org", "api.example.org", "www.example.org", "shop.example.org"];
    expect(certificates).toEqual([
      {
        resource: ingress.reference,
        source: "Ingress",
        cluster: expect.objectContaining({ known: false }) as unknown,
        namespace: known("web"),
        objectName: known("shop"),
        names: {
          known: [
            { name: all[0], property: "spec.tls[].hosts" },
            { name: all[1], property: "annotation cert-manager.io/alt-names" },
            { name: all[2], property: "annotation cert-manager.io/alt-names" },
            { name: all[3], property: "annotation cert-manager.io/common-name" },
          ],
          complete: true,
        },
        property: "spec.tls[].hosts",
        issuer: { name: known("authority"), kind: known("Issuer"), group: known("cert-manager.io") },
        labels: { known: new Map([["team", known("shop")]]), complete: true },
        request: {
          dnsNames: { known: ["Shop.example.org", "192.0.2.1"], complete: true },
          commonName: known("shop.example.org"),
          ipAddresses: { known: [], complete: true },
          emailAddresses: { known: ["tls@example.org"], complete: true },
          uris: { known: [], complete: true },
          isCertificateAuthority: absent,
          usages: { known: ["server auth", "client auth"], complete: true },
          keyAlgorithm: known("ECDSA"),
          keySize: known("384"),
          keyRotationPolicy: known("Always"),
          otherNames: absent,
          secretName: known("shop-tls"),
          malformedAnnotations: [],
        },
        renewal: { policy: absent, duration: known("2160h"), renewBefore: known("720h"), renewBeforePercentage: known("25") },
        status: { notAfter: absent, failedAttempts: absent, issuing: absent, issuingReason: absent, issuingSince: absent },
      },
    ]);
    expect(secretWriters).toEqual([
      {
        resource: ingress.reference,
        writer: "Ingress",
        cluster: certificates[0]?.cluster,
        namespace: known("web"),
        secret: known("shop-tls"),
        certain: true,
        property: "spec.tls[].secretName",
        object: { kind: "Certificate", name: known("shop-tls") },
        hosts: { known: [...new Set(all)], complete: true },
      },
    ]);
    expect(contradictoryShims).toEqual([]);
  });

  const other = { hosts: ["www.example.org"], secretName: "www-tls" };
  const rows: readonly (readonly [what: string, tls: unknown, asked: readonly unknown[]])[] = [
    [
      "is a certificate for each tls block",
      [shop, other],
      [
        ["shop-tls", "shop.example.org"],
        ["www-tls", "www.example.org"],
      ],
    ],
    ["is none for a block without hosts", [{ secretName: "empty-tls" }, shop], [["shop-tls", "shop.example.org"]]],
    ["is none for a block with an empty list of hosts", [{ hosts: [], secretName: "empty-tls" }], []],
    ["is none for a block without a Secret", [{ hosts: ["a.example.org"] }, shop], [["shop-tls", "shop.example.org"]]],
    ["is none for a block with an empty Secret's name", [{ hosts: ["a.example.org"], secretName: "" }], []],
    ["is none without tls blocks", [], []],
    ["is none where tls is not written", undefined, []],
    ["is one for hosts that are not known yet", [{ hosts: later, secretName: "shop-tls" }], [["shop-tls", "…"]]],
    ["is one for hosts of which one is known", [{ hosts: ["a.example.org", later], secretName: "a" }], [["a", "a.example.org", "…"]]],
    ["is one for a Secret that is not known yet", [{ ...shop, secretName: later }], [[unknown, "shop.example.org"]]],
    [
      "is one each for Secrets that are not known yet",
      [
        { ...shop, secretName: later },
        { ...other, secretName: later },
      ],
      [
        [unknown, "shop.example.org"],
        [unknown, "www.example.org"],
      ],
    ],
    ["may be any while its tls blocks are not known", later, [[unknown, "…"]]],
    [
      "may be more than those whose blocks are known",
      [shop, later],
      [
        ["shop-tls", "shop.example.org"],
        [unknown, "…"],
      ],
    ],
  ];
  it.each(rows)("%s", (_, tls, expected) => {
    expect(asked(ingressOf(tls))).toEqual(expected);
  });

  it("is a certificate in the API of before 1.14, too", () => {
    expect(asked(ingressOf([shop], clusterIssuer, "extensions/v1beta1:Ingress"))).toEqual([["shop-tls", "shop.example.org"]]);
  });

  const reason = "two tls blocks with one Secret would keep cert-manager from making any certificate";
  const doubts: readonly (readonly [what: string, tls: unknown, issuer: Value<string>, certain: boolean])[] = [
    ["one block", [shop], known("letsencrypt"), true],
    ["one block whose Secret is not known yet", [{ ...shop, secretName: later }], known("letsencrypt"), true],
    ["two blocks with a Secret each", [shop, other], known("letsencrypt"), true],
    ["two blocks of which one's Secret is not known yet", [shop, { ...other, secretName: later }], { state: "unknown", reason }, false],
    ["one block beside others that are not known yet", [shop, later], { state: "unknown", reason }, false],
  ];
  it.each(doubts)("with %s may repeat a Secret, or not", (_, tls, name, certain) => {
    const { certificates, secretWriters } = read(ingressOf(tls));
    expect(certificates[0]?.issuer).toEqual({ name, kind: known("ClusterIssuer"), group: known("cert-manager.io") });
    expect(secretWriters.map((writer) => writer.certain)).toEqual(certificates.map(() => certain));
  });
});

describe("a patch of an Ingress", () => {
  const patch = (metadata: object, tls?: unknown) =>
    object("networking.k8s.io/v1:IngressPatch", { metadata: { name: "shop", namespace: "web", ...metadata }, spec: { tls } });

  it("that only annotates leaves the hosts to the Ingress", () => {
    expect(asked(patch({ annotations: clusterIssuer }))).toEqual([[unknown, "…"]]);
  });

  it("that annotates and has tls blocks claims those", () => {
    expect(asked(patch({ annotations: clusterIssuer }, [shop]))).toEqual([["shop-tls", "shop.example.org"]]);
  });

  it("that has tls blocks alone leaves the issuer to the Ingress", () => {
    const { issuer, request } = only(read(patch({}, [shop])).certificates);
    expect([issuer, request.secretName]).toEqual([{ name: unknown, kind: unknown, group: known("cert-manager.io") }, known("shop-tls")]);
  });

  it("that only labels says nothing", () => {
    expect(asked(patch({ labels: { team: "shop" } }))).toEqual([]);
  });
});

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

  it("tls-acme is read on an Ingress alone", () => {
    expect(asked(gatewayOf([listener()], { "kubernetes.io/tls-acme": "true" }))).toEqual([]);
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
    ["a ClusterIssuer and a kind that is not known yet", { ...clusterIssuer, "cert-manager.io/issuer-kind": later }],
    ["a ClusterIssuer and a group that is not known yet", { ...clusterIssuer, "cert-manager.io/issuer-group": later }],
  ];
  it.each(none)("none, by %s", (_, annotations) => {
    expect(contradictions(ingressOf([shop], annotations))).toEqual([]);
  });
});

describe("annotations that contradict each other", () => {
  const names = ["shop.example.org"];
  const two = { contradiction: "two-issuers", secrets: ["shop-tls"], names };
  const ofKind = { contradiction: "cluster-issuer-of-kind", secrets: ["shop-tls"], names };
  const rows: readonly (readonly [what: string, annotations: Annotations, expected: object])[] = [
    ["both issuers", bothIssuers, two],
    ["both issuers and a kind", { ...bothIssuers, "cert-manager.io/issuer-kind": "Issuer" }, two],
    ["a ClusterIssuer with a kind", { ...clusterIssuer, "cert-manager.io/issuer-kind": "ClusterIssuer" }, ofKind],
    ["a ClusterIssuer with a group", { ...clusterIssuer, "cert-manager.io/issuer-group": "cert-manager.io" }, ofKind],
  ];
  it.each(rows)("%s are no certificate of an Ingress", (_, annotations, expected) => {
    expect(contradictions(ingressOf([shop], annotations))).toEqual([expected]);
  });

  it.each(rows)("%s are no certificate of a Gateway", (_, annotations, expected) => {
    expect(contradictions(gatewayOf([listener(), listener({ hostname: "SHOP.example.org" })], annotations))).toEqual([expected]);
  });

  it("all Secrets that wait are named, once each", () => {
    const tls = [
      { hosts: ["a.example.org", "b.example.org"], secretName: "ab" },
      { hosts: ["a.example.org"], secretName: "a" },
      { hosts: ["a.example.org"], secretName: "a" },
    ];
    const expected = { contradiction: "two-issuers", secrets: ["ab", "a"], names: ["a.example.org", "b.example.org"] };
    expect(contradictions(ingressOf(tls, bothIssuers))).toEqual([expected]);
  });

  it("blocks that would have been skipped wait for nothing", () => {
    const skipped = [{ hosts: ["a.example.org"] }, { hosts: ["b.example.org"], secretName: "" }, { secretName: "c" }];
    expect(contradictions(ingressOf([...skipped, shop], bothIssuers))).toEqual([two]);
    expect(contradictions(ingressOf(skipped, bothIssuers))).toEqual([]);
  });

  const leftAlone: readonly (readonly [what: string, Resource])[] = [
    ["an Ingress whose tls blocks are not all known", ingressOf([shop, later], bothIssuers)],
    ["an Ingress of which one Secret is not known", ingressOf([shop, { ...shop, secretName: later }], bothIssuers)],
    ["an Ingress of which one host is not known", ingressOf([{ ...shop, hosts: [...names, later] }], bothIssuers)],
    ["a Gateway without listeners", gatewayOf([], bothIssuers)],
    ["a Gateway of which one Secret is not known", gatewayOf([listener({}, { certificateRefs: [{ name: later }] })], bothIssuers)],
    ["a Gateway whose listeners are not all known", gatewayOf([listener(), later], bothIssuers)],
    ["a patch, which its Gateway may correct", gatewayOf([listener()], bothIssuers, {}, "GatewayPatch")],
  ];
  it.each(leftAlone)("%s is left alone", (_, resource) => {
    expect(contradictions(resource)).toEqual([]);
  });

  const again = { hosts: ["www.example.org"], secretName: "shop-tls" };

  it("one Secret in two tls blocks is no certificate of any block", () => {
    const other = { hosts: ["api.example.org"], secretName: "api-tls" };
    const expected = {
      contradiction: "repeated-secret",
      secrets: ["shop-tls", "api-tls"],
      names: ["shop.example.org", "www.example.org", "api.example.org"],
    };
    expect(contradictions(ingressOf([shop, again, other]))).toEqual([expected]);
  });

  it("one Secret in two tls blocks, and an Issuer, is that and no other contradiction", () => {
    expect(contradictions(ingressOf([shop, again], { "cert-manager.io/issuer": "own" }))).toMatchObject([
      { contradiction: "repeated-secret" },
    ]);
  });

  it("one Secret in two tls blocks is left alone where nothing asks for it, or something may not", () => {
    expect(contradictions(ingressOf([shop, again], {}))).toEqual([]);
    expect(contradictions(ingressOf([shop, again], { "cert-manager.io/issuer": later }))).toEqual([]);
    expect(contradictions(ingressOf([shop, { secretName: "shop-tls" }]))).toEqual([]);
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
    expect(writerOf(ingressOf([shop], annotations)).certain).toBe(certain);
  });
});

describe("annotations that the shims cannot read", () => {
  const malformed = (key: string, value: unknown) =>
    only(read(ingressOf([shop], { ...clusterIssuer, [`cert-manager.io/${key}`]: value })).certificates).request.malformedAnnotations;

  it.each([
    ["private-key-encoding", ["PKCS1", "PKCS8", "", later], ["pkcs1", "PEM"]],
    ["private-key-rotation-policy", ["Never", "Always", "", later], ["always", "Sometimes"]],
    ["revision-history-limit", ["1", "+10", "100", later], ["0", "-1", "a1", "1a", "1.5", "many", "9".repeat(30)]],
    ["renew-before-percentage", ["25", "+25", "-5", "0"], ["25%", "a25", "2x5", "twenty"]],
    [
      "usages",
      ["server auth", "digital signature, key encipherment,s/mime", later],
      ["Server Auth", "server auth,", "server auth;client auth"],
    ],
  ])("%s", (key, readable, unreadable) => {
    expect(readable.map((value) => malformed(key, value))).toEqual(readable.map(() => []));
    expect(unreadable.map((value) => malformed(key, value))).toEqual(unreadable.map(() => [key]));
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

describe("an annotated Gateway", () => {
  const host = "shop.example.org";
  const rows: readonly (readonly [what: string, listeners: unknown, asked: readonly unknown[]])[] = [
    ["is a certificate for a listener", [listener()], [["shop-tls", host]]],
    ["is one for a TLS listener that terminates", [listener({ protocol: "TLS" }, { mode: "Terminate" })], [["shop-tls", host]]],
    ["is one where the mode is empty", [listener({}, { mode: "" })], [["shop-tls", host]]],
    ["is none for a listener that passes through", [listener({ protocol: "TLS" }, { mode: "Passthrough" })], []],
    ["is none for plain HTTP", [listener({ protocol: "HTTP" })], []],
    ["is none without a protocol", [listener({ protocol: undefined })], []],
    ["is none without a hostname", [listener({ hostname: undefined })], []],
    ["is none with an empty hostname", [listener({ hostname: "" })], []],
    ["is none without a Secret", [listener({}, { certificateRefs: [] })], []],
    ["is none for a Secret without a name", [listener({}, { certificateRefs: [{}] })], []],
    ["is none without tls", [listener({ tls: undefined })], []],
    [
      "is one certificate for listeners with one Secret",
      [listener(), listener({ hostname: "www.example.org" })],
      [["shop-tls", host, "www.example.org"]],
    ],
    [
      "is one for each Secret of a listener",
      [listener({}, { certificateRefs: [{ name: "rsa" }, { name: "ecdsa" }] })],
      [
        ["rsa", host],
        ["ecdsa", host],
      ],
    ],
    [
      "is one where the Secret is spelt out",
      [listener({}, { certificateRefs: [{ name: "shop-tls", kind: "Secret", group: "", namespace: "web" }] })],
      [["shop-tls", host]],
    ],
    [
      "is one for the core group and an empty kind",
      [listener({}, { certificateRefs: [{ name: "a", kind: "", group: "core" }] })],
      [["a", host]],
    ],
    ["is none for another kind", [listener({}, { certificateRefs: [{ name: "a", kind: "ConfigMap" }] })], []],
    ["is none for another group", [listener({}, { certificateRefs: [{ name: "a", group: "example.org" }] })], []],
    ["is none for a Secret elsewhere", [listener({}, { certificateRefs: [{ name: "a", namespace: "other" }] })], []],
    ["may be any while its listeners are not known", later, [[unknown, "…"]]],
    [
      "may be more than those whose listeners are known",
      [listener(), later],
      [
        ["shop-tls", host],
        [unknown, "…"],
      ],
    ],
    ["is one for a Secret that is not known yet", [listener({}, { certificateRefs: [{ name: later }] })], [[unknown, host]]],
    ["may be any while its Secrets are not known", [listener({}, { certificateRefs: later })], [[unknown, "…"]]],
    [
      "may be any while a Secret's namespace is not known",
      [listener({}, { certificateRefs: [{ name: "a", namespace: later }] })],
      [[unknown, "…"]],
    ],
    ["may be any while a listener's protocol is not known", [listener({ protocol: later })], [[unknown, "…"]]],
    ["may be any while a listener's hostname is not known", [listener({ hostname: later })], [[unknown, "…"]]],
    [
      "is none for a listener that passes through to Secrets that are not known yet",
      [
        listener({ hostname: undefined }, { certificateRefs: later }),
        listener({ protocol: "TLS" }, { mode: "Passthrough", certificateRefs: later }),
      ],
      [],
    ],
  ];
  it.each(rows)("%s", (_, listeners, expected) => {
    expect(asked(gatewayOf(listeners))).toEqual(expected);
  });

  it("is none without an issuer", () => {
    expect(asked(gatewayOf([listener(), later], {}))).toEqual([]);
  });

  it("whose namespace is not known may have its Secret elsewhere", () => {
    const at = (reference: object) =>
      asked(gatewayOf([listener({}, { certificateRefs: [reference] })], clusterIssuer, { namespace: later }));
    expect(at({ name: "shop-tls" })).toEqual([["shop-tls", host]]);
    expect(at({ name: "shop-tls", namespace: "web" })).toEqual([[unknown, "…"]]);
  });

  const ignoring = (list: unknown, ...names: readonly unknown[]) =>
    asked(
      gatewayOf(
        names.map((name) => listener({ name, hostname: name === later ? host : `${String(name)}.example.org` })),
        { ...clusterIssuer, "cert-manager.io/ignore-tls-listeners": list },
      ),
    );

  it("leaves out the listeners that it is told to ignore", () => {
    expect(ignoring("b, c", "a", "b", "c")).toEqual([["shop-tls", "a.example.org"]]);
    expect(ignoring("", "a")).toEqual([["shop-tls", "a.example.org"]]);
  });

  it("may leave out a listener whose name is not known, if any is left out", () => {
    expect(ignoring("b", later)).toEqual([[unknown, "…"]]);
    expect(ignoring("", later)).toEqual([["shop-tls", host]]);
  });

  it("may leave out every listener while those to ignore are not known", () => {
    expect(ignoring(later, "a")).toEqual([[unknown, "…"]]);
  });

  it("says where it names its Secrets", () => {
    const writer = writerOf(gatewayOf([listener()]));
    expect([writer.writer, writer.property]).toEqual(["Gateway", "spec.listeners[].tls.certificateRefs"]);
    expect(only(read(gatewayOf([listener()])).certificates).names.known).toEqual([{ name: host, property: "spec.listeners[].hostname" }]);
  });
});

describe("a ListenerSet", () => {
  const set = (parentRef: unknown, { annotations, ...metadata }: Readonly<Record<string, unknown>> = {}) =>
    object("gateway.networking.k8s.io/v1:ListenerSet", {
      metadata: { name: "more", namespace: "web", annotations, ...metadata },
      spec: { parentRef, listeners: [listener()] },
    });
  const parent = (annotations: unknown, metadata: object = {}) => gatewayOf([], annotations, metadata);
  const inherited = (...objects: readonly Resource[]) => read(...objects).certificates.map(({ source, issuer }) => [source, issuer.name]);

  const open = [["ListenerSet", unknown]];
  const rows: readonly (readonly [what: string, objects: readonly Resource[], expected: unknown[]])[] = [
    ["inherits its Gateway's issuer", [parent(clusterIssuer), set({ name: "shop" })], [["ListenerSet", known("letsencrypt")]]],
    [
      "inherits from another namespace",
      [parent(clusterIssuer, { namespace: "edge" }), set({ name: "shop", namespace: "edge" })],
      [["ListenerSet", known("letsencrypt")]],
    ],
    ["inherits nothing from a Gateway of the same name elsewhere", [parent(clusterIssuer), set({ name: "shop", namespace: "edge" })], open],
    [
      "has an issuer of its own",
      [parent(clusterIssuer), set({ name: "shop" }, { annotations: { "cert-manager.io/issuer": "own" } })],
      [["ListenerSet", known("own")]],
    ],
    ["inherits nothing from a Gateway without annotations", [parent({}), set({ name: "shop" })], []],
    ["may inherit from a Gateway of another stack", [set({ name: "shop" })], open],
    ["may inherit from a Gateway that is not known yet", [parent(clusterIssuer), set({ name: later })], open],
    ["may inherit from a namespace that is not known yet", [parent(clusterIssuer), set({ name: "shop", namespace: later })], open],
    ["may inherit while its own namespace is not known", [parent(clusterIssuer), set({ name: "shop" }, { namespace: later })], open],
    ["may inherit while its parent is not known", [parent(clusterIssuer), set(later)], open],
    ["without a parent inherits nothing", [parent(clusterIssuer), set(undefined)], []],
  ];
  it.each(rows)("%s", (_, objects, expected) => {
    expect(inherited(...objects)).toEqual(expected);
  });

  it("of the experimental API is read alike", () => {
    const experimental = object("gateway.networking.x-k8s.io/v1alpha1:XListenerSet", {
      metadata: { name: "more", namespace: "web", annotations: clusterIssuer },
      spec: { listeners: [listener()] },
    });
    expect(inherited(experimental)).toEqual([["ListenerSet", known("letsencrypt")]]);
  });
});

describe("an annotated Route of OpenShift", () => {
  const route = (annotations: unknown, { host = "shop.example.org", name = "shop" }: { host?: unknown; name?: unknown } = {}) =>
    object("route.openshift.io/v1:Route", { metadata: { name, namespace: "web", annotations }, spec: { host } });

  it("is a certificate for its host, in the Secret that is named after it", () => {
    const resource = route({ "cert-manager.io/issuer-name": "own", "cert-manager.io/issuer-group": "example.org" });
    const { certificates, secretWriters } = read(resource);
    expect(certificates).toMatchObject([
      {
        source: "Route",
        names: { known: [{ name: "shop.example.org", property: "spec.host" }], complete: true },
        issuer: { name: known("own"), kind: known("Issuer"), group: known("example.org") },
        request: { secretName: known("shop-tls"), dnsNames: { known: ["shop.example.org"], complete: true } },
      },
    ]);
    expect(secretWriters).toMatchObject([{ writer: "Route", secret: known("shop-tls"), property: "metadata.name", certain: true }]);
  });

  const rows: readonly (readonly [what: string, annotations: Annotations, issuers: unknown[]])[] = [
    ["by the issuer's name", { "cert-manager.io/issuer-name": "own" }, [known("own")]],
    ["by the issuer", { "cert-manager.io/issuer": "own" }, [known("own")]],
    ["by the name rather than the issuer", { "cert-manager.io/issuer-name": "a", "cert-manager.io/issuer": "b" }, [known("a")]],
    ["by an issuer that is not known yet", { "cert-manager.io/issuer-name": later }, [unknown]],
    ["not without an issuer", {}, []],
    ["not by an empty name", { "cert-manager.io/issuer-name": "" }, []],
    ["not by a ClusterIssuer's annotation", clusterIssuer, []],
  ];
  it.each(rows)("is one %s", (_, annotations, expected) => {
    expect(read(route(annotations)).certificates.map(({ issuer }) => issuer.name)).toEqual(expected);
  });

  it("may be of any kind that is annotated", () => {
    const annotations = { "cert-manager.io/issuer": "own", "cert-manager.io/issuer-kind": "ClusterIssuer" };
    expect(only(read(route(annotations)).certificates).issuer.kind).toEqual(known("ClusterIssuer"));
  });

  it("whose name is not known yet has a Secret that is not known yet", () => {
    expect(writerOf(route({ "cert-manager.io/issuer": "own" }, { name: later })).secret).toEqual(unknown);
  });

  it("whose host is not known yet may have any", () => {
    expect(asked(route({ "cert-manager.io/issuer": "own" }, { host: later }))).toEqual([["shop-tls", "…"]]);
  });

  it("is read by a controller of its own, which knows nothing of the shims' annotations", () => {
    const annotations = { "cert-manager.io/issuer": "own", "cert-manager.io/private-key-encoding": "PEM" };
    expect(only(read(route(annotations)).certificates).request.malformedAnnotations).toEqual([]);
  });
});
