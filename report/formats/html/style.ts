/** The page's style: system fonts, both colour schemes, contrast of 4.5 or more for every text. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --raised: #f6f8fa; --link: #0550ae;
  --bad: #a40e26; --bad-page: #ffebe9; --warn: #7d4e00; --warn-page: #fff8c5; --good: #116329; --good-page: #dafbe1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --text: #e6edf3; --soft: #9aa4af; --line: #30363d; --raised: #161b22; --link: #79c0ff;
    --bad: #ff9a92; --bad-page: #3c1618; --warn: #e3b341; --warn-page: #2e2408; --good: #56d364; --good-page: #12261a;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: 1.5rem clamp(1rem, 3vw, 2.5rem); background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .75rem; }
code, .name, .challenge { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .9em; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--page); padding: .5rem 1rem; border: 1px solid var(--line); }
.skip:focus { top: .5rem; z-index: 2; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.verdict { display: inline-block; margin: 0 0 .5rem; padding: .25rem .75rem; border-radius: .5rem; font-weight: 600; font-size: 1.1rem; }
.verdict.bad, .level.mandatory { color: var(--bad); background: var(--bad-page); }
.verdict.warn, .level.advisory, .warning { color: var(--warn); background: var(--warn-page); }
.verdict.good { color: var(--good); background: var(--good-page); }
.warning { padding: .5rem .75rem; border-radius: .5rem; }
.level { display: inline-block; padding: 0 .5rem; border-radius: 1rem; font-size: .8rem; font-weight: 600; white-space: nowrap; border: 1px solid currentColor; }
.quiet, .challenge, footer { color: var(--soft); }
footer { margin-top: 3rem; border-top: 1px solid var(--line); font-size: .9rem; }
.findings { list-style: none; padding: 0; margin: 0; }
.findings > li { border: 1px solid var(--line); border-radius: .5rem; margin-bottom: .5rem; background: var(--raised); }
.findings details { padding: .6rem .9rem; scroll-margin-top: 1rem; }
.findings details:target { outline: 3px solid var(--link); border-radius: .5rem; }
.group { border: 1px solid var(--line); border-radius: .5rem; margin-bottom: .5rem; padding: .6rem .9rem; }
.group > .findings { margin-top: .75rem; }
summary { cursor: pointer; }
summary .policy { font-weight: 600; margin: 0 .25rem; }
summary .what { display: block; margin-top: .3rem; }
.findings details > ul { margin: .6rem 0; padding-left: 1.5rem; }
.findings details > ul li + li { margin-top: .25rem; }
.findings p { margin: .6rem 0; }
dl { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin: .75rem 0 0; font-size: .9rem; }
dl div { display: flex; gap: .5rem; min-width: 0; }
dt { color: var(--soft); }
dd { margin: 0; min-width: 0; }
form { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; }
form[hidden] { display: none; }
input[type="search"] { font: inherit; flex: 1 1 16rem; max-width: 32rem; padding: .4rem .7rem; color: var(--text); background: var(--page); border: 1px solid var(--soft); border-radius: .4rem; }
.choice { display: inline-flex; align-items: center; gap: .4rem; }
#count { color: var(--soft); margin: .6rem 0; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; min-width: 56rem; font-size: .92rem; }
th, td { overflow-wrap: break-word; text-align: left; vertical-align: top; padding: .6rem .8rem; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
thead th { background: var(--raised); white-space: nowrap; }
thead button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
thead button::after { content: " \\2195"; color: var(--soft); }
th[aria-sort="ascending"] button::after { content: " \\2191"; color: inherit; }
th[aria-sort="descending"] button::after { content: " \\2193"; color: inherit; }
tbody th { font-weight: 600; }
thead th:nth-child(1) { width: 20%; }
thead th:nth-child(2) { width: 31%; }
thead th:nth-child(3) { width: 22%; }
thead th:nth-child(4) { width: 13%; }
tr.conflict > :first-child { box-shadow: inset 4px 0 0 var(--bad); }
td ul { list-style: none; margin: 0; padding: 0; }
td li + li { margin-top: .4rem; }
a.mandatory { color: var(--bad); }
a.advisory { color: var(--warn); }
@media print { form, .skip { display: none; } .scroll { overflow: visible; } body { max-width: none; } }
`;
