import { known } from "../../ownership/value";
import { parseZoneFile } from "../../readers/dns/zone-file";
import { declare, full, notKnown, read, relative, type Declared } from "./dns-resources";
import { later as unknown, urnOf as urn } from "./shown";

const token = "ovh:Domain/zoneImport:ZoneImport";

describe("a zone file", () => {
  const entriesOf = (text: string, origin?: string) =>
    parseZoneFile(text, origin).entries.map(({ owner, type, data }) => `${owner} ${type} ${data}`);

  it.each([
    [
      "class and time to live in either order, or neither",
      "a 60 IN A 192.0.2.1\nb IN 1h30m A 192.0.2.2\nc A 192.0.2.3",
      ["a.example.com A 192.0.2.1", "b.example.com A 192.0.2.2", "c.example.com A 192.0.2.3"],
    ],
    [
      "names with a final dot are whole, in owners and in targets",
      "a.example.net. CNAME b.example.net.\nc CNAME d",
      ["a.example.net CNAME b.example.net", "c.example.com CNAME d.example.com"],
    ],
    [
      "NS and DNAME have host names as well",
      "a NS ns1\nb DNAME other.example.net.",
      ["a.example.com NS ns1.example.com", "b.example.com DNAME other.example.net"],
    ],
    [
      "@ is the origin itself, as an owner and as a target",
      "@ A 192.0.2.1\nwww CNAME @",
      ["example.com A 192.0.2.1", "www.example.com CNAME example.com"],
    ],
    [
      "a line that begins with a blank goes on with the owner above",
      'a TXT "1"\n\tTXT "2"',
      ['a.example.com TXT "1"', 'a.example.com TXT "2"'],
    ],
    ["brackets join lines, and comments end with theirs", 'a TXT ( "1" ; first (\n  "2" ) ; second', ['a.example.com TXT "1" "2"']],
    ["a quoted text may hold what would else end a word", 'a TXT "x; (\\" y" plain\\;word', ['a.example.com TXT "x; (\\" y" plain\\;word']],
    [
      "types that begin or end like a class, a time or another type",
      "a CSYNC 66 3 A\na TYPE65 x\na XIN x\na NSEC b A\na XNS b",
      ["a.example.com CSYNC 66 3 A", "a.example.com TYPE65 x", "a.example.com XIN x", "a.example.com NSEC b A", "a.example.com XNS b"],
    ],
    ["types in lower case", "a cname b", ["a.example.com CNAME b.example.com"]],
    ["$TTL says nothing of names", "$ttl 3600\na A 192.0.2.1", ["a.example.com A 192.0.2.1"]],
    [
      "a new origin holds from its line on, and is itself relative to the last",
      "$Origin sub\na A 192.0.2.1\n$ORIGIN example.net.\nb A 192.0.2.2",
      ["a.sub.example.com A 192.0.2.1", "b.example.net A 192.0.2.2"],
    ],
    ["blank lines and comments are nothing", "; zone\n\n  \na A 192.0.2.1\n ; end", ["a.example.com A 192.0.2.1"]],
  ])("%s", (_, text, expected) => {
    expect(entriesOf(text, "example.com")).toEqual(expected);
    expect(parseZoneFile(text, "example.com").unreadableLine).toBeUndefined();
  });

  it.each([
    ["an included file", "$INCLUDE db.other example.com."],
    ["an included file whose name could be a type", "$INCLUDE other example.com."],
    ["generated records", "$GENERATE 1-9 host-$ A 192.0.2.$"],
    ["an unknown directive", "$TTLS 60"],
    ["an origin without name", "$ORIGIN"],
    ["a quote without end", 'x IN TXT "open'],
    ["a bracket without begin", "x IN A 192.0.2.1 )"],
    ["an owner alone", "x"],
    ["an owner with time to live and class alone", "x 3600 IN"],
    ["a type alone", "x IN CNAME"],
    ["what no type is called", "x 1.2 y"],
    ["a name where the type belongs", "x www.example.net y"],
    ["an address where the type belongs", "x 192.0.2.1 A 192.0.2.2"],
    ["a first line without owner", "  IN A 192.0.2.1"],
    ["prose", "this is: no zone"],
  ])("%s is no record, and the rest is read", (_, line) => {
    const whole = { owner: "www.example.com", absolute: true, type: "A", data: "192.0.2.1" };
    expect(parseZoneFile(`${line}\nwww A 192.0.2.1`, "example.com")).toEqual({ entries: [whole], unreadableLine: 1 });
    expect(parseZoneFile(`www A 192.0.2.1\n\n; no more\n${line}`, "example.com").entries).toContainEqual(whole);
  });

  it("names the first line that is no record", () => {
    expect(parseZoneFile("a A 192.0.2.1\n; b\nc IN\nd IN\n$ORIGIN\n$INCLUDE e\nf )", "example.com").unreadableLine).toBe(3);
    expect(parseZoneFile("a A 192.0.2.1\nb SOA ( c d\ne A 192.0.2.2", "example.com")).toMatchObject({ unreadableLine: 2 });
  });

  it("of an unknown origin has relative names, until it says an origin that is whole", () => {
    const text = "$ORIGIN sub\nwww CNAME edge\n@ A 192.0.2.1\n$ORIGIN example.net.\na CNAME b";
    expect(parseZoneFile(text, undefined)).toEqual({
      entries: [
        { owner: "www", absolute: false, type: "CNAME", data: "edge" },
        { owner: "@", absolute: false, type: "A", data: "192.0.2.1" },
        { owner: "a.example.net", absolute: true, type: "CNAME", data: "b.example.net" },
      ],
      unreadableLine: 1,
    });
  });

  it("lends the owner of a line that cannot be read to none of the next", () => {
    expect(parseZoneFile('a IN A 192.0.2.1\nb IN TXT "open\n  IN A 192.0.2.2', "example.com")).toEqual({
      entries: [{ owner: "a.example.com", absolute: true, type: "A", data: "192.0.2.1" }],
      unreadableLine: 2,
    });
  });
});

