import { readProperties, type Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import type { Cluster, RenewalTool } from "../ownership/inventory";
import { noElements, type Elements, type Value } from "../ownership/value";
import { kubernetesObject } from "./kubernetes";
import type { Reader, Shelves } from "./reader";

/**
 * What runs an ACME client in a cluster: cert-manager's chart, and the images of the clients. Other charts that bring
 * cert-manager along pin it themselves.
 */
export const kubernetesToolReaders: Readonly<Record<string, Reader>> = {
  "helm.sh/Release": readChart,
  "helm.sh/Chart": readChart,
  "apps/Deployment": podsAt("spec", "template", "spec"),
  "apps/StatefulSet": podsAt("spec", "template", "spec"),
  "apps/DaemonSet": podsAt("spec", "template", "spec"),
  "extensions/Deployment": podsAt("spec", "template", "spec"),
  "extensions/DaemonSet": podsAt("spec", "template", "spec"),
  "batch/Job": podsAt("spec", "template", "spec"),
  "batch/CronJob": podsAt("spec", "jobTemplate", "spec", "template", "spec"),
  "core/Pod": podsAt("spec"),
};

/** The same outside clusters: tasks and jobs of clouds, and Docker's own. */
export const toolReaders: Readonly<Record<string, Reader>> = {
  "aws:ecs/taskDefinition:TaskDefinition": containersIn((properties) => inJson(properties.text("containerDefinitions"))),
  "aws-native:ecs:TaskDefinition": containersIn((properties) => properties.items("containerDefinitions")),
  "aws:batch/jobDefinition:JobDefinition": containersIn((properties) => inJson(properties.text("containerProperties"))),
  "gcp:cloudrunv2/job:Job": containersIn((properties) => properties.items("template", "template", "containers")),
  "azure-native:app:Job": containersIn((properties) => properties.items("template", "containers")),
  "docker:index/container:Container": containersIn((properties) => ({ known: [properties], complete: true })),
  "docker:index/remoteImage:RemoteImage": containersIn((properties) => ({ known: [properties], complete: true }), "name"),
};

function containersIn(find: (properties: Properties) => Elements<Properties>, property: "image" | "name" = "image"): Reader {
  return (resource, shelves) => {
    const found = new Set(find(resource.properties).known.flatMap((container) => floatingTool(container.text(property))));
    found.forEach((tool) => {
      shelve(resource, shelves, tool, property, { key: resource.reference.urn, known: true });
    });
  };
}

/** The containers in a text of JSON, which holds one of them or a list. */
function inJson(text: Value<string>): Elements<Properties> {
  try {
    const parsed: unknown = text.state === "known" ? JSON.parse(text.value) : [];
    return readProperties([{ containers: Array.isArray(parsed) ? parsed : [parsed] }]).items("containers");
  } catch {
    return noElements; // the provider says what is wrong with it
  }
}

/**
 * The inputs decide where they are shown: a provider fills in the version that it found. A chart by its bare name is a folder
 * unless a repository is named, and a folder or an archive is what it is.
 */
function readChart(resource: Resource, shelves: Shelves): void {
  const written = resource.inputs ?? resource.properties;
  const chart = written.text("chart");
  if (chart.state !== "known" || !/(?:^|\/)cert-manager$/.test(chart.value)) {
    return;
  }
  const fromRepository =
    /^(?:jetstack\/|oci:\/\/)/.test(chart.value) ||
    (chart.value === "cert-manager" && written.text("repositoryOpts", "repo").state !== "absent");
  if (fromRepository && isFloatingVersion(written.text("version"))) {
    shelve(resource, shelves, "cert-manager", "version", kubernetesObject(resource).cluster);
  }
}

function isFloatingVersion(version: Value<string>): boolean {
  return (
    version.state === "absent" || (version.state === "known" && !/^(?:=\s*)?v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(version.value.trim()))
  );
}

function podsAt(...path: string[]): Reader {
  return (resource, shelves) => {
    const pod = resource.properties.at(...path);
    const found = new Set(
      ["initContainers", "containers"].flatMap((list) =>
        pod.items(list).known.flatMap((container) => floatingTool(container.text("image"))),
      ),
    );
    found.forEach((tool) => {
      shelve(resource, shelves, tool, "image", kubernetesObject(resource).cluster);
    });
  };
}

/** Images by the end of their path: registries and mirrors stand before it. */
const images: readonly (readonly [RegExp, RenewalTool["tool"]])[] = [
  [/(?:^|\/)certbot\/(?:certbot|dns-[a-z0-9]+)$/, "certbot"],
  [/(?:^|\/)goacme\/lego$/, "lego"],
  [/(?:^|\/)neilpang\/acme\.sh$/, "acme.sh"],
  [/(?:^|\/)jetstack\/cert-manager-controller$/, "cert-manager"],
];

/** A digest never moves, a full version hardly ever; of a tag that says neither nobody can tell. */
function floatingTool(image: Value<string>): RenewalTool["tool"][] {
  const [, repository = "", tag] = /^([^@]+?)(?::([^:/@]+))?$/.exec(image.state === "known" ? image.value.trim() : "") ?? [];
  const tool = images.find(([pattern]) => pattern.test(repository))?.[1];
  const floats = tag === undefined || /^(?:latest|stable|edge|nightly|main|master|v?\d+(?:\.\d+)?)$/.test(tag);
  return tool !== undefined && floats ? [tool] : [];
}

function shelve(
  resource: Resource,
  shelves: Shelves,
  tool: RenewalTool["tool"],
  property: RenewalTool["property"],
  cluster: Cluster,
): void {
  shelves.floatingTools.push({ resource: resource.reference, tool, property, cluster });
}
