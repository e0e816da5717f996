import { groupBy, mostTold, uniqueBy, type Excerpt } from "../../ownership/grouping";
import { namesOfHandMade } from "../../ownership/hand-made";
import type {
  Alert,
  Certificate,
  CertManager,
  Cluster,
  HandMadeCertificate,
  Inventory,
  ResourceReference,
} from "../../ownership/inventory";
import { baseName, isInnerName, type DnsName } from "../../ownership/names";
import { isEqual, valueOr, type Elements } from "../../ownership/value";
import { judgeAlerts, type JudgedAlert, type JudgedSign } from "./signs";

/** Why nobody would hear of a certificate in time. */
export type AlertingDefect =
  /** The stack alerts on certificates, and on nothing that moves before they expire. */
  | { readonly kind: "blind"; readonly alert: AlertIn; readonly signs: readonly BlindSign[] }
  | ({ readonly alert: AlertIn } & LateSign)
  | { readonly kind: "never-matches"; readonly alert: AlertIn; readonly why: VainSign["why"]; readonly metric: string }
  /** `prometheus.enabled: false`, and alerts on what cert-manager would have to offer. */
  | { readonly kind: "metrics-off"; readonly certManager: CertManager; readonly alerts: Excerpt<ResourceReference> }
  /** cert-manager and rules of alerts stand side by side in the stack, and none of the rules is about certificates. */
  | {
      readonly kind: "unalerted";
      readonly certManager: CertManager;
      readonly alert: AlertIn;
      readonly certificates: Excerpt<Certificate>;
    }
  | {
      readonly kind: "unwatched";
      readonly certificate: HandMadeCertificate;
      readonly names: readonly DnsName[];
      /** Whether the stack has alerts of its own, about other things. */
      readonly hasAlerts: boolean;
    };

/** The resource of an alert, and the property that says what it asks for. */
type AlertIn = Pick<Alert, "resource" | "property">;

export type BlindSign = (typeof blindSigns)[number];
const blindSigns = ["readiness", "challenge-log", "never-fires"] as const;

type LateSign = Extract<JudgedSign, { kind: "after-expiry" }>;
type VainSign = Extract<JudgedSign, { kind: "never-matches" }>;

/**
 * @param isAlertedElsewhere whether another stack alerts on expiry. A wrong alert is wrong all the same.
 * @returns what would keep an expiry from being heard of; of alerts, once for each resource that holds them. Where any rule
 * may be the one that watches an expiry, nothing is said of its absence.
 */
export function findAlertingDefects(inventory: Inventory, isAlertedElsewhere: boolean): AlertingDefect[] {
  const alerts = judgeAlerts(inventory);
  const signs = alerts.flatMap((alert) => alert.signs);
  const isOpen = signs.some(({ kind }) => kind === "open") || inventory.gaps.some(({ what }) => what === "component-without-children");
  const isWatched = signs.some((sign) => sign.kind === "expiry" && sign.of === "any");
  const isAcmWatched = signs.some((sign) => sign.kind === "expiry" && sign.of === "acm");
  const isAbsent = !isOpen && !isWatched;
  return [
    ...(isAbsent ? [...blindAlerts(alerts), ...lateAlerts(alerts, isAcmWatched)] : []),
    ...vainAlerts(alerts),
    ...metricsOff(inventory),
    ...(isAbsent && !isAlertedElsewhere && signs.length === 0 ? unalerted(inventory) : []),
    ...(isAbsent && !isAlertedElsewhere
      ? unwatched(inventory).filter(({ certificate }) => !(certificate.keeper === "acm" && isAcmWatched))
      : []),
  ];
}

/** A rule of several queries is as good as the best of them, so all must be of the kind. */
function allSigns<Kind extends JudgedSign["kind"]>(
  { signs }: JudgedAlert,
  ...kinds: readonly Kind[]
): readonly Extract<JudgedSign, { kind: Kind }>[] {
  const isOfKind = (sign: JudgedSign): sign is Extract<JudgedSign, { kind: Kind }> => (kinds as readonly string[]).includes(sign.kind);
  return signs.every(isOfKind) ? signs : [];
}

function blindAlerts(alerts: readonly JudgedAlert[]): AlertingDefect[] {
  const blind = alerts.filter((alert) => allSigns(alert, ...blindSigns).length > 0);
  return [...groupBy(blind, ({ resource }) => resource.urn).values()].map((group) => {
    const [alert] = group;
    const kinds = new Set(group.flatMap(({ signs }) => signs.map(({ kind }) => kind)));
    const signs = blindSigns.filter((kind) => kinds.has(kind));
    return { kind: "blind", alert, signs };
  });
}

/** One that says "it has expired" is right beside one that warns in time. */
function lateAlerts(alerts: readonly JudgedAlert[], isAcmWatched: boolean): AlertingDefect[] {
  const late = alerts.flatMap((alert) =>
    allSigns(alert, "after-expiry")
      .filter(({ metric }) => !(isAcmWatched && metric === "DaysToExpiry"))
      .map((sign) => ({ ...sign, alert })),
  );
  return uniqueBy(late, ({ alert, metric }) => JSON.stringify([alert.resource.urn, metric]));
}

