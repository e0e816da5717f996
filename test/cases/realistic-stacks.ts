import type { StackResource } from "../../cli/stack-resource";
import {
  certManager,
  component,
  dns01,
  fastly,
  gateway,
  http01,
  ingress,
  kubernetesObject,
  provider,
  resource,
  route53,
  secret,
  unknown,
} from "../support";
import type { Cases } from "./cases";

/** An application behind Fastly: the edge has the public names, the cluster keeps the origin's. */
export function behindFastly(name: string, front: readonly string[], origin: string): StackResource[] {
  const service = fastly.service(name, {
    domains: [...front, origin],
    backends: [{ address: origin, overrideHost: front[0], sslCertHostname: origin, sslSniHostname: origin, shield: "iad-va-us" }],
  });
  return [
    service,
    fastly.subscription(`${name}-tls`, [...front], { propertyDependencies: { domains: [service] } }),
    ...front.map((each) => route53.record(each, "CNAME", ["j.sni.global.fastly.net"])),
    ...front.map((each) => route53.record(`_acme-challenge.${each}`, "CNAME", [`${name}.fastly-validations.com`])),
    certManager.certificate(`${name}-cert`, {
      dnsNames: [origin],
      namespace: name,
      spec: { usages: ["digital signature", "key encipherment"] },
    }),
    kubernetesObject(
      "apisix.apache.org/v2",
      "ApisixTls",
      name,
      { spec: { hosts: [origin], secret: { name: `${name}-cert-tls`, namespace: name } } },
      { namespace: name },
    ),
  ];
}

/** What a cluster's own stack holds: cert-manager, its issuers, and a Gateway. */
const platform = [
  resource("kubernetes:helm.sh/v3:Release", "cert-manager", {
    chart: "cert-manager",
    version: "v1.17.2",
    namespace: "operations",
    repositoryOpts: { repo: "https://charts.jetstack.io" },
    values: {
      crds: { enabled: true },
      config: { apiVersion: "controller.config.cert-manager.io/v1alpha1", kind: "ControllerConfiguration", enableGatewayAPI: true },
      enableCertificateOwnerRef: true,
      prometheus: { enabled: false },
      serviceAccount: { annotations: { "eks.amazonaws.com/role-arn": unknown } },
    },
  }),
  component("kubernetes:yaml/v2:ConfigGroup", "issuers"),
  ...["letsencrypt-staging", "letsencrypt-production"].map((name) =>
    kubernetesObject(
      "cert-manager.io/v1",
      "ClusterIssuer",
      name,
      {
        spec: {
          acme: {
            server: `https://acme-${name.endsWith("staging") ? "staging-" : ""}v02.api.letsencrypt.org/directory`,
            email: "tls@example.org",
            privateKeySecretRef: { name },
            solvers: [dns01({ dnsZones: ["example.org", "apps.example.org"] })],
          },
        },
      },
      { parent: component("kubernetes:yaml/v2:ConfigGroup", "issuers") },
    ),
  ),
  gateway("shop", { hosts: ["shop.example.org", "*.apps.example.org"] }),
  kubernetesObject(
    "gateway.networking.k8s.io/v1",
    "HTTPRoute",
    "shop",
    { spec: { hostnames: ["shop.example.org"], parentRefs: [{ name: "shop" }] } },
    { namespace: "default", annotations: { "cert-manager.io/cluster-issuer": "letsencrypt-production" } },
  ),
];

const zone = resource(
  "aws:route53/zone:Zone",
  "zone",
  { name: "example.org" },
  { outputs: { name: "example.org", zoneId: "Z0000000000000" } },
);
const authorities = route53.record("example.org", "CAA", [
  '0 issue "letsencrypt.org"',
  '0 issue "certainly.com"',
  '0 issue "amazon.com"',
  '0 issuewild "letsencrypt.org"',
  '0 iodef "mailto:tls@example.org"',
]);

