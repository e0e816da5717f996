import { parseUrn, stackOf } from "../ownership/urns";
import { kindOf } from "../ownership/value";
import { isRead } from "../readers/registry";
import type { Location } from "../report/report";
import { counted } from "../report/words";
import { InputError, parseJson } from "./input";
import { engineProperties } from "./property-values";
import {
  isPropertyMap,
  type PropertyMap,
  type PropertyValue,
  type ProviderDescription,
  type ResourceOptions,
  type StackResource,
} from "./stack-resource";

/** One file as it was read: `pulumi preview --json`, or `pulumi stack export`. */
export interface StackFile {
  readonly file: string;
  readonly kind: "preview" | "state";
  /** In the file's order. A provider has no properties yet: it may stand in another file. */
  readonly resources: readonly StackResource[];
  /** URNs of the rest, of which nothing is kept but that they exist. */
  readonly others: readonly string[];
  /** The line at which a resource stands, by URN; 1 where it is not known. */
  readonly lines: ReadonlyMap<string, number>;
  /** URNs that the preview takes out of the stack. */
  readonly deleted: readonly string[];
  /** How many unchanged resources the preview counted without listing them. */
  readonly unlisted: number;
  /** When the state was written, as the file says; of a preview nothing says it. */
  readonly time?: string;
  /** False for a preview that ended with an error: what comes after the error is missing. */
  readonly finished: boolean;
}

/** What all files together describe. */
export interface Organisation {
  readonly resources: readonly StackResource[];
  /** How many resources there are, those included of which nothing is kept. */
  readonly count: number;
  /** Where each of `resources` is described, by URN. */
  readonly locations: ReadonlyMap<string, Location>;
  /** `project/stack`, in the order of the files. */
  readonly stacks: readonly string[];
  /** What the user should know about the files, in sentences. */
  readonly notes: readonly string[];
  /** Whether a preview ended with an error, so that what it shows is not the whole stack. */
  readonly unfinished: boolean;
}

/**
 * @param file the name by which messages call it.
 * @throws InputError that names the key path, what was found (its kind, never the value) and what belongs there.
 */
export function readStackFile(file: string, text: string): StackFile {
  const content = parseJson(text);
  if (isPropertyMap(content)) {
    if (content["deployment"] !== undefined) {
      return readState(file, content["deployment"]);
    }
    if (content["steps"] !== undefined || content["changeSummary"] !== undefined) {
      return readPreview(file, content);
    }
  }
  throw new InputError(
    `holds ${kindOf(content)} that is neither the output of \`pulumi preview --json\` (no "steps") nor that of \`pulumi stack export\` (no "deployment")`,
  );
}

/**
 * Puts files together as one organisation. Of one stack, a preview wins over a state: it says what the state becomes. Else
 * the later file wins.
 */
export function mergeFiles(files: readonly StackFile[]): Organisation {
  const notes: string[] = [];
  const resources = new Map<string, StackResource>();
  const others = new Set<string>();
  const origin = new Map<string, StackFile>();
  for (const file of [...files.filter(({ kind }) => kind === "state"), ...files.filter(({ kind }) => kind === "preview")]) {
    const repeated = new Map<string, number>();
    const describe = (urn: string): void => {
      const earlier = origin.get(urn);
      if (earlier !== undefined && earlier !== file && earlier.kind === file.kind) {
        repeated.set(earlier.file, (repeated.get(earlier.file) ?? 0) + 1);
      }
      origin.set(urn, file);
    };
    for (const urn of file.deleted) {
      resources.delete(urn);
      others.delete(urn);
    }
    for (const urn of file.others) {
      describe(urn);
      others.add(urn);
      // What an earlier state showed of it is out of date. A preview may leave out what needs an earlier, bare one.
      if (file.kind === "state") {
        resources.delete(urn);
      }
    }
    for (const resource of file.resources) {
      describe(resource.urn);
      resources.set(resource.urn, resource);
    }
    for (const [earlier, count] of repeated) {
      notes.push(
        `${file.file} describes ${counted(count, "resource")} that ${earlier} describes as well: ${file.file} counts, the later one.`,
      );
    }
  }
  const states = new Set(files.filter(({ kind }) => kind === "state").flatMap(stacksOf));
  for (const file of files) {
    notes.push(...incompleteness(file, states));
  }
  return {
    resources: [...resources.values()].map((resource) => withProvider(resource, resources)),
    count: resources.size + [...others].filter((urn) => !resources.has(urn)).length,
    locations: new Map(
      [...resources.keys()].map((urn) => [urn, { file: origin.get(urn)?.file ?? "", line: origin.get(urn)?.lines.get(urn) ?? 1 }]),
    ),
    stacks: [...new Set(files.flatMap(stacksOf))],
    notes,
    unfinished: files.some(({ finished }) => !finished),
  };
}

