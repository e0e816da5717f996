import type { Resource } from "../evidence/resource";
import type { Cluster } from "../ownership/inventory";
import { absent, type Value } from "../ownership/value";
import type { ExpressionReading } from "./alert-expressions";
import type { Shelves } from "./reader";

/** Where something that alerts was found. */
export interface Place {
  readonly resource: Resource;
  readonly shelves: Shelves;
  readonly property: string;
  readonly cluster?: Cluster;
}

/** Puts what a rule asks for on its shelf. @param records the metric that a recording rule makes. */
export function shelve({ resource, shelves, ...where }: Place, reading: ExpressionReading, records: Value<string> = absent): void {
  shelves.alerts.push({ resource: resource.reference, records, ...where, ...reading });
}
