import { readRuleFile } from "../../readers/rule-files";

const expression = "certmanager_certificate_expiration_timestamp_seconds - time() < 1814400";

/** A file of one alert, as Prometheus' documentation writes it. */
const file = (expr: string): string =>
  ["groups:", "  - name: certificates", "    rules:", "      - alert: Expiry", `        ${expr}`, "        for: 1h", ""].join("\n");

describe("the expressions of a file in YAML", () => {
  test.each([
    ["plain", file(`expr: ${expression}`), [expression]],
    ["plain, with blanks around", file(`expr:   ${expression}  `), [expression]],
    ["plain, with lines that end as on Windows", file(`expr: ${expression}`).replaceAll("\n", "\r\n"), [expression]],
    ["plain, with marks that begin a block elsewhere", file("expr: up > 0 |"), ["up > 0 |"]],
    ["plain, over several lines", file("expr: up ==\n          0"), ["up ==\n          0"]],
    ["plain, below the key", file("expr:\n          up == 0"), ["up == 0"]],
    ["plain, below the key and blanks", file("expr:   \n          up == 0"), ["up == 0"]],
    ["plain, with quotes inside", file(`expr: up{job="it's"} == 0`), [`up{job="it's"} == 0`]],
    ["in double quotes", file(`expr: "up{job='a'} == 0"`), ["up{job='a'} == 0"]],
    ["in double quotes, below the key", file('expr:\n          "up == 0"'), ["up == 0"]],
    ["in double quotes, with a comment behind", file('expr: "up == 0"  # not yet'), ["up == 0"]],
    ["in single quotes", file(`expr: 'up{job="a"} == 0'`), ['up{job="a"} == 0']],
    ["in single quotes, with one of them inside", file(`expr: 'up{job="it''s"} == 0'`), [`up{job="it's"} == 0`]],
    ["in single quotes, with a comment behind", file("expr: 'up == 0' # not yet"), ["up == 0"]],
    ["in quotes, and a blank line below", file("expr: 'up == 0'\n\n"), ["up == 0"]],
    ["as a block", file("expr: |\n          up\n          == 0"), ["          up\n          == 0"]],
    ["as a block that is folded, without its last line's end", file("expr: >-\n          up == 0"), ["          up == 0"]],
    ["as a block with an indent and a comment", file("expr: |2- # lines\n          up == 0"), ["          up == 0"]],
    ["as a block with blanks behind", file("expr: |  \n          up == 0"), ["          up == 0"]],
    ["as a block with blank lines inside", file("expr: |\n          up\n\n    \n          == 0"), ["          up\n\n    \n          == 0"]],
    ["as a block at the end", "- expr: |\n    up == 0", ["    up == 0"]],
    ["under a key in quotes", file('"expr": up == 0'), ["up == 0"]],
    ["under a key in single quotes", file("'expr' : up == 0"), ["up == 0"]],
    ["as a rule's first key", "- expr: up == 0\n  alert: Down\n-   expr: down == 0\n    alert: Up", ["up == 0", "down == 0"]],
    ["that ends where the next key is no deeper", "- expr: up\n  for: 1h", ["up"]],
    ["beside other words", file("expr: up == 0\n        labels:\n          dns_record: www\n          records: many"), ["up == 0"]],
    ["of no rules", "groups: []", []],
    ["of an empty file", "", []],
  ])("%s", (_, text, expected) => {
    expect(readRuleFile(text)).toEqual(expected);
  });

  test.each([
    ["a rule in braces", "groups: [{rules: [{alert: Down, expr: up == 0}]}]"],
    ["a rule in braces beside one that is read", `${file("expr: up == 0")}      - {alert: Down, expr: down == 0}`],
    ["double quotes with escapes", file('expr: "up{job=\\"a\\"} == 0"')],
    ["double quotes over several lines", file('expr: "up\n          == 0"')],
    ["double quotes that do not end", file('expr: "up == 0')],
    ["double quotes with something behind them", file('expr: "up" == 0')],
    ["double quotes with single ones behind them", file(`expr: "up" == 'a'`)],
    ["single quotes over several lines", file("expr: 'up\n          == 0'")],
    ["single quotes that do not end", file("expr: 'up == 0")],
    ["single quotes with something behind them", file("expr: 'up' == 0")],
    ["a quoted text below which more stands", file("expr: 'up == 0'\n          # not yet")],
    ["an alias", file("expr: *expression")],
    ["an anchor", file("expr: &expression up == 0")],
    ["a tag", file("expr: !!str up == 0")],
    ["a list", file("expr: [up]")],
    ["braces", file('expr: {__name__="up"} == 0')],
    ["a head of a block that there is not", file("expr: |x\n          up == 0")],
    ["a folded head that there is not", file("expr: >x\n          up == 0")],
    ["a tab behind the key", file("expr:\tup == 0")],
    ["an expression in a comment", file("expr: up == 0\n        # expr: down == 0")],
    ["a quoted key within braces", '- {"expr": "up == 0"}'],
  ])("%s is not read, and nothing of the file is", (_, text) => {
    expect(readRuleFile(text)).toBeUndefined();
  });

  test.each([
    ["a recording rule", "      - record: job:up:sum\n        expr: sum(up)\n"],
    ["a recording rule whose name stands second", "      - expr: sum(up)\n        record: job:up:sum\n"],
    ["a recording rule without indent", "- record: job:up:sum\n  expr: sum(up)\n"],
    ["a name without indent", "record: job:up:sum\n"],
    ["a recording rule with blanks", "      -   record: job:up:sum\n          expr: sum(up)\n"],
    ["a recording rule's key in quotes", '      - "record": job:up:sum\n        expr: sum(up)\n'],
    ["a recording rule's key in single quotes", "      - expr: sum(up)\n        'record' : job:up:sum\n"],
    ["a recording rule after a tab", "      - expr: sum(up)\n\trecord: job:up:sum\n"],
  ])("of a file with %s, nothing is told", (_, rule) => {
    expect(readRuleFile(`${file("expr: up == 0")}${rule}`)).toBeUndefined();
  });
});

describe("the expressions of a file in JSON", () => {
  const json = (...rules: readonly object[]): string => JSON.stringify({ groups: [{ name: "certificates", limit: null, rules }] });

  test.each([
    ["of every alert", json({ alert: "Expiry", expr: expression }, { alert: "Down", expr: "up == 0" }), [expression, "up == 0"]],
    ["with blanks around", `\n  ${json({ alert: "Down", expr: "up == 0" })}\n`, ["up == 0"]],
    ["that is a number", json({ alert: "Always", expr: 1 }), ["1"]],
    ["of no rules", "{}", []],
  ])("%s", (_, text, expected) => {
    expect(readRuleFile(text)).toEqual(expected);
  });

  test("nothing of a file with a recording rule, nor of one that is cut off", () => {
    expect(readRuleFile(json({ alert: "Down", expr: "up == 0" }, { record: "job:up:sum", expr: "sum(up)" }))).toBeUndefined();
    expect(readRuleFile(json({ alert: "Down", expr: "up == 0" }).slice(0, -1))).toBeUndefined();
  });
});