/** A web shop that validates by HTTP-01, beside a site at CloudFront and jobs in ECS. */
const shop = [
  certManager.clusterIssuer("letsencrypt", [http01(), dns01({ dnsZones: ["internal.example.org"] })]),
  ingress(
    "shop",
    { hosts: ["www.example.org", "api.example.org"] },
    { annotations: { "cert-manager.io/cluster-issuer": "letsencrypt", "cert-manager.io/private-key-algorithm": "ECDSA" } },
  ),
  route53.record("www.example.org", "CNAME", ["k8s-shop-1.elb.us-east-1.amazonaws.com"]),
  route53.record("api.example.org", "CNAME", ["k8s-shop-1.elb.us-east-1.amazonaws.com"]),
  route53.record("static.example.org", "CNAME", ["d111111abcdef8.cloudfront.net"]),
  resource("aws:acm/certificate:Certificate", "static", { domainName: "static.example.org", validationMethod: "DNS" }),
  resource("aws:cloudfront/distribution:Distribution", "static", {
    aliases: ["static.example.org"],
    origins: [{ originId: "bucket", domainName: "static.s3.us-east-1.amazonaws.com", s3OriginConfig: {} }],
    defaultCacheBehavior: { targetOriginId: "bucket", cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6" },
  }),
  resource("aws:ecs/taskDefinition:TaskDefinition", "report", {
    family: "report",
    containerDefinitions: JSON.stringify([{ name: "report", image: "example/report:latest" }]),
  }),
  resource("aws:cloudwatch/metricAlarm:MetricAlarm", "storage", {
    namespace: "AWS/RDS",
    metricName: "FreeStorageSpace",
    comparisonOperator: "LessThanThreshold",
    threshold: 1000000000,
  }),
  kubernetesObject("monitoring.coreos.com/v1", "PrometheusRule", "shop", {
    spec: { groups: [{ name: "shop", rules: [{ alert: "Down", expr: 'up{job="shop"} == 0' }] }] },
  }),
  // A webhook's certificate and a mesh's authority: nobody outside the cluster sees them.
  resource("tls:index/selfSignedCert:SelfSignedCert", "webhook", {
    dnsNames: ["webhook.default.svc"],
    privateKeyPem: secret("key"),
    allowedUses: ["server_auth"],
    validityPeriodHours: 87600,
  }),
  kubernetesObject("cert-manager.io/v1", "Issuer", "mesh", { spec: { selfSigned: {} } }, { namespace: "mesh" }),
  certManager.certificate("mesh-root", {
    dnsNames: [],
    namespace: "mesh",
    issuerRef: { kind: "Issuer", name: "mesh" },
    spec: { isCA: true, commonName: "mesh", duration: "87600h", privateKey: { algorithm: "ECDSA", size: 256 } },
  }),
];

/** The first preview of a cluster: half of what stands around the certificates is not known. */
const later = provider("kubernetes", "new", { kubeconfig: unknown });
const firstPreview = [
  resource("aws:route53/zone:Zone", "new", { name: "new.example.org" }, { outputs: { name: "new.example.org", zoneId: unknown } }),
  route53.record("new.example.org", "CAA", ['0 issue "letsencrypt.org"'], {
    name: "new-caa",
    inputs: { zoneId: unknown },
    propertyDependencies: { zoneId: [resource("aws:route53/zone:Zone", "new")] },
  }),
  route53.record("app.new.example.org", "A", unknown, { inputs: { zoneId: unknown, records: undefined, aliases: unknown } }),
  certManager.clusterIssuer("letsencrypt", [{ dns01: { route53: { hostedZoneID: unknown, region: "us-east-1" } } }], { provider: later }),
  certManager.certificate(
    "app",
    { dnsNames: ["app.new.example.org"], issuerRef: { kind: "ClusterIssuer", name: "letsencrypt" } },
    { provider: later, outputs: {} },
  ),
  kubernetesObject("v1", "ConfigMap", "settings", { data: unknown }, { provider: later }),
];

/** Stacks as sound teams have them, with all that stands around certificates: of none of them is there anything to say. */
export const realistic: Cases = {
  "MIT's micromasters": behindFastly(
    "micromasters",
    ["micromasters.odl.mit.edu", "micromasters.mit.edu", "mm.mit.edu", "mmfin.mit.edu"],
    "micromasters-backend.odl.mit.edu",
  ),
  "MIT's xPRO, repaired": behindFastly("xpro", ["xpro.mit.edu"], "xpro-web.odl.mit.edu"),
  "a cluster's platform": [zone, authorities, ...platform],
  "a platform and an application behind Fastly": [
    zone,
    authorities,
    ...platform,
    ...behindFastly("web", ["www.example.org"], "web-origin.apps.example.org"),
  ],
  "a shop with HTTP-01, CloudFront and ECS": [zone, authorities, ...shop],
  "the first preview of a cluster": firstPreview,
};
