import { isOwn, type Claim } from "../ownership/claims";
import type { Conflict } from "../ownership/conflicts";
import { groupBy, mostTold, uniqueBy } from "../ownership/grouping";
import type { ResourceReference, Subscription } from "../ownership/inventory";
import { challengedName, challengeName, type DnsName } from "../ownership/names";
import type { Problem } from "../policies/finding";
import type { Description } from "./layout";
import { printable } from "./printable";
import {
  briefPlacer,
  briefWords,
  claimants,
  claimsWords,
  counted,
  keeperWords,
  listWords,
  placer,
  resourceWords,
  retry,
  titleWords,
} from "./words";

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

/** Words the same for the resource that an update is refused. */
export function secondOwner({ conflict, refused }: Extract<Problem, { kind: "second-owner" }>): Description {
  const described = twoOwners(conflict);
  return { ...described, what: `${resourceWords(refused)} is refused before it is created or changed: ${described.what}` };
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
  const removals = uniqueBy(
    conflict.claims.filter((claim) => claim.by === "subscription"),
    ({ subscription }) => subscription.resource.urn,
  ).map(({ subscription }) => removal(subscription, conflict.challenge, place(subscription.resource)));
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

/** What the file says may have ended since. */
function renewalOfFile(resources: readonly ResourceReference[]): string[] {
  const [file] = resources.flatMap(({ elsewhere }) => elsewhere?.file ?? []);
  return file === undefined ? [] : [`If ${printable(file)} no longer tells how things are, write it anew (\`tls-ownership claims\`).`];
}

function isDelegated(claim: Claim): boolean {
  return (
    claim.by === "certificate" &&
    claim.issuance.method === "dns01" &&
    claim.issuance.follows.state === "known" &&
    claim.issuance.follows.value
  );
}

/** How a subscription lets go of a name, in the words of its properties. */
function removal(subscription: Subscription, challenge: DnsName, thing: string): string {
  const names = namesByChallenge(subscription).get(challenge) ?? [];
  if (subscription.owner !== undefined) {
    return `let ${keeperWords(subscription)} give up ${listWords(names)}.`;
  }
  if (subscription.names.complete && names.length === subscription.names.known.length) {
    return `delete ${thing}, which holds no other name.`;
  }
  const taken = `take ${listWords(names)} out of \`${subscription.property}\` of ${thing}`;
  return subscription.vendor === "fastly"
    ? `${taken}, and set its \`commonName\` to a name that stays (Fastly refuses to drop the stored one). The service may keep it among its own domains.`
    : `${taken}.`;
}

/** A subscription of thousands of names may have a finding for each. */
const grouped = new WeakMap<Subscription, ReadonlyMap<DnsName, readonly DnsName[]>>();

function namesByChallenge(subscription: Subscription): ReadonlyMap<DnsName, readonly DnsName[]> {
  const names = grouped.get(subscription) ?? groupBy(subscription.names.known, challengeName);
  grouped.set(subscription, names);
  return names;
}

/** @param delegated whether a solver needs a CNAME of its own there, as acme-dns does. */
function recovery(challenge: DnsName, delegated = false): string[] {
  const restored = delegated ? `point ${challenge} back to where your solver writes` : `delete ${challenge}`;
  return [retry(`If the CNAME exists already: ${restored}, then`)];
}

/** Words a subscription that takes the name of a service's own origin. */
export function originInSubscription(problem: Extract<Problem, { kind: "origin-in-subscription" }>): Description {
  const { name, challenge, subscription, origins } = problem;
  const told = origins.slice(0, mostTold);
  const more = origins.length - told.length;
  const resources = [subscription.resource, ...told.map(({ service }) => service.resource)];
  const place = placer(resources);
  const thing = place(subscription.resource);
  return {
    what: `${origins[0].address} is the name of an origin, and ${thing} takes it for the edge. Its challenge record, ${challenge}, would belong to Fastly.`,
    who: [
      ...told.map(({ backend, service }) => `${place(service.resource)} connects to it: \`address\` of backend "${titleWords(backend)}".`),
      ...(more === 0 ? [] : [`So ${more === 1 ? "does" : "do"} ${counted(more, "more backend")}.`]),
      ...claimsWords([{ by: "subscription", challenge, name, record: "CNAME", subscription }], resources),
    ],
    consequence:
      "whoever keeps the origin's certificate, in this stack or another, can no longer renew it by DNS-01. It expires unnoticed; where Fastly verifies its origin, it then refuses it, and visitors see 503.",
    fix: [removal(subscription, challenge, thing), ...recovery(challenge), ...renewalOfFile([subscription.resource])],
  };
}
