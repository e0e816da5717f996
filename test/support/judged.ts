import { readable } from "../../cli/file-inventory";
import { judge } from "../../cli/judgement";
import { parsePolicyConfig, reconcile, type PackConfiguration } from "../../cli/policy-config";
import type { StackResource } from "../../cli/stack-resource";
import { nothingElsewhere, type OwnedElsewhere } from "../../ownership/elsewhere";
import { tlsNameAlreadyOwned } from "../../policies";
import { guarded } from "../../policies/run";
import { UpdateInventory } from "../../readers/update";
import { message } from "../../report/message";
import { sorted, type Config, type Update, type Violation } from "./pack";
import { stack } from "./resources";

interface Surroundings {
  /** The time of the run; the present where left out. */
  readonly now?: Date;
  /** What the ownership file says. */
  readonly elsewhere?: OwnedElsewhere;
}

/**
 * `pulumi preview` by the same functions that the pack gives to the SDK, in this process and without the engine's protocol: some hundred
 * times as fast as `TestPack.preview`. test/parity.test.ts holds both to the same words.
 *
 * @returns violations as `TestPack.preview` does, sorted by policy, URN and message.
 */
export function judged(resources: readonly StackResource[], config: Config = {}, surroundings: Surroundings = {}): Violation[] {
  const whole = stack(...resources);
  const configuration = configured(config);
  return sorted([...ofSettings(whole, configuration, surroundings), ...ofStack(whole, configuration, surroundings)]);
}

/**
 * `pulumi up` in the same way: each resource's inputs in order, then the stack as a whole. test/parity.test.ts holds it to the same words
 * as `TestPack.update`.
 *
 * @returns what `TestPack.update` does: a mandatory violation of one resource refuses that resource and ends the run.
 */
export function updated(resources: readonly StackResource[], config: Config = {}, surroundings: Surroundings = {}): Update {
  const { now = new Date(), elsewhere = nothingElsewhere } = surroundings;
  const whole = stack(...resources);
  const configuration = configured(config);
  const { name: policy, description } = tlsNameAlreadyOwned;
  const { level, properties } = configuration[policy] ?? { level: "disabled", properties: {} };
  const seen = new UpdateInventory(elsewhere);
  const violations = ofSettings(whole, configuration, surroundings);
  if (violations.some((violation) => violation.level === "mandatory")) {
    return { violations: sorted(violations), refused: whole[0]?.urn ?? "" };
  }
  for (const resource of level === "disabled" ? [] : readable(whole.map(asWritten))) {
    const { urn } = resource.reference;
    const findings = guarded(() => tlsNameAlreadyOwned.evaluate(seen.add(resource), resource.reference, properties, now));
    violations.push(...findings.map((finding) => ({ policy, level, urn, message: message(policy, finding), description })));
    if (findings.length > 0 && level === "mandatory") {
      return { violations: sorted(violations), refused: urn };
    }
  }
  return { violations: sorted([...violations, ...ofStack(whole, configuration, surroundings)]) };
}

const configurations = new Map<string, PackConfiguration>();

/** The same few are used again and again. */
function configured(config: Config): PackConfiguration {
  const text = JSON.stringify(config);
  const configuration = configurations.get(text) ?? reconcile(parsePolicyConfig(text));
  configurations.set(text, configuration);
  return configuration;
}

/** Before a resource is created the engine shows its inputs alone. */
function asWritten({ urn, type, name, inputs, provider, options }: StackResource): StackResource {
  return { urn, type, name, inputs, ...(provider === undefined ? {} : { provider }), ...(options === undefined ? {} : { options }) };
}

/** The pack tells what is wrong with the settings of its policy over single resources with the first resource that it is shown. */
function ofSettings([first]: readonly StackResource[], configuration: PackConfiguration, { now = new Date() }: Surroundings): Violation[] {
  const { name: policy, description } = tlsNameAlreadyOwned;
  const { level, properties } = configuration[policy] ?? { level: "disabled", properties: {} };
  return level === "disabled" || first === undefined
    ? []
    : tlsNameAlreadyOwned
        .judgeSettings(properties, now)
        .map((finding) => ({ policy, level, urn: first.urn, message: message(policy, finding), description }));
}

function ofStack(
  resources: readonly StackResource[],
  configuration: PackConfiguration,
  { now = new Date(), elsewhere = nothingElsewhere }: Surroundings,
): Violation[] {
  const { findings } = judge({ resources, locations: new Map() }, elsewhere, configuration, now);
  return findings.map(({ policy, level, urn, message: text, description }) => ({
    policy,
    level,
    urn: urn ?? "",
    message: text,
    description,
  }));
}
