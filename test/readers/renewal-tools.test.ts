import type { Resource } from "../../evidence/resource";
import { found, shown, later, urnOf, written } from "./shown";

const release = "kubernetes:helm.sh/v3:Release";
const deployment = "kubernetes:apps/v1:Deployment";
const ambient = { key: "ambient shop/dev", known: false };

/** What floats, without the resource. */
function floating(resource: Resource): unknown {
  return (found(resource).floatingTools ?? []).map(({ tool, property, cluster }) => ({ tool, property, cluster }));
}

const pod = (...images: readonly string[]) => ({ containers: images.map((image) => ({ name: "it", image })) });
const workload = (...images: readonly string[]) => written(deployment, { spec: { template: { spec: pod(...images) } } });

describe("an image of a renewal tool", () => {
  it.each<[string, string]>([
    ["certbot/certbot", "certbot"],
    ["certbot/certbot:latest", "certbot"],
    ["certbot/certbot:nightly", "certbot"],
    ["certbot/dns-route53:v2", "certbot"],
    ["docker.io/certbot/certbot:2.11", "certbot"],
    ["registry.example.org:5000/mirror/certbot/certbot", "certbot"],
    ["certbot/certbot:12", "certbot"],
    ["certbot/certbot:v10.12", "certbot"],
    ["goacme/lego:edge", "lego"],
    ["neilpang/acme.sh:stable", "acme.sh"],
    ["neilpang/acme.sh:main", "acme.sh"],
    ["ghcr.io/neilpang/acme.sh:master", "acme.sh"],
    ["quay.io/jetstack/cert-manager-controller:v1", "cert-manager"],
    ["jetstack/cert-manager-controller:latest", "cert-manager"],
    ["  certbot/certbot\n", "certbot"],
  ])("%j moves by itself", (image, tool) => {
    expect(floating(workload(image))).toEqual([{ tool, property: "image", cluster: ambient }]);
  });

  it.each([
    "certbot/certbot:v2.11.0",
    "certbot/certbot:2.11.0",
    "certbot/certbot@sha256:0123456789abcdef",
    "certbot/certbot:latest@sha256:0123456789abcdef",
    "certbot/certbot:2024-06-01",
    "certbot/certbot:arm64v8-latest",
    "certbot/certbot-exporter:latest",
    "mycertbot/certbot:latest",
    "certbot/certbot/sidecar:latest",
    "xgoacme/lego",
    "goacme/lego-sidecar:latest",
    "quay.io/jetstack/cert-manager-controller-arm64:latest",
    "quay.io/notjetstack/cert-manager-controller:latest",
    "neilpang/acme-sh",
    "neilpang/acme.sh.example.org/it",
    "quay.io/jetstack/cert-manager-webhook:latest",
    "nginx:latest",
    later,
  ])("%j does not, is none, or nobody can tell", (image) => {
    expect(floating(workload(image))).toEqual([]);
  });

  test("counts once for a workload, each tool by itself", () => {
    const resource = workload("certbot/certbot", "certbot/dns-google", "goacme/lego", "nginx");
    expect(floating(resource)).toEqual([
      { tool: "certbot", property: "image", cluster: ambient },
      { tool: "lego", property: "image", cluster: ambient },
    ]);
  });

  it.each<[string, object]>([
    [deployment, { spec: { template: { spec: pod("certbot/certbot") } } }],
    [deployment, { spec: { template: { spec: { initContainers: [{ image: "certbot/certbot" }] } } } }],
    ["kubernetes:apps/v1:StatefulSet", { spec: { template: { spec: pod("certbot/certbot") } } }],
    ["kubernetes:apps/v1:DaemonSet", { spec: { template: { spec: pod("certbot/certbot") } } }],
    ["kubernetes:extensions/v1beta1:Deployment", { spec: { template: { spec: pod("certbot/certbot") } } }],
    ["kubernetes:extensions/v1beta1:DaemonSet", { spec: { template: { spec: pod("certbot/certbot") } } }],
    ["kubernetes:batch/v1:Job", { spec: { template: { spec: pod("certbot/certbot") } } }],
    ["kubernetes:batch/v1:CronJob", { spec: { jobTemplate: { spec: { template: { spec: pod("certbot/certbot") } } } } }],
    ["kubernetes:core/v1:Pod", { spec: pod("certbot/certbot") }],
  ])("runs in a cluster: %s %j", (type, inputs) => {
    expect(found(written(type, inputs)).floatingTools).toEqual([
      { resource: { urn: urnOf(type), type, name: "it" }, tool: "certbot", property: "image", cluster: ambient },
    ]);
  });

  const container = { name: "it", image: "certbot/certbot" };
  it.each<[string, object, "image" | "name"]>([
    ["aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: JSON.stringify([{ image: "nginx" }, container]) }, "image"],
    ["aws-native:ecs:TaskDefinition", { containerDefinitions: [container] }, "image"],
    ["aws:batch/jobDefinition:JobDefinition", { containerProperties: JSON.stringify(container) }, "image"],
    ["gcp:cloudrunv2/job:Job", { template: { template: { containers: [container] } } }, "image"],
    ["azure-native:app:Job", { template: { containers: [container] } }, "image"],
    ["docker:index/container:Container", container, "image"],
    ["docker:index/remoteImage:RemoteImage", { name: "certbot/certbot" }, "name"],
  ])("runs outside clusters, each for itself: %s", (type, inputs, property) => {
    expect(floating(written(type, inputs))).toEqual([{ tool: "certbot", property, cluster: { key: urnOf(type), known: true } }]);
  });

  it.each([["[{"], ["null"], ["[1, null]"], ['"certbot/certbot"'], [later]])(
    "is not read in definitions such as %s",
    (containerDefinitions) => {
      expect(floating(written("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions }))).toEqual([]);
    },
  );
});

describe("cert-manager's chart", () => {
  const repositoryOpts = { repo: "https://charts.jetstack.io" };
  const chart = (inputs: object) => floating(written(release, { chart: "cert-manager", repositoryOpts, ...inputs }));
  const moving = [{ tool: "cert-manager", property: "version", cluster: ambient }];

  it.each<[string, object]>([
    ["without a version", {}],
    ["with an empty one", { version: "" }],
    ["with a part of one", { version: "v1.14" }],
    ["with a range", { version: "~1.14.0" }],
    ["with a wildcard", { version: "1.14.x" }],
    ["with a lower bound", { version: ">=1.14.0" }],
    ["with a lower bound, written the other way", { version: "=>1.14.0" }],
    ["with several", { version: "1.14.5 || 1.15.0" }],
    ["from Jetstack's repository by its local name", { chart: "jetstack/cert-manager", repositoryOpts: undefined }],
    ["from a registry", { chart: "oci://quay.io/jetstack/charts/cert-manager", repositoryOpts: undefined }],
    ["from a repository that is not known yet", { repositoryOpts: { repo: later } }],
  ])("%s moves by itself", (_, inputs) => {
    expect(chart(inputs)).toEqual(moving);
  });

  it.each<[string, object]>([
    ["with a version", { version: "v1.14.5" }],
    ["with one of more digits", { version: "10.20.30" }],
    ["with a plain one", { version: "1.14.5" }],
    ["with an exact one", { version: "=1.14.5" }],
    ["with an exact one, spaced", { version: "  =  v1.14.5 " }],
    ["with a pre-release", { version: "1.15.0-beta.1" }],
    ["with a build", { version: "1.15.0+build.7" }],
    ["with one that is not known yet", { version: later }],
    ["in a folder", { chart: "./charts/cert-manager" }],
    ["in a folder by the bare name", { repositoryOpts: undefined }],
    ["in an archive", { chart: "./cert-manager-v1.14.5.tgz" }],
    ["of another name", { chart: "cert-manager-csi-driver" }],
    ["of Jetstack's others", { chart: "jetstack/trust-manager" }],
    ["from a registry, of another name", { chart: "oci://quay.io/jetstack/charts/cert-manager-google-cas-issuer" }],
    ["that is a folder called jetstack", { chart: "./jetstack/cert-manager", repositoryOpts: undefined }],
    ["that is not known yet", { chart: later }],
  ])("%s does not, is none, or nobody can tell", (_, inputs) => {
    expect(chart(inputs)).toEqual([]);
  });

  test("floats where the program names no version, whichever the provider found", () => {
    const inputs = { chart: "cert-manager", repositoryOpts };
    const outputs = { ...inputs, version: "v1.14.5" };
    expect(floating(shown(release, { inputs, outputs }))).toEqual(moving);
    expect(floating(shown(release, { outputs }))).toEqual([]);
  });

  test("goes to the cluster of its provider", () => {
    const provider = { kubeconfig: "server: https://k8s.example.org" };
    const [tool] =
      found(written("kubernetes:helm.sh/v4:Chart", { chart: "cert-manager", repositoryOpts }, { provider })).floatingTools ?? [];
    expect(tool?.cluster.known).toBe(true);
  });
});
