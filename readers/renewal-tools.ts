import { readProperties, type Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import type { Cluster, RenewalTool } from "../ownership/inventory";
import type { Value } from "../ownership/value";
import { kubernetesObject } from "./kubernetes";
import { single } from "./names";
import type { Reader, Readers, ReaderTable, Shelves } from "./reader";

/**
 * What runs an ACME client in a cluster: cert-manager's chart, and the images of the clients. Other charts that bring
 * cert-manager along pin it themselves.
 */
const objects: ReaderTable = {
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
const resources: ReaderTable = {
  "aws:ecs/taskDefinition:TaskDefinition": containersIn((properties) => inJson(properties.text("containerDefinitions"))),
  "aws-native:ecs:TaskDefinition": containersIn((properties) => properties.items("containerDefinitions").known),
  "aws:batch/jobDefinition:JobDefinition": containersIn((properties) => inJson(properties.text("containerProperties"))),
  "gcp:cloudrunv2/job:Job": containersIn((properties) => properties.items("template", "template", "containers").known),
  "azure-native:app:Job": containersIn((properties) => properties.items("template", "containers").known),
  "docker:index/container:Container": containersIn((properties) => [properties]),
  "docker:index/remoteImage:RemoteImage": containersIn((properties) => [properties], "name"),
};

export const renewalTools: Readers = { standAlone: true, resources, objects };

function containersIn(find: (properties: Properties) => readonly Properties[], property: "image" | "name" = "image"): Reader {
  return (resource, shelves) => {
    const found = new Set(find(resource.properties).flatMap((container) => floatingTool(container.text(property))));
    found.forEach((tool) => {
      shelve(resource, shelves, tool, property, { key: resource.reference.urn, known: true });
    });
  };
}

/** The containers in a text of JSON, which holds one of them or a list. */
function inJson(text: Value<string>): readonly Properties[] {
  try {
    const parsed = single(text).known.map((json): unknown => JSON.parse(json));
    return readProperties([{ containers: parsed.flat() }]).items("containers").known;
  } catch {
    return []; // the provider says what is wrong with it
  }
}

/**
 * The inputs decide where they are shown: a provider fills in the version that it found. A chart by its bare name is a folder
 * unless a repository is named, and a folder or an archive is what it is.
 */
function readChart(resource: Resource, shelves: Shelves): void {
  const written = resource.inputs ?? resource.properties;
  const hasRepository = written.text("repositoryOpts", "repo").state !== "absent";
  const isCertManager = single(written.text("chart")).known.some(
    (chart) => /^(?:jetstack|oci:\/\/.+)\/cert-manager$/.test(chart) || (chart === "cert-manager" && hasRepository),
  );
  if (isCertManager && isFloatingVersion(written.text("version"))) {
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
const floatingTag = /:(?:latest|stable|edge|nightly|main|master|v?\d+(?:\.\d+)?)$/;

function floatingTool(image: Value<string>): RenewalTool["tool"][] {
  const floating = single(image).known.map((text) => text.trim().replace(floatingTag, ""));
  return images.filter(([pattern]) => floating.some((path) => pattern.test(path))).map(([, tool]) => tool);
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
