import type { AlertingDefect, BlindSign } from "../policies/certificate-expiry-alerted/alerting";
import type { CertificateFact } from "../ownership/alert-expressions";
import { mostTold } from "../ownership/grouping";
import type { HandMadeCertificate } from "../ownership/inventory";
import { valueOr } from "../ownership/value";
import type { ProblemOf } from "../policies/finding";
import type { Description } from "./layout";
import { excerptWords, listWords, placer, resourceWords } from "./words";

const inTime = "`certmanager_certificate_expiration_timestamp_seconds - time() < 21 * 86400`";
const earliest =
  "The earliest sign of a renewal that fails is `time() > certmanager_certificate_renewal_timestamp_seconds + 86400`, a day after it was due.";

/** Words an expiry that nobody would hear of in time: which alert is in vain, and what to ask for instead. */
export function notAlerted({ defect }: ProblemOf<"not-alerted">): Description {
  switch (defect.kind) {
    case "blind":
      return blind(defect);
    case "after-expiry":
      return afterExpiry(defect);
    case "never-matches":
      return neverMatches(defect);
    case "metrics-off":
      return metricsOff(defect);
    case "unalerted":
      return unalerted(defect);
    case "unwatched":
      return unwatched(defect);
  }
}

const blindWords: Readonly<Record<BlindSign, string>> = {
  readiness:
    "`certmanager_certificate_ready_status`: a Certificate stays Ready=True until it has really expired, through every renewal that fails.",
  "challenge-log":
    "the log line `error presenting challenge`: cert-manager writes it with a capital E, and only at verbosity 4, so a filter on this text never matches.",
  "never-fires": "a comparison that holds at no time of a certificate's life, neither before its end nor after it.",
};

function blind({ alert, signs }: Extract<AlertingDefect, { kind: "blind" }>): Description {
  return {
    what: `${resourceWords(alert.resource)} alerts on certificates, and neither it nor anything else in this stack can fire before one expires.`,
    who: signs.map((sign) => `\`${alert.property}\` asks for ${blindWords[sign]}`),
    consequence: "a renewal may fail for a month without a word; the first to notice are the clients that refuse the expired certificate.",
    fix: [`add an alert on ${inTime}.`, earliest],
  };
}

function afterExpiry({ alert, metric, shows, isClose }: Extract<AlertingDefect, { kind: "after-expiry" }>): Description {
  const isAcm = metric === "DaysToExpiry";
  return {
    what: `${resourceWords(alert.resource)} alerts on \`${metric}\` with a threshold ${isClose ? "so close to the expiry that nobody can act" : "at or after the expiry"}, and nothing else in this stack warns before it.`,
    consequence: isClose
      ? "it fires when a renewal comes too late."
      : isAcm
        ? "it never fires: ACM stops publishing the metric when a certificate expires."
        : "it fires when clients refuse the certificate already.",
    fix: [
      isAcm
        ? "set `threshold` to 21 days or more."
        : `set the threshold in \`${alert.property}\` weeks before the expiry, as in \`${inTimeOf(metric, shows)}\`.`,
    ],
  };
}

/** The comparison that fires in time: three weeks before the end, in the unit of the metric, or a day after the renewal was due. */
function inTimeOf(metric: string, shows: CertificateFact): string {
  if (shows === "days-left" || shows === "whole-days-left") {
    return `${metric} < 21`;
  }
  if (shows === "seconds-left") {
    return `${metric} < ${metric.includes(".") ? 21 * 86_400 : "21 * 86400"}`;
  }
  if (shows === "renews-at") {
    return `time() > ${metric} + 86400`;
  }
  return `${shows === "has-ended" ? "x509_cert_not_after" : metric} - time() < 21 * 86400`;
}

