import { collectClaims, type Claim, type OwnershipSettings } from "./claims";
import { findConflict, type Conflict } from "./conflicts";
import { PublicRecords } from "./dns";
import { groupBy, sortedBy } from "./grouping";
import type { Certificate, DnsRecord, Inventory, OtherCertificate, ResourceReference, StoredCertificate } from "./inventory";
import { asksForNoRecord, issuanceOf } from "./issuance";
import { baseName, challengeName, type DnsName } from "./names";
import { timeOf } from "./value";

/** Every DNS name that anybody keeps a certificate for, and what is known of it. */
export type OwnershipMap = readonly MappedName[];

export interface MappedName {
  /** Without `*.`: a wildcard and its base share the challenge record. */
  readonly name: DnsName;
  readonly challenge: DnsName;
  /** In the inventory's order; never empty. */
  readonly holders: readonly Holder[];
  /** Present where several owners need the challenge record and only one can have it. */
  readonly conflict?: Conflict | undefined;
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
  readonly notBefore?: number | undefined;
  readonly notAfter?: number;
}

/**
 * @param settings as `tls-name-single-owner` has them, so that the map shows the conflicts which that policy finds.
 * @returns the names, sorted from their ends, so that those of one domain stand together.
 */
export function mapOwnership(inventory: Inventory, settings: OwnershipSettings): OwnershipMap {
  const claims = collectClaims(inventory, settings);
  const records = new PublicRecords(inventory);
  const held = [
    ...[...claims.values()].flat().map(claimed),
    ...inventory.certificates.flatMap((certificate) => withoutRecord(certificate, inventory, settings)),
    ...inventory.otherCertificates.flatMap(others),
    ...inventory.storedCertificates.flatMap(stored),
  ];
  const names = [...groupBy(held, ({ name }) => baseName(name))].map(([name, group]): MappedName => {
    const challenge = challengeName(name);
    const conflict = findConflict(challenge, claims.get(challenge) ?? []);
    return { name, challenge, holders: merged(group), conflict, records: records.allAt(challenge) };
  });
  return sortedBy(names, ({ name }) => fromEnd(name));
}

/** A name as its holder lists it, before those of one base meet. */
interface Held {
  readonly name: DnsName;
  readonly holder: Omit<Holder, "listed">;
}

/** One holder of a wildcard and its base is one, unless it validates them by different ways. */
function merged(held: readonly Held[]): Holder[] {
  return [...groupBy(held, identity).values()].map((same) => ({
    ...same[0].holder,
    listed: [...new Set(same.map(({ name }) => name))].sort(),
  }));
}

function identity({ holder: { resource, keeps, dates } }: Held): string {
  return JSON.stringify([resource?.urn, wayOf(keeps), dates.notBefore, dates.notAfter]);
}

function wayOf(keeps: Holder["keeps"]): string {
  switch (keeps.by) {
    case "claim":
      return keeps.claim.by === "certificate" ? keeps.claim.issuance.method : keeps.claim.by;
    case "certificate":
      return keeps.method;
    case "other":
    case "stored":
      return keeps.by;
  }
}

/** What sorts names label by label from their ends: no character of a label comes before the one between them. */
function fromEnd(name: DnsName): string {
  return name.split(".").reverse().join("\u0000");
}

function claimed(claim: Claim): Held {
  const { name } = claim;
  const keeps = { by: "claim", claim } as const;
  switch (claim.by) {
    case "subscription":
      return { name, holder: { resource: claim.subscription.resource, keeps, dates: {} } };
    case "certificate":
      return { name, holder: { resource: claim.certificate.resource, keeps, dates: statusDates(claim.certificate) } };
    case "setting":
      return { name, holder: { keeps, dates: {} } };
  }
}

function withoutRecord(certificate: Certificate, inventory: Inventory, settings: OwnershipSettings): Held[] {
  const { resource } = certificate;
  const dates = statusDates(certificate);
  return certificate.names.known.flatMap(({ name }): Held[] => {
    const issuance = issuanceOf(certificate, name, inventory, settings.issuersWithoutDns01);
    return asksForNoRecord(issuance)
      ? [{ name, holder: { resource, keeps: { by: "certificate", certificate, method: issuance.method }, dates } }]
      : [];
  });
}

function others(certificate: OtherCertificate): Held[] {
  const { resource, names } = certificate;
  return names.known.map((name) => ({ name, holder: { resource, keeps: { by: "other", certificate }, dates: {} } }));
}

function stored(certificate: StoredCertificate): Held[] {
  const { resource, names, notBefore, notAfter } = certificate;
  const dates = { notBefore, notAfter };
  return names.map((name) => ({ name, holder: { resource, keeps: { by: "stored", certificate }, dates } }));
}

function statusDates({ status }: Certificate): Dates {
  const notAfter = timeOf(status.notAfter);
  return Number.isNaN(notAfter) ? {} : { notAfter };
}
