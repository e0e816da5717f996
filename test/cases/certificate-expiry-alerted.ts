import type { StackResource } from "../../cli/stack-resource";
import {
  certManager,
  component,
  fastly,
  kubernetesObject,
  pems,
  provider,
  resource,
  secret,
  secretObject,
  unknown,
  type Inputs,
  type Settings,
} from "../support";
import type { Cases } from "./cases";

type Expression = string | Inputs;
const asRule = (rule: Expression): Inputs => (typeof rule === "string" ? { alert: "Certificates", expr: rule, for: "10m" } : rule);

/** A PrometheusRule; texts are expressions of alerts. */
export const rules = (...expressions: readonly Expression[]): StackResource =>
  kubernetesObject("monitoring.coreos.com/v1", "PrometheusRule", "certificates", {
    spec: { groups: [{ name: "certificates", rules: expressions.map(asRule) }] },
  });

const threshold = { refId: "B", datasourceUid: "__expr__", model: JSON.stringify({ type: "threshold", expression: "A", refId: "B" }) };

/** A rule group of Grafana, one rule for each expression. */
export const grafana = (name: string, ...expressions: readonly string[]): StackResource =>
  resource("grafana:alerting/ruleGroup:RuleGroup", name, {
    folderUid: "alerts",
    intervalSeconds: 300,
    rules: expressions.map((expr, index) => ({
      name: `rule-${index}`,
      condition: "B",
      datas: [{ refId: "A", datasourceUid: "prometheus", model: JSON.stringify({ expr, refId: "A" }) }, threshold],
    })),
  });

const grafanaModels = (...models: readonly unknown[]): StackResource =>
  resource("grafana:index/ruleGroup:RuleGroup", "other", {
    rules: models.map((model) => ({ name: "rule", datas: [{ refId: "A", datasourceUid: "db", model }, threshold] })),
  });

/** A rule of Grafana whose comparison is a query of its own, of what the first one gives. */
const grafanaCompared = (
  expr: string,
  type: string,
  params: readonly unknown[],
  more: readonly Inputs[] = [],
  compared = "B",
): StackResource =>
  resource("grafana:alerting/ruleGroup:RuleGroup", "compared", {
    rules: [
      {
        name: "rule",
        condition: "C",
        datas: [
          { refId: "A", datasourceUid: "prometheus", model: JSON.stringify({ expr, refId: "A" }) },
          {
            refId: "B",
            datasourceUid: "__expr__",
            model: JSON.stringify({ type: "reduce", expression: "A", reducer: "last", refId: "B" }),
          },
          {
            refId: "C",
            datasourceUid: "__expr__",
            model: JSON.stringify({ type: "threshold", expression: compared, conditions: [{ evaluator: { type, params } }], refId: "C" }),
          },
          ...more,
        ],
      },
    ],
  });
/** A rule of Grafana of an older version: reductions and comparisons in one. */
const grafanaClassic = (expr: string, limit: number): StackResource =>
  resource("grafana:alerting/ruleGroup:RuleGroup", "classic", {
    rules: [
      {
        name: "rule",
        condition: "B",
        datas: [
          { refId: "A", datasourceUid: "prometheus", model: JSON.stringify({ expr, refId: "A" }) },
          {
            refId: "B",
            datasourceUid: "-100",
            model: JSON.stringify({
              type: "classic_conditions",
              conditions: [{ evaluator: { type: "lt", params: [limit] }, query: { params: ["A"] }, reducer: { type: "last" } }],
            }),
          },
        ],
      },
    ],
  });
const daysLeft = "min by (name) (certmanager_certificate_expiration_timestamp_seconds - time()) / 86400";
const nrql = (query: unknown): StackResource =>
  resource("newrelic:index/nrqlAlertCondition:NrqlAlertCondition", "nrql", { name: "Certificates", nrql: { query } });

export const ready = 'max by (name, exported_namespace, condition) (certmanager_certificate_ready_status{condition!="True"} == 1)';
export const expiry = "certmanager_certificate_expiration_timestamp_seconds - time() < 21 * 86400";
export const lokiRule =
  'sum by (cluster) (\n  count_over_time(\n    {app_kubernetes_io_name="cert-manager", cluster=~".*-production"}\n    |= "error presenting challenge" [15m]\n  )\n) > 1';
const otherLokiRule =
  'sum by (cluster) (count_over_time({app_kubernetes_io_name="cert-manager"} |= "ACME client for issuer not initialised/available" [15m])) > 3';

const datadog = (query: string): StackResource =>
  resource("datadog:index/monitor:Monitor", "monitor", { name: "Certificates", type: "query alert", query, message: "@ops" });
const alarm = (settings: Inputs): StackResource =>
  resource("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", {
    namespace: "AWS/CertificateManager",
    metricName: "DaysToExpiry",
    comparisonOperator: "LessThanThreshold",
    evaluationPeriods: 1,
    threshold: 30,
    ...settings,
  });
const amp = (data: unknown): StackResource =>
  resource("aws:amp/ruleGroupNamespace:RuleGroupNamespace", "rules", { workspaceId: "ws-1", data });
const ruleFile = (expression: string): string => `groups:
  - name: certificates
    rules:
      - alert: CertificateNotReady
        # Anything but True.
        expr: ${expression}
        for: 10m
        annotations:
          summary: A TLS certificate is not ready.
`;
const azure = (expression: string, type = "azure-native:alertsmanagement:PrometheusRuleGroup"): StackResource =>
  resource(type, "rules", { rules: [{ alert: "Certificates", expression }] });
