import { certManager, judged, kubernetesObject, pems, resource, secretObject, unknown } from "../support";
import { expiry, found, grafana, leftAlone, lokiRule, ready, rules } from "../cases/certificate-expiry-alerted";
import { findingIds, idsOf } from "./findings";

const policy = "certificate-expiry-alerted";

const handMade = [secretObject("shop-tls", { "tls.crt": pems.server, "tls.key": "CANARY" })];
const external = { [policy]: { externalAlerting: true } };

describe("finds", () => {
  test.each(Object.entries(found))("%s", (_, resources) => {
    const violations = judged(resources);
    expect(violations).toEqual([expect.objectContaining({ policy, level: "advisory" })]);
    expect(judged([...resources].reverse())).toEqual(violations);
  });

  test("xPRO's alerts of 2026: a renewal fails for a month, and neither the log line nor Ready can tell", () => {
    const logs = grafana("loki-cert-manager-production", lokiRule);
    const stack = [certManager.certificate("xpro-cert", { dnsNames: ["xpro-web.odl.mit.edu"] }), logs, rules(ready)];
    const violations = judged(stack);
    expect(findingIds(violations)).toEqual([`${policy}[loki-cert-manager-production]`, `${policy}[certificates]`]);
    const [onLogs, onReady] = violations.map(({ message }) => message);
    for (const words of [
      'PrometheusRule "certificates" alerts on certificates, and neither it nor anything else in this stack can fire before one expires.',
      "`spec.groups[].rules[].expr` asks for `certmanager_certificate_ready_status`: a Certificate stays Ready=True until it has really expired",
      "`certmanager_certificate_expiration_timestamp_seconds - time() < 21 * 86400`",
      "`time() > certmanager_certificate_renewal_timestamp_seconds + 86400`",
    ]) {
      expect(onReady).toContain(words);
    }
    expect(onLogs).toContain("the log line `error presenting challenge`: cert-manager writes it with a capital E, and only at verbosity 4");
    expect(findingIds(judged([...stack, grafana("expiry", expiry)]))).toEqual([]);
  });

  test("SCORM Cloud's client certificate, made by hand, with nothing watching", () => {
    const certificate = resource("tls:index/locallySignedCert:LocallySignedCert", "client-certificate", {
      certRequestPem: unknown,
      caCertPem: "PEM",
      caPrivateKeyPem: "CANARY",
      validityPeriodHours: 8760,
      allowedUses: ["client_auth"],
    });
    const [violation, ...others] = judged([certificate]);
    expect(others).toEqual([]);
    expect(violation).toMatchObject({ policy, urn: certificate.urn });
    expect(violation?.message).toContain('LocallySignedCert "client-certificate" is a client certificate made by hand');
    expect(violation?.message).toContain("set `earlyRenewalHours`");
    expect(violation?.message).not.toContain("CANARY");
    expect(findingIds(judged([certificate], external))).toEqual([]);
  });

  test("both kinds of alerts of one resource in one finding, and each metric that comes too late once", () => {
    const group = grafana("group", lokiRule, ready);
    const [both] = judged([group]);
    expect(both?.message).toContain("`certmanager_certificate_ready_status`");
    expect(both?.message).toContain("`error presenting challenge`");
    const late = "probe_ssl_earliest_cert_expiry - time() < 0";
    const [violation, ...others] = judged([rules(late, late)]);
    expect(others).toEqual([]);
    expect(violation?.message).toContain("`probe_ssl_earliest_cert_expiry - time() < 21 * 86400`");
  });

  test("metrics that are switched off, and who asks for them", () => {
    const release = resource("kubernetes:helm.sh/v3:Release", "cm", { chart: "cert-manager", values: { prometheus: { enabled: false } } });
    const [violation, ...others] = judged([release, rules(expiry)], external);
    expect(others).toEqual([]);
    expect(violation).toMatchObject({ urn: release.urn });
    expect(violation?.message).toContain('PrometheusRule "certificates" asks for metrics of cert-manager.');
    expect(violation?.message).toContain("set `prometheus.enabled: true`");
  });

  test("a certificate's public names, and nothing else of it; in a stack with alerts, that they watch something else", () => {
    const [alone] = judged(handMade);
    expect(alone?.message).toContain(
      'Secret "shop-tls" is a certificate for shop.example.org and www.example.org made by hand: nothing renews it, and nothing in this stack watches when it expires.',
    );
    expect(alone?.message).not.toMatch(/BEGIN|CANARY/);
    const [beside] = judged([...handMade, rules("up == 0")]);
    expect(beside?.message).toContain("none of this stack's alerts watches when it expires");
  });

  test("which threshold of Datadog would do, in days", () => {
    const [violation] = judged(found["a monitor of Datadog at the last day"] ?? []);
    expect(violation?.message).toContain('Monitor "monitor" alerts on `tls.days_left` with a threshold at or after the expiry');
    expect(violation?.message).toContain("set the threshold in `query` weeks before the expiry, as in `tls.days_left < 21`.");
  });

  test("cert-manager beside rules that are about other things, unless the alert lives elsewhere", () => {
    const stack = found["cert-manager and the cluster's rules in one stack, of which none is about certificates"] ?? [];
    const [violation] = judged(stack);
    expect(violation?.message).toContain('Release "cert-manager" installs cert-manager, there are alerts beside it, and none of them is');
    expect(violation?.message).toContain('PrometheusRule "certificates" is one of the alerts; Certificate "shop" is kept by cert-manager.');
    expect(findingIds(judged(stack, external))).toEqual([]);
  });

  test("nothing that a user wrote in an expression is repeated", () => {
    const violations = judged([rules('certmanager_certificate_expiry_canary{team="CANARY"} < 1')]);
    expect(idsOf(policy, violations)).toHaveLength(1);
    expect(violations[0]?.message.toLowerCase()).not.toContain("canary");
  });
});

describe("leaves alone", () => {
  test.each(Object.entries(leftAlone))("%s", (_, resources) => {
    expect(findingIds(judged(resources))).toEqual([]);
  });

  test("by the setting: certificates that another stack alerts on; an alert that cannot work is wrong all the same", () => {
    expect(findingIds(judged(handMade, external))).toEqual([]);
    expect(findingIds(judged([rules("certmanager_certificate_expiry < 1")], external))).toEqual([`${policy}[certificates]`]);
    expect(findingIds(judged([rules(ready)], external))).toEqual([`${policy}[certificates]`]);
  });

  test("a TLS Secret that cert-manager fills as well: that is a matter of its writers", () => {
    const secret = secretObject("shop-tls", { "tls.crt": pems.server, "tls.key": "x" });
    const certificate = certManager.certificate("shop", { dnsNames: ["shop.example.org"], secretName: "shop-tls" });
    expect(idsOf(policy, judged([secret, certificate]))).toEqual([]);
  });

  test("a long expression, in no time", () => {
    const long = `certmanager_certificate_ready_status == 1 or ${"(".repeat(4000)}`;
    const other = kubernetesObject("monitoring.coreos.com/v1", "PrometheusRule", "long", {
      spec: {
        groups: [
          {
            rules: [
              { alert: "Long", expr: long },
              { alert: "Longer", expr: long.repeat(10) },
            ],
          },
        ],
      },
    });
    expect(findingIds(judged([other]))).toEqual([]);
  });
});
