import type { Finding, Problem, ProblemOf } from "../policies/finding";
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
import { findingId, lay, type Description } from "./layout";
import { originInSubscription } from "./origin-outside-edge-subscription";
import { undetermined } from "./ownership-undetermined";
import { printable } from "./printable";
import { secondOwner } from "./tls-name-already-owned";
import { twoOwners } from "./tls-name-single-owner";
import { accountKey, differentHosts, twoWriters } from "./tls-secret-single-writer";

/** A finding in words: all that any format shows of it. */
interface Words extends Description {
  /** Its stable id, `policy[subject]`. */
  readonly id: string;
  /** What the id has in brackets. */
  readonly subject: string;
  /** All of it as one text. */
  readonly message: string;
}

/**
 * Words a finding. The CLI prints nothing of a policy but its one-sentence description and the message, so that carries everything: what is
 * wrong, who claims the name and why, what will happen, the fix, the finding's id and its page.
 *
 * @param policy the policy's name.
 */
export function words(policy: string, finding: Finding): Words {
  const { problem } = finding;
  if (problem.kind !== "internal-error") {
    try {
      const subject = printable(finding.subject);
      const description = describe(problem.kind, problem);
      return { ...description, subject, id: findingId(policy, subject), message: lay(policy, subject, description) };
    } catch (error) {
      // A defect in the words must not take those of the other findings away.
      return brokenOff(policy, error instanceof Error ? error.name : typeof error, printable(finding.subject));
    }
  }
  return brokenOff(policy, problem.error, finding.subject);
}

/** @returns the message alone, as `reportViolation` takes it. */
export function message(policy: string, finding: Finding): string {
  return words(policy, finding).message;
}

/** The text of a defect of ours names no id: nobody shall exempt it. */
function brokenOff(policy: string, error: string, subject: string): Words {
  const what = `${policy} could not finish: an internal error (${error}) in the policy pack. Please report it; the other policies ran.`;
  return { what, fix: [], subject, id: findingId(policy, subject), message: what };
}

function describe<Kind extends WordedKind>(kind: Kind, problem: ProblemOf<Kind>): Description {
  return wording[kind](problem);
}

type WordedKind = Exclude<Problem["kind"], "internal-error">;

/** Who words each kind of problem. */
const wording: { readonly [Kind in WordedKind]: (problem: ProblemOf<Kind>) => Description } = {
  "two-owners": ({ conflict }) => twoOwners(conflict),
  "second-owner": secondOwner,
  "origin-in-subscription": originInSubscription,
  "unexpected-record": unexpectedRecord,
  "blocked-subscription": blockedSubscription,
  "blocked-solver": blockedSolver,
  "two-writers": twoWriters,
  "different-hosts": differentHosts,
  "account-key": accountKey,
  "not-issuable": notIssuable,
  "no-certificate": noCertificate,
  "refused-by-caa": refusedByCaa,
  "not-renewed": notRenewed,
  "stored-certificate-ends": storedCertificateEnds,
  "never-renewed": neverRenewed,
  "key-not-pinned": keyNotPinned,
  "http01-elsewhere": http01Elsewhere,
  "origin-not-trusted": originNotTrusted,
  "not-alerted": notAlerted,
  undetermined,
  "exemption-applies": exemptionApplies,
  "exemption-expired": exemptionExpired,
  "exemption-unmatched": exemptionUnmatched,
  setting: unusableSetting,
};

function unusableSetting({ key, expected, found }: ProblemOf<"setting">): Description {
  return {
    what: `The setting \`${printable(key)}\` of this policy is not usable: expected ${expected}, found ${found}.`,
    fix: ["correct it in the policy pack's configuration. The rest of the configuration is in force."],
  };
}
