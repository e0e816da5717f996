import { absent, known, unknown } from "../../ownership/value";
import { object, only, read } from "./kubernetes-objects";
import { later } from "./shown";

/** What a Helm release says of cert-manager, and of alerts that its values may hold. */

const release = (inputs: Readonly<Record<string, unknown>>, type = "helm.sh/v3:Release") => object(type, inputs);

function isOpen(inputs: Readonly<Record<string, unknown>>, type?: string): boolean {
  const { alerts } = read(release(inputs, type));
  for (const alert of alerts) {
    expect(alert).toMatchObject({ property: "values", signs: [{ kind: "open" }], certManagerMetric: false, records: absent });
  }
  return alerts.length > 0;
}

describe("a release of cert-manager's chart", () => {
  const charts: readonly (readonly [chart: unknown, isCertManager: boolean])[] = [
    ["cert-manager", true],
    ["jetstack/cert-manager", true],
    ["oci://quay.io/jetstack/charts/cert-manager", true],
    ["./charts/cert-manager", true],
    ["./cert-manager.tgz", true],
    ["./cert-manager-v1.15.0.tgz", true],
    ["./cert-manager-1.15.0-beta.1+build.7.tgz", true],
    ["cert-manager-webhook-ovh", false],
    ["./cert-manager-webhook-1.0.0.tgz", false],
    ["cert-manager-csi-driver", false],
    ["trust-manager", false],
    [later, false],
    [undefined, false],
  ];
  it.each(charts)("%j", (chart, isCertManager) => {
    expect(read(release({ chart })).certManagers).toHaveLength(isCertManager ? 1 : 0);
  });

  const cert = (values: unknown, more: object = {}) => only(read(release({ chart: "cert-manager", values, ...more })).certManagers);

  it("says what it is and where", () => {
    const resource = release({ chart: "cert-manager" });
    expect(read(resource).certManagers).toEqual([
      {
        resource: resource.reference,
        cluster: expect.objectContaining({ known: false }) as unknown,
        metrics: absent,
        readsGateways: known(false),
      },
    ]);
  });

  it("says whether it has metrics", () => {
    expect(cert({ prometheus: { enabled: false } }).metrics).toEqual(known(false));
    expect(cert({ prometheus: { enabled: true } }).metrics).toEqual(known(true));
    expect(cert({ prometheus: { enabled: later } }).metrics).toEqual(unknown);
    expect(cert(later).metrics).toEqual(unknown);
  });

  const config = (inner: object) => ({ config: { apiVersion: "controller.config.cert-manager.io/v1alpha1", ...inner } });
  const gates = (gate: unknown) => config({ featureGates: { ServerSideApply: true, ExperimentalGatewayAPISupport: gate } });
  const rows: readonly (readonly [what: string, values: unknown, readsGateways: unknown, more?: object])[] = [
    ["reads no Gateways without a word", {}, known(false)],
    ["reads them since 1.21", config({ gatewayAPI: { enabled: true } }), known(true)],
    ["reads them since 1.15", config({ enableGatewayAPI: true }), known(true)],
    ["reads them where one of both words says so", config({ enableGatewayAPI: later, gatewayAPI: { enabled: true } }), known(true)],
    ["reads none where it is told not to", config({ enableGatewayAPI: false, gatewayAPI: { enabled: false } }), known(false)],
    ["reads none by other settings", { ...config({ logging: { format: "json" }, featureGates: {} }), extraArgs: ["--v=2"] }, known(false)],
    ["may read them by one word that is not known yet", config({ enableGatewayAPI: later }), unknown],
    ["may read them by the other, too", config({ enableGatewayAPI: false, gatewayAPI: { enabled: later } }), unknown],
    ["may read them by a word of the wrong kind", config({ enableGatewayAPI: "true" }), unknown],
    ["may read them by a feature gate", { featureGates: "A=true,ExperimentalGatewayAPISupport=true" }, unknown],
    ["may read them by a feature gate of the configuration", gates(true), unknown],
    ["may read them by such a gate that is not known yet", gates(later), unknown],
    ["reads none by such a gate that is closed", gates(false), known(false)],
    ["may read them by an argument", { extraArgs: ["--v=2", "--enable-gateway-api"] }, unknown],
    ["may read them by a configuration of its own", { extraArgs: ["--config=/etc/config.yaml"] }, unknown],
    ["reads none by an argument that only begins alike", { extraArgs: ["--configurable"] }, known(false)],
    ["may read them by arguments that are not known yet", { extraArgs: ["--v=2", later] }, unknown],
    ["may read them by gates that are not known yet", { featureGates: later }, unknown],
    ["may read them by a configuration written as text", { config: "enableGatewayAPI: true" }, unknown],
    ["may read them by what the configuration says in other words", config({ extras: { note: "Gateway" } }), unknown],
    ["may read them by what the configuration does not say yet", config({ extras: [later] }), unknown],
    ["reads none where other values are called so", { podLabels: { app: "gateway" }, image: later }, known(false)],
    ["may read them by values that are not known yet", later, unknown],
    ["may read them by values in files", {}, unknown, { valueYamlFiles: ["values.yaml"] }],
    ["may read them by files that are not known yet", {}, unknown, { valueYamlFiles: later }],
  ];
  it.each(rows.map(([what, values, expected, more = {}]) => [what, values, expected, more] as const))(
    "%s",
    (_, values, readsGateways, more) => {
      expect(cert(values, more).readsGateways).toEqual(readsGateways);
    },
  );
});

