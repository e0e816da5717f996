import { isAfterExpiry, parseQuery, reduce, tokenize, type Label, type Query } from "../../readers/promql";

const expiration = "certmanager_certificate_expiration_timestamp_seconds";
const ready = "certmanager_certificate_ready_status";
const probed = "probe_ssl_earliest_cert_expiry";

const parse = (text: string): Query | undefined => parseQuery(tokenize(text));
const equal = (name: string, value: string): Label => ({ name, operator: "=", value });

test.each(["and", "or", "unless", "bool", "offset", "inf", "nan", "atan2", "start", "end", "NaN", "AND"])("%s is no metric", (word) => {
  expect(parse(`up ${word} up`)?.selectors.map(({ name }) => name)).toEqual(["up", "up"]);
});

describe("the pieces of an expression", () => {
  const pieces = (text: string) => tokenize(text).map((token) => `${token.kind} ${token.text}`);

  test("words, numbers, durations, operators and texts, without blanks and comments", () => {
    expect(pieces(`avg by (name) (${expiration}{job=~"cert.*"}[5m]) # or up\n\t<= .5`)).toEqual([
      "word avg",
      "word by",
      "mark (",
      "word name",
      "mark )",
      "mark (",
      `word ${expiration}`,
      "mark {",
      "word job",
      "mark =~",
      "text cert.*",
      "mark }",
      "mark [",
      "number 5m",
      "mark ]",
      "mark )",
      "mark <=",
      "number .5",
    ]);
  });

  test.each([
    ["double quotes", '"a \\" # b"', ['text a \\" # b']],
    ["single quotes", "'a \\' \" b'", ["text a \\' \" b"]],
    ["backticks, which escape nothing", "`a\\` b", ["text a\\", "word b"]],
    ["a text that does not end", '"up', ['mark "', "word up"]],
    ["line filters of logs", "|= |~ | != !~", ["mark |=", "mark |~", "mark |", "mark !=", "mark !~"]],
    ["a recorded metric", "job:up:sum", ["word job:up:sum"]],
    ["letters of other alphabets", "é😀", ["mark é", "mark \ud83d", "mark \ude00"]],
    ["nothing", " # only a comment", []],
  ])("%s", (_, text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });
});

