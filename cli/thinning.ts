import { isRead } from "../readers/registry";
import { isSilent } from "./file-inventory";
import { isProvider, type StackFile } from "./state-files";
import type { StackResource } from "./stack-resource";

/**
 * Leaves out of a file what no policy reads, so that many files fit into memory, and all of them into one message to the
 * pack. What read resources refer to stays, as a bare resource where its type is not read: policies ask whether a component has
 * children, and what an unknown list is computed from. Providers stay whole.
 *
 * @param text the file's text, in which the lines of what is kept are looked up.
 */
export function thinned(file: StackFile, text: string): StackFile {
  const kept = new Set(file.resources.filter((resource) => isKept(resource, file.kind)));
  const referred = new Set([...kept].flatMap(references));
  const families = new Set<string>();
  const resources: StackResource[] = [];
  const others: string[] = [];
  for (const resource of file.resources) {
    if (kept.has(resource)) {
      resources.push(resource);
    } else if (referred.has(resource.urn) || isFirstChild(resource, families)) {
      resources.push(isRead(resource.type) ? resource : bare(resource));
    } else {
      others.push(resource.urn);
    }
  }
  return { ...file, resources, others, lines: linesOf(resources, text) };
}

/** A silent resource of a preview stays: it may be what takes the place of one that a state shows, and that is not silent. */
function isKept(resource: StackResource, kind: StackFile["kind"]): boolean {
  return isProvider(resource.type) || (isRead(resource.type) && !(kind === "state" && isSilent(resource)));
}

function bare({ urn, type, name, parent }: StackResource): StackResource {
  return { urn, type, name, inputs: {}, ...(parent === undefined ? {} : { parent }) };
}

function references({ parent, dependencies = [], propertyDependencies = {} }: StackResource): string[] {
  return [...(parent === undefined ? [] : [parent]), ...dependencies, ...Object.values(propertyDependencies).flat()];
}

/** One child is enough to show that its parent, a component that is read, has any. */
function isFirstChild({ parent }: StackResource, families: Set<string>): boolean {
  if (parent === undefined || families.has(parent) || !isRead(typeOfUrn(parent))) {
    return false;
  }
  families.add(parent);
  return true;
}

function typeOfUrn(urn: string): string {
  const types = urn.split("::")[2] ?? "";
  return types.slice(types.lastIndexOf("$") + 1);
}

const key = '"urn"';

/** @returns the line of the first `"urn": "…"` of each resource: in a state, and in a step of a preview, its own. */
function linesOf(resources: readonly StackResource[], text: string): ReadonlyMap<string, number> {
  const wanted = new Set(resources.map(({ urn }) => urn));
  const lines = new Map<string, number>();
  let line = 1;
  let end = text.indexOf("\n");
  for (let place = text.indexOf(key); place >= 0; place = text.indexOf(key, place + key.length)) {
    // The next end of a line is kept: in a file of one line it would be looked for to the file's end at each resource.
    while (end >= 0 && end < place) {
      line += 1;
      end = text.indexOf("\n", end + 1);
    }
    const urn = textAfter(text, place + key.length);
    if (urn !== undefined && wanted.has(urn) && !lines.has(urn)) {
      lines.set(urn, line);
    }
  }
  return lines;
}

// A longer text is no URN that anybody wrote, and would be more than a regular expression can hold.
const stringValue = /\s*:\s*("(?:[^"\\]|\\.){0,10000}")/y;

function textAfter(text: string, place: number): string | undefined {
  stringValue.lastIndex = place;
  const found = stringValue.exec(text)?.[1];
  try {
    return found === undefined ? undefined : (JSON.parse(found) as string);
  } catch {
    return undefined;
  }
}
