import type { JudgedSign } from "../../policies/certificate-expiry-alerted/signs";
import { readExpression } from "../../readers/alert-expressions";
import { judged, late } from "./judged";

const expiration = "certmanager_certificate_expiration_timestamp_seconds";
const ready = "certmanager_certificate_ready_status";
const probed = "probe_ssl_earliest_cert_expiry";

const inTime: JudgedSign = { kind: "expiry", of: "any" };
const open: JudgedSign = { kind: "open" };
const readiness: JudgedSign = { kind: "readiness" };
const never = (why: "metric" | "label" | "condition", metric: string): JudgedSign => ({ kind: "never-matches", why, metric });

type Row = readonly [name: string, expression: string, sign?: JudgedSign];
const filled = ([name, expression, sign]: Row) => [name, expression, sign] as const;

/** @returns what an expression that asks cert-manager says, or one that asks somebody else. */
function reading(sign: JudgedSign | undefined, certManagerMetric: boolean): object {
  return { signs: sign === undefined ? [] : [sign], certManagerMetric };
}

describe("asks for cert-manager's metrics", () => {
  const rows: readonly Row[] = [
    // In time.
    ["the expiry, three weeks before", `${expiration} - time() < 21*24*3600`, inTime],
    [
      "the mixin's expiry",
      `avg by (exported_namespace, namespace, name) (\n  ${expiration} - time()\n) < (21 * 24 * 3600) # 21 days in seconds\n`,
      inTime,
    ],
    ["the same of one certificate", `${expiration}{name="shop", exported_namespace="shop"} - time() < 1814400`, inTime],
    ["the end of what is issued, since 1.18", "certmanager_certificate_not_after_timestamp_seconds - time() < 1814400", inTime],
    ["an overdue renewal", "time() > certmanager_certificate_renewal_timestamp_seconds + 86400", inTime],
    ["a renewal that is due, which comes weeks before the end", "certmanager_certificate_renewal_timestamp_seconds < time()", inTime],
    ["the expiry, beside a probe's success", `${expiration} - time() < 1814400 and on() probe_success == 1`, inTime],
    ["the expiry, beside a near miss of its name", `certmanager_certificate_expiry < 1 or ${expiration} - time() < 1814400`, inTime],
    ["the expiry, beside Ready", `${ready} == 0 or ${expiration} - time() < 1814400`, inTime],
    ["the expiry, of the namespaces without a condition", `${expiration}{condition=""} - time() < 1814400`, inTime],
    ["the expiry, of conditions that are not certain", `${expiration}{condition=~".*"} - time() < 1814400`, inTime],
    ["the expiry, but for a condition", `${expiration}{condition!="True"} - time() < 1814400`, inTime],
    // Too late.
    [
      "the end of what is issued, when it has come",
      "certmanager_certificate_not_after_timestamp_seconds - time() < 0",
      late("certmanager_certificate_not_after_timestamp_seconds"),
    ],
    ["the expiry, when it has come", `${expiration} - time() < 0`, late(expiration)],
    ["the expiry against a near miss, which there is not", `${expiration} - certmanager_certificate_expiry < 0`, { kind: "never-fires" }],
    // Ready.
    ["the mixin's readiness", `max by (name, condition) (${ready}{condition!="True"} == 1)`, readiness],
    ["Ready=False", `${ready}{condition="False"} == 1`, readiness],
    ["Ready=False or unknown", `${ready}{condition=~"False|Unknown"} == 1`, readiness],
    ["Ready=True", `${ready}{condition="True"} == 0`, readiness],
    ["Ready, when nobody knows", `${ready}{condition="Unknown"} == 1`, readiness],
    ["Ready=False, and a status that there is not", `${ready}{condition=~"Ready|False"} == 1`, readiness],
    ["Ready, by the status that is on the dashboard", `${ready}{condition="$condition"} == 0`, readiness],
    ["Ready, by a status that is filled in", 'certmanager_certificate_ready_status{condition="Un${status}"} == 0', readiness],
    ["Ready, by the end of a status", `${ready}{condition=~".*alse"} == 1`, readiness],
    ["Ready, by the beginning of a status", `${ready}{condition=~"Fal.*"} == 1`, readiness],
    ["Ready, but for a status", `${ready}{condition!~"Ready"} == 0`, readiness],
    ["Ready, of namespaces with a bar in the text", `${ready}{exported_namespace=~"|shop"} == 0`, readiness],
    // Never.
    [
      "the end of what is issued, by a condition",
      'certmanager_certificate_not_after_timestamp_seconds{condition="True"} < 1',
      never("label", "certmanager_certificate_not_after_timestamp_seconds"),
    ],
    [
      "a near miss of the expiry",
      "certmanager_certificate_expiry_timestamp_seconds < 1",
      never("metric", "certmanager_certificate_expiry_timestamp_seconds"),
    ],
    ["a condition of the expiry", `${expiration}{condition="True"} - time() < 1814400`, never("label", expiration)],
    [
      "a condition of the renewal",
      'certmanager_certificate_renewal_timestamp_seconds{condition=~"True|False"} < time()',
      never("label", "certmanager_certificate_renewal_timestamp_seconds"),
    ],
    ["a status that there is not", `${ready}{condition="Ready"} == 0`, never("condition", ready)],
    ["a status that there is not, as a regular expression", `${ready}{condition=~"Ready"} == 0`, never("condition", ready)],
    ["a status in lower case", `${ready}{condition=~"false|unknown"} == 1`, never("condition", ready)],
    ["a status with more behind it", `${ready}{condition="TrueReady"} == 1`, never("condition", ready)],
    ["a status with more before it", `${ready}{condition="NotTrue"} == 1`, never("condition", ready)],
    // In time, by what moves while a renewal fails.
    ["Ready, beside a challenge", `${ready}{condition="False"} == 1 or certmanager_certificate_challenge_status == 1`, inTime],
    ["a challenge that stays pending", 'certmanager_certificate_challenge_status{status="pending"} == 1', inTime],
    ["a challenge that has failed", 'certmanager_certificate_challenge_status{status=~"invalid|expired|errored"} == 1', inTime],
    ["errors of the controllers", "rate(certmanager_controller_sync_error_count[15m]) > 0", inTime],
    // Something else.
    ["what never matches, or another metric", "certmanager_certificate_expiry < 1 or up == 0"],
    ["the absence of a metric", `absent(${ready})`],
    ["the absence of a metric for a while", `absent_over_time(${expiration}[1h])`],
    ["the absence of a metric that there is not", "absent(certmanager_certificate_expiry_seconds)"],
    ["a certificate that is not valid yet", "certmanager_certificate_not_before_timestamp_seconds > time()"],
    ["a certificate that was renewed just now", `changes(${expiration}[1h]) > 0`],
  ];

  test.each(rows.map(filled))("%s", (_, expression, sign) => {
    expect(judged(readExpression(expression))).toEqual(reading(sign, true));
  });
});

