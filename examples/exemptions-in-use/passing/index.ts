/** The repair: the origin keeps its name for itself, and the exemption is gone. */
import * as fastly from "@pulumi/fastly";
import * as k8s from "@pulumi/kubernetes";

const origin = "origin.example.org";

new fastly.TlsSubscription("site-tls", { certificateAuthority: "certainly", domains: ["www.example.org"] });

new k8s.apiextensions.CustomResource("origin", {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "origin", namespace: "web" },
  spec: {
    dnsNames: [origin],
    secretName: "origin-tls",
    issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-production" },
  },
});
