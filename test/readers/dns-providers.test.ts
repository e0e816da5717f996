import { known } from "../../ownership/value";
import { declare, full, notKnown, read, readRecord, relative, type Declared } from "./dns-resources";
import { later as unknown } from "./shown";

/** How a provider's record says where it lies; each writes one address, or one text. */
interface Row {
  readonly token: string;
  /** For people. */
  readonly provider: string;
  /** `whole`: a name is absolute; `below`: it is relative unless it ends with a dot; `either`: it may repeat the zone. */
  readonly naming: "whole" | "below" | "either";
  readonly inputs: (name: unknown, zone: unknown) => object;
  /** The zone as the stack declares it, and what the record calls it by; absent where the provider has no such resource. */
  readonly zone?: Declared & { readonly called: string | number };
  /** The output that holds the record's full name. */
  readonly shows?: string;
  /** Whether the zone is private; `always` where the record's own type says so. */
  readonly hidden?: true | "always";
}

const address = "192.0.2.1";
const a = { type: "A" };

function zone(type: string, called: string | number, inputs: object): Required<Row>["zone"] {
  return { ...declare(type, inputs, { as: "zone" }), called };
}

const named = (type: string, property = "name") => zone(type, "example.com", { [property]: "example.com" });
const numbered = (type: string, property = "name") => zone(type, 42, { [property]: "example.com", id: "42" });

