/**
 * What a preview can say of one value. Unknown is never "no" and never "yes": a rule that needs a definite answer asks
 * for `known`, and a rule that wants to clear somebody asks for the whole to be complete.
 */
export type Value<T> = Known<T> | Unknown | Absent;

interface Known<T> {
  readonly state: "known";
  readonly value: T;
}

/** Computed during the update, encrypted, or of a kind that cannot be read; `reason` says which of the last two. */
export interface Unknown {
  readonly state: "unknown";
  readonly reason?: string;
}

interface Absent {
  readonly state: "absent";
}

export const absent: Absent = { state: "absent" };
export const unknown: Unknown = { state: "unknown" };

/** @returns the value as a known one. */
export function known<T>(value: T): Known<T> {
  return { state: "known", value };
}

/** A list read element by element. `complete` is false when elements, or the list itself, are unknown. */
export interface Elements<T> {
  readonly known: readonly T[];
  readonly complete: boolean;
  /** Why it is incomplete, where it is more than "computed during the update". */
  readonly reason?: string;
}

export const noElements: Elements<never> = { known: [], complete: true };

/** @returns the value where it is known, else `fallback`. For defaults that the vendor documents, never for unknowns. */
export function valueOr<T>(value: Value<T>, fallback: T): T | undefined {
  if (value.state === "known") {
    return value.value;
  }
  return value.state === "absent" ? fallback : undefined;
}

/** @returns `value` put through `map`; unknown and absent stay what they are. */
export function mapValue<T, U>(value: Value<T>, map: (value: T) => U): Value<U> {
  return value.state === "known" ? known(map(value.value)) : value;
}

/** A question put to values of which some are not known: true, false, or undefined when they leave it open. */
export type Answer = boolean | undefined;

/** @returns false if any is false, else undefined if any is open, else true. */
export function allOf(answers: readonly Answer[]): Answer {
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

/** @returns true if any is true, else undefined if any is open, else false. */
export function anyOf(answers: readonly Answer[]): Answer {
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

/** @returns whether the value is one of those; `whenAbsent` where there is none. */
export function isOneOf(value: Value<string>, accepted: readonly string[], whenAbsent = false): Answer {
  return value.state === "unknown" ? undefined : value.state === "absent" ? whenAbsent : accepted.includes(value.value);
}

/** @returns whether both are the same; undefined unless both are known. */
export function isEqual<T>(first: Value<T>, second: Value<T>): Answer {
  return first.state === "known" && second.state === "known" ? first.value === second.value : undefined;
}

/** @returns the number that the text says; 0 where none is known, NaN for a text that is none. */
export function numberOf(value: Value<string>): number {
  return value.state === "known" ? Number(value.value) : 0;
}

/** @returns the time that the text says, in milliseconds since 1970; NaN where none is known: no comparison with it holds. */
export function timeOf(value: Value<string>): number {
  return value.state === "known" ? Date.parse(value.value) : Number.NaN;
}

/** @returns whether a value from outside is an object; a list and null are none. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns what kind of value was found, for messages that must not show it. */
export function kindOf(value: unknown): string {
  if (value === null) {
    return "null";
  }
  return Array.isArray(value) ? "a list" : (kinds[typeof value] ?? "something else");
}

const kinds: Readonly<Record<string, string>> = {
  undefined: "nothing",
  object: "an object",
  string: "a text",
  number: "a number",
  boolean: "a boolean",
};
