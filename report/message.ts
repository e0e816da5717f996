import type { Finding, Problem } from "../policies/finding";
import { notAlerted } from "./alerting";
import { refusedByCaa } from "./caa";
import { blockedSolver, blockedSubscription, unexpectedRecord } from "./challenge-records";
import { originInSubscription, secondOwner, twoOwners } from "./conflicts";
import { exemptionApplies, exemptionExpired, exemptionUnmatched } from "./exemptions";
import { noCertificate, notIssuable } from "./issuability";
import { http01Elsewhere } from "./http01";
import { keyNotPinned } from "./key-pinning";
import { lay, type Description } from "./layout";
import { originNotTrusted } from "./origin-trust";
import { notRenewed } from "./renewal";
import { differentHosts, twoWriters } from "./secret-writers";
import { neverRenewed, storedCertificateEnds } from "./stored-certificates";
import { undetermined } from "./undetermined";
import { printable } from "./printable";

/**
 * Words a finding. The CLI prints nothing of a policy but its one-sentence description and this text, so it carries
 * everything: what is wrong, who claims the name and why, what will happen, the fix, the finding's id and its page.
 *
 * @param policy the policy's name.
 */
export function message(policy: string, finding: Finding): string {
  return lay(policy, printable(finding.subject), describe(finding.problem));
}

function describe(problem: Problem): Description {
  switch (problem.kind) {
    case "two-owners":
      return twoOwners(problem.conflict);
    case "second-owner":
      return secondOwner(problem);
    case "origin-in-subscription":
      return originInSubscription(problem);
    case "unexpected-record":
      return unexpectedRecord(problem);
    case "blocked-subscription":
      return blockedSubscription(problem);
    case "blocked-solver":
      return blockedSolver(problem);
    case "two-writers":
      return twoWriters(problem);
    case "different-hosts":
      return differentHosts(problem);
    case "not-issuable":
      return notIssuable(problem);
    case "not-renewed":
      return notRenewed(problem);
    case "key-not-pinned":
      return keyNotPinned(problem);
    case "never-renewed":
      return neverRenewed(problem);
    case "stored-certificate-ends":
      return storedCertificateEnds(problem);
    case "no-certificate":
      return noCertificate(problem.shim);
    case "refused-by-caa":
      return refusedByCaa(problem);
    case "http01-elsewhere":
      return http01Elsewhere(problem);
    case "origin-not-trusted":
      return originNotTrusted(problem);
    case "not-alerted":
      return notAlerted(problem);
    case "undetermined":
      return undetermined(problem.doubt);
    case "exemption-applies":
      return exemptionApplies(problem);
    case "exemption-expired":
      return exemptionExpired(problem);
    case "exemption-unmatched":
      return exemptionUnmatched(problem);
    case "setting":
      return {
        what: `The setting \`${printable(problem.key)}\` of this policy is not usable: expected ${problem.expected}, found ${problem.found}.`,
        fix: ["correct it in the policy pack's configuration. The rest of the configuration is in force."],
      };
  }
}
