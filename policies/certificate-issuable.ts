import { findCaaRefusals } from "../ownership/caa/refusals";
import { resourceOfAsker } from "../ownership/caa/requests";
import type { Inventory } from "../ownership/inventory";
import { findContradictions, findDefects, type IssuanceDefect, type IssuersElsewhere } from "./certificate-issuable/issuability";
import type { Finding } from "./finding";
import { stackPolicy } from "./policy";
import { issuersElsewhere } from "./settings";

/**
 * cert-manager takes a certificate that can never be issued without an objection, and waits: an Order without a solver
 * stays pending for ever, and one bad name keeps the whole certificate back. Fastly waits as quietly where CAA refuses.
 */
export const certificateIssuable = stackPolicy({
  name: "certificate-issuable",
  displayName: "Every certificate can be issued",
  description: "Every certificate that cert-manager or Fastly is asked for can be issued.",
  level: "mandatory",
  severity: "high",
  remediation: "Give each name a solver and a CAA record that lets the authority issue, and ask only for what it accepts.",
  settings: issuersElsewhere,
  check(inventory: Inventory, settings: { readonly issuersElsewhere: IssuersElsewhere }): Finding[] {
    const defects = inventory.certificates.flatMap((certificate) =>
      findDefects(certificate, inventory, settings.issuersElsewhere).map((defect): Finding => ({
        subject: subjectOf(defect) ?? certificate.resource.name,
        resource: certificate.resource,
        problem: { kind: "not-issuable", certificate, defect },
      })),
    );
    const refusals = findCaaRefusals(inventory).map(({ asker, refusal }): Finding => {
      const resource = resourceOfAsker(asker);
      return { subject: resource.name, resource, problem: { kind: "refused-by-caa", asker, refusal } };
    });
    const contradictions = findContradictions(inventory).map((shim): Finding => ({
      subject: shim.resource.name,
      resource: shim.resource,
      problem: { kind: "no-certificate", shim },
    }));
    return [...defects, ...contradictions, ...refusals];
  },
});

/** A defect of one name is about that name; every other one about the whole certificate. */
function subjectOf(defect: IssuanceDefect): string | undefined {
  return "name" in defect ? defect.name : undefined;
}
