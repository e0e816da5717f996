import { everyCluster } from "../../ownership/clusters";
import { nothingElsewhere, type OwnedElsewhere } from "../../ownership/elsewhere";
import { absent, known, unknown } from "../../ownership/value";
import { InputError } from "../../readers/json";
import { clusterOfServer } from "../../readers/kubernetes";
import { parseOwnershipFile, readOwnershipFile, usualRecord } from "../../readers/ownership-file";

const now = new Date("2026-11-25T12:00:00Z");
const name = "www.example.org";

function read(content: object): OwnedElsewhere {
  return readOwnershipFile(parseOwnershipFile({ version: 1, ...content }), "ownership.json", now);
}

function problem(content: unknown): string | undefined {
  try {
    parseOwnershipFile(content);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) {
      return error.message;
    }
    throw error;
  }
}

const at = (place: string, type: string, called: string, elsewhere: object = { file: "ownership.json" }) => ({
  urn: `ownership.json#${place}`,
  type,
  name: called,
  elsewhere,
});
const untold = { known: [], complete: false };
const whole = (...names: readonly string[]) => ({ known: names, complete: true });

const subscription = { vendor: "fastly", name: "edge", names: [name] };
const certificate = { name: "web", names: [name], issuer: { kind: "ClusterIssuer", name: "letsencrypt" } };
const issuer = { kind: "ClusterIssuer", name: "letsencrypt", type: "acme", solvers: [] };

test("a file that names nothing is nothing", () => {
  expect(read({})).toBe(nothingElsewhere);
  expect(read({ $schema: "ownership.schema.json", sources: {}, clusters: {}, issuers: [], certificates: [], subscriptions: [] })).toBe(
    nothingElsewhere,
  );
});

test.each<[string, object, Partial<OwnedElsewhere>]>([
  ["subscriptions", { subscriptions: [subscription] }, { certificates: [], issuers: [], challengeZones: [], secretWriters: [] }],
  ["certificates", { certificates: [certificate] }, { subscriptions: [], issuers: [], challengeZones: [], secretWriters: [] }],
  ["issuers", { issuers: [issuer] }, { subscriptions: [], certificates: [], challengeZones: [], secretWriters: [] }],
  ["challenge zones", { challengeZones: ["acme.example.org"] }, { subscriptions: [], certificates: [], issuers: [], secretWriters: [] }],
])("a file of %s alone names nothing else", (_, content, others) => {
  const owned = read(content);
  expect(owned).not.toBe(nothingElsewhere);
  expect(owned).toMatchObject(others);
});

describe("where an entry comes from", () => {
  const elsewhere = (source: string | undefined, sources?: object) =>
    read({
      subscriptions: [{ ...subscription, source }].map((entry) => JSON.parse(JSON.stringify(entry)) as object),
      ...(sources && { sources }),
    }).subscriptions[0]?.resource.elsewhere;

  it.each<[string, string | undefined, object | undefined, object]>([
    ["nobody says", undefined, { shop: { kind: "stack" } }, {}],
    [
      "a stack, as of a day",
      "shop",
      { shop: { kind: "stack", asOf: "2026-11-20" } },
      { source: { name: "shop", kind: "stack" }, asOf: { day: "2026-11-20", daysAgo: 5 } },
    ],
    [
      "a cluster, as of today",
      "live",
      { live: { kind: "cluster", asOf: "2026-11-25" } },
      { source: { name: "live", kind: "cluster" }, asOf: { day: "2026-11-25", daysAgo: 0 } },
    ],
    ["one that does not say as of when", "shop", { shop: { kind: "stack" } }, { source: { name: "shop", kind: "stack" } }],
    ["one that the file does not describe", "console", { shop: { kind: "stack" } }, { source: { name: "console", kind: "other" } }],
    ["one of a file that describes none", "console", undefined, { source: { name: "console", kind: "other" } }],
  ])("%s", (_, source, sources, expected) => {
    expect(elsewhere(source, sources)).toStrictEqual({ file: "ownership.json", ...expected });
  });
});

