/**
 * The pack taken apart: what `index.ts` does in a preview, the same functions in the same order, with a clock around each stage. It
 * runs as the pack does, in a process of its own that the SDK serves, so that code is as warm and memory as full as there. Instead
 * of findings it reports what it measured: see `Stages`.
 */
import { PolicyPack, type PolicyResource } from "@pulumi/policy";
import { Evidence } from "../evidence/evidence";
import type { Inventory } from "../ownership/inventory";
import { exemptionsInUse, stackPolicies, tlsNameAlreadyOwned } from "../policies";
import type { UsedExemption } from "../policies/finding";
import type { Finding } from "../policies/finding";
import { isRead } from "../readers/registry";
import { takeInventory, tells } from "../readers/take-inventory";
import { message } from "../report/message";
import { decidingPrefix, type Stages } from "./stages";

/** Milliseconds of the processors by stage. Of what they take, one reading of the clock is its own, about 2 µs. */
const spent = new Map<string, number>();
const decodings: number[] = [];
let findingsWorded = 0;

function timed<T>(stage: string, work: () => T): T {
  const began = process.cpuUsage();
  const result = work();
  spent.set(stage, (spent.get(stage) ?? 0) + since(began));
  return result;
}

function since(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

const evidence = new Evidence(isRead, tells);
let inventory: Inventory | undefined;
let lastEnd: NodeJS.CpuUsage | undefined;
const exemptions: UsedExemption[] = [];

/** Between the end of one policy and the beginning of the next the SDK decodes the stack, and does nothing else. */
function between(run: () => void): void {
  if (lastEnd !== undefined) {
    decodings.push(since(lastEnd));
  }
  run();
  lastEnd = process.cpuUsage();
}

function read(resources: PolicyResource[]): Inventory {
  inventory ??= timed("reading", () => {
    const parents = new Set(resources.map(({ opts }) => opts.parent ?? ""));
    return takeInventory(evidence.takeAll(resources), parents);
  });
  return inventory;
}

function word(policy: string, findings: readonly Finding[]): void {
  findingsWorded += timed("wording", () => findings.map((finding) => message(policy, finding))).length;
}

const overStack = stackPolicies.map((policy) => ({
  name: policy.name,
  description: policy.description,
  validateStack: (args: { resources: PolicyResource[] }) => {
    between(() => {
      const known = read(args.resources);
      const judged = timed(`${decidingPrefix}${policy.name}`, () => policy.evaluate(known, {}, new Date()));
      exemptions.push(...judged.exemptions);
      word(policy.name, judged.findings);
    });
  },
}));

new PolicyPack("staged", {
  policies: [
    {
      name: tlsNameAlreadyOwned.name,
      description: tlsNameAlreadyOwned.description,
      validateResource: (args) => {
        timed("keeping inputs", () => evidence.remember(args));
      },
    },
    ...overStack,
    {
      name: exemptionsInUse.name,
      description: exemptionsInUse.description,
      validateStack: (args, report) => {
        between(() => {
          const known = read(args.resources);
          const findings = timed(`${decidingPrefix}${exemptionsInUse.name}`, () => {
            const foreseen = tlsNameAlreadyOwned.foresee(known, {}, new Date());
            const audit = { exemptions: [...foreseen.exemptions, ...exemptions], refusedInUpdate: foreseen.findings };
            return exemptionsInUse.evaluate(audit, {}, new Date());
          });
          word(exemptionsInUse.name, findings);
        });
        const stages: Stages = { spent: Object.fromEntries(spent), decodings, findings: findingsWorded };
        report(JSON.stringify(stages));
      },
    },
  ],
});
