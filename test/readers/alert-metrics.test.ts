import { isConcerning, isMisspelt, mentionsExpiry } from "../../readers/alert-metrics";

describe("a file of rules may hold the alert on expiry", () => {
  test.each([
    "expr: certmanager_certificate_expiration_timestamp_seconds - time() < 1",
    "certmanager_certificate_not_after_timestamp_seconds",
    "certmanager_certificate_renewal_timestamp_seconds",
    "probe_ssl_earliest_cert_expiry",
    "probe_ssl_last_chain_expiry_timestamp_seconds",
    "x509_cert_not_after",
    "ssl_cert_not_after",
    "ssl_certificate_days",
    "ssl_verified_cert_not_after",
    "cert_exporter_not_after",
    "cert_expires_in",
    "certificate_expiry_days",
    "Node_Certificates_Expiry",
  ])("by %s", (text) => {
    expect(mentionsExpiry(text)).toBe(true);
  });

  test.each(["certmanager_certificate_ready_status == 0", "ssl - cert", "cert - _expiry", "a certificate expires", "up == 0", ""])(
    "not by %s",
    (text) => {
      expect(mentionsExpiry(text)).toBe(false);
    },
  );
});

test("metrics of cert-manager's own workings and of Kubernetes' certificates tell of none that a stack holds", () => {
  const own = [
    "certmanager_certificate_ready_status",
    "certmanager_controller_sync_error_count",
    "probe_ssl_earliest_cert_expiry",
    "acme_orders",
    "node_kubelet_cert_expiry_seconds",
  ];
  const others = [
    "certmanager_http_acme_client_request_count",
    "certmanager_clock_time_seconds",
    "certmanager_controller_sync_call_count",
    "certmanager_issuer_ready_status",
    "certmanager_clusterissuer_ready_status",
    "kubelet_certificate_manager_client_ttl_seconds",
    "apiserver_client_certificate_expiration_seconds_bucket",
    "etcd_tls_handshakes",
    "rest_client_exec_plugin_certificate_rotation_age",
    "up",
  ];
  expect([...own, ...others].filter(isConcerning)).toEqual(own);
});

test("what only looks like one of cert-manager's metrics, which other metrics do not", () => {
  const misspelt = [
    "certmanager_certificate_expiration_timestamp",
    "certmanager_certificate_expiry_seconds",
    "certmanager_certificates_expiration_timestamp_seconds",
    "cert_manager_certificate_expiration_timestamp_seconds",
    "certmanager_certificate_notafter_seconds",
    "certmanager_certificate_not_after",
    "certmanager_certificate_renewal_time",
    "certmanager_certificate_renew_timestamp",
    "certmanager_certificate_ready",
    "certmanager_certificates_ready_status",
  ];
  const others = [
    "certmanager_certificate_expiration_timestamp_seconds",
    "certmanager_certificate_not_after_timestamp_seconds",
    "certmanager_certificate_not_before_timestamp_seconds",
    "certmanager_certificate_renewal_timestamp_seconds",
    "certmanager_certificate_ready_status",
    "certmanager_certificate_challenge_status",
    "certmanager_certificate_renewal_failures_total",
    "cert_manager_certificate_expiration_timestamp",
    "cert_manager_certificate_renewal_timestamp",
    "cert_manager_certificate_ready_status",
    "certmanager_certificate_ready_ratio",
    "my_certmanager_certificate_ready",
    "certificate_expiry",
  ];
  expect([...misspelt, ...others].filter(isMisspelt)).toEqual(misspelt);
});
