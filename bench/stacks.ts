import type { StackResource } from "../cli/stack-resource";
import { certManager, dns01, fastly, gateway, ingress, kubernetesObject, resource, route53, secret, stack, unknown } from "../test/support";

/** How many conflicts each stack holds unless told otherwise, so that findings are worded as well. */
export const conflicts = 3;

/** Of a hundred resources of the mixed stack, how many are made by which function. */
const mixture: readonly (readonly [number, (index: number) => StackResource])[] = [
  [1, edgeService],
  [1, edgeSubscription],
  [5, certificate],
  [2, annotatedIngress],
  [1, annotatedGateway],
  [10, dnsRecord],
  [10, opaqueSecret],
  [25, deployment],
  [10, kubernetesService],
  [10, configMap],
  [10, securityGroup],
  [10, bucket],
  [5, instance],
];

/** For people, above the table. */
export const mixtureInWords =
  "2 % Fastly services and subscriptions, 8 % certificates, Ingresses and Gateways, 10 % DNS records, 10 % Secrets, 70 % ordinary Kubernetes and AWS resources";

/** @returns a stack as large applications have it, whose names conflict so many times. */
export function mixedStack(size: number, contested = conflicts): StackResource[] {
  const wheel = mixture.flatMap(([share, make]) => Array.from({ length: share }, () => make));
  return fill(size, (index) => (wheel[(index * 37) % wheel.length] ?? deployment)(index), contested);
}

/** @returns a stack of nothing but what the pack reads: the costliest per resource. */
export function readStack(size: number): StackResource[] {
  const makers = [edgeService, edgeSubscription, certificate, annotatedIngress, annotatedGateway, dnsRecord, tlsSecret];
  return fill(size, (index) => (makers[index % makers.length] ?? certificate)(index));
}

/** @returns a stack in which names, namespaces and issuers are unknown: whatever the rules must weigh and cannot decide. */
export function unknownStack(size: number): StackResource[] {
  const makers = [undecidedService, undecidedSubscription, undecidedCertificate, undecidedSecret, undecidedRecord];
  return fill(size, (index) => (makers[index % makers.length] ?? undecidedCertificate)(index));
}

function fill(size: number, make: (index: number) => StackResource, contested = conflicts): StackResource[] {
  const given = [
    certManager.clusterIssuer("letsencrypt-production", [dns01(), dns01({ dnsZones: ["example.org", "zone-1.example.org"] })]),
    route53.zone("zone", "example.org"),
    ...Array.from({ length: contested }, (_, index) => [
      fastly.subscription(`contested-edge-${index}`, [`contested-${index}.example.org`]),
      certManager.certificate(`contested-${index}`, { dnsNames: [`contested-${index}.example.org`] }),
    ]).flat(),
  ];
  return stack(...given, ...Array.from({ length: size - given.length - 4 }, (_, index) => make(index)));
}

function names(kind: string, index: number, count: number): string[] {
  return Array.from({ length: count }, (_, position) => `${kind}-${index}-${position}.zone-${index % 20}.example.org`);
}

const labels = (index: number) => ({
  "app.kubernetes.io/name": `application-${index % 50}`,
  "app.kubernetes.io/instance": `instance-${index}`,
  "app.kubernetes.io/managed-by": "pulumi",
  "app.kubernetes.io/part-of": "shop",
});

const annotations = {
  "pulumi.com/autonamed": "true",
  "example.org/team": "platform",
  "example.org/runbook": "https://example.org/runbook",
};

const shimAnnotations = { ...annotations, "cert-manager.io/cluster-issuer": "letsencrypt-production" };

const tags = (index: number) => ({
  Name: `resource-${index}`,
  Environment: "production",
  Owner: "platform",
  CostCenter: `${1000 + (index % 40)}`,
});

function edgeService(index: number): StackResource {
  const block = {
    action: "",
    cacheCondition: "",
    name: "block",
    priority: 10,
    requestCondition: "",
    responseCondition: "",
    type: "request",
  };
  return fastly.service(
    `edge-${index}`,
    {
      domains: names("edge", index, 4),
      backends: names("origin", index, 2).map((address, position) => ({ name: `origin-${position}`, address })),
    },
    {
      inputs: {
        comment: "managed by pulumi",
        defaultTtl: 3600,
        http3: true,
        staleIfError: true,
        staleIfErrorTtl: 43200,
        headers: Array.from({ length: 4 }, (_, position) => ({
          ...block,
          name: `header-${position}`,
          destination: "http.X-Header",
          source: "server.identity",
        })),
        requestSettings: [{ ...block, forceSsl: true, hashKeys: "", maxStaleAge: 0, timerSupport: false, xff: "append" }],
        gzips: [{ contentTypes: ["text/html", "text/css", "application/javascript"], extensions: ["css", "js", "html"], name: "gzip" }],
      },
    },
  );
}

