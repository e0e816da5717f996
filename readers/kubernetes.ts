import { createHash } from "node:crypto";
import type { Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import type { Cluster } from "../ownership/inventory";
import { stackOf } from "../ownership/urns";
import { known, type Value } from "../ownership/value";
import { unlessEmpty } from "./names";
import type { Shelves } from "./reader";

type NamespaceNames = Pick<Shelves, "namespaceNames">;

/** What every Kubernetes object says of itself, whichever SDK made it: the SDK's classes, crd2pulumi, YAML, Helm, patches. */
export interface KubernetesObject {
  readonly group: string;
  readonly kind: string;
  /** A patch shows a part of an object that exists elsewhere: what it leaves out is not missing. */
  readonly partial: boolean;
  readonly cluster: Cluster;
  readonly namespace: Value<string>;
  readonly name: Value<string>;
  readonly metadata: Properties;
  readonly spec: Properties;
}

/** @returns group and kind of a type token such as `kubernetes:cert-manager.io/v1:CertificatePatch`; undefined for others. */
export function parseKubernetesType(type: string): { group: string; kind: string; partial: boolean } | undefined {
  const [provider, apiVersion, kind, ...rest] = type.split(":");
  if (provider !== "kubernetes" || apiVersion === undefined || kind === undefined || rest.length > 0) {
    return undefined;
  }
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.lastIndexOf("/")) : apiVersion;
  const partial = kind.endsWith("Patch");
  return { group, kind: partial ? kind.slice(0, -"Patch".length) : kind, partial };
}

/**
 * @param resource of a `kubernetes:` type.
 * @param shelves where the names of the stack's Namespaces stand; without them a namespace that is computed from one is unknown.
 * @returns the object that it stands for.
 */
export function kubernetesObject(resource: Resource, shelves?: NamespaceNames): KubernetesObject {
  const { group, kind, partial } = parseKubernetesType(resource.reference.type) ?? { group: "", kind: "", partial: false };
  const metadata = resource.properties.at("metadata");
  return {
    group,
    kind,
    partial,
    cluster: clusterOf(resource),
    namespace: namespaceOf(resource, metadata, shelves),
    name: metadata.text("name"),
    metadata,
    spec: resource.properties.at("spec"),
  };
}

/** An object without a namespace goes into its provider's, else into `default` (pulumi-kubernetes fills it in at Check). */
function namespaceOf(resource: Resource, metadata: Properties, shelves: NamespaceNames | undefined): Value<string> {
  const own = namedBy(resource, "metadata", unlessEmpty(metadata.text("namespace")), shelves);
  if (own.state !== "absent") {
    return own;
  }
  const provided = unlessEmpty(resource.provider?.properties.text("namespace") ?? own);
  return provided.state === "absent" ? known("default") : provided;
}

/**
 * @param property the top-level one that a namespace is read from.
 * @returns the namespace; where it is not known, and the property is computed from a Namespace of the stack alone, that one's name.
 */
export function namedBy(
  resource: Resource,
  property: string,
  namespace: Value<string>,
  shelves: NamespaceNames | undefined,
): Value<string> {
  if (namespace.state !== "unknown" || shelves === undefined) {
    return namespace;
  }
  const [urn = "", ...others] = resource.dependencies(property);
  const name = shelves.namespaceNames.get(urn);
  return name?.state === "known" && others.length === 0 ? name : namespace;
}

const clusters = new WeakMap<object, Cluster>();

/**
 * @returns the cluster that a resource goes to: by its API server, where the kubeconfig names just one; users and contexts
 * differ within a cluster. Otherwise equal settings are one cluster, and different ones may be. The machine's own kubeconfig
 * is the same within a stack. Kubeconfigs hold secrets, so only a digest is kept.
 */
function clusterOf(resource: Resource): Cluster {
  if (resource.provider === undefined) {
    return { key: `ambient ${stackOf(resource.reference.urn)}`, known: false };
  }
  const { urn, properties } = resource.provider;
  let cluster = clusters.get(properties);
  if (cluster === undefined) {
    cluster = describeCluster(urn, properties);
    clusters.set(properties, cluster);
  }
  return cluster;
}

function describeCluster(urn: string, properties: Properties): Cluster {
  const setting = (name: string) => unlessEmpty(properties.text(name));
  const kubeconfig = setting("kubeconfig");
  const others = ["context", "cluster", "renderYamlToDirectory"].map(setting);
  if ([kubeconfig, ...others].some(({ state }) => state === "unknown")) {
    return { key: urn, known: false };
  }
  const server = kubeconfig.state === "known" ? serverIn(kubeconfig.value) : undefined;
  const place = kubeconfig.state === "known" ? kubeconfig : stackOf(urn);
  return server !== undefined ? clusterOfServer(server) : { key: digest([place, ...others]), known: false };
}

/** @returns the address of the API that a kubeconfig leads to; undefined where it names none, or several. */
export function serverIn(kubeconfig: string): string | undefined {
  const servers = new Set([...kubeconfig.matchAll(/"?\bserver"?\s*:\s*["']?([^"'\s,}]+)/g)].map(([, server]) => server));
  return servers.size === 1 ? [...servers][0] : undefined;
}

/** @returns the cluster whose API answers there; the address as a kubeconfig writes it. */
export function clusterOfServer(server: string): Cluster {
  return { key: digest([server]), known: true };
}

function digest(parts: readonly (string | Value<string>)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
