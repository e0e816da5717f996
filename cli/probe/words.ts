import { targetOwner } from "../../ownership/dns";
import type { DnsName } from "../../ownership/names";
import { refusedByCaa } from "../../report/certificate-issuable/caa";
import { linesOf, type Description } from "../../report/layout";
import { claimsWords, keeperWords, resourceWords, retry } from "../../report/words";
import type { SubscriptionClaim } from "../../ownership/claims";
import { day, dayOf, hour } from "../../ownership/time";
import type { NameProblem, RenewalDates } from "./judge";
import type { ServedCertificate } from "./tls";

/** @returns the problem in lines: what it is, who has a part in it, what will happen, what to do. */
export function findingWords(name: DnsName, problem: NameProblem, served: ServedCertificate | undefined, now: Date): string[] {
  return linesOf(describe(name, problem, served, now));
}

function describe(name: DnsName, problem: NameProblem, served: ServedCertificate | undefined, now: Date): Description {
  switch (problem.kind) {
    case "blocked-solver":
      return blockedSolver(name, problem, now);
    case "blocked-subscription":
      return {
        what: `The CNAME at ${problem.claim.challenge} leads to ${targetWords(problem.target)}, and not to ${keeperWords(problem.claim.subscription)}.`,
        who: claimsWords([problem.claim]),
        consequence: notRenewed(name, problem.claim, served, now),
        fix: [`point it ${whereWords(problem.claim)}, or take ${name} out of \`${problem.claim.subscription.property}\`.`],
      };
    case "missing-record":
      return missingRecord(name, problem, served, now);
    case "other-record":
      return {
        what: `The CNAME at ${problem.claim.challenge} leads to ${problem.target}, and the files name ${problem.expected}: it may be the record of an earlier subscription.`,
        who: claimsWords([problem.claim]),
        fix: ["refresh the stack; where it still names the other, point the CNAME there."],
      };
    case "challenge-loop":
      return {
        what: `The CNAME at ${challengeWords(problem.owners, name)} leads round in a circle or on for too long (${problem.chain.slice(0, 3).join(", ")}${problem.chain.length > 3 ? ", …" : ""}): no authority finds a challenge there.`,
        who: claimsWords(problem.owners),
        consequence: `the certificate for ${name} cannot be renewed${endWords(served, now)}.`,
        fix: ["point the CNAME where the challenge is answered, or delete it."],
      };
    case "refused-by-caa": {
      const { what, consequence, fix } = refusedByCaa(problem);
      return { what, fix, ...(consequence === undefined ? {} : { consequence }) };
    }
    case "ended":
      return {
        what: `${name} serves a certificate that ended on ${dayOf(problem.certificate.notAfter)}, ${daysWords(now.getTime() - problem.certificate.notAfter)} ago.`,
        fix: ["find out why it was not renewed: what stands at its challenge name, what CAA says, what its owner reports."],
      };
    case "ends-soon":
      return {
        what: `${name} serves a certificate that ends on ${dayOf(problem.certificate.notAfter)}, in ${daysWords(problem.certificate.notAfter - now.getTime())}: whoever renews it is late.`,
        fix: ["find out why it was not renewed: what stands at its challenge name, what CAA says, what its owner reports."],
      };
    case "not-yet-valid":
      return {
        what: `${name} serves a certificate that is not valid before ${dayOf(problem.certificate.notBefore)}.`,
        fix: ["serve the one that is valid now; where the date is right, look at this machine's clock."],
      };
    case "undetermined":
      return {
        what: `A CNAME at ${problem.claim.challenge} leads to ${targetWords(problem.target)}; whether it keeps the owner's TXT away, the files do not say.`,
        who: claimsWords([problem.claim]),
        fix: [
          "give the file of the stack that declares the issuer as well; make sure that its solver follows the CNAME and may write there.",
        ],
      };
  }
}

function blockedSolver(name: DnsName, problem: Extract<NameProblem, { kind: "blocked-solver" }>, now: Date): Description {
  const { how, target, owners, claims, renewal } = problem;
  const challenge = challengeWords(claims, name);
  const certManager = claims.some(({ by }) => by === "certificate");
  const described = {
    who: claimsWords(owners),
    consequence: `${certManager ? timeline(name, renewal, now) : `the TXT never appears where the authority looks${endOf(name, renewal, now)}`}.`,
  };
  const afterwards = certManager ? [retry("Afterwards")] : [];
  const owner = targetOwner(target)?.name;
  if (how === "wildcard-followed") {
    return {
      ...described,
      what: `A wildcard CNAME to ${targetWords(target)} answers for ${challenge}, and the solver follows it there (cnameStrategy: Follow).`,
      fix: [`give ${name} a solver without \`cnameStrategy: Follow\`, or put an explicit record at ${challenge}.`, ...afterwards],
    };
  }
  if (owner !== undefined) {
    return {
      ...described,
      what: `A CNAME at ${challenge} leads to ${targetWords(target)}: no solver of yours can write there.`,
      fix: [`${leaveWords(name, owners)}delete the CNAME; or leave the certificate for ${name} to ${owner}.`, ...afterwards],
    };
  }
  return {
    ...described,
    what: `A CNAME at ${challenge} leads to ${targetWords(target)}, and ${certManager ? "the solver that writes there" : "its owner"} does not follow it.`,
    fix: [
      certManager
        ? "set `cnameStrategy: Follow` on the issuer's dns01 solver if the CNAME is your own delegation; else delete it."
        : "delete the CNAME.",
      ...afterwards,
    ],
  };
}

