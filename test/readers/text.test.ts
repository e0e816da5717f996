import { decodeText, readingProblem } from "../../readers/text";

const text = '{"name": "é 😀"}';
const wide = Buffer.from(`\uFEFF${text}`, "utf16le");

test.each([
  ["UTF-8", Buffer.from(text)],
  ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${text}`)],
  ["UTF-16, little endian", wide],
  ["UTF-16, big endian", Buffer.from(wide).swap16()],
])("%s is read", (_, bytes) => {
  expect(decodeText(bytes)).toBe(text);
});

test.each([
  ["a byte that is no UTF-8", Buffer.from('{"\xff": 1}', "latin1"), "is not text: neither UTF-8 nor UTF-16"],
  ["half a character of UTF-16", wide.subarray(0, -1), "is not text: neither UTF-8 nor UTF-16"],
  [
    "UTF-16 without a mark",
    Buffer.from('{"a": 1}', "utf16le"),
    "is not text: it holds NUL characters, as UTF-16 without a byte order mark does",
  ],
  ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]), "is not text: it holds NUL characters"],
])("%s is refused", (_, bytes, problem) => {
  // What is refused may be a secret: no byte of it is shown.
  expect(() => decodeText(bytes)).toThrow(problem);
});

test("the system's errors in words, and those that have none by their code", () => {
  expect(readingProblem(Object.assign(new Error(), { code: "ENOENT" }))).toBe("does not exist");
  expect(readingProblem(Object.assign(new Error(), { code: "EIO" }))).toBe("cannot be read (EIO)");
  expect(readingProblem(new Error())).toBe("cannot be read");
});
