import type { Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import type { Cluster } from "../ownership/inventory";
import { absent, known, noElements, unknown, type Elements, type Value } from "../ownership/value";
import { mayConcern, mentionsExpiry, openReading, read, readExpression, type ExpressionReading } from "./alert-expressions";
import { readGrafanaRule } from "./grafana-rules";
import { kubernetesObject } from "./kubernetes";
import { collect, join } from "./names";
import type { Reader, Shelves } from "./reader";
import { readRuleFile } from "./rule-files";
import { readDatadogQuery, readForeignQuery, readNrql } from "./vendor-queries";

/** What alerts, by type token. A resource without a single property may be any alert. */
export const alertReaders: Readonly<Record<string, Reader>> = readable({
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
    shelve({ resource, shelves, property: "certificateExpiration" }, isThere ? openReading : readForeignQuery(""));
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
export const kubernetesAlertReaders: Readonly<Record<string, Reader>> = readable({
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

/** @returns the reader of a type that matches no single token: other versions of Azure's API, and other vendors of monitoring. */
export function matchAlertToken(type: string): Reader | undefined {
  const unversioned = type.replace(/^(azure-native:\w+)\/v\w+:/, "$1:");
  return unversioned !== type && Object.hasOwn(alertReaders, unversioned)
    ? alertReaders[unversioned]
    : otherMonitors.test(type)
      ? (resource, shelves) => shelve({ resource, shelves, property: "" }, openReading)
      : undefined;
}

function readable(readers: Readonly<Record<string, Reader>>): Readonly<Record<string, Reader>> {
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

interface Place {
  readonly resource: Resource;
  readonly shelves: Shelves;
  readonly property: string;
  readonly cluster?: Cluster;
}

function shelve({ resource, shelves, property, cluster }: Place, reading: ExpressionReading, records: Value<string> = absent): void {
  shelves.alerts.push({
    resource: resource.reference,
    property,
    records,
    ...reading,
    ...(cluster === undefined ? {} : { cluster }),
  });
}

function readRuleList(rules: Elements<Properties>, expression: string, place: Place): void {
  for (const rule of rules.known) {
    const records = rule.text("record");
    const reading = read(rule.text(expression), readExpression);
    // What it records may be what another alert asks for, under a name of its own.
    const feeds = records.state !== "absent" && reading.signs.some(({ kind }) => ["expiry", "after-expiry", "open"].includes(kind));
    shelve(place, records.state === "absent" ? reading : { ...reading, signs: feeds ? [{ kind: "open" }] : [] }, records);
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
  const rules = data.state === "known" ? readRuleFile(data.value) : undefined;
  if (data.state === "absent") {
    return;
  }
  if (rules === undefined || rules.some(({ isRecording }) => isRecording)) {
    shelve(place, data.state === "known" ? readForeignQuery(data.value) : openReading);
    return;
  }
  for (const { expression } of rules) {
    shelve(place, readExpression(expression));
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
    shelve(place, readGrafanaRule(rule, list));
  }
  if (!rules.complete) {
    shelve(place, openReading);
  }
}

function readSyntheticsTest(resource: Resource, shelves: Shelves): void {
  const subtype = resource.properties.text("subtype");
  const mayWatch = subtype.state === "unknown" || (subtype.state === "known" && ["ssl", "multi"].includes(subtype.value));
  shelve({ resource, shelves, property: "subtype" }, mayWatch ? openReading : readForeignQuery(""));
}

/** `DaysToExpiry` is of ACM's certificates alone, and ends with the certificate. */
function readMetricAlarm(resource: Resource, shelves: Shelves): void {
  const { properties } = resource;
  const place = { resource, shelves, property: "metricName" };
  const namespace = properties.text("namespace");
  const metric = properties.text("metricName");
  const expressions = ["metricQueries", "metrics"].map((property) => properties.presence(property).state);
  if (metric.state === "absent" && expressions.every((state) => state === "absent")) {
    shelve(place, readForeignQuery(""));
  } else if (metric.state !== "known" || namespace.state !== "known") {
    shelve(place, openReading);
  } else if (namespace.value === "AWS/CertificateManager" && metric.value === "DaysToExpiry") {
    const threshold = properties.text("threshold");
    const comparison = properties.text("comparisonOperator");
    const days = threshold.state === "known" ? Number(threshold.value) : Number.NaN;
    const limit = comparison.state !== "known" ? undefined : { LessThanThreshold: 0, LessThanOrEqualToThreshold: -1 }[comparison.value];
    const isTooLate = limit !== undefined && days <= limit;
    shelve(place, {
      signs: [isTooLate ? { kind: "after-expiry", metric: "DaysToExpiry" } : { kind: "expiry", of: "acm" }],
      certManagerMetric: false,
    });
  } else {
    // AWS's own namespaces hold no other expiry; those of users may.
    shelve(place, !namespace.value.startsWith("AWS/") && mayConcern(metric.value) ? openReading : readForeignQuery(""));
  }
}

const acmReading: ExpressionReading = { signs: [{ kind: "expiry", of: "acm" }], certManagerMetric: false };

/** ACM sends "ACM Certificate Approaching Expiration" from 45 days before the end. */
function readEventRule(resource: Resource, shelves: Shelves): void {
  const pattern = resource.properties.text("eventPattern");
  if (pattern.state === "unknown" || (pattern.state === "known" && /aws\.acm|ACM Certificate|aws\.health/.test(pattern.value))) {
    shelve({ resource, shelves, property: "eventPattern" }, acmReading);
  }
}

function readConfigRule(resource: Resource, shelves: Shelves): void {
  const identifier = resource.properties.text("source", "sourceIdentifier");
  if (identifier.state === "unknown" || (identifier.state === "known" && identifier.value === "ACM_CERTIFICATE_EXPIRATION_CHECK")) {
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
  const texts = data.keys().known.map((key) => data.text(key));
  if (texts.some((text) => text.state === "known" && mentionsExpiry(text.value) && !/"panels"\s*:/.test(text.value))) {
    shelve({ resource, shelves, property: "data" }, openReading);
  }
}

/** Charts that bring an alert on expiry with them. */
const bringsAlert = /x509|cert(?:ificate)?s?-exporter|ssl-exporter|mixin/i;
/** Charts whose values commonly hold rules. */
const takesRules =
  /prometheus|grafana|loki|mimir|alert|victoria|vm-|monitoring|observability|thanos|cortex|blackbox|datadog|newrelic|signoz/i;

/**
 * A release shows its chart and values alone: a chart of monitoring may hold the alert, in rules of its values, in values
 * that are not known or stand in files, and so may a chart of one's own. The children of a Chart are resources, and read as such.
 */
function readRelease(resource: Resource, shelves: Shelves): void {
  const { properties } = resource;
  const chart = properties.text("chart");
  const values = properties.at("values");
  const { cluster, kind } = kubernetesObject(resource);
  const name = chart.state === "known" ? chartName(chart.value) : undefined;
  if (name === "cert-manager") {
    const { reference } = resource;
    shelves.certManagers.push({
      resource: reference,
      cluster,
      metrics: values.flag("prometheus", "enabled"),
      readsGateways: readsGateways(properties),
    });
  }
  if (kind !== "Release" || chart.state === "absent") {
    return;
  }
  const texts = textsBelow(values);
  const files = properties.presence("valueYamlFiles").state !== "absent";
  const written = ["additionalPrometheusRulesMap", "additionalPrometheusRules"].some((key) => values.presence(key).state !== "absent");
  if (
    chart.state === "unknown" ||
    /^[./]/.test(chart.value) ||
    bringsAlert.test(name ?? "") ||
    texts.known.some(mentionsExpiry) ||
    (takesRules.test(name ?? "") && (written || files || !texts.complete))
  ) {
    shelve({ resource, shelves, property: "values", cluster }, openReading);
  }
}

/** Values that switch the shim for Gateways on: of the chart since 1.21, since 1.15, and whatever may say it in other words. */
function readsGateways(properties: Properties): Value<boolean> {
  const values = properties.at("values");
  const flags = [values.flag("config", "gatewayAPI", "enabled"), values.flag("config", "enableGatewayAPI")];
  if (flags.some((flag) => flag.state === "known" && flag.value)) {
    return known(true);
  }
  const places = [["config"], ["featureGates"], ["extraArgs"]].map((path) => textsBelow(values.at(...path)));
  const mayBeElsewhere =
    !values.keys().complete ||
    properties.presence("valueYamlFiles").state !== "absent" ||
    flags.some(({ state }) => state === "unknown") ||
    places.some(({ known: texts, complete }) => !complete || texts.some((text) => /gateway|--config\b/i.test(text)));
  return mayBeElsewhere ? unknown : known(false);
}

/** @returns `cert-manager` of `jetstack/cert-manager`, `oci://quay.io/jetstack/charts/cert-manager` and an archive's path. */
function chartName(chart: string): string {
  return chart.slice(chart.lastIndexOf("/") + 1).replace(/(?:-v?\d[\w.+-]{0,100})?\.tgz$/, "");
}

const deepest = 12;

/** @returns every text below a place. */
function textsBelow(place: Properties, depth = 0): Elements<string> {
  const text = place.text();
  if (text.state === "known") {
    return { known: [text.value], complete: true };
  }
  if (text.state === "absent" || place.flag().state === "known") {
    return noElements;
  }
  if (depth === deepest || text.reason === undefined) {
    return { known: [], complete: false };
  }
  const keys = place.keys();
  if (keys.complete) {
    return keys.known.map((key) => textsBelow(place.at(key), depth + 1)).reduce(join, noElements);
  }
  const texts = place.texts();
  const items = place.items();
  const below = collect(items, (item) => textsBelow(item, depth + 1));
  // Of a list, each element is a text or an object; where neither reading has them all, something is not known.
  return { known: [...texts.known, ...below.known], complete: texts.complete || below.complete };
}
