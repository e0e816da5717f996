import { findingId, lay } from "../../report/layout";

const policy = "tls-name-single-owner";
const last = `${policy}[*.shop.example.org], see docs/policies/${policy}.md`;

test("a finding is laid out part by part, each in lines of its own, the id last", () => {
  const description = { what: "Two owners.", who: ["one", "another"], consequence: "it fails.", fix: ["do this.", "Then that."] };
  expect(lay(policy, "*.shop.example.org", description).split("\n")).toEqual([
    "Two owners.",
    "  - one",
    "  - another",
    "What will happen: it fails.",
    "Fix: do this.",
    "Then that.",
    last,
  ]);
});

test("parts that a finding does not have leave no line behind", () => {
  expect(lay(policy, "*.shop.example.org", { what: "Two owners.", fix: [] }).split("\n")).toEqual(["Two owners.", last]);
});

test("the id is the policy's name and the subject in brackets", () => {
  expect(findingId(policy, "*.shop.example.org")).toBe(`${policy}[*.shop.example.org]`);
});
