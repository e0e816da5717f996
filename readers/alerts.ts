import type { Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import { operation, type Metric } from "../ownership/alert-expressions";
import { isOneOf, mapValue, valueOr, type Elements } from "../ownership/value";
import { nothing, openReading, read, readExpression, readingOf, type ExpressionReading } from "./alert-expressions";
import { mayConcern, mentionsExpiry } from "./alert-metrics";
import { shelve, type Place } from "./alert-shelf";
import { readRelease } from "./charts";
import { readGrafanaRule } from "./grafana-rules";
import { kubernetesObject } from "./kubernetes";
import type { Reader, Readers, ReaderTable, Shelves } from "./reader";
import { readRuleFile } from "./rule-files";
import { readDatadogQuery, readForeignQuery, readNrql } from "./vendor-queries";

/** What alerts, by type token. A resource without a single property may be any alert. */
const alertResources = readable({
  "grafana:alerting/ruleGroup:RuleGroup": readGrafanaGroup,
  "grafana:index/ruleGroup:RuleGroup": readGrafanaGroup,
  "grafana:index:RuleGroup": readGrafanaGroup,
  "datadog:index/monitor:Monitor": (resource, shelves) =>
    shelve({ resource, shelves, property: "query" }, read(resource.properties.text("query"), readDatadogQuery)),
  "datadog:index/syntheticsTest:SyntheticsTest": readSyntheticsTest,
  "newrelic:index/nrqlAlertCondition:NrqlAlertCondition": (resource, shelves) =>
    shelve({ resource, shelves, property: "nrql.query" }, read(resource.properties.text("nrql", "query"), readNrql)),
  "newrelic:synthetics/certCheckMonitor:CertCheckMonitor": (resource, shelves) => {
    const isThere = resource.properties.presence("certificateExpiration").state !== "absent";
    shelve({ resource, shelves, property: "certificateExpiration" }, isThere ? openReading : nothing);
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": readMetricAlarm,
  "aws-native:cloudwatch:Alarm": readMetricAlarm,
  "aws:cloudwatch/eventRule:EventRule": readEventRule,
  "aws:cfg/rule:Rule": readConfigRule,
  "aws:amp/ruleGroupNamespace:RuleGroupNamespace": readRuleGroupNamespace,
  "azure-native:alertsmanagement:PrometheusRuleGroup": readAzureGroup,
  "azure:monitoring/alertPrometheusRuleGroup:AlertPrometheusRuleGroup": readAzureGroup,
  "gcp:monitoring/alertPolicy:AlertPolicy": readAlertPolicy,
});

/** The same for Kubernetes objects, by group and kind. */
const alertObjects = readable({
  "monitoring.coreos.com/PrometheusRule": readRules,
  "operator.victoriametrics.com/VMRule": readRules,
  "monitoring.googleapis.com/Rules": readRules,
  "monitoring.googleapis.com/ClusterRules": readRules,
  "monitoring.googleapis.com/GlobalRules": readRules,
  "loki.grafana.com/AlertingRule": readRules,
  "grafana.integreatly.org/GrafanaAlertRuleGroup": readGrafanaObject,
  "datadoghq.com/DatadogMonitor": (resource, shelves) =>
    shelve({ resource, shelves, property: "spec.query" }, read(resource.properties.text("spec", "query"), readDatadogQuery)),
  "core/ConfigMap": readConfigMap,
  "helm.sh/Release": readRelease,
  "helm.sh/Chart": readRelease,
});

/** Vendors of monitoring whose resources are not read one by one: any of them may watch an expiry. */
const otherMonitors =
  /^(?:checkly|statuscake|pingdom|uptimerobot|better-?uptime|site24x7|signalfx|splunk|dynatrace|sumologic|honeycombio|logzio|coralogix|elasticstack|zabbix|cronitor|uptimekuma|logicmonitor|instana|wavefront|chronosphere|mimir|cortex|loki):|^grafana:(?:syntheticMonitoring\/|alerting\/.*alertRule)|^azure(?:-native)?:.*:(?:Standard)?(?:WebTest|MetricAlert|ScheduledQueryRules?)/i;

/** @returns the reader of other vendors' resources of monitoring. */
export function matchMonitor(type: string): Reader | undefined {
  return otherMonitors.test(type) ? (resource, shelves) => shelve({ resource, shelves, property: "" }, openReading) : undefined;
}

/** An alert owns no name, and what it watches it says by itself. */
export const alerts: Readers = { standAlone: true, resources: alertResources, objects: alertObjects, otherwise: matchMonitor };

function readable(readers: ReaderTable): ReaderTable {
  return Object.fromEntries(
    Object.entries(readers).map(([key, reader]): [string, Reader] => [
      key,
      (resource, shelves) =>
        resource.empty && !otherwiseUsed.has(key) ? shelve({ resource, shelves, property: "" }, openReading) : reader(resource, shelves),
    ]),
  );
}

/** Most of these have nothing to do with alerts, so an empty one says nothing. */
const otherwiseUsed: ReadonlySet<string> = new Set([
  "core/ConfigMap",
  "helm.sh/Chart",
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cfg/rule:Rule",
]);

function readRuleList(rules: Elements<Properties>, expression: string, place: Place): void {
  for (const rule of rules.known) {
    shelve(place, read(rule.text(expression), readExpression), rule.text("record"));
  }
  if (!rules.complete) {
    shelve(place, openReading);
  }
}

/** PrometheusRule and its likes: `spec.groups[].rules[].expr`. A patch shows only some of its object's rules. */
function readRules(resource: Resource, shelves: Shelves): void {
  const { spec, cluster, partial } = kubernetesObject(resource);
  const place = { resource, shelves, property: "spec.groups[].rules[].expr", cluster };
  const groups = spec.items("groups");
  for (const group of groups.known) {
    readRuleList(group.items("rules"), "expr", place);
  }
  if (!groups.complete || partial) {
    shelve(place, openReading);
  }
}

function readAzureGroup(resource: Resource, shelves: Shelves): void {
  readRuleList(resource.properties.items("rules"), "expression", { resource, shelves, property: "rules[].expression" });
}

/** Amazon's managed Prometheus takes a whole file of rules. */
function readRuleGroupNamespace(resource: Resource, shelves: Shelves): void {
  const place = { resource, shelves, property: "data" };
  const data = resource.properties.text("data");
  const expressions = data.state === "known" ? readRuleFile(data.value) : undefined;
  for (const reading of expressions?.map(readExpression) ?? [read(data, readForeignQuery)]) {
    shelve(place, reading);
  }
}

function readGrafanaGroup(resource: Resource, shelves: Shelves): void {
  readGrafanaRules(resource.properties.items("rules"), "datas", { resource, shelves, property: "rules[].datas[].model" });
}

function readGrafanaObject(resource: Resource, shelves: Shelves): void {
  const { spec } = kubernetesObject(resource);
  readGrafanaRules(spec.items("rules"), "data", { resource, shelves, property: "spec.rules[].data[].model" });
}

function readGrafanaRules(rules: Elements<Properties>, list: "datas" | "data", place: Place): void {
  for (const rule of rules.known) {
    const isPaused = valueOr(rule.flag("isPaused"), false) === true;
    shelve(place, isPaused ? nothing : readGrafanaRule(rule, list));
  }
  if (!rules.complete) {
    shelve(place, openReading);
  }
}

function readSyntheticsTest(resource: Resource, shelves: Shelves): void {
  const mayWatch = isOneOf(resource.properties.text("subtype"), ["ssl", "multi"]) !== false;
  shelve({ resource, shelves, property: "subtype" }, mayWatch ? openReading : nothing);
}

/** `DaysToExpiry` is of ACM's certificates alone, and ends with the certificate. */
function readMetricAlarm(resource: Resource, shelves: Shelves): void {
  const { properties } = resource;
  const place = { resource, shelves, property: "metricName" };
  const namespace = properties.text("namespace");
  const metric = properties.text("metricName");
  const expressions = ["metricQueries", "metrics"].map((property) => properties.presence(property).state);
  if (metric.state === "absent" && expressions.every((state) => state === "absent")) {
    shelve(place, nothing);
  } else if (metric.state !== "known" || namespace.state !== "known") {
    shelve(place, openReading);
  } else if (namespace.value === "AWS/CertificateManager" && metric.value === "DaysToExpiry") {
    const operator = alarmOperators[valueOr(properties.text("comparisonOperator"), "") ?? ""];
    const threshold = Number(valueOr(properties.text("threshold"), "none"));
    const days: Metric = { kind: "metric", name: "DaysToExpiry", facts: ["whole-days-left"], of: "acm" };
    // A threshold that is not known may be any: such an alarm watches.
    const isKnown = operator !== undefined && !Number.isNaN(threshold);
    shelve(place, isKnown ? readingOf(operation(days, operator, { kind: "number", value: threshold })) : acmReading);
  } else {
    // AWS's own namespaces hold no other expiry; those of users may.
    shelve(place, !namespace.value.startsWith("AWS/") && mayConcern(metric.value) ? openReading : nothing);
  }
}

const alarmOperators: Readonly<Record<string, string>> = {
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<=",
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: ">=",
};

const acmReading: ExpressionReading = { signs: [{ kind: "expiry", of: "acm" }], certManagerMetric: false };

/** ACM sends "ACM Certificate Approaching Expiration" from 45 days before the end. */
function readEventRule(resource: Resource, shelves: Shelves): void {
  const isOfAcm = mapValue(resource.properties.text("eventPattern"), (pattern) => /aws\.acm|ACM Certificate|aws\.health/.test(pattern));
  if (valueOr(isOfAcm, false) !== false) {
    shelve({ resource, shelves, property: "eventPattern" }, acmReading);
  }
}

function readConfigRule(resource: Resource, shelves: Shelves): void {
  if (isOneOf(resource.properties.text("source", "sourceIdentifier"), ["ACM_CERTIFICATE_EXPIRATION_CHECK"]) !== false) {
    shelve({ resource, shelves, property: "source.sourceIdentifier" }, acmReading);
  }
}

function readAlertPolicy(resource: Resource, shelves: Shelves): void {
  const conditions = resource.properties.items("conditions");
  for (const condition of conditions.known) {
    shelve(
      { resource, shelves, property: "conditions[].conditionPrometheusQueryLanguage.query" },
      read(condition.text("conditionPrometheusQueryLanguage", "query"), readExpression),
    );
    for (const [kind, property] of foreignConditions) {
      const reading = read(condition.text(kind, property), readForeignQuery);
      shelve({ resource, shelves, property: `conditions[].${kind}.${property}` }, reading);
    }
  }
  if (!conditions.complete) {
    shelve({ resource, shelves, property: "conditions" }, openReading);
  }
}

const foreignConditions = [
  ["conditionThreshold", "filter"],
  ["conditionAbsent", "filter"],
  ["conditionMatchedLog", "filter"],
  ["conditionMonitoringQueryLanguage", "query"],
  ["conditionSql", "query"],
] as const;

/** Prometheus, Loki and Grafana also take rules from ConfigMaps. A dashboard in one of them alerts nobody. */
function readConfigMap(resource: Resource, shelves: Shelves): void {
  const data = resource.properties.at("data");
  const mayAlert = (text: string) => mentionsExpiry(text) && !/"panels"\s*:/.test(text);
  if (data.keys().known.some((key) => valueOr(mapValue(data.text(key), mayAlert), false))) {
    shelve({ resource, shelves, property: "data" }, openReading);
  }
}
