import { readProperties } from "../../evidence/properties";
import { parseName } from "../../ownership/names";
import { known, noElements, unknown, type Elements } from "../../ownership/value";
import { because, collect, join, nameIn, parseNames, single, union, unlessEmpty, unread, whole } from "../../readers/names";

// toStrictEqual throughout: a reason that is undefined is not the same as no reason.
const reason = "it is a text, where a list belongs";
const some: Elements<string> = { known: ["a"], complete: false };
const because1: Elements<string> = { known: ["b"], complete: false, reason };
const because2: Elements<string> = { known: ["c"], complete: false, reason: "another" };

describe("names among texts", () => {
  it("are each named once, and what is no name is left out", () => {
    const texts = ["www.example.com", "192.0.2.1", "WWW.Example.com.", "a b", "*.example.com", ""];
    expect(parseNames(whole(texts))).toStrictEqual({ known: ["www.example.com", "*.example.com"], complete: true });
  });

  it("stay incomplete where the texts are", () => {
    expect(parseNames({ known: ["example.com"], complete: false, reason })).toStrictEqual({
      known: ["example.com"],
      complete: false,
      reason,
    });
  });

  it.each([
    [known("WWW.example.com."), known("www.example.com")],
    [known("192.0.2.1"), { state: "absent" }],
    [known(""), { state: "absent" }],
    [{ state: "absent" } as const, { state: "absent" }],
    [unknown, unknown],
    [{ state: "unknown", reason } as const, { state: "unknown", reason }],
  ])("the name in %j is %j", (text, expected) => {
    expect(nameIn(text)).toStrictEqual(expected);
  });

  it.each([
    [known("x "), known("x ")],
    [known(""), { state: "absent" }],
    [known(" \t"), { state: "absent" }],
    [{ state: "absent" } as const, { state: "absent" }],
    [unknown, unknown],
  ])("%j, unless it is empty, is %j", (text, expected) => {
    expect(unlessEmpty(text)).toStrictEqual(expected);
  });
});

describe("lists", () => {
  it.each([
    [known("a"), whole(["a"])],
    [{ state: "absent" } as const, noElements],
    [unknown, { known: [], complete: false }],
    [{ state: "unknown", reason } as const, { known: [], complete: false, reason }],
  ])("of %j alone", (value, expected) => {
    expect(single(value)).toStrictEqual(expected);
  });

  it("of which nothing is known say why, if anybody does", () => {
    expect(unread({})).toStrictEqual({ known: [], complete: false });
    expect(unread(because1)).toStrictEqual({ known: [], complete: false, reason });
    expect(because({})).toStrictEqual({});
    expect(because(because1)).toStrictEqual({ reason });
  });

  it.each([
    ["nothing is whole and empty", [], noElements],
    ["whole lists is whole", [whole(["a"]), whole([]), whole(["b"])], whole(["a", "b"])],
    ["a whole and a partial list is partial", [whole(["x"]), some], { known: ["x", "a"], complete: false }],
    ["a partial and a whole list is partial", [some, whole(["x"])], { known: ["a", "x"], complete: false }],
    ["lists for several reasons has the first", [some, because1, because2], { known: ["a", "b", "c"], complete: false, reason }],
  ])("the union of %s", (_, lists: readonly Elements<string>[], expected) => {
    expect(union(lists)).toStrictEqual(expected);
  });

  it("two joined are the union of both", () => {
    expect(join(whole(["x"]), because1)).toStrictEqual({ known: ["x", "b"], complete: false, reason });
  });

  const namesIn = (items: unknown) => collect(readProperties([{ items }]).items("items"), (item) => item.texts("names"));

  it.each([
    ["every object", [{ names: ["a", "b"] }, { names: [] }, {}, { names: ["c"] }], whole(["a", "b", "c"])],
    [
      "an object that cannot be read",
      [{ names: ["a"] }, "x"],
      { known: ["a"], complete: false, reason: "it is a text, where an object belongs" },
    ],
    [
      "a list of an object that cannot be read",
      [{ names: ["a"] }, { names: [7, {}] }],
      { known: ["a", "7"], complete: false, reason: "it is an object, where a text belongs" },
    ],
    ["no list", undefined, noElements],
  ])("are collected from %s", (_, items, expected) => {
    expect(namesIn(items)).toStrictEqual(expected);
  });

  it("are collected from what is known of a list, which says first why it is not whole", () => {
    const name = parseName("example.com");
    expect(collect({ known: [name], complete: false, reason }, () => because2)).toStrictEqual({ known: ["c"], complete: false, reason });
    expect(collect({ known: [name], complete: false }, () => whole(["x"]))).toStrictEqual({ known: ["x"], complete: false });
  });
});
