import { judgeRecords, type ChallengeRecordSettings, type JudgedRecord } from "../ownership/challenge-records";
import { collectClaims } from "../ownership/claims";
import type { Inventory } from "../ownership/inventory";
import type { Finding, Problem } from "./finding";
import { stackPolicy } from "./policy";
import { challengeRecordSettings } from "./settings";

/**
 * A record at a challenge name that no owner accounts for, or that keeps an owner from its record. A conflict between two
 * owners is `tls-name-single-owner`'s; here one side is a record.
 */
export const acmeChallengeCnameExpected = stackPolicy({
  name: "acme-challenge-cname-expected",
  displayName: "Challenge records belong to an owner",
  description: "Every record at an _acme-challenge name belongs to the certificate owner of that name and lets it renew.",
  level: "mandatory",
  severity: "high",
  remediation: "Delete the record, or point it where its owner needs it.",
  settings: challengeRecordSettings,
  check(inventory: Inventory, settings: ChallengeRecordSettings): Finding[] {
    return judgeRecords(inventory, collectClaims(inventory, settings), settings).flatMap((judged) => {
      const problem = problemOf(judged);
      return problem === undefined ? [] : [{ subject: judged.challenge, resource: judged.record.resource, problem }];
    });
  },
});

function problemOf({ record, challenge, verdict }: JudgedRecord): Problem | undefined {
  const place = { record, challenge };
  switch (verdict.kind) {
    case "unexpected":
      return { ...place, ...verdict, kind: "unexpected-record" };
    case "blocks-subscription":
      return { ...place, ...verdict, kind: "blocked-subscription" };
    case "blocks-solver":
      return { ...place, ...verdict, kind: "blocked-solver" };
    case "open":
      return undefined; // `ownership-undetermined` says so
  }
}
