import { BlockList, isIPv6 } from "node:net";
import { findCaaRefusals, type CaaRefusal } from "../../ownership/caa/refusals";
import type { CaaAsker } from "../../ownership/caa/requests";
import {
  judgeRecords,
  type ChallengeRecordSettings,
  type SolverBlock,
  type SolverClaim,
  type Verdict,
} from "../../ownership/challenge-records";
import { collectClaims, isCertain, type Claim, type SubscriptionClaim } from "../../ownership/claims";
import { isExclusive } from "../../ownership/conflicts";
import { targetOwner } from "../../ownership/dns";
import type { Certificate, DnsRecord, Inventory } from "../../ownership/inventory";
import { isNearEnd, renewalLead } from "../../ownership/renewal";
import { baseName, challengeName, isWildcard, type DnsName } from "../../ownership/names";
import { known, noElements } from "../../ownership/value";
import { caaValue } from "../../readers/dns/caa";
import { whole } from "../../readers/names";
import type { Answers, ClaimedName } from "./questions";
import type { ServedCertificate } from "./tls";

/** Something that is broken or will be, or may be and nobody can tell. */
export type NameProblem =
  /** A CNAME keeps a DNS-01 client from placing its TXT. `claims` need it, `owners` are all who claim the record. */
  | {
      readonly kind: "blocked-solver";
      readonly claims: readonly SolverClaim[];
      readonly owners: readonly Claim[];
      readonly how: SolverBlock;
      readonly target: string;
      readonly renewal: RenewalDates;
    }
  /** A CNAME leads elsewhere than its subscription needs. */
  | { readonly kind: "blocked-subscription"; readonly claim: SubscriptionClaim; readonly target: string }
  | { readonly kind: "missing-record"; readonly claim: SubscriptionClaim; readonly mayValidateByHttp: boolean }
  /** The vendor's, but not the one that the files name. */
  | { readonly kind: "other-record"; readonly claim: SubscriptionClaim; readonly target: string; readonly expected: string }
  | { readonly kind: "challenge-loop"; readonly owners: readonly Claim[]; readonly chain: readonly string[] }
  | { readonly kind: "refused-by-caa"; readonly asker: CaaAsker; readonly refusal: CaaRefusal }
  | { readonly kind: "ended" | "ends-soon" | "not-yet-valid"; readonly certificate: ServedCertificate }
  /** Whether the CNAME is in the way, the files do not say. */
  | { readonly kind: "undetermined"; readonly claim: Claim; readonly target: string };

/** When cert-manager starts to renew, and when the certificate ends, as far as that is known; in milliseconds since 1970. */
export interface RenewalDates {
  readonly start?: number;
  readonly end?: number;
  /** Who issued what the name serves; absent where the dates are those of the files. */
  readonly issuer?: string;
}

export type Level = "broken" | "doubtful";

export interface NameFinding {
  readonly level: Level;
  readonly problem: NameProblem;
}

interface JudgeOptions {
  /** How near an end is near. */
  readonly days: number;
  readonly now: Date;
}

/** The pack's own rules, as without any configuration. */
const settings: ChallengeRecordSettings = { certManagerNames: [], issuersWithoutDns01: new Set(), allowedTargets: [] };

/**
 * Holds what the world says against what the files claim. The answers become records of the inventory, in place of those that
 * the files hold, so that the pack's own rules judge them.
 *
 * @returns what is wrong, by name, the worst first. A question without an answer never makes a finding.
 */
export function judgeNames(
  inventory: Inventory,
  names: readonly ClaimedName[],
  answers: ReadonlyMap<DnsName, Answers>,
  options: JudgeOptions,
): ReadonlyMap<DnsName, readonly NameFinding[]> {
  const claims = collectClaims(inventory, settings);
  const refusals = judgeCaa(inventory, answers);
  return new Map(
    names.map(({ name }): [DnsName, NameFinding[]] => {
      const answer = answers.get(name);
      const found =
        answer === undefined
          ? []
          : [
              ...judgeChallenge(name, claims.get(challengeName(name)) ?? [], answer, inventory),
              ...(refusals.get(name) ?? []),
              ...judgeCertificate(answer, options),
            ];
      return [name, [...found.filter(({ level }) => level === "broken"), ...found.filter(({ level }) => level === "doubtful")]];
    }),
  );
}

