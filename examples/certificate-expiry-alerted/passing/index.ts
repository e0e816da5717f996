/** The same alert, and one that fires three weeks before the expiry. */
import * as k8s from "@pulumi/kubernetes";

new k8s.apiextensions.CustomResource("certificate-alerts", {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata: { name: "certificates", namespace: "cert-manager" },
  spec: {
    groups: [
      {
        name: "certificates",
        rules: [
          {
            alert: "CertificateNotReady",
            expr: 'max by (name, exported_namespace) (certmanager_certificate_ready_status{condition!="True"} == 1)',
            for: "10m",
          },
          {
            alert: "CertificateExpiresSoon",
            expr: "certmanager_certificate_expiration_timestamp_seconds - time() < 21 * 86400",
            for: "1h",
          },
          {
            alert: "CertificateRenewalOverdue",
            expr: "time() > (certmanager_certificate_renewal_timestamp_seconds > 0) + 86400",
            for: "1h",
          },
        ],
      },
    ],
  },
});
