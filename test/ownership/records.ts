import { emptyInventory, type DnsRecord, type Inventory, type Zone } from "../../ownership/inventory";
import { absent, known, type Value } from "../../ownership/value";
import { contentOf } from "../../readers/dns/records";
import { nameOf } from "./solvers";

export function defined<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error("not there");
  }
  return value;
}

export const record = (at: string, type = "CAA", target = '0 issue "pki.goog"', hidden: Value<boolean> = absent): DnsRecord => ({
  resource: { urn: `urn:pulumi:s::p::t::${at}-${type}-${target}`, type: "t", name: at },
  provider: "Route 53",
  name: { state: "full", name: nameOf(at) },
  type: known(type),
  ...contentOf(known(type), [{ known: [target], complete: true }]),
  private: hidden,
  simple: false,
  derivedFrom: [],
});

export const zone = (at: string, hidden = false): Zone => ({
  resource: { urn: `urn:pulumi:s::p::z::${at}`, type: "z", name: at },
  name: known(nameOf(at)),
  private: known(hidden),
});

export const inventory = (records: readonly DnsRecord[], zones: readonly Zone[] = []): Inventory => ({
  ...emptyInventory(),
  records,
  zones,
});
