/**
 * An alert that fires once a certificate is no longer Ready, which is when it has expired: a renewal may fail for a month before.
 */
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
        ],
      },
    ],
  },
});
