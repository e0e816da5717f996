import type { Finding, Problem, UsedExemption } from "./finding";
import { auditPolicy, type Audit } from "./policy";
import { noSettings } from "./settings";

/**
 * Whoever exempts a finding forgets it. This says in every run what is kept back, why and until when, and which exemptions
 * have had their time or never found what they are for.
 */
export const exemptionsInUse = auditPolicy({
  name: "exemptions-in-use",
  displayName: "Exemptions are seen",
  description: "Every exemption has a finding to keep back, a reason, and days left.",
  level: "advisory",
  severity: "low",
  remediation: "Repair what is exempted, and delete the exemption.",
  settings: noSettings,
  check(audit: Audit): Finding[] {
    return audit.exemptions.map((used) => {
      const { policy, exemption, covers, elsewhere } = used;
      const resource = (covers[0] ?? elsewhere[0])?.resource;
      const meant = exemption.resource === undefined ? "" : ` on ${exemption.resource}`;
      return {
        subject: `${policy} ${exemption.name}${meant}`,
        resource,
        problem: problemOf(used, audit),
      };
    });
  },
});

function problemOf(used: UsedExemption, { refusedInUpdate }: Audit): Problem {
  const { covers, daysLeft } = used;
  if (daysLeft < 0) {
    return { kind: "exemption-expired", used };
  }
  return covers.length === 0
    ? { kind: "exemption-unmatched", used }
    : {
        kind: "exemption-applies",
        used,
        refusedInUpdate: refusedInUpdate.some((refused) => covers.some((covered) => areOne(covered, refused))),
      };
}

/** The conflict that a preview finds, and its second owner that the update refuses. */
function areOne(covered: Finding, refused: Finding): boolean {
  return covered.problem.kind === "two-owners" && covered.subject === refused.subject;
}
