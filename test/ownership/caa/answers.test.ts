import { CaaAnswers } from "../../../ownership/caa/answers";
import type { DnsRecord, Inventory, Zone } from "../../../ownership/inventory";
import { absent, known, unknown } from "../../../ownership/value";
import { inventory, record, zone } from "../records";
import { nameOf } from "../solvers";

describe("the set that decides", () => {
  const a = "a.shop.example.org";
  const of = (asked: string, stack: Inventory) => {
    const answer = new CaaAnswers(stack, [nameOf(asked)]).to(nameOf(asked));
    return answer.state === "set" ? answer.place : undefined;
  };
  const at = (asked: string, records: readonly DnsRecord[], zones: readonly Zone[] = []) => of(asked, inventory(records, zones));

  test.each([
    ["none", a, [], undefined],
    ["the name's own", a, [record(a), record("example.org")], a],
    ["the nearest above", a, [record("org"), record("example.org")], "example.org"],
    ["a top-level domain's", a, [record("org")], "org"],
    ["none beside", a, [record("b.shop.example.org"), record("ashop.example.org"), record("net")], undefined],
    ["none below", "shop.example.org", [record(a)], undefined],
    ["a wildcard's base", "*.shop.example.org", [record("shop.example.org")], "shop.example.org"],
    [
      "not what stands at a wildcard's own name, where its base exists",
      "*.shop.example.org",
      [record("*.shop.example.org"), record("example.org")],
      "example.org",
    ],
    ["not known where a wildcard answers with its own", a, [record("*.shop.example.org"), record("example.org")], undefined],
    [
      "known where something keeps the wildcard away",
      a,
      [record("*.shop.example.org"), record(a, "A", "192.0.2.1"), record("example.org")],
      "example.org",
    ],
    ["not known behind a CNAME", a, [record(a, "CNAME", "b.example.net"), record("example.org")], undefined],
    ["not known behind a CNAME on the way", a, [record("shop.example.org", "CNAME", "b.example.net"), record("example.org")], undefined],
    ["known before a CNAME", a, [record("shop.example.org"), record("example.org", "CNAME", "b.example.net")], "shop.example.org"],
    [
      "not known where a wildcard leads elsewhere",
      a,
      [record("*.shop.example.org", "CNAME", "b.example.net"), record("example.org")],
      undefined,
    ],
    ["not known below a DNAME", a, [record("shop.example.org", "DNAME", "example.net"), record("example.org")], undefined],
    ["not known below a delegation", a, [record("shop.example.org", "NS", "ns.example.net"), record("example.org")], undefined],
    ["known at a private zone's side", a, [record(a, "CAA", '0 issue ";"', known(true)), record("example.org")], "example.org"],
    ["not known where it may be private", a, [record(a, "CAA", '0 issue ";"', { state: "unknown" }), record("example.org")], undefined],
    ["not known in a form that may mean anything", a, [record(a, "CAA", "pki.goog"), record("example.org")], undefined],
  ])("%s", (_, asked, records, place) => {
    expect(at(asked, records)).toBe(place);
    expect(at(asked, [...records].reverse())).toBe(place);
  });

  test.each(["CAA", "CNAME", "DNAME", "NS"])("a %s of a name that is not known may stand nearer, an address may not", (type) => {
    const somewhere = (of: string): DnsRecord => ({ ...record("x.example", of, "b.example.net"), name: { state: "unknown" } });
    expect(at(a, [record("example.org"), somewhere(type)])).toBeUndefined();
    expect(at(a, [record("example.org"), somewhere("A")])).toBe("example.org");
  });

  test("a record of a type that is not known may hold CAA, unless it is private", () => {
    const any: DnsRecord = { ...record(a), type: unknown };
    expect(at(a, [record("example.org"), any])).toBeUndefined();
    expect(at(a, [record("example.org"), { ...any, private: known(true) }])).toBe("example.org");
  });

  test("a set decides when all of its records are known, and hold something", () => {
    const other = record("example.org", "CAA", '0 issue "ssl.com"');
    expect(at(a, [record("example.org"), other])).toBe("example.org");
    expect(at(a, [record("example.org"), { ...other, caa: { known: other.caa.known, complete: false } }])).toBeUndefined();
    expect(at(a, [record("example.org"), { ...other, caa: { known: [], complete: true } }])).toBeUndefined();
  });

  test("a record of a name that is not known decides nothing in a private zone, and everything in any other", () => {
    const somewhere: DnsRecord = { ...record("x.example"), name: { state: "unknown" } };
    expect(at(a, [record("example.org"), somewhere])).toBeUndefined();
    expect(at(a, [record("example.org"), { ...somewhere, private: known(true) }])).toBe("example.org");
    expect(at(a, [record("example.org"), { ...somewhere, type: known("TXT") }])).toBe("example.org");
  });

  test("a part of a zone that could not be read may hold a nearer set; a chart without children is no zone", () => {
    const { resource } = record(a);
    const withGap = (what: "unreadable-property" | "empty-resource" | "component-without-children") =>
      of(a, { ...inventory([record("example.org")]), gaps: [{ resource, what, may: "claim" }] });
    expect(withGap("unreadable-property")).toBeUndefined();
    expect(withGap("empty-resource")).toBeUndefined();
    expect(withGap("component-without-children")).toBe("example.org");
  });

  test("a delegation to a zone that the stack declares hides nothing", () => {
    const records = [record("shop.example.org", "NS", "ns.example.net"), record("example.org")];
    expect(at(a, records, [zone("shop.example.org")])).toBe("example.org");
    expect(at(a, records, [zone("shop.example.org", true)])).toBeUndefined();
    expect(at(a, records, [{ ...zone("shop.example.org"), private: absent }])).toBeUndefined();
    expect(at(a, records, [zone("example.org")])).toBeUndefined();
    expect(at(a, records, [{ ...zone("shop.example.org"), name: unknown }])).toBeUndefined();
  });

  test("a record that may be in a private zone of the stack does not decide", () => {
    expect(at(a, [record("example.org")], [zone("example.org", true)])).toBeUndefined();
    expect(at(a, [record("example.org", "CAA", '0 issue ";"', known(false))], [zone("example.org", true)])).toBe("example.org");
    expect(at(a, [record("example.org")], [zone("example.net", true)])).toBe("example.org");
    expect(at(a, [record("example.org")], [zone("example.org")])).toBe("example.org");
    expect(at(a, [record("example.org")], [{ ...zone("example.org"), private: unknown }])).toBeUndefined();
    expect(at(a, [record("example.org")], [{ ...zone("example.net", true), name: unknown }])).toBeUndefined();
    const certain = record("example.org", "CAA", '0 issue "ssl.com"', known(false));
    expect(at(a, [certain, record("example.org")], [zone("example.org", true)])).toBeUndefined();
  });

  test.each(["", "a", "a.shop", "shop", "shop.example", "shop.example.org", "*", "*.b", "example.org"])(
    "a relative name may be the place: %s",
    (labels) => {
      const relative: DnsRecord = { ...record("x.example"), name: { state: "relative", labels } };
      expect(at(a, [record("example.org"), relative])).toBeUndefined();
      expect(at(a, [record("example.org"), { ...relative, type: known("A") }])).toBe("example.org");
    },
  );

  test.each(["b", "hop", "b.shop", "x.shop.example.org"])("a relative name cannot be the place: %s", (labels) => {
    const relative: DnsRecord = { ...record("x.example"), name: { state: "relative", labels } };
    expect(at(a, [record("example.org"), relative])).toBe("example.org");
  });
});
