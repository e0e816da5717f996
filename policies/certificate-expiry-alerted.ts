import { findAlertingDefects, type AlertingDefect } from "./certificate-expiry-alerted/alerting";
import type { Inventory, ResourceReference } from "../ownership/inventory";
import type { Finding } from "./finding";
import { stackPolicy } from "./policy";
import { alertingSettings } from "./settings";

/**
 * In MIT's incident of 2026 a renewal failed for a month while alerts existed: one on a log line that never occurs. An alert
 * on Ready would have been as silent, since Ready stays True until a certificate has expired.
 */
export const certificateExpiryAlerted = stackPolicy({
  name: "certificate-expiry-alerted",
  displayName: "An alert fires before a certificate expires",
  description: "Alerts on certificates fire before expiry, and certificates made by hand have one.",
  level: "advisory",
  severity: "medium",
  remediation: "Alert on the time of expiry, weeks before it: on certmanager_certificate_expiration_timestamp_seconds or a probe's.",
  settings: alertingSettings,
  check(inventory: Inventory, { externalAlerting }: { readonly externalAlerting: boolean }): Finding[] {
    return findAlertingDefects(inventory, externalAlerting).map((defect): Finding => {
      const resource = resourceOf(defect);
      return { subject: resource.name, resource, problem: { kind: "not-alerted", defect } };
    });
  },
});

function resourceOf(defect: AlertingDefect): ResourceReference {
  switch (defect.kind) {
    case "blind":
    case "after-expiry":
    case "never-matches":
      return defect.alert.resource;
    case "metrics-off":
    case "unalerted":
      return defect.certManager.resource;
    case "unwatched":
      return defect.certificate.resource;
  }
}
