import type { ResourceReference } from "../ownership/inventory";
import type { Undecided } from "../ownership/issuance";
import type { Doubt, ProblemOf } from "../policies/finding";
import { caaDoubt, caaResources } from "./ownership-undetermined/caa";
import type { Description } from "./layout";
import { printable } from "./printable";
import { claimants, excerptWords, listWords, placer, resourceWords } from "./words";

/** Words what this preview could not decide, and what would settle it. */
export function undetermined({ doubt }: ProblemOf<"undetermined">): Description {
  const { resource, property, question, reason } = doubt;
  const because = reason === undefined ? "" : ` (${printable(reason)})`;
  const place = placer([resource, ...besides(question)]);
  const thing = place(resource);
  const settle = property === undefined ? [] : [`\`${property}\` of ${thing} would settle it${because}.`];
  const again =
    "make it known at preview (in a state file: `pulumi stack export --show-secrets`), or check again once it is: `pulumi up` refuses a second owner before it is created.";
  const isKeys = property === "what it writes";
  switch (question.of) {
    case "subscription-names":
      return {
        what: `Names of ${thing} are not known here (computed in the update, or encrypted), so it is open whether it takes ${excerptWords(question.against)}, which others own.`,
        who: settle,
        fix: [again],
      };
    case "certificate-names":
      return {
        what: `Names of ${thing} are not known here (computed in the update, or encrypted), so it is open whether they include ${listWords(question.against)}, whose challenge record an edge takes.`,
        who: settle,
        fix: [again],
      };
    case "issuer":
      return {
        what: `It is open whether ${thing} needs ${question.challenge}, which ${excerptWords(question.exclusive, ({ subscription }) =>
          place(subscription.resource),
        )} takes: its issuer is not known well enough.`,
        who: [`The issuer's name and its solvers would settle it${undecidedWords(question.why)}.`],
        fix: ["declare the issuer with known solvers, or name it in the setting `issuersWithoutDns01` if it never writes DNS records."],
      };
    case "origin-address":
      return {
        what: `The address of an origin of ${thing} is not known here (computed in the update, or encrypted), so it is open whether a TLS subscription takes its name (subscribed: ${listWords(question.against)}).`,
        who: settle,
        fix: [again],
      };
    case "challenge-record":
      return recordDoubt(resource, question, settle, place);
    case "unplaced-record":
      return unplacedDoubt(resource, question, settle);
    case "subscribed-origin":
      return {
        what: `${question.name} is the name of an origin, and ${place(question.subscription.resource)} takes it for the edge. What is not known of ${thing} in this preview could still make that right.`,
        who: settle,
        fix: [again],
      };
    case "secret-name":
      return {
        what: `It is open whether ${thing} writes the same Secret as ${excerptWords(question.others, place)}.`,
        who: isKeys ? [`The keys that ${thing} writes would settle it.`] : settle,
        fix: [
          isKeys
            ? "write into a Secret of another name, or let the preview show that neither `tls.crt` nor `tls.key` is among the keys."
            : "make the Secret's name and namespace known at preview.",
        ],
      };
    case "secret-again":
      return {
        what: `${thing} writes the Secret of ${excerptWords(question.others, place)} again whenever it is itself changed (\`refreshPolicy: OnChange\`): what its store holds then takes the place of the renewed certificate.`,
        fix: ["with `refreshPolicy: CreatedOnce` it writes once, and leaves the Secret to cert-manager from then on."],
      };
    case "caa":
      return caaDoubt(question, settle, place);
    case "component":
      return {
        what: `${thing} shows none of its children in this preview, so certificates, issuers and Ingresses in it are not seen.`,
        fix: ["an unknown input keeps Pulumi from rendering it; make its inputs known at preview, or check again after the update."],
      };
    case "empty":
      return {
        what: `${thing} arrived without a single property, so its names are not seen.`,
        fix: [
          "its provider cannot plan it yet, and its inputs were not shown either: keep `tls-name-already-owned` enabled, which is how the pack sees inputs.",
        ],
      };
    case "unreadable":
      return {
        what: `Not all of ${thing} can be read, so records that it may hold at the names of certificates are not seen.`,
        who: settle,
        fix: ["write that part as zone files have it (RFC 1035), or declare its records as resources of their own."],
      };
  }
}

