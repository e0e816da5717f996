import { markdown } from "../../report/formats/markdown";
import { certManager } from "../support";
import { finding, mapOf, numbered, outcomeWith, plain, shop } from "./outcomes";

/** What of a comment is cut and counted, and what of names is text, without asking the pack. */

describe("what is not that much is shown as it is, and more is cut or counted", () => {
  const written = (...outcome: Parameters<typeof outcomeWith>): string => markdown(outcomeWith(...outcome), plain);
  const mandatory = (count: number): ReturnType<typeof finding>[] => numbered(count, (number) => finding(`m${number}.example.org`));
  const advisory = (count: number): ReturnType<typeof finding>[] =>
    numbered(count, (number) => finding(`a${number}.example.org`, { level: "advisory" }));
  const rowsOf = (text: string): string[] => text.match(/^\| <code>.*\|$/gm) ?? [];
  const opened = (text: string, mark: string): number => text.split(`<details><summary>${mark}`).length - 1;

  test.each([
    [0, "1 resource of 0 stacks in 1 file, checked by tls-ownership 1.2.3."],
    [1, "1 resource of 1 stack (<code>a/0</code>) in 1 file, checked by tls-ownership 1.2.3."],
    [3, "1 resource of 3 stacks (<code>a/0</code>, <code>a/1</code>, <code>a/2</code>) in 1 file, checked by tls-ownership 1.2.3."],
    [4, "1 resource of 4 stacks in 1 file, checked by tls-ownership 1.2.3."],
  ])("%i stacks", (count, line) => {
    expect(written([], { stacks: numbered(count, (number) => `a/${number}`) })).toBe(`### ✅ TLS ownership: nothing found\n\n${line}\n`);
  });

  test.each([
    [20, 20, undefined],
    [21, 20, "… and 1 more."],
    [45, 20, "… and 25 more."],
  ])("%i rows of a table", (count, rows, more) => {
    for (const text of [written(mandatory(count)), written(advisory(count))]) {
      expect(rowsOf(text)).toHaveLength(rows);
      expect(/^… and .*$/m.exec(text)?.[0]).toBe(more);
    }
  });

  test("long rows", () => {
    const long = numbered(20, (number) => finding(`m${number}`, {}, { what: "<".repeat(300) }));
    const text = written(long);
    const rows = rowsOf(text);
    expect(rows.join("\n").length).toBeLessThanOrEqual(14_000);
    expect(rows.join("\n").length).toBeGreaterThan(14_000 - (rows[0] ?? "").length - 1);
    expect(text).toContain(`\n\n… and ${20 - rows.length} more.\n`);
  });

  test.each([
    [300, 300],
    [301, 300],
  ])("a sentence of %i characters in a cell", (length, shown) => {
    const [row] = rowsOf(written([finding("m", {}, { what: "x".repeat(length) })]));
    expect(row).toBe(
      `| <code>tls-name-single-owner</code> | TlsSubscription <code>shop-tls</code> | ${"x".repeat(shown)}${length > shown ? "…" : ""} |`,
    );
  });

  test("names in a cell and in a title; a cut leaves no space before it", () => {
    const name = `${"n".repeat(79)} ${"n".repeat(10)}`;
    const long = finding("i".repeat(300), { resource: { type: `a:b:${"T".repeat(90)}`, name }, stack: `shop/${"s".repeat(90)}` });
    const text = written([long], { stacks: [long.stack ?? "", "b/c"] });
    const resource = `${"T".repeat(80)}… <code>${"n".repeat(79)}…</code>`;
    const stack = `<code>shop/${"s".repeat(75)}…</code>`;
    expect(text).toContain(` of 2 stacks (${stack}, <code>b/c</code>) in 1 file`);
    expect(text).toContain(`| <code>tls-name-single-owner</code> | ${resource} | ${stack} | `);
    expect(text).toContain(
      `<summary>❌ <code>tls-name-single-owner&#91;${"i".repeat(178)}…</code> on ${resource} of <code>shop/${"s".repeat(90)}</code></summary>`,
    );
  });

  test.each([
    ["20 notes", numbered(20, (number) => `note ${number}`), 20, undefined],
    ["21 notes", numbered(21, (number) => `note ${number}`), 20, "- … and 1 more."],
    ["notes of as many characters as there is room for", numbered(20, () => "x".repeat(297)), 20, undefined],
    ["notes of one character more", numbered(20, () => "x".repeat(298)), 19, "- … and 1 more."],
  ])("%s", (_what, notes, shown, more) => {
    const text = written([], { notes });
    expect(text).toContain(`<details><summary>${notes.length} notes</summary>\n\n- `);
    expect(text.match(/^- [nx].*$/gm)).toHaveLength(shown);
    expect(/^- … .*$/m.exec(text)?.[0]).toBe(more);
  });

  test("a long note", () => {
    expect(written([], { notes: ["x".repeat(300)] })).toContain(`\n- ${"x".repeat(300)}\n`);
    expect(written([], { notes: ["x".repeat(301)] })).toContain(`\n- ${"x".repeat(300)}…\n`);
  });

  test("eight mandatory findings stand below each other, nine are folded together; advisory ones always are", () => {
    expect(written(mandatory(8))).not.toContain("Details of");
    expect(written(mandatory(9))).toContain(
      "\n\n<details><summary>Details of 9 mandatory findings</summary>\n\n<details><summary>❌ <code>tls-name-single-owner&#91;m0.example.org&#93;</code>",
    );
    expect(written(advisory(1))).toContain(
      "\n\n<details><summary>1 advisory finding</summary>\n\n| Policy | Resource | What is wrong |\n| --- | --- | --- |\n",
    );
  });

  test("details, the advisory ones first, and never more than a comment holds", () => {
    const missing = (text: string): number[] =>
      [...text.matchAll(/^(\d+) findings? without details here, for want of room; the full report has them\.$/gm)].map(([, count]) =>
        Number(count),
      );
    const both = written([...mandatory(150), ...advisory(150)], { notes: ["a note"] });
    expect(both.length).toBeGreaterThan(58_500);
    expect(both.length).toBeLessThanOrEqual(60_000);
    expect(missing(both)).toEqual([150 - opened(both, "❌"), 150 - opened(both, "⚠️")].filter((count) => count > 0));
    expect(opened(both, "❌")).toBeGreaterThan(120);
    const full = written([...mandatory(300), ...advisory(3)]);
    expect(full.length).toBeLessThanOrEqual(60_000);
    expect(missing(full)).toEqual([300 - opened(full, "❌"), 3]);
    expect(missing(written([...mandatory(100), ...advisory(10)]))).toEqual([]);
  });

  test("names in the picture", () => {
    const certificates = (count: number): string => {
      const map = mapOf(
        ...numbered(count, (number) => certManager.certificate(`c${number}`, { dnsNames: [`a${number}.example.org`] }, shop)),
      );
      return written([], { map });
    };
    expect(certificates(10)).toContain("\n```\n\n</details>");
    expect(certificates(11)).toContain("\n```\n\n1 further name left out of the picture.\n\n</details>");
    expect(certificates(12)).toContain("\n```\n\n2 further names left out of the picture.\n\n</details>");
  });
});

