/** The origin's address is that of a load balancer which does not exist yet: nobody can say whether the subscription takes it. */
import * as fastly from "@pulumi/fastly";
import * as k8s from "@pulumi/kubernetes";

const loadBalancer = new k8s.core.v1.Service("web", {
  metadata: { name: "web", namespace: "web" },
  spec: { type: "LoadBalancer", ports: [{ port: 443 }] },
});

const hostname = loadBalancer.status.loadBalancer.ingress.apply((ingress) => ingress[0]?.hostname ?? "");

const origin = "origin.example.org";

new fastly.ServiceVcl("site", {
  domains: [{ name: "www.example.org" }],
  backends: [{ name: "origin", address: hostname, port: 443, useSsl: true, sslCertHostname: origin, sslSniHostname: origin }],
  forceDestroy: true,
});

new fastly.TlsSubscription("site-tls", { certificateAuthority: "certainly", domains: ["www.example.org"] });
