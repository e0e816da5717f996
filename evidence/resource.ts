import type { ResourceReference } from "../ownership/inventory";
import type { Properties } from "./properties";

/** A resource as readers see it: what it is, what it says, what it belongs to. Nothing of Pulumi's own objects. */
export interface Resource {
  readonly reference: ResourceReference;
  /** Planned outputs where they say something, else the inputs. */
  readonly properties: Properties;
  /** The inputs alone, as the program wrote them; undefined when `analyze` did not show them. */
  readonly inputs?: Properties;
  readonly provider?: { readonly urn: string; readonly properties: Properties };
  readonly ignoreChanges: readonly string[];
  /** True when neither the inputs nor the planned outputs hold a single property. */
  readonly empty: boolean;
  /** @returns URNs of the resources that a top-level property is computed from; empty when the engine named none. */
  dependencies(property: string): readonly string[];
}
