import {
  PolicyPack,
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { Evidence, phase } from "./evidence/evidence";
import type { Resource } from "./evidence/resource";
import type { Inventory } from "./ownership/inventory";
import { challengeName, type DnsName } from "./ownership/names";
import { exemptionsInUse, stackPolicies, tlsNameAlreadyOwned } from "./policies";
import type { UsedExemption } from "./policies/exemptions";
import type { Finding } from "./policies/finding";
import type { AuditPolicy, ResourcePolicy, StackPolicy } from "./policies/policy";
import { inherits, isContext, isRead, takeInventory } from "./readers/inventory";
import { message } from "./report/message";

const evidence = new Evidence(isRead);

/** One reading of the stack, shared by the policies that the SDK runs one after the other in a single call. */
let reading: Reading | undefined;

interface Reading {
  readonly inventory: Inventory;
  readonly now: Date;
  readonly readBy: Set<string>;
  /** What became of the exemptions of the policies that have run. */
  readonly exemptions: UsedExemption[];
}

/**
 * The SDK hands each policy its own copy of the same stack. The first one reads it; a policy that asks again, or any after
 * the call has ended, starts a new reading.
 */
function read(policy: string, resources: PolicyResource[]): Reading {
  if (reading === undefined || reading.readBy.has(policy)) {
    const parents = new Set(resources.map(({ opts }) => opts.parent ?? ""));
    const inventory = takeInventory(evidence.takeAll(resources), parents);
    reading = { inventory, now: new Date(), readBy: new Set(), exemptions: [] };
    setImmediate(() => {
      reading = undefined;
      configured = undefined;
    });
  }
  reading.readBy.add(policy);
  return reading;
}

function overStack(policy: StackPolicy): StackValidationPolicy {
  return {
    ...describe(policy),
    validateStack: (args, report) => {
      guarded(policy, report, () => {
        const { inventory, now, exemptions } = read(policy.name, args.resources);
        const judged = policy.evaluate(inventory, args.getConfig(), now);
        exemptions.push(...judged.exemptions);
        return judged.findings;
      });
    },
  };
}

/** @param refuses the resource policy: in a preview it is silent, and what its exemptions are good for shows in the whole stack only. */
function overRun(policy: AuditPolicy, refuses: ResourcePolicy): StackValidationPolicy {
  return {
    ...describe(policy),
    validateStack: (args, report) => {
      guarded(policy, report, () => {
        const { inventory, now, exemptions } = read(policy.name, args.resources);
        const foreseen = configured === undefined ? undefined : refuses.foresee(inventory, configured.as, now);
        const audit = { exemptions: [...(foreseen?.exemptions ?? []), ...exemptions], refusedInUpdate: foreseen?.findings ?? [] };
        return policy.evaluate(audit, args.getConfig(), now);
      });
    },
  };
}

/** What an update has shown so far, by challenge name, so that each resource meets only those that share a name with it. */
const claimants = new Map<DnsName, Set<Resource>>();
/** Issuers and Gateways, in whose light the others are read; and what is read anew when a Gateway comes after it. */
const context: Resource[] = [];
const inheriting: Resource[] = [];

/**
 * Keeps every resource's inputs for the stack policies, and in an update refuses the second owner of a name. It is silent
 * in previews and in analysis of existing state, where the stack policies speak.
 */
function overResource(policy: ResourcePolicy): ResourceValidationPolicy {
  return {
    ...describe(policy),
    validateResource: (args, report) => {
      const resource = evidence.remember(args);
      guarded(policy, report, () => {
        const config: unknown = args.getConfig();
        const now = new Date();
        const settings = configured === undefined ? policy.judgeSettings(config, now) : [];
        configured = { as: config };
        const refused =
          resource !== undefined && phase() === "update" ? policy.evaluate(meet(resource), resource.reference, config, now) : [];
        return [...settings, ...refused];
      });
    },
  };
}

/**
 * How the resource policy is configured in this run; undefined until its first resource, and where it is disabled. Settings
 * are the same for every resource, so a run hears of their mistakes once, with its first.
 */
let configured: { readonly as: unknown } | undefined;

/**
 * @returns the inventory of a resource and of those before it that it shares a name with. Where it shares none, nobody's
 * issuer matters, and reading them all again for each resource would cost a large update more than all else.
 */
function meet(resource: Resource): Inventory {
  const { type } = resource.reference;
  if (isContext(type)) {
    context.push(resource);
  } else if (inherits(type)) {
    inheriting.push(resource);
  }
  const changed = isContext(type) ? [resource, ...inheriting] : [resource];
  const met = new Set(changed);
  for (const challenge of challengesOf(changed)) {
    const sharing = claimants.get(challenge) ?? new Set();
    sharing.forEach((other) => met.add(other));
    changed.forEach((each) => sharing.add(each));
    claimants.set(challenge, sharing);
  }
  return takeInventory(met.size === changed.length ? changed : [...new Set([...met, ...context])], new Set());
}

function challengesOf(resources: readonly Resource[]): Set<DnsName> {
  const urns = new Set(resources.map(({ reference }) => reference.urn));
  const light = resources.some(({ reference }) => inherits(reference.type)) ? context : [];
  const { subscriptions, certificates } = takeInventory([...new Set([...resources, ...light])], new Set());
  const names = [
    ...subscriptions.filter((read) => urns.has(read.resource.urn)).flatMap(({ names }) => names.known),
    ...certificates.filter((read) => urns.has(read.resource.urn)).flatMap(({ names }) => names.known.map(({ name }) => name)),
  ];
  return new Set(names.map(challengeName));
}

function describe(policy: StackPolicy | ResourcePolicy | AuditPolicy) {
  return {
    name: policy.name,
    displayName: policy.displayName,
    description: policy.description,
    enforcementLevel: policy.level,
    severity: policy.severity,
    remediationSteps: policy.remediation,
    configSchema: { properties: { ...policy.schema } },
  };
}

/**
 * A throw would end every policy of the pack, and the SDK would print its stack with whatever it holds. A defect of ours
 * is a finding of that policy instead: a guard that cannot look must say so at its own level.
 */
function guarded(policy: { readonly name: string }, report: ReportViolation, check: () => Finding[]): void {
  try {
    for (const finding of check()) {
      report(message(policy.name, finding), finding.resource?.urn);
    }
  } catch (error) {
    const kind = error instanceof Error ? error.name : typeof error;
    report(`${policy.name} could not finish: an internal error (${kind}) in the policy pack. Please report it; the other policies ran.`);
  }
}

/** The SDK runs them in this order: the audit comes when the others have spoken. */
new PolicyPack("tls-ownership", {
  policies: [overResource(tlsNameAlreadyOwned), ...stackPolicies.map(overStack), overRun(exemptionsInUse, tlsNameAlreadyOwned)],
});