const rows: readonly Row[] = [
  {
    token: "aws:route53/record:Record",
    provider: "Route 53",
    naming: "either",
    inputs: (name, zoneId) => ({ ...a, name, zoneId, records: [address] }),
    zone: zone("aws:route53/zone:Zone", "Z1", { name: "example.com", zoneId: "Z1" }),
    shows: "fqdn",
  },
  {
    token: "aws:route53/recordsExclusive:RecordsExclusive",
    provider: "Route 53",
    naming: "whole",
    inputs: (name, zoneId) => ({ zoneId, resourceRecordSets: [{ ...a, name, resourceRecords: [{ value: address }] }] }),
    zone: zone("aws:route53/zone:Zone", "Z1", { name: "example.com", zoneId: "Z1", vpcs: [{ vpcId: "v" }] }),
    hidden: true,
  },
  {
    token: "aws-native:route53:RecordSet",
    provider: "Route 53",
    naming: "whole",
    inputs: (name, hostedZoneId) => ({ ...a, name, hostedZoneId, resourceRecords: [address] }),
    zone: zone("aws-native:route53:HostedZone", "Z1", { name: "example.com.", awsId: "Z1" }),
  },
  {
    token: "aws:lightsail/domainEntry:DomainEntry",
    provider: "Lightsail",
    naming: "either",
    inputs: (name, domainName) => ({ ...a, name, domainName, target: address }),
    zone: named("aws:lightsail/domain:Domain", "domainName"),
  },
  {
    token: "azure:dns/aRecord:ARecord",
    provider: "Azure DNS",
    naming: "below",
    inputs: (name, zoneName) => ({ name, zoneName, records: [address] }),
    zone: named("azure:dns/zone:Zone"),
    shows: "fqdn",
  },
  {
    token: "azure:privatedns/aRecord:ARecord",
    provider: "Azure Private DNS",
    naming: "below",
    inputs: (name, zoneName) => ({ name, zoneName, records: [address] }),
    zone: named("azure:privatedns/zone:Zone"),
    shows: "fqdn",
    hidden: "always",
  },
  {
    token: "azure-native:dns:RecordSet",
    provider: "Azure DNS",
    naming: "below",
    inputs: (name, zoneName) => ({ recordType: "A", relativeRecordSetName: name, zoneName, aRecords: [{ ipv4Address: address }] }),
    zone: named("azure-native:network:Zone"), // its outputs have no `zoneName`
    shows: "fqdn",
  },
  {
    token: "azure-native:privatedns:PrivateRecordSet",
    provider: "Azure Private DNS",
    naming: "below",
    inputs: (name, privateZoneName) => ({
      recordType: "A",
      relativeRecordSetName: name,
      privateZoneName,
      aRecords: [{ ipv4Address: address }],
    }),
    zone: named("azure-native:network:PrivateZone"),
    shows: "fqdn",
    hidden: "always",
  },
  {
    token: "cloudflare:index/dnsRecord:DnsRecord",
    provider: "Cloudflare",
    naming: "either",
    inputs: (name, zoneId) => ({ ...a, name, zoneId, content: address }),
    zone: numbered("cloudflare:index/zone:Zone"),
    shows: "hostname",
  },
  ...["gcp:dns/recordSet:RecordSet", "google-native:dns/v1:ResourceRecordSet"].map((token): Row => ({
    token,
    provider: "Cloud DNS",
    naming: "whole",
    inputs: (name, managedZone) => ({ ...a, name, managedZone, rrdatas: [address] }),
    zone: zone("gcp:dns/managedZone:ManagedZone", "main", { name: "main", dnsName: "example.com." }),
  })),
  {
    token: "kubernetes:externaldns.k8s.io/v1alpha1:DNSEndpoint",
    provider: "external-dns",
    naming: "whole",
    inputs: (dnsName) => ({ spec: { endpoints: [{ dnsName, recordType: "A", targets: [address] }] } }),
  },
  {
    token: "ovh:Domain/zoneRecord:ZoneRecord",
    provider: "OVHcloud",
    naming: "below",
    inputs: (subdomain, zoneName) => ({ subdomain, zone: zoneName, fieldtype: "A", target: address }),
    zone: named("ovh:Domain/zone:Zone"),
  },
  {
    token: "digitalocean:index/dnsRecord:DnsRecord",
    provider: "DigitalOcean",
    naming: "below",
    inputs: (name, domain) => ({ ...a, name, domain, value: address }),
    zone: named("digitalocean:index/domain:Domain"),
    shows: "fqdn",
  },
  {
    token: "linode:index/domainRecord:DomainRecord",
    provider: "Linode",
    naming: "either",
    inputs: (name, domainId) => ({ name, domainId, recordType: "A", target: address }),
    zone: numbered("linode:index/domain:Domain", "domain"),
  },
  ...[numbered("hcloud:index/zone:Zone"), named("hcloud:index/zone:Zone")].flatMap((declared): Row[] => [
    {
      token: "hcloud:index/zoneRrset:ZoneRrset",
      provider: "Hetzner",
      naming: "below",
      inputs: (name, zoneOf) => ({ ...a, name, zone: zoneOf, records: [{ value: address }] }),
      zone: declared,
    },
    {
      token: "hcloud:index/zoneRecord:ZoneRecord",
      provider: "Hetzner",
      naming: "below",
      inputs: (name, zoneOf) => ({ ...a, name, zone: zoneOf, value: address }),
      zone: declared,
    },
  ]),
  {
    token: "hetznerdns:index/record:Record",
    provider: "Hetzner DNS",
    naming: "below",
    inputs: (name, zoneId) => ({ ...a, name, zoneId, value: address }),
    zone: numbered("hetznerdns:index/zone:Zone"),
  },
  {
    token: "dnsimple:index/zoneRecord:ZoneRecord",
    provider: "DNSimple",
    naming: "below",
    inputs: (name, zoneName) => ({ ...a, name, zoneName, value: address }),
    zone: named("dnsimple:index/zone:Zone"),
    shows: "qualifiedName",
  },
  {
    token: "dnsimple:index/record:Record",
    provider: "DNSimple",
    naming: "below",
    inputs: (name, domain) => ({ ...a, name, domain, value: address }),
    zone: named("dnsimple:index/zone:Zone"),
  },
  {
    token: "ns1:index/record:Record",
    provider: "NS1",
    naming: "whole",
    inputs: (domain, zoneOf) => ({ ...a, domain, zone: zoneOf, shortAnswers: [address] }),
    zone: named("ns1:index/zone:Zone", "zone"),
  },
  ...["akamai:index/dnsZone:DnsZone", "akamai:edgedns/dnsZone:DnsZone"].map((type): Row => ({
    token: "akamai:index/dnsRecord:DnsRecord",
    provider: "Akamai",
    naming: "whole",
    inputs: (name, zoneOf) => ({ name, zone: zoneOf, recordtype: "A", targets: [address] }),
    zone: named(type, "zone"),
  })),
  {
    token: "gandi:livedns/record:Record",
    provider: "Gandi",
    naming: "below",
    inputs: (name, zoneOf) => ({ ...a, name, zone: zoneOf, values: [address] }),
    zone: named("gandi:livedns/domain:Domain"),
  },
  ...["example.com", "ocid1.dns-zone.oc1..aaaa"].flatMap((called): Row[] => {
    const declared = zone("oci:Dns/zone:Zone", called, { name: "example.com", id: "ocid1.dns-zone.oc1..aaaa", scope: "PRIVATE" });
    const common = { provider: "Oracle Cloud", naming: "whole", zone: declared, hidden: true } as const;
    return [
      {
        ...common,
        token: "oci:Dns/rrset:Rrset",
        inputs: (domain, zoneNameOrId) => ({ domain, zoneNameOrId, rtype: "A", items: [{ rdata: address }] }),
      },
      {
        ...common,
        token: "oci:Dns/record:Record",
        inputs: (domain, zoneNameOrId) => ({ domain, zoneNameOrId, rtype: "A", rdata: address }),
      },
    ];
  }),
  ...["alicloud:dns/alidnsDomain:AlidnsDomain", "alicloud:dns/domain:Domain"].flatMap((type): Row[] => [
    {
      token: "alicloud:dns/alidnsRecord:AlidnsRecord",
      provider: "Alibaba Cloud",
      naming: "below",
      inputs: (rr, domainName) => ({ ...a, rr, domainName, value: address }),
      zone: named(type, "domainName"),
    },
    {
      token: "alicloud:dns/record:Record",
      provider: "Alibaba Cloud",
      naming: "below",
      inputs: (hostRecord, name) => ({ ...a, hostRecord, name, value: address }),
      zone: named(type, "domainName"),
    },
  ]),
  {
    token: "alicloud:esa/record:Record",
    provider: "Alibaba Cloud ESA",
    naming: "whole",
    inputs: (recordName, siteId) => ({ recordName, siteId, recordType: "A/AAAA", data: { value: address } }),
    zone: numbered("alicloud:esa/site:Site", "siteName"),
  },
  ...["zoneName", "name"].map((property): Row => ({
    token: "alicloud:pvtz/zoneRecord:ZoneRecord",
    provider: "Alibaba Cloud PrivateZone",
    naming: "below",
    inputs: (rr, zoneId) => ({ ...a, rr, zoneId, value: address }),
    zone: numbered("alicloud:pvtz/zone:Zone", property),
    hidden: "always",
  })),
  {
    token: "scaleway:domain/record:Record",
    provider: "Scaleway",
    naming: "below",
    inputs: (name, dnsZone) => ({ ...a, name, dnsZone, data: address }),
    zone: zone("scaleway:domain/zone:Zone", "example.com", { domain: "example.com", subdomain: "" }),
    shows: "fqdn",
  },
  {
    token: "vercel:index/dnsRecord:DnsRecord",
    provider: "Vercel",
    naming: "below",
    inputs: (name, domain) => ({ ...a, name, domain, value: address }),
  },
  {
    token: "civo:index/dnsDomainRecord:DnsDomainRecord",
    provider: "Civo",
    naming: "below",
    inputs: (name, domainId) => ({ ...a, name, domainId, value: address }),
    zone: numbered("civo:index/dnsDomainName:DnsDomainName"),
  },
  {
    token: "vultr:index/dnsRecord:DnsRecord",
    provider: "Vultr",
    naming: "below",
    inputs: (name, domain) => ({ ...a, name, domain, data: address }),
    zone: named("vultr:index/dnsDomain:DnsDomain", "domain"),
  },
  {
    token: "exoscale:index/domainRecord:DomainRecord",
    provider: "Exoscale",
    naming: "below",
    inputs: (name, domain) => ({ name, domain, recordType: "A", content: address }),
    zone: numbered("exoscale:index/domain:Domain"),
    shows: "hostname",
  },
  {
    token: "openstack:dns/recordSet:RecordSet",
    provider: "OpenStack",
    naming: "whole",
    inputs: (name, zoneId) => ({ ...a, name, zoneId, records: [address] }),
    zone: numbered("openstack:dns/zone:Zone"),
  },
  {
    token: "yandex:index/dnsRecordSet:DnsRecordSet",
    provider: "Yandex Cloud",
    naming: "whole",
    inputs: (name, zoneId) => ({ ...a, name, zoneId, datas: [address] }),
    zone: zone("yandex:index/dnsZone:DnsZone", "y1", { zone: "example.com.", id: "y1", public: true }),
  },
  ...["powerdns:index:Zone", "powerdns:index/zone:Zone"].map((type): Row => ({
    token: "powerdns:index/record:Record",
    provider: "PowerDNS",
    naming: "whole",
    inputs: (name, zoneOf) => ({ ...a, name, zone: zoneOf, records: [address] }),
    zone: named(type),
  })),
  {
    token: "netlify:index/dnsRecord:DnsRecord",
    provider: "Netlify",
    naming: "whole",
    inputs: (hostname, zoneId) => ({ ...a, hostname, zoneId, value: address }),
    zone: numbered("netlify:index/dnsZone:DnsZone"),
  },
  {
    token: "namecheap:index/domainRecords:DomainRecords",
    provider: "Namecheap",
    naming: "below",
    inputs: (hostname, domain) => ({ domain, records: [{ ...a, hostname, address }] }),
  },
  {
    token: "dns:index/aRecordSet:ARecordSet",
    provider: "RFC 2136",
    naming: "below",
    inputs: (name, zoneOf) => ({ name, zone: zoneOf, addresses: [address] }),
  },
];

