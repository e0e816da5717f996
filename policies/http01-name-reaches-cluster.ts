import { placedAsWritten, PublicRecords } from "../ownership/dns";
import { hostingOf } from "../ownership/hostings";
import type { Certificate, DnsRecord, Inventory } from "../ownership/inventory";
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
    const validated = inventory.certificates.flatMap((certificate) =>
      namesOf(certificate)
        .filter((name) => !isWildcard(name) && issuanceOf(certificate, name, inventory, noIssuers).method === "http01")
        .map((name) => ({ certificate, name })),
    );
    const records = new PublicRecords(placedAsWritten(inventory, new Set(validated.map(({ name }) => name))));
    return validated.flatMap(({ certificate, name }) => findElsewhere(certificate, name, records));
  },
});

/** An issuer that only settings name is not declared, and whether its names are validated by HTTP-01 is not known. */
const noIssuers: KnownIssuers = new Set();

function namesOf({ names }: Certificate): DnsName[] {
  return [...new Set(names.known.map(({ name }) => name))];
}

function findElsewhere(certificate: Certificate, name: DnsName, records: PublicRecords): Finding[] {
  const others = namesOf(certificate).filter((other) => other !== name);
  const destinations = answering(name, records).map(destinationOf);
  const [first] = destinations;
  // Of several sets (weighted, failover) that do not all lead away, some request may well reach the cluster.
  return first === undefined || destinations.includes(undefined)
    ? []
    : [{ subject: name, resource: certificate.resource, problem: { kind: "http01-elsewhere", certificate, name, ...first, others } }];
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

function destinationOf(record: DnsRecord): { record: DnsRecord; target: string; hosting: string } | undefined {
  const { known, complete } = record.targets;
  const away = known.flatMap((target) => {
    const hosting = hostingOf(target);
    return hosting === undefined ? [] : [{ record, target, hosting }];
  });
  return complete && away.length === known.length ? away[0] : undefined;
}
