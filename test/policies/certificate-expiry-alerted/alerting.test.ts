import { inventoryOf } from "../../../cli/file-inventory";
import type { StackResource } from "../../../cli/stack-resource";
import { findAlertingDefects, type AlertingDefect } from "../../../policies/certificate-expiry-alerted/alerting";
import type { Gap } from "../../../ownership/inventory";
import { expiry, grafana, lokiRule, ready, rules } from "../../cases/certificate-expiry-alerted";
import { certManager, kubernetesObject, pems, provider, resource, secretObject, stack, unknown } from "../../support";

const defects = (...resources: readonly StackResource[]): AlertingDefect[] => findAlertingDefects(inventoryOf(stack(...resources)), false);
const kinds = (...resources: readonly StackResource[]): string[] => defects(...resources).map(({ kind }) => kind);

const web = (names: readonly string[]): StackResource =>
  resource("tls:index/selfSignedCert:SelfSignedCert", "web", { allowedUses: ["server_auth"], validityPeriodHours: 8760, dnsNames: names });
const acmAlarm = (threshold: number): StackResource =>
  resource("aws:cloudwatch/metricAlarm:MetricAlarm", `below-${threshold}`, {
    namespace: "AWS/CertificateManager",
    metricName: "DaysToExpiry",
    comparisonOperator: "LessThanThreshold",
    threshold,
  });
const imported = resource("aws:acm/certificate:Certificate", "imported", { certificateBody: pems.server });
const uploaded = resource("fastly:index/tlsCertificate:TlsCertificate", "upload", { certificateBody: pems.server });
const named = (name: string, ...expressions: readonly string[]): StackResource =>
  kubernetesObject("monitoring.coreos.com/v1", "PrometheusRule", name, {
    spec: { groups: [{ rules: expressions.map((expr) => ({ alert: "Any", expr })) }] },
  });

describe("what is not read may be the alert, and nothing else that is not read", () => {
  test.each<[Gap["what"], readonly string[]]>([
    ["component-without-children", []],
    ["unreadable-property", ["unwatched"]],
    ["empty-resource", ["unwatched"]],
  ])("%s", (what, expected) => {
    const inventory = inventoryOf(stack(uploaded));
    const gaps: readonly Gap[] = [{ resource: { urn: "urn:any", type: "any", name: "any" }, what, may: "claim" }];
    expect(findAlertingDefects({ ...inventory, gaps }, false).map(({ kind }) => kind)).toEqual(expected);
  });
});

describe("an alarm that knows of ACM's certificates alone", () => {
  test("watches what ACM keeps", () => {
    expect(kinds(imported, acmAlarm(30))).toEqual([]);
    expect(kinds(uploaded, acmAlarm(30))).toEqual(["unwatched"]);
    expect(kinds(imported, rules("up == 0"))).toEqual(["unwatched"]);
  });

  test("excuses its own kind that comes after expiry, and no other", () => {
    expect(kinds(acmAlarm(30), acmAlarm(0))).toEqual([]);
    expect(kinds(acmAlarm(0))).toEqual(["after-expiry"]);
    expect(defects(acmAlarm(30), rules("probe_ssl_earliest_cert_expiry - time() < 0"))).toMatchObject([
      { kind: "after-expiry", metric: "probe_ssl_earliest_cert_expiry" },
    ]);
  });
});

