import type { Certificate } from "./inventory";
import type { DnsName } from "./names";

const names = new WeakMap<Certificate, ReadonlySet<DnsName>>();

/** @returns the names of a certificate, each once. One of thousands of names may have a finding for each. */
export function namesOf(certificate: Certificate): ReadonlySet<DnsName> {
  const own = names.get(certificate) ?? new Set(certificate.names.known.map(({ name }) => name));
  names.set(certificate, own);
  return own;
}
