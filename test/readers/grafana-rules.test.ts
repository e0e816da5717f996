import type { JudgedSign } from "../../policies/certificate-expiry-alerted/signs";
import { readAlerts } from "./alert-resources";
import { judgedSigns, late as lateOf, tooClose } from "./judged";
import { later } from "./shown";

const inTime: JudgedSign = { kind: "expiry", of: "any" };
const open: JudgedSign = { kind: "open" };
const readiness: JudgedSign = { kind: "readiness" };
const late = lateOf("probe_ssl_earliest_cert_expiry");

/** A query of a rule; `A`, `B`, … by its place, and it works on the one before it. */
type Query = object | ((refId: string, previous: string) => object);

const model =
  (settings: unknown): Query =>
  (refId) => ({ refId, datasourceUid: "prometheus", model: JSON.stringify(settings) });
const asking =
  (expr: unknown): Query =>
  (refId) => ({ refId, datasourceUid: "prometheus", model: JSON.stringify({ expr, refId }) });
/** A query of another query, as Grafana exports it. */
const step =
  (type: string, settings: object = {}): Query =>
  (refId, expression) => ({
    refId,
    datasourceUid: "__expr__",
    model: JSON.stringify({ type, datasource: { type: "__expr__", uid: "__expr__" }, expression, refId, ...settings }),
  });
const threshold = (type: string, ...params: readonly unknown[]): Query =>
  step("threshold", { conditions: [{ evaluator: { type, params } }] });
const reduce = step("reduce", { reducer: "last" });
const math = (expression: string): Query => step("math", { expression });

const letter = (index: number): string => String.fromCharCode(65 + index);

/** @returns what comes of one rule of these queries, of which the last one decides, with the provider's list and with the operator's. */
function read(...queries: readonly Query[]): object {
  return readWith(letter(queries.filter((query) => query !== (later as unknown)).length - 1), ...queries);
}

function readWith(condition: unknown, ...queries: readonly Query[]): object {
  const datas = queries.map((query, index): unknown => {
    if (typeof query === "function") {
      return query(letter(index), letter(index - 1));
    }
    return typeof query === "object" ? { refId: letter(index), ...query } : query;
  });
  const [alert, ...others] = readAlerts("grafana:alerting/ruleGroup:RuleGroup", { rules: [{ name: "rule", condition, datas }] });
  const object = { metadata: { name: "rules" }, spec: { rules: [{ title: "rule", condition, data: datas }] } };
  const [same, ...more] = readAlerts("kubernetes:grafana.integreatly.org/v1beta1:GrafanaAlertRuleGroup", object);
  expect([...others, ...more]).toEqual([]);
  expect(alert?.property).toBe("rules[].datas[].model");
  expect(same?.property).toBe("spec.rules[].data[].model");
  expect(same?.signs).toEqual(alert?.signs);
  return { signs: judgedSigns(alert === undefined ? [] : [alert])[0], certManagerMetric: alert?.certManagerMetric };
}

const left = "(probe_ssl_earliest_cert_expiry - time()) / 86400";
const since = "time() - probe_ssl_earliest_cert_expiry";
const ready = "certmanager_certificate_ready_status";

describe("a rule of Grafana", () => {
  test.each<readonly [name: string, queries: readonly Query[], signs: readonly JudgedSign[]]>([
    ["asks by itself", [asking(`${left} < 14`)], [inTime]],
    ["asks in an object, as the operator takes it", [{ datasourceUid: "p", model: { expr: `${left} < 14` } }], [inTime]],
    ["asks three times, and the last decides", [asking(`${left} < 14`), asking("up == 0"), asking(`${left} < 0`)], [late]],
    ["asks twice, and what decides is about something else", [asking(`${left} < 14`), asking("up == 0")], []],
    ["asks for something else", [asking("up"), threshold("lt", 1)], []],
    ["asks for something else, by a threshold that is not known", [asking("up"), threshold("lt", later)], []],
    ["asks nothing", [], []],
    // Queries of queries.
    ["only works on what others give", ["reduce", "threshold", "math", "resample", "classic_conditions"].map((type) => step(type)), []],
    ["works on certificates' days by a formula", [math("$certificates - 14")], []],
    ["works on others with another source", [{ datasourceUid: "x", model: JSON.stringify({ type: "math", expression: "$cert" }) }], []],
    [
      "works on others with another source, by every step",
      ["reduce", "threshold", "resample", "classic_conditions"].map((type) => ({
        datasourceUid: "x",
        model: JSON.stringify({ type, expression: "$cert" }),
      })),
      [],
    ],
    ["works on others in SQL", [step("sql", { expression: "SELECT cert FROM A" })], []],
    ["works on others in an older version", [{ datasourceUid: "-100", model: JSON.stringify({ expression: "$cert" }) }], []],
    // Other languages, and what is not known.
    ["asks in another language", [model({ rawSql: "SELECT days FROM certificates" })], [open]],
    ["asks in another language for something else", [model({ rawSql: "SELECT days FROM orders" })], []],
    ["asks in another language, of an unknown source", [{ datasourceUid: later, model: JSON.stringify({ query: "ssl" }) }], [open]],
    ["asks in another language, in an object", [{ datasourceUid: "db", model: { rawSql: "SELECT days FROM certificates" } }], [open]],
    ["asks with an unknown model", [{ datasourceUid: "p", model: later }], [open]],
    ["asks with an unknown expression", [{ datasourceUid: "p", model: { expr: later } }], [open]],
    ["asks with an expression that is a list", [asking(["up"])], [open]],
    ["asks with an unknown type", [{ datasourceUid: "p", model: { type: later } }], [open]],
    ["asks with a model that is no JSON", [{ datasourceUid: "p", model: "{" }], [open]],
    ["asks with a model that is a list", [model(["up"])], [open]],
    ["asks with a model that is null", [model(null)], []],
    ["asks without a model", [{ datasourceUid: "p" }], []],
    ["asks one query that is not known", [asking(`${left} < 14`), later as unknown as object], [inTime, open]],
  ])("%s", (_, queries, signs) => {
    expect(read(...queries)).toEqual({ signs, certManagerMetric: false });
  });

  test("asks cert-manager in one of its queries", () => {
    expect(read(asking("up"), asking(ready))).toEqual({ signs: [readiness], certManagerMetric: true });
  });

  test("is about Ready, whatever is done with it", () => {
    for (const queries of [
      [asking(ready), threshold("lt")],
      [asking(ready), step("sql")],
      [asking(`${ready} == 0`), asking(`${ready} > 1`)],
    ]) {
      expect(read(...queries)).toEqual({ signs: [readiness], certManagerMetric: true });
    }
  });

  test.each([
    ["one that there is not", "Z"],
    ["one that is not known", later],
    ["none", undefined],
  ])("decides by %s", (_, condition) => {
    expect(readWith(condition, asking(left), threshold("lt", 0))).toEqual({ signs: [open], certManagerMetric: false });
  });
});

