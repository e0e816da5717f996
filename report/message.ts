import { claimant, isOwn, type Claim } from "../ownership/claims";
import { isExclusive, type Conflict } from "../ownership/conflicts";
import { targetOwner } from "../ownership/dns";
import { groupBy, uniqueBy } from "../ownership/grouping";
import type { ResourceReference, SecretWriter, Subscription } from "../ownership/inventory";
import { challengedName, challengeName, type DnsName } from "../ownership/names";
import type { Doubt, Finding, Problem } from "../policies/finding";
import { notAlerted } from "./alerting";
import { caaDoubt, caaResources, refusedByCaa } from "./caa";
import { exemptionApplies, exemptionExpired, exemptionUnmatched } from "./exemptions";
import { noCertificate, notIssuable } from "./issuability";
import { http01Elsewhere } from "./http01";
import { keyNotPinned } from "./key-pinning";
import { lay, type Description } from "./layout";
import { originNotTrusted } from "./origin-trust";
import { notRenewed } from "./renewal";
import { neverRenewed, storedCertificateEnds } from "./stored-certificates";
import {
  briefPlacer,
  briefWords,
  claimants,
  claimsWords,
  keeperWords,
  listWords,
  placedWords,
  placer,
  printable,
  resourceWords,
} from "./words";

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

function twoOwners(conflict: Conflict): Description {
  const name = challengedName(conflict.challenge) ?? conflict.challenge;
  return {
    what: `${name} would get ${conflict.owners === 2 ? "two certificate owners" : "several certificate owners"}. They need one DNS record, ${conflict.challenge}, and only one of them can have it.`,
    who: claimsWords(conflict.claims),
    consequence: conflictConsequence(conflict),
    fix: conflictFix(conflict),
  };
}

function secondOwner({ conflict, refused }: Extract<Problem, { kind: "second-owner" }>): Description {
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
  return [...retreat, ...fix, ...renewalOfFile(conflict.claims.flatMap((claim) => claimant(claim) ?? []))];
}

