import { text } from "../../report/formats/text";
import { finding, outcomeWith, plain } from "./outcomes";

const summary = "1 mandatory, 0 advisory; 1 resource of 1 stack in 1 file checked by tls-ownership 1.2.3\n";
const body = [
  "    shop.example.org is wrong.",
  "    Fix: decide.",
  "    tls-name-single-owner[shop.example.org], see docs/policies/tls-name-single-owner.md",
].join("\n");

test("colours say the level, and set off policies, notes and the summary", () => {
  const advisory = finding("www.example.org", { level: "advisory", message: "one line" });
  const outcome = outcomeWith([finding("shop.example.org"), advisory], { notes: ["a.json describes no resources."] });
  expect(text(outcome, { ...plain, colour: true })).toBe(
    [
      `\u001b[31mmandatory\u001b[0m  \u001b[1mtls-name-single-owner\u001b[0m  TlsSubscription shop-tls\n${body}\n\n`,
      "\u001b[33madvisory \u001b[0m  \u001b[1mtls-name-single-owner\u001b[0m  TlsSubscription shop-tls\n    one line\n\n",
      "\u001b[36mnote:\u001b[0m a.json describes no resources.\n\n",
      "\u001b[1m1 mandatory, 1 advisory; 1 resource of 1 stack in 1 file checked by tls-ownership 1.2.3\u001b[0m\n",
    ].join(""),
  );
});

test("quiet leaves out notes, and everything where nothing is found", () => {
  const notes = ["a.json describes no resources."];
  const quiet = { ...plain, quiet: true };
  const one = `mandatory  tls-name-single-owner  TlsSubscription shop-tls\n${body}\n\n`;
  expect(text(outcomeWith([finding("shop.example.org")], { notes }), quiet)).toBe(`${one}${summary}`);
  expect(text(outcomeWith([finding("shop.example.org"), finding("shop.example.org")]), quiet)).toBe(
    `${one}${one}${summary.replace("1 mandatory", "2 mandatory")}`,
  );
  expect(text(outcomeWith([], { notes }), quiet)).toBe("");
});

test("what no resource of the files is reported on is about the stack; empty lines stay empty", () => {
  const whole = finding("x", { urn: null, resource: null, stack: null, location: null, message: "failed.\n\nIt had begun." });
  expect(text(outcomeWith([whole], { stacks: ["a/b", "c/d"] }), plain)).toContain(
    "mandatory  tls-name-single-owner  the stack as a whole\n    failed.\n\n    It had begun.\n\n",
  );
});

test("of several stacks each finding names its own, where it has one", () => {
  const several = { stacks: ["edge/production", "shop/production"] };
  const stackless = finding("b.example.org", { stack: null });
  const lines = text(outcomeWith([finding("a.example.org"), stackless], several), plain).split("\n");
  expect(lines.filter((line) => line.startsWith("mandatory"))).toEqual([
    "mandatory  tls-name-single-owner  TlsSubscription shop-tls (shop/production)",
    "mandatory  tls-name-single-owner  TlsSubscription shop-tls",
  ]);
});
