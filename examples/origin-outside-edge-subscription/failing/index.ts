/** The origin's certificate lives in another stack; here only the backend tells that its name belongs to the origin. */
import * as fastly from "@pulumi/fastly";

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
