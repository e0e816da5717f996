import type { StackResource } from "../../cli/stack-resource";
import { paths, replaced } from "./places";
import { unknown } from "./resources";

const hide = () => unknown;

/** @returns each stack in which one value, or one whole object or list, of one resource's inputs and outputs is unknown. */
export function* variants(resources: readonly StackResource[]): Generator<[StackResource[], string]> {
  for (const [index, original] of resources.entries()) {
    for (const path of paths(original.inputs)) {
      const changed: StackResource = {
        ...original,
        inputs: replaced(original.inputs, path, hide) as StackResource["inputs"],
        ...(original.outputs === undefined
          ? {}
          : { outputs: replaced(original.outputs, path, hide) as NonNullable<StackResource["outputs"]> }),
      };
      yield [resources.map((each, position) => (position === index ? changed : each)), `${original.name} ${path.join(".")}`];
    }
  }
}
