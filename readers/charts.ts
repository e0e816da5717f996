import type { Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import { known, noElements, unknown, valueOr, type Elements, type Value } from "../ownership/value";
import { openReading } from "./alert-expressions";
import { mentionsExpiry } from "./alert-metrics";
import { shelve } from "./alert-shelf";
import { kubernetesObject, namedBy } from "./kubernetes";
import { collect, join, unlessEmpty } from "./names";
import type { Readers, Shelves } from "./reader";

/** Charts that bring an alert on expiry with them. */
const bringsAlert = /x509|cert(?:ificate)?s?-exporter|ssl-exporter|mixin/i;
/** Charts whose values commonly hold rules. */
const takesRules =
  /prometheus|grafana|loki|mimir|alert|victoria|vm-|monitoring|observability|thanos|cortex|blackbox|datadog|newrelic|signoz/i;

/**
 * A release shows its chart and values alone: a chart of monitoring may hold the alert, in rules of its values, in values
 * that are not known or stand in files, and so may a chart of one's own. The children of a Chart are resources, and read as such.
 */
export function readRelease(resource: Resource, shelves: Shelves): void {
  const { properties } = resource;
  const chart = valueOr(properties.text("chart"), "");
  const { cluster, kind } = kubernetesObject(resource);
  if (chart !== undefined && chartName(chart) === "cert-manager") {
    shelves.certManagers.push({
      resource: resource.reference,
      cluster,
      metrics: properties.flag("values", "prometheus", "enabled"),
      readsGateways: readsGateways(properties),
    });
  }
  if (kind === "Release" && (chart === undefined || mayHoldAlert(chart, properties))) {
    shelve({ resource, shelves, property: "values", cluster }, openReading);
  }
}

/** Of releases, what their ClusterIssuers' Secrets are found by: before any of them is read. */
export const releases: Readers = {
  first: { "kubernetes:helm.sh/v3:Release": placeRelease, "kubernetes:helm.sh/v3:Chart": placeRelease },
};

/** A release of which it is not known what it installs may be cert-manager's. */
function placeRelease(resource: Resource, shelves: Shelves): void {
  const { clusterResourceNamespaces } = shelves;
  const { properties } = resource;
  const chart = properties.text("chart");
  if (chart.state === "absent" || (chart.state === "known" && chartName(chart.value) !== "cert-manager")) {
    return;
  }
  const { cluster, namespace: provided } = kubernetesObject(resource);
  const own = namedBy(resource, "namespace", unlessEmpty(properties.text("namespace")), shelves);
  const written = chart.state === "known" ? writtenNamespace(properties) : unknown;
  const namespace = written.state === "absent" ? (own.state === "absent" ? provided : own) : written;
  clusterResourceNamespaces.set(cluster.key, [...(clusterResourceNamespaces.get(cluster.key) ?? []), namespace]);
}

/** By the chart's template, whose flag stands before those of `extraArgs` and counts more than `config`. */
function writtenNamespace(properties: Properties): Value<string> {
  const values = properties.at("values");
  const flag = "--cluster-resource-namespace=";
  const args = values.texts("extraArgs");
  const inArgs = args.known.findLast((arg) => arg.startsWith(flag));
  if (inArgs !== undefined) {
    return known(inArgs.slice(flag.length));
  }
  if (!args.complete || !values.keys().complete || properties.presence("valueYamlFiles").state !== "absent") {
    return unknown;
  }
  const own = unlessEmpty(values.text("clusterResourceNamespace"));
  return own.state === "absent" ? unlessEmpty(values.text("namespace")) : own;
}

function mayHoldAlert(chart: string, properties: Properties): boolean {
  const name = chartName(chart);
  const values = properties.at("values");
  const texts = textsBelow(values);
  const files = properties.presence("valueYamlFiles").state !== "absent";
  const written = ["additionalPrometheusRulesMap", "additionalPrometheusRules"].some((key) => values.presence(key).state !== "absent");
  return (
    /^[./]/.test(chart) ||
    bringsAlert.test(name) ||
    texts.known.some(mentionsExpiry) ||
    (takesRules.test(name) && (written || files || !texts.complete))
  );
}

/** Values that switch the shim for Gateways on: of the chart since 1.21, since 1.15, and whatever may say it in other words. */
function readsGateways(properties: Properties): Value<boolean> {
  const values = properties.at("values");
  const flags = [values.flag("config", "gatewayAPI", "enabled"), values.flag("config", "enableGatewayAPI")];
  if (flags.some((flag) => valueOr(flag, false) === true)) {
    return known(true);
  }
  const places = [["config"], ["featureGates"], ["extraArgs"]].map((path) => textsBelow(values.at(...path)));
  const mayBeElsewhere =
    !values.keys().complete ||
    properties.presence("valueYamlFiles").state !== "absent" ||
    flags.some(({ state }) => state === "unknown") ||
    // Enough by itself before 1.15.
    valueOr(values.flag("config", "featureGates", "ExperimentalGatewayAPISupport"), false) !== false ||
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
  if (place.flag().state === "known") {
    return noElements;
  }
  if (depth === deepest) {
    return { ...noElements, complete: false };
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
