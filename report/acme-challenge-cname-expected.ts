import { targetOwner } from "../ownership/dns";
import { challengedName } from "../ownership/names";
import type { ProblemOf } from "../policies/finding";
import type { Description } from "./layout";
import { claimants, claimsWords, keeperWords, nameWords, placer, resourceWords, retry, toldClaims } from "./words";

/** Words a CNAME at a challenge name that nobody accounts for. */
export function unexpectedRecord({ record, challenge, target }: ProblemOf<"unexpected-record">): Description {
  const name = challengedName(challenge) ?? challenge;
  const owner = targetOwner(target)?.name;
  const whose = owner === undefined ? "" : ` That is ${owner}'s validation, but nothing of ${owner} claims ${name} here.`;
  return {
    what: `${resourceWords(record.resource)} is a CNAME at ${challenge} that no certificate owner in this stack accounts for; it points to ${nameWords(target)}.${whose}`,
    consequence: `whoever follows it decides over certificates for ${name}, and no DNS-01 client that does not follow CNAMEs can renew ${name} as long as it stands.`,
    fix: [
      "delete the record if it is left over. If its owner lives in another stack, check both together (`tls-ownership check`), or name the target in the setting `allowedTargets` or among the `challengeZones` of ownership.json.",
    ],
  };
}

/** Words a record that stands where a managed certificate needs its CNAME. */
export function blockedSubscription({ record, challenge, claim, target }: ProblemOf<"blocked-subscription">): Description {
  const vendor = keeperWords(claim.subscription);
  const place = placer([record.resource, claim.subscription.resource]);
  const thing = place(record.resource);
  const shape = `${knownType(record)} record${target === undefined ? "" : ` to ${nameWords(target)}`}`;
  return {
    what: `${thing} (${record.provider}) is a ${shape} that takes the place of ${challenge}, where ${vendor} needs its own CNAME.`,
    who: claimsWords([claim], [record.resource]),
    consequence: `the two cannot stand together (RFC 1034 §3.6.2): the update fails, or ${vendor} cannot validate the name and its certificate is not renewed.`,
    fix: [`delete ${thing}, or take ${claim.name} out of \`${claim.subscription.property}\` of ${place(claim.subscription.resource)}.`],
  };
}

function knownType(record: { readonly type: { readonly state: string; readonly value?: string } }): string {
  return record.type.value ?? "";
}

/** Words a record that keeps a solver's TXT from being seen, and the way out that each kind of record leaves. */
export function blockedSolver(problem: ProblemOf<"blocked-solver">): Description {
  const { record, challenge, claims, how, target } = problem;
  const name = challengedName(challenge) ?? challenge;
  const where = target === undefined ? "" : ` to ${nameWords(target)}`;
  const thing = placer([record.resource, ...claimants(toldClaims(claims))])(record.resource);
  const certManager = claims.some(({ by }) => by === "certificate");
  const described = {
    who: claimsWords(claims, [record.resource]),
    consequence: `the TXT record never appears where the CA looks: the certificate for ${name} is not issued or renewed${
      certManager ? ", and the Certificate stays Ready=True until it expires" : ""
    }.`,
  };
  const afterwards = certManager ? [retry("Afterwards")] : [];
  switch (how) {
    case "cname-not-followed":
      return {
        ...described,
        what: `${thing} is a CNAME at ${challenge}${where}, and ${certManager ? "the solver that writes there does not follow it" : "its owner writes there and does not follow it"}.`,
        fix: [
          certManager
            ? `set \`cnameStrategy: Follow\` on the issuer's dns01 solver if the CNAME is your own delegation; else delete ${thing}.`
            : `delete ${thing}.`,
          ...afterwards,
        ],
      };
    case "foreign-target":
      return {
        ...described,
        what: `${thing} is a CNAME at ${challenge}${where}, ${ownerWords(target)}zone: no solver of yours can write there.`,
        fix: [`delete ${thing}, or leave the certificate for ${name} to ${ownerWords(target).replace(/'s $/, "")}.`, ...afterwards],
      };
    case "wildcard-followed":
      return {
        ...described,
        what: `${thing} is a wildcard CNAME${where} that answers for ${challenge} too, and the solver follows it there (cnameStrategy: Follow).`,
        fix: [
          `give ${name} a solver without \`cnameStrategy: Follow\`, or put an explicit record at ${challenge}, which ends the wildcard's reach (RFC 4592).`,
          ...afterwards,
        ],
      };
    case "dname":
      return {
        ...described,
        what: `${thing} is a DNAME that redirects everything below it${where}, ${challenge} included.`,
        fix: [`validate ${name} by HTTP-01, or replace the DNAME by records for the single names.`, ...afterwards],
      };
    case "simple-txt":
      return {
        ...described,
        what: `${thing} is a TXT set without routing policy at ${challenge}. cert-manager writes multivalue sets there, and Route 53 refuses them beside a simple one.`,
        fix: [`delete ${thing}, or give it a \`setIdentifier\` and a multivalue answer routing policy.`, ...afterwards],
      };
  }
}

function ownerWords(target: string | undefined): string {
  const owner = target === undefined ? undefined : targetOwner(target)?.name;
  return owner === undefined ? "a foreign " : `${owner}'s `;
}
