import type { Resource } from "../../evidence/resource";
import type { ContradictoryShim, SecretWriter } from "../../ownership/inventory";
import { absent, known, unknown, type Value } from "../../ownership/value";
import { object, only, read } from "./kubernetes-objects";
import { later } from "./shown";

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

  it("is none by tls-acme, which is read on an Ingress alone", () => {
    expect(asked(gatewayOf([listener()], { "kubernetes.io/tls-acme": "true" }))).toEqual([]);
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

  it("is told of its own annotations that cannot be read, though its Gateway names the issuer", () => {
    const malformed = set({ name: "shop" }, { annotations: { "cert-manager.io/usages": "" } });
    const { request } = only(read(parent(clusterIssuer), malformed).certificates);
    expect(request.malformedAnnotations).toEqual(["usages"]);
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
