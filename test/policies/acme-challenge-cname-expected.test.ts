import type { StackResource } from "../../cli/requests";
import { certManager, dns01, fastly, http01, kubernetesObject, resource, route53, startPack, unknown, type TestPack } from "../support";
import { findingIds, idsOf } from "./findings";

const policy = "acme-challenge-cname-expected";
const name = "web.example.org";
const challenge = `_acme-challenge.${name}`;
const finding = [`${policy}[${challenge}]`];
const token = "abcdefghijklmnopqr.fastly-validations.com";

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => pack.close());

const certificate = certManager.certificate("web", { dnsNames: [name] });
const staying = certManager.clusterIssuer();
const following = certManager.clusterIssuer("letsencrypt-production", [dns01(undefined, { cnameStrategy: "Follow" })]);
const acmeDns = certManager.clusterIssuer("letsencrypt-production", [{ dns01: { acmeDNS: { host: "https://auth.acme-dns.io" } } }]);
const subscription = fastly.subscription("edge-tls", [name]);
const zone = resource("aws:route53/zone:Zone", "zone", { name: "example.org" }, { outputs: { name: "example.org", zoneId: "Z1" } });
const inZone = { inputs: { zoneId: "Z1" } };
const cname = (target: string, extra = {}) => route53.record(challenge, "CNAME", [target], extra);

