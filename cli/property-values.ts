import { InputError } from "./input";
import { isInternalKey, secretSignature, signatureKey, unknownValue, type PropertyMap, type PropertyValue } from "./stack-resource";

const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** What a preview file shows in the place of a secret. */
const blindedSecret = "[secret]";

/** The SDK decodes by recursion, in a process of its own: far below what its stack takes, far above any real resource. */
const maximumDepth = 1000;

/**
 * Turns the properties of a file into what the engine would send. Secrets that the file does not show and everything else
 * that cannot be read become unknown; the SDK's decoder never meets an object it would refuse.
 *
 * @param source decides on `[secret]`: in a preview it is a blinded secret, in a stack's state a text like any other.
 * @throws InputError when values are nested too deep.
 */
export function engineProperties(properties: PropertyMap, source: "preview" | "state"): PropertyMap {
  return convertObject(properties, source, 1);
}

/** What needs no change is not copied: of a large file that is nearly everything. */
function convert(value: PropertyValue, source: "preview" | "state", depth: number): PropertyValue {
  if (typeof value === "string") {
    return source === "preview" && value === blindedSecret ? unknownValue : value;
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (depth > maximumDepth) {
    throw new InputError(`is nested more than ${maximumDepth} levels deep`);
  }
  if (Array.isArray(value)) {
    return convertList(value, source, depth);
  }
  return Object.hasOwn(value, signatureKey) ? convertSpecial(value, source, depth) : convertObject(value, source, depth);
}

function convertList(list: PropertyValue[], source: "preview" | "state", depth: number): PropertyValue[] {
  let changed: PropertyValue[] | undefined;
  list.forEach((element, index) => {
    const converted = convert(element, source, depth + 1);
    if (converted !== element) {
      changed ??= [...list];
      changed[index] = converted;
    }
  });
  return changed ?? list;
}

/** The engine's own keys never reach a policy; without them no `__proto__` can be set either. */
function convertObject(value: PropertyMap, source: "preview" | "state", depth: number): PropertyMap {
  let changed: Record<string, PropertyValue> | undefined;
  for (const key of Object.keys(value)) {
    const child = value[key] ?? null;
    const converted = isInternalKey(key) ? undefined : convert(child, source, depth + 1);
    if (converted !== child) {
      changed ??= withoutInternalKeys(value);
      if (converted !== undefined) {
        changed[key] = converted;
      }
    }
  }
  return changed ?? value;
}

function withoutInternalKeys(value: PropertyMap): Record<string, PropertyValue> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !isInternalKey(key)));
}

/** An object with a signature stands for something else: the SDK throws for those it does not know, or that are incomplete. */
function convertSpecial(value: PropertyMap, source: "preview" | "state", depth: number): PropertyValue {
  const signature = value[signatureKey];
  if (signature === secretSignature) {
    const shown = shownSecret(value);
    return shown === undefined ? unknownValue : { [signatureKey]: secretSignature, value: convert(shown, source, depth + 1) };
  }
  if (signature === resourceSignature) {
    // As the engine does for a policy: the id, or the URN of a resource without one.
    return [value["id"], value["urn"]].find((each) => typeof each === "string" && each !== "") ?? unknownValue;
  }
  if (signature === outputSignature && value["value"] !== undefined) {
    return convert(value["value"], source, depth + 1);
  }
  return unknownValue;
}

/** `pulumi stack export --show-secrets` writes the JSON text of a secret's value. */
function shownSecret(value: PropertyMap): PropertyValue | undefined {
  const { plaintext } = value;
  if (typeof plaintext !== "string") {
    return value["value"];
  }
  try {
    return JSON.parse(plaintext) as PropertyValue;
  } catch {
    return undefined;
  }
}
