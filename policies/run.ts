import type { Inventory } from "../ownership/inventory";
import type { Finding, UsedExemption } from "./finding";
import type { AuditPolicy, ResourcePolicy, StackPolicy } from "./policy";

/** A policy's configuration as the engine hands it over, unchecked. */
type Configuration = unknown;

/**
 * One run of the policies over one stack, one after the other, whoever asks: the SDK, or the command. The audit comes last, when
 * the others have left word of their exemptions.
 */
export class Run {
  private readonly exemptions: UsedExemption[] = [];
  private taken: Inventory | undefined;

  /**
   * @param take reads the stack, once, when the first policy asks.
   * @param now the time of the run, one for all policies.
   */
  constructor(
    private readonly take: () => Inventory,
    private readonly now: Date,
  ) {}

  private get inventory(): Inventory {
    return (this.taken ??= this.take());
  }

  /** @returns what the policy finds; a defect of ours is a finding, too. */
  judge(policy: StackPolicy, config: Configuration): Finding[] {
    return guarded(() => {
      const { findings, exemptions } = policy.evaluate(this.inventory, config, this.now);
      this.exemptions.push(...exemptions);
      return findings;
    });
  }

  /**
   * @param refuses the policy that an update asks resource by resource. In a preview it is silent, and what its exemptions are good for
   * shows in the whole stack only. Undefined where it is disabled.
   * @returns what became of the exemptions of every policy that has run.
   */
  audit(
    policy: AuditPolicy,
    config: Configuration,
    refuses: { readonly policy: ResourcePolicy; readonly config: Configuration } | undefined,
  ): Finding[] {
    return guarded(() => {
      const foreseen = refuses?.policy.foresee(this.inventory, refuses.config, this.now);
      return policy.evaluate(
        { exemptions: [...(foreseen?.exemptions ?? []), ...this.exemptions], refusedInUpdate: foreseen?.findings ?? [] },
        config,
        this.now,
      );
    });
  }
}

/**
 * A throw would end every policy of the pack, and the SDK would print its stack with whatever it holds. A defect of ours is a finding of
 * that policy instead: a guard that cannot look must say so at its own level.
 */
export function guarded(check: () => Finding[]): Finding[] {
  try {
    return check();
  } catch (error) {
    return [
      { subject: "the stack as a whole", problem: { kind: "internal-error", error: error instanceof Error ? error.name : typeof error } },
    ];
  }
}