test("a finding about the stack, in other words than ours, shows what there is", () => {
  const whole = finding("x", { urn: null, resource: null, stack: null, location: null, message: "x failed." });
  expect(markdown(outcomeWith([whole], { stacks: ["a/b", "c/d"] }), plain)).toBe(`### ❌ TLS ownership: 1 mandatory finding

1 resource of 2 stacks (<code>a/b</code>, <code>c/d</code>) in 1 file, checked by tls-ownership 1.2.3.

| Policy | Resource | Stack | What is wrong |
| --- | --- | --- | --- |
| <code>tls-name-single-owner</code> | the stack as a whole |  | x failed. |

<details><summary>❌ <code>tls-name-single-owner&#91;x&#93;</code></summary>

x failed.

<code>docs/policies/tls-name-single-owner.md</code>

</details>
`);
});

test.each([
  ["a mention", "by @octocat", "by &#64;&#8203;octocat"],
  ["an address", "see https://evil.example/x", "see https&#58;&#8203;//evil.example/x"],
  ["an address without its scheme", "see www.evil.example", "see www&#46;evil.example"],
  ["an emoji's short name", "a :tada: b", "a &#58;tada: b"],
  ["an element", "<b>", "&#60;b&#62;"],
  ["an entity", "&lt;", "&#38;lt;"],
  ["emphasis", "*a* _b_ ~c~", "&#42;a&#42; &#95;b&#95; &#126;c&#126;"],
  ["a link", "[a](b)", "&#91;a&#93;(b)"],
  ["a column", "a|b", "a&#124;b"],
  ["a heading", "# a", "&#35; a"],
  ["a line below that makes a heading", "=== a", "&#8203;=== a"],
  ["a list", "- a", "&#8203;- a"],
  ["a list, further in", "  - a", "  &#8203;- a"],
  ["a numbered list", "12. a", "&#8203;12. a"],
  ["a numbered list of the other kind", "1) a", "&#8203;1) a"],
  ["code of ours", "a `b*` c", "a <code>b&#42;</code> c"],
  ["a control", "a\u001b", "a&#92;u001b"],
])("%s is text", (_what, note, text) => {
  expect(markdown(outcomeWith([], { notes: [note] }), plain)).toContain(`\n- ${text}\n`);
});

test.each([
  ['Привет, é, 東京: 12% (of 3) - or "4"; it\'s 1.5 = 2 / 3… § 1 · a?'],
  ["10.0.0.1 is an address"],
  ["mywww.example.org"],
  ["ends in a colon:"],
])("%s needs no entity", (note) => {
  expect(markdown(outcomeWith([], { notes: [note] }), plain)).toContain(`\n- ${note}\n`);
});
