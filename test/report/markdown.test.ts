import { marked } from "marked";
import { markdown } from "../../report/formats/markdown";
import type { Outcome } from "../../report/report";
import { certManager, fastly } from "../support";
import { conflicts, finding, hostileStack, mapOf, organisation, outcomeOf, outcomeWith, plain, shop } from "./outcomes";

/** GitHub refuses longer comments. */
const githubLimit = 65_536;

function html(text: string): string {
  return marked.parse(text, { async: false, gfm: true });
}

function pictureIn(text: string): string {
  return /```mermaid\n([^]*?)\n```/.exec(text)?.[1] ?? "";
}

let outcome: Outcome;
let text: string;
beforeAll(async () => {
  outcome = await outcomeOf(organisation);
  text = markdown(outcome, plain);
});

test("a title that counts, then a table of what is mandatory, with stacks", () => {
  const { mandatory } = outcome.report.summary;
  expect(text).toMatch(new RegExp(`^### ❌ TLS ownership: ${mandatory} mandatory`));
  const table = /<table>[^]*?<\/table>/.exec(html(text))?.[0] ?? "";
  expect(table.match(/<tr>/g)).toHaveLength(mandatory + 1);
  expect(table).toContain("<th>Stack</th>");
  expect(table).toContain("<td><code>edge/production</code></td>");
});

test("every finding is folded, with its fix", () => {
  expect(html(text).match(/<strong>Fix:<\/strong>/g)).toHaveLength(outcome.report.findings.length);
  expect(text.match(/<details>/g)).toHaveLength((text.match(/<\/details>/g) ?? []).length);
});

test("the picture shows owners of both stacks, by which record, and marks conflicts", () => {
  const picture = pictureIn(text);
  expect(text.indexOf("```mermaid")).toBeLessThan(text.indexOf("<details>"));
  const node = /(n\d+)\["CONFLICT<br\/>origin\.example\.org"\]:::conflict/.exec(picture)?.[1] ?? "none";
  const subscription = /(o\d+)\(\["TlsSubscription #34;shop-tls#34;<br\/>edge\/production"\]\)/.exec(picture)?.[1] ?? "none";
  const certificate = /(o\d+)\(\["Certificate #34;origin#34;<br\/>shop\/production"\]\)/.exec(picture)?.[1] ?? "none";
  expect(picture).toContain(`${subscription} ==>|"CNAME"| ${node}`);
  expect(picture).toContain(`${certificate} ==>|"TXT"| ${node}`);
  expect(picture).toContain('["shop.example.org<br/>www.example.org"]\n');
  expect(picture).toContain('-->|"no record"|');
});

