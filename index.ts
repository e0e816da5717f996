import {
  PolicyPack,
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { Evidence, phase } from "./evidence/evidence";
import { withElsewhere, type OwnedElsewhere } from "./ownership/elsewhere";
import { readOwnershipInForce } from "./ownership-in-force";
import { stackOf } from "./ownership/urns";
import { exemptionsInUse, stackPolicies, tlsNameAlreadyOwned } from "./policies";
import type { Finding } from "./policies/finding";
import type { AuditPolicy, ResourcePolicy, StackPolicy } from "./policies/policy";
import { guarded, Run } from "./policies/run";
import type { InputError } from "./readers/json";
import { isRead } from "./readers/registry";
import { readStack, tells } from "./readers/take-inventory";
import { UpdateInventory } from "./readers/update";
import { message } from "./report/message";
import { printable } from "./report/printable";

const evidence = new Evidence(isRead, tells);

/** What the ownership file says that others own. A preview reads no other file, and this one once. */
const elsewhere = readElsewhere();

/** A pack that cannot read it ends before the engine has spoken to it, which fails the preview. */
function readElsewhere(): OwnedElsewhere {
  try {
    return readOwnershipInForce(new Date());
  } catch (error) {
    process.stderr.write(`tls-ownership: ${printable((error as InputError).message)}\n`);
    return process.exit(1);
  }
}

/** One reading of the stack, shared by the policies that the SDK runs one after the other in a single call. */
let reading: Reading | undefined;

interface Reading {
  readonly run: Run;
  readonly readBy: Set<string>;
}

/**
 * The SDK hands each policy its own copy of the same stack. The first one reads it; a policy that asks again, or any after
 * the call has ended, starts a new reading.
 */
function read(policy: string, resources: PolicyResource[]): Run {
  if (reading === undefined || reading.readBy.has(policy)) {
    const stacks = new Set(resources.map(({ urn }) => stackOf(urn)));
    reading = { run: new Run(() => withElsewhere(readStack(evidence, resources), elsewhere, stacks), new Date()), readBy: new Set() };
    setImmediate(() => {
      reading = undefined;
      configured = undefined;
    });
  }
  reading.readBy.add(policy);
  return reading.run;
}

function overStack(policy: StackPolicy): StackValidationPolicy {
  return {
    ...describe(policy),
    validateStack: (args, report) => {
      tell(policy, report, read(policy.name, args.resources).judge(policy, args.getConfig()));
    },
  };
}

function overRun(policy: AuditPolicy, refuses: ResourcePolicy): StackValidationPolicy {
  return {
    ...describe(policy),
    validateStack: (args, report) => {
      const run = read(policy.name, args.resources);
      const refusing = configured === undefined ? undefined : { policy: refuses, config: configured.as };
      tell(policy, report, run.audit(policy, args.getConfig(), refusing));
    },
  };
}

const update = new UpdateInventory(elsewhere);

/**
 * Keeps every resource's inputs for the stack policies, and in an update refuses the second owner of a name. It is silent
 * in previews and in analysis of existing state, where the stack policies speak.
 */
function overResource(policy: ResourcePolicy): ResourceValidationPolicy {
  return {
    ...describe(policy),
    validateResource: (args, report) => {
      const resource = evidence.remember(args);
      const findings = guarded(() => {
        const config: unknown = args.getConfig();
        const now = new Date();
        const settings = configured === undefined ? policy.judgeSettings(config, now) : [];
        configured = { as: config };
        const refused =
          resource !== undefined && phase() === "update" ? policy.evaluate(update.add(resource), resource.reference, config, now) : [];
        return [...settings, ...refused];
      });
      tell(policy, report, findings);
    },
  };
}

/**
 * How the resource policy is configured in this run; undefined until its first resource, and where it is disabled. Settings
 * are the same for every resource, so a run hears of their mistakes once, with its first.
 */
let configured: { readonly as: unknown } | undefined;

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

function tell(policy: { readonly name: string }, report: ReportViolation, findings: readonly Finding[]): void {
  for (const finding of findings) {
    report(message(policy.name, finding), finding.resource?.urn);
  }
}

/** The SDK runs them in this order: the audit comes when the others have spoken. */
new PolicyPack("tls-ownership", {
  policies: [overResource(tlsNameAlreadyOwned), ...stackPolicies.map(overStack), overRun(exemptionsInUse, tlsNameAlreadyOwned)],
});
