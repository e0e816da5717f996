/**
 * The xPRO incident. The subscription takes all of the service's domains, as the provider's own example does, and the
 * origin's name is one of them: Fastly's permanent CNAME will keep cert-manager from renewing the origin's certificate.
 */
import * as fastly from "@pulumi/fastly";
import * as k8s from "@pulumi/kubernetes";

const origin = "origin.example.org";

const service = new fastly.ServiceVcl("site", {
  // The origin's name is here for Fastly's shield: routing, not ownership.
  domains: [{ name: "www.example.org" }, { name: origin }],
  backends: [{ name: "origin", address: origin, port: 443, useSsl: true, sslCertHostname: origin, sslSniHostname: origin }],
  forceDestroy: true,
});

new fastly.TlsSubscription("site-tls", {
  certificateAuthority: "certainly",
  domains: service.domains.apply((domains) => (domains ?? []).map(({ name }) => name)),
});

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
