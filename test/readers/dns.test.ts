import { known } from "../../ownership/value";
import { isRead } from "../../readers/registry";
import { challenge, declare, full, read, readers, readRecord, target, notKnown, whole, zoneReaders, type Declared } from "./dns-resources";
import { later as unknown, urnOf as urn } from "./shown";

describe("every provider's record", () => {
  const zone = (type: string, inputs: object) => declare(type, inputs, { as: "zone" });
  const rows: readonly (readonly [token: string, inputs: object, zone?: Declared])[] = [
    [
      "aws:route53/record:Record",
      { name: whole, zoneId: "Z1", type: "CNAME", records: [target] },
      zone("aws:route53/zone:Zone", { name: "example.com", zoneId: "Z1" }),
    ],
    [
      "aws:route53/recordsExclusive:RecordsExclusive",
      { zoneId: "Z1", resourceRecordSets: [{ name: `${whole}.`, type: "CNAME", resourceRecords: [{ value: target }] }] },
    ],
    ["aws:lightsail/domainEntry:DomainEntry", { name: challenge, domainName: "example.com", type: "CNAME", target }],
    ["aws-native:route53:RecordSet", { name: `${whole}.`, hostedZoneName: "example.com.", type: "CNAME", resourceRecords: [target] }],
    [
      "cloudflare:index/record:Record",
      { name: challenge, zoneId: "c1", type: "CNAME", value: target },
      zone("cloudflare:index/zone:Zone", { zone: "example.com", id: "c1" }),
    ],
    [
      "cloudflare:index/dnsRecord:DnsRecord",
      { name: whole, zoneId: "c1", type: "CNAME", content: target },
      zone("cloudflare:index/zone:Zone", { name: "example.com", id: "c1" }),
    ],
    ["gcp:dns/recordSet:RecordSet", { name: `${whole}.`, managedZone: "main", type: "CNAME", rrdatas: [`${target}.`] }],
    ["google-native:dns/v1:ResourceRecordSet", { name: `${whole}.`, managedZone: "main", type: "CNAME", rrdatas: [`${target}.`] }],
    ["google-native:dns/v1beta2:ResourceRecordSet", { name: `${whole}.`, managedZone: "main", type: "CNAME", rrdatas: [`${target}.`] }],
    ["azure:dns/cNameRecord:CNameRecord", { name: challenge, zoneName: "example.com", record: target }],
    ["azure:privatedns/cnameRecord:CnameRecord", { name: challenge, zoneName: "example.com", record: target }],
    ...[
      "azure-native:dns:RecordSet",
      "azure-native:network:RecordSet",
      "azure-native:network/v20180501:RecordSet",
      "azure-native:dns/v20230701preview:RecordSet",
      "azure-native_dns_v20180501:dns:RecordSet",
    ].map(
      (token) =>
        [
          token,
          { relativeRecordSetName: challenge, zoneName: "example.com", recordType: "cname", cnameRecord: { cname: target } },
        ] as const,
    ),
    [
      "azure-native:privatedns:PrivateRecordSet",
      { relativeRecordSetName: challenge, privateZoneName: "example.com", recordType: "CNAME", cnameRecord: { cname: target } },
    ],
    ["digitalocean:index/dnsRecord:DnsRecord", { name: challenge, domain: "example.com", type: "CNAME", value: `${target}.` }],
    [
      "linode:index/domainRecord:DomainRecord",
      { name: challenge, domainId: 42, recordType: "CNAME", target },
      zone("linode:index/domain:Domain", { domain: "example.com", id: "42" }),
    ],
    ["hcloud:index/zoneRrset:ZoneRrset", { name: challenge, zone: "example.com", type: "CNAME", records: [{ value: `${target}.` }] }],
    ["hcloud:index/zoneRecord:ZoneRecord", { name: challenge, zone: "example.com", type: "CNAME", value: `${target}.` }],
    [
      "hetznerdns:index/record:Record",
      { name: challenge, zoneId: "h1", type: "CNAME", value: `${target}.` },
      zone("hetznerdns:index/zone:Zone", { name: "example.com", id: "h1" }),
    ],
    ["ovh:Domain/zoneRecord:ZoneRecord", { subdomain: challenge, zone: "example.com", fieldtype: "CNAME", target: `${target}.` }],
    ["ovh:Domain/zoneImport:ZoneImport", { zoneName: "example.com", zoneFile: `${challenge} IN CNAME ${target}.` }],
    ["dnsimple:index/zoneRecord:ZoneRecord", { name: challenge, zoneName: "example.com", type: "CNAME", value: target }],
    ["dnsimple:index/record:Record", { name: challenge, domain: "example.com", type: "CNAME", value: target }],
    ["ns1:index/record:Record", { domain: whole, zone: "example.com", type: "CNAME", answers: [{ answer: target }] }],
    ["akamai:index/dnsRecord:DnsRecord", { name: whole, zone: "example.com", recordtype: "CNAME", targets: [target] }],
    ["akamai:edgedns/dnsRecord:DnsRecord", { name: whole, zone: "example.com", recordtype: "CNAME", targets: [target] }],
    ["gandi:livedns/record:Record", { name: challenge, zone: "example.com", type: "CNAME", values: [`${target}.`] }],
    [
      "oci:Dns/rrset:Rrset",
      {
        domain: whole,
        zoneNameOrId: "example.com",
        rtype: "CNAME",
        items: [{ domain: whole, rtype: "CNAME", rdata: target, ttl: 60 }],
      },
    ],
    ["oci:Dns/record:Record", { domain: whole, zoneNameOrId: "ocid1.dns-zone.oc1..aaaa", rtype: "CNAME", rdata: target }],
    ["alicloud:dns/alidnsRecord:AlidnsRecord", { rr: challenge, domainName: "example.com", type: "CNAME", value: target }],
    ["alicloud:dns/record:Record", { hostRecord: challenge, name: "example.com", type: "CNAME", value: target }],
    ["alicloud:esa/record:Record", { recordName: whole, siteId: 7, recordType: "CNAME", data: { value: target } }],
    [
      "alicloud:pvtz/zoneRecord:ZoneRecord",
      { rr: challenge, zoneId: "p1", type: "CNAME", value: target },
      zone("alicloud:pvtz/zone:Zone", { zoneName: "example.com", id: "p1" }),
    ],
    ["scaleway:domain/record:Record", { name: challenge, dnsZone: "example.com", type: "CNAME", data: `${target}.` }],
    ["scaleway:index/domainRecord:DomainRecord", { name: challenge, dnsZone: "example.com", type: "CNAME", data: `${target}.` }],
    ["vercel:index/dnsRecord:DnsRecord", { name: challenge, domain: "example.com", type: "CNAME", value: `${target}.` }],
    [
      "civo:index/dnsDomainRecord:DnsDomainRecord",
      { name: challenge, domainId: "v1", type: "CNAME", value: target },
      zone("civo:index/dnsDomainName:DnsDomainName", { name: "example.com", id: "v1" }),
    ],
    ["vultr:index/dnsRecord:DnsRecord", { name: challenge, domain: "example.com", type: "CNAME", data: target }],
    [
      "exoscale:index/domainRecord:DomainRecord",
      { name: challenge, domain: "e1", recordType: "CNAME", content: target },
      zone("exoscale:index/domain:Domain", { name: "example.com", id: "e1" }),
    ],
    ["openstack:dns/recordSet:RecordSet", { name: `${whole}.`, zoneId: "o1", type: "CNAME", records: [`${target}.`] }],
    ["yandex:index/dnsRecordSet:DnsRecordSet", { name: `${whole}.`, zoneId: "y1", type: "CNAME", datas: [`${target}.`] }],
    ["powerdns:index:Record", { name: `${whole}.`, zone: "example.com.", type: "CNAME", records: [`${target}.`] }],
    ["powerdns:index/record:Record", { name: `${whole}.`, zone: "example.com.", type: "CNAME", records: [`${target}.`] }],
    ["netlify:index/dnsRecord:DnsRecord", { hostname: whole, zoneId: "n1", type: "CNAME", value: target }],
    [
      "namecheap:index/domainRecords:DomainRecords",
      { domain: "example.com", records: [{ hostname: challenge, type: "CNAME", address: `${target}.` }] },
    ],
    ["dns:index/cnameRecord:CnameRecord", { name: challenge, zone: "example.com.", cname: `${target}.` }],
    [
      "kubernetes:externaldns.k8s.io/v1alpha1:DNSEndpoint",
      { spec: { endpoints: [{ dnsName: whole, recordType: "CNAME", targets: [target] }] } },
    ],
    [
      "kubernetes:externaldns.k8s.io/v1alpha1:DNSEndpointPatch",
      { spec: { endpoints: [{ dnsName: whole, recordType: "CNAME", targets: [target] }] } },
    ],
  ];

  const cases = rows.map(([token, inputs, ...zones]) => ({ token, inputs, zones }));

  it.each(cases)("$token is read by name, type and target", ({ token, inputs, zones }) => {
    const record = readRecord(...zones.filter((found) => found !== undefined), declare(token, inputs));
    expect(record).toMatchObject({ name: full(whole), type: known("CNAME"), targets: { known: [target], complete: true } });
    expect(record.resource).toEqual({ urn: urn(token, "it"), type: token, name: "it" });
  });

  it("has a row above, or is one of a set of types that share a shape", () => {
    const shared = /^(?:azure:(?:private)?dns\/|azure-native:network:PrivateRecordSet$|dns:index\/)/;
    const tested = new Set(rows.map(([token]) => token));
    expect([...readers.keys()].filter((token) => !tested.has(token) && !shared.test(token))).toEqual([]);
  });

  it.each([
    ["azure:dns/txtRecord:TxtRecord", { records: [{ value: "Abc " }] }, "TXT", ["Abc "]],
    ["azure:dns/nsRecord:NsRecord", { records: ["NS1.example.net."] }, "NS", ["ns1.example.net"]],
    ["azure:dns/caaRecord:CaaRecord", { records: [{ flags: 0, tag: "issue", value: "letsencrypt.org" }] }, "CAA", []],
    ["azure:dns/aRecord:ARecord", { records: ["192.0.2.1"] }, "A", ["192.0.2.1"]],
    ["azure:dns/aaaaRecord:AaaaRecord", { records: ["2001:db8::1"] }, "AAAA", ["2001:db8::1"]],
    ["azure:privatedns/txtRecord:TxtRecord", { records: [{ value: "abc" }] }, "TXT", ["abc"]],
    ["azure:privatedns/aRecord:ARecord", { records: ["192.0.2.1"] }, "A", ["192.0.2.1"]],
    ["azure:privatedns/aAAARecord:AAAARecord", { records: ["2001:db8::1"] }, "AAAA", ["2001:db8::1"]],
    ["dns:index/txtRecordSet:TxtRecordSet", { txts: ["abc"] }, "TXT", ["abc"]],
    ["dns:index/nsRecordSet:NsRecordSet", { nameservers: ["ns1.example.net."] }, "NS", ["ns1.example.net"]],
    ["dns:index/aRecordSet:ARecordSet", { addresses: ["192.0.2.1"] }, "A", ["192.0.2.1"]],
    ["dns:index/aaaaRecordSet:AaaaRecordSet", { addresses: ["2001:db8::1"] }, "AAAA", ["2001:db8::1"]],
  ])("%s has its type in the token", (token, inputs, type, targets) => {
    const record = readRecord(declare(token, { name: "www", zoneName: "example.com", zone: "example.com.", ...inputs }));
    expect(record).toMatchObject({ name: full("www.example.com"), type: known(type), targets: { known: targets, complete: true } });
  });
});