describe("once for each resource that holds the alert", () => {
  test("alerts that are blind, with all that they ask for", () => {
    expect(defects(grafana("one", lokiRule, ready), named("two", ready))).toMatchObject([
      { kind: "blind", alert: { resource: { name: "one" } }, signs: ["readiness", "challenge-log"] },
      { kind: "blind", alert: { resource: { name: "two" } }, signs: ["readiness"] },
    ]);
  });

  test("alerts that come too late, by metric", () => {
    const [probe, exporter] = ["probe_ssl_earliest_cert_expiry - time() < 0", "x509_cert_not_after - time() < 0"] as const;
    expect(
      defects(named("one", probe, probe, exporter), named("two", probe)).map((each) =>
        each.kind === "after-expiry" ? `${each.alert.resource.name} ${each.metric}` : each.kind,
      ),
    ).toEqual(["one probe_ssl_earliest_cert_expiry", "one x509_cert_not_after", "two probe_ssl_earliest_cert_expiry"]);
  });

  test("alerts that never fire, by what is wrong with them", () => {
    const [metric, condition] = [
      "certmanager_certificate_expiry_seconds < 1",
      'certmanager_certificate_ready_status{condition="Ready"} == 0',
    ];
    expect(
      defects(named("one", metric, metric, condition), named("two", metric)).map((each) =>
        each.kind === "never-matches" ? `${each.alert.resource.name} ${each.why}` : each.kind,
      ),
    ).toEqual(["one metric", "one condition", "two metric"]);
  });
});

describe("a metric that does not exist", () => {
  const recording = (record: unknown): StackResource =>
    kubernetesObject("monitoring.coreos.com/v1", "PrometheusRule", "recording", {
      spec: { groups: [{ rules: [{ record, expr: "up" }] }] },
    });
  const miss = named("miss", "certmanager_certificate_expiry_seconds < 1");
  const wrong = named("wrong", 'certmanager_certificate_ready_status{condition="Ready"} == 0');

  test("may be recorded by the stack", () => {
    expect(kinds(miss, recording("certmanager_certificate_expiry_seconds"))).toEqual([]);
    expect(kinds(miss, recording(unknown))).toEqual([]);
    expect(kinds(miss, recording("another"))).toEqual(["never-matches"]);
  });

  test("is one thing, and a condition that the metric never has another", () => {
    expect(kinds(wrong, recording("certmanager_certificate_ready_status"))).toEqual(["never-matches"]);
    expect(kinds(wrong, recording(unknown))).toEqual(["never-matches"]);
  });
});

describe("a cluster's own alerts", () => {
  const [first, second] = ["first", "second"].map((name) =>
    provider("kubernetes", name, { kubeconfig: `clusters: [{cluster: {server: https://${name}.example.org}}]` }),
  );
  const at = (cluster: typeof first) => (cluster === undefined ? {} : { provider: cluster });
  const release = (cluster: typeof first, enabled: unknown, name = "cert-manager"): StackResource =>
    resource("kubernetes:helm.sh/v3:Release", name, { chart: "cert-manager", values: { prometheus: { enabled } } }, at(cluster));
  const ruleIn = (cluster: typeof first, name: string, expr = expiry): StackResource =>
    kubernetesObject(
      "monitoring.coreos.com/v1",
      "PrometheusRule",
      name,
      { spec: { groups: [{ rules: [{ alert: "A", expr }] }] } },
      at(cluster),
    );

  test("ask for metrics that are switched off: every resource that does, of this cluster or of none that is known", () => {
    const found = defects(release(first, false), ruleIn(first, "here"), ruleIn(second, "there"), grafana("anywhere", expiry, expiry));
    expect(found).toMatchObject([{ kind: "metrics-off", alerts: { first: [{ name: "anywhere" }, { name: "here" }], count: 2 } }]);
    expect(kinds(release(first, false), ruleIn(second, "there"))).toEqual([]);
    expect(kinds(release(first, false), named("of a cluster that is not known", expiry))).toEqual(["metrics-off"]);
    expect(kinds(release(first, true), ruleIn(first, "here"))).toEqual([]);
    expect(kinds(release(first, false), release(first, unknown, "other"), ruleIn(first, "here"))).toEqual([]);
  });

  test("say nothing of its certificates, and those of no other cluster count", () => {
    const kept = (cluster: typeof first, name: string): StackResource =>
      kubernetesObject(
        "cert-manager.io/v1",
        "Certificate",
        name,
        { spec: { dnsNames: ["shop.example.org"], secretName: name } },
        at(cluster),
      );
    const found = defects(release(first, true), ruleIn(first, "up", "up == 0"), kept(first, "here"), kept(second, "there"));
    expect(found).toMatchObject([
      { kind: "unalerted", alert: { resource: { name: "up" } }, certificates: { first: [{ resource: { name: "here" } }], count: 1 } },
    ]);
    expect(kinds(release(first, true), ruleIn(first, "up", "up == 0"), kept(second, "there"))).toEqual([]);
  });
});

