import { readExpression } from "../../readers/alert-expressions";
import { matchMonitor } from "../../readers/alerts";
import type { JudgedSign } from "../../policies/certificate-expiry-alerted/signs";
import { absent, known, unknown } from "../../ownership/value";
import { readAlerts } from "./alert-resources";
import { judgedSigns, late } from "./judged";
import { later } from "./shown";

const inTime: JudgedSign = { kind: "expiry", of: "any" };
const ofAcm: JudgedSign = { kind: "expiry", of: "acm" };
const open: JudgedSign = { kind: "open" };
const readiness: JudgedSign = { kind: "readiness" };

const ready = "certmanager_certificate_ready_status == 0";
const probed = "probe_ssl_earliest_cert_expiry - time() < 1814400";

/** What comes of each rule of a resource, with the property that says what it asks for. */
const asked = (type: string, inputs: object): unknown[] => {
  const alerts = readAlerts(type, inputs);
  const signs = judgedSigns(alerts);
  return alerts.map(({ property }, index) => [property, signs[index]]);
};

const rule = "monitoring.coreos.com/v1:PrometheusRule";
const object = (type: string, content: object) => asked(`kubernetes:${type}`, { metadata: { name: "it" }, ...content });
const grouped = (...rules: readonly unknown[]) => ({ spec: { groups: [{ name: "group", rules }] } });
const ruleProperty = "spec.groups[].rules[].expr";

describe("rules of Prometheus in Kubernetes", () => {
  test.each([
    rule,
    "operator.victoriametrics.com/v1beta1:VMRule",
    "monitoring.googleapis.com/v1:Rules",
    "monitoring.googleapis.com/v1:ClusterRules",
    "monitoring.googleapis.com/v1:GlobalRules",
    "loki.grafana.com/v1:AlertingRule",
  ])("%s", (type) => {
    expect(object(type, grouped({ alert: "Expiry", expr: probed }, { alert: "Down", expr: "up == 0" }))).toEqual([
      [ruleProperty, [inTime]],
      [ruleProperty, []],
    ]);
  });

  test("all that is known of one, its cluster included", () => {
    const { signs } = readExpression(ready);
    expect(readAlerts(`kubernetes:${rule}`, grouped({ alert: "Ready", expr: ready }))).toStrictEqual([
      {
        resource: { urn: `urn:pulumi:dev::shop::kubernetes:${rule}::it`, type: `kubernetes:${rule}`, name: "it" },
        property: ruleProperty,
        records: absent,
        cluster: { key: "ambient shop/dev", known: false },
        signs,
        certManagerMetric: true,
      },
    ]);
  });

  test.each<readonly [name: string, content: object, signs: readonly (readonly JudgedSign[])[]]>([
    ["an expression that is not known", grouped({ alert: "Any", expr: later }), [[open]]],
    ["an expression that is none", grouped({ alert: "Any" }), [[]]],
    ["a rule that is not known", grouped({ alert: "Ready", expr: ready }, later), [[readiness], [open]]],
    ["rules that are not known", { spec: { groups: [{ rules: later }] } }, [[open]]],
    ["a group that is not known", { spec: { groups: [{ rules: [{ expr: ready }] }, later] } }, [[readiness], [open]]],
    ["a specification that is not known", { spec: later }, [[open]]],
    ["no groups", { spec: { groups: [] } }, []],
  ])("%s", (_, content, signs) => {
    expect(object(rule, content)).toEqual(signs.map((each) => [ruleProperty, each]));
  });

  test("a patch, which shows only some of the rules", () => {
    expect(object(`${rule}Patch`, grouped({ alert: "Down", expr: "up == 0" }))).toEqual([
      [ruleProperty, []],
      [ruleProperty, [open]],
    ]);
  });

  test("a rule that only records alerts nobody; one that alerts on its metric does", () => {
    const recorded = (record: unknown, expr: unknown, ...alerts: readonly string[]) =>
      object(rule, grouped({ record, expr }, ...alerts.map((alert) => ({ alert: "Days", expr: alert })))).map(
        (each) => (each as unknown[])[1],
      );
    const days = "(probe_ssl_earliest_cert_expiry - time()) / 86400";
    expect(recorded("days_left", days)).toEqual([[]]);
    expect(recorded("days_left", days, "days_left < 14", "min(days_left) < 0", "other < 14")).toEqual([
      [],
      [inTime],
      [late("probe_ssl_earliest_cert_expiry")],
      [],
    ]);
    expect(recorded("days_left", ready, "days_left < 14")).toEqual([[], [readiness]]);
    expect(recorded("days_left", "up", "days_left < 14")).toEqual([[], []]);
    expect(recorded("certmanager_certificate_expiry_days", days, "certmanager_certificate_expiry_days < 14")).toEqual([[], [inTime]]);
    expect(readAlerts(`kubernetes:${rule}`, grouped({ record: "days_left", expr: ready }))).toMatchObject([
      { certManagerMetric: true, records: known("days_left") },
    ]);
  });

  test("a rule that records from what is not known, or under a name that is not, may feed any", () => {
    expect(object(rule, grouped({ record: "days_left", expr: later }))).toEqual([[ruleProperty, [open]]]);
    expect(object(rule, grouped({ record: later, expr: probed }))).toEqual([[ruleProperty, [open]]]);
    expect(object(rule, grouped({ record: later, expr: "up" }))).toEqual([[ruleProperty, []]]);
    expect(readAlerts(`kubernetes:${rule}`, grouped({ record: later, expr: ready }))).toMatchObject([{ records: unknown }]);
  });

  test("rules that record from each other tell nothing", () => {
    const pair = [
      { record: "one", expr: "other" },
      { record: "other", expr: "one" },
    ];
    expect(object(rule, grouped(...pair, { alert: "One", expr: "one < 14" }))).toEqual([1, 2, 3].map(() => [ruleProperty, []]));
    const withExpiry = object(rule, grouped(...pair, { alert: "One", expr: `one < 14 or ${probed}` }));
    expect(withExpiry.at(-1)).toEqual([ruleProperty, [open]]);
  });

  test("an empty one may hold any rule, and belongs to no property", () => {
    expect(asked(`kubernetes:${rule}`, {})).toEqual([["", [open]]]);
  });
});