describe("a subscription", () => {
  it.each<[string, string, string, "CNAME" | "TXT"]>([
    ["fastly", "fastly:index/tlsSubscription:TlsSubscription", "domains", "CNAME"],
    ["google", "gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "domain", "CNAME"],
    ["cloudflare", "cloudflare:index/certificatePack:CertificatePack", "hosts", "TXT"],
    ["akamai", "akamai:index/property:Property", "hostnames", "CNAME"],
    ["digitalocean", "digitalocean:index/certificate:Certificate", "domains", "TXT"],
    ["acme-provider", "acme:index/certificate:Certificate", "commonName, subjectAlternativeNames", "TXT"],
  ])("of %s is known as its vendor's users know it", (vendor, type, property, record) => {
    expect(read({ subscriptions: [{ vendor, name: "edge", names: [name, "WWW.example.org."] }] }).subscriptions).toEqual([
      {
        resource: at("subscriptions[0]", type, "edge"),
        vendor,
        id: unknown,
        authority: unknown,
        record,
        names: whole(name),
        property,
        derivedFrom: [],
        targets: new Map(),
      },
    ]);
  });

  test("may need another record than usual, and tell its id", () => {
    const [only] = read({ subscriptions: [{ ...subscription, vendor: "cloudflare", record: "CNAME", id: "c1" }] }).subscriptions;
    expect(only).toMatchObject({ record: "CNAME", id: known("c1") });
  });

  test("usually needs the record that its vendor asks for", () => {
    expect(usualRecord("akamai")).toBe("CNAME");
    expect(usualRecord("digitalocean")).toBe("TXT");
    expect(usualRecord("other")).toBeUndefined();
  });
});

test("names that somebody else keeps a certificate for stand by the first of them, in the owner's words", () => {
  const names = [{ names: [name, "shop.example.org"], owner: "the console", record: "TXT" }];
  expect(read({ subscriptions: [subscription], names }).subscriptions[1]).toEqual({
    resource: at("names[0]", "names", name),
    vendor: "other",
    owner: "the console",
    id: absent,
    authority: unknown,
    record: "TXT",
    names: whole(name, "shop.example.org"),
    property: "names",
    derivedFrom: [],
    targets: new Map(),
  });
});

describe("an issuer", () => {
  const read1 = (more: object, content: object = {}) => read({ issuers: [{ ...issuer, ...more }], ...content }).issuers[0];

  test("is the same in all clusters where it names none, and unknown in what the file does not say", () => {
    expect(read1({})).toEqual({
      resource: at("issuers[0]", "kubernetes:cert-manager.io/v1:ClusterIssuer", "letsencrypt"),
      kind: "ClusterIssuer",
      cluster: everyCluster,
      namespace: unknown,
      name: known("letsencrypt"),
      type: known("acme"),
      privateSigning: absent,
      server: unknown,
      profile: unknown,
      hasPrivateServer: unknown,
      sendsDuration: unknown,
      solvers: whole(),
    });
  });

  test("may lie in a namespace of a cluster, and say where its certificates come from", () => {
    const server = "https://acme-v02.api.letsencrypt.org/directory";
    expect(read1({ kind: "Issuer", namespace: "shop", server, cluster: "production" })).toMatchObject({
      resource: { type: "kubernetes:cert-manager.io/v1:Issuer" },
      kind: "Issuer",
      cluster: { key: "ownership.json production", known: false },
      namespace: known("shop"),
      server: known(server),
    });
  });

  test("of a private authority needs no solvers, and does not say how it signs", () => {
    expect(read({ issuers: [{ kind: "ClusterIssuer", name: "own", type: "private" }] }).issuers).toMatchObject([
      { type: known("private"), privateSigning: unknown, solvers: whole() },
    ]);
  });

  it.each<[string, object, object]>([
    [
      "no more than its method",
      { method: "http01" },
      { method: known("http01"), provider: unknown, cnameStrategy: unknown, selector: absent },
    ],
    [
      "a provider, with cert-manager's default",
      { method: "dns01", provider: "route53" },
      { provider: known("route53"), cnameStrategy: known("None") },
    ],
    ["that it follows CNAMEs", { method: "dns01", cnameStrategy: "Follow" }, { provider: unknown, cnameStrategy: known("Follow") }],
    ["that it follows none", { method: "dns01", provider: "route53", cnameStrategy: "None" }, { cnameStrategy: known("None") }],
    [
      "names that it is for",
      { method: "dns01", selector: { dnsNames: [name] } },
      { selector: known({ dnsNames: whole(name), dnsZones: whole(), matchLabels: { known: new Map(), complete: true } }) },
    ],
    [
      "zones and labels that it is for",
      { method: "dns01", selector: { dnsZones: ["example.org"], matchLabels: { team: "web" } } },
      {
        selector: known({
          dnsNames: whole(),
          dnsZones: whole("example.org"),
          matchLabels: { known: new Map([["team", known("web")]]), complete: true },
        }),
      },
    ],
    [
      "that it is for all names",
      { method: "dns01", selector: {} },
      { selector: known({ dnsNames: whole(), dnsZones: whole(), matchLabels: { known: new Map(), complete: true } }) },
    ],
  ])("has a solver that tells %s", (_, solver, expected) => {
    expect(read1({ solvers: [solver] })?.solvers).toMatchObject({ known: [expected], complete: true });
  });
});

describe("a certificate", () => {
  const common = { cluster: { key: "ownership.json#certificates[0]", known: false }, namespace: unknown };
  const expected = {
    ...common,
    resource: at("certificates[0]", "kubernetes:cert-manager.io/v1:Certificate", "web"),
    source: "Certificate",
    objectName: known("web"),
    names: whole(...[{ name, property: "spec.dnsNames" } as unknown as string]),
    property: "spec.dnsNames",
    issuer: { name: known("letsencrypt"), kind: known("ClusterIssuer"), group: known("cert-manager.io") },
    labels: untold,
    request: {
      dnsNames: untold,
      commonName: unknown,
      ipAddresses: untold,
      emailAddresses: untold,
      uris: untold,
      isCertificateAuthority: unknown,
      usages: untold,
      keyAlgorithm: unknown,
      keySize: unknown,
      keyRotationPolicy: unknown,
      otherNames: unknown,
      secretName: unknown,
      malformedAnnotations: [],
    },
    renewal: { policy: unknown, duration: unknown, renewBefore: unknown, renewBeforePercentage: unknown },
    status: { notAfter: unknown, failedAttempts: unknown, issuing: unknown, issuingReason: unknown, issuingSince: unknown },
  };

  test("is unknown in what the file does not say, and writes no Secret that anybody knows of", () => {
    const owned = read({ certificates: [certificate] });
    expect(owned.certificates).toEqual([{ ...expected, labels: { known: new Map(), complete: false } }]);
    expect(owned.secretWriters).toEqual([]);
  });

  test("may say where it lies, its labels and its issuer's group", () => {
    const entry = {
      ...certificate,
      namespace: "shop",
      labels: { team: "web" },
      issuer: { kind: "AWSPCAIssuer", name: "pca", group: "awspca.cert-manager.io" },
    };
    expect(read({ certificates: [entry] }).certificates).toMatchObject([
      {
        namespace: known("shop"),
        labels: { known: new Map([["team", known("web")]]), complete: true },
        issuer: { kind: known("AWSPCAIssuer"), name: known("pca"), group: known("awspca.cert-manager.io") },
      },
    ]);
  });

  it.each<[string, string, string]>([
    ["Certificate", "kubernetes:cert-manager.io/v1:Certificate", "spec.dnsNames"],
    ["Ingress", "kubernetes:networking.k8s.io/v1:Ingress", "spec.tls[].hosts"],
    ["Gateway", "kubernetes:gateway.networking.k8s.io/v1:Gateway", "its hosts"],
    ["ListenerSet", "kubernetes:gateway.networking.k8s.io/v1:ListenerSet", "its hosts"],
    ["Route", "kubernetes:route.openshift.io/v1:Route", "its hosts"],
  ])("of a %s stands where its users write names", (kind, type, property) => {
    expect(read({ certificates: [{ ...certificate, kind }] }).certificates).toMatchObject([
      { resource: { type }, source: kind, property, names: { known: [{ name, property }] } },
    ]);
  });

  test("writes its Secret", () => {
    const owned = read({ certificates: [{ ...certificate, namespace: "shop", secret: "web-tls" }] });
    expect(owned.certificates).toMatchObject([{ request: { secretName: known("web-tls") } }]);
    expect(owned.secretWriters).toStrictEqual([
      {
        resource: expected.resource,
        cluster: common.cluster,
        namespace: known("shop"),
        writer: "Certificate",
        secret: known("web-tls"),
        property: "secret",
        certain: true,
        object: { kind: "Certificate", name: known("web") },
      },
    ]);
  });

  test("of a shim writes it through the Certificate of that name, for its hosts", () => {
    expect(read({ certificates: [{ ...certificate, kind: "Ingress", secret: "web-tls" }] }).secretWriters).toMatchObject([
      { writer: "Ingress", object: { kind: "Certificate", name: known("web-tls") }, hosts: whole(name) },
    ]);
  });

  it.each<[string, object | undefined, object]>([
    ["by its API", { production: { server: "https://k8s.example.org" } }, clusterOfServer("https://k8s.example.org")],
    ["by its name alone", { production: {} }, { key: "ownership.json production", known: false }],
    [
      "by a name that the file does not describe",
      { other: { server: "https://k8s.example.org" } },
      { key: "ownership.json production", known: false },
    ],
    ["by a name, in a file that describes none", undefined, { key: "ownership.json production", known: false }],
  ])("lies in a cluster known %s", (_, clusters, cluster) => {
    expect(read({ certificates: [{ ...certificate, cluster: "production" }], ...(clusters && { clusters }) }).certificates).toMatchObject([
      { cluster },
    ]);
  });
});

describe("what is wrong with a file", () => {
  const entry = (more: object) => ({ version: 1, subscriptions: [{ ...subscription, ...more }] });

  it.each<[string, unknown, string]>([
    ["a list", [], "holds a list, where an object belongs"],
    ["another version", { version: 2 }, "version: is something else, where 1 belongs"],
    [
      "an unknown vendor",
      entry({ vendor: "bunny" }),
      "subscriptions[0].vendor: is something else, where one of fastly, google, cloudflare, akamai, digitalocean, acme-provider belongs",
    ],
    [
      "an address for a name",
      entry({ names: ["192.0.2.1"] }),
      "subscriptions[0].names[0]: is a text that is none, where a DNS name such as app.example.org belongs",
    ],
    [
      "a name in other letters",
      entry({ names: ["bücher.example.org"] }),
      "subscriptions[0].names[0]: is a text that is none, where a DNS name such as app.example.org belongs",
    ],
    ["no name", entry({ names: [] }), "subscriptions[0].names: is empty, where at least one element belongs"],
    [
      "a day that is none",
      { version: 1, sources: { shop: { kind: "stack", asOf: "2026-13-01" } } },
      'sources["shop"].asOf: is a text that is none, where a day such as 2026-06-03 belongs',
    ],
    [
      "an Issuer without a namespace",
      { version: 1, issuers: [{ ...issuer, kind: "Issuer" }] },
      "issuers[0].namespace: is missing, and an Issuer lies in one",
    ],
    [
      "an ACME issuer without solvers",
      { version: 1, issuers: [{ kind: "ClusterIssuer", name: "letsencrypt", type: "acme" }] },
      "issuers[0].solvers: is missing, and an issuer of type acme has some",
    ],
    [
      "a label that is no text",
      { version: 1, certificates: [{ ...certificate, labels: { team: 7 } }] },
      'certificates[0].labels["team"]: is a number, where a text belongs',
    ],
  ])("%s", (_, content, expected) => {
    expect(problem(content)).toBe(expected);
  });

  test("a label may be empty", () => {
    expect(problem({ version: 1, certificates: [{ ...certificate, labels: { team: "" } }] })).toBeUndefined();
  });

  test("is no excuse for what is wrong with the pack", () => {
    const content = {
      get version(): number {
        throw new RangeError("not the file's fault");
      },
    };
    expect(() => problem(content)).toThrow(RangeError);
  });
});
