import type { Readers } from "../reader";
import { recordReaders } from "./records";
import { says, zoneReaders } from "./zones";

/** For people, and the key of its zones. */
export const provider = "Cloudflare";

/**
 * Majors 5 and 6 use the same tokens for different shapes: `zone` became `name`, `value` became `content`. Major 6
 * documents absolute names, takes relative ones, and shows one or the other before and after a refresh.
 */
export const cloudflare: Readers = {
  emptyMay: "claim",
  first: zoneReaders([{ tokens: ["cloudflare:index/zone:Zone"], provider, name: ["name", "zone"], private: says("type", "internal") }]),
  resources: recordReaders([
    {
      tokens: ["cloudflare:index/dnsRecord:DnsRecord", "cloudflare:index/record:Record"],
      provider,
      name: "name",
      naming: "either",
      fullName: "hostname",
      zone: { id: "zoneId" },
      type: "type",
      targets: ["content", "value"],
      caa: { at: "data", value: "value" },
      flattening: "settings.flattenCname",
    },
  ]),
};