describe("what an expression asks for", () => {
  const rows: readonly (readonly [name: string, text: string, selectors: Query["selectors"], skeleton: string, functions?: string[]])[] = [
    [
      "a time of expiry, three weeks before",
      `${expiration} - time() < 21 * 24 * 3600`,
      [{ name: expiration, labels: [] }],
      "M-T<21*24*3600",
    ],
    [
      "the mixin's average",
      `avg by (exported_namespace, namespace, name) (\n  ${expiration} - time()\n) < (21 * 24 * 3600) # 21 days in seconds\n`,
      [{ name: expiration, labels: [] }],
      "(M-T)<(21*24*3600)",
      ["avg"],
    ],
    [
      "the mixin's readiness",
      `max by (name, exported_namespace, namespace, condition) (${ready}{condition!="True"} == 1)`,
      [{ name: ready, labels: [{ name: "condition", operator: "!=", value: "True" }] }],
      "(X==1)",
      ["max"],
    ],
    [
      "grouping behind the aggregation, in capitals",
      `SUM(${expiration} - time()) BY (name,exported_namespace) < (5 * 86400)`,
      [{ name: expiration, labels: [] }],
      "f(M-T)<(5*86400)",
      ["sum"],
    ],
    [
      "all but one label, in days",
      `(min without (instance) (${expiration}{}) - time()) / 3600 / 24 < 7`,
      [{ name: expiration, labels: [] }],
      "((M)-T)/3600/24<7",
      ["min"],
    ],
    [
      "a join of two metrics, with and without a list",
      `${probed} * on(instance) group_left probe_success - ignoring (job) group_right(team) up`,
      [
        { name: probed, labels: [] },
        { name: "probe_success", labels: [] },
        { name: "up", labels: [] },
      ],
      "M*ffX-ffX",
    ],
    [
      "every kind of matcher, with a comma behind the last",
      'up{a="1", b!="2", c=~"3", d!~"4",}',
      [
        {
          name: "up",
          labels: [
            equal("a", "1"),
            { name: "b", operator: "!=", value: "2" },
            { name: "c", operator: "=~", value: "3" },
            { name: "d", operator: "!~", value: "4" },
          ],
        },
      ],
      "X",
    ],
    ["a metric by __name__", `{__name__="${probed}", job="probe"}`, [{ name: probed, labels: [equal("job", "probe")] }], "M"],
    ["several metrics by __name__", '{__name__=~"probe_ssl_.*"}', [{ name: undefined, labels: [] }], "X"],
    ["a metric's and a label's name in quotes", `{"${probed}", "a.b"="1"}`, [{ name: probed, labels: [equal("a.b", "1")] }], "M"],
    ["a metric's name in quotes alone", `{"${probed}"}`, [{ name: probed, labels: [] }], "M"],
    ["the name in front, whatever the braces say", 'up{__name__="down"}', [{ name: "up", labels: [] }], "X"],
    ["no name", '{job="probe"}', [{ name: undefined, labels: [equal("job", "probe")] }], "X"],
    ["seconds left", "x509_cert_expires_in_seconds < 86400", [{ name: "x509_cert_expires_in_seconds", labels: [] }], "S<86400"],
    [
      "a range, an offset and a moment",
      `max_over_time(${probed}[1h:5m] offset 1d) @ end() and up @ 1609746000`,
      [
        { name: probed, labels: [] },
        { name: "up", labels: [] },
      ],
      "f(Mff1d)@f()fX@1609746000",
      ["max_over_time"],
    ],
    [
      "texts that make labels",
      `label_replace(${probed}, "tls", "certs", "instance", '(.*)')`,
      [{ name: probed, labels: [] }],
      "f(M,f,f,f,f)",
      ["label_replace"],
    ],
    [
      "a watch that sleeps at night",
      `${expiration} - time() < 1814400 and on() hour() >= 9 unless bool inf`,
      [{ name: expiration, labels: [] }],
      "M-T<1814400fff()>=9fff",
      ["hour"],
    ],
    ["a function of nothing but now", "vector(time())", [], "f(T)", ["vector"]],
    ["a metric in two pairs of brackets", "((up))", [{ name: "up", labels: [] }], "((X))"],
    [
      "a metric that is called like a function",
      "((time)) + time",
      [
        { name: "time", labels: [] },
        { name: "time", labels: [] },
      ],
      "((X))+X",
    ],
    ["names in capitals, which are other names", "UP", [{ name: "UP", labels: [] }], "X"],
    ["a range that does not end", "rate(up[5m", [{ name: "up", labels: [] }], "f(Xf", ["rate"]],
    ["a list that does not end", "sum by (name", [], "f", ["sum"]],
    ["nothing", "", [], ""],
  ];

  const queries = rows.map(([name, text, selectors, skeleton, functions = []]): [string, string, Query] => [
    name,
    text,
    { selectors, skeleton, functions: new Set(functions) },
  ]);
  test.each(queries)("%s", (_, text, query) => {
    expect(parse(text)).toEqual(query);
  });

  test.each([
    ["a variable", "up > $threshold"],
    ["a template", "{{ .Values.metric }} > 1"],
    ["a pipe of LogQL", '{app="cert-manager"} |= "error"'],
    ["a matcher outside of braces", "up =~ 1"],
    ["braces that do not end", "up{"],
    ["a label that does not end", "up{job"],
    ["a matcher that does not end", "up{job="],
    ["matchers that do not end", 'up{job="a"'],
    ["a name in quotes that is all", 'up{"job"'],
    ["a label without a value", "up{job}"],
    ["a value without quotes", "up{job=a}"],
    ["a value without a matcher", 'up{job "a"}'],
    ["an operator that matches nothing", 'up{job=="a"}'],
    ["a matcher without a label", 'up{!= = "a"}'],
    ["a name in quotes with something else behind it", 'up{"job" < "a"}'],
    ["VictoriaMetrics' alternatives", 'up{job="a" or job="b"}'],
    ["a text that does not end", 'up{job="a}'],
  ])("%s is not read", (_, text) => {
    expect(parse(text)).toBeUndefined();
  });
});

describe("an expression in its shortest form", () => {
  test.each([
    ["what is left", "M-T", "D"],
    ["what has passed", "T-M", "E"],
    ["brackets around the whole, and around each", "((M)-(T))", "D"],
    ["in days", "(M-T)/86400<14", "D<14"],
    ["in days, by the way of hours", "(M-T)/3600/24<14", "D<14"],
    ["in days, with brackets around the unit", "(T-M)/(60*60*24)>0", "E>0"],
    ["in a unit with a fraction", "(M-T)*0.000278<14", "D<14"],
    ["the other way round", "14>M-T", "14>D"],
    ["the other way round, since", "0<=T-M", "0<=E"],
    ["weeks that are subtracted stay", "M-T-1814400<0", "M-T-1814400<0"],
    ["weeks that are added stay", "1814400+M-T<0", "1814400+M-T<0"],
    ["so do those since", "1814400+T-M>0", "1814400+T-M>0"],
    ["another operation on a part of a number is none on a whole one", "S/1.5.2<1", "S/1.5.2<1"],
    ["a comparison of a part", "T-(M>0)", "T-(M>0)"],
    ["a unit that is no number", "(M-T)/X<1", "D/X<1"],
  ])("%s", (_, skeleton, expected) => {
    expect(reduce(skeleton)).toBe(expected);
  });
});

