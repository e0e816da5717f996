import { collectClaims, type Claim, type OwnershipSettings } from "./claims";
import { findConflict, type Conflict } from "./conflicts";
import { PublicRecords } from "./dns";
import { groupBy } from "./grouping";
import type { Certificate, DnsRecord, Inventory, OtherCertificate, ResourceReference, StoredCertificate } from "./inventory";
import { issuanceOf } from "./issuance";
import { baseName, challengeName, type DnsName } from "./names";

/** Every DNS name that anybody keeps a certificate for, and what is known of it. */
export type OwnershipMap = readonly MappedName[];

export interface MappedName {
  /** Without `*.`: a wildcard and its base share the challenge record. */
  readonly name: DnsName;
  readonly challenge: DnsName;
  /** In the inventory's order; never empty. */
  readonly holders: readonly Holder[];
  /** Present where several owners need the challenge record and only one can have it. */
  readonly conflict?: Conflict;
  /** Public records that stand at the challenge name. */
  readonly records: readonly DnsRecord[];
}

/** Somebody who keeps a certificate for the name, or for the wildcard that shares its challenge record. */
export interface Holder {
  /** The name as it lists it, a wildcard with its `*.`, or both. */
  readonly listed: readonly DnsName[];
  /** Absent for a setting, which speaks of another stack. */
  readonly resource?: ResourceReference;
  readonly keeps:
    /** Needs the challenge record. */
    | { readonly by: "claim"; readonly claim: Claim }
    /** cert-manager, without a challenge record. */
    | { readonly by: "certificate"; readonly certificate: Certificate; readonly method: "http01" | "no-record" }
    /** A vendor that proves the name otherwise, or an upload. */
    | { readonly by: "other"; readonly certificate: OtherCertificate }
    | { readonly by: "stored"; readonly certificate: StoredCertificate };
  readonly dates: Dates;
}

/** Milliseconds since 1970, as far as they are known. */
interface Dates {
  readonly notBefore?: number;
  readonly notAfter?: number;
}

/**
 * @param settings as `tls-name-single-owner` has them, so that the map shows the conflicts which that policy finds.
 * @returns the names, sorted from their ends, so that those of one domain stand together.
 */
export function mapOwnership(inventory: Inventory, settings: OwnershipSettings): OwnershipMap {
  const claims = collectClaims(inventory, settings);
  const records = new PublicRecords(inventory);
  const holders = [
    ...[...claims.values()].flat().map(holderOf),
    ...inventory.certificates.flatMap((certificate) => withoutRecord(certificate, inventory, settings)),
    ...inventory.otherCertificates.flatMap(others),
    ...inventory.storedCertificates.flatMap(stored),
  ];
  return [...groupBy(holders, ({ listed: [name] }) => (name === undefined ? undefined : baseName(name)))]
    .flatMap(([name, held]) => (name === undefined ? [] : [{ name, held: merged(held) }]))
    .map(({ name, held }): MappedName => {
      const challenge = challengeName(name);
      const conflict = findConflict(challenge, claims.get(challenge) ?? []);
      return { name, challenge, holders: held, ...(conflict === undefined ? {} : { conflict }), records: records.allAt(challenge) };
    })
    .sort((one, other) => compareNames(one.name, other.name));
}

/** One holder of a wildcard and its base is one, unless it validates them by different ways. */
function merged(holders: readonly Holder[]): Holder[] {
  return [...groupBy(holders, identity).values()].map((same) => ({
    ...same[0],
    listed: [...new Set(same.flatMap(({ listed }) => listed))].sort(),
  }));
}

function identity({ resource, keeps, dates }: Holder): string {
  const method = keeps.by === "claim" ? (keeps.claim.by === "certificate" ? keeps.claim.issuance.method : keeps.claim.by) : keeps.by;
  const way = keeps.by === "certificate" ? keeps.method : method;
  return JSON.stringify([resource?.urn, way, dates.notBefore, dates.notAfter]);
}

/** Compares label by label from the end. */
function compareNames(one: DnsName, other: DnsName): number {
  const [first, second] = [one, other].map((name) => name.split(".").reverse().join("\u0000"));
  return first === undefined || second === undefined || first === second ? 0 : first < second ? -1 : 1;
}

function holderOf(claim: Claim): Holder {
  const keeps = { by: "claim", claim } as const;
  switch (claim.by) {
    case "subscription":
      return { listed: [claim.name], resource: claim.subscription.resource, keeps, dates: {} };
    case "certificate":
      return { listed: [claim.name], resource: claim.certificate.resource, keeps, dates: statusDates(claim.certificate) };
    case "setting":
      return { listed: [claim.name], keeps, dates: {} };
  }
}

function withoutRecord(certificate: Certificate, inventory: Inventory, settings: OwnershipSettings): Holder[] {
  return certificate.names.known.flatMap(({ name }): Holder[] => {
    const { method } = issuanceOf(certificate, name, inventory, settings.issuersWithoutDns01);
    return method === "http01" || method === "no-record"
      ? [
          {
            listed: [name],
            resource: certificate.resource,
            keeps: { by: "certificate", certificate, method },
            dates: statusDates(certificate),
          },
        ]
      : [];
  });
}

function others(certificate: OtherCertificate): Holder[] {
  return certificate.names.known.map((name) => ({
    listed: [name],
    resource: certificate.resource,
    keeps: { by: "other", certificate },
    dates: {},
  }));
}

function stored(certificate: StoredCertificate): Holder[] {
  const { notBefore, notAfter } = certificate;
  return certificate.names.map((name) => ({
    listed: [name],
    resource: certificate.resource,
    keeps: { by: "stored", certificate },
    dates: { notAfter, ...(notBefore === undefined ? {} : { notBefore }) },
  }));
}

function statusDates({ status: { notAfter } }: Certificate): Dates {
  const time = notAfter.state === "known" ? Date.parse(notAfter.value) : NaN;
  return Number.isNaN(time) ? {} : { notAfter: time };
}
