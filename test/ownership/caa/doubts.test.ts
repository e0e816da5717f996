import { inventoryOf } from "../../../cli/file-inventory";
import { findCaaDoubts, type CaaDoubt } from "../../../ownership/caa/doubts";
import type { DnsRecord, Gap } from "../../../ownership/inventory";
import { known, unknown } from "../../../ownership/value";
import { contentOf } from "../../../readers/dns/records";
import { certManager, stack } from "../../support";
import { record } from "../records";

const asked = "a.shop.example.org";
const asking = inventoryOf(stack(certManager.clusterIssuer(), certManager.certificate("shop", { dnsNames: [asked] })));

/** What is open for a certificate of Let's Encrypt. */
function doubts(records: readonly DnsRecord[], gaps: readonly Gap[] = []): readonly CaaDoubt[] {
  return findCaaDoubts({ ...asking, records, gaps });
}

const summary = (records: readonly DnsRecord[], gaps: readonly Gap[] = []) =>
  doubts(records, gaps).map(({ record: { resource }, about, refusing }) => ({
    record: resource.name,
    about,
    refusing: refusing.map((each) => each.resource.name),
  }));

const named = (each: DnsRecord, text: string): DnsRecord => ({ ...each, resource: { ...each.resource, urn: `urn:${text}`, name: text } });
const incomplete = (each: DnsRecord, values: readonly string[] = []): DnsRecord => ({
  ...each,
  ...contentOf(each.type, [{ known: values, complete: false }]),
});
const relative = (labels: string, type = "CAA", target = '0 issue "pki.goog"'): DnsRecord => ({
  ...named(record("x.example", type, target), `relative ${labels}`),
  name: { state: "relative", labels },
});
const somewhere = (type = "CAA", target = '0 issue "pki.goog"'): DnsRecord => ({
  ...named(record("x.example", type, target), `somewhere ${type}`),
  name: { state: "unknown" },
});
const granting = record("shop.example.org", "CAA", '0 issue "letsencrypt.org"');
const refusing = record("shop.example.org");

describe("leaves nothing open", () => {
  const settled: Readonly<Record<string, readonly DnsRecord[]>> = {
    "where a set refuses for certain": [refusing],
    "above the set that decides": [granting, relative("example")],
    "above a set that refuses": [refusing, relative("example")],
    "below the name": [relative("b.a.shop")],
    "where a set refuses, and a record of a type that is not known stands above it": [
      refusing,
      { ...record("example.org", "A", "192.0.2.1"), type: unknown },
    ],
    "where a set lets the authority in, and a record of a type that is not known stands at the name": [
      granting,
      { ...record(asked, "A", "192.0.2.1"), type: unknown },
    ],
    "at a place that no certificate's name leads by": [granting, incomplete(record("other.example.org"))],
    "by a record without values": [{ ...record("shop.example.org"), caa: { known: [], complete: true } }],
    "by a form that may mean anything, beside more that is not known": [incomplete(record("shop.example.org"), ["pki.goog"])],
    "by a form that may mean anything, beside a record that refuses": [
      { ...record("shop.example.org", "CAA", "pki.goog"), private: unknown },
      { ...refusing, private: unknown },
    ],
    "by an address of a name that is not known": [{ ...incomplete(somewhere("A")) }, refusing],
    "by a private record of a name that is not known": [{ ...somewhere(), private: known(true) }, refusing],
    "by a private set of which nothing is known": [{ ...incomplete(record("shop.example.org")), private: known(true) }],
    "by a set that says nothing of issuance": [
      { ...record("shop.example.org", "CAA", '0 iodef "mailto:a@example.org"'), private: unknown },
    ],
    "where a set lets the authority in for certain, and another's records stand at a name that is not asked for": [
      granting,
      incomplete(record("other.example.net")),
    ],
    "behind a CNAME": [record(asked, "CNAME", "b.example.net"), incomplete(record("example.org"))],
    "by a relative name that looks full, and lets the authority in": [relative(asked, "CAA", '0 issue "letsencrypt.org"')],
    "without CAA": [somewhere("CNAME", "b.example.net")],
    "by a CNAME of a name that is not known, where the authority is let in": [granting, somewhere("CNAME", "b.example.net")],
  };
  test.each(Object.entries(settled))("%s", (_, records) => {
    expect(summary(records)).toEqual([]);
  });

  test("by a part of the stack that could not be read: another word tells of that", () => {
    const { resource } = refusing;
    expect(summary([refusing], [{ resource, what: "unreadable-property", may: "claim" }])).toEqual([]);
  });
});