describe("a rule of Grafana whose threshold is a query of its own fires", () => {
  test.each<[name: string, ...queries: Query[]]>([
    ["when no day is left", asking(left), reduce, threshold("lt", 0)],
    ["when no day is left any more", asking(left), threshold("lte", -1)],
    ["when it has passed", asking(since), reduce, threshold("gt", 0)],
    ["when it has passed, or passes", asking(since), reduce, reduce, threshold("gte", "0")],
    ["when no second is left", { datasourceUid: "p", model: { expr: left } }, threshold("lt", 0)],
    ["when no day is left, in what is calculated", asking(left), reduce, math("$B * 24"), threshold("lt", 0)],
    ["when no day is left, compared in a formula", asking(left), math("${A} <= 0")],
    ["when it is long past, in a formula of two", asking(left), math("$A < 0 && $A > -30")],
    ["when it is past, or a time that never is", asking(left), math("$A < 0 || $A > 10 ** 6")],
    ["outside of the times that there are", asking(left), threshold("outside_range", 0, 1000)],
    ["of days that are compared already, of which those are left that fire", asking(`${left} < 0`), threshold("lt", 14)],
    [
      "of days, beside something else",
      asking(left),
      asking("up"),
      step("threshold", { expression: "A", conditions: [{ evaluator: { type: "lt", params: [0] } }] }),
    ],
  ])("too late: %s", (_, ...queries) => {
    expect(read(...queries)).toEqual({ signs: [late], certManagerMetric: false });
  });

  test("too late: by any of its elements, which are averaged, counted down and resampled", () => {
    for (const between of [step("reduce", { reducer: "mean" }), step("reduce", { reducer: "min" }), step("resample")]) {
      expect(read(asking(left), between, threshold("lt", 0))).toMatchObject({ signs: [late] });
    }
  });

  test("too close: a quarter of an hour before", () => {
    expect(read(asking(left), threshold("lt", 0.01))).toMatchObject({ signs: [tooClose("probe_ssl_earliest_cert_expiry")] });
  });

  test.each<[name: string, ...queries: Query[]]>([
    ["two weeks before", asking(left), reduce, threshold("lt", 14)],
    ["when two weeks before has passed", asking(since), reduce, threshold("gt", -1209600)],
    ["when days are left", asking(left), threshold("gt", 0)],
    ["until it has passed", asking(since), threshold("lt", 0)],
    ["until no second has passed", asking(since), threshold("lte", 0)],
    ["between two days", asking(left), threshold("within_range", 0, 14)],
    ["between two days, these included, the later first", asking(left), threshold("within_range_included", 14, 0)],
    ["of days that are calculated with", asking(left), math("$A - 14"), threshold("lt", 0)],
    ["by a formula", asking(left), math("$A < 14 && $A > 0")],
    ["of days that are compared already", asking(`${left} < 14`), threshold("gt", 0)],
    ["of weeks that are subtracted already", asking("probe_ssl_earliest_cert_expiry - time() - 1814400"), threshold("lt", 0)],
  ])("in time: %s", (_, ...queries) => {
    expect(read(...queries)).toEqual({ signs: [inTime], certManagerMetric: false });
  });

  test.each<[name: string, ...queries: Query[]]>([
    ["at one that is not known", asking(left), threshold("lt")],
    ["at one that is no number", asking(left), threshold("lt", "soon")],
    ["by a comparison that is not known", asking(left), step("threshold", { conditions: [{ evaluator: { params: [0] } }] })],
    ["by a comparison that there is not", asking(left), threshold("near", 0)],
    ["between one end", asking(left), threshold("within_range", 0)],
    ["by no condition", asking(left), step("threshold", { conditions: [] })],
    ["by a condition that is none", asking(left), step("threshold", { conditions: ["lt 0"] })],
    [
      "by one condition and one that is none",
      asking(left),
      step("threshold", { conditions: [{ evaluator: { type: "lt", params: [0] } }, "lt 0"] }),
    ],
    [
      "by one of two conditions",
      asking(left),
      step("threshold", { conditions: [0, 14].map((limit) => ({ evaluator: { type: "lt", params: [limit] } })) }),
    ],
    ["of how many there are", asking(left), step("reduce", { reducer: "count" }), threshold("lt", 0)],
    ["of a reduction that is not known", asking(left), step("reduce"), threshold("lt", 0)],
    ["by a formula that is none", asking(left), math("$A - - < 0")],
    ["by a formula of what there is not", asking(left), math("$Z < 0")],
    ["by a formula with a function that is not known", asking(left), math("is_nan($A) < 1")],
    ["by a formula of itself", asking(left), math("$B < 0")],
    ["beside another language", asking(left), model({ rawSql: "SELECT 1" }), math("$A - $B < 0")],
  ])("perhaps: %s", (_, ...queries) => {
    expect(read(...queries)).toEqual({ signs: [open], certManagerMetric: false });
  });

  test("perhaps: beside a query that is not known", () => {
    const unknownQuery = later as unknown as object;
    expect(read(asking(left), threshold("lt", 0), unknownQuery)).toMatchObject({ signs: [late, open] });
    expect(read({ datasourceUid: "p", model: "{" }, asking(left), threshold("lt", 0))).toMatchObject({ signs: [late, open] });
    expect(read(asking(left), { datasourceUid: "p", model: "{" }, threshold("lt", 0))).toMatchObject({ signs: [open, open] });
  });

  test("never: on a label that the metric does not have", () => {
    const metric = "certmanager_certificate_expiration_timestamp_seconds";
    expect(read(asking(`${metric}{condition="True"} - time()`), threshold("lt", 0))).toEqual({
      signs: [{ kind: "never-matches", why: "label", metric }],
      certManagerMetric: true,
    });
  });
});