describe("rules of Prometheus in clouds", () => {
  test.each(["azure-native:alertsmanagement:PrometheusRuleGroup", "azure:monitoring/alertPrometheusRuleGroup:AlertPrometheusRuleGroup"])(
    "%s",
    (type) => {
      expect(asked(type, { rules: [{ alert: "Expiry", expression: probed }, later] })).toEqual([
        ["rules[].expression", [inTime]],
        ["rules[].expression", [open]],
      ]);
    },
  );

  const file = (...expressions: readonly string[]) =>
    `groups:\n- rules:\n${expressions.map((expr) => `  - alert: Any\n    expr: ${expr}\n`).join("")}`;

  test.each<readonly [name: string, data: unknown, signs: readonly (readonly JudgedSign[])[]]>([
    ["a file of rules", file(probed, "up == 0"), [[inTime], []]],
    ["a file without rules", "groups: []", []],
    ["a file in which some rule records", `${file(ready)}  - record: any\n    expr: up\n`, [[open]]],
    ["a file in JSON in which some rule records", JSON.stringify({ rules: [{ expr: ready }, { record: "any", expr: "up" }] }), [[open]]],
    ["a file that is not read, and may be about certificates", `${file(ready)}  - {expr: up == 0}\n`, [[open]]],
    ["a file that is not read, about something else", `${file("up == 0")}  - {expr: down == 0}\n`, [[]]],
    ["a file that is not known", later, [[open]]],
  ])("Amazon's: %s", (_, data, signs) => {
    expect(asked("aws:amp/ruleGroupNamespace:RuleGroupNamespace", { workspaceId: "ws-1", data })).toEqual(
      signs.map((each) => ["data", each]),
    );
  });

  test("Amazon's: rules that are of no cluster of Kubernetes", () => {
    const [alert] = readAlerts("aws:amp/ruleGroupNamespace:RuleGroupNamespace", { data: file(ready) });
    expect(alert).toStrictEqual({
      resource: expect.objectContaining({ name: "it" }) as unknown,
      property: "data",
      records: absent,
      signs: readExpression(ready).signs,
      certManagerMetric: true,
    });
  });

  const policy = (...conditions: readonly unknown[]) =>
    asked("gcp:monitoring/alertPolicy:AlertPolicy", { combiner: "OR", conditions }).filter(
      (each) => JSON.stringify(each) !== JSON.stringify([(each as unknown[])[0], []]),
    );
  const certificates = 'metric.type="monitoring.googleapis.com/uptime_check/time_until_ssl_cert_expires"';

  test("Google's: PromQL is read, in other languages a word tells", () => {
    expect(policy({ conditionPrometheusQueryLanguage: { query: ready } })).toEqual([
      ["conditions[].conditionPrometheusQueryLanguage.query", [readiness]],
    ]);
    expect(policy({ conditionPrometheusQueryLanguage: { query: later } })).toEqual([
      ["conditions[].conditionPrometheusQueryLanguage.query", [open]],
    ]);
    for (const [kind, property] of [
      ["conditionThreshold", "filter"],
      ["conditionAbsent", "filter"],
      ["conditionMatchedLog", "filter"],
      ["conditionMonitoringQueryLanguage", "query"],
      ["conditionSql", "query"],
    ] as const) {
      expect(policy({ [kind]: { [property]: certificates } })).toEqual([[`conditions[].${kind}.${property}`, [open]]]);
      expect(policy({ [kind]: { [property]: 'metric.type="compute.googleapis.com/instance/cpu/utilization"' } })).toEqual([]);
      expect(policy({ [kind]: { [property]: later } })).toEqual([[`conditions[].${kind}.${property}`, [open]]]);
    }
    expect(policy(later)).toEqual([["conditions", [open]]]);
    expect(policy()).toEqual([]);
  });
});

