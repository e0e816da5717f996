import { inventoryOf } from "../../../cli/file-inventory";
import type { StackResource } from "../../../cli/stack-resource";
import { findTrustDefects, type TrustDefect } from "../../../policies/edge-trusts-origin/origin-trust";
import { certificate, origin, privateIssuer, service } from "../../cases/edge-trusts-origin";
import {
  certManager,
  dns01,
  kubernetesObject,
  pems,
  provider,
  resource,
  secretObject,
  serverCertificate,
  stack,
  unknown,
  unusualPems,
  type Inputs,
} from "../../support";

const defects = (...resources: readonly StackResource[]): TrustDefect[] =>
  findTrustDefects(inventoryOf(stack(...resources))).map(({ defect }) => defect);
const kinds = (...resources: readonly StackResource[]): string[] => defects(...resources).map(({ kind }) => kind);
const signers = (...resources: readonly StackResource[]): unknown[] =>
  defects(...resources).map((defect) => (defect.kind === "untrusted" ? defect.signer.by : defect.kind));

const front = "www.example.org";
const acme = (settings: Inputs): StackResource => privateIssuer({ acme: { solvers: [dns01()], ...settings } });
const second = (spec: Inputs): StackResource =>
  certManager.certificate("second", { dnsNames: [origin], namespace: "second", spec: { issuerRef: { name: "elsewhere" }, ...spec } });

describe("an edge that is not known to speak TLS, or to verify, is not judged", () => {
  test.each<[string, Inputs]>([
    ["TLS", { useSsl: unknown, sslCheckCert: false }],
    ["the check", { sslCheckCert: unknown, sslCertHostname: "" }],
    ["plain HTTP", { useSsl: false, sslCheckCert: false }],
  ])("%s", (_, backend) => {
    expect(kinds(service(backend))).toEqual([]);
  });

  test("of Cloudflare: a mode that is not known, and one that is plain", () => {
    const mode = (value: unknown) =>
      resource("cloudflare:index/zoneSetting:ZoneSetting", "mode", { zoneId: "any", settingId: "ssl", value });
    expect(kinds(mode(unknown))).toEqual([]);
    expect(kinds(mode("flexible"))).toEqual(["plain"]);
    expect(kinds(mode("full"))).toEqual(["unverified"]);
  });
});

test("a vendor's host, which chooses its certificate itself, under a name of one's own", () => {
  const bucket = "shop.s3.us-east-1.amazonaws.com";
  expect(kinds(service({ address: bucket, sslCertHostname: origin, sslSniHostname: front }))).toEqual([]);
  expect(kinds(service({ address: "192.0.2.1", sslCertHostname: origin, sslSniHostname: front }))).toEqual(["asked-for-another"]);
});

test.each([
  "abc123.execute-api.us-east-1.amazonaws.com",
  "abc123.lambda-url.us-east-1.on.aws",
  "shop.storage.googleapis.com",
  "shop-abc-uc.a.run.app",
  "shop.appspot.com",
  "us-central1-shop.cloudfunctions.net",
  "shop.blob.core.windows.net",
  "0123.r2.cloudflarestorage.com",
  "shop.ams3.digitaloceanspaces.com",
  "shop.s3.us-west-002.backblazeb2.com",
  "shop.s3.wasabisys.com",
  "shop.eu-central-1.linodeobjects.com",
  "shop.netlify.app",
])("%s shows its vendor's certificate, whatever name the edge asks for", (address) => {
  expect(kinds(service({ address, sslCertHostname: origin, sslSniHostname: front }))).toEqual([]);
});

test.each(["k8s-1.elb.us-east-1.amazonaws.com", "notrun.app", "lb.example.org"])("%s shows the user's own", (address) => {
  expect(kinds(service({ address, sslCertHostname: origin, sslSniHostname: front }))).toEqual(["asked-for-another"]);
});

describe("a private certificate for the origin is what the edge would meet", () => {
  test("though others for the name are for clients, or of an authority itself", () => {
    expect(signers(service(), certificate(), privateIssuer(), second({ usages: ["client auth"] }))).toEqual(["issuer"]);
    expect(signers(service(), certificate(), privateIssuer(), second({ isCA: true }))).toEqual(["issuer"]);
    expect(signers(service(), certificate(), privateIssuer(), second({}))).toEqual([]);
    expect(signers(service(), certificate(), privateIssuer(), second({ usages: unknown }))).toEqual([]);
  });

  test("unless the edge is given an authority to trust, or may be", () => {
    expect(signers(service({ sslCaCert: "PEM" }), certificate(), privateIssuer())).toEqual([]);
    expect(signers(service({ sslCaCert: unknown }), certificate(), privateIssuer())).toEqual([]);
  });

  test("if it is for servers, or for any use", () => {
    expect(signers(service(), certificate([origin], { usages: ["any"] }), privateIssuer())).toEqual(["issuer"]);
    expect(signers(service(), certificate([origin], { usages: ["client auth", "any"] }), privateIssuer())).toEqual(["issuer"]);
    expect(signers(service(), certificate([origin], { usages: ["digital signature"] }), privateIssuer())).toEqual(["issuer"]);
    expect(signers(service(), certificate([origin], { isCA: false }), privateIssuer())).toEqual(["issuer"]);
    expect(signers(service(), certificate([origin], { isCA: unknown }), privateIssuer())).toEqual([]);
    expect(signers(service(), certificate([origin], { isCA: unknown, usages: ["server auth"] }), privateIssuer())).toEqual([]);
  });
});

