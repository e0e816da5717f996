import { operation, partsOf, type Expression } from "../../ownership/alert-expressions";
import { parseExpression, type Selector } from "../../readers/promql";

const selectors: Selector[] = [];

/** @returns an expression whose metrics tell nothing; what they ask for is in `selectors`. */
function parse(text: string): Expression | undefined {
  selectors.length = 0;
  return parseExpression(text, (selector) => {
    selectors.push(selector);
    return { facts: [] };
  });
}

const metric = (name: string | undefined): Expression => ({ kind: "metric", name, facts: [] });
const number = (value: number): Expression => ({ kind: "number", value });
const call = (name: string, ...args: readonly Expression[]): Expression => ({ kind: "call", name, args });
const [up, down] = [metric("up"), metric("down")];

describe("an expression of PromQL", () => {
  test.each<readonly [name: string, text: string, expression: Expression]>([
    ["a comparison of a difference", "up - time() < 21", operation(operation(up, "-", { kind: "now" }), "<", number(21))],
    ["with comments and line breaks", "up # down\n  > # 2\n  1", operation(up, ">", number(1))],
    ["brackets around all, and around each", "((up) > (1))", operation(up, ">", number(1))],
    [
      "what binds closer",
      "up + down * 2 ^ 3 ^ 2",
      operation(up, "+", operation(down, "*", operation(number(2), "^", operation(number(3), "^", number(2))))),
    ],
    ["two comparisons in a row", "0 <= up < 3", operation(operation(number(0), "<=", up), "<", number(3))],
    [
      "a negative number, and a negative metric",
      "-2 * -up",
      operation(operation(number(-1), "*", number(2)), "*", operation(number(-1), "*", up)),
    ],
    ["a sign that changes nothing", "+up", up],
    ["a comparison that gives nought and one", "up >= bool 1", operation(up, ">=", number(1), true)],
    [
      "words in capitals",
      "SUM(up) BY (job) AND down",
      operation({ kind: "aggregation", name: "sum", of: up, kept: { only: true, labels: ["job"] } }, "and", down),
    ],
    [
      "labels that meet",
      "up unless on (job, instance) down",
      { ...operation(up, "unless", down), matching: { only: true, labels: ["job", "instance"] } },
    ],
    [
      "labels that do not count, and many on the left",
      "up * ignoring (job) group_left (team) down",
      { ...operation(up, "*", down), matching: { only: false, labels: ["job"] }, many: "left" },
    ],
    [
      "many on the right",
      "up == bool on () group_right down",
      { ...operation(up, "==", down, true), matching: { only: true, labels: [] }, many: "right" },
    ],
    ["an aggregation of all", "max(up)", { kind: "aggregation", name: "max", of: up, kept: { only: true, labels: [] } }],
    [
      "an aggregation of all but a label",
      "min without (instance) (up)",
      { kind: "aggregation", name: "min", of: up, kept: { only: false, labels: ["instance"] } },
    ],
    [
      "an aggregation with a number before it",
      "topk(3, up) by (job)",
      { kind: "aggregation", name: "topk", of: up, kept: { only: true, labels: ["job"] } },
    ],
    ["functions", "round(abs(up), 0.1)", call("round", call("abs", up), number(0.1))],
    [
      "functions of texts",
      'label_replace(up, "a", "$1", "b", "(.*)")',
      call("label_replace", up, ...Array.from({ length: 4 }, (): Expression => ({ kind: "text" }))),
    ],
    ["a range", "rate(up[5m])", call("rate", { kind: "range", of: up, seconds: 300 })],
    [
      "a range of an expression, with a step or without",
      "max_over_time((up > 1)[1h30m:1m])",
      call("max_over_time", { kind: "range", of: operation(up, ">", number(1)), seconds: 5400 }),
    ],
    ["an offset", "up offset 1d", { kind: "offset", of: up, seconds: 86_400 }],
    ["an offset into the time to come", "up offset -1w", { kind: "offset", of: up, seconds: -604_800 }],
    [
      "an offset of a range",
      "rate(up[5m] offset 1h)",
      call("rate", { kind: "offset", of: { kind: "range", of: up, seconds: 300 }, seconds: 3600 }),
    ],
    [
      "suffixes of the last operand alone",
      "up + down offset 1d > -up offset 2d",
      operation(
        operation(up, "+", { kind: "offset", of: down, seconds: 86_400 }),
        ">",
        operation(number(-1), "*", { kind: "offset", of: up, seconds: 172_800 }),
      ),
    ],
    [
      "several suffixes of the last operand",
      "sum_over_time((up + down)[1h:] offset 1d)",
      call("sum_over_time", { kind: "offset", of: { kind: "range", of: operation(up, "+", down), seconds: 3600 }, seconds: 86_400 }),
    ],
    [
      "suffixes of what stands in brackets",
      "up + (down - up) offset 1d",
      operation(up, "+", { kind: "offset", of: operation(down, "-", up), seconds: 86_400 }),
    ],
    ["the moment that it is run for", "up @ end() - up @ start()", operation(up, "-", up)],
    ["another moment", "up @ 1609746000", { kind: "unreadable", of: [up] }],
    ["values that are filled in, since Prometheus 3.10", "up + fill(0) down", { kind: "unreadable", of: [up, down] }],
    [
      "durations as numbers, in every unit",
      "up < 1y2w3d4h5m6s7ms",
      operation(up, "<", number(31_536_000 + 2 * 604_800 + 3 * 86_400 + 4 * 3600 + 5 * 60 + 6.007)),
    ],
    [
      "numbers of every form",
      "1e3 + 0x1F + .5 + 1_000",
      operation(operation(operation(number(1000), "+", number(31)), "+", number(0.5)), "+", number(1000)),
    ],
    ["numbers that are none", "Inf", number(Infinity)],
    ["a metric that is called like a function", "time + sum", operation(metric("time"), "+", metric("sum"))],
    ["a text", '"up"', { kind: "text" }],
  ])("%s", (_, text, expression) => {
    expect(parse(text)).toEqual(expression);
  });

  test("what is not a number is none", () => {
    expect(parse("NaN")).toEqual(number(Number.NaN));
  });

  test.each([
    ["nothing", ""],
    ["a comment alone", "# up"],
    ["a bracket that does not end", "(up"],
    ["two metrics in a row", "up down"],
    ["a pipe of LogQL", '{app="cert-manager"} |= "error"'],
    ["a matcher outside of braces", "up =~ 1"],
    ["a label without a value", "up{job}"],
    ["a value without quotes", "up{job=a}"],
    ["a function that there is not", "median(up)"],
    ["an operator without a second side", "up >"],
    ["VictoriaMetrics' alternatives", 'up{job="a" or job="b"}'],
    ["letters of other alphabets", "upé > 1"],
    ["an expression that is too long", "up".padEnd(10_001)],
    ["brackets too deep", `${"(".repeat(201)}up${")".repeat(201)}`],
    ["operators too many", "up".concat(" + up".repeat(300))],
  ])("%s is none", (_, text) => {
    expect(parse(text)).toBeUndefined();
  });

  test("of ten thousand characters, and of two hundred brackets", () => {
    expect(parse("up".padEnd(10_000))).toEqual(up);
    expect(parse(`${"(".repeat(190)}up${")".repeat(190)}`)).toEqual(up);
  });
});

