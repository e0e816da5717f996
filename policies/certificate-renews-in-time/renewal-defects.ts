import { authorityOf } from "../../ownership/certificate-authorities";
import type { Certificate, Inventory } from "../../ownership/inventory";
import { declaredIssuer, isPatch } from "../../ownership/issuance";
import { durationOf, renewalLead } from "../../ownership/renewal";
import { day, hour, minute } from "../../ownership/time";
import { isOneOf, numberOf, timeOf, valueOr, type Value } from "../../ownership/value";

/** Why cert-manager will not renew a certificate, or has not. Times are in milliseconds since 1970. */
export type RenewalDefect =
  | { readonly kind: "disabled" }
  | { readonly kind: "no-duration"; readonly field: "duration" | "renewBefore" }
  | { readonly kind: "refused"; readonly rule: RefusedRenewal }
  | { readonly kind: "too-often"; readonly authority: string; readonly hours: number }
  | { readonly kind: "expired"; readonly notAfter: number }
  | { readonly kind: "overdue"; readonly since: number; readonly notAfter: number }
  | { readonly kind: "failing"; readonly attempts: number; readonly notAfter?: number };

/** What the webhook refuses: `ValidateDuration` of cert-manager, seen in a live cluster with 1.21. */
export type RefusedRenewal = "renewBefore-and-percentage" | "renewBefore-not-below-duration" | "renewBefore-below-5m" | "duration-below-1h";

const defaultDuration = 90 * day;

/** How long Let's Encrypt's profiles last; `classic` is what an issuer without a profile gets. */
const lifetimes: Readonly<Record<string, number>> = { classic: 90 * day, tlsserver: 45 * day, shortlived: 160 * hour };

/** Five certificates of one set of names in seven days, after which Let's Encrypt refuses. */
const weeklyLimit = 5;

/**
 * @param now the time of the run. @returns why the certificate is not renewed, or will not be. Only what is known counts.
 */
export function findRenewalDefects(certificate: Certificate, inventory: Inventory, now: Date): RenewalDefect[] {
  return isKnown(certificate.renewal.policy, "Disabled")
    ? [{ kind: "disabled" }]
    : [...judgeRequest(certificate, inventory), ...judgeStatus(certificate, now.getTime())];
}

function judgeRequest(certificate: Certificate, inventory: Inventory): RenewalDefect[] {
  const { duration, renewBefore, renewBeforePercentage } = certificate.renewal;
  const fields = { duration, renewBefore };
  const malformed = (["duration", "renewBefore"] as const).filter((field) => Number.isNaN(durationOf(fields[field])));
  if (malformed.length > 0) {
    return malformed.map((field) => ({ kind: "no-duration", field }));
  }
  const asked = durationOf(duration);
  // What a patch leaves out, the object may say.
  const lifetime = asked ?? (duration.state === "absent" && !isPatch(certificate.resource) ? defaultDuration : Infinity);
  const before = durationOf(renewBefore);
  const refused: RefusedRenewal[] = [];
  if (asked !== undefined && asked < hour) {
    refused.push("duration-below-1h");
  }
  if (before !== undefined && renewBeforePercentage.state === "known") {
    refused.push("renewBefore-and-percentage");
  } else if (before !== undefined && before < 5 * minute) {
    refused.push("renewBefore-below-5m");
  } else if (before !== undefined && before >= lifetime) {
    refused.push("renewBefore-not-below-duration");
  }
  return refused.length > 0 ? refused.map((rule) => ({ kind: "refused", rule })) : judgeFrequency(certificate, inventory);
}

/**
 * cert-manager counts from the end of the certificate that the authority gave, whatever `duration` asks for. So a long
 * `renewBefore` renews every few hours, until Let's Encrypt's limit for one set of names keeps the next renewal back. One
 * that is longer than the certificate lasts is ignored.
 */
function judgeFrequency(certificate: Certificate, inventory: Inventory): RenewalDefect[] {
  const issuer = declaredIssuer(certificate, inventory);
  const authority = issuer?.server.state === "known" ? authorityOf(issuer.server.value) : undefined;
  const lifetime = lifetimes[(issuer && valueOr(issuer.profile, "classic")) ?? ""];
  if (authority?.isLetsEncrypt !== true || lifetime === undefined) {
    return [];
  }
  const between = lifetime - renewalLead(certificate.renewal, lifetime);
  return between * weeklyLimit < 7 * day ? [{ kind: "too-often", authority: authority.name, hours: Math.round(between / hour) }] : [];
}

/**
 * Pulumi's state says how things were when somebody last refreshed, and dates alone grow old there while the cluster renews.
 * So a date counts only beside a renewal that was under way: then Ready tells nothing, it stays True past the end (seen in a
 * live cluster). A first issuance and one that a changed spec asks for are under way in every state, right after the update.
 */
function judgeStatus({ status }: Certificate, now: number): RenewalDefect[] {
  const notAfter = timeOf(status.notAfter);
  const attempts = numberOf(status.failedAttempts);
  const renewing = isKnown(status.issuing, "True") && isKnown(status.issuingReason, "Renewing", "ManuallyTriggered");
  const failed = isKnown(status.issuing, "False") && isKnown(status.issuingReason, "Failed") && attempts > 0;
  if (notAfter <= now && (renewing || failed)) {
    return [{ kind: "expired", notAfter }];
  }
  if (failed) {
    return [{ kind: "failing", attempts, ...(Number.isNaN(notAfter) ? {} : { notAfter }) }];
  }
  const since = timeOf(status.issuingSince);
  return renewing && now - since > Math.min(day, (notAfter - since) / 2) ? [{ kind: "overdue", since, notAfter }] : [];
}

function isKnown(value: Value<string>, ...accepted: readonly string[]): boolean {
  return isOneOf(value, accepted) === true;
}
