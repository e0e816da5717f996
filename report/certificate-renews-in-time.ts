import { dayOf } from "../ownership/time";
import type { RefusedRenewal } from "../policies/certificate-renews-in-time/renewal-defects";
import type { ProblemOf } from "../policies/finding";
import type { Description } from "./layout";
import { listWords, resourceWords } from "./words";

/** @returns the words for a certificate that cert-manager does not renew, or has failed to. */
export function notRenewed({ certificate, defect }: ProblemOf<"not-renewed">): Description {
  const thing = resourceWords(certificate.resource);
  const names = [...new Set(certificate.names.known.map(({ name }) => name))];
  const who = names.length === 0 ? [] : [`It is the certificate of ${listWords(names)}.`];
  const field = (name: "duration" | "renewBefore" | "renewBeforePercentage") =>
    certificate.source === "Certificate" ? `\`spec.${name}\`` : `annotation \`cert-manager.io/${annotations[name]}\``;
  switch (defect.kind) {
    case "disabled":
      return {
        what: `${thing} is never renewed: \`spec.renewal.policy\` is Disabled.`,
        who,
        consequence: "the certificate ends, and nothing replaces it.",
        fix: ["take `spec.renewal.policy` out, or set it to RenewBefore."],
      };
    case "no-duration":
      return {
        what: `${field(defect.field)} of ${thing} is no duration: Go's notation has h, m and s, and no days.`,
        who,
        consequence: refusal(certificate.source),
        fix: ["write it in hours: 30 days are `720h`, 90 days are `2160h`."],
      };
    case "refused":
      return {
        what: `${thing} asks for a renewal that cert-manager refuses: ${rules[defect.rule](field)}.`,
        who,
        consequence: refusal(certificate.source),
        fix: [`leave ${field("renewBefore")} out: without it, a certificate is renewed when a third of its life is left.`],
      };
    case "too-often":
      return {
        what: `${thing} is renewed every ${defect.hours} hours: cert-manager counts back from the end of the certificate that ${defect.authority} gives, whatever \`duration\` asks for.`,
        who,
        consequence: `${defect.authority} gives five certificates of one set of names in seven days and refuses the next, also the one that you will need.`,
        fix: [`shorten ${field("renewBefore")} (or ${field("renewBeforePercentage")}), or leave it out.`],
      };
    case "expired":
      return {
        what: `${thing} ended on ${dayOf(defect.notAfter)}, and its renewal has not come through.`,
        who,
        consequence:
          "clients and edges that verify it refuse it. Its Ready condition may still be True: nothing looks again when a certificate ends.",
        fix: stuck,
      };
    case "overdue":
      return {
        what: `The renewal of ${thing} has been under way since ${dayOf(defect.since)} and does not come through.`,
        who,
        consequence: `the certificate ends on ${dayOf(defect.notAfter)}. Until then Ready stays True, and no failed attempt is counted: no alert on either sees it.`,
        fix: stuck,
      };
    case "failing":
      return {
        what: `${defect.notAfter === undefined ? "The issuance" : "The renewal"} of ${thing} has failed ${defect.attempts === 1 ? "once" : `${defect.attempts} times in a row`}, and waits to be tried again.`,
        who,
        consequence:
          defect.notAfter === undefined
            ? "there is no certificate until an attempt succeeds."
            : `the certificate ends on ${dayOf(defect.notAfter)}. Until then Ready stays True.`,
        fix: stuck,
      };
  }
}

const annotations = { duration: "duration", renewBefore: "renew-before", renewBeforePercentage: "renew-before-percentage" } as const;

type Field = (name: "duration" | "renewBefore" | "renewBeforePercentage") => string;

const rules: Readonly<Record<RefusedRenewal, (field: Field) => string>> = {
  "renewBefore-and-percentage": (field) => `${field("renewBefore")} and ${field("renewBeforePercentage")} exclude each other`,
  "renewBefore-not-below-duration": (field) => `${field("renewBefore")} is not shorter than ${field("duration")} (2160h where none is set)`,
  "renewBefore-below-5m": (field) => `${field("renewBefore")} is under five minutes`,
  "duration-below-1h": (field) => `${field("duration")} is under one hour`,
};

function refusal(source: string): string {
  return source === "Certificate"
    ? "cert-manager's webhook refuses the object: there is no certificate, or the one there keeps its old settings."
    : "cert-manager makes no certificate of it, and says so nowhere but in its log.";
}

/** What worked in a live cluster: `cmctl renew` does nothing while a CertificateRequest is pending. */
const stuck = [
  "look at the Challenge (`kubectl get challenges`) and remove what is in its way: a CNAME at the challenge name, a solver without rights, a name that leads elsewhere.",
  "Then delete the pending CertificateRequest; `cmctl renew` does nothing while there is one.",
  "This is what Pulumi last saw: if it is mended already, `pulumi refresh` says so. If this change is the repair, set the policy to advisory for it.",
];