describe("a selector", () => {
  const equal = (name: string, value: string) => ({ name, operator: "=", value });
  test.each<readonly [name: string, text: string, selector: Selector]>([
    ["a metric", "up", { name: "up", names: [], labels: [] }],
    ["a recorded metric", "job:up:sum", { name: "job:up:sum", names: [], labels: [] }],
    [
      "every kind of matcher, with a comma behind the last",
      `up{a="1", b!="2", c=~'3', d!~\`4\\\`,}`,
      {
        name: "up",
        names: [],
        labels: [
          equal("a", "1"),
          { name: "b", operator: "!=", value: "2" },
          { name: "c", operator: "=~", value: "3" },
          { name: "d", operator: "!~", value: "4\\" },
        ],
      },
    ],
    ["escapes in a value", 'up{a="\\"x\\\\"}', { name: "up", names: [], labels: [equal("a", '"x\\')] }],
    ["a metric by __name__", '{__name__="up", job="probe"}', { name: "up", names: [], labels: [equal("job", "probe")] }],
    [
      "several metrics by __name__",
      '{__name__=~"up.*"}',
      { name: undefined, names: [{ name: "__name__", operator: "=~", value: "up.*" }], labels: [] },
    ],
    ["the name in front, whatever the braces say", 'up{__name__="down"}', { name: "up", names: [], labels: [] }],
    ["a metric's and a label's name in quotes", '{"up", "a.b"="1"}', { name: "up", names: [], labels: [equal("a.b", "1")] }],
    ["no name", '{job="probe"}', { name: undefined, names: [], labels: [equal("job", "probe")] }],
    ["a range", "rate(up[5m])", { name: "up", names: [], labels: [] }],
  ])("%s", (_, text, selector) => {
    parse(text);
    expect(selectors).toEqual([selector]);
  });
});

