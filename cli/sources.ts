import { stat } from "node:fs/promises";
import { dayOf } from "../ownership/time";
import { stackOf } from "../ownership/urns";
import { kindOf } from "../ownership/value";
import { parseKubernetesType, serverIn } from "../readers/kubernetes";
import { ownershipIn } from "../readers/ownership-file";
import { isRead } from "../readers/registry";
import { entriesOf, labelsSelectedIn, mergeEntries, type EntriesContext } from "./entries";
import { about, displayName, InputError, parseJson } from "./input";
import { inventoryOf } from "./file-inventory";
import { parseYaml, readClusterObjects, type ClusterObject } from "./kubernetes-files";
import {
  isPropertyMap,
  secretSignature,
  signatureKey,
  unknownValue,
  type PropertyMap,
  type PropertyValue,
  type StackResource,
} from "./stack-resource";
import { mergeFiles, readStackFile, stacksOf, type StackFile } from "./state-files";
import { readText } from "./text-file";

interface ClaimsOptions {
  readonly sources: readonly string[];
  /** The ownership file to merge into, if it exists. */
  readonly output?: string;
  /** The day of sources that do not tell theirs. */
  readonly asOf: string;
  readonly cluster?: string;
  readonly server?: string;
}

/**
 * @returns the ownership file that tells what the sources own, and what else the user should know, in sentences.
 * @throws InputError naming the source, for sources that cannot be read or show only a part of a stack.
 */
export async function takeClaims(options: ClaimsOptions): Promise<{ readonly file: PropertyMap; readonly notes: readonly string[] }> {
  const stackFiles: StackFile[] = [];
  const objects: ClusterObject[] = [];
  // A cluster needs a name as a source; one that nobody named is the only one.
  const clusterSource = options.cluster ?? "kubernetes";
  for (const source of options.sources) {
    await about(source, async () => {
      const read = await readSource(source, clusterSource);
      stackFiles.push(...("stack" in read ? [read.stack] : []));
      objects.push(...("objects" in read ? read.objects : []));
    });
  }
  const existing = await existingFile(options.output);
  const { resources, stacks, notes } = mergeFiles(stackFiles);
  for (const file of stackFiles) {
    await about(file.file, () => {
      refuseParts(file, stackFiles);
    });
  }
  const shown = [...resources.map(withoutSecrets), ...uniqueByUrn(objects)];
  const ofCluster = new Set(objects.map(({ resource }) => resource.urn));
  const { cluster, server } = options;
  const named = cluster === undefined ? undefined : { name: cluster, ...(server === undefined ? {} : { server }) };
  const clusters = new Map(
    shown
      .filter(({ type, urn }) => parseKubernetesType(type) !== undefined && (named !== undefined || !ofCluster.has(urn)))
      .map((resource) => [resource.urn, named ?? clusterOf(resource)]),
  );
  const context: EntriesContext = {
    sourceOf: (urn) => (ofCluster.has(urn) ? clusterSource : stackOf(urn)),
    clusterOf: (urn) => clusters.get(urn)?.name,
    owners: new Map(objects.flatMap(({ resource, owner }) => (owner === undefined ? [] : [[resource.urn, owner]]))),
    selectingLabels: labelsSelectedIn(existing),
  };
  const claimed = entriesOf(inventoryOf(shown), context);
  const sources = Object.fromEntries([
    ...stacks
      .filter((stack) => stack !== "")
      .map((stack) => [stack, { kind: "stack", asOf: dayOfStack(stack, stackFiles) ?? options.asOf }]),
    ...(options.sources.length > stackFiles.length ? [[clusterSource, { kind: "cluster", asOf: options.asOf }]] : []),
  ]) as PropertyMap;
  const used = new Set([...claimed.entries.issuers, ...claimed.entries.certificates].map((entry) => entry["cluster"]));
  const servers = [...clusters.values()].filter(({ name, server: address }) => address !== undefined && used.has(name));
  const file = mergeEntries(
    existing,
    sources,
    Object.fromEntries(servers.map(({ name, server: address = "" }) => [name, { server: address }])),
    claimed.entries,
  );
  ownershipIn(JSON.stringify(file)); // what is written can be read
  return { file, notes: [...notes, ...claimed.notes] };
}

