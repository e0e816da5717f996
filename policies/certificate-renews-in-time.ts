import type { Inventory } from "../ownership/inventory";
import { findRenewalDefects } from "./certificate-renews-in-time/renewal-defects";
import { findEnding } from "./certificate-renews-in-time/stored-certificates";
import type { Finding } from "./finding";
import { stackPolicy } from "./policy";
import { expirySettings } from "./settings";

/**
 * A renewal that does not happen is silent until the certificate ends. xPRO's failed for a month while Ready stayed True;
 * SCORM Cloud's client certificate of 2020 was made by hand, and nothing renewed it.
 */
export const certificateRenewsInTime = stackPolicy({
  name: "certificate-renews-in-time",
  displayName: "Every certificate is renewed in time",
  description: "Certificates are renewed before they end.",
  level: "mandatory",
  severity: "high",
  remediation: "Let something renew the certificate, and remove what keeps its renewal from coming through.",
  settings: expirySettings,
  check(inventory: Inventory, settings: { readonly daysBeforeExpiry: number }, now: Date): Finding[] {
    const kept = inventory.certificates.flatMap((certificate) =>
      findRenewalDefects(certificate, inventory, now).map((defect): Finding => ({
        subject: certificate.resource.name,
        resource: certificate.resource,
        problem: { kind: "not-renewed", certificate, defect },
      })),
    );
    const stored = findEnding(inventory, settings.daysBeforeExpiry, now).map((ending): Finding => ({
      subject: ending.certificate.names[0] ?? ending.certificate.resource.name,
      resource: ending.certificate.resource,
      problem: { kind: "stored-certificate-ends", ending },
    }));
    const unrenewed = inventory.unrenewedCertificates.map((certificate): Finding => ({
      subject: certificate.resource.name,
      resource: certificate.resource,
      problem: { kind: "never-renewed", certificate },
    }));
    return [...kept, ...unrenewed, ...stored];
  },
});
