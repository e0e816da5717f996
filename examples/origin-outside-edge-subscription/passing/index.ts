/** The subscription holds the names that visitors use, and no origin's. */
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
  commonName: "www.example.org",
  domains: service.domains.apply((domains) => (domains ?? []).map(({ name }) => name).filter((name) => name !== origin)),
});
