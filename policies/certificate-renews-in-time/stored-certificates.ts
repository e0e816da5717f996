import type { Inventory, StoredCertificate } from "../../ownership/inventory";
import { isNearEnd } from "../../ownership/renewal";
import { day } from "../../ownership/time";

/** A stored certificate that has ended, or is about to. */
export interface EndingCertificate {
  readonly certificate: StoredCertificate;
  /** Days until its end, begun ones too. */
  readonly days: number;
  readonly hasEnded: boolean;
}

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
