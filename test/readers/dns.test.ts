import { readProperties } from "../../evidence/properties";
import type { Resource } from "../../evidence/resource";
import type { DnsRecord, RecordName } from "../../ownership/inventory";
import { parseName } from "../../ownership/names";
import { known } from "../../ownership/value";
import { unversioned } from "../../readers/azure-versions";
import { dnsVendors } from "../../readers/dns";
import { emptyInventory, isRead } from "../../readers/inventory";
import { parseZoneFile } from "../../readers/dns/zone-file";
import { makeZoneIndex } from "../../readers/dns/zones";
import type { Reader, Shelves } from "../../readers/reader";

// Internal to the SDK, so that its types leave it out: what makes the read of an unknown throw.
const { unknownCheckingProxy } = jest.requireActual<{ unknownCheckingProxy: (properties: object) => object }>("@pulumi/policy/proxy");
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"; // the engine's marker of an unknown text

interface Declared {
  readonly type: string;
  readonly name: string;
  readonly inputs: object;
  readonly outputs?: object;
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
}

type Extras = Pick<Declared, "outputs" | "dependencies"> & { readonly as?: string };

function declare(type: string, inputs: object, { as = "it", ...extras }: Extras = {}): Declared {
  return { type, name: as, inputs, ...extras };
}

function urn(type: string, name: string): string {
  return `urn:pulumi:dev::shop::${type}::${name}`;
}

function toResource({ type, name, inputs, outputs, dependencies = {} }: Declared): Resource {
  const sources = outputs === undefined ? [inputs] : [outputs, inputs];
  return {
    reference: { urn: urn(type, name), type, name },
    properties: readProperties(sources.map((source) => unknownCheckingProxy(source))),
    ignoreChanges: [],
    empty: sources.every((source) => Object.keys(source).length === 0),
    dependencies: (property) => dependencies[property] ?? [],
  };
}

const readers = new Map(dnsVendors.flatMap((vendor) => Object.entries(vendor.resources)));
const zoneReaders = new Map(dnsVendors.flatMap((vendor) => Object.entries(vendor.zones ?? {})));

function read(...declared: readonly Declared[]): Shelves {
  const shelves: Shelves = {
    ...emptyInventory(),
    zoneIndex: makeZoneIndex(),
    linkedServices: new Map(),
    gateway: () => undefined,
  };
  const run = (find: (type: string) => Reader | undefined) => {
    for (const resource of declared.map(toResource)) {
      find(resource.reference.type)?.(resource, shelves);
    }
  };
  run((type) => zoneReaders.get(type) ?? zoneReaders.get(unversioned(type) ?? type));
  run((type) => readers.get(type) ?? readers.get(unversioned(type) ?? type));
  return shelves;
}

/** @returns the only record of what is declared. */
function readRecord(...declared: readonly Declared[]): DnsRecord {
  const [record, ...others] = read(...declared).records;
  if (record === undefined || others.length > 0) {
    throw new Error(`not one record, but ${others.length + (record === undefined ? 0 : 1)}`);
  }
  return record;
}

function full(name: string): RecordName {
  return { state: "full", name: parseName(name) ?? fail(name) };
}

function fail(name: string): never {
  throw new Error(`${name} is no DNS name`);
}

const relative = (labels: string): RecordName => ({ state: "relative", labels });
const unknownName: RecordName = { state: "unknown" };

// One challenge CNAME, as each provider wants it written.
const challenge = "_acme-challenge.www";
const whole = `${challenge}.example.com`;
const target = "ab12.fastly-validations.com";

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
    [
      "azure:dns/caaRecord:CaaRecord",
      { records: [{ flags: 0, tag: "issue", value: "letsencrypt.org" }] },
      "CAA",
      ['0 issue "letsencrypt.org"'],
    ],
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

