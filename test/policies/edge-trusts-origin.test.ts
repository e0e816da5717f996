import type { StackResource } from "../../cli/stack-resource";
import { canary, certManager, fastly, judged, recordedStack, resource, secret, secretObject, unknown } from "../support";
import { certificate, found, leftAlone, origin, privateIssuer, service } from "../cases/edge-trusts-origin";
import { serverCertificate } from "../support/certificates";
import { findingIds, idsOf } from "./findings";

const policy = "edge-trusts-origin";

describe("finds", () => {
  test.each(Object.entries(found))("%s", (_, resources) => {
    const violations = judged(resources);
    expect(violations).toEqual([expect.objectContaining({ policy, level: "advisory" })]);
    expect(judged([...resources].reverse())).toEqual(violations);
  });

  test("xPRO's backend, had its certificate come from a private CA: Fastly answers 503", () => {
    const name = "xpro-web.odl.mit.edu";
    const edge = fastly.service("xpro", { domains: ["xpro.mit.edu", name], backends: [{ address: name, shield: "iad-va-us" }] });
    const [violation, ...rest] = judged([edge, certManager.certificate("xpro", { dnsNames: [name] }), privateIssuer()]);
    expect(rest).toEqual([]);
    expect(violation).toMatchObject({ policy, urn: edge.urn });
    for (const words of [
      `Fastly verifies its origin as ${name}, and the certificate for that name is a private one`,
      'ServiceVcl "xpro" (backend "origin") connects by TLS, with no `sslCaCert`.',
      `Certificate "xpro" is for ${name}; it is signed by a CA of your own (\`ca\` of ClusterIssuer "letsencrypt-production").`,
      "visitors see 503",
      "put the CA's certificate into the backend's `sslCaCert`",
      `${policy}[${name}]`,
    ]) {
      expect(violation?.message).toContain(words);
    }
  });

  test("Aiven's fallback of 2022: a private CA steps in, and CloudFront does not know it", () => {
    const cdn = resource("aws:cloudfront/distribution:Distribution", "cdn", {
      origins: [{ originId: "docs", domainName: "docs.example.org", customOriginConfig: { originProtocolPolicy: "https-only" } }],
      defaultCacheBehavior: { targetOriginId: "docs" },
    });
    const fallback = certManager.certificate("docs", { dnsNames: ["docs.example.org"] });
    const [violation] = judged([cdn, fallback, privateIssuer({ selfSigned: {} })]);
    expect(violation?.message).toContain('Distribution "cdn" (backend "docs") connects by TLS.');
    expect(violation?.message).toContain("visitors see 502");
    expect(violation?.message).toContain("CloudFront takes no CA of your own");
  });

  test("a backend without a host name, in Fastly's own words, by the names that the user gave", () => {
    const [violation] = judged([service({ sslCertHostname: "", name: "Origin shield, 1" })]);
    expect(findingIds(violation === undefined ? [] : [violation])).toEqual([`${policy}[edge backend Origin shield, 1]`]);
    expect(violation?.message).toContain('backend "Origin shield, 1" of ServiceVcl "edge"');
    expect(violation?.message).toContain("Mandatory SSL cert checks require specifying cert hostname");
    expect(violation?.message).toContain(`(commonly the address, ${origin})`);
  });

  test.each([`token=${canary}`, `\u001b[31m${canary}`])("a backend whose name could be none, without it: it may be a secret", (name) => {
    const [violation] = judged([service({ sslCertHostname: "", name: secret(name) })]);
    expect(findingIds(violation === undefined ? [] : [violation])).toEqual([`${policy}[edge backend]`]);
    expect(violation?.message).toContain('backend "(a text that is not shown)" of ServiceVcl "edge"');
    expect(violation?.message).not.toContain(canary);
  });

  test("a backend whose name is not known yet, by its service's alone", () => {
    expect(findingIds(judged([service({ name: unknown, sslCheckCert: false })]))).toEqual([`${policy}[edge backend]`]);
  });

  test("a check that is switched off, each backend for itself", () => {
    const edge = fastly.service("edge", {
      backends: [
        { address: "a.example.org", name: "a", sslCheckCert: false },
        { address: "b.example.org", name: "b", sslCheckCert: false },
        { address: "c.example.org", name: "c" },
      ],
    });
    const violations = judged([edge]);
    expect(findingIds(violations)).toEqual([`${policy}[edge backend a]`, `${policy}[edge backend b]`]);
    expect(violations[0]?.message).toContain("Fastly connects to a.example.org by TLS and does not verify who answers");
  });

  test("the name that the origin's certificate has, where another is checked", () => {
    const edge = service({ sslCertHostname: "www.example.org", sslSniHostname: "" });
    const [violation] = judged([edge, certificate(), certManager.clusterIssuer()]);
    expect(violation?.message).toContain(`set \`sslCertHostname\` and \`sslSniHostname\` to ${origin}`);
    expect(violation?.message).toContain(`Certificate "web" is for ${origin}.`);
    expect(violation?.message).toContain(`${policy}[www.example.org]`);
  });

  test("Cloudflare's zone by its name, where the stack has it", () => {
    const zone = resource("cloudflare:index/zone:Zone", "zone", { name: "example.org" }, { outputs: { id: "z1", name: "example.org" } });
    const mode = resource("cloudflare:index/zoneSetting:ZoneSetting", "mode", { zoneId: "z1", settingId: "ssl", value: "flexible" });
    const violations = judged([zone, mode]);
    expect(findingIds(violations)).toEqual([`${policy}[example.org]`]);
    expect(violations[0]?.message).toContain("plain HTTP to the origins of example.org");
  });

  test("a server for trials, and the real one as the way out", () => {
    const [violation] = judged(found["Let's Encrypt's staging server, whose root nobody trusts"] ?? []);
    expect(violation?.message).toContain(
      'it comes from an ACME server for trials (`server` of ClusterIssuer "letsencrypt-production"), which signs with a root that nobody trusts.',
    );
    expect(violation?.message).toContain("Fix: use the authority's real server");
  });

  test("a Secret with a self-signed certificate; an upload of one may be for elsewhere", () => {
    const edge = service({ address: "edge.example.org", sslCertHostname: "edge.example.org", sslSniHostname: "edge.example.org" });
    const of = (...stack: readonly StackResource[]) => idsOf(policy, judged(stack));
    expect(of(edge, secretObject("web-tls", { "tls.crt": serverCertificate, "tls.key": "key" }))).toEqual([`${policy}[edge.example.org]`]);
    const upload = resource("fastly:index/tlsCertificate:TlsCertificate", "upload", { certificateBody: serverCertificate });
    expect(of(edge, upload)).toEqual([]);
  });
});

describe("leaves alone", () => {
  test.each(Object.entries(leftAlone))("%s", (_, resources) => {
    expect(findingIds(judged(resources))).toEqual([]);
  });

  test("SNI for another name, and an upload for both", () => {
    const upload = resource("aws:iam/serverCertificate:ServerCertificate", "upload", { certificateBody: serverCertificate });
    const edge = service({ sslCertHostname: "edge.example.org", sslSniHostname: "www.example.org" });
    const of = (...stack: readonly StackResource[]) => judged(stack).filter((each) => each.policy === policy);
    expect(of(edge, upload)).toEqual([]);
    expect(findingIds(of(edge))).toEqual([`${policy}[edge.example.org]`]);
  });

  test.each(["incident-first-preview", "incident-deployed", "fixed-first-preview"])("xPRO as recorded: %s", (recording) => {
    expect(judged(recordedStack(recording)).filter((violation) => violation.policy === policy)).toEqual([]);
  });
});