function retreatWords({ claims, challenge }: Conflict): string {
  const own = claims.filter(isOwn).flatMap((claim) => claimant(claim) ?? []);
  const things = uniqueBy(own, ({ urn }) => urn);
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

/**
 * @returns what makes cert-manager try again once the way is free, and worked in a live cluster: a blocked renewal does not
 * recover by itself everywhere, and `cmctl renew` is a no-op.
 */
export function retry(when: string): string {
  return `${when} delete the pending CertificateRequest, if there is one (\`kubectl delete certificaterequest\`); \`cmctl renew\` does nothing while one is pending.`;
}

function originInSubscription(problem: Extract<Problem, { kind: "origin-in-subscription" }>): Description {
  const { name, challenge, subscription, origins } = problem;
  const resources = [subscription.resource, ...origins.map(({ service }) => service.resource)];
  const [thing = "", ...services] = placedWords(resources);
  return {
    what: `${origins[0]?.address ?? name} is the name of an origin, and ${thing} takes it for the edge. Its challenge record, ${challenge}, would belong to Fastly.`,
    who: [
      ...origins.map(({ backend }, index) => `${services[index] ?? ""} connects to it: \`address\` of backend "${printable(backend)}".`),
      ...claimsWords([{ by: "subscription", challenge, name, record: "CNAME", subscription }], resources),
    ],
    consequence:
      "whoever keeps the origin's certificate, in this stack or another, can no longer renew it by DNS-01. It expires unnoticed; where Fastly verifies its origin, it then refuses it, and visitors see 503.",
    fix: [removal(subscription, challenge, thing), ...recovery(challenge), ...renewalOfFile([subscription.resource])],
  };
}

function unexpectedRecord({ record, challenge, target }: Extract<Problem, { kind: "unexpected-record" }>): Description {
  const name = challengedName(challenge) ?? challenge;
  const owner = targetOwner(target)?.name;
  const whose = owner === undefined ? "" : ` That is ${owner}'s validation, but nothing of ${owner} claims ${name} here.`;
  return {
    what: `${resourceWords(record.resource)} is a CNAME at ${challenge} that no certificate owner in this stack accounts for; it points to ${printable(target)}.${whose}`,
    consequence: `whoever follows it decides over certificates for ${name}, and no DNS-01 client that does not follow CNAMEs can renew ${name} as long as it stands.`,
    fix: [
      "delete the record if it is left over. If its owner lives in another stack, check both together (`tls-ownership check`), or name the target in the setting `allowedTargets` or among the `challengeZones` of ownership.json.",
    ],
  };
}

function blockedSubscription({ record, challenge, claim, target }: Extract<Problem, { kind: "blocked-subscription" }>): Description {
  const vendor = keeperWords(claim.subscription);
  const [thing = "", owner = ""] = placedWords([record.resource, claim.subscription.resource]);
  const shape = `${knownType(record)} record${target === undefined ? "" : ` to ${printable(target)}`}`;
  return {
    what: `${thing} (${record.provider}) is a ${shape} that takes the place of ${challenge}, where ${vendor} needs its own CNAME.`,
    who: claimsWords([claim], [record.resource]),
    consequence: `the two cannot stand together (RFC 1034 §3.6.2): the update fails, or ${vendor} cannot validate the name and its certificate is not renewed.`,
    fix: [`delete ${thing}, or take ${claim.name} out of \`${claim.subscription.property}\` of ${owner}.`],
  };
}

function knownType(record: { readonly type: { readonly state: string; readonly value?: string } }): string {
  return record.type.value ?? "";
}

function blockedSolver(problem: Extract<Problem, { kind: "blocked-solver" }>): Description {
  const { record, challenge, claims, how, target } = problem;
  const name = challengedName(challenge) ?? challenge;
  const where = target === undefined ? "" : ` to ${printable(target)}`;
  const [thing = ""] = placedWords([record.resource, ...claimants(claims)]);
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

function writersWords(writers: readonly SecretWriter[]): string[] {
  const things = placedWords(writers.map(({ resource }) => resource));
  return writers.map((writer, index) => writerWords(writer, things[index] ?? ""));
}

function writerWords(writer: SecretWriter, thing: string): string {
  const hosts = writer.hosts === undefined || writer.hosts.known.length === 0 ? "" : `, for ${listWords(writer.hosts.known)}`;
  return `${thing} writes it: \`${writer.property}\`${hosts}.`;
}

function twoWriters({ secret, namespace, writers }: Extract<Problem, { kind: "two-writers" }>): Description {
  const certManager = writers.filter(({ writer }) => ["Certificate", "Ingress", "Gateway", "ListenerSet", "Route"].includes(writer));
  return {
    what: `The Secret ${printable(namespace)}/${printable(secret)} would have ${writers.length} writers.`,
    who: writersWords(writers),
    consequence:
      certManager.length > 1
        ? "cert-manager issues one of them and leaves the other alone for ever, not Ready and without an event; whoever uses the Secret gets the wrong certificate or none that is renewed."
        : "each overwrites what the other wrote, and a renewed certificate is replaced by an old one at the next update.",
    fix: ["give each certificate a Secret of its own, or remove all writers but one."],
  };
}

function differentHosts({ secret, namespace, writers }: Extract<Problem, { kind: "different-hosts" }>): Description {
  return {
    what: `${writers.length} annotated objects ask for the Secret ${printable(namespace)}/${printable(secret)}, for different hosts.`,
    who: writersWords(writers),
    consequence:
      "cert-manager makes one certificate, with the hosts of the one that came first. The other hosts are never covered, and nothing says so.",
    fix: ["give each its own `secretName`, or list all hosts in each of them."],
  };
}

function undetermined({ resource, property, question, reason }: Doubt): Description {
  const because = reason === undefined ? "" : ` (${printable(reason)})`;
  const place = placer([resource, ...besides(question)]);
  const thing = place(resource);
  const settle = property === undefined ? [] : [`\`${property}\` of ${thing} would settle it${because}.`];
  const again =
    "make it known at preview (in a state file: `pulumi stack export --show-secrets`), or check again once it is: `pulumi up` refuses a second owner before it is created.";
  switch (question.of) {
    case "subscription-names":
      return {
        what: `Names of ${thing} are not known here (computed in the update, or encrypted), so it is open whether it takes ${listWords(question.against)}, which others own.`,
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
        what: `It is open whether ${thing} needs ${question.challenge}, which ${listWords(
          question.exclusive.map((claim) => (isExclusive(claim) ? place(claim.subscription.resource) : "")),
        )} takes: its issuer is not known well enough.`,
        who: [`The issuer's name and its solvers would settle it${because}.`],
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
        what: `It is open whether ${thing} writes the same Secret as ${listWords(question.others, ({ resource: other }) => place(other))}.`,
        who: settle,
        fix: ["make the Secret's name and namespace known at preview."],
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
  }
}

/** What a doubt names beside the resource that it is about. */
function besides(question: Doubt["question"]): ResourceReference[] {
  switch (question.of) {
    case "issuer":
      return claimants(question.exclusive);
    case "subscribed-origin":
      return [question.subscription.resource];
    case "secret-name":
      return question.others.map(({ resource }) => resource);
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