describe("asks for others' metrics", () => {
  const rows: readonly Row[] = [
    ["the blackbox exporter's", `${probed} - time() < 86400 * 30`, inTime],
    ["the blackbox exporter's between two days", `0 <= round((last_over_time(${probed}[10m]) - time()) / 86400, 0.1) < 3`, inTime],
    ["the blackbox exporter's, when it has come", `(${probed} - time()) / 86400 < 0`, late(probed)],
    ["the x509 exporter's", '(x509_cert_not_after{secret_namespace!=""} - time()) / 86400 < 28', inTime],
    ["the x509 exporter's seconds left", "x509_cert_expires_in_seconds < 604800", inTime],
    [
      "the x509 exporter's seconds left, when none is",
      "x509_cert_expires_in_seconds <= 0",
      late("x509_cert_expires_in_seconds", "seconds-left"),
    ],
    ["the SSL exporter's", "ssl_cert_not_after - time() < 604800", inTime],
    ["the expiry, by a condition that an exporter may have", `${probed}{condition="True"} - time() < 1814400`, inTime],
    ["another name for the end of a chain", "probe_ssl_last_chain_expiry_timestamp_seconds - time() < 604800", inTime],
    ["an exporter's of one's own", "cert_exporter_secret_not_after - time() < 1209600", open],
    ["metrics by a pattern", 'up == 0 or {__name__=~"probe_ssl_.*"} < 1', open],
    ["a template", "{{ .Values.certificates.metric }} < 1", open],
    ["a metric of Datadog's, converted", "cert_manager_certificate_expiration_timestamp - time() < 1814400", open],
    // Nothing.
    ["signing requests by their condition", 'kube_certificatesigningrequest_condition{condition="denied"} > 0'],
    ["whether cert-manager runs", 'absent(up{job="cert-manager"})'],
    ["limits of an authority", 'rate(certmanager_http_acme_client_request_count{status="429"}[5m]) > 0'],
    ["an issuer's readiness", "certmanager_clusterissuer_ready_status == 0"],
    ["Kubernetes' own certificates", "apiserver_client_certificate_expiration_seconds_count > 0"],
    ["a template about something else", "{{ .Values.metric }} < 1"],
    ["metrics by a pattern about something else", '{__name__=~"node_.*"} < 1'],
    ["something else", "up == 0"],
    ["nothing", ""],
  ];

  test.each(rows.map(filled))("%s", (_, expression, sign) => {
    expect(judged(readExpression(expression))).toEqual(reading(sign, false));
  });
});

