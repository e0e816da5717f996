import type { CertificateFact, Metric } from "../ownership/alert-expressions";
import type { VainMetric } from "../ownership/inventory";
import type { Label, Selector } from "./promql";
import { isTemplated } from "./templates";

/** The metric of the condition Ready, which holds until a certificate has expired. */
export const readyStatus = "certmanager_certificate_ready_status";
const challengeStatus = "certmanager_certificate_challenge_status";

/** cert-manager's metrics of dates; none of them has a label `condition`. */
const certManagerDates: ReadonlySet<string> = new Set([
  "certmanager_certificate_expiration_timestamp_seconds",
  "certmanager_certificate_not_after_timestamp_seconds",
  "certmanager_certificate_not_before_timestamp_seconds",
  "certmanager_certificate_renewal_timestamp_seconds",
]);

/**
 * What exporters of certificates, and programs that serve them, call what they know (their documentation and sources, 2026-11):
 * cert-manager, the blackbox exporter, enix' x509-certificate-exporter, Telegraf's x509_cert, ribbybibby's ssl_exporter, joe-elliott's
 * cert-exporter, Traefik, ingress-nginx, Envoy, Uptime Kuma, Gatus.
 */
const facts: ReadonlyMap<string, CertificateFact> = new Map([
  ["certmanager_certificate_expiration_timestamp_seconds", "ends-at"],
  ["certmanager_certificate_not_after_timestamp_seconds", "ends-at"],
  ["certmanager_certificate_not_before_timestamp_seconds", "begins-at"],
  ["certmanager_certificate_renewal_timestamp_seconds", "renews-at"],
  [readyStatus, "ready"],
  [challengeStatus, "challenge"],
  ["certmanager_controller_sync_error_count", "failures"],
  ["probe_ssl_earliest_cert_expiry", "ends-at"],
  ["probe_ssl_last_chain_expiry_timestamp_seconds", "ends-at"],
  ["x509_cert_not_after", "ends-at"],
  ["x509_cert_not_before", "begins-at"],
  ["x509_cert_expires_in_seconds", "seconds-left"],
  ["x509_cert_expired", "has-ended"],
  ["x509_cert_enddate", "ends-at"],
  ["x509_cert_startdate", "begins-at"],
  ["x509_cert_expiry", "seconds-left"],
  ["ssl_cert_not_after", "ends-at"],
  ["ssl_cert_not_before", "begins-at"],
  ["ssl_verified_cert_not_after", "ends-at"],
  ["ssl_file_cert_not_after", "ends-at"],
  ["ssl_kubernetes_cert_not_after", "ends-at"],
  ["cert_exporter_cert_expires_in_seconds", "seconds-left"],
  ["cert_exporter_cert_not_after_timestamp", "ends-at"],
  ["cert_exporter_secret_expires_in_seconds", "seconds-left"],
  ["cert_exporter_secret_not_after_timestamp", "ends-at"],
  ["traefik_tls_certs_not_after", "ends-at"],
  ["nginx_ingress_controller_ssl_expire_time_seconds", "ends-at"],
  ["envoy_server_days_until_first_cert_expiring", "whole-days-left"],
  ["monitor_cert_days_remaining", "days-left"],
  ["gatus_results_certificate_expiration_seconds", "seconds-left"],
]);

/** CloudWatch's `DaysToExpiry`, as its exporters call it. */
const acmDays = /^aws_(?:certificatemanager|acm)_days_to_expiry(?:_(?:minimum|maximum|average|sum))?$/;

/** Of other certificates, or of other things about cert-manager: neither an alert on expiry nor possibly one. */
const elsewhere =
  /^(?:kubelet_|apiserver_|etcd_|rest_client_|istio_|citadel_|pilot_|linkerd_|consul_|nomad_|vault_|pg_|certmanager_(?:http_acme|acme|clock_|controller_sync_call|(?:cluster)?issuer_ready_))/;

/** The wrong spellings of cert-manager's names; other metrics that it has, or may come to have, are not among them. */
const nearMiss = /^(?:certmanager|cert_manager)_certificates?_(?:expir\w*|not_?after\w*|renew(?:al)?_time\w*|ready(?:_status)?)$/;

/** How Datadog's names of the same metrics look after a conversion to Prometheus. */
const converted = /^cert_manager_certificate_(?:(?:expiration|renewal)_timestamp|ready_status)$/;

/** @returns whether a text may have to do with certificates, in whatever language. */
export function mayConcern(text: string): boolean {
  return /cert|x509|ssl|tls|acme|expir/i.test(text);
}

