import type { Resource } from "../../evidence/resource";
import type { Issuer, Solver } from "../../ownership/inventory";
import { absent, known, noElements, unknown } from "../../ownership/value";
import { object, only, read } from "./kubernetes-objects";
import { later } from "./shown";

/** Certificates and issuers of cert-manager, in all of its API's versions. */

type Spec = Readonly<Record<string, unknown>>;

const metadata = { name: "shop", namespace: "web" };

describe("the key of an ACME account", () => {
  const acme = { server: "https://acme.example.org", privateKeySecretRef: { name: "account" } };
  const issuer = (spec: unknown, kind = "ClusterIssuer") =>
    object(`cert-manager.io/v1:${kind}`, { metadata: { name: "le", namespace: kind === "Issuer" ? "web" : undefined }, spec });
  const release = (inputs: object, type = "helm.sh/v3:Release") => object(type, { chart: "cert-manager", ...inputs });
  const keysOf = (...objects: readonly Resource[]) =>
    read(...objects).accountKeys.map(({ namespace, secret, certain }) => [namespace, secret, certain]);

  it("is an Issuer's in its own namespace", () => {
    expect(read(issuer({ acme }, "Issuer")).accountKeys).toMatchObject([
      {
        writer: "Issuer",
        namespace: known("web"),
        secret: known("account"),
        property: "spec.acme.privateKeySecretRef.name",
        certain: true,
        object: { kind: "Issuer", name: known("le") },
      },
    ]);
  });

  it.each([
    ["no release is known", [], known("cert-manager")],
    ["another chart is released", [release({ chart: "external-dns", namespace: "platform" })], known("cert-manager")],
    ["its release says so", [release({ namespace: "platform" })], known("platform")],
    [
      "its release says so, from the vendor's registry",
      [release({ chart: "oci://quay.io/jetstack/charts/cert-manager", namespace: "platform" })],
      known("platform"),
    ],
    ["its chart says so", [release({ namespace: "platform" }, "helm.sh/v3:Chart")], known("platform")],
    ["its release goes where its provider says", [release({})], known("default")],
    ["its release's values put it elsewhere", [release({ namespace: "platform", values: { namespace: "tls" } })], known("tls")],
    [
      "the values name it",
      [release({ namespace: "platform", values: { clusterResourceNamespace: "accounts", namespace: "tls" } })],
      known("accounts"),
    ],
    [
      "an argument names it",
      [
        release({
          namespace: "platform",
          values: { extraArgs: ["--v=2", "--cluster-resource-namespace=accounts"], clusterResourceNamespace: "tls" },
        }),
      ],
      known("accounts"),
    ],
    ["its release's is not known yet", [release({ namespace: later })], unknown],
    ["the values' is not known yet", [release({ namespace: "platform", values: { clusterResourceNamespace: later } })], unknown],
    ["the values are not known yet", [release({ namespace: "platform", values: later })], unknown],
    ["the values stand in files", [release({ namespace: "platform", valueYamlFiles: [{}] })], unknown],
    ["an argument is not known yet", [release({ namespace: "platform", values: { extraArgs: [later] } })], unknown],
    ["a release of what is not known yet may be its", [release({ chart: later, namespace: "platform" })], unknown],
  ])("is a ClusterIssuer's in cert-manager's namespace where %s", (_, releases, namespace) => {
    expect(keysOf(issuer({ acme }), ...releases)).toEqual([[namespace, known("account"), true]]);
  });

  it.each([
    ["a namespace that is not known where two releases differ", "two", unknown],
    ["the one namespace of two releases", "one", known("one")],
  ])("is a ClusterIssuer's in %s", (_, namespace, expected) => {
    const one = release({ namespace: "one" });
    const other = release({ namespace });
    const urn = `${other.reference.urn}-too`;
    expect(keysOf(issuer({ acme }), one, { ...other, reference: { ...other.reference, urn } })).toEqual([
      [expected, known("account"), true],
    ]);
  });

  it.each([
    ["by a Secret that is not known yet", { ...acme, privateKeySecretRef: { name: later } }, [[known("cert-manager"), unknown, true]]],
    [
      "under the key of a certificate",
      { ...acme, privateKeySecretRef: { name: "account", key: "tls.key" } },
      [[known("cert-manager"), known("account"), true]],
    ],
    [
      "under a key that is not known yet",
      { ...acme, privateKeySecretRef: { name: "account", key: later } },
      [[known("cert-manager"), known("account"), false]],
    ],
    ["under a key of its own", { ...acme, privateKeySecretRef: { name: "account", key: "account.key" } }, []],
    ["which others make", { ...acme, disableAccountKeyGeneration: true }, []],
    ["which others may make", { ...acme, disableAccountKeyGeneration: later }, [[known("cert-manager"), known("account"), false]]],
    ["of no Secret", { ...acme, privateKeySecretRef: undefined }, []],
  ])("%s", (_, inputs, expected) => {
    expect(keysOf(issuer({ acme: inputs }))).toEqual(expected);
  });

  it("is none of an issuer without ACME", () => {
    expect(keysOf(issuer({ ca: { secretName: "account" } }))).toEqual([]);
  });
});