const alertPolicy = (condition: Inputs): StackResource =>
  resource("gcp:monitoring/alertPolicy:AlertPolicy", "policy", { combiner: "OR", conditions: [{ displayName: "one", ...condition }] });
const release = (chart: unknown, values: unknown = {}, name = "release", settings: Settings = {}): StackResource =>
  resource("kubernetes:helm.sh/v3:Release", name, { chart, version: "v1.16.2", values }, settings);
const installed = release("cert-manager", { crds: { enabled: true } }, "cert-manager");
const kept = certManager.certificate("shop", { dnsNames: ["shop.example.org"] });
const withoutMetrics = release("cert-manager", { prometheus: { enabled: false }, crds: { enabled: true } }, "cert-manager");

const signed = (inputs: Inputs, settings: Settings = {}): StackResource =>
  resource(
    "tls:index/locallySignedCert:LocallySignedCert",
    "partner",
    { caCertPem: "PEM", caPrivateKeyPem: secret("PEM"), certRequestPem: unknown, validityPeriodHours: 8760, ...inputs },
    settings,
  );
const request = (inputs: Inputs): StackResource =>
  resource("tls:index/certRequest:CertRequest", "request", { privateKeyPem: "PEM", ...inputs });
const partnerRequest = request({ subject: { commonName: "Partner integration" } });
const innerRequest = request({ dnsNames: ["etcd-client.default.svc"] });
const unknownRequest = request({ dnsNames: unknown });
const serverRequest = request({ dnsNames: ["shop.example.org"] });
const requestedBy = (asked: StackResource): Settings => ({ propertyDependencies: { certRequestPem: [asked] } });
const selfSigned = (inputs: Inputs): StackResource =>
  resource("tls:index/selfSignedCert:SelfSignedCert", "web", {
    privateKeyPem: secret("PEM"),
    allowedUses: ["server_auth"],
    validityPeriodHours: 8760,
    ...inputs,
  });
const fastlyCertificate = (certificateBody: unknown, settings: Settings = {}): StackResource =>
  resource("fastly:index/tlsCertificate:TlsCertificate", "upload", { certificateBody }, settings);
const imported = resource("aws:acm/certificate:Certificate", "imported", { certificateBody: pems.server, privateKey: secret("PEM") });
const tlsSecret = (settings: Parameters<typeof secretObject>[2] = {}): StackResource =>
  secretObject("shop-tls", { "tls.crt": pems.server, "tls.key": "KEY" }, settings);
const acmeCertificate = resource("acme:index/certificate:Certificate", "renewed", {
  commonName: "shop.example.org",
  httpChallenge: { port: 80 },
});
const clientCertificate = signed({ allowedUses: ["client_auth"] });

