import { known, noElements } from "../../ownership/value";
import { parseCaa } from "../../readers/dns/caa";
import { declare, full, read, readRecord, relative, target, notKnown, whole, type Declared, type Extras } from "./dns-resources";
import { later as unknown, urnOf as urn } from "./shown";

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

  it.each([
    ["an address", " a ", " 192.0.2.1 ", "192.0.2.1"],
    ["a host name of an ALIAS, as of a CNAME", "alias", "LB.example.net.", "lb.example.net"],
    ["a host name of an ANAME", "ANAME", "LB.example.net.", "lb.example.net"],
    ["a host name of a DNAME", "DNAME", "Example.NET.", "example.net"],
    ["nothing of a target of unknown type", unknown, "Some. ", "Some."],
  ])("keeps %s", (_, type, written, expected) => {
    expect(route53({ type, records: [written] }).targets).toEqual({ known: [expected], complete: true });
  });

  it("keeps a CAA issuer's case and dot, which make it another issuer", () => {
    expect(route53({ type: "CAA", records: [' 0 issue "LetsEncrypt.org." '] }).caa.known).toMatchObject([{ domain: "LetsEncrypt.org." }]);
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

  it.each([
    ["aws:route53/record:Record", { aliases: [{ name: "lb.example.net.", zoneId: "Z2" }] }],
    ["aws-native:route53:RecordSet", { aliasTarget: { dnsName: "lb.example.net." } }],
  ])("%s as an alias leads to what it names: %j", (token, inputs) => {
    expect(readRecord(declare(token, { name: whole, type: "A", ...inputs })).targets).toEqual({
      known: ["lb.example.net"],
      complete: true,
    });
  });

  it.each([
    ["TXT", { txtRecords: [{ value: ["a", "b"] }, { value: ["c"] }] }, ["a", "b", "c"]],
    ["NS", { nsRecords: [{ nsdname: "ns1.example.net." }] }, ["ns1.example.net"]],
    ["A", { aRecords: [{ ipv4Address: "192.0.2.1" }] }, ["192.0.2.1"]],
    ["AAAA", { aaaaRecords: [{ ipv6Address: "2001:db8::1" }] }, ["2001:db8::1"]],
  ])("Azure's native record set has a list for %s", (recordType, inputs, expected) => {
    const record = declare("azure-native:dns:RecordSet", { relativeRecordSetName: "www", zoneName: "example.com", recordType, ...inputs });
    expect(readRecord(record)).toMatchObject({ type: known(recordType), targets: { known: expected, complete: true } });
  });

  it("an alias property that is shown but unset makes no alias", () => {
    expect(route53({ type: "CNAME", records: [target], aliases: [] }).type).toEqual(known("CNAME"));
    expect(route53({ type: "A", records: ["192.0.2.1"], aliases: null }).type).toEqual(known("A"));
    expect(route53({ type: "A", records: ["192.0.2.1"], aliases: [] }).type).toEqual(known("A"));
    const linkless = { domain: whole, zone: "example.com", type: "A", answers: [{ answer: "192.0.2.1" }], link: "" };
    expect(readRecord(declare("ns1:index/record:Record", linkless)).type).toEqual(known("A"));
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

  it.each([
    ["an A record", { type: "A", content: "192.0.2.1" }, "A"],
    ["a CNAME that says so", { type: "CNAME", content: target, settings: { flattenCname: true } }, "ALIAS"],
    ["a CNAME that says not to", { type: "CNAME", content: target, settings: { flattenCname: false } }, "CNAME"],
    ["a CNAME without settings", { type: "CNAME", content: target }, "CNAME"],
  ])("Cloudflare, of %s below the apex, serves what that means", (_, inputs, expected) => {
    const zone = declare("cloudflare:index/zone:Zone", { name: "example.com", id: "c1" }, { as: "zone" });
    const record = declare("cloudflare:index/dnsRecord:DnsRecord", { name: "www", zoneId: "c1", ...inputs });
    expect(readRecord(zone, record).type).toEqual(known(expected));
  });

  it("Cloudflare flattens no CNAME whose name it may not be, and no other record at the apex", () => {
    const token = "cloudflare:index/dnsRecord:DnsRecord";
    const zone = declare("cloudflare:index/zone:Zone", { name: "example.com", id: "c1" }, { as: "zone" });
    const cname = { type: "CNAME", content: target };
    expect(readRecord(declare(token, { ...cname, name: "@", zoneId: "c9" }))).toMatchObject({ name: relative(""), type: known("CNAME") });
    expect(readRecord(zone, declare(token, { ...cname, name: unknown, zoneId: "c1" }))).toMatchObject({
      name: notKnown,
      type: known("CNAME"),
    });
    expect(read(zone, declare(token, { ...cname, name: "a b", zoneId: "c1" })).records).toEqual([]);
    expect(readRecord(zone, declare(token, { name: "@", zoneId: "c1", type: "TXT", content: "x" })).type).toEqual(known("TXT"));
    expect(readRecord(zone, declare(token, { name: "@", zoneId: "c1", type: unknown, content: "x" })).type).toEqual(notKnown);
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

  it("an unset property that is shown as an empty text holds no target", () => {
    const outputs = { name: "www", type: "CNAME", zoneId: "c1", content: "", value: target };
    expect(readRecord(declare("cloudflare:index/record:Record", outputs)).targets).toEqual({ known: [target], complete: true });
    expect(route53({ type: "TXT", records: ["", " ", "x"] }).targets).toEqual({ known: ["x"], complete: true });
  });

  const cloudflareCaa = (inputs: object) =>
    readRecord(declare("cloudflare:index/dnsRecord:DnsRecord", { name: "example.com", type: "CAA", ...inputs })).caa;
  const parts = { flags: 0, tag: "issue", value: "pki.goog" };
  const pki = { flags: 0, tag: "issue", domain: "pki.goog", parameters: [] };

  it.each([
    ["parts, whatever becomes of the text that the provider makes of them", { data: parts, content: unknown }, '0 issue "pki.goog"'],
    ["parts with the critical flag", { data: { ...parts, flags: 128 } }, '128 issue "pki.goog"'],
    ["parts without flags", { data: { tag: "issuewild", value: ";" } }, '0 issuewild ";"'],
    ["parts with a dot, which is the issuer's own", { data: { ...parts, value: "pki.goog." } }, '0 issue "pki.goog."'],
    ["one text", { content: '0 issue "pki.goog"' }, '0 issue "pki.goog"'],
    [
      "one text beside parts that are unset",
      { content: '0 issue "pki.goog"', data: { flags: null, tag: "", value: "" } },
      '0 issue "pki.goog"',
    ],
    ["one text beside what has no tag", { content: '0 issue "pki.goog"', data: { flags: 0, value: "x" } }, '0 issue "pki.goog"'],
  ])("a CAA record is known by %s", (_, inputs, expected) => {
    expect(cloudflareCaa(inputs)).toEqual({ known: [parseCaa(expected)], complete: true });
  });

  it.each([
    ["flags", { data: { ...parts, flags: unknown } }],
    ["a tag", { data: { ...parts, tag: unknown } }],
    ["an issuer", { data: { ...parts, value: unknown } }],
    ["no issuer", { data: { flags: 0, tag: "issue" } }],
  ])("a CAA record with %s that nobody knows says nothing that is known", (_, inputs) => {
    expect(cloudflareCaa(inputs)).toEqual({ known: [], complete: false });
  });

  it("a list of CAA records in parts keeps those that are known", () => {
    const record = (caaRecords: unknown) =>
      readRecord(
        declare("azure-native:dns:RecordSet", { relativeRecordSetName: "@", zoneName: "example.com", recordType: "CAA", caaRecords }),
      );
    const known0 = { known: [pki], complete: false };
    expect(record([parts, { ...parts, value: unknown }]).caa).toEqual(known0);
    expect(record([parts, unknown]).caa).toEqual(known0);
    expect(record([parts, "x"]).caa).toEqual({ ...known0, reason: "it is a text, where an object belongs" });
    expect(record([{ ...parts, tag: " issue " }]).caa).toEqual({ known: [pki], complete: true });
    expect(record([{ ...parts, flags: -1 }, parts]).caa).toEqual({ known: ["malformed", pki], complete: true });
    expect(record(unknown).caa).toEqual({ known: [], complete: false });
  });

  it.each([
    ["cloudflare:index/dnsRecord:DnsRecord", { name: "example.com", data: { flags: 0, tag: "issue", value: "pki.goog" } }],
    ["digitalocean:index/dnsRecord:DnsRecord", { name: "@", domain: "example.com", flags: 0, tag: "issue", value: "pki.goog." }],
    ["linode:index/domainRecord:DomainRecord", { domainId: 1, recordType: "CAA", tag: "issue", target: "pki.goog" }],
    ["azure-native:dns:RecordSet", { recordType: "CAA", caaRecords: [{ flags: 0, tag: "issue", value: "pki.goog" }] }],
    ["aws:route53/record:Record", { name: "example.com", records: ['0 issue "pki.goog"'] }],
    ["gcp:dns/recordSet:RecordSet", { name: "example.com.", rrdatas: ['0 issue "pki.goog"'] }],
  ])("%s gives a CAA record as the same data, whatever it is written in", (token, inputs) => {
    expect(readRecord(declare(token, { type: "CAA", ...inputs }))).toMatchObject({
      targets: { known: [], complete: true },
      caa: { known: [pki], complete: true },
    });
  });

  it("the text that a provider makes of a CAA record's parts does not stand for parts that are not known", () => {
    const stale = { name: "example.com", type: "CAA", content: '0 issue "pki.goog"', data: { flags: 0, tag: "issue", value: unknown } };
    expect(readRecord(declare("cloudflare:index/dnsRecord:DnsRecord", stale)).caa.complete).toBe(false);
    expect(readRecord(declare("cloudflare:index/dnsRecord:DnsRecord", { ...stale, data: unknown })).caa.complete).toBe(false);
    const cname = { ...stale, type: "CNAME", content: target, data: unknown };
    expect(readRecord(declare("cloudflare:index/dnsRecord:DnsRecord", cname)).targets).toEqual({ known: [target], complete: true });
  });

  it("Azure's native outputs hold the type at the end of the resource manager's", () => {
    const outputs = { fqdn: `${whole}.`, type: "Microsoft.Network/dnszones/CNAME", cnameRecord: { cname: target } };
    expect(readRecord(declare("azure-native:dns:RecordSet", {}, { outputs }))).toMatchObject({ name: full(whole), type: known("CNAME") });
  });

  it("Cloud DNS routing policies hold the targets", () => {
    const inputs = { name: `${whole}.`, managedZone: "main", type: "CNAME" };
    const routed = (token: string, routingPolicy: object) => readRecord(declare(token, { ...inputs, rrdatas: [], routingPolicy })).targets;
    const sets = [{ rrdatas: ["a.example.net."] }, { rrdatas: ["b.example.net."] }];
    const both = { known: ["a.example.net", "b.example.net"], complete: true };
    expect(routed("gcp:dns/recordSet:RecordSet", { wrrs: sets })).toEqual(both);
    expect(routed("gcp:dns/recordSet:RecordSet", { geos: sets })).toEqual(both);
    expect(routed("gcp:dns/recordSet:RecordSet", { primaryBackup: { backupGeos: sets } })).toEqual(both);
    expect(routed("google-native:dns/v1:ResourceRecordSet", { wrr: { items: sets } })).toEqual(both);
    expect(routed("google-native:dns/v1:ResourceRecordSet", { geo: { items: sets } })).toEqual(both);
  });

  it("names what an unknown name or target is computed from, once and sorted", () => {
    const dependencies = { name: ["urn:b"], records: ["urn:b", "urn:a"], zoneId: ["urn:zone"] };
    const record = readRecord(
      declare("aws:route53/record:Record", { name: unknown, zoneId: unknown, type: "CNAME", records: unknown }, { dependencies }),
    );
    expect(record).toMatchObject({ name: notKnown, derivedFrom: ["urn:a", "urn:b"] });
  });

  it.each([
    ["aws:route53/record:Record", "aliases"],
    ["cloudflare:index/dnsRecord:DnsRecord", "data"],
    ["azure-native:dns:RecordSet", "cnameRecord"],
    ["azure-native:dns:RecordSet", "targetResource"],
    ["gcp:dns/recordSet:RecordSet", "routingPolicy"],
    ["kubernetes:externaldns.k8s.io/v1alpha1:DNSEndpoint", "spec"],
  ])("of %s names what its %s is computed from", (token, property) => {
    const record = readRecord(declare(token, { [property]: unknown }, { dependencies: { [property]: ["urn:a"] } }));
    expect(record.derivedFrom).toEqual(["urn:a"]);
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
    [{ cidrRoutingPolicy: { collectionId: "c", locationName: "l" } }],
    [{ failoverRoutingPolicies: [{ type: "PRIMARY" }] }],
    [{ geolocationRoutingPolicies: [{ country: unknown }] }],
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
    [" www ", "www.example.com"],
    [" @ ", "example.com"],
    ["\\052", "*.example.com"],
    ["\\052.dev", "*.dev.example.com"],
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
    expect(nameOf("\\052")).toEqual(relative("*"));
    expect(nameOf("@")).toEqual(relative(""));
    expect(nameOf("WWW.Dev.")).toEqual(relative("www.dev"));
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
    const dotted = { ...inZone, name: " www.example.com. " };
    expect(readRecord(declare("digitalocean:index/dnsRecord:DnsRecord", dotted)).name).toEqual(full("www.example.com"));
  });

  it.each([
    ["pinned outside of its zone", { domain: "www.example.net" }, full("www.example.net")],
    ["below another zone of the same end", { domain: "www.myexample.com." }, full("www.myexample.com")],
    ["of the apex, as its sign", { domain: "@" }, full("example.com")],
    ["not written at all", {}, notKnown],
    ["unknown", { domain: unknown }, notKnown],
  ])("of a provider with absolute names only is what is written, here one %s", (_, inputs, expected) => {
    const record = { zone: "example.com", type: "A", answers: [{ answer: "192.0.2.1" }], ...inputs };
    expect(readRecord(declare("ns1:index/record:Record", record)).name).toEqual(expected);
  });

  it("of a provider with absolute names only is not relative for want of a zone", () => {
    const record = { managedZone: "main", type: "A", rrdatas: ["192.0.2.1"] };
    expect(readRecord(declare("gcp:dns/recordSet:RecordSet", { ...record, name: "corp." })).name).toEqual(full("corp"));
    expect(readRecord(declare("gcp:dns/recordSet:RecordSet", record)).name).toEqual(notKnown);
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

  it("is the full one that the provider shows, however it is written", () => {
    const shown = (name: unknown, fqdn: string) => nameOf(name, { outputs: { fqdn } });
    expect(shown("www.example.org", "www.example.org")).toEqual(full("www.example.org"));
    expect(shown("WWW", "www.example.org.")).toEqual(full("www.example.org"));
    expect(shown("@", "example.org")).toEqual(full("example.org"));
    expect(shown("\\052.dev", "*.dev.example.org")).toEqual(full("*.dev.example.org"));
    const native = declare("azure-native:dns:RecordSet", { zoneName: "example.com", recordType: "CNAME" }, { outputs: { fqdn: whole } });
    expect(readRecord(native).name).toEqual(full(whole));
  });

  it.each([
    ["new", "example.com", "old.example.com", full("new.example.com")],
    ["new", "example.com", "newer.example.com", full("new.example.com")],
    ["www", "example.net", "www.example.com", full("www.example.net")],
    ["@", "example.com", "old.example.com", full("example.com")],
    ["", "example.com", "old.example.com", full("example.com")],
    [unknown, "example.com", "old.example.com", notKnown],
    [unknown, "example.com", "example.com", notKnown],
    [unknown, unknown, "old.example.com", notKnown],
    ["new", unknown, "old.example.com", relative("new")],
  ])("%j in %j is not the full %s of the run before, when the record is changed in place", (name, domain, fqdn, expected) => {
    const inputs = { name, domain, type: "CNAME", value: target };
    const record = declare("digitalocean:index/dnsRecord:DnsRecord", inputs, { outputs: { ...inputs, fqdn } });
    expect(readRecord(record).name).toEqual(expected);
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
    expect(read(declare("aws:route53/record:Record", { name: "a b", zoneId: "Z9", type: "A" })).records).toEqual([]);
    expect(read(declare("ns1:index/record:Record", { domain: "a b", zone: unknown, type: "A" })).records).toEqual([]);
    expect(records(`${"a".repeat(60)}.`.repeat(4))).toEqual([]);
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
      { name: notKnown, type: { state: "unknown" }, targets: { known: [], complete: false }, derivedFrom: ["urn:a"] },
    ]);
  });

  it("a list of sets that is unknown or none is one record that may be any, and is not called simple", () => {
    const unread = (resourceRecordSets: unknown) =>
      readRecord(declare("aws:route53/recordsExclusive:RecordsExclusive", { zoneId: "Z1", resourceRecordSets }));
    const { resource, provider } = unread(unknown);
    const common = { resource, provider, private: { state: "absent" }, simple: false, derivedFrom: [], name: notKnown, caa: noElements };
    expect(unread(unknown)).toStrictEqual({ ...common, type: notKnown, targets: { known: [], complete: false } });
    const reason = "it is a text, where a list of which each element is an object belongs";
    expect(unread("x")).toStrictEqual({ ...common, type: { ...notKnown, reason }, targets: { known: [], complete: false, reason } });
  });
});