function undecidedWords(why: Undecided | undefined): string {
  switch (why?.lacks) {
    case undefined:
      return "";
    case "name":
      return ` (${printable(why.reason)})`;
    case "identity":
      return " (an issuer that may be meant is not known well enough)";
    case "type":
      return ` (${why.issuer.kind} "${printable(why.issuer.resource.name)}" does not show its type yet)`;
    case "solvers":
      return ` (the solvers of ${why.issuer.kind} "${printable(why.issuer.resource.name)}" are not all known)`;
  }
}

/** What a doubt names beside the resource that it is about. */
function besides(question: Doubt["question"]): ResourceReference[] {
  switch (question.of) {
    case "issuer":
      return claimants(question.exclusive.first);
    case "subscribed-origin":
      return [question.subscription.resource];
    case "secret-name":
    case "secret-again":
      return [...question.others.first];
    case "caa":
      return caaResources(question);
    case "challenge-record":
      return question.settledBy === undefined ? [] : [question.settledBy.resource];
    case "subscription-names":
    case "certificate-names":
    case "origin-address":
    case "unplaced-record":
    case "component":
    case "empty":
    case "unreadable":
      return [];
  }
}

function recordDoubt(
  resource: Doubt["resource"],
  { name, about, settledBy }: Extract<Doubt["question"], { of: "challenge-record" }>,
  settle: readonly string[],
  place: (resource: ResourceReference) => string,
): Description {
  const thing = `${place(resource)} at ${printable(name)}`;
  const settled = settledBy === undefined ? [] : [`\`${settledBy.property}\` of ${place(settledBy.resource)} would settle it.`];
  switch (about) {
    case "target":
      return {
        what: `${thing} is a CNAME whose target is not known in this preview: it is open whose it is.`,
        who: settle,
        fix: ["make the target known at preview, or compute it from its owner's resource."],
      };
    case "type":
      return {
        what: `The type of ${thing} is not known in this preview: it is open whether it leaves room for the name's owner.`,
        who: settle,
        fix: ["make the type known at preview."],
      };
    case "owner":
      return {
        what: `It is open whether an owner accounts for ${thing}, a CNAME: what could is not known in this preview.`,
        who: settled,
        fix: ["make it known at preview, or name the target in the setting `allowedTargets`."],
      };
    case "delegation":
      return {
        what: `${thing} delegates the name, and the issuer of the certificate that needs it is not known well enough: it is open whether its solver follows CNAMEs.`,
        fix: ["declare the issuer (its solver needs `cnameStrategy: Follow`), or name the target in the setting `allowedTargets`."],
      };
    case "name-servers":
      return {
        what: `${thing} hands the name to other name servers, and it is open whether the solver that needs it can write there.`,
        fix: ["declare the zone of that name in this stack, or let the solver write where the NS records lead."],
      };
    case "dname":
      return {
        what: `${place(resource)} is a DNAME that redirects ${printable(name)}, and it is open whether the solver that needs the name writes where it leads.`,
        fix: ["declare the issuer, validate the name by HTTP-01, or replace the DNAME by records for the single names."],
      };
    case "wildcard":
      return {
        what: `${place(resource)} is a wildcard CNAME that may answer for ${printable(name)}, which a solver with \`cnameStrategy: Follow\` would run after.`,
        who: settled,
        fix: ["put an explicit record at the challenge name, which ends the wildcard's reach (RFC 4592)."],
      };
  }
}

function unplacedDoubt(
  resource: Doubt["resource"],
  { name, about }: Extract<Doubt["question"], { of: "unplaced-record" }>,
  settle: readonly string[],
): Description {
  return about === "zone"
    ? {
        what: `${resourceWords(resource)} may be a challenge record (${printable(name)}), but in which zone is not known in this preview.`,
        who: settle,
        fix: ["declare the zone in this stack, or write the record's full name."],
      }
    : {
        what: `${resourceWords(resource)} stands at ${printable(name)}, and whether its zone is public is not known in this preview.`,
        who: settle,
        fix: ["make the zone and its visibility known at preview."],
      };
}
