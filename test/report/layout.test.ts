import { findingId, lay, takeApart } from "../../report/layout";

const policy = "tls-name-single-owner";

test.each([
  { what: "Two owners.", who: ["one", "another"], consequence: "it fails.", fix: ["do this.", "Then that."] },
  { what: "Two owners.", who: [], fix: ["do this."] },
  { what: "Two owners.", who: ["one"], fix: [] },
])("what is laid out comes apart again, with its subject", (description) => {
  const text = lay(policy, "*.shop.example.org", description);
  expect(takeApart(policy, text)).toStrictEqual({ ...description, subject: "*.shop.example.org" });
  expect(findingId(policy, text, "tls")).toBe(`${policy}[*.shop.example.org]`);
});

test("a subject may hold brackets, and the words that surround it", () => {
  const subject = `a], see docs/policies/${policy}.md [b`;
  expect(takeApart(policy, lay(policy, subject, { what: "x", fix: ["y"] })).subject).toBe(subject);
});

test.each([
  ["of one line", `${policy} could not finish: an internal error.`],
  ["of one line, like an id", `${policy}[shop.example.org], see docs/policies/${policy}.md`],
  ["of several lines", "It could not finish.\nAn internal error."],
  ["that ends with an id and more", `It could not finish.\n${policy}[shop.example.org], see docs/policies/${policy}.md.`],
  ["that ends with another policy's id", `Two owners.\nother-${policy}[shop.example.org], see docs/policies/${policy}.md`],
])("another text, %s, is what is wrong, as a whole, and is known by what it is reported on", (_, text) => {
  expect(takeApart(policy, text)).toEqual({ what: text, who: [], fix: [] });
  expect(findingId(policy, text, "tls")).toBe(`${policy}[tls]`);
  expect(findingId(policy, text, undefined)).toBe(`${policy}[the stack as a whole]`);
});