/** One finding each. */
export const found: Cases = {
  // The stack's alerts cannot fire before expiry.
  "an alert on Ready": [rules(ready)],
  "an alert on Ready=False, with other metrics beside it": [
    rules('certmanager_certificate_ready_status{condition="False"} == 1 and on() up == 1'),
  ],
  "an alert on Ready among others that have nothing to do with it": [
    rules(ready, "up == 0", 'rate(certmanager_http_acme_client_request_count{status="429"}[5m]) > 0', 'absent(up{job="cert-manager"})'),
  ],
  "an alert on Ready, beside those on Kubernetes' own certificates": [
    rules(ready, "histogram_quantile(0.01, rate(apiserver_client_certificate_expiration_seconds_bucket[5m])) < 604800"),
  ],
  "an alert on Ready, with the alert that would do in a comment": [rules(`${ready} # or ${expiry}`)],
  "an alert on Ready, with the metric that would do in a label": [
    rules('certmanager_certificate_ready_status{condition="False", name!="certmanager_certificate_expiration_timestamp_seconds"} == 1'),
  ],
  "an alert on Ready, by __name__": [rules('{__name__="certmanager_certificate_ready_status", condition="False"} == 1')],
  "two alerts on Ready in one resource": [rules(ready, "certmanager_certificate_ready_status == 0")],
  "an alert on Ready in Grafana": [grafana("certificates", "certmanager_certificate_ready_status")],
  "an alert on Ready by VictoriaMetrics' operator": [
    kubernetesObject("operator.victoriametrics.com/v1beta1", "VMRule", "rules", { spec: { groups: [{ rules: [asRule(ready)] }] } }),
  ],
  "an alert on Ready by Grafana's operator": [
    kubernetesObject("grafana.integreatly.org/v1beta1", "GrafanaAlertRuleGroup", "rules", {
      spec: { rules: [{ title: "Ready", data: [{ refId: "A", datasourceUid: "p", model: { expr: ready } }] }] },
    }),
  ],
  "an alert on Ready in Datadog": [
    datadog("max(last_10m):max:cert_manager.certificate.ready_status{condition:false,kube_namespace:cert-manager} by {name} > 0"),
  ],
  "an alert on Ready in Amazon's Prometheus": [amp(ruleFile(ready))],
  "an alert on Ready in Amazon's Prometheus, as JSON": [amp(JSON.stringify({ groups: [{ name: "g", rules: [asRule(ready)] }] }))],
  "an alert on Ready in Amazon's Prometheus, as a block": [amp(ruleFile(`|\n          ${ready}`))],
  "an alert on Ready in Azure's Prometheus": [azure(ready)],
  "an alert on Ready in another version of Azure's API": [azure(ready, "azure-native:alertsmanagement/v20230301:PrometheusRuleGroup")],
  "an alert on Ready in a generated package of Azure's": [
    azure(ready, "azure-native_alertsmanagement_v20230301:alertsmanagement:PrometheusRuleGroup"),
  ],
  "an alert on Ready in Google's": [alertPolicy({ conditionPrometheusQueryLanguage: { query: ready } })],
  "an alert on Ready, and an alarm that knows of ACM's certificates alone": [rules(ready), alarm({})],
  "a log alert on a line that never occurs": [grafana("logs", lokiRule, otherLokiRule)],
  "a log alert on that line as a regular expression": [
    grafana("logs", 'count_over_time({app="cert-manager"} |~ ".*error presenting challenge.*" [5m]) > 0'),
  ],
  // Too late.
  "a threshold at the expiry": [rules("certmanager_certificate_expiration_timestamp_seconds - time() < 0")],
  "a threshold at the expiry, in days and by namespace": [
    rules('min by (namespace) ((certmanager_certificate_not_after_timestamp_seconds{job="cert-manager"} - time()) / 86400) <= 0'),
  ],
  "a threshold after the expiry": [rules("probe_ssl_earliest_cert_expiry - time() < -1 * 86400")],
  "now against the expiry": [rules("time() > x509_cert_not_after")],
  "since the expiry": [rules("(time() - ssl_cert_not_after) / (60 * 60) >= 0")],
  "seconds left, in an exporter's metric": [rules("x509_cert_expires_in_seconds < 0")],
  "the expiry against now, in parentheses": [rules("((probe_ssl_earliest_cert_expiry) <= time())")],
  "the expiry in the past of an offset, which is the same": [rules("probe_ssl_earliest_cert_expiry offset 1d - time() < 0")],
  "a threshold at the expiry, of times that there are": [rules("(certmanager_certificate_expiration_timestamp_seconds != 0) - time() < 0")],
  "a threshold at the expiry, of rounded days": [
    rules("round((last_over_time(probe_ssl_earliest_cert_expiry[10m]) - time()) / 86400, 0.1) < 0"),
  ],
  "a threshold at the expiry, of a metric that is recorded here": [
    rules({ record: "days_left", expr: "(probe_ssl_earliest_cert_expiry - time()) / 86400" }, "min by (instance) (days_left) < 0"),
  ],
  "a threshold at the expiry, or something else": [rules("probe_ssl_earliest_cert_expiry - time() <= 0 or probe_success == 0")],
  "an exporter's flag of what has expired": [rules("x509_cert_expired == 1")],
  "a renewal that is overdue by longer than there is time": [
    rules("time() - certmanager_certificate_renewal_timestamp_seconds > 60 * 86400"),
  ],
  "days that are taken for seconds": [rules("probe_ssl_earliest_cert_expiry - time() < 30")],
  "seconds left that are so few that nobody can act": [rules("x509_cert_expires_in_seconds < 3600")],
  "an alarm below the last day": [alarm({ threshold: 0 })],
  "a monitor of Datadog at the last day": [datadog("min(last_1h):min:tls.days_left{*} by {name} < 0")],
  "a monitor of Datadog at the last second": [datadog("max(last_15m):avg:http.ssl.seconds_left{env:prod} <= 0")],
  "a threshold of Grafana that stands in a query of its own": [grafanaCompared(daysLeft, "lt", [0])],
  "the same, of the time since": [grafanaCompared("time() - probe_ssl_earliest_cert_expiry", "gt", [0])],
  "a query of New Relic on Ready": [
    nrql("SELECT latest(certmanager_certificate_ready_status) FROM Metric WHERE condition = 'False' FACET name"),
  ],
  "classic conditions of Grafana at the expiry": [grafanaClassic("probe_ssl_earliest_cert_expiry - time()", 0)],
  // At no time.
  "a date that is compared with days": [rules("certmanager_certificate_expiration_timestamp_seconds < 21 * 86400")],
  "a renewal that is overdue, while Ready has noticed": [
    rules(
      'certmanager_certificate_ready_status{condition="True"} == 0 and on (name) (time() > certmanager_certificate_renewal_timestamp_seconds) and on (name) (time() < certmanager_certificate_expiration_timestamp_seconds)',
    ),
  ],
  // What is about something else is no alert on expiry.
  "an alert on Ready, and one on the ACME client's requests under a name that there is not": [
    rules(ready, 'sum by (host) (rate(certmanager_acme_client_request_count{status="429"}[5m])) > 0'),
  ],
  "an alert on Ready, and one on the compression of a database's connections": [
    rules(ready, "sum by (instance) (pg_stat_ssl_compression) > 0"),
  ],
  "an alert on Ready, and those on licences, sessions, tokens and tickets": [
    rules(
      ready,
      "elasticsearch_license_expiry_days < 30",
      "rate(haproxy_frontend_ssl_sessions_total[5m]) > 1000",
      "vault_token_expiration_seconds < 86400",
      "tls_session_ticket_key_age_days > 30",
      "rate(nginx_ssl_handshakes_failed_total[5m]) > 1",
    ),
  ],
  "an alert on Ready, and one on the absence of the expiry": [rules(ready, "absent(certmanager_certificate_expiration_timestamp_seconds)")],
  "an alert on Ready, and one on certificates that were renewed just now": [
    rules(ready, "changes(certmanager_certificate_expiration_timestamp_seconds[1h]) > 0"),
  ],
  "an alert on Ready, and days that are recorded, of which nobody hears": [
    rules(ready, { record: "days_left", expr: "(certmanager_certificate_expiration_timestamp_seconds - time()) / 86400" }, "other < 14"),
  ],
  // Never.
  "a metric without its unit": [rules("certmanager_certificate_expiration_timestamp - time() < 21 * 86400")],
  "a metric of another prefix": [rules("cert_manager_certificate_expiration_timestamp_seconds - time() < 21 * 86400")],
  "a metric of another word": [rules("min by (name) (certmanager_certificate_expiry_timestamp_seconds - time()) < 1814400", expiry)],
  "a metric of another word in New Relic": [
    nrql("SELECT min(certmanager_certificate_expiry_timestamp_seconds) FROM Metric"),
    rules(expiry),
  ],
  "a condition of the expiry": [rules('certmanager_certificate_expiration_timestamp_seconds{condition="True"} - time() < 21 * 86400')],
  "a condition that is none": [rules('certmanager_certificate_ready_status{condition="Ready"} == 0', expiry)],
  "a condition in lower case": [rules('certmanager_certificate_ready_status{condition=~"false|unknown"} == 1', expiry)],
  // cert-manager offers nothing.
  "an alert on metrics that are switched off": [withoutMetrics, rules(expiry)],
  "an alert on metrics that are switched off, by an archive's chart": [
    release("oci://quay.io/jetstack/charts/cert-manager-v1.19.1.tgz", { prometheus: { enabled: false } }),
    grafana("certificates", expiry),
  ],
  // Nothing watches.
  "cert-manager and the cluster's rules in one stack, of which none is about certificates": [
    installed,
    certManager.clusterIssuer(),
    kept,
    rules("up == 0", "kube_pod_container_status_restarts_total > 5"),
  ],
  "a client certificate": [clientCertificate],
  "a client certificate, by a request without names": [
    partnerRequest,
    signed({ allowedUses: ["client_auth", "digital_signature"] }, requestedBy(partnerRequest)),
  ],
  "a server's certificate of an authority of one's own": [
    serverRequest,
    signed({ allowedUses: ["server_auth"] }, requestedBy(serverRequest)),
  ],
  "a self-signed certificate with a public name": [selfSigned({ dnsNames: ["shop.example.org"] })],
  "a self-signed certificate with a public common name": [selfSigned({ subject: { commonName: "shop.example.org" } })],
  "a certificate uploaded to Fastly": [fastlyCertificate(pems.server)],
  "a chain uploaded to Fastly's platform TLS": [
    resource("fastly:index/tlsPlatformCertificate:TlsPlatformCertificate", "upload", {
      certificateBody: `${pems.server}${pems.authority}`,
      intermediatesBlob: pems.authority,
    }),
  ],
  "a certificate uploaded to IAM": [resource("aws:iam/serverCertificate:ServerCertificate", "upload", { certificateBody: pems.server })],
  "a certificate imported into ACM": [imported],
  "a certificate uploaded to Cloudflare": [
    resource("cloudflare:index/customSsl:CustomSsl", "upload", { certificate: secret(pems.server) }),
  ],
  "a certificate uploaded to Cloudflare, in version 5": [
    resource("cloudflare:index/customSsl:CustomSsl", "upload", {
      customSslOptions: { certificate: pems.server, privateKey: secret("PEM") },
    }),
  ],
  "a TLS Secret": [tlsSecret()],
  "a TLS Secret in plain text": [
    kubernetesObject("v1", "Secret", "shop-tls", {
      type: "kubernetes.io/tls",
      stringData: secret({ "tls.crt": pems.server, "tls.key": "KEY" }),
    }),
  ],
  "a client certificate that Fastly shows its origin": [
    fastly.service("edge", {
      backends: [
        {
          address: "192.0.2.1",
          sslClientCert: secret(pems.client),
          sslCertHostname: "origin.example.org",
          sslSniHostname: "origin.example.org",
        },
      ],
    }),
  ],
  "API Gateway's client certificate": [resource("aws:apigateway/clientCertificate:ClientCertificate", "client", {})],
  "a self-managed certificate of Google's": [
    resource("gcp:certificatemanager/certificate:Certificate", "own", { selfManaged: { pemCertificate: pems.server } }),
  ],
  "a certificate uploaded to DigitalOcean": [
    resource("digitalocean:index/certificate:Certificate", "own", { type: "custom", leafCertificate: pems.server }),
  ],
  "a client certificate in a TLS Secret": [secretObject("partner", { "tls.crt": pems.client, "tls.key": "KEY" })],
  "a certificate by hand, and alerts on other things": [fastlyCertificate(pems.server), rules("up == 0")],
  "a certificate by hand, and an alarm that knows of ACM's alone": [fastlyCertificate(pems.server), alarm({})],
  "a certificate by hand, and monitoring without rules of its own": [
    fastlyCertificate(pems.server),
    release("kube-prometheus-stack", { grafana: { enabled: true }, tags: ["a", "b"], replicas: 2, retention: "10d" }),
  ],

  "cert-manager without metrics and the cluster's rules in one stack, of which none is about certificates": [
    withoutMetrics,
    certManager.clusterIssuer(),
    kept,
    certManager.certificate("second", { dnsNames: ["second.example.org"] }),
    rules("up == 0"),
  ],
  "a certificate for servers and clients": [
    serverRequest,
    signed({ allowedUses: ["server_auth", "client_auth"] }, requestedBy(serverRequest)),
  ],
};

