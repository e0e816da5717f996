/**
 * Somebody accepted the conflict until the origin had a name of its own, and forgot it: policy-config.json has the exemption.
 * Since its last day the conflict is reported again, and the exemption is named.
 */
import * as fastly from "@pulumi/fastly";
import * as k8s from "@pulumi/kubernetes";

const origin = "origin.example.org";

new fastly.TlsSubscription("site-tls", { certificateAuthority: "certainly", domains: ["www.example.org", origin] });

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
