import type { StackResource } from "../../cli/stack-resource";
import { judged, kubernetesObject, resource, route53, unknown } from "../support";
import {
  name,
  challenge,
  token,
  certificate,
  staying,
  zone,
  inZone,
  cname,
  found,
  leftAlone,
} from "../cases/acme-challenge-cname-expected";
import { findingIds, idsOf } from "./findings";

const policy = "acme-challenge-cname-expected";
const finding = [`${policy}[${challenge}]`];

describe("finds", () => {
  test.each(Object.entries(found))("%s", (_, resources) => {
    const found = judged(resources);
    expect(idsOf(policy, found)).toEqual(finding);
    expect(found.find((violation) => violation.policy === policy)?.level).toBe("mandatory");
  });

  test("a DNAME above the challenge name", () => {
    const dname = route53.record("web", "DNAME", ["elsewhere.example.net"], inZone);
    const found = judged([certificate, staying, zone, dname]);
    expect(found).toEqual([expect.objectContaining({ policy, urn: dname.urn })]);
  });

  test("the record, not the certificate, is what to edit", () => {
    const record = cname(token);
    const [found] = judged([certificate, staying, record]);
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
  test.each(Object.entries(providers))("a left-over CNAME of %s", (_, record) => {
    expect(findingIds(judged([record]))).toEqual(finding);
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
  ])("a left-over CNAME of %s in a zone that this change creates", (_, zone, type, inputs, property) => {
    const record = resource(type, "r", inputs, { propertyDependencies: { [property]: [zone] } });
    expect(findingIds(judged([zone, record]))).toEqual(finding);
  });
});

describe("leaves alone", () => {
  test("a record by the id of a zone, while a private one of that name does not tell its id: in which it lies is open", () => {
    const hidden = resource(
      "aws:route53/zone:Zone",
      "private",
      { name: "example.org", vpcs: [{ vpcId: "vpc-1" }] },
      { outputs: { name: "example.org", zoneId: unknown, vpcs: [{ vpcId: "vpc-1" }] } },
    );
    const record = { zoneId: "Z1", name: challenge, type: "CNAME", ttl: 300, records: [token] };
    const found = judged([hidden, resource("aws:route53/record:Record", "record", record)]);
    expect(found).toEqual([expect.objectContaining({ policy: "ownership-undetermined", level: "advisory" })]);
  });

  test.each(Object.entries(leftAlone))("%s", (_, resources) => {
    expect(findingIds(judged(resources))).toEqual([]);
  });

  test("a target that a setting allows, and what lies below it", () => {
    const config = { [policy]: { allowedTargets: ["acme.example.net"] } };
    expect(findingIds(judged([cname(`${name}.acme.example.net`)], config))).toEqual([]);
    expect(findingIds(judged([cname("notacme.example.net")], config))).toEqual(finding);
  });
});
