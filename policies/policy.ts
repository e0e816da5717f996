import { isElsewhere } from "../ownership/elsewhere";
import type { Inventory, ResourceReference } from "../ownership/inventory";
import type { Finding } from "./finding";
import type { Settings } from "./settings";

/** What the engine and Pulumi Cloud are told of a policy. Its page is `docs/policies/<name>.md`. */
export interface PolicyMetadata {
  /** Stable: users put it in config and exceptions. */
  readonly name: string;
  readonly displayName: string;
  /** One sentence; the CLI prints it above every message. */
  readonly description: string;
  readonly level: "mandatory" | "advisory";
  readonly severity: "low" | "medium" | "high" | "critical";
  readonly remediation: string;
}

/** A rule over the whole stack. */
export interface StackPolicy extends PolicyMetadata {
  readonly schema: Settings<unknown>["schema"];
  /**
   * @param config the policy's configuration as the engine hands it over, unchecked.
   * @param now the time of the run, one for all policies.
   */
  evaluate(inventory: Inventory, config: unknown, now: Date): Finding[];
}

/** A rule over one resource about to be created or changed, in the light of those that the update has seen before it. */
export interface ResourcePolicy extends PolicyMetadata {
  readonly schema: Settings<unknown>["schema"];
  /** @returns what is wrong with the configuration; once for a run. */
  judgeSettings(config: unknown): Finding[];
  /**
   * @param inventory the resource, the issuers seen so far, and those seen before it that share a name with it.
   * @param resource the one that the engine is about to create or change.
   */
  evaluate(inventory: Inventory, resource: ResourceReference, config: unknown): Finding[];
}

interface Definition<Values> extends PolicyMetadata {
  readonly settings: Settings<Values>;
}

/** @param definition its `check` is pure: no clock of its own, no input or output, the same findings whatever order resources came in. */
export function stackPolicy<Values>(
  definition: Definition<Values> & { readonly check: (inventory: Inventory, settings: Values, now: Date) => Finding[] },
): StackPolicy {
  const { settings, check, ...metadata } = definition;
  return {
    ...metadata,
    schema: settings.schema,
    evaluate(inventory, config, now) {
      const { values, findings } = settings.read(config);
      // What others do wrong among themselves is for their own previews: here it would stop every stack.
      const found = check(inventory, values, now).filter(({ resource }) => resource === undefined || !isElsewhere(resource));
      return [...findings, ...found];
    },
  };
}

/** @param definition as for a stack policy. */
export function resourcePolicy<Values>(
  definition: Definition<Values> & { readonly check: (inventory: Inventory, resource: ResourceReference, settings: Values) => Finding[] },
): ResourcePolicy {
  const { settings, check, ...metadata } = definition;
  return {
    ...metadata,
    schema: settings.schema,
    judgeSettings: (config) => settings.read(config).findings,
    evaluate: (inventory, resource, config) => check(inventory, resource, settings.read(config).values),
  };
}