describe("variables of templates", () => {
  const variable: Expression = { kind: "unreadable", of: [] };
  test.each<readonly [name: string, text: string, expression: Expression]>([
    ["Grafana's, as a number", "up > $limit", operation(up, ">", variable)],
    ["Grafana's in braces", "up > ${limit:raw} * 2", operation(up, ">", operation(variable, "*", number(2)))],
    ["Helm's, as a number", "up > {{ .Values.limit }}", operation(up, ">", variable)],
    ["Helm's, as a metric", "{{ .Values.metric }} > 1", operation(variable, ">", number(1))],
    ["Helm's, as a part of a metric", "my_{{ .Values.metric }}_total > 1", operation(variable, ">", number(1))],
    [
      "durations",
      "rate(up[$__rate_interval]) + rate(up[{{ .Values.range }}])",
      operation(call("rate", { kind: "range", of: up, seconds: 300 }), "+", call("rate", { kind: "range", of: up, seconds: 300 })),
    ],
    ["durations of a range and its step", "rate(up[$__range:$__interval])", call("rate", { kind: "range", of: up, seconds: 300 })],
    ["an offset", "up offset $back", { kind: "offset", of: up, seconds: 300 }],
  ])("%s", (_, text, expression) => {
    expect(parse(text)).toEqual(expression);
  });

  test("in texts they stay, without quotes they are texts", () => {
    parse('up{a="$a", b="x{{ .Values.b }}", c={{ .Values.c | quote }}} # $d');
    expect(selectors[0]?.labels.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(selectors[0]?.labels.slice(0, 2).map(({ value }) => value)).toEqual(["$a", "x{{ .Values.b }}"]);
  });

  test("a template that is more than a value is no expression", () => {
    expect(parse("{{- if .Values.strict }} up > 1 {{- else }} up > 2 {{- end }}")).toBeUndefined();
  });
});

test("the parts of an expression, itself first", () => {
  const expression = parse("max(rate(up[5m] offset 1h)) > 1 or up @ 5");
  const kinds = expression === undefined ? [] : [...partsOf(expression)].map(({ kind }) => kind);
  expect(kinds).toEqual(["operation", "operation", "aggregation", "call", "offset", "range", "metric", "number", "unreadable", "metric"]);
});

describe("what nobody writes takes no time and no stack", () => {
  const long = 65_536;
  test.each([
    ["brackets", "(".repeat(long)],
    ["brackets that end", `${"(".repeat(4000)}up${")".repeat(4000)}`],
    ["braces", "{".repeat(long)],
    ["square brackets", "a[".repeat(long / 2)],
    ["functions", "abs(".repeat(long / 4)],
    ["functions of few brackets", "abs(".repeat(180)],
    ["signs", "-".repeat(9000)],
    ["operators", `1${"+1".repeat(4900)}`],
    ["operators with brackets", "(1+".repeat(190)],
    ["powers", `1${"^1".repeat(4900)}`],
    ["conditions", `up${" or up".repeat(1400)}`],
    ["quotes", '"'.repeat(9999)],
    ["backslashes", `"${"\\".repeat(9990)}`],
    ["variables", "$a".repeat(5000)],
    ["templates that do not end", "{{".repeat(5000)],
    ["labels", `up{${'a="b",'.repeat(1600)}}`],
    ["offsets", `up${" offset 1d".repeat(990)}`],
  ])("%s", (_, text) => {
    const start = process.cpuUsage();
    parse(text);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(1000);
  });
});
