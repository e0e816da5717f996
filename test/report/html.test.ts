import { createHash } from "node:crypto";
import { Script } from "node:vm";
import { html } from "../../report/formats/html";
import { script } from "../../report/formats/html/script";
import { style } from "../../report/formats/html/style";
import type { ReportedFinding } from "../../report/report";
import { between, finding, mapOf, numbered, organisation, outcomeWith, plain } from "./outcomes";

const page = (...outcome: Parameters<typeof outcomeWith>): string => html(outcomeWith(...outcome), plain);
const whole = mapOf(...Object.values(organisation).flat());

describe("the page needs nothing else", () => {
  const text = page([finding("shop.example.org")], { map: whole, notes: ["a note"], unfinished: true });

  test("and allows exactly its own style and script", () => {
    const hashes = ["style", "script"].map((name) => {
      const content = between(text, `<${name}>`, `</${name}>`);
      return `${name}-src 'sha256-${createHash("sha256").update(content).digest("base64")}'`;
    });
    expect(between(text, 'http-equiv="Content-Security-Policy" content="', '"')).toBe(
      ["default-src 'none'", ...hashes, "base-uri 'none'", "form-action 'none'"].join("; "),
    );
    expect(text.match(/\s(?:src|srcset|style|on[a-z]+)=/g)).toBeNull();
  });

  test("its script is one, and finds what it works with", () => {
    expect(() => new Script(script)).not.toThrow();
    const wanted = [...script.matchAll(/getElementById\("([a-z-]+)"\)/g)].map(([, id]) => id);
    expect(wanted).toEqual(["names", "controls", "search", "only-found", "count", "none"]);
    expect(wanted.filter((id) => !text.includes(`id="${String(id)}"`))).toEqual([]);
  });

  test("its style knows what it sets off", () => {
    const classes = new Set([...text.matchAll(/class="([a-z ]+)"/g)].flatMap(([, names = ""]) => names.split(" ")));
    expect([...classes].filter((name) => !style.includes(`.${name}`))).toEqual([]);
  });
});

describe("the verdict", () => {
  test.each([
    [[], false, '<p class="verdict good">nothing found</p>'],
    [[], true, '<p class="verdict warn">nothing found</p>'],
    [["advisory"], false, '<p class="verdict warn">1 advisory finding</p>'],
    [["mandatory"], false, '<p class="verdict bad">1 mandatory finding</p>'],
    [["mandatory", "advisory"], true, '<p class="verdict bad">1 mandatory and 1 advisory findings</p>'],
  ] as const)("of findings %j, where a preview ended with an error: %j", (levels, unfinished, verdict) => {
    const findings = levels.map((level) => finding("shop.example.org", { level }));
    const header = between(page(findings, { unfinished }), "<header>", "</header>");
    expect(header).toContain(verdict);
    expect(header.includes('</p><p class="warning">A preview ended with an error, so resources may be missing.</p>\n')).toBe(unfinished);
    expect(header.includes("warning")).toBe(unfinished);
  });

  test.each([
    [0, "0 stacks in 1 file, checked on <time"],
    [1, "</time>: <code>a/0</code>. <a"],
    [2, "</time>: <code>a/0</code>, <code>a/1</code>. <a"],
    [12, "<code>a/11</code>. <a"],
    [13, "</time>. <a"],
  ])("%i stacks are named while they are few", (count, part) => {
    const header = between(page([], { stacks: numbered(count, (number) => `a/${number}`) }), "<header>", "</header>");
    expect(header).toContain(part);
    expect(header.includes("</time>. <a")).toBe(count === 0 || count === 13);
  });
});

test("notes are a list at the end, and there is none without them", () => {
  const end = (notes: readonly string[]): string => between(page([], { notes }), "</section>\n", "<footer>");
  expect(end(["one <b>", "two"])).toContain(
    '<section aria-labelledby="notes-title"><h2 id="notes-title">Notes</h2><ul><li>one &lt;b&gt;</li><li>two</li></ul></section>\n</main>',
  );
  expect(end([])).toContain("</section>\n\n</main>");
});