describe("hostile shapes", () => {
  const hostile: readonly (readonly [string, unknown])[] = [
    ["unknown", unknown],
    ["null", null],
    ["a number", 7],
    ["a flag", true],
    ["an empty text", ""],
    ["a long text", "a".repeat(300)],
    ["dots", "..."],
    ["__proto__", "__proto__"],
    ["an empty list", []],
    ["a list of anything", [null, unknown, 1, [], {}, "x"]],
    ["an object", { value: 1 }],
    ["an object with __proto__", JSON.parse('{"__proto__": {"value": "x"}}')],
  ];
  const properties = [
    ...["name", "domain", "hostname", "subdomain", "rr", "hostRecord", "recordName", "relativeRecordSetName", "zone", "zoneId", "zoneName"],
    ...[
      "dnsZone",
      "managedZone",
      "zoneNameOrId",
      "type",
      "recordType",
      "rtype",
      "fieldtype",
      "records",
      "record",
      "value",
      "content",
      "data",
    ],
    ...["targets", "target", "answers", "rrdatas", "items", "aliases", "cnameRecord", "txtRecords", "routingPolicy", "fqdn", "settings"],
    ...["resourceRecordSets", "spec", "zoneFile", "plan", "vpcs", "visibility", "private", "id", "setIdentifier", "targetResource"],
  ];
  const tokens = [...readers.keys(), ...zoneReaders.keys(), "azure-native:network/v20180501:RecordSet"];

  it.each(hostile)("%s everywhere throws in no reader", (_, value) => {
    const inputs = Object.fromEntries(properties.map((property) => [property, value]));
    for (const token of tokens) {
      expect(() => read(declare(token, inputs), declare(token, { ...inputs, name: "www", type: "CNAME" }))).not.toThrow();
    }
  });

  it("a record without properties may be any record", () => {
    for (const token of readers.keys()) {
      const { records } = read(declare(token, {}));
      expect(records).toMatchObject([{ name: notKnown, targets: { known: [] } }]);
    }
  });

  it("a target of the wrong kind is unread, and says why", () => {
    const { targets } = readRecord(declare("aws:route53/record:Record", { name: whole, type: "CNAME", records: "x" }));
    expect(targets).toMatchObject({ known: [], complete: false, reason: expect.stringContaining("a text") as string });
  });

  it.each(["azure-native:dns:__proto__", "azure-native:dns/v1:constructor", "azure-native:storage/v20240101:RecordSet", "__proto__", ""])(
    "the token %j has no reader",
    (token) => {
      expect(isRead(token)).toBe(false);
    },
  );
});
