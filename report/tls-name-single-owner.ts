import { isOwn, type Claim } from "../ownership/claims";
import type { Conflict } from "../ownership/conflicts";
import { mostTold, uniqueBy } from "../ownership/grouping";
import { challengedName } from "../ownership/names";
import type { Description } from "./layout";
import { recovery, removal, renewalOfFile } from "./remedies";
import { briefPlacer, briefWords, claimants, claimsWords, keeperWords, listWords } from "./words";

/** Words two owners of one challenge record. */
export function twoOwners(conflict: Conflict): Description {
  const name = challengedName(conflict.challenge) ?? conflict.challenge;
  return {
    what: `${name} would get ${conflict.owners === 2 ? "two certificate owners" : "several certificate owners"}. They need one DNS record, ${conflict.challenge}, and only one of them can have it.`,
    who: claimsWords(conflict.claims),
    consequence: conflictConsequence(conflict),
    fix: conflictFix(conflict),
  };
}

function hasCertManager({ claims }: Conflict): boolean {
  return claims.some(({ by }) => by !== "subscription");
}

function conflictConsequence(conflict: Conflict): string {
  const { subscription } = conflict.exclusive;
  if (!hasCertManager(conflict)) {
    return "whichever record is created first keeps the other certificate from being validated, now or at its next renewal.";
  }
  const refusal =
    subscription.vendor === "fastly"
      ? "whoever connects to that name, Fastly to its origin among them, refuses it, and visitors see 503"
      : "whoever connects to that name refuses it";
  return (
    `while ${keeperWords(subscription)}'s CNAME stands, no TXT record of cert-manager's is seen at that name. The renewal hangs without an error ` +
    `(the Certificate stays Ready=True) until the certificate expires; then ${refusal}.`
  );
}

/** Every CNAME must go where cert-manager is to renew; among edges, all but one. What another stack owns only its people can take away. */
function conflictFix(conflict: Conflict): string[] {
  const place = briefPlacer(claimants(conflict.claims));
  const subscriptions = uniqueBy(
    conflict.claims.flatMap((claim) => (claim.by === "subscription" ? [claim.subscription] : [])),
    ({ resource }) => resource.urn,
  );
  const told = subscriptions.slice(0, mostTold);
  const removals = [
    ...told.map((subscription) => removal(subscription, conflict.challenge, place(subscription.resource))),
    ...(subscriptions.length > told.length ? ["do the same with the other subscriptions."] : []),
  ];
  const fix = hasCertManager(conflict)
    ? [...removals, ...recovery(conflict.challenge, conflict.claims.some(isDelegated))]
    : [
        `keep one of them: ${removals.join(" Or ")}`,
        `If the change is deployed already: delete the record ${conflict.challenge} that the other one left behind.`,
      ];
  const retreat = isOwn(conflict.exclusive) || !hasCertManager(conflict) ? [] : [`${retreatWords(conflict)} Or the name moves here:`];
  return [...retreat, ...fix, ...renewalOfFile(claimants(conflict.claims))];
}

function retreatWords({ claims, challenge }: Conflict): string {
  const things = uniqueBy(claimants(claims.filter(isOwn)), ({ urn }) => urn);
  return `leave ${challengedName(challenge) ?? challenge} out of ${listWords(things, briefWords)}, since it has an owner elsewhere.`;
}

function isDelegated(claim: Claim): boolean {
  return (
    claim.by === "certificate" &&
    claim.issuance.method === "dns01" &&
    claim.issuance.follows.state === "known" &&
    claim.issuance.follows.value
  );
}
