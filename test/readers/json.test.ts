import { parseJson } from "../../readers/json";

/** @returns what is said of a text that is no JSON. */
function problemOf(text: string): string {
  try {
    parseJson(text);
  } catch (error) {
    return String(error);
  }
  throw new Error("is JSON");
}

describe("JSON", () => {
  it.each([
    ['{"a": [1, null, "x"]}', { a: [1, null, "x"] }],
    ['\uFEFF{"a": 1}\n', { a: 1 }],
    [" 7 ", 7],
    ['"\uFEFF"', "\uFEFF"],
  ])("%j is read, a byte order mark before it or not", (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });

  it.each(["", "\uFEFF", " \n"])("%j is empty", (text) => {
    expect(problemOf(text)).toBe("InputError: is empty");
  });

  it.each([
    ['{"a": 1', 1],
    ['{"a": "secret', 1],
    ['\n{"a":\n  [1,\n\n', 3],
    ["[1, 2\n", 1],
    ["\n\ntru", 3],
  ])("%j breaks off in line %d, not in the blank ones behind it", (text, line) => {
    expect(problemOf(text)).toBe(`InputError: is not JSON: it breaks off in line ${line}`);
  });

  it.each([
    ['{"a": 1 "b": 2}', 1, 9],
    ['{\n  "a": 1,\n  "b" 2\n}', 3, 7],
    ["[1, 2]\n]", 2, 1],
    ["\uFEFF[1, 2]]", 1, 7],
    ['{"a": 1}\n\n x', 3, 2],
    ["{'a': 1}", 1, 2],
  ])("%j says where it ends to be JSON: line %d, column %d", (text, line, column) => {
    expect(problemOf(text)).toBe(`InputError: is not JSON: line ${line}, column ${column}`);
  });

  it.each(["secret", "[secret]", "x Unexpected end", "xUnterminated string", "x at position 3"])(
    "%j is said to be none, and nothing of it is told",
    (text) => {
      expect(problemOf(text)).toBe("InputError: is not JSON");
    },
  );
});