/** @returns whether a word of a query may be a metric of certificates that a stack may hold; cert-manager's own workings and Kubernetes' are none. */
export function isConcerning(metric: string): boolean {
  return mayConcern(metric) && !elsewhere.test(metric);
}

const ofCertificates = /cert|x509|ssl|tls|https/i;
const ofTheirEnd = /expir|not_?after|valid|remain|left|until|days|age(?:_|$)|end_?(?:date|time)|renew|lifetime|ttl/i;
/** `tls_session_ticket_key_expiry` and the like. */
const ofOthers = /licen[cs]e|session|ticket|token|handshake|password|invalid/i;

/** @returns whether a metric that nobody here knows seems to tell when certificates end. */
function mayTellEnd(name: string): boolean {
  return ofCertificates.test(name) && ofTheirEnd.test(name) && !ofOthers.test(name) && !elsewhere.test(name);
}

/** @returns whether a text, such as a file of rules, asks for a metric of expiry. */
export function mentionsExpiry(text: string): boolean {
  return /certmanager_certificate_(?:expiration|not_after|renewal)_timestamp|probe_ssl_|x509_cert|ssl_\w{0,40}cert|cert_exporter|cert\w{0,40}_expir/i.test(
    text,
  );
}

/** @returns whether a metric is one of cert-manager's under a name that it does not have. */
export function isMisspelt(name: string): boolean {
  return nearMiss.test(name) && !converted.test(name) && !facts.has(name);
}

/** @returns whether a metric is one of those that cert-manager itself offers about certificates. */
export function isCertManagers(name: string): boolean {
  return name.startsWith("certmanager_") && !elsewhere.test(name);
}

const statuses: Partial<Readonly<Record<CertificateFact, { readonly label: string; readonly all: readonly string[] }>>> = {
  ready: { label: "condition", all: ["True", "False", "Unknown"] },
  // pkg/apis/acme/v1/types.go: State; without one until the challenge is first looked at.
  challenge: { label: "status", all: ["", "pending", "processing", "ready", "valid", "invalid", "expired", "errored"] },
};

/** @returns what a selector's metric tells of certificates. */
export function readMetric(selector: Selector): Omit<Metric, "kind" | "name"> {
  const { name, labels } = selector;
  if (name === undefined) {
    return readNameless(selector);
  }
  if (neverMatching(selector) !== undefined) {
    return { facts: ["nothing"] };
  }
  if (acmDays.test(name)) {
    return { facts: ["whole-days-left"], of: "acm" };
  }
  const fact = facts.get(name);
  if (fact === undefined) {
    return { facts: mayTellEnd(name) ? ["unclear"] : [] };
  }
  const status = statuses[fact];
  const conditions = labels.filter((label) => label.name === status?.label);
  return status === undefined || conditions.length === 0
    ? { facts: [fact] }
    : { facts: [fact], statuses: status.all.filter((value) => conditions.every((label) => matches(label, value) !== false)) };
}

/** Several metrics by a pattern of their names, or whatever has certain labels. */
function readNameless({ names, labels }: Selector): Omit<Metric, "kind" | "name"> {
  const known = names.length === 0 ? [] : [...facts].filter(([name]) => names.every((label) => matches(label, name) === true));
  if (known.length > 0) {
    return { facts: [...new Set(known.map(([, fact]) => fact))] };
  }
  return { facts: [...names, ...labels].some(({ value }) => mayConcern(value)) ? ["unclear"] : [] };
}

/** @returns why a selector selects nothing, ever; undefined where it may select something. */
export function neverMatching({ name, labels }: Selector): VainMetric | undefined {
  if (name === undefined) {
    return undefined;
  }
  const conditions = labels.filter((label) => label.name === "condition");
  if (certManagerDates.has(name) && conditions.some((label) => matches(label, "") === false)) {
    return { why: "label", metric: name };
  }
  if (name === readyStatus && conditions.some((label) => statuses.ready?.all.every((status) => matches(label, status) === false))) {
    return { why: "condition", metric: name };
  }
  return isMisspelt(name) ? { why: "metric", metric: name } : undefined;
}

/** @returns whether a label of that value is matched; undefined for patterns that are not run here: some take longer than anybody waits. */
function matches({ operator, value: pattern }: Label, value: string): boolean | undefined {
  if (isTemplated(pattern)) {
    return undefined;
  }
  const isNegative = operator.startsWith("!");
  if (!operator.endsWith("~")) {
    return (pattern === value) !== isNegative;
  }
  const isPlain = pattern.length <= 200 && /^(?:[\w:|]|\.[*+]?)*$/.test(pattern) && pattern.split(/[*+]/).length <= 4;
  return isPlain ? new RegExp(`^(?:${pattern})$`).test(value) !== isNegative : undefined;
}