function vainAlerts(alerts: readonly JudgedAlert[]): AlertingDefect[] {
  const recorded = new Set(alerts.map(({ records }) => valueOr(records, ""))); // undefined for a name that is not known
  const mayBeRecorded = (metric: string) => recorded.has(metric) || recorded.has(undefined);
  const vain = alerts.flatMap((alert) =>
    allSigns(alert, "never-matches")
      .filter(({ why, metric }) => why !== "metric" || !mayBeRecorded(metric))
      .map(({ why, metric }) => ({ kind: "never-matches" as const, alert, why, metric })),
  );
  return uniqueBy(vain, ({ alert, why }) => JSON.stringify([alert.resource.urn, why]));
}

/** Where a cert-manager may have its metrics on, it may be the one that is meant. */
function metricsOff({ certManagers, alerts }: Inventory): AlertingDefect[] {
  if (!certManagers.every(({ metrics }) => valueOr(metrics, true) === false)) {
    return [];
  }
  const asking = uniqueBy(
    alerts.filter(({ certManagerMetric }) => certManagerMetric),
    ({ resource }) => resource.urn,
  ).map(({ resource, cluster }, index) => ({ resource, cluster, index }));
  // One of no cluster that is known may be of any.
  const byCluster = groupBy(asking, ({ cluster }) => (cluster?.known === true ? cluster.key : undefined));
  return certManagers.flatMap((certManager) => {
    const { cluster } = certManager;
    const meant = cluster.known ? [cluster.key, undefined].map((key) => byCluster.get(key) ?? []) : [asking];
    const first = meant.flatMap((group) => group.slice(0, mostTold)).sort((one, other) => one.index - other.index);
    const count = meant.reduce((sum, group) => sum + group.length, 0);
    const told = first.slice(0, mostTold).map(({ resource }) => resource);
    return count === 0 ? [] : [{ kind: "metrics-off" as const, certManager, alerts: { first: told, count } }];
  });
}

/**
 * Most stacks keep their alerts elsewhere, so this speaks only where the cluster's rules plainly live here: beside cert-manager's
 * own installation, and beside certificates that it keeps.
 */
function unalerted({ certManagers, alerts, certificates }: Inventory): AlertingDefect[] {
  const keyOf = ({ cluster }: { readonly cluster?: Cluster }) => cluster?.key;
  const alertsOf = groupBy(
    alerts.filter(({ records }) => records.state === "absent"),
    keyOf,
  );
  const certificatesOf = groupBy(
    uniqueBy(certificates, ({ resource }) => resource.urn),
    keyOf,
  );
  return certManagers.flatMap((certManager) => {
    const [alert] = alertsOf.get(certManager.cluster.key) ?? [];
    const kept = certificatesOf.get(certManager.cluster.key);
    return alert === undefined || kept === undefined
      ? []
      : [{ kind: "unalerted", certManager, alert, certificates: { first: kept.slice(0, mostTold), count: kept.length } }];
  });
}

function unwatched(inventory: Inventory): Extract<AlertingDefect, { kind: "unwatched" }>[] {
  const hasAlerts = inventory.alerts.length > 0;
  const isWrittenByOthers = othersWrite(inventory);
  return inventory.handMadeCertificates.flatMap((certificate) => {
    const names = namesOfHandMade(certificate, inventory);
    return matters(certificate, names) && !isWrittenByOthers(certificate)
      ? [{ kind: "unwatched", certificate, names: names.known, hasAlerts }]
      : [];
  });
}

/**
 * A leaf that nothing renews, and whose end somebody outside would notice: it has a public name, or clients show it to a
 * partner, as at SCORM Cloud. What serves only within a cluster or on one's own machine is left alone.
 */
function matters({ forClients, forServers, isAuthority, isRenewed }: HandMadeCertificate, names: Elements<DnsName>): boolean {
  if (isAuthority !== false || isRenewed !== false) {
    return false;
  }
  const isPublic = names.known.some((name) => !looksInner(name));
  const isNameless = names.complete && names.known.length === 0;
  return (forServers === true && isPublic) || (forClients === true && (isPublic || isNameless));
}

const innerLabels = ["internal", "intranet", "local", "localhost", "localdomain", "svc", "cluster", "corp", "lan", "private", "arpa"];

/** A label such as `internal` anywhere tells of names that only private networks resolve. */
function looksInner(name: DnsName): boolean {
  const labels = baseName(name).split(".");
  return labels.length < 2 || isInnerName(name) || labels.some((label) => innerLabels.includes(label));
}

/** Somebody else who writes the same Secret, cert-manager for one, renews what is in it. */
function othersWrite({ secretWriters }: Inventory): (certificate: HandMadeCertificate) => boolean {
  const byResource = groupBy(secretWriters, ({ resource }) => resource.urn);
  const bySecret = groupBy(secretWriters, ({ secret }) => valueOr<string | undefined>(secret, undefined));
  return ({ resource }) =>
    (byResource.get(resource.urn) ?? []).some((own) => {
      const written = valueOr<string | undefined>(own.secret, undefined);
      const candidates = written === undefined ? secretWriters : [written, undefined].flatMap((secret) => bySecret.get(secret) ?? []);
      return candidates.some((other) => other.resource.urn !== resource.urn && isEqual(other.namespace, own.namespace) !== false);
    });
}
