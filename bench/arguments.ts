import type { StackResource } from "../cli/stack-resource";
import { mixedStack, readStack, unknownStack } from "./stacks";

const stacks: ReadonlyMap<string, (size: number) => StackResource[]> = new Map([
  ["mixed", mixedStack],
  ["read", readStack],
  ["unknown", unknownStack],
]);

/** For `--only`. */
export const stackNames = [...stacks.keys()];

export const everydayStack = "mixed";

/** @throws Error that says which names there are. */
export function stackNamed(name: string): { readonly name: string; readonly build: (size: number) => StackResource[] } {
  const build = stacks.get(name);
  if (build === undefined) {
    throw new Error(`--only takes ${stackNames.join(", ")}.`);
  }
  return { name, build };
}

/** @throws Error that names the option. */
export function wholeNumber(text: string, option: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`${option} takes a whole number above zero.`);
  }
  return number;
}

/** @returns the numbers of a list, from the smallest. @throws Error that names the option. */
export function wholeNumbers(text: string, option: string): number[] {
  return text
    .split(",")
    .map((number) => wholeNumber(number, option))
    .sort((one, other) => one - other);
}
