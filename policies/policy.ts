import { isElsewhere } from "../ownership/elsewhere";
import { sortedBy } from "../ownership/grouping";
import type { Inventory, ResourceReference } from "../ownership/inventory";
import { exempt, type Judgement } from "./exemptions";
import type { Finding, UsedExemption } from "./finding";
import type { ExemptibleSettings, Settings } from "./settings";

/** What the engine and Pulumi Cloud are told of a policy. Its page is `docs/policies/<name>.md`. */
interface PolicyMetadata {
  /** Stable: users put it in config and exceptions. */
  readonly name: string;
  readonly displayName: string;
  /** One sentence; the CLI prints it above every message. */
  readonly description: string;
  readonly level: "mandatory" | "advisory";
  readonly severity: "low" | "medium" | "high" | "critical";
  readonly remediation: string;
}

/** What all kinds of policies answer about their configuration, as the engine hands it over, unchecked. */
interface Configurable extends PolicyMetadata {
  readonly schema: Settings<unknown>["schema"];
  /** @returns what is wrong with the configuration. */
  judgeSettings(config: unknown, now: Date): Finding[];
}

/** A rule over the whole stack. */
export interface StackPolicy extends Configurable {
  /** @param now the time of the run, one for all policies. */
  evaluate(inventory: Inventory, config: unknown, now: Date): Judgement;
}

/** A rule over one resource about to be created or changed, in the light of those that the update has seen before it. */
export interface ResourcePolicy extends Configurable {
  /**
   * @param inventory the resource, the issuers seen so far, and those seen before it that share a name with it.
   * @param resource the one that the engine is about to create or change.
   * @returns what is wrong with it; what is wrong with the configuration is not repeated for each resource.
   */
  evaluate(inventory: Inventory, resource: ResourceReference, config: unknown, now: Date): Finding[];
  /**
   * @param inventory the whole stack's.
   * @returns what an update would refuse and what exemptions would let pass: in a preview nothing is refused yet.
   */
  foresee(inventory: Inventory, config: unknown, now: Date): Judgement;
}

/** A rule over what became of the other policies' exemptions. Its own findings nobody can exempt. */
export interface AuditPolicy extends Configurable {
  evaluate(audit: Audit, config: unknown, now: Date): Finding[];
}

/** What the other policies of a run did. */
export interface Audit {
  /** Of every policy that ran. */
  readonly exemptions: readonly UsedExemption[];
  /** What an update would refuse: no exemption of the resource policy keeps it back. */
  readonly refusedInUpdate: readonly Finding[];
}

interface Definition<Values> extends PolicyMetadata {
  readonly settings: ExemptibleSettings<Values>;
}

/** @param definition its `check` is pure: no clock of its own, no input or output, the same findings whatever order resources came in. */
export function stackPolicy<Values>(
  definition: Definition<Values> & { readonly check: (inventory: Inventory, settings: Values, now: Date) => Finding[] },
): StackPolicy {
  const { settings, check, ...metadata } = definition;
  return {
    ...configurable(metadata, settings),
    evaluate(inventory, config, now) {
      const { values, findings } = settings.read(config, now);
      // What others do wrong among themselves is for their own previews: here it would stop every stack.
      const found = check(inventory, values, now).filter(({ resource }) => resource === undefined || !isElsewhere(resource));
      const judged = exempt(metadata.name, inOrder(found), values.exemptions, now);
      return { ...judged, findings: [...findings, ...judged.findings] };
    },
  };
}

/** @param definition as for a stack policy; `foresee` finds, in a whole stack, what `check` would find in the worst order. */
export function resourcePolicy<Values>(
  definition: Definition<Values> & {
    readonly check: (inventory: Inventory, resource: ResourceReference, settings: Values) => Finding[];
    readonly foresee: (inventory: Inventory, settings: Values) => Finding[];
  },
): ResourcePolicy {
  const { settings, check, foresee, ...metadata } = definition;
  return {
    ...configurable(metadata, settings),
    evaluate(inventory, resource, config, now) {
      const { values } = settings.read(config, now);
      return exempt(metadata.name, inOrder(check(inventory, resource, values)), values.exemptions, now).findings;
    },
    foresee(inventory, config, now) {
      const { values } = settings.read(config, now);
      return exempt(metadata.name, foresee(inventory, values), values.exemptions, now);
    },
  };
}

/** @param definition as for a stack policy. */
export function auditPolicy<Values>(
  definition: PolicyMetadata & { readonly settings: Settings<Values>; readonly check: (audit: Audit, settings: Values) => Finding[] },
): AuditPolicy {
  const { settings, check, ...metadata } = definition;
  return {
    ...configurable(metadata, settings),
    evaluate(audit, config, now) {
      const { values, findings } = settings.read(config, now);
      return [...findings, ...check(audit, values)];
    },
  };
}

/** By what they are about, for all policies alike: the order in which a provider lists names does not show. */
function inOrder(findings: readonly Finding[]): Finding[] {
  return sortedBy(findings, ({ subject }) => subject);
}

function configurable(metadata: PolicyMetadata, settings: Settings<unknown>): Configurable {
  return { ...metadata, schema: settings.schema, judgeSettings: (config, now) => settings.read(config, now).findings };
}
