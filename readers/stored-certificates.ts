import type { X509Certificate } from "node:crypto";
import type { Resource } from "../evidence/resource";
import type { StoredCertificate } from "../ownership/inventory";
import { timeOf } from "../ownership/value";
import { join, parseNames, single } from "./names";
import { alternativeNames, certificateIn, clientUsage, pemReaders, serverUsage, usagesOf } from "./pem-certificates";
import type { PemPlace } from "./pem-certificates";
import type { Reader, Readers, Shelves } from "./reader";

const pems = pemReaders(readPem);

/**
 * Certificates that stand in the program as PEM, or of which a provider tells the end: nothing renews them but a person or a
 * program that somebody runs.
 */
export const stored: Readers = {
  standAlone: true,
  objects: pems.objects,
  resources: {
    ...pems.resources,
    "aws:apigateway/clientCertificate:ClientCertificate": dated("client", "expirationDate", "createdDate"),
    "acme:index/certificate:Certificate": readAcmeCertificate,
    "tls:index/selfSignedCert:SelfSignedCert": dated("server", "validityEndTime", "validityStartTime"),
    "tls:index/locallySignedCert:LocallySignedCert": dated("server", "validityEndTime", "validityStartTime"),
  },
};

/**
 * The `acme` provider renews in the update that comes within `minDaysRemaining` days of the end, 30 unless set, and never where
 * that is negative. What the authority says of renewals (`useRenewalInfo`) goes before it. The plan of a renewal has no PEM.
 */
function readAcmeCertificate(resource: Resource, shelves: Shelves): void {
  const { properties, reference } = resource;
  const days = properties.text("minDaysRemaining");
  const within = days.state === "known" ? Number(days.value) : days.state === "absent" ? 30 : Number.NaN;
  const byAuthority = properties.flag("useRenewalInfo");
  const isByDays = byAuthority.state === "absent" || (byAuthority.state === "known" && !byAuthority.value);
  if (within < 0 && isByDays) {
    const names = join(single(properties.text("commonName")), properties.texts("subjectAlternativeNames"));
    shelves.unrenewedCertificates.push({ resource: reference, property: "minDaysRemaining", names: parseNames(names).known });
  }
  if (!Number.isNaN(within) && isByDays) {
    const place = { property: "certificatePem", text: properties.text("certificatePem"), use: "server" } as const;
    readPem(resource, shelves, place, within < 0 ? {} : { renewedWithin: within });
  }
}

/** A provider that made the certificate itself says when it ends, as RFC 3339. */
function dated(use: PemPlace["use"], end: string, start: string): Reader {
  return ({ reference, properties }, shelves) => {
    const dates = { notBefore: timeOf(properties.text(start)), notAfter: timeOf(properties.text(end)) };
    shelve(shelves, { resource: reference, property: end, use, names: [], ...dates });
  };
}

function readPem({ reference }: Resource, shelves: Shelves, place: PemPlace, renewal: Pick<StoredCertificate, "renewedWithin"> = {}): void {
  const leaf = certificateIn(place);
  if (leaf !== undefined) {
    shelve(shelves, {
      resource: reference,
      property: place.property,
      use: isForClientsOnly(leaf) ? "client" : place.use,
      names: alternativeNames(leaf).known,
      isSelfSigned: leaf.checkIssued(leaf),
      notBefore: Date.parse(leaf.validFrom),
      notAfter: Date.parse(leaf.validTo),
      ...renewal,
    });
  }
}

/** Either time may be NaN, where it is not told. */
function shelve(shelves: Shelves, { notBefore, ...certificate }: StoredCertificate & { readonly notBefore: number }): void {
  if (!Number.isNaN(certificate.notAfter)) {
    shelves.storedCertificates.push({ ...certificate, ...(Number.isNaN(notBefore) ? {} : { notBefore }) });
  }
}

function isForClientsOnly(leaf: X509Certificate): boolean {
  const usages = usagesOf(leaf);
  return usages.includes(clientUsage) && !usages.includes(serverUsage);
}