describe("Grafana", () => {
  test.each(["grafana:alerting/ruleGroup:RuleGroup", "grafana:index/ruleGroup:RuleGroup", "grafana:index:RuleGroup"])("%s", (type) => {
    const query = (expr: string) => ({ condition: "A", datas: [{ refId: "A", datasourceUid: "p", model: JSON.stringify({ expr }) }] });
    expect(asked(type, { rules: [query(probed), query("up"), later] })).toEqual([
      ["rules[].datas[].model", [inTime]],
      ["rules[].datas[].model", []],
      ["rules[].datas[].model", [open]],
    ]);
  });

  test("rules that somebody has paused ask for nothing, and those that may be paused ask", () => {
    const query = (isPaused: unknown) => ({
      isPaused,
      condition: "A",
      datas: [{ refId: "A", datasourceUid: "p", model: JSON.stringify({ expr: probed }) }],
    });
    expect(asked("grafana:alerting/ruleGroup:RuleGroup", { rules: [query(true), query(false), query(later)] })).toEqual([
      ["rules[].datas[].model", []],
      ["rules[].datas[].model", [inTime]],
      ["rules[].datas[].model", [inTime]],
    ]);
  });

  test("rules of the operator that are not known", () => {
    expect(object("grafana.integreatly.org/v1beta1:GrafanaAlertRuleGroup", { spec: { rules: later } })).toEqual([
      ["spec.rules[].data[].model", [open]],
    ]);
  });
});

