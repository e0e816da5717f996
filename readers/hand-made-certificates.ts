import type { X509Certificate } from "node:crypto";
import type { Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import { parseName, type DnsName } from "../ownership/names";
import { noElements, numberOf, type Answer, type Elements } from "../ownership/value";
import { parseNames } from "./names";
import { alternativeNames, certificateIn, clientUsage, commonNames, pemReaders, serverUsage, usagesOf } from "./pem-certificates";
import type { PemPlace } from "./pem-certificates";
import type { Readers, Shelves } from "./reader";

const pems = pemReaders(readPem);

/** Certificates that the program makes or uploads itself: nothing but the program renews them. */
export const handMade: Readers = {
  standAlone: true,
  objects: pems.objects,
  resources: {
    ...pems.resources,
    "tls:index/selfSignedCert:SelfSignedCert": readSigned,
    "tls:index/locallySignedCert:LocallySignedCert": readSigned,
    "tls:index/certRequest:CertRequest": (resource, shelves) => {
      shelves.signingRequests.push({ resource: resource.reference, names: namesOf(resource.properties) });
    },
    "aws:apigateway/clientCertificate:ClientCertificate": readGatewayClient,
  },
};

/** The `tls` provider: with `earlyRenewalHours`, any `pulumi up` of that time before the end replaces the certificate. */
function readSigned(resource: Resource, shelves: Shelves): void {
  const { properties } = resource;
  const uses = properties.texts("allowedUses");
  const early = properties.text("earlyRenewalHours");
  const isAuthority = properties.flag("isCaCertificate");
  const isFor = (use: string): Answer => (uses.known.includes(use) ? true : uses.complete ? false : undefined);
  shelves.handMadeCertificates.push({
    resource: resource.reference,
    property: "validityPeriodHours",
    names: namesOf(properties),
    requestedBy: resource.dependencies("certRequestPem"),
    forClients: isFor("client_auth"),
    forServers: isFor("server_auth"),
    isAuthority:
      isFor("cert_signing") === true || (isAuthority.state === "unknown" ? undefined : isAuthority.state === "known" && isAuthority.value),
    isRenewed: early.state === "unknown" ? undefined : numberOf(early) > 0,
    keeper: "program",
  });
}

function namesOf(properties: Properties): Elements<DnsName> {
  const common = properties.text("subject", "commonName");
  const names = parseNames(properties.texts("dnsNames"));
  // A common name without a dot is a name of somebody, not of a host.
  return common.state === "known" ? { ...names, known: [...new Set([...names.known, ...hostName(common.value)])] } : names;
}

function hostName(text: string): DnsName[] {
  const name = parseName(text);
  return name !== undefined && (name.includes(".") || name === "localhost") ? [name] : [];
}

/** API Gateway makes it, for a year, and leaves it to its users to make the next. */
function readGatewayClient(resource: Resource, shelves: Shelves): void {
  shelves.handMadeCertificates.push({
    resource: resource.reference,
    property: "expirationDate",
    names: noElements,
    requestedBy: [],
    forClients: true,
    forServers: false,
    isAuthority: false,
    isRenewed: false,
    keeper: "program",
  });
}

/** What is computed from another resource is that one's to renew. ACM alone publishes when what it keeps expires. */
function readPem(resource: Resource, shelves: Shelves, place: PemPlace): void {
  const certificate = certificateIn(place);
  if (certificate === undefined) {
    return;
  }
  const usages = usagesOf(certificate);
  shelves.handMadeCertificates.push({
    resource: resource.reference,
    property: place.property,
    names: writtenNames(certificate),
    requestedBy: [],
    forClients: usages.includes(clientUsage),
    forServers: usages.length === 0 || usages.includes(serverUsage),
    isAuthority: certificate.ca,
    isRenewed: resource.dependencies(place.property.replace(/\W.*/, "")).length > 0,
    keeper: resource.reference.type === "aws:acm/certificate:Certificate" ? "acm" : "program",
  });
}

/** Where there are alternative names, the common name counts no more (RFC 6125 §6.4.4). */
function writtenNames(certificate: X509Certificate): Elements<DnsName> {
  const alternatives = alternativeNames(certificate);
  return alternatives.known.length > 0 ? alternatives : { known: commonNames(certificate).flatMap(hostName), complete: true };
}
