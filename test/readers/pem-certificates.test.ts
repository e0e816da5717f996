import { X509Certificate } from "node:crypto";
import type { Resource } from "../../evidence/resource";
import { clientCertificate, pems, serverCertificate, unusualPems } from "../support/certificates";
import { found, shown, later, urnOf, written } from "./shown";

const secret = "kubernetes:core/v1:Secret";
const acme = "acme:index/certificate:Certificate";
const acm = "aws:acm/certificate:Certificate";
const iam = "aws:iam/serverCertificate:ServerCertificate";
const selfSigned = "tls:index/selfSignedCert:SelfSignedCert";
const locallySigned = "tls:index/locallySignedCert:LocallySignedCert";
const request = "tls:index/certRequest:CertRequest";
const gatewayClient = "aws:apigateway/clientCertificate:ClientCertificate";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
const reference = (type: string) => ({ urn: urnOf(type), type, name: "it" });
const open = { known: [], complete: false };
const none = { known: [], complete: true };

/** @returns the certificate with its begin, as its issuer wrote it, made unreadable. */
function withoutBegin(pem: string): string {
  const text = new X509Certificate(pem).raw.toString("latin1").replace(/\d{12}Z/, "269900000000Z");
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(text, "latin1").toString("base64")}\n-----END CERTIFICATE-----\n`;
}

/** @returns the same with its end. */
function withoutEnd(pem: string): string {
  const text = new X509Certificate(pem).raw.toString("latin1").replace(/(\d{12}Z\W*)\d{12}Z/, "$1269900000000Z");
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(text, "latin1").toString("base64")}\n-----END CERTIFICATE-----\n`;
}

const stored = (resource: Resource) => found(resource).storedCertificates ?? [];
const handMade = (resource: Resource) => found(resource).handMadeCertificates ?? [];