describe("Datadog and New Relic", () => {
  const daysLeft = "min(last_1h):min:tls.days_left{*} < 21";
  const nrql = "SELECT latest(certmanager_certificate_ready_status) FROM Metric";

  test.each<readonly [name: string, type: string, inputs: object, property: string, signs: readonly JudgedSign[]]>([
    ["a monitor", "datadog:index/monitor:Monitor", { query: daysLeft }, "query", [inTime]],
    ["a monitor that is not known", "datadog:index/monitor:Monitor", { query: later }, "query", [open]],
    [
      "a monitor of the operator",
      "kubernetes:datadoghq.com/v1alpha1:DatadogMonitor",
      { spec: { query: daysLeft } },
      "spec.query",
      [inTime],
    ],
    ["a test of a certificate", "datadog:index/syntheticsTest:SyntheticsTest", { type: "api", subtype: "ssl" }, "subtype", [open]],
    ["a test of several steps", "datadog:index/syntheticsTest:SyntheticsTest", { type: "api", subtype: "multi" }, "subtype", [open]],
    ["a test of HTTP", "datadog:index/syntheticsTest:SyntheticsTest", { type: "api", subtype: "http" }, "subtype", []],
    ["a test of a browser", "datadog:index/syntheticsTest:SyntheticsTest", { type: "browser" }, "subtype", []],
    ["a test that is not known", "datadog:index/syntheticsTest:SyntheticsTest", { type: "api", subtype: later }, "subtype", [open]],
    ["a condition", "newrelic:index/nrqlAlertCondition:NrqlAlertCondition", { nrql: { query: nrql } }, "nrql.query", [readiness]],
    ["a condition that is not known", "newrelic:index/nrqlAlertCondition:NrqlAlertCondition", { nrql: later }, "nrql.query", [open]],
    ["a check", "newrelic:synthetics/certCheckMonitor:CertCheckMonitor", { certificateExpiration: 30 }, "certificateExpiration", [open]],
    [
      "a check of an unknown time",
      "newrelic:synthetics/certCheckMonitor:CertCheckMonitor",
      { certificateExpiration: later },
      "certificateExpiration",
      [open],
    ],
    [
      "a check without a time",
      "newrelic:synthetics/certCheckMonitor:CertCheckMonitor",
      { domain: "example.org" },
      "certificateExpiration",
      [],
    ],
  ])("%s", (_, type, inputs, property, signs) => {
    expect(asked(type, inputs)).toEqual([[property, signs]]);
  });
});

