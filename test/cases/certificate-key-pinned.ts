import { certManager, ingress, kubernetesObject, resource, unknown, type Inputs } from "../support";
import type { Cases } from "./cases";

const jetstack = { repo: "https://charts.jetstack.io" };
const release = (inputs: Inputs, outputs?: Inputs) =>
  resource(
    "kubernetes:helm.sh/v3:Release",
    "tool",
    { chart: "cert-manager", repositoryOpts: jetstack, ...inputs },
    outputs === undefined ? {} : { outputs },
  );
const chart = (inputs: Inputs) => [
  resource("kubernetes:helm.sh/v4:Chart", "tool", inputs),
  kubernetesObject("v1", "ServiceAccount", "cert-manager", {}, { parent: "urn:pulumi:dev::shop::kubernetes:helm.sh/v4:Chart::tool" }),
];
const cronJob = (image: unknown, list = "containers") =>
  kubernetesObject("batch/v1", "CronJob", "tool", {
    spec: { jobTemplate: { spec: { template: { spec: { [list]: [{ name: "renew", image }] } } } } },
  });
const deployment = (image: unknown) =>
  kubernetesObject("apps/v1", "Deployment", "tool", {
    spec: { template: { spec: { containers: [{ name: "proxy" }, { name: "renew", image }] } } },
  });
const issuer = certManager.clusterIssuer();
const certificate = (privateKey?: Inputs) => certManager.certificate("shop", { dnsNames: ["shop.example.org"], spec: { privateKey } });

const task = (image: unknown) =>
  resource("aws:ecs/taskDefinition:TaskDefinition", "tool", {
    family: "renew",
    containerDefinitions: JSON.stringify([
      { name: "proxy", image: "nginx:1.27.0" },
      { name: "renew", image },
    ]),
  });

/** Each finds the resource `tool`. */
export const found: Cases = {
  "cert-manager's chart without a version": [release({})],
  "a range": [release({ version: "^1.14.0" })],
  "a wildcard version": [release({ version: "1.x" })],
  "a lower bound": [release({ version: ">=1.12.0" })],
  "a minor version, which moves": [release({ version: "v1.14" })],
  "the chart by its repository's name": [release({ chart: "jetstack/cert-manager", repositoryOpts: undefined })],
  "the chart from an OCI registry": chart({ chart: "oci://quay.io/jetstack/charts/cert-manager" }),
  "a version that the provider filled in": [release({}, { chart: "cert-manager", repositoryOpts: jetstack, version: "v1.19.2" })],
  "certbot's image without a tag": [cronJob("certbot/certbot")],
  "certbot's latest": [cronJob("docker.io/certbot/certbot:latest")],
  "a plugin of certbot in a major version": [cronJob("certbot/dns-route53:v2")],
  "certbot's image in a cluster that does not exist yet": [{ ...cronJob("certbot/certbot"), outputs: {} }],
  "an init container": [cronJob("goacme/lego:v4", "initContainers")],
  "a mirror with a port": [deployment("registry.example.org:5000/mirror/neilpang/acme.sh")],
  "a task of ECS": [task("certbot/certbot:latest")],
  "a task of ECS, by Amazon's other provider": [
    resource("aws-native:ecs:TaskDefinition", "tool", { containerDefinitions: [{ name: "renew", image: "certbot/dns-route53" }] }),
  ],
  "a job of AWS Batch": [
    resource("aws:batch/jobDefinition:JobDefinition", "tool", {
      type: "container",
      containerProperties: JSON.stringify({ image: "goacme/lego", vcpus: 1, memory: 512 }),
    }),
  ],
  "a job of Cloud Run": [
    resource("gcp:cloudrunv2/job:Job", "tool", { template: { template: { containers: [{ image: "docker.io/certbot/certbot" }] } } }),
  ],
  "a job of Azure's container apps": [
    resource("azure-native:app:Job", "tool", { template: { containers: [{ name: "renew", image: "neilpang/acme.sh:latest" }] } }),
  ],
  "the same in another version of Azure's API": [
    resource("azure-native:app/v20240301:Job", "tool", { template: { containers: [{ name: "renew", image: "neilpang/acme.sh:latest" }] } }),
  ],
  "a Deployment by its former group": [
    kubernetesObject("extensions/v1beta1", "Deployment", "tool", {
      spec: { template: { spec: { containers: [{ image: "goacme/lego" }] } } },
    }),
  ],
  "a container of Docker": [resource("docker:index/container:Container", "tool", { image: "certbot/certbot:v2" })],
  "an image of Docker": [resource("docker:index/remoteImage:RemoteImage", "tool", { name: "goacme/lego:latest" })],
  "cert-manager's own controller": [deployment("quay.io/jetstack/cert-manager-controller:latest")],
};

export const leftAlone: Cases = {
  "cert-manager's chart in a full version": [release({ version: "v1.16.2" })],
  "a full version without the v": [release({ version: "1.16.2" })],
  "a release candidate": [release({ version: "v1.19.0-alpha.1" })],
  "a version that is not known yet": [release({ version: unknown })],
  "a chart that is not known yet": [release({ chart: unknown })],
  "a chart on disk": [release({ chart: "./charts/cert-manager", repositoryOpts: undefined })],
  "a folder of that name": [release({ chart: "cert-manager", repositoryOpts: undefined })],
  "another chart without a version": [release({ chart: "ingress-nginx" })],
  "a chart whose name only begins so": [release({ chart: "cert-manager-approver-policy" })],
  "certbot in a full version": [cronJob("certbot/certbot:v2.11.0")],
  "certbot for one processor in a full version": [cronJob("certbot/certbot:arm64v8-v2.11.0")],
  "certbot by its digest": [cronJob(`certbot/certbot@sha256:${"0".repeat(64)}`)],
  "certbot by tag and digest": [cronJob(`certbot/certbot:latest@sha256:${"0".repeat(64)}`)],
  "an image that is not known yet": [cronJob(unknown)],
  "an image of another path": [cronJob("example/certbot-exporter")],
  "an image whose name only ends so": [cronJob("example/mycertbot/certbots")],
  "a container without an image": [cronJob(undefined)],
  "a tag of somebody's own": [cronJob("certbot/certbot:sha-5a1c2f3")],
  "a task of ECS in a full version": [task("certbot/certbot:v2.11.0")],
  "a task of ECS by its digest": [task(`certbot/certbot@sha256:${"0".repeat(64)}`)],
  "a task of ECS that renews nothing": [task("nginx:latest")],
  "a task of ECS that is not known yet": [resource("aws:ecs/taskDefinition:TaskDefinition", "tool", { containerDefinitions: unknown })],
  "a task of ECS that is no JSON": [resource("aws:ecs/taskDefinition:TaskDefinition", "tool", { containerDefinitions: "certbot/certbot" })],
  "a task of ECS of another shape": [resource("aws:ecs/taskDefinition:TaskDefinition", "tool", { containerDefinitions: "[null, 7]" })],
  "an image of Docker by its id": [resource("docker:index/container:Container", "tool", { image: `sha256:${"0".repeat(64)}` })],
  "a certificate that leaves its key to the default, with nothing that floats": [issuer, certificate()],
  "one beside a chart in a full version": [release({ version: "v1.16.2" }), issuer, certificate()],
  "an Ingress": [issuer, ingress("shop", { hosts: ["shop.example.org"] })],
  "a workload that renews nothing": [deployment("nginx")],
};
