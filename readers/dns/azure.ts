import type { Properties } from "../../evidence/properties";
import { known, mapValue } from "../../ownership/value";
import type { Readers } from "../reader";
import { textAt } from "./paths";
import { recordReaders, type RecordShape } from "./records";
import { says, zoneReaders } from "./zones";

const provider = "Azure DNS";
const privateProvider = "Azure Private DNS";

/** The classic provider has a resource per record type, and spells its private twins in another case. */
function classic(token: string, type: string, targets: readonly string[]): RecordShape {
  return {
    tokens: [token],
    provider,
    name: "name",
    naming: "relative",
    fullName: "fqdn",
    zone: { name: "zoneName" },
    type: () => known(type),
    targets,
    alias: "targetResourceId",
  };
}

function classicPrivate(token: string, type: string, targets: readonly string[]): RecordShape {
  return { ...classic(token, type, targets), provider: privateProvider, private: true };
}

const native: RecordShape = {
  tokens: ["azure-native:dns:RecordSet", "azure-native:network:RecordSet"], // module of major 3, and of 1 and 2
  provider,
  name: "relativeRecordSetName",
  naming: "relative",
  fullName: "fqdn",
  zone: { name: "zoneName" },
  type: nativeType,
  targets: ["cnameRecord.cname", "txtRecords[].value[]", "nsRecords[].nsdname", "aRecords[].ipv4Address", "aaaaRecords[].ipv6Address"],
  caa: { at: "caaRecords[]", value: "value" },
  alias: "targetResource.id",
};

/** The outputs' `type` is the resource manager's, `Microsoft.Network/dnszones/CNAME`. */
function nativeType(record: Properties) {
  const written = textAt(record, "recordType");
  return written.state === "absent" ? mapValue(textAt(record, "type"), (type) => type.slice(type.lastIndexOf("/") + 1)) : written;
}

const zones = zoneReaders([
  { tokens: ["azure:dns/zone:Zone"], provider, name: ["name"] },
  { tokens: ["azure:privatedns/zone:Zone"], provider: privateProvider, name: ["name"], private: () => known(true) },
  {
    tokens: ["azure-native:dns:Zone", "azure-native:network:Zone"],
    provider,
    name: ["zoneName", "name"],
    private: says("zoneType", "private"),
  },
  {
    tokens: ["azure-native:privatedns:PrivateZone", "azure-native:network:PrivateZone"],
    provider: privateProvider,
    name: ["privateZoneName", "name"],
    private: () => known(true),
  },
]);

const resources = recordReaders([
  classic("azure:dns/cNameRecord:CNameRecord", "CNAME", ["record"]),
  classic("azure:dns/txtRecord:TxtRecord", "TXT", ["records[].value"]),
  classic("azure:dns/nsRecord:NsRecord", "NS", ["records[]"]),
  { ...classic("azure:dns/caaRecord:CaaRecord", "CAA", []), caa: { at: "records[]", value: "value" } },
  classic("azure:dns/aRecord:ARecord", "A", ["records[]"]),
  classic("azure:dns/aaaaRecord:AaaaRecord", "AAAA", ["records[]"]),
  classicPrivate("azure:privatedns/cnameRecord:CnameRecord", "CNAME", ["record"]),
  classicPrivate("azure:privatedns/txtRecord:TxtRecord", "TXT", ["records[].value"]),
  classicPrivate("azure:privatedns/aRecord:ARecord", "A", ["records[]"]),
  classicPrivate("azure:privatedns/aAAARecord:AAAARecord", "AAAA", ["records[]"]),
  native,
  {
    ...native,
    tokens: ["azure-native:privatedns:PrivateRecordSet", "azure-native:network:PrivateRecordSet"],
    provider: privateProvider,
    private: true,
    zone: { name: "privateZoneName" },
  },
]);

export const azure: Readers = { emptyMay: "claim", first: zones, resources };