describe("a Certificate", () => {
  const certificate = (spec: unknown, more: object = {}, type = "cert-manager.io/v1:Certificate") =>
    only(read(object(type, { metadata, spec, ...more })).certificates);

  it("is read with all that it says", () => {
    const resource = object("cert-manager.io/v1:Certificate", {
      metadata: { ...metadata, labels: { team: "shop", later } },
      spec: {
        dnsNames: ["Shop.example.org", "not a name"],
        commonName: "www.example.org",
        ipAddresses: ["192.0.2.1"],
        emailAddresses: ["tls@example.org"],
        uris: ["spiffe://example.org/shop"],
        isCA: false,
        usages: ["server auth"],
        secretName: "shop-tls",
        issuerRef: { name: "letsencrypt", kind: "ClusterIssuer", group: "cert-manager.io" },
        privateKey: { algorithm: "RSA", size: 4096, rotationPolicy: "Never" },
        renewal: { policy: "RenewBefore" },
        duration: "2160h",
        renewBefore: "720h",
        renewBeforePercentage: 33,
      },
      status: {
        notAfter: "2026-12-01T00:00:00Z",
        failedIssuanceAttempts: 2,
        conditions: [
          { type: "Ready", status: "True", reason: "Ready", lastTransitionTime: "2026-09-02T00:00:00Z" },
          { type: "Issuing", status: "False", reason: "Failed", lastTransitionTime: "2026-11-01T00:00:00Z" },
        ],
      },
    });
    const { certificates, secretWriters } = read(resource);
    expect(certificates).toEqual([
      {
        resource: resource.reference,
        source: "Certificate",
        cluster: expect.objectContaining({ known: false }) as unknown,
        namespace: known("web"),
        objectName: known("shop"),
        names: {
          known: [
            { name: "shop.example.org", property: "spec.dnsNames" },
            { name: "www.example.org", property: "spec.commonName" },
          ],
          complete: true,
        },
        property: "spec.dnsNames",
        issuer: { name: known("letsencrypt"), kind: known("ClusterIssuer"), group: known("cert-manager.io") },
        labels: {
          known: new Map<string, unknown>([
            ["team", known("shop")],
            ["later", unknown],
          ]),
          complete: true,
        },
        request: {
          dnsNames: { known: ["Shop.example.org", "not a name"], complete: true },
          commonName: known("www.example.org"),
          ipAddresses: { known: ["192.0.2.1"], complete: true },
          emailAddresses: { known: ["tls@example.org"], complete: true },
          uris: { known: ["spiffe://example.org/shop"], complete: true },
          isCertificateAuthority: known(false),
          usages: { known: ["server auth"], complete: true },
          keyAlgorithm: known("RSA"),
          keySize: known("4096"),
          keyRotationPolicy: known("Never"),
          otherNames: absent,
          secretName: known("shop-tls"),
          malformedAnnotations: [],
        },
        renewal: {
          policy: known("RenewBefore"),
          duration: known("2160h"),
          renewBefore: known("720h"),
          renewBeforePercentage: known("33"),
        },
        status: {
          notAfter: known("2026-12-01T00:00:00Z"),
          failedAttempts: known("2"),
          issuing: known("False"),
          issuingReason: known("Failed"),
          issuingSince: known("2026-11-01T00:00:00Z"),
        },
      },
    ]);
    expect(secretWriters).toEqual([
      {
        resource: resource.reference,
        writer: "Certificate",
        cluster: certificates[0]?.cluster,
        namespace: known("web"),
        secret: known("shop-tls"),
        property: "spec.secretName",
        certain: true,
        object: { kind: "Certificate", name: known("shop") },
      },
    ]);
  });

  const group = known("cert-manager.io");
  it.each([
    ["is one of an Issuer unless it says otherwise", { name: "own" }, { name: known("own"), kind: known("Issuer"), group }],
    ["takes an empty kind and group for none", { name: "own", kind: "", group: "" }, { name: known("own"), kind: known("Issuer"), group }],
    [
      "may be of another group",
      { name: "own", kind: "A", group: "b.org" },
      { name: known("own"), kind: known("A"), group: known("b.org") },
    ],
    ["may be of a kind that is not known yet", { name: "own", kind: later }, { name: known("own"), kind: unknown, group }],
    ["names no issuer", {}, { name: absent, kind: known("Issuer"), group }],
    ["may name any issuer", later, { name: unknown, kind: unknown, group: unknown }],
  ])("%s", (_, issuerRef, issuer) => {
    expect(certificate({ issuerRef }).issuer).toEqual(issuer);
  });

  it("of the API before 0.11 has an issuer of that API", () => {
    const issuerRef = { name: "own" };
    expect(certificate({ issuerRef }, {}, "certmanager.k8s.io/v1alpha1:Certificate").issuer.group).toEqual(known("certmanager.k8s.io"));
  });

  it("that is patched has the issuer that its object names, unless the patch names one", () => {
    const patched = (spec: Spec) => certificate(spec, {}, "cert-manager.io/v1:CertificatePatch").issuer.name;
    expect(patched({})).toEqual(unknown);
    expect(patched({ issuerRef: { name: "own" } })).toEqual(known("own"));
  });

  it("without a Secret's name writes none", () => {
    const writers = (secretName: unknown) =>
      read(object("cert-manager.io/v1:Certificate", { metadata, spec: { secretName } })).secretWriters;
    expect(writers(undefined)).toEqual([]);
    expect(writers(later)).toMatchObject([{ secret: unknown, certain: true }]);
  });

  it.each([
    ["a literal subject", { literalSubject: "CN=shop" }, known(true)],
    ["other names", { otherNames: [{ oid: "1.3.6.1.4.1.311.20.2.3" }] }, known(true)],
    ["URIs of an older API", { uriSANs: ["spiffe://example.org/shop"] }, known(true)],
    ["addresses of an older API", { emailSANs: ["tls@example.org"] }, known(true)],
    ["one that is known beside one that is not", { literalSubject: later, otherNames: [] }, known(true)],
    ["one that is not known yet", { emailSANs: later }, unknown],
    ["none of them", { dnsNames: ["shop.example.org"] }, absent],
  ])("may be named by %s", (_, spec, otherNames) => {
    expect(certificate(spec).request.otherNames).toEqual(otherNames);
  });

  it.each([
    ["no status", undefined, { notAfter: absent, issuing: absent, issuingReason: absent, issuingSince: absent }],
    ["no condition Issuing", { conditions: [{ type: "Ready", status: "True" }] }, { issuing: absent, issuingReason: absent }],
    ["conditions that are not known", { notAfter: "a", conditions: [later] }, { notAfter: known("a"), issuing: absent }],
    ["a condition whose type is not known", { conditions: [{ type: later, status: "True" }] }, { issuing: absent }],
    ["a status that is not known", later, { notAfter: unknown, failedAttempts: unknown, issuing: absent }],
  ])("may have %s", (_, status, expected) => {
    expect(certificate({}, { status }).status).toMatchObject(expected);
  });

  it("whose labels are not known may have any", () => {
    const resource = object("cert-manager.io/v1:Certificate", { metadata: { ...metadata, labels: later }, spec: {} });
    expect(only(read(resource).certificates).labels).toEqual({ known: new Map(), complete: false });
  });
});

