import type { Inventory, StoredCertificate } from "./inventory";

/** A stored certificate that has ended, or is about to. */
export interface EndingCertificate {
  readonly certificate: StoredCertificate;
  /** Days until its end, begun ones too. */
  readonly days: number;
  readonly hasEnded: boolean;
}

const day = 86_400_000;

/**
 * @param daysBeforeExpiry when the end counts as near; for certificates of a few days, their last third at most, so that a
 * fresh one is none, and for those that updates renew, not before they are to. @returns the certificates at or near their end.
 */
export function findEnding({ storedCertificates }: Inventory, daysBeforeExpiry: number, now: Date): EndingCertificate[] {
  return storedCertificates.flatMap((certificate) => {
    const left = certificate.notAfter - now.getTime();
    const days = Math.min(daysBeforeExpiry, certificate.renewedWithin ?? Infinity);
    return left <= 0 || isNearEnd(certificate, days, now) ? [{ certificate, days: Math.ceil(left / day), hasEnded: left <= 0 }] : [];
  });
}

/** @returns whether the end is near: within that many days, and within the last third at most of what the certificate lasts. */
export function isNearEnd(
  { notBefore, notAfter }: { readonly notBefore?: number; readonly notAfter: number },
  daysBeforeExpiry: number,
  now: Date,
): boolean {
  const lifetime = notBefore === undefined ? Infinity : notAfter - notBefore;
  return notAfter - now.getTime() <= Math.min(daysBeforeExpiry * day, lifetime / 3);
}