describe("a record's type and targets", () => {
  const route53 = (inputs: object) => readRecord(declare("aws:route53/record:Record", { name: whole, zoneId: "Z9", ...inputs }));

  it.each(["MX", "SRV", "SOA", "DS", "PTR"])("%s is nothing that certificates depend on", (type) => {
    expect(read(declare("aws:route53/record:Record", { name: whole, zoneId: "Z9", type, records: ["x"] })).records).toEqual([]);
  });

  it("an unknown type stays unknown", () => {
    expect(route53({ type: unknown, records: [target] }).type.state).toBe("unknown");
  });

  it("CNAME targets lose case and dot, TXT ones nothing", () => {
    expect(route53({ type: "cname", records: [" Foo.Example.NET. "] }).targets.known).toEqual(["foo.example.net"]);
    expect(route53({ type: "TXT", records: ["Token. "] }).targets.known).toEqual(["Token. "]);
  });

  it("keeps the known targets of a partly unknown list, and says that there are more", () => {
    expect(route53({ type: "NS", records: ["ns1.example.net", unknown] }).targets).toEqual({ known: ["ns1.example.net"], complete: false });
    expect(route53({ type: "CNAME", records: unknown }).targets).toEqual({ known: [], complete: false });
  });

  it.each([
    ["aws:route53/record:Record", { type: "A", aliases: [{ name: "lb.example.net.", zoneId: "Z2" }] }],
    ["aws:route53/record:Record", { type: "A", aliases: [{ name: unknown, zoneId: unknown }] }],
    [
      "azure-native:dns:RecordSet",
      { relativeRecordSetName: "www", recordType: "A", zoneName: "example.com", targetResource: { id: "/s" } },
    ],
    ["aws-native:route53:RecordSet", { type: "A", aliasTarget: { dnsName: "lb.example.net" } }],
    ["aws:lightsail/domainEntry:DomainEntry", { type: "A", domainName: "example.com", isAlias: true, target: "lb.example.net" }],
    ["ns1:index/record:Record", { type: "A", domain: whole, zone: "example.com", link: "other.example.com" }],
    ["cloudflare:index/dnsRecord:DnsRecord", { type: "CNAME", content: target, settings: { flattenCname: true } }],
  ])("%s as an alias is no CNAME: %j", (token, inputs) => {
    expect(readRecord(declare(token, { name: whole, ...inputs })).type).toEqual(known("ALIAS"));
  });

  it.each([
    ["aws:route53/record:Record", { type: "CNAME", aliases: [{ name: "lb.example.net.", zoneId: "Z2" }] }],
    ["azure:dns/cNameRecord:CNameRecord", { zoneName: "example.com", targetResourceId: "/subscriptions/s/cdn" }],
    ["ns1:index/record:Record", { type: "CNAME", domain: whole, zone: "example.com", link: "other.example.com" }],
  ])("%s as an alias of type CNAME still takes the place of other records: %j", (token, inputs) => {
    expect(readRecord(declare(token, { name: whole, ...inputs })).type).toEqual(known("CNAME"));
  });

  it("an alias property that is shown but unset makes no alias", () => {
    expect(route53({ type: "CNAME", records: [target], aliases: [] }).type).toEqual(known("CNAME"));
    const native = { relativeRecordSetName: "www", zoneName: "example.com", recordType: "CNAME", cnameRecord: { cname: target } };
    expect(readRecord(declare("azure-native:dns:RecordSet", { ...native, targetResource: {} })).type).toEqual(known("CNAME"));
    const lightsail = { name: "www", domainName: "example.com", type: "CNAME", target, isAlias: false };
    expect(readRecord(declare("aws:lightsail/domainEntry:DomainEntry", lightsail)).type).toEqual(known("CNAME"));
  });

  it("a record that may be an alias has no known type", () => {
    const azure = { name: "www", zoneName: "example.com", targetResourceId: unknown };
    expect(readRecord(declare("azure:dns/cNameRecord:CNameRecord", azure)).type.state).toBe("unknown");
    expect(readRecord(declare("azure:dns/cNameRecord:CNameRecord", { ...azure, record: target })).type).toEqual(known("CNAME"));
  });

  it("Cloudflare flattens a CNAME at the apex; unknown settings leave any other a CNAME", () => {
    const zone = declare("cloudflare:index/zone:Zone", { name: "example.com", id: "c1" }, { as: "zone" });
    const record = (name: string) =>
      readRecord(
        zone,
        declare("cloudflare:index/dnsRecord:DnsRecord", { name, zoneId: "c1", type: "CNAME", content: unknown, settings: unknown }),
      );
    expect(record("@").type).toEqual(known("ALIAS"));
    expect(record("example.com").type).toEqual(known("ALIAS"));
    expect(record("www").type).toEqual(known("CNAME"));
  });

  it("a provider that shows an old property beside the new one is read by whichever is known", () => {
    const outputs = { name: "www", type: "CNAME", zoneId: unknown, content: target, value: unknown };
    expect(readRecord(declare("cloudflare:index/record:Record", outputs)).targets).toEqual({ known: [target], complete: true });
  });

  it.each([
    ["cloudflare:index/dnsRecord:DnsRecord", { name: "example.com", data: { flags: 0, tag: "issue", value: "pki.goog" } }],
    ["digitalocean:index/dnsRecord:DnsRecord", { name: "@", domain: "example.com", flags: 0, tag: "issue", value: "pki.goog." }],
    ["linode:index/domainRecord:DomainRecord", { domainId: 1, recordType: "CAA", tag: "issue", target: "pki.goog" }],
    ["azure-native:dns:RecordSet", { recordType: "CAA", caaRecords: [{ flags: 0, tag: "issue", value: "pki.goog" }] }],
    ["aws:route53/record:Record", { name: "example.com", records: ['0 issue "pki.goog"'] }],
  ])("%s gives a CAA record in one form, however many parts it is written in", (token, inputs) => {
    expect(readRecord(declare(token, { type: "CAA", ...inputs })).targets).toEqual({ known: ['0 issue "pki.goog"'], complete: true });
  });

  it("the text that a provider makes of a CAA record's parts does not stand for parts that are not known", () => {
    const stale = { name: "example.com", type: "CAA", content: '0 issue "pki.goog"', data: { flags: 0, tag: "issue", value: unknown } };
    expect(readRecord(declare("cloudflare:index/dnsRecord:DnsRecord", stale)).targets.complete).toBe(false);
    expect(readRecord(declare("cloudflare:index/dnsRecord:DnsRecord", { ...stale, data: unknown })).targets.complete).toBe(false);
    const cname = { ...stale, type: "CNAME", content: target, data: unknown };
    expect(readRecord(declare("cloudflare:index/dnsRecord:DnsRecord", cname)).targets).toEqual({ known: [target], complete: true });
  });

  it("Azure's native outputs hold the type at the end of the resource manager's", () => {
    const outputs = { fqdn: `${whole}.`, type: "Microsoft.Network/dnszones/CNAME", cnameRecord: { cname: target } };
    expect(readRecord(declare("azure-native:dns:RecordSet", {}, { outputs }))).toMatchObject({ name: full(whole), type: known("CNAME") });
  });

  it("Cloud DNS routing policies hold the targets", () => {
    const inputs = { name: `${whole}.`, managedZone: "main", type: "CNAME" };
    const routed = { ...inputs, rrdatas: [], routingPolicy: { wrrs: [{ rrdatas: ["a.example.net."] }, { rrdatas: ["b.example.net."] }] } };
    expect(readRecord(declare("gcp:dns/recordSet:RecordSet", routed)).targets.known).toEqual(["a.example.net", "b.example.net"]);
  });

  it("names what an unknown name or target is computed from, once and sorted", () => {
    const dependencies = { name: ["urn:b"], records: ["urn:b", "urn:a"], zoneId: ["urn:zone"] };
    const record = readRecord(
      declare("aws:route53/record:Record", { name: unknown, zoneId: unknown, type: "CNAME", records: unknown }, { dependencies }),
    );
    expect(record).toMatchObject({ name: unknownName, derivedFrom: ["urn:a", "urn:b"] });
  });
});

