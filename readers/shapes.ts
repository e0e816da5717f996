import { isObject, kindOf } from "../ownership/value";
import { InputError } from "./json";

/**
 * Reads a value of a file, whose key path `place` is.
 *
 * @throws InputError that says what is wrong first: where it stands, and of what kind it is.
 */
export type Shape<T> = (value: unknown, place: string) => T;

type Shapes = Readonly<Record<string, Shape<unknown>>>;
type Read<S extends Shapes> = { readonly [Key in keyof S]: S[Key] extends Shape<infer T> ? T : never };

function refuse(place: string, found: string, expected: string): never {
  throw new InputError(`${place === "" ? "holds" : `${place}: is`} ${found}, where ${expected} belongs`);
}

/** @returns texts that match; `expected` says what such a text is. */
export function textLike(pattern: RegExp, expected: string): Shape<string> {
  return (value, place) =>
    typeof value !== "string"
      ? refuse(place, kindOf(value), expected)
      : pattern.test(value)
        ? value
        : refuse(place, "a text that is none", expected);
}

/** Any text that is not blank. */
export const text = textLike(/\S/, "a text");

export function oneOf<const Choice extends string | number>(...choices: readonly Choice[]): Shape<Choice> {
  const expected = choices.length === 1 ? String(choices[0]) : `one of ${choices.join(", ")}`;
  return (value, place) => {
    const found = choices.find((choice) => choice === value);
    return found ?? refuse(place, typeof value === typeof choices[0] ? "something else" : kindOf(value), expected);
  };
}

export function listOf<T>(element: Shape<T>, atLeast: 0 | 1 = 0): Shape<readonly T[]> {
  return (value, place) => {
    const list = Array.isArray(value) ? (value as unknown[]) : refuse(place, kindOf(value), "a list");
    if (list.length < atLeast) {
      refuse(place, "empty", "at least one element");
    }
    return list.map((each, index) => element(each, `${place}[${index}]`));
  };
}

/** An object whose keys are names that the user gives. */
export function mapOf<T>(element: Shape<T>): Shape<ReadonlyMap<string, T>> {
  return (value, place) =>
    new Map(
      Object.entries(objectAt(value, place)).map(([key, each]): [string, T] => [key, element(each, `${place}[${JSON.stringify(key)}]`)]),
    );
}

/** An object with these keys and no others. */
export function object<Required extends Shapes, Optional extends Shapes>(
  required: Required,
  optional: Optional,
): Shape<Read<Required> & Partial<Read<Optional>>> {
  const shapes = new Map<string, Shape<unknown>>(Object.entries({ ...required, ...optional }));
  return (value, place) => {
    const entries = Object.entries(objectAt(value, place));
    const at = (key: string): string => (place === "" ? key : `${place}.${key}`);
    const read = entries.map(([key, each]) => {
      const shape = shapes.get(key);
      if (shape === undefined) {
        throw new InputError(
          `${at(key)}: is no key of ${place === "" ? "the file" : "such an entry"} (it has ${[...shapes.keys()].join(", ")})`,
        );
      }
      return [key, shape(each, at(key))];
    });
    const missing = Object.keys(required).find((key) => !entries.some(([each]) => each === key));
    if (missing !== undefined) {
      throw new InputError(`${at(missing)}: is missing`);
    }
    return Object.fromEntries(read) as Read<Required> & Partial<Read<Optional>>;
  };
}

function objectAt(value: unknown, place: string): object {
  return isObject(value) ? value : refuse(place, kindOf(value), "an object");
}