describe("a release that may hold an alert on expiry", () => {
  /** Nests what it is given; a list every other time. */
  const nested = (levels: number, inner: unknown): unknown =>
    levels === 0 ? inner : levels % 2 === 0 ? { below: nested(levels - 1, inner) } : [nested(levels - 1, inner)];

  const chain = (levels: number): object => (levels === 0 ? { text: "b" } : { below: chain(levels - 1) });

  const rules = { groups: [{ rules: [{ alert: "Expiry", expr: "probe_ssl_earliest_cert_expiry - time() < 604800" }] }] };
  const rows: readonly (readonly [what: string, inputs: Readonly<Record<string, unknown>>])[] = [
    ["a chart that is not known yet", { chart: later }],
    ["a chart of one's own", { chart: "./charts/alerts" }],
    ["a chart of one's own, by its full path", { chart: "/charts/alerts" }],
    ["an exporter of certificates", { chart: "enix/x509-certificate-exporter" }],
    ["another one", { chart: "cert-exporter" }],
    ["any chart whose values ask for a date of expiry", { chart: "nginx", values: { rules } }],
    ["the same in a list below a list", { chart: "nginx", values: { files: [{ parts: [rules] }] } }],
    ["the same in a text", { chart: "nginx", values: { files: ["expr: certmanager_certificate_expiration_timestamp_seconds"] } }],
    ["rules beside values of every kind", { chart: "nginx", values: { replicas: 2, on: true, off: null, list: [1, true, null, rules] } }],
    ["rules beside something that is not known yet", { chart: "nginx", values: { a: later, rules } }],
    ["rules in a list of which something is not known yet", { chart: "nginx", values: { rules: [later, rules] } }],
    [
      "a chart of monitoring with rules of its own",
      { chart: "kube-prometheus-stack", values: { additionalPrometheusRulesMap: { a: {} } } },
    ],
    ["the same in its older words", { chart: "kube-prometheus-stack", values: { additionalPrometheusRules: [] } }],
    ["a chart of monitoring with values in files", { chart: "kube-prometheus-stack", valueYamlFiles: ["rules.yaml"] }],
    ["a chart of monitoring whose values are not known yet", { chart: "grafana", values: later }],
    ["a chart of monitoring with a value that is not known yet", { chart: "loki", values: { rules: { text: later } } }],
    ["a chart of monitoring with an element that is not known yet", { chart: "loki", values: { rules: ["a", later] } }],
    ["a chart of monitoring with objects of which one is not known yet", { chart: "loki", values: { rules: [{ a: "b" }, later] } }],
    ["a chart of monitoring whose objects go deeper than they are read", { chart: "loki", values: chain(13) }],
    ["a chart of monitoring whose values go deeper than they are read", { chart: "loki", values: { a: nested(13, "b") } }],
  ];
  it.each(rows)("%s", (_, inputs) => {
    expect(isOpen(inputs)).toBe(true);
  });

  const none: readonly (readonly [what: string, inputs: Readonly<Record<string, unknown>>, type?: string])[] = [
    ["a chart of something else", { chart: "nginx", values: { a: later }, valueYamlFiles: ["a.yaml"] }],
    ["a chart with a dot or a slash in it", { chart: "bitnami/nginx-1.2.tgz", values: {} }],
    [
      "a chart of monitoring with plain values",
      { chart: "kube-prometheus-stack", values: { replicas: 2, on: true, list: ["a", "b"], nothing: null } },
    ],
    ["a chart of monitoring with lists of objects", { chart: "kube-prometheus-stack", values: { list: [{ a: "b" }, { c: ["d"] }] } }],
    ["a chart of monitoring with values as deep as anybody writes them", { chart: "loki", values: { a: nested(11, "b") } }],
    ["a chart of monitoring without values", { chart: "kube-prometheus-stack" }],
    ["no chart", { values: { replicas: 2 } }],
    ["a Chart, whose children are resources of their own", { chart: "nginx", values: { rules } }, "helm.sh/v4:Chart"],
    ["a Chart that is not known yet", { chart: later }, "helm.sh/v4:Chart"],
  ];
  it.each(none.map(([what, inputs, type = "helm.sh/v3:Release"]) => [what, inputs, type] as const))("not %s", (_, inputs, type) => {
    expect(isOpen(inputs, type)).toBe(false);
  });

  it("is one of its cluster", () => {
    const resource = release({ chart: later });
    expect(only(read(resource).alerts)).toMatchObject({ resource: resource.reference, cluster: { known: false } });
  });
});