describe("a rule of Grafana with classic conditions fires", () => {
  const condition = (type: string, params: readonly unknown[], more: object = {}): object => ({
    evaluator: { type, params },
    query: { params: ["A", "5m", "now"] },
    reducer: { type: "last", params: [] },
    operator: { type: "and" },
    ...more,
  });
  const classic = (...conditions: readonly unknown[]): Query => step("classic_conditions", { conditions });
  const or = { operator: { type: "or" } };

  test.each<[name: string, sign: JudgedSign, ...queries: Query[]]>([
    ["when no day is left", late, asking(left), classic(condition("lt", [0]))],
    ["two weeks before", inTime, asking(left), classic(condition("lt", [14]))],
    ["two weeks before, and not when it has passed", inTime, asking(left), classic(condition("lt", [14]), condition("gt", [0]))],
    ["when no day is left, or at a time that never is", late, asking(left), classic(condition("lt", [0]), condition("gt", [1000], or))],
    ["when no day is left, or two weeks before", inTime, asking(left), classic(condition("lt", [0]), condition("lt", [14], or))],
    ["when no day is left, though two weeks before", late, asking(left), classic(condition("lt", [0]), condition("lt", [14]))],
    ["between two days", inTime, asking(left), classic(condition("within_range", [0, 14]))],
    [
      "when two things hold, one of them of something else",
      inTime,
      asking(left),
      asking("up"),
      classic(condition("lt", [14]), condition("lt", [1], { query: { params: ["B"] } })),
    ],
    ["when nothing is found", open, asking(left), classic(condition("no_value", []))],
    ["by how many there are", open, asking(left), classic(condition("lt", [0], { reducer: { type: "count" } }))],
    ["of what there is not", open, asking(left), classic(condition("lt", [0], { query: { params: ["Z"] } }))],
    ["of what is not said", open, asking(left), classic(condition("lt", [0], { query: {} }))],
    ["by none", open, asking(left), classic()],
    ["by one that is not known", open, asking(left), classic(condition("lt", [0]), later)],
  ])("%s", (_, sign, ...queries) => {
    expect(read(...queries)).toEqual({ signs: [sign], certManagerMetric: false });
  });
});

test("steps that use each other again and again are not followed for ever", () => {
  const doubled = Array.from({ length: 24 }, (_, index): Query => math(`$${letter(index)} + $${letter(index)}`));
  expect(read(asking(left), ...doubled)).toMatchObject({ signs: [open] });
  expect(readWith("B", asking(left), math("$C"), math("$B"))).toMatchObject({ signs: [open] });
});
