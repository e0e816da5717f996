import { signatureKey, type PropertyValue } from "../../cli/stack-resource";

/** Where a value stands in a resource's properties: keys of objects, and numbers of elements. */
type Path = readonly (string | number)[];

/** @returns the paths to each value, and to each whole object and list, the outer ones first. */
export function* paths(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) {
    yield path;
  }
  if (typeof value === "object" && value !== null) {
    for (const [key, below] of Object.entries(value).filter(([name]) => name !== signatureKey)) {
      yield* paths(below, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  }
}

/** @returns the value, with what stands at the path changed; as it was where nothing stands there. */
export function replaced(value: unknown, [key, ...rest]: Path, change: (was: PropertyValue) => PropertyValue): unknown {
  if (key === undefined) {
    return change(value as PropertyValue);
  }
  if (Array.isArray(value)) {
    return value.map((element: unknown, index) => (index === key ? replaced(element, rest, change) : element));
  }
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? { ...value, [key]: replaced((value as Record<string, unknown>)[key], rest, change) }
    : value;
}