describe("nothing is said of an alert that is missing", () => {
  const release = resource("kubernetes:helm.sh/v3:Release", "cert-manager", { chart: "cert-manager" });
  const kept = certManager.certificate("shop", { dnsNames: ["shop.example.org"] });

  test("where one watches expiry", () => {
    expect(kinds(uploaded, named("in time", expiry))).toEqual([]);
    expect(kinds(release, kept, named("other", "up == 0"), named("in time", expiry))).toEqual([]);
  });

  test("where one may, its expression not being known", () => {
    expect(kinds(uploaded, named("later", unknown as never))).toEqual([]);
    expect(kinds(release, kept, named("other", "up == 0"), named("later", unknown as never))).toEqual([]);
  });

  test("where another stack alerts, though what is wrong here stays wrong", () => {
    const elsewhere = (...resources: readonly StackResource[]): string[] =>
      findAlertingDefects(inventoryOf(stack(...resources)), true).map(({ kind }) => kind);
    expect(kinds(release, kept, named("other", "up == 0"), uploaded)).toEqual(["unalerted", "unwatched"]);
    expect(elsewhere(release, kept, named("other", "up == 0"), uploaded)).toEqual([]);
    expect(elsewhere(release, kept, named("blind", ready))).toEqual(["blind"]);
  });

  test("twice: a blind alert is the finding where there is one", () => {
    expect(kinds(release, kept, named("blind", ready))).toEqual(["blind"]);
  });
});

describe("a certificate made by hand matters", () => {
  test("whether or not there are alerts about other things", () => {
    expect(defects(uploaded)).toMatchObject([{ kind: "unwatched", hasAlerts: false }]);
    expect(defects(uploaded, named("other", "up == 0"))).toMatchObject([{ kind: "unwatched", hasAlerts: true }]);
  });

  test.each([["shop.example.org"], ["example.org"], ["*.example.org"]])("for the public name %s", (name) => {
    expect(kinds(web([name]))).toEqual(["unwatched"]);
  });

  test.each([
    "web",
    "web.test",
    "10.in-addr.arpa",
    "db.internal.example.org",
    "db.intranet.example.org",
    "db.local.example.org",
    "localhost.example.org",
    "web.localdomain",
    "shop.web.svc.k8s.example.org",
    "db.cluster.example.org",
    "db.corp.example.org",
    "db.lan.example.org",
    "db.private.example.org",
    "*.private.example.org",
  ])("not for %s", (name) => {
    expect(kinds(web([name]))).toEqual([]);
  });
});

describe("a Secret by hand", () => {
  const secret = secretObject("shop-tls", { "tls.crt": pems.server, "tls.key": "KEY" });
  const writer = (secretName: unknown, namespace = "default"): StackResource =>
    certManager.certificate("shop", { dnsNames: ["shop.example.org"], secretName: secretName as string, namespace });

  test("is left to whoever else writes it, or may", () => {
    expect(kinds(secret, writer("shop-tls"))).toEqual([]);
    expect(kinds(secret, writer(unknown))).toEqual([]);
    const unnamed = secretObject("shop-tls", { "tls.crt": pems.server, "tls.key": "KEY" }, { inputs: { metadata: { name: unknown } } });
    expect(kinds(unnamed, writer("shop-tls"))).toEqual([]);
    expect(kinds(unnamed)).toEqual(["unwatched"]);
  });

  test("is nobody else's because others write other Secrets", () => {
    expect(kinds(secret)).toEqual(["unwatched"]);
    expect(kinds(secret, writer("other-tls"))).toEqual(["unwatched"]);
    expect(kinds(secret, writer("shop-tls", "elsewhere"))).toEqual(["unwatched"]);
    expect(kinds(uploaded, writer("shop-tls"))).toEqual(["unwatched"]);
  });
});