function judgeChallenge(name: DnsName, owners: readonly Claim[], answers: Answers, inventory: Inventory): NameFinding[] {
  const { challenge } = answers;
  const claims = owners.filter((claim) => claim.name === name);
  if (challenge.state === "failed") {
    return [];
  }
  const missing =
    challenge.state === "none" || challenge.isWildcard ? claims.filter(isExclusive).map((claim) => judgeMissing(claim, answers)) : [];
  if (challenge.state === "none") {
    return missing;
  }
  if (challenge.end === "loop" && !challenge.isWildcard) {
    const level = claims.some(isCertain) ? "broken" : "doubtful";
    return claims.length === 0 ? [] : [{ level, problem: { kind: "challenge-loop", owners, chain: challenge.chain } }];
  }
  const target = targetOf(challenge.chain);
  const records = [liveRecord(challenge.isWildcard ? (`*.${baseName(name)}` as DnsName) : challengeName(name), "CNAME", [target])];
  const judged = claims.flatMap((claim) =>
    judgeRecords({ ...inventory, records }, new Map([[challengeName(name), [claim]]]), settings).map(({ verdict }) => ({ claim, verdict })),
  );
  return [
    ...missing,
    ...blockedSolvers(judged, target, owners, answers),
    ...judged.flatMap(({ claim, verdict }) => byVerdict(claim, verdict, target)),
    ...(challenge.isWildcard ? [] : claims.filter(isExclusive).flatMap((claim) => otherRecord(claim, challenge.chain))),
  ];
}

/** The vendor's zone on the way, else where the way ends: there a solver that follows would write. */
function targetOf(chain: readonly string[]): string {
  return chain.find((each) => targetOwner(each) !== undefined) ?? chain.at(-1) ?? "";
}

interface Judged {
  readonly claim: Claim;
  readonly verdict: Verdict;
}

/** One finding for all certificates that the same CNAME blocks. */
function blockedSolvers(judged: readonly Judged[], target: string, owners: readonly Claim[], answers: Answers): NameFinding[] {
  const blocks = judged.flatMap(({ verdict }) => (verdict.kind === "blocks-solver" ? [verdict] : []));
  const [first] = blocks;
  if (first === undefined) {
    return [];
  }
  const claims = blocks.flatMap((verdict) => verdict.claims);
  const certificate = claims.find((claim) => claim.by === "certificate")?.certificate;
  const renewal = renewalDates(certificate, answers);
  return [{ level: "broken", problem: { kind: "blocked-solver", claims, owners, how: first.how, target, renewal } }];
}

function byVerdict(claim: Claim, verdict: Verdict, target: string): NameFinding[] {
  switch (verdict.kind) {
    case "blocks-subscription":
      return [{ level: "broken", problem: { kind: "blocked-subscription", claim: verdict.claim, target } }];
    case "unexpected":
    case "open":
      return [{ level: "doubtful", problem: { kind: "undetermined", claim, target } }];
    case "blocks-solver":
      return []; // all of them are one finding
  }
}

function judgeMissing(claim: SubscriptionClaim, { addresses }: Answers): NameFinding {
  const leads = claim.subscription.vendor === "fastly" && !isWildcard(claim.name) ? leadsToFastly(addresses) : false;
  return {
    level: leads === false ? "broken" : "doubtful",
    problem: { kind: "missing-record", claim, mayValidateByHttp: leads !== false },
  };
}

/** A stale state names an older record, so this is no more than a doubt. */
function otherRecord(claim: SubscriptionClaim, chain: readonly string[]): NameFinding[] {
  const expected = claim.subscription.targets.get(claim.challenge);
  const target = chain.find((each) => targetOwner(each)?.vendor === claim.subscription.vendor);
  return expected === undefined || target === undefined || chain.includes(expected)
    ? []
    : [{ level: "doubtful", problem: { kind: "other-record", claim, target, expected } }];
}