describe("a Route 53 record set is simple", () => {
  const simple = (inputs: object) =>
    readRecord(declare("aws:route53/record:Record", { name: whole, type: "TXT", records: ["x"], ...inputs })).simple;

  it.each([[{}], [{ setIdentifier: null, weightedRoutingPolicies: [], multivalueAnswerRoutingPolicy: false }], [{ setIdentifier: "" }]])(
    "without routing policy: %j",
    (inputs) => expect(simple(inputs)).toBe(true),
  );

  it.each([
    [{ setIdentifier: "a" }],
    [{ setIdentifier: unknown }],
    [{ weightedRoutingPolicies: [{ weight: 1 }] }],
    [{ latencyRoutingPolicies: unknown }],
    [{ geoproximityRoutingPolicy: { bias: 1 } }],
    [{ multivalueAnswerRoutingPolicy: true }],
  ])("but not with one, or with one that may be: %j", (inputs) => expect(simple(inputs)).toBe(false));

  it("in the other Route 53 resources as well, and nowhere else", () => {
    const native = { name: whole, type: "TXT", resourceRecords: ["x"] };
    expect(readRecord(declare("aws-native:route53:RecordSet", native)).simple).toBe(true);
    expect(readRecord(declare("aws-native:route53:RecordSet", { ...native, setIdentifier: "a", weight: 1 })).simple).toBe(false);
    expect(readRecord(declare("gcp:dns/recordSet:RecordSet", { name: `${whole}.`, type: "TXT", rrdatas: ["x"] })).simple).toBe(false);
  });
});

