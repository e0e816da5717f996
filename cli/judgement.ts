import { withElsewhere, type OwnedElsewhere } from "../ownership/elsewhere";
import type { Inventory, ResourceReference } from "../ownership/inventory";
import { stackOf } from "../ownership/urns";
import { exemptionsInUse, stackPolicies, tlsNameAlreadyOwned } from "../policies";
import type { Finding } from "../policies/finding";
import { partiesOf } from "../policies/parties";
import { Run } from "../policies/run";
import { words } from "../report/message";
import type { Owner, ReportedFinding, ReportedPolicy } from "../report/report";
import { inventoryOf } from "./file-inventory";
import type { PackConfiguration } from "./policy-config";
import type { Organisation } from "./state-files";

interface Named {
  readonly name: string;
}

function isEnabled({ name }: Named, configuration: PackConfiguration): boolean {
  return configuration[name]?.level !== "disabled";
}

/** What is judged: resources, and where each is described, by URN. */
type Judged = Pick<Organisation, "resources" | "locations">;

/**
 * Judges resources as the policy pack does in a preview that shows them all: every enabled policy in the SDK's order. The one over single
 * resources is silent then, and only keeps their inputs.
 *
 * @param configuration complete, for every policy.
 * @param now the time of the run.
 * @returns what the resources and others own, and the findings: mandatory ones first, then by policy, URN and message.
 */
export function judge(
  organisation: Judged,
  elsewhere: OwnedElsewhere,
  configuration: PackConfiguration,
  now: Date,
): { readonly inventory: Inventory; readonly findings: ReportedFinding[] } {
  const { resources } = organisation;
  const stacks = new Set(resources.map(({ urn }) => stackOf(urn)));
  const inventory = withElsewhere(inventoryOf(resources), elsewhere, stacks);
  // The SDK shows inputs to the policy over single resources alone: disabled, it keeps none for the others.
  const judgedInventory = isEnabled(tlsNameAlreadyOwned, configuration)
    ? inventory
    : withElsewhere(inventoryOf(resources, false), elsewhere, stacks);
  const run = new Run(() => judgedInventory, now);
  const propertiesOf = ({ name }: Named): unknown => configuration[name]?.properties;
  const refuses =
    isEnabled(tlsNameAlreadyOwned, configuration) && resources.length > 0
      ? { policy: tlsNameAlreadyOwned, config: propertiesOf(tlsNameAlreadyOwned) }
      : undefined;
  const judged = [
    ...stackPolicies
      .filter((policy) => isEnabled(policy, configuration))
      .map((policy) => ({ policy, findings: run.judge(policy, propertiesOf(policy)) })),
    ...(isEnabled(exemptionsInUse, configuration)
      ? [{ policy: exemptionsInUse, findings: run.audit(exemptionsInUse, propertiesOf(exemptionsInUse), refuses) }]
      : []),
  ];
  const report = reporter(organisation);
  const findings = judged
    .flatMap(({ policy, findings }) => {
      const level = configuration[policy.name]?.level === "advisory" ? ("advisory" as const) : ("mandatory" as const);
      return findings.map((finding) => report({ ...policy, level }, finding));
    })
    .sort(
      (one, other) =>
        // "mandatory" sorts after "advisory", and comes first.
        compare(other.level, one.level) ||
        compare(one.policy, other.policy) ||
        compare(one.urn ?? "", other.urn ?? "") ||
        compare(one.message, other.message),
    );
  return { inventory, findings };
}

type Reporting = Pick<ReportedPolicy, "name" | "description" | "severity"> & Pick<ReportedFinding, "level">;

/** The engine reports on the stack what names a resource that is not part of it. */
function reporter({ resources, locations }: Judged): (policy: Reporting, finding: Finding) => ReportedFinding {
  const present = new Map(resources.map((resource) => [resource.urn, resource]));
  return ({ name: policy, description, severity, level }, finding) => {
    const resource = present.get(finding.resource?.urn ?? "");
    const { id, subject, message, what, who = [], consequence, fix } = words(policy, finding);
    return {
      id,
      subject,
      policy,
      level,
      severity,
      urn: resource?.urn ?? null,
      resource: resource === undefined ? null : { type: resource.type, name: resource.name },
      stack: resource === undefined ? null : stackOf(resource.urn),
      location: locations.get(resource?.urn ?? "") ?? null,
      description,
      message,
      what,
      who,
      consequence: consequence ?? null,
      fix,
      ...reportedParties(finding),
    };
  };
}

function reportedParties({ problem }: Finding): Pick<ReportedFinding, "names" | "owners"> {
  const { names, owners } = partiesOf(problem);
  return { names: [...names].sort(), owners: [...owners].sort((one, other) => compare(one.urn, other.urn)).map(ownerOf) };
}

function ownerOf({ type, name, urn, elsewhere }: ResourceReference): Owner {
  return elsewhere === undefined
    ? { type, name, urn, stack: stackOf(urn) }
    : { type, name, urn: null, stack: elsewhere.source?.name ?? null };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
