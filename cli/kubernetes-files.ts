import { InputError } from "./input";
import { engineProperties } from "./property-values";
import { isPropertyMap, type PropertyValue, type StackResource } from "./stack-resource";
import { listAt, objectAt, textAt } from "./state-files";

/** An object as its cluster shows it, and the object that it was made from. */
export interface ClusterObject {
  readonly resource: StackResource;
  /** Of a Certificate that cert-manager made for an annotated object. */
  readonly owner?: { readonly kind: string; readonly name: string };
}

/**
 * @param document parsed JSON, or one document of a YAML file.
 * @param place its key path, empty for a whole file.
 * @param cluster a name for all objects of one cluster.
 * @param depth how many lists may stand in one another: kubectl writes one, and tools that put its lists together two.
 * @returns the objects of what `kubectl get … -o json` or `-o yaml` writes: lists, and single objects.
 * @throws InputError that names the key path, and what was found there.
 */
export function readClusterObjects(document: PropertyValue, place: string, cluster: string, depth = 2): ClusterObject[] {
  if (document === null) {
    return []; // between two separators of a YAML file
  }
  const at = (key: string): string => (place === "" ? key : `${place}.${key}`);
  const object = objectAt(document, place);
  const kind = textAt(object["kind"], at("kind"));
  const apiVersion = textAt(object["apiVersion"], at("apiVersion"));
  if (kind.endsWith("List")) {
    if (depth === 0) {
      throw new InputError(`${at("items")}: is a list of lists of lists`);
    }
    return listAt(object["items"], at("items")).flatMap((item, index) =>
      readClusterObjects(item, at(`items[${index}]`), cluster, depth - 1),
    );
  }
  const metadata = objectAt(object["metadata"], at("metadata"));
  const name = textAt(metadata["name"], at("metadata.name"));
  const namespace = typeof metadata["namespace"] === "string" ? metadata["namespace"] : "";
  const type = `kubernetes:${apiVersion}:${kind}`;
  const owner = ownerOf(metadata["ownerReferences"]);
  const resource: StackResource = {
    urn: `urn:pulumi:${cluster}::kubernetes::${type}::${namespace}/${name}`,
    type,
    name,
    inputs: engineProperties(object, "state"),
    provider: {
      urn: `urn:pulumi:${cluster}::kubernetes::pulumi:providers:kubernetes::cluster`,
      type: "pulumi:providers:kubernetes",
      name: "cluster",
      properties: {},
    },
  };
  return [{ resource, ...(owner === undefined ? {} : { owner }) }];
}

function ownerOf(references: PropertyValue | undefined): ClusterObject["owner"] {
  for (const reference of Array.isArray(references) ? references : []) {
    if (
      isPropertyMap(reference) &&
      reference["controller"] === true &&
      typeof reference["kind"] === "string" &&
      typeof reference["name"] === "string"
    ) {
      return { kind: reference["kind"], name: reference["name"] };
    }
  }
  return undefined;
}

/**
 * Parses a YAML file. The parser is loaded for such files alone; Pulumi's SDK brings it along anyway.
 *
 * @returns its documents.
 * @throws InputError with the line where it is no YAML.
 */
export async function parseYaml(text: string): Promise<PropertyValue[]> {
  const yaml = await import("js-yaml");
  const documents: unknown[] = [];
  try {
    yaml.safeLoadAll(text, (document) => documents.push(document), { schema: yaml.JSON_SCHEMA });
  } catch (error) {
    const line = error instanceof yaml.YAMLException ? (error as { mark?: { line?: number } }).mark?.line : undefined;
    throw new InputError(
      `is neither JSON nor YAML${line === undefined ? "" : `: line ${Math.min(line + 1, text.trimEnd().split("\n").length)}`}`,
    );
  }
  refuseAliases(documents, new Set());
  return documents as PropertyValue[];
}

/** A few aliases of aliases stand for more values than any memory holds, and kubectl writes none. */
function refuseAliases(value: unknown, seen: Set<object>): void {
  if (typeof value !== "object" || value === null) {
    return;
  }
  if (seen.has(value)) {
    throw new InputError("uses YAML aliases, which are not read");
  }
  seen.add(value);
  Object.values(value).forEach((child) => refuseAliases(child, seen));
}
