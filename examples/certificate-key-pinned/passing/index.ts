/** The version changes when somebody changes it. */
import * as k8s from "@pulumi/kubernetes";

new k8s.helm.v3.Release("cert-manager", {
  chart: "cert-manager",
  version: "v1.16.2",
  namespace: "cert-manager",
  repositoryOpts: { repo: "https://charts.jetstack.io" },
});
