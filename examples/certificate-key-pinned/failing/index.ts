/** The next deployment takes the newest cert-manager, whatever defaults it has: 1.18 began to make a new key at every renewal. */
import * as k8s from "@pulumi/kubernetes";

new k8s.helm.v3.Release("cert-manager", {
  chart: "cert-manager",
  namespace: "cert-manager",
  repositoryOpts: { repo: "https://charts.jetstack.io" },
});
