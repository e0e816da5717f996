import { parseName } from "../../ownership/names";
import { known, type Value } from "../../ownership/value";
import { makeZoneIndex } from "../../readers/dns/zones";
import type { IndexedZone } from "../../readers/reader";
import { declare, fail, full, read, readRecord, relative, target, notKnown, whole } from "./dns-resources";
import { later as unknown, urnOf as urn } from "./shown";

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
    ["yandex:index/dnsZone:DnsZone", { name: "label", zone: "example.com." }, undefined],
    ["ovh:Domain/zone:Zone", { plan: { configurations: [{ label: "zone", value: "example.com" }] } }, false],
    ["scaleway:domain/zone:Zone", { subdomain: "", domain: "example.com" }, false],
    ["fastly:index/dnsZone:DnsZone", { name: "example.com." }, false],
  ])("%s %j is private: %j", (type, inputs, expected) => {
    const { zones } = read(declare(type, inputs));
    expect(zones).toMatchObject([
      { resource: { type }, name: known("example.com"), private: expected === undefined ? { state: "unknown" } : known(expected) },
    ]);
  });

  const ordered = (...configurations: readonly object[]) => ({ plan: { configurations } });
  const zoneOption = { label: "zone", value: "example.com" };

  it.each([
    ["of Scaleway in two halves", "scaleway:domain/zone:Zone", { subdomain: "dev", domain: "example.com" }, known("dev.example.com")],
    ["of Scaleway in one half", "scaleway:domain/zone:Zone", { domain: "example.com" }, known("example.com")],
    ["of Scaleway with an unknown half", "scaleway:domain/zone:Zone", { subdomain: unknown, domain: "example.com" }, notKnown],
    ["of OVH, as the provider shows it", "ovh:Domain/zone:Zone", { name: "example.com" }, known("example.com")],
    ["of OVH, as ordered", "ovh:Domain/zone:Zone", { name: unknown, ...ordered(zoneOption) }, known("example.com")],
    [
      "of OVH, among other options",
      "ovh:Domain/zone:Zone",
      ordered({ label: "template", value: "basic" }, zoneOption),
      known("example.com"),
    ],
    ["of OVH, ordered under an unknown name", "ovh:Domain/zone:Zone", ordered({ label: "zone", value: unknown }), notKnown],
    ["of OVH, ordered without a name", "ovh:Domain/zone:Zone", ordered({ label: "template", value: "basic" }), { state: "absent" }],
    ["in the older of two properties", "cloudflare:index/zone:Zone", { zone: "example.com" }, known("example.com")],
    ["known in one of two properties", "cloudflare:index/zone:Zone", { name: unknown, zone: "example.com" }, known("example.com")],
    ["unknown in the older of two properties", "cloudflare:index/zone:Zone", { zone: unknown, paused: true }, notKnown],
    ["in no property", "cloudflare:index/zone:Zone", { paused: true }, { state: "absent" }],
    ["that is none", "aws:route53/zone:Zone", { name: "a b" }, { state: "unknown", reason: "it is no DNS name" }],
  ])("have a name, here one %s", (_, type, inputs, expected) => {
    expect(read(declare(type, inputs)).zones.map(({ name }) => name)).toEqual([expected]);
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

  it("that do not tell their id may be the one that a record names, where its name fits and the zone may be private", () => {
    const zone = (inputs: object, zoneId: unknown) =>
      declare("aws:route53/zone:Zone", { name: "example.com", vpcs: [{ vpcId: "vpc-1" }], ...inputs }, { as: "zone", outputs: { zoneId } });
    const record = declare("aws:route53/record:Record", { zoneId: "Z1", name: whole, type: "CNAME", records: [target] });
    const hidden = (inputs: object, zoneId: unknown = unknown) => readRecord(zone(inputs, zoneId), record).private;
    expect(hidden({})).toEqual({ state: "unknown" });
    expect(hidden({ name: unknown })).toEqual({ state: "unknown" });
    expect(hidden({ vpcs: unknown })).toEqual({ state: "unknown" });
    expect(hidden({ name: "example.org" })).toEqual({ state: "absent" });
    expect(hidden({ vpcs: [] })).toEqual({ state: "absent" });
    expect(hidden({}, "Z2")).toEqual({ state: "absent" });
    expect(hidden({}, "Z1")).toEqual(known(true));
    const outside = declare("aws:route53/zone:Zone", { name: "example.com" }, { as: "outside", outputs: { zoneId: "Z1" } });
    expect(readRecord(zone({}, unknown), outside, record).private).toEqual(known(false));
  });

  it("are private by the record's own type where the vendor keeps private zones apart", () => {
    const record = { name: "www", zoneName: "example.com", record: target };
    expect(readRecord(declare("azure:privatedns/cnameRecord:CnameRecord", record)).private).toEqual(known(true));
    expect(readRecord(declare("azure:dns/cNameRecord:CNameRecord", record)).private).toEqual({ state: "absent" });
    const publicZone = declare("azure:dns/zone:Zone", { name: "example.com" }, { as: "zone" });
    expect(readRecord(publicZone, declare("azure:dns/cNameRecord:CNameRecord", record)).private).toEqual(known(false));
  });

  it("that may be private leave it open of their records; those outside the stack are taken for public", () => {
    const inZoneOf = (inputs: object) =>
      readRecord(
        declare("aws-native:route53:RecordSet", { name: "www.example.com.", type: "A", resourceRecords: ["192.0.2.1"], ...inputs }),
      );
    expect(inZoneOf({ hostedZoneId: unknown }).private).toEqual({ state: "unknown" });
    expect(inZoneOf({ hostedZoneName: unknown }).private).toEqual({ state: "unknown" });
    expect(inZoneOf({ hostedZoneId: "Z9" }).private).toEqual({ state: "absent" });
    expect(inZoneOf({ hostedZoneName: "example.com" }).private).toEqual({ state: "absent" });
    expect(inZoneOf({}).private).toEqual({ state: "absent" });
  });

  it("are private for the records that give their name, with or without its final dot, and for no zone below", () => {
    const token = "aws-native:route53:HostedZone";
    const hidden = declare(token, { name: "example.com.", vpcs: [{ vpcId: "v" }] }, { as: "zone" });
    const inZoneOf = (hostedZoneName: string) =>
      readRecord(
        hidden,
        declare(
          "aws-native:route53:RecordSet",
          { name: "www.sub.example.com.", hostedZoneName, type: "A", resourceRecords: ["192.0.2.1"] },
          { dependencies: { hostedZoneName: [urn(token, "zone")] } },
        ),
      );
    expect(inZoneOf("example.com.").private).toEqual(known(true));
    expect(inZoneOf("Example.com").private).toEqual(known(true));
    expect(inZoneOf("sub.example.com.").private).toEqual({ state: "absent" });
  });

  it("of one label are named as others are, where a property holds nothing but names", () => {
    const record = { name: "www", zoneName: "corp", record: target };
    expect(readRecord(declare("azure:privatedns/cnameRecord:CnameRecord", record)).name).toEqual(full("www.corp"));
  });

  it.each(["oci:Dns/rrset:Rrset", "oci:Dns/record:Record"])("of Oracle are found by id or name, here for %s", (token) => {
    const type = "oci:Dns/zone:Zone";
    const privateIn = (zoneNameOrId: string, id: string) =>
      readRecord(
        declare(type, { name: "example.com", scope: "PRIVATE", id }, { as: "zone" }),
        declare(
          token,
          { domain: "www.sub.example.com", zoneNameOrId, rtype: "A" },
          { dependencies: zoneNameOrId === id ? {} : { zoneNameOrId: [urn(type, "zone")] } },
        ),
      ).private;
    for (const id of ["ocid1.dns-zone.oc1..aaaa", "ocid1.dns-zone.oc1.iad.aaaa"]) {
      expect(privateIn(id, id)).toEqual(known(true));
      expect(privateIn("example.com", id)).toEqual(known(true));
      expect(privateIn("sub.example.com", id)).toEqual({ state: "absent" });
    }
    const outside = declare(token, { domain: "www.example.com", zoneNameOrId: "ocid1.dns-zone.oc1..bbbb", rtype: "A" });
    expect(readRecord(outside).private).toEqual({ state: "absent" });
  });
});