/** @returns `project/stack` of everything that the file speaks of. */
export function stacksOf(file: StackFile): string[] {
  return [...new Set([...file.resources.map(({ urn }) => urn), ...file.others, ...file.deleted].map(stackOf))];
}

/** A preview is not the whole stack by itself: unchanged resources are counted and left out, unless it was asked for them. */
function incompleteness(file: StackFile, states: ReadonlySet<string>): string[] {
  const notes: string[] = [];
  if (file.resources.length === 0 && file.others.length === 0 && file.deleted.length === 0) {
    notes.push(`${file.file} describes no resources.`);
  }
  if (!file.finished) {
    notes.push(`${file.file}: the preview ended with an error, so resources may be missing from it.`);
  }
  const stacks = stacksOf(file);
  if (file.unlisted > 0 && !(stacks.length > 0 && stacks.every((stack) => states.has(stack)))) {
    notes.push(
      `${file.file}: the preview leaves out ${counted(file.unlisted, "unchanged resource")}${stacks.length === 0 ? "" : ` of ${stacks.join(", ")}`}, ` +
        "which were not checked. Give the output of `pulumi stack export` of that stack as well, or preview with `--show-sames`.",
    );
  }
  return notes;
}

/** A provider that no file describes, such as a default provider in a preview, has no properties to show. */
function withProvider(resource: StackResource, resources: ReadonlyMap<string, StackResource>): StackResource {
  const found = resource.provider === undefined ? undefined : resources.get(resource.provider.urn);
  return resource.provider === undefined || found === undefined
    ? resource
    : { ...resource, provider: { ...resource.provider, properties: found.inputs } };
}

function readState(file: string, deployment: PropertyValue): StackFile {
  const content = objectAt(deployment, "deployment");
  const entries = listAt(content["resources"], "deployment.resources");
  const resources = entries.flatMap((entry, index) => {
    const place = `deployment.resources[${index}]`;
    // Replaced, and only waiting to be deleted.
    return objectAt(entry, place)["delete"] === true ? [] : [readResource(entry, place, "state")];
  });
  const seen = new Set<string>();
  for (const { urn } of resources) {
    if (seen.has(urn)) {
      throw new InputError(`deployment.resources: two resources have one URN (${urn}), and neither waits to be deleted`);
    }
    seen.add(urn);
  }
  const manifest = optionalObject(content["manifest"], "deployment.manifest");
  const time = optionalText(manifest?.["time"], "deployment.manifest.time");
  return {
    file,
    kind: "state",
    resources,
    others: [],
    lines: new Map(),
    deleted: [],
    unlisted: 0,
    finished: true,
    ...(time === undefined ? {} : { time }),
  };
}

/** Of a replacement's steps only those with the new resource count; `delete` and `discard` end a resource for good. */
const endings = new Set(["delete", "discard"]);
const leftovers = new Set(["delete-replaced", "discard-replaced", "remove-pending-replace"]);

function readPreview(file: string, digest: PropertyMap): StackFile {
  const resources = new Map<string, StackResource>();
  const deleted = new Set<string>();
  const operations: string[] = [];
  listAt(digest["steps"], "steps").forEach((entry, index) => {
    const place = `steps[${index}]`;
    const step = objectAt(entry, place);
    const operation = textAt(step["op"], `${place}.op`);
    operations.push(operation);
    if (endings.has(operation)) {
      deleted.add(textAt(step["urn"], `${place}.urn`));
    } else if (!leftovers.has(operation)) {
      const resource = readResource(step["newState"], `${place}.newState`, "preview");
      // An unchanged resource keeps its outputs, which the new state does not repeat.
      const old =
        operation === "same" && resource.outputs === undefined ? optionalObject(step["oldState"], `${place}.oldState`) : undefined;
      const outputs = propertiesAt(resource.type, old?.["outputs"], `${place}.oldState.outputs`, "preview");
      resources.set(resource.urn, outputs === undefined ? resource : { ...resource, outputs });
    }
  });
  return {
    file,
    kind: "preview",
    resources: [...resources.values()],
    others: [],
    lines: new Map(),
    deleted: [...deleted].filter((urn) => !resources.has(urn)),
    unlisted: unlistedCount(digest["changeSummary"], operations),
    finished: !endedWithError(digest["diagnostics"]),
  };
}

