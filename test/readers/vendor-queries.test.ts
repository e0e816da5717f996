import type { JudgedSign } from "../../policies/certificate-expiry-alerted/signs";
import { readDatadogQuery, readForeignQuery, readNrql } from "../../readers/vendor-queries";
import { judged, late } from "./judged";

const inTime: JudgedSign = { kind: "expiry", of: "any" };
const open: JudgedSign = { kind: "open" };
const readiness: JudgedSign = { kind: "readiness" };

/** Whether it is cert-manager that is asked stands last. */
type Row = readonly [name: string, query: string, signs: readonly JudgedSign[], asksCertManager: boolean];

describe("a query of Datadog", () => {
  const rows: readonly Row[] = [
    ["days left, three weeks before", "min(last_1h):min:tls.days_left{*} by {url,name} < 21", [inTime], false],
    ["seconds left, without an aggregation", "avg(last_4h) : http.ssl.seconds_left{env:prod} <= 604800.5", [inTime], false],
    ["days left, when none is", "min(last_1h):min:tls.days_left{*} < 0", [late("tls.days_left", "days-left")], false],
    ["days left, a day after", "  max(last_1d):avg:http.ssl.days_left{*}by{url}<=-1.5  ", [late("http.ssl.days_left", "days-left")], false],
    ["days left, by a finer measure", "min(last_1h):min:tls.days_left{*} < -1.25", [late("tls.days_left", "days-left")], false],
    ["days left, behind another query", "max(last_1h):max:a{*} + min(last_1h):min:tls.days_left{*} < 0", [open], false],
    ["days left, before something else", "min(last_1h):min:tls.days_left{*} < 0 + 21", [open], false],
    ["days left, in a calculation", "min(last_1h):min:tls.days_left{*} - 14 < 0", [open], false],
    ["days left, when all is well", "min(last_1h):min:tls.days_left{*} > 0", [open], false],
    [
      "cert-manager's readiness",
      "max(last_10m):max:cert_manager.certificate.ready_status{condition:false} by {name} > 0",
      [readiness],
      true,
    ],
    ["cert-manager's expiry", "min(last_1h):min:cert_manager.certificate.expiration_timestamp{*} < 1", [open], true],
    ["readiness, and days left", "min(last_1h):min:cert_manager.certificate.ready_status{*} + min:tls.days_left{*} < 1", [open], true],
    [
      "readiness of two conditions",
      "min(last_1h):a:cert_manager.certificate.ready_status{condition:true} - b:cert_manager.certificate.ready_status{*} < 1",
      [readiness],
      true,
    ],
    ["something else of services for certificates", "avg(last_5m):avg:system.load.1{service:certificates} by {ssl} > 4", [], false],
    ["something else", "avg(last_5m):avg:system.load.1{*} > 4", [], false],
    ["nothing", "", [], false],
  ];

  test.each(rows)("%s", (_, query, signs, certManagerMetric) => {
    expect(judged(readDatadogQuery(query))).toEqual({ signs, certManagerMetric });
  });
});

describe("a query of New Relic", () => {
  const never = (metric: string): JudgedSign => ({ kind: "never-matches", why: "metric", metric });
  const ready = "certmanager_certificate_ready_status";
  const misspelt = "certmanager_certificate_expiry_timestamp_seconds";
  const rows: readonly Row[] = [
    ["Ready", `SELECT latest(${ready}) FROM Metric WHERE condition = 'False' FACET name`, [readiness], true],
    ["Ready, in two places", `SELECT min(${ready}), max(${ready}) FROM Metric`, [readiness], true],
    ["Ready, and the expiry", `SELECT min(${ready}), min(certmanager_certificate_expiration_timestamp_seconds) FROM Metric`, [open], true],
    ["the expiry", "SELECT min(certmanager_certificate_expiration_timestamp_seconds) FROM Metric", [open], true],
    ["a probe's expiry", "SELECT min(probe_ssl_earliest_cert_expiry) FROM Metric", [open], false],
    ["a probe's and cert-manager's", "SELECT min(probe_ssl_earliest_cert_expiry) - min(certmanager_any) FROM Metric", [open], true],
    ["a near miss", `SELECT min(${misspelt}) FROM Metric`, [never(misspelt)], true],
    [
      "a near miss, and the right name",
      `SELECT min(${misspelt}), min(certmanager_certificate_expiration_timestamp_seconds) FROM Metric`,
      [open],
      true,
    ],
    ["checks of certificates", "SELECT min(daysUntilExpiration) FROM SyntheticCheck", [open], false],
    [
      "something else of what is called so",
      "SELECT average(duration) FROM Transaction WHERE name = 'certificates' AND app = \"ssl\"",
      [],
      false,
    ],
    ["something else in quotes of one letter", "SELECT count(*) FROM Log WHERE a = 'x' AND b = \"y\"", [], false],
    ["something else of Kubernetes' own", "SELECT max(apiserver_client_certificate_expiration_seconds_sum) FROM Metric", [], false],
    ["nothing", "", [], false],
  ];

  test.each(rows)("%s", (_, query, signs, certManagerMetric) => {
    expect(readNrql(query)).toEqual({ signs, certManagerMetric });
  });
});

test("a query in another language may be about certificates if a word of it is", () => {
  expect(readForeignQuery('metric.type="monitoring.googleapis.com/uptime_check/time_until_ssl_cert_expires"').signs).toEqual([open]);
  expect(readForeignQuery('metric.type="compute.googleapis.com/instance/cpu/utilization"').signs).toEqual([]);
});