describe("finds", () => {
  const cases: Record<string, readonly StackResource[]> = {
    "a left-over Fastly CNAME without a subscription": [cname(token)],
    "a left-over Fastly CNAME beside a subscription to other names": [fastly.subscription("edge-tls", ["www.example.org"]), cname(token)],
    "a CNAME to somewhere that nobody here knows": [cname("validation.vendor.example")],
    "a Fastly CNAME at the name of a certificate whose issuer is not declared": [certificate, cname(token)],
    "a Google CNAME where Fastly's belongs": [subscription, cname("1234.5.authorize.certificatemanager.goog")],
    "a delegation where Fastly's CNAME belongs": [subscription, cname(`${name}.acme.example.net`)],
    "a delegation that the solver does not follow": [certificate, staying, cname(`${name}.acme.example.net`)],
    "any CNAME that the solver does not follow, its target unknown": [certificate, staying, cname(unknown)],
    "a foreign CNAME that the solver follows": [certificate, following, cname(token)],
    "a foreign CNAME at the base of a wildcard certificate": [
      certManager.certificate("web", { dnsNames: [`*.${name}`] }),
      staying,
      cname("x.vendor.example"),
    ],
    "a wildcard CNAME that the solver follows": [
      certificate,
      following,
      zone,
      route53.record("*.web", "CNAME", ["lb.example.net"], inZone),
    ],
    "a static TXT where Fastly's CNAME belongs": [subscription, route53.record(challenge, "TXT", ["token"])],
    "name servers where Fastly's CNAME belongs": [subscription, route53.record(challenge, "NS", ["ns.example.net"])],
    "a simple TXT set of Route 53 beside cert-manager's multivalue ones": [
      certificate,
      staying,
      route53.record(challenge, "TXT", ["token"]),
    ],
    "a CNAME at the name of an acme provider's certificate, to a vendor": [
      resource("acme:index/certificate:Certificate", "web", { commonName: name, dnsChallenges: [{ provider: "route53" }] }),
      cname(token),
    ],
    "a CNAME that keeps Cloudflare from writing": [
      resource("cloudflare:index/certificatePack:CertificatePack", "web", { hosts: [name], validationMethod: "txt" }),
      cname("x.vendor.example"),
    ],
  };
  test.each(Object.entries(cases))("%s", async (_, resources) => {
    const found = await pack.preview(resources);
    expect(idsOf(policy, found)).toEqual(finding);
    expect(found.find((violation) => violation.policy === policy)?.level).toBe("mandatory");
  });

  test("a DNAME above the challenge name", async () => {
    const dname = route53.record("web", "DNAME", ["elsewhere.example.net"], inZone);
    const found = await pack.preview([certificate, staying, zone, dname]);
    expect(found).toEqual([expect.objectContaining({ policy, urn: dname.urn })]);
  });

  test("the record, not the certificate, is what to edit", async () => {
    const record = cname(token);
    const [found] = await pack.preview([certificate, staying, record]);
    expect(found).toMatchObject({ policy, urn: record.urn });
    expect(found?.message).toContain('Certificate "web"');
  });

  const providers: Record<string, StackResource> = {
    "Route 53": cname(token),
    "Cloudflare 5": resource("cloudflare:index/record:Record", "r", { zoneId: "z", name: challenge, type: "CNAME", value: token }, {}),
    "Cloudflare 6": resource("cloudflare:index/dnsRecord:DnsRecord", "r", { zoneId: "z", name: challenge, type: "CNAME", content: token }),
    "Google Cloud DNS": resource("gcp:dns/recordSet:RecordSet", "r", {
      managedZone: "z",
      name: `${challenge}.`,
      type: "CNAME",
      rrdatas: [`${token}.`],
    }),
    "Azure DNS": resource("azure:dns/cNameRecord:CNameRecord", "r", {
      zoneName: "example.org",
      name: "_acme-challenge.web",
      record: token,
    }),
    "Azure DNS, native": resource("azure-native:dns:RecordSet", "r", {
      zoneName: "example.org",
      relativeRecordSetName: "_acme-challenge.web",
      recordType: "CNAME",
      cnameRecord: { cname: token },
    }),
    DigitalOcean: resource("digitalocean:index/dnsRecord:DnsRecord", "r", {
      domain: "example.org",
      name: "_acme-challenge.web",
      type: "CNAME",
      value: `${token}.`,
    }),
    NS1: resource("ns1:index/record:Record", "r", { zone: "example.org", domain: challenge, type: "CNAME", answers: [{ answer: token }] }),
    DNSimple: resource("dnsimple:index/zoneRecord:ZoneRecord", "r", {
      zoneName: "example.org",
      name: "_acme-challenge.web",
      type: "CNAME",
      value: token,
    }),
    Akamai: resource("akamai:index/dnsRecord:DnsRecord", "r", {
      zone: "example.org",
      name: challenge,
      recordtype: "CNAME",
      targets: [token],
    }),
    Gandi: resource("gandi:livedns/record:Record", "r", {
      zone: "example.org",
      name: "_acme-challenge.web",
      type: "CNAME",
      values: [`${token}.`],
    }),
    OVH: resource("ovh:Domain/zoneRecord:ZoneRecord", "r", {
      zone: "example.org",
      subdomain: "_acme-challenge.web",
      fieldtype: "CNAME",
      target: `${token}.`,
    }),
    "Oracle Cloud": resource("oci:Dns/rrset:Rrset", "r", {
      zoneNameOrId: "example.org",
      domain: challenge,
      rtype: "CNAME",
      items: [{ domain: challenge, rtype: "CNAME", rdata: token, ttl: 60 }],
    }),
    Alibaba: resource("alicloud:dns/alidnsRecord:AlidnsRecord", "r", {
      domainName: "example.org",
      rr: "_acme-challenge.web",
      type: "CNAME",
      value: token,
    }),
    Scaleway: resource("scaleway:domain/record:Record", "r", {
      dnsZone: "example.org",
      name: "_acme-challenge.web",
      type: "CNAME",
      data: `${token}.`,
    }),
    Vercel: resource("vercel:index/dnsRecord:DnsRecord", "r", {
      domain: "example.org",
      name: "_acme-challenge.web",
      type: "CNAME",
      value: token,
    }),
    Vultr: resource("vultr:index/dnsRecord:DnsRecord", "r", {
      domain: "example.org",
      name: "_acme-challenge.web",
      type: "CNAME",
      data: token,
    }),
    "external-dns": kubernetesObject("externaldns.k8s.io/v1alpha1", "DNSEndpoint", "r", {
      spec: { endpoints: [{ dnsName: challenge, recordType: "CNAME", targets: [token] }] },
    }),
  };
  test.each(Object.entries(providers))("a left-over CNAME of %s", async (_, record) => {
    expect(findingIds(await pack.preview([record]))).toEqual(finding);
  });

  test.each([
    [
      "Linode",
      resource("linode:index/domain:Domain", "zone", { domain: "example.org" }, { outputs: { domain: "example.org", id: unknown } }),
      "linode:index/domainRecord:DomainRecord",
      { domainId: unknown, name: "_acme-challenge.web", recordType: "CNAME", target: token },
      "domainId",
    ],
    [
      "Hetzner",
      resource("hcloud:index/zone:Zone", "zone", { name: "example.org" }, { outputs: { name: "example.org", id: unknown } }),
      "hcloud:index/zoneRecord:ZoneRecord",
      { zone: unknown, name: "_acme-challenge.web", type: "CNAME", value: token },
      "zone",
    ],
    [
      "Exoscale",
      resource("exoscale:index/domain:Domain", "zone", { name: "example.org" }, { outputs: { name: "example.org", id: unknown } }),
      "exoscale:index/domainRecord:DomainRecord",
      { domain: unknown, name: "_acme-challenge.web", recordType: "CNAME", content: token },
      "domain",
    ],
  ])("a left-over CNAME of %s in a zone that this change creates", async (_, zone, type, inputs, property) => {
    const record = resource(type, "r", inputs, { propertyDependencies: { [property]: [zone] } });
    expect(findingIds(await pack.preview([zone, record]))).toEqual(finding);
  });
});