describe("a record's name", () => {
  const zoneType = "aws:route53/zone:Zone";
  const zone = declare(zoneType, { name: "example.com", zoneId: "Z1" }, { as: "zone" });
  const nameOf = (name: unknown, extras: Extras & { readonly zoneId?: string } = {}, ...others: readonly Declared[]) =>
    readRecord(
      ...others,
      declare("aws:route53/record:Record", { name, zoneId: extras.zoneId ?? "Z1", type: "CNAME", records: [target] }, extras),
    ).name;

  it.each([
    ["www", "www.example.com"],
    ["WWW.Example.com.", "www.example.com"],
    ["", "example.com"],
    ["@", "example.com"],
    ["*", "*.example.com"],
    ["\\052.example.com", "*.example.com"],
    ["myexample.com", "myexample.com"], // the provider compares ends, not labels
  ])("%j is read as Route 53's provider does", (written, expected) => {
    expect(nameOf(written, {}, zone)).toEqual(full(expected));
  });

  it("finds the zone by the path form of its id", () => {
    expect(nameOf("www", { zoneId: "/hostedzone/Z1" }, zone)).toEqual(full("www.example.com"));
  });

  it("finds a zone that is created in the same preview by what the record depends on", () => {
    const created = declare(
      zoneType,
      { name: "example.com" },
      { as: "zone", outputs: { name: "example.com", zoneId: unknown, id: unknown } },
    );
    const dependencies = { zoneId: [urn(zoneType, "zone")] };
    expect(nameOf("www", { zoneId: unknown, dependencies }, created)).toEqual(full("www.example.com"));
  });

  it("does not guess between two zones that it depends on, nor take another provider's", () => {
    const other = declare(zoneType, { name: "example.net" }, { as: "other" });
    const both = { zoneId: [urn(zoneType, "zone"), urn(zoneType, "other")] };
    expect(nameOf("www", { zoneId: unknown, dependencies: both }, zone, other)).toEqual(relative("www"));
    const google = declare("gcp:dns/managedZone:ManagedZone", { name: "main", dnsName: "example.com." }, { as: "zone" });
    const foreign = { zoneId: [urn("gcp:dns/managedZone:ManagedZone", "zone")] };
    expect(nameOf("www", { zoneId: unknown, dependencies: foreign }, google)).toEqual(relative("www"));
  });

  it("stays relative where no zone is to be found", () => {
    expect(nameOf("www")).toEqual(relative("www"));
    expect(nameOf("")).toEqual(relative(""));
    expect(nameOf("*")).toEqual(relative("*"));
    expect(nameOf("_acme-challenge.www")).toEqual(relative("_acme-challenge.www"));
  });

  it("is taken as full without a zone when it challenges a whole domain", () => {
    expect(nameOf("_acme-challenge.example.com")).toEqual(full("_acme-challenge.example.com"));
    expect(nameOf("a._acme-challenge.example.com.")).toEqual(full("a._acme-challenge.example.com"));
    expect(nameOf("x_acme-challenge.example.com")).toEqual(relative("x_acme-challenge.example.com"));
  });

  it("of a provider with relative names only is never taken as full", () => {
    const record = { name: "_acme-challenge.example.com", zoneId: "h9", type: "CNAME", value: "x" };
    expect(readRecord(declare("hetznerdns:index/record:Record", record)).name).toEqual(relative("_acme-challenge.example.com"));
    const inZone = { name: "www.example.com", domain: "example.com", type: "CNAME", value: "x" };
    expect(readRecord(declare("digitalocean:index/dnsRecord:DnsRecord", inZone)).name).toEqual(full("www.example.com.example.com"));
    const dotted = { ...inZone, name: "www.example.com." };
    expect(readRecord(declare("digitalocean:index/dnsRecord:DnsRecord", dotted)).name).toEqual(full("www.example.com"));
  });

  it("may be left out for the apex", () => {
    expect(readRecord(declare("dns:index/txtRecordSet:TxtRecordSet", { zone: "example.com.", txts: ["x"] })).name).toEqual(
      full("example.com"),
    );
    const vercel = { name: "", domain: "example.com", type: "TXT", value: "x" };
    expect(readRecord(declare("vercel:index/dnsRecord:DnsRecord", vercel)).name).toEqual(full("example.com"));
  });

  it.each(["cloudflare:index/dnsRecord:DnsRecord", "cloudflare:index/record:Record"])("%s may repeat the zone", (token) => {
    const zoneOfCloudflare = declare("cloudflare:index/zone:Zone", { name: "example.com", id: "c1" }, { as: "zone" });
    const name = (written: string) =>
      readRecord(zoneOfCloudflare, declare(token, { name: written, zoneId: "c1", type: "TXT", content: "x" })).name;
    expect(name("www.example.com")).toEqual(full("www.example.com"));
    expect(name("www")).toEqual(full("www.example.com"));
    expect(name("myexample.com")).toEqual(full("myexample.com.example.com"));
  });

  it("is the full one that the provider shows, also without a zone", () => {
    expect(nameOf("www", { outputs: { fqdn: "www.example.org" } })).toEqual(full("www.example.org"));
    expect(nameOf("*", { outputs: { fqdn: "*.example.org" } })).toEqual(full("*.example.org"));
    expect(nameOf("", { outputs: { fqdn: "example.org" } })).toEqual(full("example.org"));
    const azure = { name: "www", zoneName: unknown, record: target };
    expect(readRecord(declare("azure:dns/cNameRecord:CNameRecord", azure, { outputs: { fqdn: "www.example.com." } })).name).toEqual(
      full("www.example.com"),
    );
  });

  it("is not the full one of the run before, when the record is renamed in place", () => {
    const record = (name: string) =>
      readRecord(
        declare(
          "digitalocean:index/dnsRecord:DnsRecord",
          { name, domain: "example.com", type: "CNAME", value: target },
          { outputs: { name, domain: "example.com", fqdn: "old.example.com" } },
        ),
      ).name;
    expect(record("new")).toEqual(full("new.example.com"));
    expect(record("@")).toEqual(full("example.com"));
    expect(record(unknown)).toEqual(unknownName);
  });

  it("takes id or name of a Hetzner zone", () => {
    const hetzner = declare("hcloud:index/zone:Zone", { name: "example.com", id: "123" }, { as: "zone" });
    const record = (zoneOf: unknown, dependencies = {}) =>
      readRecord(
        hetzner,
        declare(
          "hcloud:index/zoneRrset:ZoneRrset",
          { name: "www", zone: zoneOf, type: "A", records: [{ value: "192.0.2.1" }] },
          { dependencies },
        ),
      ).name;
    expect(record("123")).toEqual(full("www.example.com"));
    expect(record(123)).toEqual(full("www.example.com"));
    expect(record("example.net")).toEqual(full("www.example.net"));
    expect(record("456")).toEqual(relative("www"));
    expect(record("sub.example.com", { zone: [urn("hcloud:index/zone:Zone", "zone")] })).toEqual(full("www.sub.example.com"));
  });

  it("that DNS could not hold makes no record", () => {
    const records = (name: string) => read(zone, declare("aws:route53/record:Record", { name, zoneId: "Z1", type: "A" })).records;
    expect(records("a".repeat(300))).toEqual([]);
    expect(records("a b")).toEqual([]);
    expect(records(`${"a".repeat(60)}.`.repeat(4))).toEqual([]);
  });
});