describe("findings", () => {
  const section = (findings: readonly ReportedFinding[], more: Parameters<typeof outcomeWith>[1] = {}): string =>
    between(page(findings, more), '<section aria-labelledby="findings-title">', "</section>");

  test("none are said to be none", () => {
    expect(section([])).toBe('<h2 id="findings-title">Findings</h2>\n<p>Nothing found.</p>');
  });

  test("one shows its parts, its resource and where it stands", () => {
    const words = { who: ["`a` has it.", "b wants it."], consequence: "it fails.", fix: ["do `this`.", "Then that."] };
    expect(section([finding("shop.example.org", {}, words)])).toBe(`<h2 id="findings-title">1 finding</h2>
<ul class="findings"><li><details id="finding-1" open>
<summary><span class="level mandatory">mandatory</span> <span class="policy">tls-name-single-owner</span> <span class="what">shop.example.org is wrong.</span></summary>
<ul><li><code>a</code> has it.</li><li>b wants it.</li></ul>
<p><strong>What will happen:</strong> it fails.</p>
<p><strong>Fix:</strong> do <code>this</code>.<br>Then that.</p>
<dl><div><dt>Resource</dt><dd>TlsSubscription <code>shop-tls</code></dd></div><div><dt>File</dt><dd><code>shop.json:7</code></dd></div><div><dt>Id</dt><dd><code>tls-name-single-owner[shop.example.org]</code></dd></div><div><dt>More</dt><dd><code>docs/policies/tls-name-single-owner.md</code></dd></div></dl>
</details></li></ul>`);
  });

  test("one about the stack, in other words than ours, shows what there is", () => {
    const whole = { urn: null, resource: null, stack: null, location: null, message: "failed.", level: "advisory" as const };
    expect(section([finding("x", whole)], { stacks: ["a/b", "c/d"] })).toBe(`<h2 id="findings-title">1 finding</h2>
<ul class="findings"><li><details id="finding-1">
<summary><span class="level advisory">advisory</span> <span class="policy">tls-name-single-owner</span> <span class="what">failed.</span></summary>



<dl><div><dt>Resource</dt><dd>the stack as a whole</dd></div><div><dt>Id</dt><dd><code>tls-name-single-owner[x]</code></dd></div><div><dt>More</dt><dd><code>docs/policies/tls-name-single-owner.md</code></dd></div></dl>
</details></li></ul>`);
  });

  test("of several stacks each names its own", () => {
    const named = "<div><dt>Stack</dt><dd><code>shop/production</code></dd></div>";
    expect(section([finding("a.example.org")], { stacks: ["a/b", "c/d"] })).toContain(named);
    expect(section([finding("a.example.org")])).not.toContain(named);
  });

  test.each([
    [3, 3],
    [4, 0],
  ])("of %i mandatory ones %i are open from the start, and no advisory one", (count, open) => {
    const mandatory = numbered(count, (number) => finding(`a${number}.example.org`));
    const text = section([...mandatory, finding("b.example.org", { level: "advisory" })]);
    expect(text.match(/<details id="finding-\d" open>/g) ?? []).toHaveLength(open);
    expect(text.match(/<details id="finding-\d+"/g)).toHaveLength(count + 1);
  });

  test("twenty stand one below the other; more are folded by level and policy", () => {
    const twenty = numbered(20, (number) => finding(`a${number}.example.org`));
    expect(section(twenty)).not.toContain('class="group"');
    const other = { policy: "certificate-issuable", description: "It can be <issued>." };
    const folded = section([...twenty, finding("b", other), finding("c", { ...other, level: "advisory" })]);
    expect(folded.match(/<details class="group"><summary>.*?<\/summary><ul class="findings"><li><details id="[^"]*"/g)).toEqual([
      '<details class="group"><summary><span class="level mandatory">mandatory</span> <span class="policy">tls-name-single-owner</span> 20 findings: A name has one owner.</summary><ul class="findings"><li><details id="finding-1"',
      '<details class="group"><summary><span class="level mandatory">mandatory</span> <span class="policy">certificate-issuable</span> 1 finding: It can be &lt;issued&gt;.</summary><ul class="findings"><li><details id="finding-21"',
      '<details class="group"><summary><span class="level advisory">advisory</span> <span class="policy">certificate-issuable</span> 1 finding: It can be &lt;issued&gt;.</summary><ul class="findings"><li><details id="finding-22"',
    ]);
    expect(folded.match(/<\/details><\/li>\n<li>/g)).toHaveLength(19);
    expect(folded.match(/<\/ul><\/details>\n<details class="group">/g)).toHaveLength(2);
  });
});