function edgeSubscription(index: number): StackResource {
  return fastly.subscription(`edge-tls-${index}`, names("edge", index, 4));
}

function certificate(index: number): StackResource {
  return certManager.certificate(
    `certificate-${index}`,
    {
      dnsNames: names("web", index, 3),
      namespace: `namespace-${index % 30}`,
      spec: {
        duration: "2160h",
        renewBefore: "720h",
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        usages: ["digital signature", "key encipherment"],
        secretTemplate: { labels: labels(index), annotations },
      },
    },
    { labels: labels(index), annotations },
  );
}

function annotatedIngress(index: number): StackResource {
  const hosts = names("ingress", index, 3);
  const backend = { service: { name: `application-${index}`, port: { number: 80 } } };
  return ingress(
    `ingress-${index}`,
    {
      hosts,
      spec: {
        ingressClassName: "nginx",
        rules: hosts.map((host) => ({ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } })),
      },
    },
    { namespace: `namespace-${index % 30}`, labels: labels(index), annotations: shimAnnotations },
  );
}

function annotatedGateway(index: number): StackResource {
  return gateway(
    `gateway-${index}`,
    { hosts: names("gateway", index, 3) },
    { namespace: `namespace-${index % 30}`, labels: labels(index), annotations: shimAnnotations },
  );
}

function dnsRecord(index: number): StackResource {
  return route53.record(
    names("record", index, 1)[0] ?? "",
    index % 2 === 0 ? "A" : "CNAME",
    [index % 2 === 0 ? "192.0.2.1" : "target.example.net"],
    {
      outputs: {
        aliases: [],
        allowOverwrite: false,
        cidrRoutingPolicy: null,
        failoverRoutingPolicies: [],
        fqdn: unknown,
        geolocationRoutingPolicies: [],
        healthCheckId: "",
        id: unknown,
        latencyRoutingPolicies: [],
        multivalueAnswerRoutingPolicy: false,
        name: names("record", index, 1)[0],
        records: [index % 2 === 0 ? "192.0.2.1" : "target.example.net"],
        setIdentifier: "",
        ttl: 300,
        type: index % 2 === 0 ? "A" : "CNAME",
        weightedRoutingPolicies: [],
        zoneId: unknown,
      },
    },
  );
}

function opaqueSecret(index: number): StackResource {
  const data = Object.fromEntries(Array.from({ length: 12 }, (_, position) => [`KEY_${position}`, "c2VjcmV0".repeat(8)]));
  return kubernetesObject(
    "v1",
    "Secret",
    `secret-${index}`,
    { type: "Opaque", data: secret(data) },
    { namespace: `namespace-${index % 30}`, labels: labels(index), annotations },
  );
}

function tlsSecret(index: number): StackResource {
  const pem = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t".repeat(40);
  return kubernetesObject(
    "v1",
    "Secret",
    `tls-secret-${index}`,
    { type: "kubernetes.io/tls", data: secret({ "tls.crt": pem, "tls.key": pem }) },
    { namespace: `namespace-${index % 30}`, labels: labels(index), annotations },
  );
}

function deployment(index: number): StackResource {
  const probe = { httpGet: { path: "/health", port: 8080, scheme: "HTTP" }, initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 1 };
  return kubernetesObject(
    "apps/v1",
    "Deployment",
    `application-${index}`,
    {
      spec: {
        replicas: 3,
        selector: { matchLabels: labels(index) },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } },
        template: {
          metadata: { labels: labels(index), annotations },
          spec: {
            serviceAccountName: `application-${index}`,
            containers: [
              {
                name: "application",
                image: "registry.example.org/application:1.2.3",
                env: Array.from({ length: 8 }, (_, position) => ({ name: `VARIABLE_${position}`, value: `value-${position}` })),
                ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
                livenessProbe: probe,
                readinessProbe: probe,
                resources: { limits: { cpu: "1", memory: "512Mi" }, requests: { cpu: "100m", memory: "256Mi" } },
                volumeMounts: [{ name: "configuration", mountPath: "/etc/application", readOnly: true }],
              },
            ],
            volumes: [{ name: "configuration", configMap: { name: `configuration-${index}` } }],
          },
        },
      },
    },
    { namespace: `namespace-${index % 30}`, labels: labels(index), annotations },
  );
}