describe("zones", () => {
  it.each([
    ["aws:route53/zone:Zone", { name: "example.com" }, false],
    ["aws:route53/zone:Zone", { name: "example.com", vpcs: [] }, false],
    ["aws:route53/zone:Zone", { name: "example.com", vpcs: [{ vpcId: unknown }] }, true],
    ["aws:route53/zone:Zone", { name: "example.com", vpcs: unknown }, undefined],
    ["aws-native:route53:HostedZone", { name: "example.com.", vpcs: [{ vpcId: "v" }] }, true],
    ["aws:lightsail/domain:Domain", { domainName: "example.com" }, false],
    ["cloudflare:index/zone:Zone", { zone: "example.com" }, false],
    ["cloudflare:index/zone:Zone", { name: "example.com", type: "internal" }, true],
    ["gcp:dns/managedZone:ManagedZone", { name: "main", dnsName: "example.com.", visibility: "public" }, false],
    ["gcp:dns/managedZone:ManagedZone", { name: "main", dnsName: "example.com.", visibility: "private" }, true],
    ["gcp:dns/managedZone:ManagedZone", { name: "main", dnsName: "example.com.", visibility: unknown }, undefined],
    ["google-native:dns/v1:ManagedZone", { name: "main", dnsName: "example.com." }, false],
    ["azure:dns/zone:Zone", { name: "example.com" }, false],
    ["azure:privatedns/zone:Zone", { name: "example.com" }, true],
    ["azure-native:dns:Zone", { zoneName: "example.com" }, false],
    ["azure-native:network/v20180301preview:Zone", { zoneName: "example.com", zoneType: "Private" }, true],
    ["azure-native:privatedns:PrivateZone", { privateZoneName: "example.com" }, true],
    ["azure-native_privatedns_v20240601:privatedns:PrivateZone", { privateZoneName: "example.com" }, true],
    ["oci:Dns/zone:Zone", { name: "example.com", scope: "PRIVATE" }, true],
    ["alicloud:pvtz/zone:Zone", { zoneName: "example.com" }, true],
    ["yandex:index/dnsZone:DnsZone", { name: "label", zone: "example.com.", public: true }, false],
    ["yandex:index/dnsZone:DnsZone", { name: "label", zone: "example.com.", public: false }, true],
    ["ovh:Domain/zone:Zone", { plan: { configurations: [{ label: "zone", value: "example.com" }] } }, false],
    ["scaleway:domain/zone:Zone", { subdomain: "", domain: "example.com" }, false],
    ["fastly:index/dnsZone:DnsZone", { name: "example.com." }, false],
  ])("%s %j is private: %j", (type, inputs, expected) => {
    const { zones } = read(declare(type, inputs));
    expect(zones).toMatchObject([
      { resource: { type }, name: known("example.com"), private: expected === undefined ? { state: "unknown" } : known(expected) },
    ]);
  });

  it("a Scaleway zone joins its halves", () => {
    expect(read(declare("scaleway:domain/zone:Zone", { subdomain: "dev", domain: "example.com" })).zones[0]?.name).toEqual(
      known("dev.example.com"),
    );
  });

  it("that arrive empty say nothing, not even that they are public", () => {
    expect(read(declare("aws:route53/zone:Zone", {})).zones).toMatchObject([{ name: { state: "unknown" }, private: { state: "unknown" } }]);
  });

  const google = (inputs: object, as: string) => declare("gcp:dns/managedZone:ManagedZone", inputs, { as });
  const inZone = (managedZone: string, dependencies = {}) =>
    declare("gcp:dns/recordSet:RecordSet", { name: "www.example.com.", managedZone, type: "A", rrdatas: ["192.0.2.1"] }, { dependencies });

  it("make their records private", () => {
    const inside = google({ name: "inside", dnsName: "example.com.", visibility: "private" }, "inside");
    const outside = google({ name: "outside", dnsName: "example.com." }, "outside");
    expect(readRecord(inside, outside, inZone("inside")).private).toEqual(known(true));
    expect(readRecord(inside, outside, inZone("projects/p/managedZones/outside")).private).toEqual(known(false));
    expect(readRecord(inside, outside, inZone("elsewhere")).private).toEqual({ state: "absent" });
    const dependencies = { managedZone: [urn("gcp:dns/managedZone:ManagedZone", "inside")] };
    expect(readRecord(inside, outside, inZone(unknown, dependencies)).private).toEqual(known(true));
  });

  it("of one name in two projects answer only as far as they agree, unless the record depends on one", () => {
    const one = google({ name: "main", dnsName: "example.com.", visibility: "private" }, "one");
    const two = google({ name: "main", dnsName: "example.com." }, "two");
    expect(readRecord(one, two, inZone("main")).private).toEqual({ state: "unknown" });
    const dependencies = { managedZone: [urn("gcp:dns/managedZone:ManagedZone", "two")] };
    expect(readRecord(one, two, inZone("main", dependencies)).private).toEqual(known(false));
  });

  it("are private by the record's own type where the vendor keeps private zones apart", () => {
    const record = { name: "www", zoneName: "example.com", record: target };
    expect(readRecord(declare("azure:privatedns/cnameRecord:CnameRecord", record)).private).toEqual(known(true));
    expect(readRecord(declare("azure:dns/cNameRecord:CNameRecord", record)).private).toEqual({ state: "absent" });
    const publicZone = declare("azure:dns/zone:Zone", { name: "example.com" }, { as: "zone" });
    expect(readRecord(publicZone, declare("azure:dns/cNameRecord:CNameRecord", record)).private).toEqual(known(false));
  });
});