describe("OVH's import of a zone file", () => {
  const zoneImport = (zoneFile: unknown, zoneName: unknown = "example.com", dependencies = {}) =>
    read(declare(token, { zoneName, zoneFile }, { dependencies }));

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
      [full("sub.example.com"), known("CAA"), []],
      [full("elsewhere.example.com"), known("CNAME"), ["target.example.net"]],
    ]);
    expect(records.flatMap(({ caa }) => caa.known)).toEqual([{ flags: 0, tag: "issue", domain: "letsencrypt.org", parameters: [] }]);
    expect(gaps).toEqual([]);
  });

  it("with a line that is no record is a gap, beside the records that it has", () => {
    const { records, gaps } = zoneImport("www IN A 192.0.2.1\n$INCLUDE other");
    const resource = { urn: urn(token, "it"), type: token, name: "it" };
    const reason = "line 2 of the zone file is no record";
    expect(gaps).toEqual([{ resource, property: "zoneFile", what: "unreadable-property", reason, may: "claim" }]);
    expect(records.map((record) => record.name)).toEqual([full("www.example.com")]);
  });

  it("has relative names while the zone is unknown, even where they challenge a whole domain", () => {
    const { records } = zoneImport("www IN A 192.0.2.1\n_acme-challenge.shop.eu IN CNAME x\nfull.example.com. IN A 192.0.2.1", unknown);
    expect(records.map((record) => record.name)).toEqual([relative("www"), relative("_acme-challenge.shop.eu"), full("full.example.com")]);
  });

  it("is public where the stack has its zone, and never simple", () => {
    const zone = declare("ovh:Domain/zone:Zone", { name: "example.com" }, { as: "zone" });
    const of = (...zones: readonly Declared[]) =>
      read(...zones, declare(token, { zoneName: "example.com", zoneFile: "www A 192.0.2.1" })).records;
    expect(of(zone)).toMatchObject([{ provider: "OVHcloud", private: known(false), simple: false }]);
    expect(of()).toMatchObject([{ private: { state: "absent" } }]);
  });

  it("that is unknown is one unknown record, with what it is computed from", () => {
    const { records, gaps } = zoneImport(unknown, "example.com", { zoneFile: ["urn:b", "urn:a"], zoneName: ["urn:c"] });
    expect(records).toMatchObject([
      { name: notKnown, type: notKnown, targets: { known: [], complete: false }, simple: false, derivedFrom: ["urn:a", "urn:b"] },
    ]);
    expect(gaps).toEqual([]);
  });

  it("that is no text says so", () => {
    const reason = "it is a list, where a text belongs";
    expect(zoneImport([]).records).toMatchObject([{ type: { state: "unknown", reason }, targets: { complete: false, reason } }]);
  });
});