function neverMatches({ alert, why, metric }: Extract<AlertingDefect, { kind: "never-matches" }>): Description {
  const thing = resourceWords(alert.resource);
  const consequence = "the alert selects nothing, whatever becomes of the certificates, and looks as if all were well.";
  switch (why) {
    case "metric":
      return {
        what: `\`${alert.property}\` of ${thing} asks for a metric of certificates that cert-manager does not have under this name.`,
        consequence,
        fix: [`ask for one that it has, as in ${inTime}. Its names begin with \`certmanager_\` and end with their unit, \`_seconds\`.`],
      };
    case "label":
      return {
        what: `\`${alert.property}\` of ${thing} asks for \`${metric}\` by a label \`condition\`, which only \`certmanager_certificate_ready_status\` has.`,
        consequence,
        fix: ["take the matcher on `condition` out."],
      };
    case "condition":
      return {
        what: `\`${alert.property}\` of ${thing} asks for \`${metric}\` with a \`condition\` that is none of \`True\`, \`False\` and \`Unknown\`, in this spelling.`,
        consequence,
        fix: [`correct it, or better alert on expiry: Ready stays True until a certificate has expired. Use ${inTime}.`],
      };
  }
}

function metricsOff({ certManager, alerts }: Extract<AlertingDefect, { kind: "metrics-off" }>): Description {
  const place = placer([certManager.resource, ...alerts.first]);
  const shown = alerts.count > mostTold ? alerts.first.slice(0, mostTold - 1) : alerts.first;
  const others = alerts.count - shown.length;
  return {
    what: `${place(certManager.resource)} installs cert-manager without metrics (\`prometheus.enabled: false\` in \`values\`), and there are alerts on its metrics.`,
    who: [
      ...shown.map((alert) => `${place(alert)} asks for metrics of cert-manager.`),
      ...(others === 0 ? [] : [`${others} more alerts ask for metrics of cert-manager.`]),
    ],
    consequence: "these alerts select nothing, whatever becomes of the certificates, and look as if all were well.",
    fix: ["set `prometheus.enabled: true` in `values`, and let Prometheus scrape it (`prometheus.servicemonitor.enabled: true`)."],
  };
}

function unalerted({ certManager, alert, certificates }: Extract<AlertingDefect, { kind: "unalerted" }>): Description {
  const place = placer([certManager.resource, alert.resource, ...certificates.first.map(({ resource }) => resource)]);
  const names = excerptWords(certificates, ({ resource }) => place(resource));
  const needs =
    valueOr(certManager.metrics, true) === false
      ? [`\`prometheus.enabled\` is false in \`values\` of ${place(certManager.resource)}: its metrics must be on.`]
      : [];
  return {
    what: `${place(certManager.resource)} installs cert-manager, there are alerts beside it, and none of them is about certificates.`,
    who: [`${place(alert.resource)} is one of the alerts; ${names} ${certificates.count === 1 ? "is" : "are"} kept by cert-manager.`],
    consequence: "a renewal may fail for a month without a word, since a Certificate stays Ready=True until it has expired.",
    fix: [`add an alert on ${inTime}.`, earliest, ...needs, elsewhere],
  };
}

const elsewhere = "If another stack or system alerts on it, set `externalAlerting: true` for this policy.";

function unwatched({ certificate, names, hasAlerts }: Extract<AlertingDefect, { kind: "unwatched" }>): Description {
  const thing = resourceWords(certificate.resource);
  const what = certificate.forServers === true ? "a certificate" : "a client certificate";
  const holds = certificate.property.includes("[]");
  const of = names.length === 0 ? "" : ` for ${listWords(names)}`;
  return {
    what: `${thing} ${holds ? `holds ${what}${of}, in \`${certificate.property}\`,` : `is ${what}${of}`} made by hand: nothing renews it, and ${hasAlerts ? "none of this stack's alerts watches" : "nothing in this stack watches"} when it expires.`,
    consequence: "it expires on a day that nobody expects, and every connection that shows it fails from then on.",
    fix: [watchWords(certificate), elsewhere],
  };
}

function watchWords({ keeper, property }: HandMadeCertificate): string {
  if (keeper === "acm") {
    return "alert on CloudWatch's `DaysToExpiry` (namespace `AWS/CertificateManager`) below 21, or let ACM issue and renew it.";
  }
  if (property === "expirationDate") {
    return "alert three weeks before the day in `expirationDate`, a year after it was made, and replace it by a new one then.";
  }
  const renewed = property === "validityPeriodHours" ? ", set `earlyRenewalHours` so that any `pulumi up` of that time replaces it," : "";
  return `alert on its expiry (\`probe_ssl_earliest_cert_expiry - time() < 21 * 86400\` for what serves, \`x509_cert_not_after\` for files and Secrets)${renewed} or let cert-manager keep it.`;
}