describe("an issuer", () => {
  const issuer = (spec: unknown, type = "cert-manager.io/v1:ClusterIssuer") => only(read(object(type, { metadata, spec })).issuers);

  it("of ACME is read with all that it says", () => {
    const resource = object("cert-manager.io/v1:Issuer", {
      metadata,
      spec: {
        acme: {
          server: "https://acme.example.org/directory",
          profile: "tlsserver",
          skipTLSVerify: true,
          enableDurationFeature: true,
          solvers: [
            {
              dns01: { cnameStrategy: "Follow", route53: { region: "eu-west-1" } },
              selector: { dnsNames: ["a.example.org"], dnsZones: ["example.org"], matchLabels: { team: "shop" } },
            },
          ],
        },
      },
    });
    const { issuers } = read(resource);
    expect(issuers).toEqual([
      {
        resource: resource.reference,
        kind: "Issuer",
        cluster: expect.objectContaining({ known: false }) as unknown,
        namespace: known("web"),
        name: known("shop"),
        type: known("acme"),
        privateSigning: absent,
        server: known("https://acme.example.org/directory"),
        profile: known("tlsserver"),
        hasPrivateServer: known(true),
        sendsDuration: known(true),
        solvers: {
          known: [
            {
              method: known("dns01"),
              provider: known("route53"),
              cnameStrategy: known("Follow"),
              selector: known({
                dnsNames: { known: ["a.example.org"], complete: true },
                dnsZones: { known: ["example.org"], complete: true },
                matchLabels: { known: new Map([["team", known("shop")]]), complete: true },
              }),
            },
          ],
          complete: true,
        },
      },
    ]);
  });

  it.each([
    ["Issuer", "cert-manager.io/v1:Issuer", "Issuer"],
    ["ClusterIssuer", "cert-manager.io/v1alpha2:ClusterIssuer", "ClusterIssuer"],
    ["a patch of one", "cert-manager.io/v1:ClusterIssuerPatch", "ClusterIssuer"],
    ["one of the API before 0.11", "certmanager.k8s.io/v1alpha1:Issuer", "Issuer"],
  ])("has its kind: %s", (_, type, kind) => {
    expect(issuer({ ca: { secretName: "ca" } }, type).kind).toBe(kind);
  });

  it("that is patched in its labels alone says nothing", () => {
    const issuers = (type: string, inputs: object) => read(object(type, { metadata, ...inputs })).issuers;
    expect(issuers("cert-manager.io/v1:ClusterIssuerPatch", {})).toEqual([]);
    expect(issuers("cert-manager.io/v1:IssuerPatch", { spec: later })).toMatchObject([{ type: unknown }]);
    expect(issuers("cert-manager.io/v1:ClusterIssuer", {})).toMatchObject([{ type: unknown }]);
  });

  it.each([
    ["ACME", { acme: {} }, known("acme"), absent],
    ["a CA's key", { ca: { secretName: "ca" } }, known("private"), known("ca")],
    ["its own keys", { selfSigned: {} }, known("private"), known("selfSigned")],
    ["Vault", { vault: { path: "pki" } }, known("private"), known("vault")],
    ["Venafi, which may be public", { venafi: { zone: "shop" } }, known("private"), absent],
    ["two of them, which cert-manager refuses", { ca: {}, selfSigned: {} }, known("private"), absent],
    ["nothing", {}, unknown, absent],
    ["ACME or nothing", { acme: later }, unknown, absent],
    ["what is not known yet", later, unknown, unknown],
  ])("signs with %s", (_, spec, type, privateSigning) => {
    expect(issuer(spec)).toMatchObject({ type, privateSigning });
  });

  it.each([
    ["a bundle", { caBundle: "LS0t" }, known(true)],
    ["a bundle beside the flag", { caBundle: "LS0t", skipTLSVerify: false }, known(true)],
    ["the flag", { skipTLSVerify: true }, known(true)],
    ["the flag that is not set", { skipTLSVerify: false }, known(false)],
    ["a flag that is not known yet", { skipTLSVerify: later }, unknown],
    ["neither", {}, absent],
  ])("has a server that its own clients alone know, by %s", (_, acme, hasPrivateServer) => {
    expect(issuer({ acme }).hasPrivateServer).toEqual(hasPrivateServer);
  });

  const solversOf = (acme: unknown): Issuer["solvers"] => issuer({ acme }).solvers;

  it("has no solvers but those that it lists", () => {
    expect(solversOf({ solvers: [] })).toEqual(noElements);
    expect(solversOf({})).toEqual(noElements);
    expect(solversOf({ solvers: [{ http01: {} }, later] })).toMatchObject({ known: [{ method: known("http01") }], complete: false });
    expect(solversOf({ solvers: later })).toEqual({ known: [], complete: false });
  });

  it("may have others in the API before 0.8", () => {
    expect(solversOf({ dns01: { providers: [] } })).toEqual({ known: [], complete: false });
    expect(solversOf({ http01: {}, solvers: [{ http01: {} }] })).toMatchObject({ known: [{ method: known("http01") }], complete: false });
  });

  const solver = (inputs: object): Solver => only(solversOf({ solvers: [inputs] }).known);

  it.each([
    ["dns01", { dns01: { route53: {} } }, known("dns01")],
    ["http01", { http01: { ingress: {} } }, known("http01")],
    ["dns01 of both, which cert-manager refuses", { dns01: {}, http01: {} }, known("dns01")],
    ["neither", {}, unknown],
    ["dns01, if anything", { dns01: later }, unknown],
    ["http01, if anything", { http01: later }, unknown],
    ["http01, unless it is dns01", { dns01: later, http01: {} }, unknown],
  ])("solves by %s", (_, inputs, method) => {
    expect(solver(inputs).method).toEqual(method);
  });

  it.each([
    ["its key", { dns01: { cloudflare: {} } }, known("cloudflare")],
    ["its key beside settings", { dns01: { cnameStrategy: "None", waitInsteadOfSelfCheck: "60s", acmeDNS: {} } }, known("acmeDNS")],
    ["settings alone", { dns01: { cnameStrategy: "Follow", waitInsteadOfSelfCheck: "60s" } }, absent],
    ["nothing", { http01: {} }, absent],
    ["what is not known yet", { dns01: later }, unknown],
    ["a webhook", { dns01: { webhook: { groupName: "acme.example.org", solverName: "ovh" } } }, known("webhook")],
    ["a webhook of acme-dns", { dns01: { webhook: { groupName: "acme.example.org", solverName: "acmedns" } } }, known("acmeDNS")],
    [
      "a webhook of acme-dns by its group",
      { dns01: { webhook: { groupName: "acme-dns.example.org", solverName: later } } },
      known("acmeDNS"),
    ],
    [
      "a webhook of a vendor whose name begins alike",
      { dns01: { webhook: { groupName: "g", solverName: "acmednsimple" } } },
      known("webhook"),
    ],
    [
      "a webhook that answers for a DNS zone",
      { dns01: { webhook: { groupName: "acme.dns.example.org", solverName: "own" } } },
      known("webhook"),
    ],
    ["a webhook whose solver is not known yet", { dns01: { webhook: { groupName: "g", solverName: later } } }, unknown],
    ["a webhook whose group is not known yet", { dns01: { webhook: { groupName: later, solverName: "ovh" } } }, unknown],
    ["a webhook that says nothing", { dns01: { webhook: {} } }, unknown],
    ["a webhook that is not known yet", { dns01: { webhook: later } }, unknown],
  ])("has its provider from %s", (_, inputs, provider) => {
    expect(solver(inputs).provider).toEqual(provider);
  });

  it.each([
    ["Follow", known("Follow")],
    ["None", known("None")],
    ["follow", known("None")],
    [undefined, known("None")],
    [later, unknown],
  ])("with cnameStrategy %j", (cnameStrategy, expected) => {
    expect(solver({ dns01: { route53: {}, cnameStrategy } }).cnameStrategy).toEqual(expected);
  });

  it("tells no selector from an empty one, and from one that is not known yet", () => {
    const nothing = { dnsNames: noElements, dnsZones: noElements, matchLabels: { known: new Map(), complete: true } };
    expect(solver({ http01: {} }).selector).toEqual(absent);
    expect(solver({ http01: {}, selector: {} }).selector).toEqual(known(nothing));
    expect(solver({ http01: {}, selector: later }).selector).toEqual(unknown);
    expect(solver({ http01: {}, selector: { matchLabels: later } }).selector).toEqual(
      known({ ...nothing, matchLabels: { known: new Map(), complete: false } }),
    );
  });
});
