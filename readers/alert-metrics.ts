/** The metric of the condition Ready, which holds until a certificate has expired. */
export const readyStatus = "certmanager_certificate_ready_status";

/** cert-manager's metrics of dates; none of them has a label `condition`. */
export const certManagerDates: ReadonlySet<string> = new Set([
  "certmanager_certificate_expiration_timestamp_seconds",
  "certmanager_certificate_not_after_timestamp_seconds",
  "certmanager_certificate_renewal_timestamp_seconds",
]);

/** Metrics that are the time of expiry: cert-manager's, the blackbox exporter's, and those of exporters of certificates. */
export const expiryTimes: ReadonlySet<string> = new Set([
  "certmanager_certificate_expiration_timestamp_seconds",
  "certmanager_certificate_not_after_timestamp_seconds",
  "probe_ssl_earliest_cert_expiry",
  "x509_cert_not_after",
  "ssl_cert_not_after",
]);

/** The metric that counts down to the end of a certificate. */
export const secondsLeft = "x509_cert_expires_in_seconds";

/** Metrics by which an alert may watch the end of a certificate. */
export const watching: ReadonlySet<string> = new Set([...certManagerDates, ...expiryTimes, secondsLeft]);

/** Of other certificates, or of other things about cert-manager: neither an alert on expiry nor possibly one. */
const elsewhere =
  /^(?:kubelet_|apiserver_|etcd_|rest_client_|certmanager_(?:http_acme|clock_|controller_sync_call|(?:cluster)?issuer_ready_))/;

/** The wrong spellings of cert-manager's names; other metrics that it has, or may come to have, are not among them. */
const nearMiss = /^(?:certmanager|cert_manager)_certificates?_(?:expir\w*|not_?after\w*|renew(?:al)?_time\w*|ready(?:_status)?)$/;

/** How Datadog's names of the same metrics look after a conversion to Prometheus. */
const converted = /^cert_manager_certificate_(?:(?:expiration|renewal)_timestamp|ready_status)$/;

/** @returns whether a metric tells of certificates that a stack may hold; cert-manager's own workings and Kubernetes' do not. */
export function isConcerning(metric: string): boolean {
  return mayConcern(metric) && !elsewhere.test(metric);
}

/** @returns whether a text may have to do with certificates, in whatever language. */
export function mayConcern(text: string): boolean {
  return /cert|x509|ssl|tls|acme|expir/i.test(text);
}

/** @returns whether a text, such as a file of rules, asks for a metric of expiry. */
export function mentionsExpiry(text: string): boolean {
  return /certmanager_certificate_(?:expiration|not_after|renewal)_timestamp|probe_ssl_|x509_cert|ssl_\w{0,40}cert|cert_exporter|cert\w{0,40}_expir/i.test(
    text,
  );
}

/** @returns whether a metric is one of cert-manager's under a name that it does not have. */
export function isMisspelt(name: string): boolean {
  return nearMiss.test(name) && !converted.test(name) && !watching.has(name) && name !== readyStatus;
}