async function readSource(
  source: string,
  cluster: string,
): Promise<{ readonly stack: StackFile } | { readonly objects: readonly ClusterObject[] }> {
  const text = await readText(source);
  const isJson = /^\uFEFF?\s*[{[]/.test(text);
  const documents = isJson || text.trim() === "" ? [parseJson(text)] : await parseYaml(text);
  if (documents.every((document) => document === null)) {
    throw new InputError("is empty"); // what a cluster has not, kubectl shows as a list of nothing
  }
  const [first] = documents;
  if (documents.length === 1 && isPropertyMap(first) && ["deployment", "steps", "changeSummary"].some((key) => first[key] !== undefined)) {
    return { stack: readStackFile(displayName(source), text) };
  }
  if (!documents.every((document) => document === null || (isPropertyMap(document) && document["apiVersion"] !== undefined))) {
    throw new InputError(
      `holds ${kindOf(documents.find((document) => document !== null) ?? null)} that is neither the output of \`pulumi stack export\` or ` +
        "`pulumi preview --json` nor a list of Kubernetes objects",
    );
  }
  return {
    objects: documents.flatMap((document, index) =>
      readClusterObjects(document, documents.length === 1 ? "" : `document ${index + 1}`, cluster),
    ),
  };
}

async function existingFile(output: string | undefined): Promise<PropertyMap> {
  // Of a pipe or a device there is nothing to keep, and it might be waited for without end.
  if (output === undefined || (await stat(output).catch(() => undefined))?.isFile() !== true) {
    return {};
  }
  return about(output, async () => {
    const text = await readText(output);
    ownershipIn(text);
    return parseJson(text) as PropertyMap;
  });
}

/** What a part of a stack does not show would vanish from the file, as if nobody owned it. */
function refuseParts(file: StackFile, all: readonly StackFile[]): void {
  if (!file.finished) {
    throw new InputError("the preview ended with an error, so resources may be missing from it");
  }
  const states = new Set(all.filter(({ kind }) => kind === "state").flatMap(stacksOf));
  if (file.unlisted > 0 && !stacksOf(file).every((stack) => states.has(stack))) {
    throw new InputError(
      "the preview leaves out unchanged resources; preview with `--show-sames`, or give the output of `pulumi stack export` as well",
    );
  }
}

/** A preview is of the day on which it was made, which it does not tell. */
function dayOfStack(stack: string, files: readonly StackFile[]): string | undefined {
  const own = files.filter((file) => stacksOf(file).includes(stack));
  const days = own.map(({ time }) => (time === undefined || Number.isNaN(Date.parse(time)) ? undefined : dayOf(Date.parse(time))));
  return days.includes(undefined) ? undefined : days.sort().at(-1);
}

function uniqueByUrn(objects: readonly ClusterObject[]): StackResource[] {
  return [...new Map(objects.map(({ resource }) => [resource.urn, resource])).values()];
}

/** Secrets that a file shows in plain text count as unknown: what is computed from them goes into a file that many read. */
function withoutSecrets(resource: StackResource): StackResource {
  const { inputs, outputs, provider, ...rest } = resource;
  if (!isRead(resource.type)) {
    return { ...rest, inputs: {} }; // as deep as a file likes
  }
  return {
    ...rest,
    inputs: hide(inputs),
    ...(outputs === undefined ? {} : { outputs: hide(outputs) }),
    ...(provider === undefined ? {} : { provider: { ...provider, properties: hide(provider.properties) } }),
  };
}

function hide(properties: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, hidden(value)]));
}

function hidden(value: PropertyValue): PropertyValue {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Array.isArray(value) ? value.map(hidden) : value[signatureKey] === secretSignature ? unknownValue : hide(value);
}

/** A cluster by the name that the file gives it. */
interface NamedCluster {
  readonly name: string;
  readonly server?: string;
}

/**
 * @returns the cluster of a stack's object: by the address of its API, where the provider shows it in plain text. Otherwise it
 * has the stack's name, and of that cluster no other stack's is known to be the same.
 */
function clusterOf({ urn, provider }: StackResource): NamedCluster {
  const kubeconfig = provider?.properties["kubeconfig"];
  const server = typeof kubeconfig === "string" ? serverIn(kubeconfig) : undefined;
  if (server !== undefined && URL.canParse(server)) {
    const { host, username, password } = new URL(server);
    if (username + password === "") {
      return { name: host, server };
    }
  }
  // A default provider is called after the version of its SDK.
  const name = provider === undefined || provider.name.startsWith("default") ? "" : ` ${provider.name}`;
  return { name: `${stackOf(urn)}${name}` };
}
