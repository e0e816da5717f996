import type { Properties } from "../../evidence/properties";
import { absent, isOneOf, known, type Value } from "../../ownership/value";
import { single, whole } from "../names";
import type { Reader, Readers } from "../reader";
import { contentOf, dependenciesOf, findZone, recordReaders, resolveName, shelve, unseen } from "./records";
import { parseZoneFile } from "./zone-file";
import { firstKnown, zoneReaders } from "./zones";

const provider = "OVHcloud";
const zoneFile = "zoneFile";

/** A zone's `name` is an output only; what the user writes is the configuration of an order. */
function orderedName(zone: Properties): Value<string> {
  const ordered = zone.items("plan", "configurations").known.filter((entry) => isOneOf(entry.text("label"), ["zone"]));
  return firstKnown([zone.text("name"), ...ordered.map((entry) => entry.text("value"))]);
}

/** A whole zone in one text. */
const zoneImport: Reader = (resource, shelves) => {
  const zone = findZone(provider, { name: "zoneName" }, resource, shelves);
  const origin = zone?.name.state === "known" ? zone.name.value : undefined;
  const common = {
    resource: resource.reference,
    provider,
    private: zone?.private ?? absent,
    simple: false,
    derivedFrom: dependenciesOf(resource, [zoneFile]),
  };
  const text = resource.properties.text(zoneFile);
  if (text.state !== "known") {
    shelve(shelves, { ...common, ...unseen(single(text)) });
    return;
  }
  const { entries, unreadableLine } = parseZoneFile(text.value, origin);
  for (const { owner, absolute, type, data } of entries) {
    const name = resolveName(known(owner), absolute ? "full" : "relative", undefined);
    shelve(shelves, { ...common, name, type: known(type), ...contentOf(known(type), [whole([data])]) });
  }
  if (unreadableLine !== undefined) {
    const reason = `line ${unreadableLine} of the zone file is no record`;
    shelves.gaps.push({ resource: resource.reference, property: zoneFile, what: "unreadable-property", reason, may: "claim" });
  }
};

export const ovh: Readers = {
  emptyMay: "claim",
  first: zoneReaders([{ tokens: ["ovh:Domain/zone:Zone"], provider, name: orderedName }]),
  resources: {
    ...recordReaders([
      {
        tokens: ["ovh:Domain/zoneRecord:ZoneRecord"],
        provider,
        name: "subdomain",
        naming: "relative",
        zone: { name: "zone" },
        type: "fieldtype",
        targets: ["target"],
      },
    ]),
    "ovh:Domain/zoneImport:ZoneImport": zoneImport,
  },
};
