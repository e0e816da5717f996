import type { AlertSign } from "../../ownership/inventory";
import { readAlerts } from "./alert-resources";
import { later } from "./shown";

const inTime: AlertSign = { kind: "expiry", of: "any" };
const open: AlertSign = { kind: "open" };
const readiness: AlertSign = { kind: "readiness" };
const late: AlertSign = { kind: "after-expiry", metric: "probe_ssl_earliest_cert_expiry" };

const model = (settings: unknown): object => ({ refId: "A", datasourceUid: "prometheus", model: JSON.stringify(settings) });
const asking = (expr: unknown): object => model({ expr, refId: "A" });
/** A query of other queries, as Grafana exports it. */
const step = (type: string, settings: object = {}): object => ({
  refId: "B",
  datasourceUid: "__expr__",
  model: JSON.stringify({ type, datasource: { type: "__expr__", uid: "__expr__" }, expression: "A", refId: "B", ...settings }),
});
const threshold = (type: string, ...params: readonly unknown[]): object =>
  step("threshold", { conditions: [{ evaluator: { type, params } }] });

/** @returns what one rule of these queries says, with the provider's list and with the operator's. */
function read(...datas: readonly unknown[]): object {
  const [alert, ...others] = readAlerts("grafana:alerting/ruleGroup:RuleGroup", { rules: [{ name: "rule", condition: "C", datas }] });
  const object = { metadata: { name: "rules" }, spec: { rules: [{ title: "rule", condition: "C", data: datas }] } };
  const [same, ...more] = readAlerts("kubernetes:grafana.integreatly.org/v1beta1:GrafanaAlertRuleGroup", object);
  expect([...others, ...more]).toEqual([]);
  expect(alert?.property).toBe("rules[].datas[].model");
  expect(same?.property).toBe("spec.rules[].data[].model");
  expect(same?.signs).toEqual(alert?.signs);
  return { signs: alert?.signs, certManagerMetric: alert?.certManagerMetric };
}

const left = "(probe_ssl_earliest_cert_expiry - time()) / 86400";
const since = "time() - probe_ssl_earliest_cert_expiry";
const reduce = step("reduce", { reducer: "last" });

describe("a rule of Grafana", () => {
  test.each<readonly [name: string, queries: readonly unknown[], signs: readonly AlertSign[]]>([
    ["asks by itself", [asking(`${left} < 14`), step("classic_conditions")], [inTime]],
    ["asks in an object, as the operator takes it", [{ datasourceUid: "p", model: { expr: `${left} < 14` } }], [inTime]],
    ["asks twice", [asking(`${left} < 14`), asking("up == 0"), asking(`${left} < 0`)], [inTime, late]],
    ["asks for something else", [asking("up"), threshold("lt", 1)], []],
    ["asks nothing", [], []],
    // Queries of queries.
    ["only works on what others give", ["reduce", "threshold", "math", "resample", "classic_conditions"].map((type) => step(type)), []],
    ["works on certificates' days by a formula", [step("math", { expression: "$certificates - 14" })], []],
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
    ["asks one query that is not known", [asking(`${left} < 14`), later], [inTime, open]],
  ])("%s", (_, queries, signs) => {
    expect(read(...queries)).toEqual({ signs, certManagerMetric: false });
  });

  test("asks cert-manager in one of its queries", () => {
    expect(read(asking("up"), asking("certmanager_certificate_ready_status"))).toEqual({ signs: [readiness], certManagerMetric: true });
  });
});

describe("a rule of Grafana whose threshold is a query of its own fires", () => {
  test.each<readonly [name: string, ...queries: readonly unknown[]]>([
    ["when no day is left", asking(left), reduce, threshold("lt", 0)],
    ["when no day is left any more", asking(left), threshold("lte", -1)],
    ["when it has passed", asking(since), reduce, threshold("gt", 0)],
    ["when it has passed, or passes", asking(since), reduce, reduce, threshold("gte", "0")],
    ["when no second is left", { datasourceUid: "p", model: { expr: left } }, threshold("lt", 0)],
  ])("too late: %s", (_, ...queries) => {
    expect(read(...queries)).toEqual({ signs: [late], certManagerMetric: false });
  });

  test.each<readonly [name: string, ...queries: readonly unknown[]]>([
    ["two weeks before", asking(left), reduce, threshold("lt", 14)],
    ["when two weeks before has passed", asking(since), reduce, threshold("gt", -1209600)],
    ["when days are left", asking(left), threshold("gt", 0)],
    ["until it has passed", asking(since), threshold("lt", 0)],
    ["until no second has passed", asking(since), threshold("lte", 0)],
    ["between two days", asking(left), threshold("within_range", 0, 14)],
    ["at one that is not known", asking(left), threshold("lt")],
    ["at one that is no number", asking(left), threshold("lt", "soon")],
    ["by a comparison that is not known", asking(left), step("threshold", { conditions: [{ evaluator: { params: [0] } }] })],
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
    ["by one of two thresholds", asking(left), threshold("lt", 0), threshold("lt", 14)],
    [
      "by one of two thresholds, of which the other is none",
      asking(left),
      threshold("lt", 0),
      step("threshold", { conditions: ["lt 14"] }),
    ],
    ["by no threshold", asking(left), reduce],
    ["of days that are calculated with", asking(left), step("math", { expression: "$A - 14" }), threshold("lt", 0)],
    ["of days that are compared already", asking(`${left} < 14`), threshold("gt", 0)],
    ["of weeks that are subtracted already", asking("probe_ssl_earliest_cert_expiry - time() - 1814400"), threshold("lt", 0)],
    ["of days, beside something else", asking(left), asking("up"), threshold("lt", 0)],
    ["of days, beside another language", asking(left), model({ rawSql: "SELECT 1" }), threshold("lt", 0)],
  ])("in time, or perhaps: %s", (_, ...queries) => {
    expect(read(...queries)).toEqual({ signs: [inTime], certManagerMetric: false });
  });

  test("perhaps: beside a query that is not known", () => {
    const open: AlertSign = { kind: "open" };
    expect(read(asking(left), threshold("lt", 0), later)).toMatchObject({ signs: [inTime, open] });
    expect(read(asking(left), { datasourceUid: "p", model: "{" }, threshold("lt", 0))).toMatchObject({ signs: [inTime, open] });
    expect(read({ datasourceUid: "p", model: "{" }, asking(left), threshold("lt", 0))).toMatchObject({ signs: [open, inTime] });
    expect(read(asking(left), asking(left), threshold("lt", 0))).toMatchObject({ signs: [inTime, inTime] });
  });

  test("never: on a label that the metric does not have", () => {
    const metric = "certmanager_certificate_expiration_timestamp_seconds";
    expect(read(asking(`${metric}{condition="True"} - time()`), threshold("lt", 0))).toEqual({
      signs: [{ kind: "never-matches", why: "label", metric }],
      certManagerMetric: true,
    });
  });
});