const inStack = rows.flatMap((row) => (row.zone === undefined ? [] : [{ ...row, zone: row.zone }]));

describe("a record of every provider", () => {
  it.each(inStack)("$token is in the zone of $zone.type that it names", ({ token, inputs, zone: declared, provider, naming, hidden }) => {
    const record = declare(token, inputs(naming === "whole" ? "www.example.com." : "www", declared.called));
    expect(read(declared).zones).toMatchObject([{ name: known("example.com"), private: known(hidden !== undefined) }]);
    expect(readRecord(declared, record)).toMatchObject({
      provider,
      name: full("www.example.com"),
      private: known(hidden !== undefined),
      targets: { known: [address], complete: true },
    });
  });

  it.each(inStack)("$token, which repeats the zone, is $naming", ({ token, inputs, zone: declared, naming }) => {
    const nameOf = (written: string) => readRecord(declared, declare(token, inputs(written, declared.called))).name;
    expect(nameOf("www.example.com")).toEqual(full(naming === "below" ? "www.example.com.example.com" : "www.example.com"));
    expect(nameOf("www.example.com.")).toEqual(full("www.example.com"));
  });

  it.each(rows)("$token in an unknown zone keeps its name as it is written", ({ token, provider, inputs, naming, hidden }) => {
    const recordOf = (written: string) => readRecord(declare(token, inputs(written, unknown)));
    const open = provider === "external-dns" ? { state: "absent" } : notKnown;
    const name = naming === "whole" ? full("www.shop.eu") : relative("www.shop.eu");
    expect(recordOf("www.shop.eu")).toMatchObject({ provider, name, private: hidden === "always" ? known(true) : open });
    const challenge = "_acme-challenge.shop.eu";
    expect(recordOf(challenge).name).toEqual(naming === "below" ? relative(challenge) : full(challenge));
  });

  it.each(rows.flatMap((row) => (row.shows === undefined ? [] : [{ ...row, shows: row.shows }])))(
    "$token has the full name that $shows shows",
    ({ token, inputs, shows }) => {
      const record = declare(token, inputs("www", unknown), { outputs: { [shows]: "www.example.com." } });
      expect(readRecord(record).name).toEqual(full("www.example.com"));
    },
  );
});