function missingRecord(
  name: DnsName,
  { claim, mayValidateByHttp }: Extract<NameProblem, { kind: "missing-record" }>,
  served: ServedCertificate | undefined,
  now: Date,
): Description {
  const vendor = keeperWords(claim.subscription);
  const described = {
    who: claimsWords([claim]),
    fix: [`put a CNAME at ${claim.challenge} ${whereWords(claim)}, and leave it there.`],
  };
  return mayValidateByHttp
    ? {
        ...described,
        what: `No CNAME stands at ${claim.challenge}: ${vendor} can renew only if it validated ${name} by HTTP, and as long as the name leads there.`,
      }
    : {
        ...described,
        what: `No CNAME stands at ${claim.challenge}, where ${vendor} needs its own at every renewal.`,
        consequence: notRenewed(name, claim, served, now),
      };
}

function notRenewed(name: DnsName, { subscription }: SubscriptionClaim, served: ServedCertificate | undefined, now: Date): string {
  return `${keeperWords(subscription)} cannot renew the certificate for ${name}${endWords(served, now)}.`;
}

/** What the files say of the record that the vendor wants. */
function whereWords({ subscription, challenge }: SubscriptionClaim): string {
  const target = subscription.targets.get(challenge);
  return target === undefined
    ? `to the target that ${keeperWords(subscription)} names for ${resourceWords(subscription.resource)}`
    : `to ${target}`;
}

/** Where an edge of the same files claims the name, its CNAME would come back. */
function leaveWords(name: DnsName, owners: Extract<NameProblem, { kind: "blocked-solver" }>["owners"]): string {
  const edges = owners.filter((claim) => claim.by === "subscription" && claim.record === "CNAME");
  const words = edges.flatMap((claim) =>
    claim.by === "subscription"
      ? [`take ${name} out of \`${claim.subscription.property}\` of ${resourceWords(claim.subscription.resource)}`]
      : [],
  );
  return words.length === 0 ? "" : `${words.join(", ")}, then `;
}

function challengeWords(claims: readonly { readonly challenge: DnsName }[], name: DnsName): string {
  return claims[0]?.challenge ?? name;
}

function targetWords(target: string): string {
  const owner = targetOwner(target)?.name;
  return owner === undefined ? target : `${target} (${owner})`;
}

/** cert-manager reports Ready until the end, and past it (seen in a live cluster). */
function timeline(name: DnsName, { start, end, issuer }: RenewalDates, now: Date): string {
  const begins =
    start === undefined
      ? "cert-manager starts to renew when about a third of the lifetime is left, in vain"
      : start > now.getTime()
        ? `cert-manager starts to renew about ${dayOf(start)}, in vain`
        : `cert-manager should have renewed since about ${dayOf(start)}, and cannot`;
  return `${begins}${endOf(name, { ...(end === undefined ? {} : { end }), ...(issuer === undefined ? {} : { issuer }) }, now)}. The Certificate stays Ready=True all the while`;
}

function endOf(name: DnsName, { end, issuer }: RenewalDates, now: Date): string {
  if (end === undefined) {
    return "; when the certificate ends could not be learned";
  }
  const whose = issuer === undefined ? "the Certificate, as the files have it," : `what ${name} serves, by ${issuer},`;
  return `; ${whose} ${end > now.getTime() ? "ends" : "ended"} on ${dayOf(end)}`;
}

function endWords(served: ServedCertificate | undefined, now: Date): string {
  return served === undefined
    ? ""
    : `, and the one that it serves ${served.notAfter > now.getTime() ? "ends" : "ended"} on ${dayOf(served.notAfter)}`;
}

/** @returns `1 day`, `25 days`, `5 hours`. */
export function daysWords(milliseconds: number): string {
  const [count, noun] = milliseconds < day ? [Math.ceil(milliseconds / hour), "hour"] : [Math.floor(milliseconds / day), "day"];
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
