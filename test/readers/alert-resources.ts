import type { Alert } from "../../ownership/inventory";
import { takeInventory } from "../../readers/take-inventory";
import { written } from "./shown";

/** @returns what the readers make of one resource that may alert. */
export function readAlerts(type: string, inputs: object): readonly Alert[] {
  return takeInventory([written(type, inputs)], new Set()).alerts;
}