/** A read that found nothing new is counted as `same`, and listed as `read`. */
function unlistedCount(changeSummary: PropertyValue | undefined, operations: readonly string[]): number {
  const summary = isPropertyMap(changeSummary) ? changeSummary : {};
  const total = (operation: string): number => {
    const count = summary[operation];
    return typeof count === "number" ? count : 0;
  };
  const listed = (operation: string): number => operations.filter((each) => each === operation).length;
  return Math.max(0, total("same") - listed("same") - Math.max(0, listed("read") - total("read")));
}

function endedWithError(diagnostics: PropertyValue | undefined): boolean {
  return Array.isArray(diagnostics) && diagnostics.some((each) => isPropertyMap(each) && each["severity"] === "error");
}

function readResource(entry: PropertyValue | undefined, place: string, source: StackFile["kind"]): StackResource {
  const state = objectAt(entry, place);
  const urn = textAt(state["urn"], `${place}.urn`);
  const name = parseUrn(urn)?.name;
  if (name === undefined) {
    throw new InputError(`${place}.urn: is a text that is no URN`);
  }
  const type = textAt(state["type"], `${place}.type`);
  const outputs = propertiesAt(type, state["outputs"], `${place}.outputs`, source);
  const parent = optionalText(state["parent"], `${place}.parent`);
  const provider = readProvider(optionalText(state["provider"], `${place}.provider`), `${place}.provider`);
  return {
    urn,
    type,
    name,
    inputs: propertiesAt(type, state["inputs"], `${place}.inputs`, source) ?? {},
    ...(outputs === undefined ? {} : { outputs }),
    ...(parent === undefined ? {} : { parent }),
    ...(provider === undefined ? {} : { provider }),
    dependencies: textsAt(state["dependencies"], `${place}.dependencies`),
    propertyDependencies: Object.fromEntries(
      Object.entries(optionalObject(state["propertyDependencies"], `${place}.propertyDependencies`) ?? {}).map(([property, urns]) => [
        property,
        textsAt(urns, `${place}.propertyDependencies.${property}`),
      ]),
    ),
    options: readOptions(state, place),
  };
}

/** A provider is named by its URN and its id. */
function readProvider(reference: string | undefined, place: string): ProviderDescription | undefined {
  if (reference === undefined || reference === "") {
    return undefined;
  }
  const urn = reference.slice(0, Math.max(0, reference.lastIndexOf("::")));
  const parts = parseUrn(urn);
  if (parts === undefined) {
    throw new InputError(`${place}: is a text that is no provider reference`);
  }
  return { urn, type: parts.type, name: parts.name, properties: {} };
}

/** @returns whether resources of the type are providers, whose properties tell what those that they provide leave open. */
export function isProvider(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

function readOptions(state: PropertyMap, place: string): ResourceOptions {
  return {
    protect: state["protect"] === true,
    ignoreChanges: textsAt(state["ignoreChanges"], `${place}.ignoreChanges`),
    aliases: textsAt(state["aliases"], `${place}.aliases`),
    additionalSecretOutputs: textsAt(state["additionalSecretOutputs"], `${place}.additionalSecretOutputs`),
  };
}

/** Of what nobody reads the properties stay as they are: they are most of a large file, and go no further. */
function propertiesAt(type: string, value: PropertyValue | undefined, place: string, source: StackFile["kind"]): PropertyMap | undefined {
  const properties = optionalObject(value, place);
  if (properties === undefined || !(isRead(type) || isProvider(type))) {
    return properties;
  }
  try {
    return engineProperties(properties, source);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${place}: ${error.message}`) : error;
  }
}

/** @throws InputError that names the place and what was found there. */
export function objectAt(value: PropertyValue | undefined, place: string): Record<string, PropertyValue> {
  return isPropertyMap(value) ? value : mismatch(value, place, "an object");
}

function optionalObject(value: PropertyValue | undefined, place: string): Record<string, PropertyValue> | undefined {
  return value === undefined || value === null ? undefined : objectAt(value, place);
}

/** @throws InputError that names the place and what was found there. */
export function textAt(value: PropertyValue | undefined, place: string): string {
  return typeof value === "string" ? value : mismatch(value, place, "a text");
}

function optionalText(value: PropertyValue | undefined, place: string): string | undefined {
  return value === undefined || value === null ? undefined : textAt(value, place);
}

/** Go writes an empty list as nothing, or as null. */
export function listAt(value: PropertyValue | undefined, place: string): readonly PropertyValue[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : mismatch(value, place, "a list");
}

function textsAt(value: PropertyValue | undefined, place: string): string[] {
  return listAt(value, place).map((element, index) => textAt(element, `${place}[${index}]`));
}

function mismatch(value: PropertyValue | undefined, place: string, expected: string): never {
  throw new InputError(`${place}: is ${kindOf(value)}, where ${expected} belongs`);
}