describe("leaves open", () => {
  const nearer = named(incomplete(record("shop.example.org")), "nearer");
  const open: Readonly<Record<string, readonly [expected: Readonly<Record<string, unknown>>, ...records: DnsRecord[]]>> = {
    "a set of which nothing is known": [{ record: "nearer", about: "value", refusing: [] }, nearer],
    "a nearer set than the one that lets the authority in": [
      { record: "nearer", about: "value", refusing: [] },
      nearer,
      record("example.org", "CAA", '0 issue "letsencrypt.org"'),
    ],
    "a set of one record that is known, and one that is not": [
      { record: "nearer", about: "value", refusing: [] },
      named(refusing, "first"),
      nearer,
    ],
    "the first of two that are not known": [{ record: "nearer", about: "value", refusing: [] }, nearer, named(nearer, "second")],
    "whether a record is private": [
      { record: "shop.example.org", about: "zone", refusing: [] },
      { ...refusing, private: unknown },
    ],
    "a name that is written in full, in a zone that the stack does not declare": [
      { record: `relative ${asked}`, about: "zone", refusing: [] },
      relative(asked),
    ],
    "the same above the name": [{ record: "relative shop.example.org", about: "zone", refusing: [] }, relative("shop.example.org")],
    "a short name of a zone that the stack does not declare": [{ record: "relative a", about: "zone", refusing: [] }, relative("a")],
    "a name that may be one further up": [{ record: "relative shop", about: "zone", refusing: [] }, relative("shop")],
    "a name that may be that of the registered domain": [{ record: "relative example", about: "zone", refusing: [] }, relative("example")],
    "a short name of several labels": [{ record: "relative a.shop", about: "zone", refusing: [] }, relative("a.shop")],
    "a wildcard below the apex of a zone": [{ record: "relative *.shop", about: "zone", refusing: [] }, relative("*.shop")],
    "the apex of a zone": [{ record: "relative ", about: "zone", refusing: [] }, relative("")],
    "a wildcard of a zone": [{ record: "relative *", about: "zone", refusing: [] }, relative("*")],
    "a record of a name that is not known, beside a set that lets the authority in": [
      { record: "somewhere CAA", about: "name", refusing: [] },
      granting,
      somewhere(),
    ],
    "which of two names that are not known refuses": [
      { record: "somewhere CAA", about: "name", refusing: [] },
      somewhere(),
      named(somewhere("CAA", '0 issue "letsencrypt.org"'), "lets in"),
    ],
    "a set that refuses, and a record of a name that is not known": [
      { record: "somewhere CNAME", about: "name", refusing: ["shop.example.org"] },
      refusing,
      somewhere("CNAME", "b.example.net"),
    ],
    "a set that refuses, and a record at the name of which the type is not known": [
      { record: "there", about: "type", refusing: ["shop.example.org"] },
      refusing,
      { ...named(record(asked, "A", "192.0.2.1"), "there"), type: unknown },
    ],
    "a set that refuses, and a CNAME at its place that may be private": [
      { record: "there", about: "zone", refusing: ["shop.example.org"] },
      refusing,
      { ...named(record("shop.example.org", "CNAME", "b.example.net"), "there"), private: unknown },
    ],
    "a set that refuses, and a wildcard over the name of which the type is not known": [
      { record: "over it", about: "type", refusing: ["shop.example.org"] },
      refusing,
      { ...named(record("*.shop.example.org", "A", "192.0.2.1"), "over it"), type: unknown },
    ],
    "the record that is nearer than the set, not the one above it": [
      { record: "there", about: "type", refusing: ["shop.example.org"] },
      refusing,
      { ...named(record("example.org", "A", "192.0.2.1"), "above"), type: unknown },
      { ...named(record(asked, "A", "192.0.2.1"), "there"), type: unknown },
    ],
    "a set that refuses, and a record at the name, not the wildcard that does not reach what exists": [
      { record: "there", about: "type", refusing: ["shop.example.org"] },
      refusing,
      named(record("*.shop.example.org", "CNAME", "b.example.net"), "a wildcard"),
      { ...named(record(asked, "A", "192.0.2.1"), "there"), type: unknown },
    ],
    "a set that refuses, and a record of which not even the type is known": [
      { record: "somewhere CNAME", about: "name", refusing: ["shop.example.org"] },
      refusing,
      { ...somewhere("CNAME", "b.example.net"), type: unknown },
    ],
    "a set that refuses, and a CNAME in a zone that the stack does not declare": [
      { record: "relative a", about: "zone", refusing: ["shop.example.org"] },
      refusing,
      relative("a", "CNAME", "b.example.net"),
      named(relative("b", "CNAME", "b.example.net"), "before"),
    ],
    "a set that refuses, beside records with certain places": [
      { record: "somewhere NS", about: "name", refusing: ["shop.example.org"] },
      refusing,
      somewhere("NS", "ns.example.net"),
      named(record(asked, "A", "192.0.2.1"), "address"),
      named(somewhere("A", "192.0.2.1"), "another address"),
      named(record("b.shop.example.org", "CNAME", "b.example.net"), "another name"),
    ],
  };
  test.each(Object.entries(open))("%s", (_, [expected, ...records]) => {
    expect(summary(records)).toEqual([expected]);
  });

  test("for whom, and by whom", () => {
    const [doubt] = doubts([nearer]);
    expect(doubt).toMatchObject({ name: asked, authority: { name: "Let's Encrypt" }, asker: { by: "certificate" } });
  });
});