describe("the index of zones", () => {
  const name = (text: string) => parseName(text) ?? fail(text);
  const zoneOf = (text: string, isPrivate = false): IndexedZone => ({ name: known(name(text)), private: known(isPrivate) });
  const [one, two, three] = [zoneOf("one.example"), zoneOf("two.example"), zoneOf("two.example", true)];
  const index = makeZoneIndex();
  index.add("Cloud DNS", "urn:one", [known("one.example."), known("projects/p/managedZones/One"), known("")], one);
  index.add("Cloud DNS", "urn:two", [known("Two.Example"), known("shared"), known("")], two);
  index.add("Cloud DNS", "urn:three", [known("two.example."), known("shared"), notKnown], three);
  index.add("Cloud DNS", "urn:empty", [notKnown], { name: notKnown, private: notKnown });
  const find = (identifier: Value<string>, ...derivedFrom: readonly string[]) => index.find("Cloud DNS", identifier, derivedFrom);

  it.each(["one.example", "ONE.example.", "one", "managedZones/one", "projects/q/managedZones/one"])("knows one by %s", (identifier) => {
    expect(find(known(identifier))).toEqual(one);
  });

  it.each(["", ".", "three", "example", "p", "oneexample"])("knows none by %j", (identifier) => {
    expect(find(known(identifier))).toBeUndefined();
  });

  it("says of a record whether it may lie in a private zone of which no id is known", () => {
    const hiding = (...ids: readonly Value<string>[]) => {
      const zones = makeZoneIndex();
      zones.add("Route 53", "urn:zone", [known("two.example"), ...ids], three);
      return zones;
    };
    const record = full("www.two.example");
    expect(hiding(notKnown).mayHide("Route 53", record)).toBe(true);
    expect(hiding(notKnown, { state: "absent" }).mayHide("Route 53", record)).toBe(true);
    expect(hiding(notKnown).mayHide("Cloud DNS", record)).toBe(false);
    expect(hiding(notKnown).mayHide("Route 53", full("www.one.example"))).toBe(false);
    expect(hiding(known("Z1"), notKnown).mayHide("Route 53", record)).toBe(false);
    expect(hiding(notKnown, known("Z1")).mayHide("Route 53", record)).toBe(false);
    expect(hiding({ state: "absent" }).mayHide("Route 53", record)).toBe(false);
    expect([undefined, relative("www"), notKnown].map((name) => hiding(notKnown).mayHide("Route 53", name))).toEqual([true, true, true]);
  });

  it("keeps providers apart", () => {
    expect(index.find("Route 53", known("one"), ["urn:one"])).toBeUndefined();
  });

  it.each([
    ["the only zone", ["urn:one"], one],
    ["the only zone, which two properties name", ["urn:one", "urn:one"], one],
    ["the only zone beside what is none", ["urn:bucket", "urn:one"], one],
    ["one of two", ["urn:one", "urn:two"], undefined],
    ["nothing", [], undefined],
    ["what is no zone", ["urn:bucket"], undefined],
  ])("finds for a record of an unknown zone %s that it depends on", (_, derivedFrom, expected) => {
    expect(find(notKnown, ...derivedFrom)).toEqual(expected);
    expect(find({ state: "absent" }, ...derivedFrom)).toEqual(expected);
    expect(find(known("elsewhere"), ...derivedFrom)).toEqual(expected);
  });

  it("answers of zones that share an identifier as far as they agree, or for those that the record depends on", () => {
    expect(find(known("shared"))).toEqual({ name: known("two.example"), private: notKnown });
    expect(find(known("shared"), "urn:three")).toEqual(three);
    expect(find(known("shared"), "urn:one", "urn:two")).toEqual(two);
    expect(find(known("shared"), "urn:one")).toEqual({ name: known("two.example"), private: notKnown });
  });

  it("answers nothing of zones that agree on nothing", () => {
    const mixed = makeZoneIndex();
    mixed.add("Cloud DNS", "urn:one", [known("main")], one);
    mixed.add("Cloud DNS", "urn:three", [known("main")], three);
    expect(mixed.find("Cloud DNS", known("main"), [])).toEqual({ name: notKnown, private: notKnown });
    const open = makeZoneIndex();
    open.add("Cloud DNS", "urn:one", [known("main")], one);
    open.add("Cloud DNS", "urn:open", [known("main")], { name: notKnown, private: notKnown });
    expect(open.find("Cloud DNS", known("main"), [])).toEqual({ name: notKnown, private: notKnown });
    expect(open.find("Cloud DNS", known("main"), ["urn:open"])).toEqual({ name: notKnown, private: notKnown });
  });
});
