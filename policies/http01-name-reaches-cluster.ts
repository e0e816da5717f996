import { namesOf } from "../ownership/certificates";
import { placedAsWritten, PublicRecords } from "../ownership/dns";
import { excerpt } from "../ownership/grouping";
import { hostingOf } from "../ownership/hostings";
import type { DnsRecord, Inventory } from "../ownership/inventory";
import { issuanceOf, type KnownIssuers } from "../ownership/issuance";
import { isWildcard, type DnsName } from "../ownership/names";
import type { Finding } from "./finding";
import { stackPolicy } from "./policy";
import { exemptionSettings } from "./settings";

/**
 * The CA asks for the HTTP-01 answer where DNS sends it, and one name without an answer fails the whole certificate. Aiven's
 * incident of 2022: one name of a list had moved to a CDN, and a private CA that clients do not trust stepped in for all.
 */
export const http01NameReachesCluster = stackPolicy({
  name: "http01-name-reaches-cluster",
  displayName: "Names validated by HTTP-01 reach the cluster",
  description: "A name that cert-manager validates by HTTP-01 is not sent to an edge or other hosting.",
  level: "advisory",
  severity: "medium",
  remediation: "Take the name out of the certificate, or give it a DNS-01 solver.",
  settings: exemptionSettings,
  check(inventory: Inventory): Finding[] {
    const validated = inventory.certificates.flatMap((certificate) => {
      const names = namesOf(certificate);
      return [...names]
        .filter((name) => !isWildcard(name) && issuanceOf(certificate, name, inventory, noIssuers).method === "http01")
        .map((name) => ({ certificate, name, names }));
    });
    const records = new PublicRecords(placedAsWritten(inventory, new Set(validated.map(({ name }) => name))));
    const destinations = new Map<DnsName, Destination | undefined>();
    return validated.flatMap(({ certificate, name, names }): Finding[] => {
      if (!destinations.has(name)) {
        destinations.set(name, elsewhere(name, records));
      }
      const destination = destinations.get(name);
      const others = excerpt(names, (other) => other !== name, names.size - 1);
      return destination === undefined
        ? []
        : [
            {
              subject: name,
              resource: certificate.resource,
              problem: { kind: "http01-elsewhere", certificate, name, ...destination, others },
            },
          ];
    });
  },
});

/** An issuer that only settings name is not declared, and whether its names are validated by HTTP-01 is not known. */
const noIssuers: KnownIssuers = new Set();

interface Destination {
  readonly record: DnsRecord;
  readonly target: string;
  readonly hosting: string;
}

/** @returns where DNS sends the name, if that is certain to be elsewhere. */
function elsewhere(name: DnsName, records: PublicRecords): Destination | undefined {
  const destinations = answering(name, records).map(destinationOf);
  // Of several sets (weighted, failover) that do not all lead away, some request may well reach the cluster.
  return destinations.includes(undefined) ? undefined : destinations[0];
}

const addressTypes = ["CNAME", "ALIAS", "ANAME", "A", "AAAA", "A/AAAA"];

/** @returns the record sets that say where the name leads, as far as that is certain. */
function answering(name: DnsName, records: PublicRecords): DnsRecord[] {
  const own = addressTypes.flatMap((type) => records.at(name, type));
  if (own.length > 0) {
    return own;
  }
  const wildcard = records.wildcardOver(name);
  return wildcard?.certain === true && records.possiblyAt(name) === undefined ? [wildcard.record] : [];
}

function destinationOf(record: DnsRecord): Destination | undefined {
  const { known, complete } = record.targets;
  const away = known.flatMap((target) => {
    const hosting = hostingOf(target);
    return hosting === undefined ? [] : [{ record, target, hosting }];
  });
  return complete && away.length === known.length ? away[0] : undefined;
}