function kubernetesService(index: number): StackResource {
  const ports = [80, 443].map((port) => ({ name: `port-${port}`, port, targetPort: 8080, protocol: "TCP", appProtocol: "http" }));
  return kubernetesObject(
    "v1",
    "Service",
    `service-${index}`,
    { spec: { type: "ClusterIP", selector: labels(index), ports, sessionAffinity: "None", ipFamilies: ["IPv4"], clusterIP: unknown } },
    { namespace: `namespace-${index % 30}`, labels: labels(index), annotations },
  );
}

function configMap(index: number): StackResource {
  const data = Object.fromEntries(
    Array.from({ length: 20 }, (_, position) => [`setting-${position}`, `value ${position} of application ${index}`]),
  );
  return kubernetesObject(
    "v1",
    "ConfigMap",
    `configuration-${index}`,
    { data },
    { namespace: `namespace-${index % 30}`, labels: labels(index), annotations },
  );
}

function securityGroup(index: number): StackResource {
  const rule = {
    cidrBlocks: ["10.0.0.0/8"],
    description: "internal",
    fromPort: 443,
    ipv6CidrBlocks: [],
    prefixListIds: [],
    protocol: "tcp",
    securityGroups: [],
    self: false,
    toPort: 443,
  };
  const inputs = {
    description: "managed by pulumi",
    ingress: [rule, rule],
    egress: [rule],
    name: `group-${index}`,
    tags: tags(index),
    vpcId: unknown,
  };
  return resource("aws:ec2/securityGroup:SecurityGroup", `group-${index}`, inputs, {
    outputs: { ...inputs, arn: unknown, id: unknown, ownerId: unknown, tagsAll: tags(index) },
  });
}

function bucket(index: number): StackResource {
  const inputs = {
    acl: "private",
    bucket: `bucket-${index}`,
    forceDestroy: false,
    lifecycleRules: [{ enabled: true, id: "expire", noncurrentVersionExpiration: { days: 30 }, prefix: "", tags: {} }],
    serverSideEncryptionConfiguration: {
      rule: { applyServerSideEncryptionByDefault: { kmsMasterKeyId: "", sseAlgorithm: "aws:kms" }, bucketKeyEnabled: true },
    },
    tags: tags(index),
    versioning: { enabled: true, mfaDelete: false },
  };
  const planned = Object.fromEntries(
    ["arn", "bucketDomainName", "hostedZoneId", "id", "region", "websiteDomain"].map((name) => [name, unknown]),
  );
  return resource("aws:s3/bucket:Bucket", `bucket-${index}`, inputs, {
    outputs: { ...inputs, ...planned, corsRules: [], grants: [], tagsAll: tags(index) },
  });
}

function instance(index: number): StackResource {
  const inputs = {
    ami: "ami-0123456789abcdef0",
    instanceType: "m7g.large",
    ebsOptimized: true,
    monitoring: true,
    metadataOptions: { httpEndpoint: "enabled", httpPutResponseHopLimit: 1, httpTokens: "required", instanceMetadataTags: "disabled" },
    rootBlockDevice: { deleteOnTermination: true, encrypted: true, iops: 3000, throughput: 125, volumeSize: 50, volumeType: "gp3" },
    subnetId: unknown,
    tags: tags(index),
    userData: "#!/bin/sh\n".padEnd(400, "#"),
    vpcSecurityGroupIds: [unknown, unknown],
  };
  const planned = Object.fromEntries(
    ["arn", "id", "instanceState", "privateDns", "privateIp", "publicDns", "publicIp"].map((name) => [name, unknown]),
  );
  return resource("aws:ec2/instance:Instance", `instance-${index}`, inputs, { outputs: { ...inputs, ...planned, tagsAll: tags(index) } });
}

function undecidedService(index: number): StackResource {
  return fastly.service(`edge-${index}`, { domains: names("edge", index, 4), backends: unknown });
}

function undecidedSubscription(index: number): StackResource {
  return fastly.subscription(`edge-tls-${index}`, index % 2 === 0 ? unknown : [...names("edge", index, 2), unknown]);
}

function undecidedCertificate(index: number): StackResource {
  return certManager.certificate(`certificate-${index}`, {
    dnsNames: unknown,
    secretName: unknown,
    issuerRef: { kind: "ClusterIssuer", name: unknown },
    namespace: `namespace-${index % 30}`,
  });
}

function undecidedSecret(index: number): StackResource {
  return kubernetesObject("v1", "Secret", `secret-${index}`, {
    type: "kubernetes.io/tls",
    data: unknown,
    metadata: { name: unknown, namespace: unknown },
  });
}

function undecidedRecord(index: number): StackResource {
  return route53.record(`_acme-challenge.record-${index}.example.org`, "CNAME", unknown, { inputs: { zoneId: unknown } });
}
