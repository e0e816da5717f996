/** The origin has a name of its own, known at preview, whatever load balancer it leads to. */
import * as fastly from "@pulumi/fastly";

const origin = "origin.example.org";

new fastly.ServiceVcl("site", {
  domains: [{ name: "www.example.org" }],
  backends: [{ name: "origin", address: origin, port: 443, useSsl: true, sslCertHostname: origin, sslSniHostname: origin }],
  forceDestroy: true,
});

new fastly.TlsSubscription("site-tls", { certificateAuthority: "certainly", domains: ["www.example.org"] });
