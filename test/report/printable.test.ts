import { printable, printableLines } from "../../report/printable";

test.each([
  ["an escape that would clear a terminal", "a\u001b[2Jb", "a\\u001b[2Jb"],
  ["a C1 control", "\u009b31m", "\\u009b31m"],
  ["a line's end", "one\ntwo\r", "one\\u000atwo\\u000d"],
  ["ends of lines that are none to a terminal", "a\u2028b\u2029", "a\\u2028b\\u2029"],
  ["what turns the direction of text", "\u202egpj.exe", "\\u202egpj.exe"],
  ["what cannot be seen", "zero\u200bwidth", "zero\\u200bwidth"],
  ["an invisible character beyond the first plane", "a\u{e0041}", "a\\udb40\\udc41"],
  ["half a character", "\ud83d", "\\ud83d"],
  ["a command of Azure Pipelines", "##vso[task.setvariable]", "#\\u0023vso[task.setvariable]"],
  ["a command of GitHub Actions", "::error::boom", "\\u003a:error::boom"],
  ["the same after a space", "  ::error::boom", "  \\u003a:error::boom"],
])("%s is written out", (_what, text, written) => {
  expect(printable(text)).toBe(written);
});

test.each([
  ["names in any script: Привет, 東京, é"],
  ["a URN: urn:pulumi:dev::shop::a:b/c:D::name"],
  ["# one hash"],
  [": one colon"],
  ["😀"],
  [""],
])("%s is left alone", (text) => {
  expect(printable(text)).toBe(text);
  expect(printableLines(text)).toBe(text);
});

test("of several lines each is safe, and they stay lines", () => {
  expect(printableLines("one\n::error::two\u001b\n\tthree\r\n")).toBe("one\n\\u003a:error::two\\u001b\n\\u0009three\\u000d\n");
});