export const leftAlone: Cases = {
  "no certificate and no alert": [rules("up == 0")],
  "certificates of cert-manager, and alerts on other things": [
    certManager.clusterIssuer(),
    certManager.certificate("shop", { dnsNames: ["shop.example.org"] }),
    rules("up == 0", "kube_pod_container_status_restarts_total > 5"),
  ],
  "certificates of cert-manager, and no alert": [
    certManager.clusterIssuer(),
    certManager.certificate("shop", { dnsNames: ["shop.example.org"] }),
  ],
  "cert-manager and rules in one stack, and no certificate": [installed, certManager.clusterIssuer(), rules("up == 0")],
  "cert-manager and rules in one stack, of which one is on the expiry": [installed, kept, rules("up == 0", expiry)],
  "cert-manager and rules in one stack, of which one is not known": [installed, kept, rules("up == 0", { alert: "Other", expr: unknown })],
  "cert-manager and certificates, and alarms on other things of the cloud": [
    installed,
    kept,
    alarm({ namespace: "AWS/RDS", metricName: "FreeStorageSpace" }),
    datadog("avg(last_5m):avg:system.load.1{*} > 4"),
  ],
  "cert-manager and certificates, and rules that only record": [installed, kept, rules({ record: "load", expr: "node_load1" })],
  "cert-manager and certificates, and rules beside a chart that may alert": [
    installed,
    kept,
    rules("up == 0"),
    release("x509-certificate-exporter", {}, "exporter"),
  ],
  "cert-manager in one cluster, and the rules of another": [
    release("cert-manager", {}, "cert-manager", {
      provider: provider("kubernetes", "second", { kubeconfig: "clusters: [{cluster: {server: https://second.example.org}}]" }),
    }),
    kept,
    rules("up == 0"),
  ],
  "cert-manager without metrics, and no alert on them": [
    withoutMetrics,
    rules("up == 0", "probe_ssl_earliest_cert_expiry - time() < 1814400"),
  ],
  "cert-manager without metrics, and another with them": [
    withoutMetrics,
    release("jetstack/cert-manager", { prometheus: { enabled: true } }, "second"),
    rules(expiry),
  ],
  "cert-manager whose metrics are not known": [release("cert-manager", { prometheus: { enabled: unknown } }), rules(expiry)],
  "cert-manager with the chart's defaults": [release("cert-manager", { crds: { enabled: true } }), rules(expiry)],
  "another chart without metrics": [release("ingress-nginx", { prometheus: { enabled: false } }), rules(expiry)],
  "cert-manager without metrics in another cluster": [
    release("cert-manager", { prometheus: { enabled: false } }, "cert-manager", {
      provider: provider("kubernetes", "second", { kubeconfig: "clusters: [{cluster: {server: https://second.example.org}}]" }),
    }),
    kubernetesObject(
      "monitoring.coreos.com/v1",
      "PrometheusRule",
      "certificates",
      { spec: { groups: [{ rules: [asRule(expiry)] }] } },
      { provider: provider("kubernetes", "first", { kubeconfig: "clusters: [{cluster: {server: https://first.example.org}}]" }) },
    ),
  ],
  // Alerts that work.
  "the expiry": [rules(ready, expiry)],
  "the expiry in another resource": [rules(ready), grafana("expiry", "min(probe_ssl_earliest_cert_expiry - time()) / 86400 < 14")],
  "the expiry without threshold, which another query compares": [
    rules(ready),
    grafana("expiry", "certmanager_certificate_expiration_timestamp_seconds - time()"),
  ],
  "a renewal that is overdue": [rules(ready, "time() > certmanager_certificate_renewal_timestamp_seconds + 86400")],
  "a renewal that is overdue by no more than the moment": [rules(ready, "certmanager_certificate_renewal_timestamp_seconds - time() < 0")],
  "the mixin's expiry, against the renewal": [
    rules(
      ready,
      'avg by (name) (certmanager_certificate_expiration_timestamp_seconds - time()) * on(name) group_left() (certmanager_certificate_ready_status{condition="True"}) < 0.7 * avg by (name) (certmanager_certificate_expiration_timestamp_seconds - certmanager_certificate_renewal_timestamp_seconds)',
    ),
  ],
  "Ready and the expiry in one expression": [
    rules(
      'certmanager_certificate_ready_status{condition="False"} == 1 or certmanager_certificate_expiration_timestamp_seconds - time() < 1814400',
    ),
  ],
  "Ready and the expiry in one rule of Grafana": [
    resource("grafana:alerting/ruleGroup:RuleGroup", "group", {
      rules: [{ name: "rule", datas: [ready, expiry].map((expr) => ({ datasourceUid: "p", model: JSON.stringify({ expr }) })) }],
    }),
  ],
  "a near miss and the expiry in one rule of Grafana": [
    resource("grafana:alerting/ruleGroup:RuleGroup", "group", {
      rules: [
        {
          name: "rule",
          datas: ["certmanager_certificate_expiry_seconds", expiry].map((expr) => ({
            datasourceUid: "p",
            model: JSON.stringify({ expr }),
          })),
        },
      ],
    }),
  ],
  "an expired one, beside a warning": [
    rules("probe_ssl_earliest_cert_expiry - time() <= 0", "probe_ssl_earliest_cert_expiry - time() < 86400 * 14"),
  ],
  "a threshold that is calculated": [rules("certmanager_certificate_expiration_timestamp_seconds - time() < -1 * scalar(vector(-86400))")],
  "a threshold after an offset": [rules("certmanager_certificate_expiration_timestamp_seconds - (time() + 1814400) < 0")],
  "weeks before, written the other way": [rules("time() + 21 * 86400 > probe_ssl_earliest_cert_expiry", ready)],
  "weeks before, subtracted": [rules("probe_ssl_earliest_cert_expiry - time() - 1814400 < 0", ready)],
  "other exporters": [rules(ready, "cert_exporter_cert_expires_in_seconds < 1814400")],
  "a challenge that stays pending": [rules(ready, 'certmanager_certificate_challenge_status{status="pending"} == 1')],
  "errors of cert-manager's controllers": [rules(ready, "rate(certmanager_controller_sync_error_count[15m]) > 0")],
  "a share of the time for the renewal": [
    rules(
      ready,
      "(certmanager_certificate_expiration_timestamp_seconds - time()) < 0.5 * (certmanager_certificate_expiration_timestamp_seconds - certmanager_certificate_renewal_timestamp_seconds)",
    ),
  ],
  "a renewal that is overdue, of those that there are": [
    rules(ready, "time() > (certmanager_certificate_renewal_timestamp_seconds > 0) + 86400"),
  ],
  "days that are left, by the day": [rules(ready, "floor((probe_ssl_earliest_cert_expiry - time()) / 86400) == 14")],
  "days that are left, on working days": [rules(ready, `${expiry} and on () day_of_week() > 0 and on () hour() >= 9`)],
  "days that are left, of what can be reached": [
    rules(ready, "probe_ssl_earliest_cert_expiry - time() < 604800 and on (instance) probe_success == 1"),
  ],
  "days that are left, counted": [rules(ready, "count(probe_ssl_earliest_cert_expiry - time() < 604800) > 0")],
  "days that are left, of the first to end": [rules(ready, "bottomk(1, probe_ssl_earliest_cert_expiry - time()) < 604800")],
  "days that are left, or what is past": [
    rules(ready, "probe_ssl_earliest_cert_expiry - time() < 604800 or probe_ssl_earliest_cert_expiry - time() < 0"),
  ],
  "days that are left, of the last hour": [rules(ready, "max_over_time((probe_ssl_earliest_cert_expiry - time())[1h:5m]) < 604800")],
  "days that are left, under a limit that another metric tells": [
    rules(ready, "probe_ssl_earliest_cert_expiry - time() < on (instance) group_left () certificate_limit_seconds"),
  ],
  "days that are left, under a limit of a template": [
    rules(ready, "probe_ssl_earliest_cert_expiry - time() < {{ .Values.days }} * 86400"),
    rules("certmanager_certificate_expiration_timestamp_seconds - time() < $days * 86400"),
  ],
  "days that are left, of a namespace of a template": [
    rules(ready, 'x509_cert_expires_in_seconds{namespace="{{ .Release.Namespace }}"} < 604800'),
  ],
  "the absence of the expiry, alone": [rules("absent(certmanager_certificate_expiration_timestamp_seconds)")],
  "licences and tokens": [rules("elasticsearch_license_expiry_days < 0", "token_expires_in_seconds < 0")],
  "a number of certificates that have expired, whatever it means": [rules("count(probe_ssl_earliest_cert_expiry - time() < 0) > 10")],
  "a metric recorded elsewhere": [rules(ready, "namespace:certificate_days_left:min < 14")],
  "a metric recorded here": [
    rules(
      ready,
      { record: "days_left", expr: "(certmanager_certificate_expiration_timestamp_seconds - time()) / 86400" },
      "days_left < 14",
    ),
  ],
  "a near miss that is recorded here": [
    rules(
      { record: "certmanager_certificate_expiry_seconds", expr: "certmanager_certificate_expiration_timestamp_seconds - time()" },
      "certmanager_certificate_expiry_seconds < 1814400",
    ),
  ],
  "a near miss while a recorded name is not known": [
    rules({ record: unknown, expr: "up" }, "certmanager_certificate_expiry_seconds < 1814400"),
  ],
  "Datadog's names of the metrics, converted": [rules("cert_manager_certificate_expiration_timestamp - time() < 1814400")],
  "a metric that cert-manager may come to have": [rules("rate(certmanager_certificate_renewal_failures_total[1h]) > 0", expiry)],
  "a near miss beside the right name": [
    rules("certmanager_certificate_expiry_seconds < 1814400 or certmanager_certificate_expiration_timestamp_seconds - time() < 1814400"),
  ],
  "the absence of a metric": [rules("absent(certmanager_certificate_expiry_seconds)", "absent(certmanager_certificate_ready_status)")],
  "a condition that the expiry must not have": [
    rules('certmanager_certificate_expiration_timestamp_seconds{condition!="True"} - time() < 1814400', expiry),
    rules('certmanager_certificate_expiration_timestamp_seconds{condition=~".*"} - time() < 1814400'),
  ],
  "conditions that there are": [rules('certmanager_certificate_ready_status{condition=~"False|Unknown"} == 1', expiry)],
  "the expiry in Datadog": [
    datadog("max(last_10m):max:cert_manager.certificate.ready_status{condition:false} > 0"),
    resource("datadog:index/monitor:Monitor", "expiry", { query: "min(last_1h):min:tls.days_left{*} by {name} < 21" }),
  ],
  "a threshold of Grafana, two weeks before, in a query of its own": [rules(ready), grafanaCompared(daysLeft, "lt", [14])],
  "a threshold of Grafana between two ends": [rules(ready), grafanaCompared(daysLeft, "within_range", [0, 14])],
  "a threshold of Grafana that is not known": [rules(ready), grafanaCompared(daysLeft, "lt", [unknown])],
  "a threshold of Grafana at 0, of weeks that are subtracted": [
    rules(ready),
    grafanaCompared("certmanager_certificate_expiration_timestamp_seconds - time() - 1814400", "lt", [0]),
  ],
  "a threshold of Grafana at 0, of days that another step subtracts from": [
    rules(ready),
    grafanaCompared(
      daysLeft,
      "lt",
      [0],
      [{ refId: "D", datasourceUid: "__expr__", model: JSON.stringify({ type: "math", expression: "$B - 14" }) }],
      "D",
    ),
  ],
  "classic conditions of Grafana, two weeks before": [rules(ready), grafanaClassic(daysLeft, 14)],
  "a threshold of Grafana at 0, of an expression that compares by itself": [rules(ready), grafanaCompared(`${daysLeft} < 14`, "gt", [0])],
  "a monitor of Datadog weeks before": [datadog("min(last_1h):min:http.ssl.days_left{*} < 21")],
  "a monitor of Datadog of a shape that is not read": [rules(ready), datadog("min(last_1h):min:tls.days_left{*} - 14 < 0")],
  "a monitor of Datadog that says when all is well": [rules(ready), datadog("min(last_1h):min:tls.days_left{*} > 0")],
  "queries of New Relic on other things": [nrql("SELECT average(duration) FROM Transaction WHERE name = 'certmanager'")],
  "a query of New Relic that is not known": [rules(ready), nrql(unknown)],
  "a query of New Relic on the expiry": [
    rules(ready),
    nrql("SELECT min(certmanager_certificate_expiration_timestamp_seconds) - max(timestamp) / 1000 FROM Metric"),
  ],
  "an SSL test of Datadog": [
    rules(ready),
    resource("datadog:index/syntheticsTest:SyntheticsTest", "test", { type: "api", subtype: "ssl" }),
  ],
  "New Relic's check of certificates": [
    rules(ready),
    resource("newrelic:synthetics/certCheckMonitor:CertCheckMonitor", "check", { domain: "www.example.org", certificateExpiration: 30 }),
  ],
  "a query of New Relic on certificates": [
    rules(ready),
    resource("newrelic:index/nrqlAlertCondition:NrqlAlertCondition", "nrql", {
      nrql: { query: "SELECT min(daysUntilExpiration) FROM SyntheticCheck" },
    }),
  ],
  "Google's uptime check": [
    rules(ready),
    alertPolicy({ conditionThreshold: { filter: 'metric.type="monitoring.googleapis.com/uptime_check/time_until_ssl_cert_expires"' } }),
  ],
  "other vendors of monitoring": [rules(ready), resource("statuscake:index/sslCheck:SslCheck", "check", {})],
  "Azure's tests of the web": [rules(ready), resource("azure-native:applicationinsights:WebTest", "test", {})],
  "rules in a ConfigMap": [rules(ready), kubernetesObject("v1", "ConfigMap", "rules", { data: { "rules.yaml": ruleFile(expiry) } })],
  "rules in a chart's values": [
    rules(ready),
    release("prometheus", { serverFiles: { "alerting_rules.yml": { groups: [{ rules: [{ alert: "Expiry", expr: expiry }] }] } } }),
  ],
  "rules in the values of kube-prometheus-stack": [
    rules(ready),
    release("kube-prometheus-stack", { additionalPrometheusRulesMap: { any: {} } }),
  ],
  "values of kube-prometheus-stack that are not known": [rules(ready), release("kube-prometheus-stack", unknown)],
  "values of kube-prometheus-stack that are not known in part": [rules(ready), release("kube-prometheus-stack", { alertmanager: unknown })],
  "values of kube-prometheus-stack in a file": [
    rules(ready),
    resource("kubernetes:helm.sh/v3:Release", "release", { chart: "kube-prometheus-stack", valueYamlFiles: ["values.yaml"] }),
  ],
  "an exporter of certificates, whose chart alerts": [rules(ready), release("x509-certificate-exporter")],
  "a chart of one's own": [rules(ready), release("./charts/platform")],
  "a chart that is not known": [rules(ready), release(unknown)],
  "a component whose children a preview does not show": [rules(ready), component("kubernetes:helm.sh/v4:Chart", "monitoring")],
  // What is not known may be the alert.
  "an expression that is not known": [rules(ready, { alert: "Other", expr: unknown })],
  "a group that is not known": [
    rules(ready),
    kubernetesObject("monitoring.coreos.com/v1", "PrometheusRule", "other", { spec: { groups: [unknown] } }),
  ],
  "rules that are not shown": [rules(ready), resource("kubernetes:monitoring.coreos.com/v1:PrometheusRule", "other", {})],
  "a patch of other rules": [
    rules(ready),
    kubernetesObject("monitoring.coreos.com/v1", "PrometheusRulePatch", "other", { spec: { groups: [{ rules: [asRule("up == 0")] }] } }),
  ],
  "a model that is not known": [rules(ready), grafanaModels(unknown)],
  "a model that is none": [rules(ready), grafanaModels("not JSON")],
  "a model in SQL about certificates": [rules(ready), grafanaModels(JSON.stringify({ rawSql: "SELECT days_left FROM certificates" }))],
  "a file of rules that is not known": [rules(ready), amp(unknown)],
  "a file of rules that is not read": [amp("groups: [{rules: [{alert: NotReady, expr: certmanager_certificate_ready_status == 0}]}]")],
  "a quoted expression that is not read": [amp(ruleFile('"certmanager_certificate_ready_status{condition=\\"False\\"} == 1"'))],
  "a file of rules that records": [rules(ready), amp(`${ruleFile(expiry)}      - record: any\n        expr: up\n`)],
  "an alarm that is not known": [rules(ready), alarm({ metricName: unknown })],
  "an alarm on an expression": [
    rules(ready),
    alarm({ metricName: undefined, metricQueries: [{ id: "e1", expression: "MIN(METRICS())" }] }),
  ],
  "an alarm on a metric of one's own": [rules(ready), alarm({ namespace: "Shop", metricName: "CertificateDaysLeft" })],
  "an expression that is no PromQL": [rules("certmanager_certificate_ready_status{condition} == $threshold")],
  "a template": [rules('{{ .Values.metric }} == 1 and certmanager_certificate_ready_status{condition="False"} == 1')],
  // Log alerts that may match.
  "the event's spelling, where events are logged": [grafana("logs", lokiRule.replace("error", "Error"))],
  "a log alert in either case": [grafana("logs", 'count_over_time({app="cert-manager"} |~ "(?i)error presenting challenge" [5m]) > 0')],
  "a log alert with an alternative": [
    grafana("logs", 'count_over_time({app="cert-manager"} |= "error presenting challenge" or "failed to change" [5m]) > 0'),
  ],
  "a log alert on rewritten lines": [
    grafana("logs", 'count_over_time({app="cert-manager"} | line_format "{{ lower .msg }}" |= "error presenting challenge" [5m]) > 0'),
  ],
  "a log alert on another program": [grafana("logs", 'count_over_time({app="caddy"} |= "error presenting challenge" [5m]) > 0')],
  "a log alert on errors that do occur": [
    rules(ready),
    grafana("logs", 'count_over_time({app="cert-manager"} |= "re-queuing item due to error processing" [5m]) > 0'),
  ],
  "a log alert on every error": [rules(ready), grafana("logs", 'count_over_time({app="cert-manager", level="error"}[5m]) > 0')],
  // Certificates that somebody renews, or that only insiders see.
  "an authority": [selfSigned({ dnsNames: ["ca.example.org"], isCaCertificate: true }), fastlyCertificate(pems.authority)],
  "an authority by its uses": [selfSigned({ dnsNames: ["ca.example.org"], allowedUses: ["cert_signing", "server_auth"] })],
  "a webhook's certificate": [selfSigned({ dnsNames: ["webhook.default.svc", "webhook.default.svc.cluster.local"] })],
  "one's own machine": [selfSigned({ dnsNames: ["localhost", "shop.local"], ipAddresses: ["127.0.0.1"] })],
  "a private network": [selfSigned({ dnsNames: ["db.internal.example.org", "db.corp"] })],
  "a certificate without a use": [selfSigned({ dnsNames: ["shop.example.org"], allowedUses: ["digital_signature"] })],
  "a client's within the cluster": [innerRequest, signed({ allowedUses: ["client_auth"] }, requestedBy(innerRequest))],
  "a client's by a request of unknown names": [unknownRequest, signed({ allowedUses: ["client_auth"] }, requestedBy(unknownRequest))],
  "a certificate that every update may renew": [selfSigned({ dnsNames: ["shop.example.org"], earlyRenewalHours: 720 })],
  "uses that are not known": [signed({ allowedUses: unknown }), selfSigned({ dnsNames: ["shop.example.org"], allowedUses: [unknown] })],
  "an authority, perhaps": [selfSigned({ dnsNames: ["shop.example.org"], isCaCertificate: unknown })],
  "a renewal, perhaps": [selfSigned({ dnsNames: ["shop.example.org"], earlyRenewalHours: unknown })],
  "names that are not known": [selfSigned({ dnsNames: unknown })],
  "an upload that is not known": [
    fastlyCertificate(unknown),
    resource("aws:acm/certificate:Certificate", "any", { certificateBody: unknown }),
  ],
  "an upload that is no certificate": [
    fastlyCertificate("PEM"),
    fastlyCertificate("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
  ],
  "an upload for inner names": [fastlyCertificate(pems.inner)],
  "an upload of what another resource makes": [
    acmeCertificate,
    fastlyCertificate(pems.server, { propertyDependencies: { certificateBody: [acmeCertificate] } }),
  ],
  "a backend of Fastly without a client certificate": [
    fastly.service("edge", {
      backends: [{ address: "192.0.2.1", sslCertHostname: "origin.example.org", sslSniHostname: "origin.example.org" }],
    }),
  ],
  "a client certificate of Fastly's backend that is not known": [
    fastly.service("edge", {
      backends: [
        { address: "192.0.2.1", sslClientCert: unknown, sslCertHostname: "origin.example.org", sslSniHostname: "origin.example.org" },
      ],
    }),
  ],
  "a certificate that Google manages": [
    resource("gcp:certificatemanager/certificate:Certificate", "own", { managed: { domains: ["shop.example.org"] } }),
  ],
  "a certificate that DigitalOcean gets": [
    resource("digitalocean:index/certificate:Certificate", "own", { type: "lets_encrypt", domains: ["shop.example.org"] }),
  ],
  "a certificate that ACM issues": [
    resource("aws:acm/certificate:Certificate", "issued", { domainName: "shop.example.org", validationMethod: "DNS" }),
  ],
  "a subscription of Fastly": [fastly.subscription("edge", ["shop.example.org"])],
  "a TLS Secret whose data somebody else keeps": [tlsSecret({ options: { ignoreChanges: ["data"] } })],
  "a Secret of something else": [secretObject("opaque", { password: "secret" })],
  "a certificate by hand, and an alert on expiry": [
    fastlyCertificate(pems.server),
    rules("probe_ssl_earliest_cert_expiry - time() < 1814400"),
  ],
  "an imported certificate, and an alarm of ACM": [imported, alarm({})],
  "an imported certificate, and an expired one's alarm beside it": [
    imported,
    alarm({}),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "late", {
      namespace: "AWS/CertificateManager",
      metricName: "DaysToExpiry",
      comparisonOperator: "LessThanThreshold",
      threshold: 0,
    }),
  ],
  "an imported certificate, and ACM's events": [
    imported,
    resource("aws:cloudwatch/eventRule:EventRule", "rule", {
      eventPattern: JSON.stringify({ source: ["aws.acm"], "detail-type": ["ACM Certificate Approaching Expiration"] }),
    }),
  ],
  "an imported certificate, and AWS Config's check": [
    imported,
    resource("aws:cfg/rule:Rule", "rule", { source: { owner: "AWS", sourceIdentifier: "ACM_CERTIFICATE_EXPIRATION_CHECK" } }),
  ],
};
