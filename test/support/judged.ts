import { judge } from "../../cli/judgement";
import { parsePolicyConfig, reconcile } from "../../cli/policy-config";
import type { StackResource } from "../../cli/stack-resource";
import { nothingElsewhere, type OwnedElsewhere } from "../../ownership/elsewhere";
import { sorted, type Config, type Violation } from "./pack";
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
export function judged(
  resources: readonly StackResource[],
  config: Config = {},
  { now = new Date(), elsewhere = nothingElsewhere }: Surroundings = {},
): Violation[] {
  const whole = stack(...resources);
  const { findings } = judge(
    { resources: whole, locations: new Map() },
    elsewhere,
    reconcile(parsePolicyConfig(JSON.stringify(config))),
    now,
  );
  return sorted(findings.map(({ policy, level, urn, message, description }) => ({ policy, level, urn: urn ?? "", message, description })));
}