describe("asks both", () => {
  test("cert-manager's metric, beside a probe's", () => {
    expect(judged(readExpression(`${expiration} - time() < 86400 or ${probed} - time() < 86400`))).toEqual(reading(inTime, true));
  });

  test("an expression of ten thousand characters is read, a longer one may be anything", () => {
    const longest = `${expiration} - time() < 1d`.padEnd(10_000);
    expect(judged(readExpression(longest))).toEqual(reading(inTime, true));
    expect(judged(readExpression(`${longest} `))).toEqual(reading(open, false));
  });
});

describe("asks for a line of a log", () => {
  const challengeLog: JudgedSign = { kind: "challenge-log" };
  const counted = (lines: string) => `sum by (cluster) (count_over_time(${lines} [15m])) > 1`;
  const rows: readonly Row[] = [
    ["that cert-manager does not write", counted('{app_kubernetes_io_name="cert-manager"} |= "error presenting challenge"'), challengeLog],
    ["the same of an app in one word", counted('{app="certmanager"} |= "error presenting challenge"'), challengeLog],
    ["the same as a regular expression", counted('{app="cert-manager"} |~ ".*error presenting challenge: .*"'), challengeLog],
    ["the same, in two filters", counted('{app="cert-manager"} |= "shop" |= "error presenting challenge"'), challengeLog],
    ["the same, without others", counted('{app="cert-manager"} |= "error presenting challenge" != "test"'), challengeLog],
    [
      "the same, of labels that begin and end like alternatives",
      counted('{app="cert-manager", org="a", color="b", x="or"} |= "error presenting challenge"'),
      challengeLog,
    ],
    ["the same, with brackets and bars in labels", counted('{app="cert-manager", x=~"{|a"} |= "error presenting challenge"'), challengeLog],
    // It may match.
    ["in the event's spelling", counted('{app="cert-manager"} |= "Error presenting challenge"'), open],
    ["in either case", counted('{app="cert-manager"} |~ "(?i)error presenting challenge"'), open],
    ["with an alternative", counted('{app="cert-manager"} |= "error presenting challenge" or "failed to change"'), open],
    ["with an exception", counted('{app="cert-manager"} |= "error presenting challenge" unless up'), open],
    ["of another program", counted('{app="acme-client"} |= "error presenting challenge"'), open],
    ["after rewriting it", counted('{app="cert-manager"} | line_format "{{ lower .msg }}" |= "error presenting challenge"'), open],
    [
      "in relation to another",
      `${counted('{app="cert-manager"} |= "error presenting challenge"')} / ${counted('{app="cert-manager"}')}`,
      open,
    ],
    ["of another trouble", counted('{app="cert-manager"} |= "re-queuing item due to error processing"'), open],
    ["of another trouble, beside something else", counted('{app="cert-manager"} |= "leader" |= "renewing"'), open],
    ["of another trouble, in one word", counted('{app="cert-manager"} |= "notAfter"'), open],
    ["of anything", counted('{app="cert-manager"} |= ""'), open],
    ["of a regular expression", counted('{app="cert-manager"} |~ "leader"'), open],
    ["of an address", counted('{app="cert-manager"} |= ip("192.0.2.0/24")'), open],
    ["of any line that has fields", counted('{app="cert-manager"} | json'), open],
    ["with a filter that does not end", '{app="cert-manager"} |=', open],
    // Something else.
    ["of something else", counted('{app="cert-manager"} |= "leader" |= "elected"')],
    ["of an issuer's client", counted('{app="cert-manager"} |= "ACME client for issuer not initialised/available"')],
    ["of another program, about something else", counted('{app="shop"} |= "error"')],
  ];

  test.each(rows.map(filled))("%s", (_, expression, sign) => {
    expect(judged(readExpression(expression))).toEqual(reading(sign, false));
  });
});
