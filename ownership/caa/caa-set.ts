import { authorityByDomain, type CertificateAuthority } from "../certificate-authorities";
import type { CaaProperty, DnsRecord } from "../inventory";
import { isWildcard } from "../names";
import { permission, relevantTo, type CaaReason } from "./permission";
import type { CaaRequest } from "./requests";

/** What a set means for a request, and for all that are like it. */
interface Ruling {
  /** Why the set refuses; undefined where it lets the authority in, or may. */
  readonly reason: CaaReason | undefined;
  /** The tag that counts for the name. */
  readonly tag: "issue" | "issuewild";
  /** Authorities that the records name by that tag, as far as the pack knows them, besides the one that asks. */
  readonly named: readonly CertificateAuthority[];
  /** Whether the set may refuse, once all of it is known. */
  readonly mayRefuse: boolean;
}

/** @returns what a request has in common with all that any set answers alike: few, however many names are asked for. */
export function kindOf({ authority, name, method }: CaaRequest): string {
  return JSON.stringify([authority.name, isWildcard(name), method]);
}

/** All CAA records of one place. Thousands of names may ask it, and it may be thousands of records: each question is answered once. */
export class CaaSet {
  /** Whether every value is known, certain to mean one record, and there is one in each record. */
  readonly isRead: boolean;
  /** The first record of which not everything is known: what it says, its full name, or whether it is public. */
  readonly open: DnsRecord | undefined;
  private readonly properties: readonly CaaProperty[];
  private readonly isWhole: boolean;
  private readonly isLegible: boolean;
  private readonly rulings = new Map<string, Ruling>();

  constructor(readonly records: readonly DnsRecord[]) {
    const values = records.flatMap(({ caa }) => caa.known);
    this.properties = values.filter((value) => value !== "malformed");
    this.isWhole = records.every(({ caa }) => caa.complete);
    this.isLegible = this.properties.length === values.length;
    this.isRead = this.isWhole && this.isLegible && records.every(({ caa }) => caa.known.length > 0);
    this.open = records.find(({ caa, name, private: hidden }) => !caa.complete || name.state === "relative" || hidden.state === "unknown");
  }

  rulingFor(request: CaaRequest): Ruling {
    const kind = kindOf(request);
    const ruling = this.rulings.get(kind) ?? this.rule(request);
    this.rulings.set(kind, ruling);
    return ruling;
  }

  private rule(request: CaaRequest): Ruling {
    const { authority, name } = request;
    const { tag, relevant } = relevantTo(this.properties, name);
    const named = new Set(relevant.flatMap(({ domain }) => authorityByDomain(domain) ?? []));
    const reason = this.reasonFor(request);
    // Of a set without a word on issuance, what is not known yet may be that word. A malformed value may mean anything.
    const mayRefuse = this.isLegible && (reason !== undefined || (!this.isWhole && relevant.length === 0));
    return { reason, tag, named: [...named].filter((other) => other !== authority).sort(byName), mayRefuse };
  }

  private reasonFor(request: CaaRequest): CaaReason | undefined {
    const { caaAddedBy } = request.authority;
    const reason = permission(this.properties, request);
    const isAdded = reason !== "critical" && this.records.some(({ provider }) => caaAddedBy.includes(provider));
    return reason === "granted" || reason === "open" || isAdded ? undefined : reason;
  }
}

function byName({ name: first }: CertificateAuthority, { name: second }: CertificateAuthority): number {
  return first < second ? -1 : 1;
}