describe("an alarm of CloudWatch", () => {
  const acm = { namespace: "AWS/CertificateManager", metricName: "DaysToExpiry" };
  const less = { ...acm, comparisonOperator: "LessThanThreshold" };
  const lessOrEqual = { ...acm, comparisonOperator: "LessThanOrEqualToThreshold" };

  test.each<readonly [name: string, inputs: object, signs: readonly JudgedSign[]]>([
    // Of ACM's certificates.
    ["a month before", { ...less, threshold: 30 }, [ofAcm]],
    ["on the last day", { ...less, threshold: 1 }, [ofAcm]],
    ["on the last day, that day included", { ...lessOrEqual, threshold: 0 }, [ofAcm]],
    ["after the last day", { ...less, threshold: 0 }, [late("DaysToExpiry", "whole-days-left")]],
    ["after the last day, the day after it included", { ...lessOrEqual, threshold: -1 }, [late("DaysToExpiry", "whole-days-left")]],
    ["when days are left", { ...acm, comparisonOperator: "GreaterThanThreshold", threshold: -1 }, [ofAcm]],
    ["by a threshold that is not known", { ...less, threshold: later }, [ofAcm]],
    ["by no threshold", less, [ofAcm]],
    ["by a comparison that is not known", { ...acm, comparisonOperator: later, threshold: 0 }, [ofAcm]],
    ["by no comparison", { ...acm, threshold: 0 }, [ofAcm]],
    // Of others.
    ["on another of ACM's metrics", { ...less, metricName: "CertificateErrors", threshold: 0 }, []],
    ["on a database", { namespace: "AWS/RDS", metricName: "FreeStorageSpace" }, []],
    ["on certificates of Amazon's other services", { namespace: "AWS/IoT", metricName: "CertificateErrors" }, []],
    ["on a metric of one's own", { namespace: "Shop", metricName: "DaysToExpiry", threshold: 0 }, [open]],
    ["on a metric of one's own, in a namespace like Amazon's", { namespace: "Shop/AWS/", metricName: "CertificateDaysLeft" }, [open]],
    ["on a metric of one's own about something else", { namespace: "Shop", metricName: "Orders" }, []],
    ["on a metric that is not known", { namespace: "AWS/RDS", metricName: later }, [open]],
    ["on a metric of an unknown namespace", { namespace: later, metricName: "DaysToExpiry" }, [open]],
    ["on a metric of no namespace", { metricName: "DaysToExpiry" }, [open]],
    ["on an expression", { metricQueries: [{ id: "e1", expression: "MIN(METRICS())" }] }, [open]],
    ["on an expression, by the native provider", { metrics: [{ id: "e1", expression: "MIN(METRICS())" }] }, [open]],
    ["on nothing", { alarmDescription: "Certificates" }, []],
  ])("%s", (_, inputs, signs) => {
    expect(asked("aws:cloudwatch/metricAlarm:MetricAlarm", inputs)).toEqual([["metricName", signs]]);
    expect(asked("aws-native:cloudwatch:Alarm", inputs)).toEqual([["metricName", signs]]);
  });

  test("asks no cert-manager", () => {
    expect(readAlerts("aws-native:cloudwatch:Alarm", { ...less, threshold: 30 })).toMatchObject([{ certManagerMetric: false }]);
  });
});

describe("what Amazon says of ACM's certificates", () => {
  const events = (eventPattern: unknown) => asked("aws:cloudwatch/eventRule:EventRule", { name: "events", eventPattern });
  const checks = (source: unknown) => asked("aws:cfg/rule:Rule", { name: "check", source });

  test.each([
    ["their expiry", JSON.stringify({ source: ["aws.acm"] })],
    ["their expiry by name", JSON.stringify({ "detail-type": ["ACM Certificate Approaching Expiration"] })],
    ["their renewals", JSON.stringify({ source: ["aws.health"] })],
    ["what is not known", later],
  ])("events of %s", (_, pattern) => {
    expect(events(pattern)).toEqual([["eventPattern", [ofAcm]]]);
  });

  test("events of something else, or by the clock", () => {
    expect(events(JSON.stringify({ source: ["aws.ec2"] }))).toEqual([]);
    expect(asked("aws:cloudwatch/eventRule:EventRule", { scheduleExpression: "rate(1 day)" })).toEqual([]);
  });

  test("checks of their expiry, or of what is not known, and no others", () => {
    const found = [["source.sourceIdentifier", [ofAcm]]];
    expect(checks({ owner: "AWS", sourceIdentifier: "ACM_CERTIFICATE_EXPIRATION_CHECK" })).toEqual(found);
    expect(checks({ owner: "AWS", sourceIdentifier: later })).toEqual(found);
    expect(checks(later)).toEqual(found);
    expect(checks({ owner: "AWS", sourceIdentifier: "S3_BUCKET_VERSIONING_ENABLED" })).toEqual([]);
    expect(checks({ owner: "CUSTOM_POLICY" })).toEqual([]);
    expect(readAlerts("aws:cfg/rule:Rule", { source: later })).toMatchObject([{ certManagerMetric: false }]);
  });
});

