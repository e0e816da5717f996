import type { HandMadeCertificate, Inventory } from "./inventory";
import type { DnsName } from "./names";
import type { Elements } from "./value";

/** @returns the names of a certificate made by hand; a locally signed one has those of its request. */
export function namesOfHandMade(certificate: HandMadeCertificate, { signingRequests }: Inventory): Elements<DnsName> {
  const requests = signingRequests.filter(({ resource }) => certificate.requestedBy.includes(resource.urn));
  const parts = [certificate.names, ...requests.map(({ names }) => names)];
  return { known: [...new Set(parts.flatMap(({ known }) => known))].sort(), complete: parts.every(({ complete }) => complete) };
}
