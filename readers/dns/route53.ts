import type { DomainArgs } from "@pulumi/aws/lightsail/domain";
import type { DomainEntryArgs } from "@pulumi/aws/lightsail/domainEntry";
import type { Record as ManagedRecord } from "@pulumi/aws/route53/record";
import type { RecordsExclusiveArgs } from "@pulumi/aws/route53/recordsExclusive";
import type { Zone as ManagedZone } from "@pulumi/aws/route53/zone";
import type { route53 as inputs } from "@pulumi/aws/types/input";
import type { Properties } from "../../evidence/properties";
import { of, type Readers } from "../reader";
import { isSet } from "./paths";
import { recordReaders } from "./records";
import { zoneReaders } from "./zones";

const zone = of<ManagedZone>();
const record = of<ManagedRecord>();
const exclusive = of<RecordsExclusiveArgs>();
const recordSet = of<inputs.RecordsExclusiveResourceRecordSet>();
const entry = of<DomainEntryArgs>();

/** A set with any of these shares its name and type with others; cert-manager's multivalue set cannot stand beside one without. */
const routing = [
  record("setIdentifier"),
  record("cidrRoutingPolicy"),
  record("failoverRoutingPolicies"),
  record("geolocationRoutingPolicies"),
  record("geoproximityRoutingPolicy"),
  record("latencyRoutingPolicies"),
  record("multivalueAnswerRoutingPolicy"),
  record("weightedRoutingPolicies"),
];

/** The API itself, and resources that pass its record sets on, ask for this with every routing policy. */
const routingOfApi = ["setIdentifier"];

/** Amazon's zones, by whichever of its two providers. */
export const route53: Readers = {
  emptyMay: "claim",
  first: zoneReaders([
    {
      tokens: ["aws:route53/zone:Zone"],
      provider: "Route 53",
      name: [zone("name")],
      identifiers: [zone("zoneId")],
      private: (properties) => isSet(properties, zone("vpcs")),
    },
    {
      tokens: ["aws-native:route53:HostedZone"],
      provider: "Route 53",
      name: ["name"],
      identifiers: ["awsId"],
      private: (properties) => isSet(properties, "vpcs"),
    },
    { tokens: ["aws:lightsail/domain:Domain"], provider: "Lightsail", name: [of<DomainArgs>()("domainName")] },
  ]),
  resources: recordReaders([
    {
      tokens: ["aws:route53/record:Record"],
      provider: "Route 53",
      name: record("name"),
      naming: "suffix",
      fullName: record("fqdn"),
      zone: { id: record("zoneId") },
      type: record("type"),
      targets: [`${record("records")}[]`, `${record("aliases")}[].name`],
      alias: record("aliases"),
      simple: hasNoneOf(routing),
    },
    {
      tokens: ["aws:route53/recordsExclusive:RecordsExclusive"],
      provider: "Route 53",
      each: exclusive("resourceRecordSets"),
      name: recordSet("name"),
      naming: "full",
      zone: { id: exclusive("zoneId") },
      type: recordSet("type"),
      targets: [`${recordSet("resourceRecords")}[].value`, `${recordSet("aliasTarget")}.dnsName`],
      alias: `${recordSet("aliasTarget")}.dnsName`,
      simple: hasNoneOf(routingOfApi),
    },
    {
      tokens: ["aws-native:route53:RecordSet"],
      provider: "Route 53",
      name: "name",
      naming: "full",
      zone: { id: "hostedZoneId", name: "hostedZoneName" },
      type: "type",
      targets: ["resourceRecords[]", "aliasTarget.dnsName"],
      alias: "aliasTarget.dnsName",
      simple: hasNoneOf(routingOfApi),
    },
    {
      tokens: ["aws:lightsail/domainEntry:DomainEntry"],
      provider: "Lightsail",
      name: entry("name"),
      naming: "either",
      zone: { name: entry("domainName") },
      type: entry("type"),
      targets: [entry("target")],
      alias: entry("isAlias"),
    },
  ]),
};

/** @returns true only where each property is known to be unset. */
function hasNoneOf(properties: readonly string[]): (record: Properties) => boolean {
  return (place) =>
    properties.every((property) => {
      const set = isSet(place, property);
      return set.state === "known" && !set.value;
    });
}