describe("who signs", () => {
  const server = "https://ca.example.org/acme/directory";

  test("an ACME server that the issuer must be told to trust, unless it is a public authority's", () => {
    expect(defects(service(), certificate(), acme({ server, caBundle: "PEM" }))).toMatchObject([
      { signer: { by: "acme-server", why: "inner" } },
    ]);
    expect(kinds(service(), certificate(), acme({ server }))).toEqual([]);
    expect(kinds(service(), certificate(), acme({ server, skipTLSVerify: unknown }))).toEqual([]);
    const letsEncrypt = "https://acme-v02.api.letsencrypt.org/directory";
    expect(kinds(service(), certificate(), acme({ server: letsEncrypt, caBundle: "PEM" }))).toEqual([]);
    expect(kinds(service(), certificate(), acme({ server: unknown, caBundle: "PEM" }))).toEqual([]);
  });

  test("an external issuer, by its group", () => {
    const external = (group: unknown) => certificate([origin], { issuerRef: { group, kind: "Issuer", name: "any" } });
    const authority = (group: string): unknown =>
      defects(service(), external(group)).map((defect) =>
        defect.kind === "untrusted" && defect.signer.by === "external" ? defect.signer.authority : defect.kind,
      );
    expect(authority("certmanager.step.sm")).toEqual(["step-ca"]);
    expect(authority("awspca.cert-manager.io")).toEqual(["AWS Private CA"]);
    expect(authority("cas-issuer.jetstack.io")).toEqual(["Google's Certificate Authority Service"]);
    expect(authority("cert-manager.k8s.cloudflare.com")).toEqual(["Cloudflare's origin CA, which Cloudflare alone trusts"]);
    expect(kinds(service(), external("constructor"))).toEqual([]);
    expect(kinds(service(), external(unknown))).toEqual([]);
  });

  test("a CA of the program, for servers: an authority of the program stands on none", () => {
    const request = resource("tls:index/certRequest:CertRequest", "request", { dnsNames: [origin] });
    const signed = (inputs: Inputs): StackResource =>
      resource(
        "tls:index/locallySignedCert:LocallySignedCert",
        "local",
        { certRequestPem: unknown, allowedUses: ["server_auth"], validityPeriodHours: 8760, ...inputs },
        { propertyDependencies: { certRequestPem: [request] } },
      );
    expect(signers(service(), request, signed({}))).toEqual(["program"]);
    expect(signers(service(), request, signed({ allowedUses: ["client_auth"] }))).toEqual([]);
    expect(signers(service(), request, signed({ isCaCertificate: true }))).toEqual([]);
    expect(signers(service(), request, signed({ isCaCertificate: unknown }))).toEqual([]);
  });
});

describe("a certificate in the stack", () => {
  const edge = { address: "edge.example.org", sslCertHostname: "edge.example.org", sslSniHostname: "edge.example.org" };
  const held = (crt: string, name = "web-tls"): StackResource => secretObject(name, { "tls.crt": crt, "tls.key": "key" });
  const upload = (body: string): StackResource =>
    resource("fastly:index/tlsCertificate:TlsCertificate", "upload", { certificateBody: body });
  const byAddress = service({ address: "edge.example.org", sslCertHostname: "shop.example.org", sslSniHostname: "" });

  test("in a Secret is what the cluster's servers show; an upload may be for elsewhere", () => {
    expect(signers(service(edge), held(serverCertificate))).toEqual(["itself"]);
    expect(signers(service(edge), upload(serverCertificate))).toEqual([]);
    expect(signers(service(edge), held(pems.client))).toEqual([]);
    expect(signers(service(edge), held(unusualPems.namedClient))).toEqual([]);
    const mutual = { address: "mutual.example.org", sslCertHostname: "mutual.example.org", sslSniHostname: "mutual.example.org" };
    expect(signers(service(mutual), held(unusualPems.mutual))).toEqual([]);
  });

  test("says which name the origin is good for, whoever signed it", () => {
    expect(kinds(byAddress, held(serverCertificate))).toEqual(["not-covered"]);
    expect(kinds(byAddress, held(serverCertificate), held("?", "unread"))).toEqual([]);
    expect(kinds(byAddress)).toEqual([]);
    expect(kinds(byAddress, resource("aws:acm/certificate:Certificate", "imported", { certificateBody: serverCertificate }))).toEqual([
      "not-covered",
    ]);
  });

  test("beside others that may be for the name of which nothing is said", () => {
    expect(kinds(byAddress, held(serverCertificate), second({ dnsNames: [unknown] }))).toEqual([]);
    expect(kinds(byAddress, held(serverCertificate), second({ usages: ["client auth"], dnsNames: [unknown] }))).toEqual(["not-covered"]);
    const patch = kubernetesObject("cert-manager.io/v1", "CertificatePatch", "patch", { spec: { dnsNames: ["other.example.org"] } });
    expect(kinds(byAddress, held(serverCertificate), patch)).toEqual([]);
    const inventory = inventoryOf(stack(byAddress, held(serverCertificate)));
    const gaps = [{ resource: { urn: "urn:any", type: "any", name: "any" }, what: "component-without-children", may: "claim" }] as const;
    expect(findTrustDefects({ ...inventory, gaps })).toEqual([]);
  });

  test("that a resource both asks for and shows is one, by who signs it", () => {
    const trial = provider("acme", "acme", { serverUrl: "https://acme-staging-v02.api.letsencrypt.org/directory" });
    const inputs = { commonName: "edge.example.org", dnsChallenges: [{ provider: "route53" }] };
    const got = resource("acme:index/certificate:Certificate", "acme", inputs, {
      provider: trial,
      outputs: { ...inputs, certificatePem: serverCertificate, certificateNotAfter: "2026-06-10T00:00:00Z" },
    });
    expect(signers(service(edge), got)).toEqual(["acme-server"]);
  });
});