describe("resources that hold many records", () => {
  it("RecordsExclusive gives each of them, aliases and routing told apart", () => {
    const sets = [
      { name: "www.example.com", type: "A", aliasTarget: { dnsName: "lb.example.net.", hostedZoneId: "Z2" } },
      { name: "example.com.", type: "MX", resourceRecords: [{ value: "10 mail" }] },
      { name: "_acme-challenge.example.com", type: "TXT", resourceRecords: [{ value: '"a"' }, { value: '"b"' }] },
      { name: "w.example.com", type: "TXT", setIdentifier: "1", weight: 1, resourceRecords: [{ value: "x" }] },
    ];
    const { records } = read(declare("aws:route53/recordsExclusive:RecordsExclusive", { zoneId: "Z1", resourceRecordSets: sets }));
    expect(records).toMatchObject([
      { name: full("www.example.com"), type: known("ALIAS"), targets: { known: ["lb.example.net"] }, simple: true },
      { name: full("_acme-challenge.example.com"), type: known("TXT"), targets: { known: ['"a"', '"b"'] }, simple: true },
      { name: full("w.example.com"), simple: false },
    ]);
  });

  it("an element that is unknown stands as an unknown record beside the known ones", () => {
    const inputs = { spec: { endpoints: [{ dnsName: whole, recordType: "CNAME", targets: [target] }, unknown] } };
    const dependencies = { spec: ["urn:a"] };
    const { records } = read(declare("kubernetes:externaldns.k8s.io/v1alpha1:DNSEndpoint", inputs, { dependencies }));
    expect(records).toMatchObject([
      { name: full(whole), targets: { complete: true } },
      { name: unknownName, type: { state: "unknown" }, targets: { known: [], complete: false }, derivedFrom: ["urn:a"] },
    ]);
  });

  const zoneImport = (zoneFile: unknown, zoneName: unknown = "example.com") =>
    read(declare("ovh:Domain/zoneImport:ZoneImport", { zoneName, zoneFile }));

  it("an OVH zone file is read line by line", () => {
    const file = [
      "$TTL 3600",
      "@\tIN SOA dns1.ovh.net. tech.ovh.net. (2024010100 86400 ; serial, refresh",
      "    3600 3600000 60)",
      "        IN NS     dns1.ovh.net.",
      "www     3600 IN CNAME   edge ; served by the edge",
      '_acme-challenge IN 60 TXT "one; two" "three"',
      "$ORIGIN sub.example.com.",
      '@ CAA 0 issue "letsencrypt.org"',
      "elsewhere.example.com. IN CNAME target.example.net.",
      "",
    ].join("\r\n");
    const { records, gaps } = zoneImport(file);
    expect(records.map(({ name, type, targets }) => [name, type, targets.known])).toEqual([
      [full("example.com"), known("NS"), ["dns1.ovh.net"]],
      [full("www.example.com"), known("CNAME"), ["edge.example.com"]],
      [full("_acme-challenge.example.com"), known("TXT"), ['"one; two" "three"']],
      [full("sub.example.com"), known("CAA"), ['0 issue "letsencrypt.org"']],
      [full("elsewhere.example.com"), known("CNAME"), ["target.example.net"]],
    ]);
    expect(gaps).toEqual([]);
  });

  it.each([
    ["an included file", "$INCLUDE other.zone example.com."],
    ["a quote without end", 'x IN TXT "open'],
    ["a bracket without end", "x IN SOA ( a b"],
    ["a bracket without begin", "x IN A 192.0.2.1 )"],
    ["a line without data", "x IN CNAME"],
    ["a first line without owner", "  IN A 192.0.2.1"],
    ["prose", "this is: no zone"],
  ])("%s in a zone file is a gap, and the rest is read", (_, line) => {
    const { records, gaps } = zoneImport(line.includes("( a") ? `www IN A 192.0.2.1\n${line}` : `${line}\nwww IN A 192.0.2.1`);
    expect(gaps).toMatchObject([{ property: "zoneFile", what: "unreadable-property", may: "claim" }]);
    expect(gaps[0]?.reason).toMatch(/^line [12] of the zone file is no record$/);
    expect(records.map((record) => record.name)).toEqual([full("www.example.com")]);
  });

  it("a line that cannot be read lends its owner to none of the next", () => {
    expect(parseZoneFile('a IN A 192.0.2.1\nb IN TXT "open\n  IN A 192.0.2.2', "example.com")).toEqual({
      entries: [{ owner: "a.example.com", absolute: true, type: "A", data: "192.0.2.1" }],
      unreadableLine: 2,
    });
  });

  it("names of a zone file are relative while the zone is unknown", () => {
    const { records } = zoneImport("www IN A 192.0.2.1\nfull.example.com. IN A 192.0.2.1", unknown);
    expect(records.map((record) => record.name)).toEqual([relative("www"), full("full.example.com")]);
  });

  it("an unknown zone file is an unknown record", () => {
    expect(zoneImport(unknown).records).toMatchObject([{ name: unknownName, type: { state: "unknown" } }]);
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
      expect(records).toMatchObject([{ name: unknownName, targets: { known: [] } }]);
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
