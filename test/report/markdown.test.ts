import { marked } from "marked";
import { markdown } from "../../report/formats/markdown";
import type { Outcome } from "../../report/report";
import { certManager, fastly } from "../support";
import { conflicts, hostileStack, organisation, outcomeOf, plain } from "./outcomes";

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
