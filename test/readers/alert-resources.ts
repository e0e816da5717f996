import { readProperties } from "../../evidence/properties";
import type { Alert } from "../../ownership/inventory";
import { takeInventory } from "../../readers/inventory";

// Internal to the SDK, so that its types leave it out: what makes the read of an unknown throw.
const { unknownCheckingProxy } = jest.requireActual<{ unknownCheckingProxy: (properties: object) => object }>("@pulumi/policy/proxy");

/** The engine's marker of a value that this preview does not know. */
export const later = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** @returns what the readers make of one resource that may alert. */
export function readAlerts(type: string, inputs: object): readonly Alert[] {
  const resource = {
    reference: { urn: `urn:pulumi:dev::shop::${type}::it`, type, name: "it" },
    properties: readProperties([unknownCheckingProxy(inputs)]),
    ignoreChanges: [],
    empty: Object.keys(inputs).length === 0,
    dependencies: () => [],
  };
  return takeInventory([resource], new Set()).alerts;
}
