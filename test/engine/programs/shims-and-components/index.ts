/** Owners that stand in no Certificate and in no top-level resource: shims, a ConfigGroup, a component. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cluster, edge } from "../providers";
import { domainsOf, service, subscription } from "../resources";

class Edge extends pulumi.ComponentResource {
  constructor(name: string) {
    super("acme:edge:Edge", name);
    const options = { ...edge, parent: this };
    const own = service(`${name}-svc`, "shop.example.org", ["www.example.org", "shop.example.org"], options);
    subscription(`${name}-tls`, domainsOf(own), options);
    this.registerOutputs({});
  }
}

const annotations = { "cert-manager.io/cluster-issuer": "letsencrypt-production" };

new kubernetes.apiextensions.CustomResource(
  "issuer",
  {
    apiVersion: "cert-manager.io/v1",
    kind: "ClusterIssuer",
    metadata: { name: "letsencrypt-production" },
    spec: {
      acme: {
        email: "ops@example.org",
        privateKeySecretRef: { name: "acct" },
        server: "https://acme-v02.api.letsencrypt.org/directory",
        solvers: [
          { dns01: { route53: { region: "us-east-1" } }, selector: { dnsZones: ["example.org"] } },
          { http01: { ingress: { ingressClassName: "nginx" } } },
        ],
      },
    },
  },
  cluster,
);
new kubernetes.networking.v1.Ingress(
  "shop",
  {
    metadata: { name: "shop", namespace: "app", annotations },
    spec: { rules: [{ host: "shop.example.org" }], tls: [{ hosts: ["shop.example.org"], secretName: "shop-tls" }] },
  },
  cluster,
);
new kubernetes.apiextensions.CustomResource(
  "gw",
  {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: { name: "gw", namespace: "app", annotations },
    spec: {
      gatewayClassName: "apisix",
      listeners: [
        {
          hostname: "gw.example.org",
          name: "https",
          port: 443,
          protocol: "HTTPS",
          tls: { certificateRefs: [{ group: "", kind: "Secret", name: "gw-tls" }], mode: "Terminate" },
        },
      ],
    },
  },
  cluster,
);
new kubernetes.yaml.v2.ConfigGroup(
  "group",
  {
    objs: [
      {
        apiVersion: "cert-manager.io/v1",
        kind: "Certificate",
        metadata: { name: "from-yaml", namespace: "app" },
        spec: {
          dnsNames: ["yaml.example.org"],
          issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-production" },
          secretName: "yaml-tls",
        },
      },
    ],
  },
  cluster,
);
new kubernetes.core.v1.Secret(
  "handmade",
  {
    metadata: { name: "handmade", namespace: "app" },
    type: "kubernetes.io/tls",
    data: { "tls.crt": "Q0FOQVJZLWNydA==", "tls.key": "Q0FOQVJZLWtleQ==" },
  },
  cluster,
);
new Edge("shop-edge");