/** What Fastly announces from everywhere (api.fastly.com/public-ip-list). */
const fastlyNetworks = new BlockList();
for (const [address, prefix] of [
  ["23.235.32.0", 20],
  ["43.249.72.0", 22],
  ["103.244.50.0", 24],
  ["103.245.222.0", 23],
  ["103.245.224.0", 24],
  ["104.156.80.0", 20],
  ["140.248.64.0", 18],
  ["140.248.128.0", 17],
  ["146.75.0.0", 17],
  ["151.101.0.0", 16],
  ["157.52.64.0", 18],
  ["167.82.0.0", 17],
  ["167.82.128.0", 20],
  ["167.82.160.0", 20],
  ["167.82.224.0", 20],
  ["172.111.64.0", 18],
  ["185.31.16.0", 22],
  ["199.27.72.0", 21],
  ["199.232.0.0", 16],
] as const) {
  fastlyNetworks.addSubnet(address, prefix);
}
for (const address of ["2a04:4e40::", "2a04:4e42::"]) {
  fastlyNetworks.addSubnet(address, 32, "ipv6");
}

function leadsToFastly(addresses: Answers["addresses"]): boolean | undefined {
  if (addresses === undefined || addresses.state === "failed") {
    return undefined;
  }
  return (
    addresses.state === "records" && addresses.records.some((address) => fastlyNetworks.check(address, isIPv6(address) ? "ipv6" : "ipv4"))
  );
}

/** What the name serves tells best; else what the Certificate said of itself when its stack was last refreshed. */
function renewalDates(certificate: Certificate | undefined, answers: Answers): RenewalDates {
  if (answers.certificate.state === "served") {
    const { notBefore, notAfter, issuer } = answers.certificate;
    const start = certificate === undefined ? {} : { start: notAfter - renewalLead(certificate.renewal, notAfter - notBefore) };
    return { end: notAfter, issuer, ...start };
  }
  const end = certificate?.status.notAfter.state === "known" ? Date.parse(certificate.status.notAfter.value) : Number.NaN;
  return Number.isNaN(end) ? {} : { end };
}

function judgeCertificate({ certificate }: Answers, { days, now }: JudgeOptions): NameFinding[] {
  if (certificate.state !== "served") {
    return [];
  }
  const kind =
    certificate.notAfter <= now.getTime()
      ? "ended"
      : certificate.notBefore > now.getTime()
        ? "not-yet-valid"
        : isNearEnd(certificate, days, now)
          ? "ends-soon"
          : undefined;
  return kind === undefined ? [] : [{ level: "broken", problem: { kind, certificate } }];
}

function judgeCaa(inventory: Inventory, answers: ReadonlyMap<DnsName, Answers>): ReadonlyMap<DnsName, NameFinding[]> {
  const records = new Map<DnsName, DnsRecord>();
  for (const { caa } of answers.values()) {
    if (caa.state === "records") {
      const values = caa.properties.map(({ flags, tag, value }) => caaValue(String(flags), tag, value));
      records.set(caa.place, { ...liveRecord(caa.place, "CAA"), caa: whole(values) });
    } else if (caa.state === "failed") {
      // What stands there is not known, and nothing above it decides.
      records.set(caa.place, liveRecord(caa.place, "CAA"));
    }
  }
  const found = new Map<DnsName, NameFinding[]>();
  for (const { asker, refusal } of findCaaRefusals({ ...inventory, records: [...records.values()], zones: [], gaps: [] })) {
    for (const name of refusal.names) {
      const problem = { kind: "refused-by-caa", asker, refusal: { ...refusal, names: [name] } } as const;
      found.set(name, [...(found.get(name) ?? []), { level: "broken", problem }]);
    }
  }
  return found;
}

/** A record as the resolver answered, beside those that stacks declare. */
function liveRecord(name: DnsName, type: string, targets: readonly string[] = []): DnsRecord {
  return {
    resource: { urn: "", type: "DNS", name },
    provider: "DNS",
    name: { state: "full", name },
    type: known(type),
    targets: whole(targets),
    caa: noElements,
    private: known(false),
    simple: false,
    derivedFrom: [],
  };
}
