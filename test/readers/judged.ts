import type { CertificateFact } from "../../ownership/alert-expressions";
import type { Alert, Certificate } from "../../ownership/inventory";
import { absent } from "../../ownership/value";
import { judgeAlerts, type JudgedSign } from "../../policies/certificate-expiry-alerted/signs";
import type { ExpressionReading } from "../../readers/alert-expressions";

/** @returns what comes of a reading, as the only rule of a stack with these certificates: the words of readers mean nothing by themselves. */
export function judged(reading: ExpressionReading, certificates: readonly Certificate[] = []): object {
  const alert = { resource: { urn: "urn:it", type: "it", name: "it" }, property: "expr", records: absent, ...reading };
  return { ...reading, signs: judgedSigns([alert], certificates)[0] };
}

/** @returns the same of several rules of a stack. */
export function judgedSigns(alerts: readonly Alert[], certificates: readonly Certificate[] = []): readonly (readonly JudgedSign[])[] {
  return judgeAlerts({ alerts, certificates }).map(({ signs }) => signs);
}

/** A threshold at or after the end. */
export function late(metric: string, shows: CertificateFact = "ends-at"): JudgedSign {
  return { kind: "after-expiry", metric, shows, isClose: false };
}

/** A threshold so close to the end that nobody can act. */
export function tooClose(metric: string, shows: CertificateFact = "ends-at"): JudgedSign {
  return { kind: "after-expiry", metric, shows, isClose: true };
}
