/** The repair: the origin's name stays among the service's domains and leaves the subscription. */
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
  // Fastly refuses to drop the name that is the stored common name, so name one that stays.
  commonName: "www.example.org",
  domains: service.domains.apply((domains) => (domains ?? []).map(({ name }) => name).filter((name) => name !== origin)),
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