describe("a ConfigMap", () => {
  const read = (data: unknown) => object("core/v1:ConfigMap", { data });
  const rules = `groups: [{rules: [{alert: Expiry, expr: "${probed}"}]}]`;
  const dashboard = { title: "Certificates", panels: [{ targets: [{ expr: probed }] }] };

  test("with rules on expiry, beside other keys and what is not known", () => {
    expect(read({ "rules.yaml": rules })).toEqual([["data", [open]]]);
    expect(read({ first: "up == 0", "rules.yaml": rules, last: later })).toEqual([["data", [open]]]);
    expect(read({ "rules.yaml": rules, "dashboard.json": JSON.stringify(dashboard) })).toEqual([["data", [open]]]);
  });

  test("with something else, a dashboard, what is not known, or nothing", () => {
    expect(read({ "rules.yaml": "groups: [{rules: [{alert: Down, expr: up == 0}]}]" })).toEqual([]);
    expect(read({ "dashboard.json": JSON.stringify(dashboard) })).toEqual([]);
    expect(read({ "dashboard.json": JSON.stringify(dashboard, undefined, 2).replace('"panels":', '"panels" :') })).toEqual([]);
    expect(read({ "rules.yaml": later, "other.yaml": null })).toEqual([]);
    expect(read(later)).toEqual([]);
    expect(object("core/v1:ConfigMap", {})).toEqual([]);
  });
});

test("a resource that is not shown may be any alert, unless most of its kind are none", () => {
  for (const type of [
    "grafana:alerting/ruleGroup:RuleGroup",
    "datadog:index/monitor:Monitor",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "gcp:monitoring/alertPolicy:AlertPolicy",
    "newrelic:synthetics/certCheckMonitor:CertCheckMonitor",
    "kubernetes:datadoghq.com/v1alpha1:DatadogMonitor",
    "kubernetes:helm.sh/v3:Release",
  ]) {
    expect(asked(type, {})).toEqual([["", [open]]]);
  }
  for (const type of [
    "kubernetes:core/v1:ConfigMap",
    "kubernetes:helm.sh/v3:Chart",
    "aws:cloudwatch/eventRule:EventRule",
    "aws:cfg/rule:Rule",
  ]) {
    expect(asked(type, {})).toEqual([]);
  }
});

describe("other vendors of monitoring, whose resources are not read one by one", () => {
  test.each([
    "checkly:index/check:Check",
    "statuscake:index/sslCheck:SslCheck",
    "pingdom:index/check:Check",
    "uptimerobot:index/monitor:Monitor",
    "better-uptime:index/betterUptimeMonitor:BetterUptimeMonitor",
    "betteruptime:index/monitor:Monitor",
    "signalfx:index/detector:Detector",
    "splunk:index/savedSearches:SavedSearches",
    "dynatrace:index/alerting:Alerting",
    "mimir:index/ruleGroupAlerting:RuleGroupAlerting",
    "loki:index/ruleGroupAlerting:RuleGroupAlerting",
    "grafana:syntheticMonitoring/check:Check",
    "grafana:alerting/v0alpha1/alertRule:AlertRule",
    "azure-native:applicationinsights:WebTest",
    "azure:appinsights/standardWebTest:StandardWebTest",
    "azure:monitoring/metricAlert:MetricAlert",
    "azure-native:insights/v20230315:ScheduledQueryRule",
    "azure-native:insights:ScheduledQueryRules",
  ])("%s", (type) => {
    expect(asked(type, { name: "any" })).toEqual([["", [open]]]);
  });

  test.each(["grafana:oss/dashboard:Dashboard", "azure-native:insights:Component", "my-loki:index/rule:Rule", "aws:s3/bucket:Bucket"])(
    "not: %s",
    (type) => {
      expect(asked(type, { name: "any" })).toEqual([]);
    },
  );
});

test("a provider whose name only ends like a vendor's of monitoring is none", () => {
  const types = ["grafana:syntheticMonitoring/check:Check", "azure:appinsights/webTest:WebTest", "checkly:index/check:Check"];
  expect(types.map((type) => matchMonitor(type) === undefined)).toEqual([false, false, false]);
  expect(types.map((type) => matchMonitor(`my-${type}`) === undefined)).toEqual([true, true, true]);
});
