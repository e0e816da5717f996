import type { Readers } from "../reader";
import { recordReaders, type RecordShape } from "./records";
import { says, zoneReaders } from "./zones";

const provider = "Cloud DNS";

/** Names are absolute, with a dot that the API insists on. `managedZone` is the zone's resource name or its path. */
function recordSet(tokens: readonly string[], routed: readonly string[]): RecordShape {
  return {
    tokens,
    provider,
    name: "name",
    naming: "full",
    zone: { id: "managedZone" },
    type: "type",
    targets: ["rrdatas[]", ...routed],
  };
}

export const google: Readers = {
  emptyMay: "claim",
  first: zoneReaders([
    {
      tokens: ["gcp:dns/managedZone:ManagedZone", "google-native:dns/v1:ManagedZone", "google-native:dns/v1beta2:ManagedZone"],
      provider,
      name: ["dnsName"],
      identifiers: ["name"],
      private: says("visibility", "private"),
    },
  ]),
  resources: recordReaders([
    recordSet(
      ["gcp:dns/recordSet:RecordSet"],
      ["routingPolicy.wrrs[].rrdatas[]", "routingPolicy.geos[].rrdatas[]", "routingPolicy.primaryBackup.backupGeos[].rrdatas[]"],
    ),
    recordSet(
      ["google-native:dns/v1:ResourceRecordSet", "google-native:dns/v1beta2:ResourceRecordSet"],
      ["routingPolicy.wrr.items[].rrdatas[]", "routingPolicy.geo.items[].rrdatas[]"],
    ),
  ]),
};