test("nothing found is one friendly line, and the picture is folded", async () => {
  const quiet = markdown(await outcomeOf({ "platform.json": organisation["platform.json"] ?? [] }), plain);
  expect(quiet).toMatch(/^### ✅ TLS ownership: nothing found\n/);
  expect(quiet.split("<details>")[0]).not.toContain("mermaid");
  expect(quiet).not.toContain("| Policy |");
  const empty = markdown(await outcomeOf({ "empty.json": [] }), plain);
  expect(empty).not.toContain("mermaid");
  expect(empty).toContain("describes no resources");
});

test("an unfinished preview is no green tick", () => {
  const report = { ...outcome.report, findings: [], summary: { mandatory: 0, advisory: 0 }, unfinished: true };
  expect(markdown({ ...outcome, report }, plain)).toMatch(/^### ⚠️ [^]*A preview ended with an error/);
});

test("two hundred findings fit into a comment, are counted, and leave the comment short until it is opened", async () => {
  const many = await outcomeOf(conflicts(200));
  const long = markdown(many, plain);
  expect(many.report.summary.mandatory).toBeGreaterThanOrEqual(200);
  expect(long.length).toBeLessThan(githubLimit);
  expect(Buffer.byteLength(long)).toBeLessThan(githubLimit);
  expect(long).toContain(`… and ${many.report.summary.mandatory - 20} more.`);
  expect(long).toMatch(/\d+ findings without details here, for want of room/);
  expect(long).toMatch(/\d+ further names left out of the picture|and \d+ more/);
  const open = long.replace(/<details>[^]*<\/details>/, "");
  expect(open.split("\n").length).toBeLessThan(80);
  expect(long.match(/<details>/g)).toHaveLength((long.match(/<\/details>/g) ?? []).length);
});

test("a name of very many owners does not make the picture", async () => {
  const certificates = Array.from({ length: 40 }, (_, index) => certManager.certificate(`c${index}`, { dnsNames: ["a.example.org"] }));
  const picture = pictureIn(
    markdown(await outcomeOf({ "one.json": [fastly.subscription("tls", ["a.example.org"]), ...certificates] }), plain),
  );
  expect(picture).toContain('["CONFLICT<br/>a.example.org<br/>35 more owners"]:::conflict');
  expect(picture.split("\n").length).toBeLessThan(20);
});

test("names of any length fit, too", async () => {
  const long = (index: number): string => `${"<|`@".repeat(1000)}${index}`;
  const names = Array.from({ length: 30 }, (_, index) => `name-${index}.example.org`);
  const text = markdown(
    await outcomeOf({
      "long.json": [
        ...names.map((name, index) => fastly.subscription(long(index), [name])),
        ...names.map((name, index) => certManager.certificate(long(index), { dnsNames: [name], secretName: `tls-${index}` })),
      ],
    }),
    plain,
  );
  expect(text.length).toBeLessThan(githubLimit);
  expect(text).toMatch(/^### ❌ TLS ownership: 30 mandatory/);
  expect(text).toMatch(/… and \d+ more\./);
  expect(text).toMatch(/\d+ findings without details here/);
  expect(text.match(/<details>/g)).toHaveLength((text.match(/<\/details>/g) ?? []).length);
});

describe("names from files", () => {
  let hostile: string;
  beforeAll(async () => {
    hostile = markdown(await outcomeOf(hostileStack), plain);
  });

  test("make no element, no link and no mention", () => {
    const tags = new Set((html(hostile).match(/<[a-z][a-z0-9]*/g) ?? []).map((tag) => tag.slice(1)));
    const ours = "h3 h4 p table thead tbody tr th td code pre details summary ul li strong br".split(" ");
    expect([...tags].filter((tag) => !ours.includes(tag))).toEqual([]);
    expect(html(hostile)).toContain("&#60;script&#62;alert");
    expect(hostile).not.toContain("@octocat");
    expect(html(hostile)).toContain("&#64;&#8203;octocat");
  });

  test("leave the table's columns alone", () => {
    const table = /<table>[^]*?<\/table>/.exec(html(hostile))?.[0] ?? "";
    const rows = table.split("<tr>").slice(1);
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) {
      expect(row.match(/<t[hd]>/g)).toHaveLength(3);
    }
  });

  test("are labels of the picture, and nothing of its syntax", () => {
    const word = String.raw`(?:[A-Za-z0-9 .,/-]|#\d+;)+`;
    const label = `${word}(?:<br/>${word})*`;
    const line = new RegExp(
      String.raw`^ {2}(?:[no]\d+\["${label}"\](?::::conflict)?|o\d+\(\["${label}"\]\)|o\d+ (?:==>|-->)\|"${label}"\| n\d+|classDef conflict [a-z0-9:#,-]+|linkStyle [0-9,]+ stroke:#b42318,stroke-width:3px)$`,
    );
    const [first, ...lines] = pictureIn(hostile).split("\n");
    expect(first).toBe("flowchart LR");
    expect(lines.filter((each) => !line.test(each))).toEqual([]);
    expect(lines.join("\n")).toContain("#60;script#62;");
  });
});

describe("what is not that much is shown as it is, and more is cut or counted", () => {
  const written = (...outcome: Parameters<typeof outcomeWith>): string => markdown(outcomeWith(...outcome), plain);
  const numbered = <Thing>(count: number, make: (number: number) => Thing): Thing[] =>
    Array.from({ length: count }, (_, index) => make(index));
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
