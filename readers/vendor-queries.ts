import { operation } from "../ownership/alert-expressions";
import { nothing, openReading, readingOf, type ExpressionReading } from "./alert-expressions";
import { isConcerning, isMisspelt, mayConcern, readyStatus } from "./alert-metrics";

/** Datadog's checks of what is served, as a whole query: `min(last_1h):min:tls.days_left{*} by {url} < 21`. */
const datadogTimeLeft =
  /^\s*\w+\(last_\w+\)\s*:\s*(?:\w+:)?((?:http\.ssl|tls)\.(?:days|seconds)_left)\{[^{}]*\}(?:\s*by\s*\{[^{}]*\})?\s*(<=?)\s*(-?\d+(?:\.\d+)?)\s*$/;

/** @param query of a Datadog monitor. Tags in braces only choose among certificates. */
export function readDatadogQuery(query: string): ExpressionReading {
  const [, metric, operator, limit] = datadogTimeLeft.exec(query) ?? [];
  if (metric !== undefined && operator !== undefined) {
    const left = { kind: "metric", name: metric, facts: [metric.endsWith("days_left") ? "days-left" : "seconds-left"] } as const;
    return readingOf(operation(left, operator, { kind: "number", value: Number(limit) }));
  }
  const asked = query.replace(/\{[^{}]*\}/g, "");
  const certManagerMetric = asked.includes("cert_manager.certificate.");
  if (mayConcern(asked.replaceAll("cert_manager.certificate.ready_status", ""))) {
    return { ...openReading, certManagerMetric };
  }
  return certManagerMetric ? { signs: [{ kind: "readiness" }], certManagerMetric } : nothing;
}

/**
 * @param query in New Relic's language. Metrics of Prometheus have the same names there; what is in quotes are values.
 */
export function readNrql(query: string): ExpressionReading {
  const words = [...query.replace(/'[^']*'|"[^"]*"/g, "").matchAll(/[A-Za-z_][\w.:]*/g)].map(([word]) => word);
  const concerning = words.filter(isConcerning);
  const [metric] = concerning;
  if (metric === undefined) {
    return nothing;
  }
  const certManagerMetric = concerning.some((word) => word.startsWith("certmanager_"));
  if (concerning.every((word) => word === readyStatus)) {
    return { signs: [{ kind: "readiness" }], certManagerMetric };
  }
  return concerning.every(isMisspelt)
    ? { signs: [{ kind: "never-matches", why: "metric", metric }], certManagerMetric }
    : { ...openReading, certManagerMetric };
}

/** @param query in a language that is not read here. */
export function readForeignQuery(query: string): ExpressionReading {
  return mayConcern(query) ? openReading : nothing;
}
