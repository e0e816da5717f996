import type { Finding, Problem } from "../policies/finding";
import { blockedSolver, blockedSubscription, unexpectedRecord } from "./acme-challenge-cname-expected";
import { notAlerted } from "./certificate-expiry-alerted";
import { noCertificate, notIssuable } from "./certificate-issuable";
import { refusedByCaa } from "./certificate-issuable/caa";
import { keyNotPinned } from "./certificate-key-pinned";
import { notRenewed } from "./certificate-renews-in-time";
import { neverRenewed, storedCertificateEnds } from "./certificate-renews-in-time/stored-certificates";
import { originNotTrusted } from "./edge-trusts-origin";
import { exemptionApplies, exemptionExpired, exemptionUnmatched } from "./exemptions-in-use";
import { http01Elsewhere } from "./http01-name-reaches-cluster";
import { lay, type Description } from "./layout";
import { originInSubscription } from "./origin-outside-edge-subscription";
import { undetermined } from "./ownership-undetermined";
import { printable } from "./printable";
import { secondOwner } from "./tls-name-already-owned";
import { twoOwners } from "./tls-name-single-owner";
import { differentHosts, twoWriters } from "./tls-secret-single-writer";

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