describe("leaves alone", () => {
  const cases: Record<string, readonly StackResource[]> = {
    "the subscription's own record": [subscription, cname(token)],
    "a record computed from the subscription, its target unknown": [
      subscription,
      route53.record(challenge, "CNAME", unknown, { propertyDependencies: { records: [subscription] } }),
    ],
    "a record computed from the subscription, name and target unknown": [
      subscription,
      route53.record("own", "CNAME", unknown, {
        inputs: { name: unknown },
        propertyDependencies: { name: [subscription], records: [subscription] },
      }),
    ],
    "a delegation that the solver follows": [certificate, following, cname(`${name}.acme.example.net`)],
    "a delegation to acme-dns": [certificate, acmeDns, cname("0b1c.auth.acme-dns.io")],
    "a delegation to an acme-dns of one's own": [certificate, acmeDns, cname("0b1c.auth.example.net")],
    "a delegation to acme-dns without its certificate": [cname("0b1c.auth.acme-dns.io")],
    "a delegation that a webhook may need": [
      certificate,
      certManager.clusterIssuer("letsencrypt-production", [{ dns01: { webhook: { groupName: "acme.example.org", solverName: "own" } } }]),
      cname(`${name}.acme.example.net`),
    ],
    "a delegation into a zone that the stack declares": [route53.zone("challenges", "acme.example.net"), cname(`${name}.acme.example.net`)],
    "a CNAME at a name of an HTTP-01 certificate, which does not look there, into one's own zone": [
      certificate,
      certManager.clusterIssuer("letsencrypt-production", [http01()]),
      route53.zone("challenges", "acme.example.net"),
      cname(`${name}.acme.example.net`),
    ],
    "labels that only look like it": [
      route53.record(`_x._acme-challenge.${name}`, "CNAME", [token]),
      route53.record(`_acme-challenge_ujmmovf2vn55tgye.${name}`, "CNAME", ["1234.5.authorize.certificatemanager.goog"]),
      route53.record(`_0123456789abcdef0123456789abcdef.${name}`, "CNAME", ["_x.acm-validations.aws"]),
      route53.record(`_dnsauth.${name}`, "TXT", ["token"]),
      route53.record(`_validation-persist.${name}`, "TXT", ["token"]),
    ],
    "a CNAME at the name itself": [certificate, staying, route53.record(name, "CNAME", ["lb.example.net"])],
    "an alias record": [
      certificate,
      staying,
      route53.record(challenge, "A", [], {
        inputs: { records: undefined, aliases: [{ name: "lb.example.net", zoneId: "Z", evaluateTargetHealth: false }] },
      }),
    ],
    "a CNAME at a child's or a parent's challenge name": [
      certificate,
      staying,
      resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "child", { domain: `child.${name}` }),
      route53.record(`_acme-challenge.child.${name}`, "CNAME", ["1.2.authorize.certificatemanager.goog"]),
    ],
    "a wildcard CNAME above, for a solver that follows none": [
      certificate,
      staying,
      zone,
      route53.record("*.web", "CNAME", ["lb.example.net"], inZone),
    ],
    "a wildcard CNAME that an explicit record ends": [
      certificate,
      following,
      zone,
      route53.record("*.web", "CNAME", ["lb.example.net"], inZone),
      cname(`${name}.acme.example.net`),
    ],
    "a wildcard CNAME further up": [certificate, following, zone, route53.record("*.example.org", "CNAME", ["lb.example.net"], inZone)],
    "a multivalue TXT set of Route 53": [
      certificate,
      staying,
      route53.record(challenge, "TXT", ["token"], { inputs: { setIdentifier: "own", multivalueAnswerRoutingPolicy: true } }),
    ],
    "a static TXT of a provider that merges": [
      certificate,
      staying,
      resource("cloudflare:index/dnsRecord:DnsRecord", "r", { zoneId: "z", name: challenge, type: "TXT", content: "token" }),
    ],
    "a challenge record of a private zone": [
      resource(
        "aws:route53/zone:Zone",
        "private",
        { name: "example.org", vpcs: [{ vpcId: "vpc-1" }] },
        { outputs: { name: "example.org", zoneId: "ZP", vpcs: [{ vpcId: "vpc-1" }] } },
      ),
      cname(token, { inputs: { zoneId: "ZP" } }),
    ],
    "a DNAME beside the name": [
      certificate,
      staying,
      zone,
      route53.record("other.example.org", "DNAME", ["elsewhere.example.net"], inZone),
    ],
    "Cloudflare's own delegation of its custom hostname": [
      resource("cloudflare:index/customHostname:CustomHostname", "web", { hostname: name, ssl: { method: "txt" } }),
      cname(`${name}.0123456789abcdef.dcv.cloudflare.com`),
    ],
    "Google's own record of its authorization": [
      resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "web", { domain: name }),
      cname("1234.5.authorize.certificatemanager.goog"),
    ],
    "a zone delegated to name servers of one's own": [
      certificate,
      staying,
      route53.zone("challenge", challenge),
      route53.record(challenge, "NS", ["ns.example.net"]),
    ],
  };
  test.each(Object.entries(cases))("%s", async (_, resources) => {
    expect(findingIds(await pack.preview(resources))).toEqual([]);
  });

  test("a target that a setting allows, and what lies below it", async () => {
    const config = { [policy]: { allowedTargets: ["acme.example.net"] } };
    expect(findingIds(await pack.preview([cname(`${name}.acme.example.net`)], config))).toEqual([]);
    expect(findingIds(await pack.preview([cname("notacme.example.net")], config))).toEqual(finding);
  });
});
