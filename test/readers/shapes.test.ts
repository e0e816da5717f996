import { listOf, mapOf, object, oneOf, text, textLike, type Shape } from "../../readers/shapes";

/** @returns what is said of a value that does not have the shape. */
function problemOf(shape: Shape<unknown>, value: unknown, place = "a.b"): string {
  try {
    shape(value, place);
  } catch (error) {
    return String(error);
  }
  throw new Error("has the shape");
}

const day = textLike(/^\d{4}-\d\d-\d\d$/, "a day");
const entry = object({ name: text }, { days: listOf(day) });

describe("a shape", () => {
  const notObjects = [
    [null, "null"],
    ["secret", "a text"],
    [7, "a number"],
    [false, "a boolean"],
    [["secret"], "a list"],
  ] as const;

  it.each([
    [text, " x "],
    [day, "2026-06-03"],
    [oneOf("a", "b"), "b"],
    [oneOf(1), 1],
    [listOf(text), []],
    [listOf(text), ["a", "b"]],
    [listOf(text, 1), ["a"]],
    [entry, { name: "x" }],
    [entry, { days: [], name: "x" }],
    [object({}, {}), {}],
  ])("gives back what has it (%#)", (shape: Shape<unknown>, value) => {
    expect(shape(value, "")).toEqual(value);
  });

  it("makes a map of an object with free keys", () => {
    expect(mapOf(day)({ x: "2026-06-03", __proto__: "1" }, "")).toEqual(new Map([["x", "2026-06-03"]]));
    expect(mapOf(text)({}, "")).toEqual(new Map());
  });

  it.each([
    [text, 7, "is a number, where a text belongs"],
    [text, " \n", "is a text that is none, where a text belongs"],
    [day, "tomorrow", "is a text that is none, where a day belongs"],
    [day, null, "is null, where a day belongs"],
    [oneOf("a", "b"), "c", "is something else, where one of a, b belongs"],
    [oneOf("a", "b"), ["a"], "is a list, where one of a, b belongs"],
    [oneOf(1), 2, "is something else, where 1 belongs"],
    [oneOf(1), "1", "is a text, where 1 belongs"],
    [listOf(text), { length: 0 }, "is an object, where a list belongs"],
    [listOf(text), "x", "is a text, where a list belongs"],
    [listOf(text, 1), [], "is empty, where at least one element belongs"],
    ...[mapOf(text), entry].flatMap((shape) =>
      notObjects.map(([value, kind]): [Shape<unknown>, unknown, string] => [shape, value, `is ${kind}, where an object belongs`]),
    ),
  ])("says what else it found, by its kind alone (%#)", (shape: Shape<unknown>, value, expected) => {
    expect(problemOf(shape, value)).toBe(`InputError: a.b: ${expected}`);
  });

  it.each([
    ["an element by its position", listOf(day), ["2026-06-03", "secret"], "a.b[1]: is a text that is none, where a day belongs"],
    ["a free key in quotes", mapOf(day), { 'x"y': 1 }, 'a.b["x\\"y"]: is a number, where a day belongs'],
    ["a key by its path", entry, { name: "x", days: [1] }, "a.b.days[0]: is a number, where a day belongs"],
    ["a key that is missing", entry, { days: [] }, "a.b.name: is missing"],
    ["a key that is none", entry, { name: "x", secret: 1 }, "a.b.secret: is no key of such an entry (it has name, days)"],
    [
      "a key that every object inherits",
      entry,
      { name: "x", constructor: 1 },
      "a.b.constructor: is no key of such an entry (it has name, days)",
    ],
  ])("names %s", (_, shape: Shape<unknown>, value, expected) => {
    expect(problemOf(shape, value)).toBe(`InputError: ${expected}`);
  });

  it.each([
    [entry, [], "holds a list, where an object belongs"],
    [entry, {}, "name: is missing"],
    [entry, { nme: "x" }, "nme: is no key of the file (it has name, days)"],
    [entry, { name: null }, "name: is null, where a text belongs"],
  ])("of a whole file needs no path (%#)", (shape: Shape<unknown>, value, expected) => {
    expect(problemOf(shape, value, "")).toBe(`InputError: ${expected}`);
  });

  it("names the first of several things that are wrong", () => {
    expect(problemOf(entry, { days: ["x"], other: 1 })).toBe("InputError: a.b.days[0]: is a text that is none, where a day belongs");
    expect(problemOf(object({ a: text, b: text }, {}), {})).toBe("InputError: a.b.a: is missing");
  });
});