describe("every place of a program that holds a certificate", () => {
  const asStored = {
    names: ["edge.example.org", "www.example.org"],
    isSelfSigned: true,
    notBefore: day("2025-06-10"),
    notAfter: day("2026-06-10"),
  };
  const asHandMade = {
    names: { known: ["edge.example.org", "www.example.org"], complete: true },
    requestedBy: [],
    forClients: false,
    forServers: true,
    isAuthority: false,
    isRenewed: false,
    keeper: "program",
  };
  const backends = { backends: [{ address: "192.0.2.1", sslClientCert: "" }, { sslClientCert: serverCertificate }] };

  it.each<[string, object, string, "server" | "client"]>([
    ["fastly:index/tlsCertificate:TlsCertificate", { certificateBody: serverCertificate }, "certificateBody", "server"],
    ["fastly:index/tlsPlatformCertificate:TlsPlatformCertificate", { certificateBody: serverCertificate }, "certificateBody", "server"],
    ["fastly:index/serviceVcl:ServiceVcl", backends, "backends[].sslClientCert", "client"],
    ["fastly:index/serviceCompute:ServiceCompute", backends, "backends[].sslClientCert", "client"],
    [iam, { certificateBody: serverCertificate }, "certificateBody", "server"],
    ["aws:apigateway/domainName:DomainName", { certificateBody: serverCertificate }, "certificateBody", "server"],
    ["cloudflare:index/customSsl:CustomSsl", { certificate: serverCertificate }, "certificate", "server"],
    [
      "cloudflare:index/customSsl:CustomSsl",
      { customSslOptions: { certificate: serverCertificate } },
      "customSslOptions.certificate",
      "server",
    ],
    [
      "cloudflare:index/authenticatedOriginPullsCertificate:AuthenticatedOriginPullsCertificate",
      { certificate: serverCertificate },
      "certificate",
      "client",
    ],
    [
      "cloudflare:index/authenticatedOriginPullsHostnameCertificate:AuthenticatedOriginPullsHostnameCertificate",
      { certificate: serverCertificate },
      "certificate",
      "client",
    ],
    ["digitalocean:index/certificate:Certificate", { type: "custom", leafCertificate: serverCertificate }, "leafCertificate", "server"],
    ["gcp:compute/sSLCertificate:SSLCertificate", { certificate: serverCertificate }, "certificate", "server"],
    ["gcp:compute/regionSslCertificate:RegionSslCertificate", { certificate: serverCertificate }, "certificate", "server"],
    [
      "gcp:certificatemanager/certificate:Certificate",
      { selfManaged: { pemCertificate: serverCertificate } },
      "selfManaged.pemCertificate",
      "server",
    ],
    [secret, { metadata: { name: "web-tls" }, data: { "tls.crt": base64(serverCertificate) } }, "data.tls.crt", "server"],
    [secret, { metadata: { name: "web-tls" }, stringData: { "tls.crt": serverCertificate } }, "stringData.tls.crt", "server"],
  ])("%s: %j", (type, inputs, property, use) => {
    expect(found(written(type, inputs))).toMatchObject({
      storedCertificates: [{ resource: reference(type), property, use, ...asStored }],
      handMadeCertificates: [{ resource: reference(type), property, ...asHandMade }],
    });
  });

  test("ACM, which tells by itself when what it keeps expires", () => {
    expect(handMade(written(acm, { certificateBody: serverCertificate }))).toEqual([
      { resource: reference(acm), property: "certificateBody", ...asHandMade, keeper: "acm" },
    ]);
    expect(stored(written(acm, { certificateBody: serverCertificate }))).toMatchObject([{ use: "server", property: "certificateBody" }]);
  });

  test("every backend that shows one", () => {
    const inputs = { backends: [{ sslClientCert: clientCertificate }, { sslClientCert: later }, { sslClientCert: pems.client }] };
    const service = written("fastly:index/serviceVcl:ServiceVcl", inputs);
    expect(stored(service)).toMatchObject([{ use: "client", notAfter: day("2026-06-10") }, { use: "client" }]);
    expect(handMade(service)).toMatchObject([
      { forClients: true, forServers: false, names: none },
      { forClients: true, forServers: false, names: none },
    ]);
  });

  describe("is read for what it is", () => {
    const upload = (certificateBody: string) => written(iam, { certificateBody });

    it.each<[string, string, object, object]>([
      [
        "a client's, wherever it is uploaded",
        pems.client,
        { use: "client", names: [], isSelfSigned: true },
        { names: none, forClients: true, forServers: false, isAuthority: false },
      ],
      [
        "one that is for both, not signed by itself; its URI is no name of it, nor its common name",
        unusualPems.mutual,
        { use: "server", names: ["mutual.example.org", "*.mutual.example.org"], isSelfSigned: false },
        {
          names: { known: ["mutual.example.org", "*.mutual.example.org"], complete: true },
          forClients: true,
          forServers: true,
          isAuthority: false,
        },
      ],
      [
        "one that says nothing of its use, and has its name in the common name",
        unusualPems.bare,
        { use: "server", names: [], isSelfSigned: true },
        { names: { known: ["legacy.example.org"], complete: true }, forClients: false, forServers: true, isAuthority: false },
      ],
      [
        "one without a subject",
        unusualPems.withoutSubject,
        { use: "server", names: ["short.example.org"] },
        { names: { known: ["short.example.org"], complete: true }, forClients: false, forServers: true },
      ],
      [
        "one that names nobody",
        unusualPems.nobody,
        { use: "client", names: [] },
        { names: none, forClients: true, forServers: false, isAuthority: false },
      ],
      [
        "an authority's",
        pems.authority,
        { use: "server", names: ["ca.example.org"], isSelfSigned: true },
        { names: { known: ["ca.example.org"], complete: true }, isAuthority: true },
      ],
      [
        "the first of a chain",
        `subject=CN = web\n${pems.inner}${pems.authority}`,
        { names: ["web.default.svc", "localhost"] },
        { isAuthority: false },
      ],
    ])("%s", (_, pem, expectedStored, expectedHandMade) => {
      expect(stored(upload(pem))).toMatchObject([expectedStored]);
      expect(handMade(upload(pem))).toMatchObject([expectedHandMade]);
    });

    test("one whose begin cannot be read has an end", () => {
      const [read, ...more] = stored(upload(withoutBegin(serverCertificate)));
      expect(more).toEqual([]);
      expect(read?.notAfter).toBe(day("2026-06-10"));
      expect(read).not.toHaveProperty("notBefore");
    });

    test("one whose end cannot be read has no dates to judge, and nothing that renews it", () => {
      expect(stored(upload(withoutEnd(serverCertificate)))).toEqual([]);
      expect(handMade(upload(withoutEnd(serverCertificate)))).toHaveLength(1);
    });
  });

  it.each<[string, Resource]>([
    ["a text that is none", written(iam, { certificateBody: "none" })],
    ["a broken one", written(iam, { certificateBody: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" })],
    [
      "a chain whose first is broken: what follows is not the certificate",
      written(iam, { certificateBody: `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${serverCertificate}` }),
    ],
    ["one that is not known yet", written(iam, { certificateBody: later })],
    ["an upload without one", written(iam, {})],
    ["backends that are not known yet", written("fastly:index/serviceVcl:ServiceVcl", { backends: later })],
  ])("not %s", (_, resource) => {
    expect({ stored: stored(resource), handMade: handMade(resource) }).toEqual({ stored: [], handMade: [] });
  });

  test("what is computed from another resource is that one's to renew, property by property", () => {
    const own = urnOf(selfSigned, "own");
    const renewed = (type: string, inputs: object, property: string) =>
      handMade(written(type, inputs, { dependencies: { [property]: [own] } })).map(({ isRenewed }) => isRenewed);
    const selfManaged = { selfManaged: { pemCertificate: serverCertificate } };
    expect(renewed("gcp:certificatemanager/certificate:Certificate", selfManaged, "selfManaged")).toEqual([true]);
    expect(renewed("gcp:certificatemanager/certificate:Certificate", selfManaged, "labels")).toEqual([false]);
    expect(renewed("fastly:index/serviceVcl:ServiceVcl", backends, "backends")).toEqual([true]);
    expect(renewed("fastly:index/serviceVcl:ServiceVcl", backends, "domains")).toEqual([false]);
    expect(renewed(secret, { data: { "tls.crt": base64(serverCertificate) } }, "data")).toEqual([true]);
  });
});

describe("a Secret", () => {
  const data = { "tls.crt": base64(serverCertificate) };

  it.each<[string, Resource]>([
    ["that cert-manager keeps", written(secret, { metadata: { annotations: { "cert-manager.io/certificate-name": "web" } }, data })],
    ["that cert-manager may keep", written(secret, { metadata: { annotations: { "cert-manager.io/certificate-name": later } }, data })],
    ["of which this is a patch", written("kubernetes:core/v1:SecretPatch", { metadata: { name: "web-tls" }, data })],
    ["all of which Pulumi ignores", written(secret, { data }, { ignoreChanges: ["*"] })],
    ["one key of all of which Pulumi ignores", written(secret, { data }, { ignoreChanges: ['*["tls.crt"]'] })],
    ["whose data Pulumi ignores", written(secret, { data }, { ignoreChanges: ["metadata", "data"] })],
    ["one key of whose data Pulumi ignores", written(secret, { data }, { ignoreChanges: ['data["tls.crt"]'] })],
    ["whose plain data Pulumi ignores", written(secret, { data }, { ignoreChanges: ["stringData"] })],
    ["of other keys", written(secret, { data: { password: base64(serverCertificate) } })],
    ["whose data is not known yet", written(secret, { data: later })],
  ])("%s holds no certificate of the program", (_, resource) => {
    expect({ stored: stored(resource), handMade: handMade(resource) }).toEqual({ stored: [], handMade: [] });
  });

  it.each([["metadata.data"], ["dataSource"], ["metadata.annotations"], ["type"]])("whose %s Pulumi ignores does", (path) => {
    const resource = written(secret, { data }, { ignoreChanges: [path] });
    expect([stored(resource), handMade(resource)]).toMatchObject([[{ property: "data.tls.crt" }], [{ property: "data.tls.crt" }]]);
  });

  test("that has it in plain text and encoded holds one: Kubernetes lets the plain text win", () => {
    const both = written(secret, { data, stringData: { "tls.crt": pems.server } });
    expect(stored(both)).toMatchObject([{ property: "stringData.tls.crt", names: ["shop.example.org", "www.example.org"] }]);
    expect(handMade(both)).toMatchObject([{ property: "stringData.tls.crt" }]);
    expect(stored(written(secret, { data, stringData: { "tls.crt": later } }))).toEqual([]);
  });
});

describe("a certificate of which the provider tells the dates", () => {
  it.each<[string, string, string, "server" | "client"]>([
    [selfSigned, "validityEndTime", "validityStartTime", "server"],
    [locallySigned, "validityEndTime", "validityStartTime", "server"],
    [gatewayClient, "expirationDate", "createdDate", "client"],
  ])("%s", (type, end, start, use) => {
    const dated = (dates: object) => stored(shown(type, { inputs: { description: "it" }, outputs: dates }));
    const expected = { resource: reference(type), property: end, use, names: [], notAfter: day("2026-06-10") };
    expect(dated({ [end]: "2026-06-10T00:00:00Z", [start]: "2025-06-10T00:00:00Z" })).toStrictEqual([
      { ...expected, notBefore: day("2025-06-10") },
    ]);
    expect(dated({ [end]: "2026-06-10T00:00:00Z" })).toStrictEqual([expected]);
    expect(dated({ [end]: "2026-06-10T00:00:00Z", [start]: later })).toStrictEqual([expected]);
    expect(dated({ [end]: later, [start]: "2025-06-10T00:00:00Z" })).toEqual([]);
    expect(dated({ [end]: "never", [start]: "2025-06-10T00:00:00Z" })).toEqual([]);
    expect(dated({ [start]: "2025-06-10T00:00:00Z" })).toEqual([]);
  });
});

describe("a certificate of the acme provider", () => {
  const read = (inputs: object) => {
    const all = { commonName: "edge.example.org", subjectAlternativeNames: ["www.example.org"], ...inputs };
    const { storedCertificates = [], unrenewedCertificates = [] } = found(
      shown(acme, { inputs: all, outputs: { ...all, certificatePem: serverCertificate } }),
    );
    return { stored: storedCertificates, unrenewed: unrenewedCertificates };
  };
  const dates = { resource: reference(acme), property: "certificatePem", use: "server", notAfter: day("2026-06-10") };
  const never = { resource: reference(acme), property: "minDaysRemaining", names: ["edge.example.org", "www.example.org"] };

  test("is renewed by any update within thirty days of its end, or within as many as the program says", () => {
    expect(read({})).toMatchObject({ stored: [{ ...dates, renewedWithin: 30 }], unrenewed: [] });
    expect(read({ minDaysRemaining: 8 })).toMatchObject({ stored: [{ ...dates, renewedWithin: 8 }], unrenewed: [] });
    expect(read({ minDaysRemaining: 0 })).toMatchObject({ stored: [{ ...dates, renewedWithin: 0 }], unrenewed: [] });
    expect(read({ useRenewalInfo: false })).toMatchObject({ stored: [{ ...dates, renewedWithin: 30 }], unrenewed: [] });
  });

  test("is never renewed where that is negative", () => {
    const { stored: certificates, unrenewed } = read({ minDaysRemaining: -1, useRenewalInfo: false });
    expect(certificates).toMatchObject([dates]);
    expect(certificates[0]).not.toHaveProperty("renewedWithin");
    expect(unrenewed).toEqual([never]);
  });

  it.each([
    ["the authority says when", { useRenewalInfo: true, minDaysRemaining: -1 }],
    ["the authority may say when", { useRenewalInfo: later, minDaysRemaining: -1 }],
    ["nobody knows yet within how many", { minDaysRemaining: later }],
  ])("tells nothing where %s", (_, inputs) => {
    expect(read(inputs)).toEqual({ stored: [], unrenewed: [] });
  });

  test("has no PEM in the plan of its renewal", () => {
    expect(stored(shown(acme, { inputs: { commonName: "edge.example.org" }, outputs: { certificatePem: later } }))).toEqual([]);
  });
});

describe("a certificate that the tls provider signs", () => {
  const key = urnOf(request, "request");
  const expected = {
    resource: reference(locallySigned),
    property: "validityPeriodHours",
    names: none,
    requestedBy: [key],
    forClients: false,
    forServers: true,
    isAuthority: false,
    isRenewed: false,
    keeper: "program",
  };
  const signed = (inputs: object) =>
    handMade(
      written(locallySigned, { allowedUses: ["server_auth"], ...inputs }, { dependencies: { certRequestPem: [key], caCertPem: ["ca"] } }),
    );

  it.each<[string, object, object]>([
    ["is for servers", {}, {}],
    ["is for clients", { allowedUses: ["client_auth"] }, { forClients: true, forServers: false }],
    ["is for neither", { allowedUses: ["code_signing"] }, { forServers: false }],
    ["is for what nobody knows yet", { allowedUses: later }, { forClients: undefined, forServers: undefined }],
    ["is for one, and maybe for the other", { allowedUses: ["client_auth", later] }, { forClients: true, forServers: undefined }],
    ["is an authority's", { isCaCertificate: true }, { isAuthority: true }],
    ["says that it is none", { isCaCertificate: false }, {}],
    ["is an authority's by its use", { allowedUses: ["cert_signing"], isCaCertificate: later }, { forServers: false, isAuthority: true }],
    ["may be an authority's", { isCaCertificate: later }, { isAuthority: undefined }],
    ["is made anew in time by any update", { earlyRenewalHours: 720 }, { isRenewed: true }],
    ["is made anew once it has ended, by default", { earlyRenewalHours: 0 }, {}],
    ["may be made anew in time", { earlyRenewalHours: later }, { isRenewed: undefined }],
  ])("%s", (_, inputs, more) => {
    expect(signed(inputs)).toEqual([{ ...expected, ...more }]);
  });

  const subject = (commonName: string) => ({ subject: { commonName } });
  it.each<[string, object, object]>([
    ["its DNS names", { dnsNames: ["www.example.org", "www.example.org"] }, { known: ["www.example.org"], complete: true }],
    [
      "its common name beside them",
      { dnsNames: ["www.example.org"], ...subject("shop.example.org") },
      { known: ["www.example.org", "shop.example.org"], complete: true },
    ],
    ["each once", { dnsNames: ["www.example.org"], ...subject("WWW.example.org") }, { known: ["www.example.org"], complete: true }],
    ["one's own machine", subject("localhost"), { known: ["localhost"], complete: true }],
    ["not a common name that is somebody's", subject("partner"), none],
    ["not a common name that is a sentence", subject("Example Authority 1.0"), none],
    [
      "not those that nobody knows yet",
      { dnsNames: ["www.example.org", later], ...subject(later) },
      { known: ["www.example.org"], complete: false },
    ],
    ["none of an empty request", {}, none],
    ["none of an unknown list", { dnsNames: later }, open],
  ])("has the names of its request: %s", (_, inputs, names) => {
    expect(found(written(request, { privateKeyPem: "key", ...inputs }))).toEqual({
      signingRequests: [{ resource: reference(request), names }],
    });
  });
});

test("a client certificate that API Gateway makes is nobody's to renew but its users'", () => {
  expect(handMade(written(gatewayClient, { description: "it" }))).toEqual([
    {
      resource: reference(gatewayClient),
      property: "expirationDate",
      names: none,
      requestedBy: [],
      forClients: true,
      forServers: false,
      isAuthority: false,
      isRenewed: false,
      keeper: "program",
    },
  ]);
});
