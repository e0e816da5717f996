import { escapeMarkup, summaryWords, titleWords, typeWords } from "../../report/formats/common";
import { outcomeWith } from "./outcomes";

test.each([
  [0, 0, "nothing found"],
  [1, 0, "1 mandatory finding"],
  [0, 1, "1 advisory finding"],
  [2, 0, "2 mandatory findings"],
  [0, 3, "3 advisory findings"],
  [1, 1, "1 mandatory and 1 advisory findings"],
])("%i mandatory and %i advisory findings make the title %s", (mandatory, advisory, title) => {
  expect(titleWords({ mandatory, advisory })).toBe(title);
});

test.each([
  [0, 0, "nothing found; 1 resource of 0 stacks in 2 files checked by tls-ownership 1.2.3"],
  [1, 0, "1 mandatory, 0 advisory; 1 resource of 0 stacks in 2 files checked by tls-ownership 1.2.3"],
  [0, 1, "0 mandatory, 1 advisory; 1 resource of 0 stacks in 2 files checked by tls-ownership 1.2.3"],
])("%i mandatory and %i advisory findings make the summary %s", (mandatory, advisory, summary) => {
  const { report } = outcomeWith([], { summary: { mandatory, advisory }, stacks: [], files: ["a.json", "b.json"] });
  expect(summaryWords(report)).toBe(summary);
});

test.each([
  ["fastly:index/tlsSubscription:TlsSubscription", "TlsSubscription"],
  ["Plain", "Plain"],
])("of the type %s a user knows %s", (type, words) => {
  expect(typeWords(type)).toBe(words);
});

test("markup is text, between quotes as well, and what XML cannot hold is written out", () => {
  expect(escapeMarkup(`<a href="x">&amp;'</a>`)).toBe("&lt;a href=&quot;x&quot;&gt;&amp;amp;&#39;&lt;/a&gt;");
  expect(escapeMarkup("a\tb\nc\rd")).toBe("a\tb\nc\rd");
  expect(escapeMarkup("\u0000\u000b\u001b\u007f\u202e\ud800\ufffe\uffff")).toBe("\\u0000\\u000b\\u001b\\u007f\\u202e\\ud800\\ufffe\\uffff");
});