describe("fires only once a certificate has expired", () => {
  test.each([
    `${expiration} - time() < 0`,
    `${expiration} - time() <= 0`,
    `${expiration} < time()`,
    `${expiration} <= time()`,
    `last_over_time(${probed}[10m]) - time() < 0`,
    `(last_over_time(${probed}{job="b"}[10m]) - time()) / 86400 <= 0`,
    `time() > ${expiration}`,
    `time() >= ${expiration}`,
    `0 > ${expiration} - time()`,
    `0 >= (${expiration} - time())`,
    `time() - ${probed} > 0`,
    `time() - ${probed} >= 3600`,
    `0 < time() - ${probed}`,
    `24 * 3600 <= (time() - ${probed})`,
    `(min without (instance) (${expiration}{}) - time()) / 3600 / 24 < 0`,
    `max by (name) (${expiration} - time()) < -1 * 86400`,
    `min(${expiration} - time()) by (name) < 86400 * 0`,
    `max by (name) (${expiration} - time() < 0)`,
    `x509_cert_expires_in_seconds < -86400 / 2`,
    `0.0 >= x509_cert_expires_in_seconds`,
    `x509_cert_expires_in_seconds < -0.25`,
    `x509_cert_expires_in_seconds <= -86400 * 0.25 / 2.75`,
    `(avg(ssl_cert_not_after) - time()) / 86400 < -0.5`,
  ])("%s", (text) => {
    expect(isAfterExpiry(parse(text)?.skeleton ?? "")).toBe(true);
  });

  test.each([
    ["three weeks before", `${expiration} - time() < 21*24*3600`],
    ["three weeks before, of the latest in ten minutes", `last_over_time(${probed}[10m]) - time() < 21*24*3600`],
    ["a rounded number, which may be none half a day before", `round((${probed} - time()) / 86400) <= 0`],
    ["the number of changes", `changes(${probed}[1h]) - time() < 0`],
    ["the latest of another time", `last_over_time(${probed}[10m] offset 1d) - time() < 0`],
    ["the mixin's", `avg by (exported_namespace, namespace, name) (${expiration} - time()) < (21 * 24 * 3600)`],
    ["in days", `(${probed} - time()) / 86400 < 14`],
    ["the other way round", `14 > (${probed} - time()) / 86400`],
    ["a second before", `${probed} - time() <= 1`],
    ["half a day before", `(${probed} - time()) / 86400 < 0.5`],
    ["weeks on the other side", `${probed} < time() + 1814400`],
    ["weeks on the other side, and equal", `${probed} <= time() + 1814400`],
    ["weeks on the same side", `-1814400 + ${probed} < time()`],
    ["weeks before the end", `time() > ${probed} - 1814400`],
    ["now and weeks", `1814400 + time() > ${probed}`],
    ["less than weeks have passed, negatively", `time() - ${probed} > -1814400`],
    ["the same the other way round", `-1814400 <= time() - ${probed}`],
    ["all is well", `${probed} - time() > 0`],
    ["all is well, the other way round", `0 < ${probed} - time()`],
    ["it has not passed yet", `time() - ${probed} < 0`],
    ["it has not passed yet, the other way round", `0 > time() - ${probed}`],
    ["one of two conditions", `${probed} - time() < 0 or probe_success == 0`],
    ["two comparisons", `0 <= (${probed} - time()) / 86400 < 3`],
    ["only times that there are", `time() - (${probed} > 0)`],
    ["how many have expired", `count(${probed} - time() < 0) > 10`],
    ["in an offset's past", `${probed} offset 1d - time() < 0`],
    ["another metric", "up < 0"],
    ["another metric against now", "time() > process_start_time_seconds"],
    ["no comparison", `${probed} - time()`],
    ["an empty expression", ""],
  ])("not: %s", (_, text) => {
    expect(isAfterExpiry(parse(text)?.skeleton ?? "unread")).toBe(false);
  });
});
