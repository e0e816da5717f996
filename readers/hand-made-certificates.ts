import type { TlsCertificateArgs, TlsPlatformCertificateArgs } from "@pulumi/fastly";
import type { X509Certificate } from "node:crypto";
import type { Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import type { HandMadeCertificate } from "../ownership/inventory";
import { parseName, type DnsName } from "../ownership/names";
import { known, noElements, type Answer, type Elements, type Value } from "../ownership/value";
import { kubernetesObject } from "./kubernetes";
import { parseNames } from "./names";
import { of, type Reader, type Shelves } from "./reader";
import { firstCertificate } from "./stored-certificates";

const uploaded = of<TlsCertificateArgs & TlsPlatformCertificateArgs>();

/** Certificates that the program makes or uploads itself, by type token: nothing but the program renews them. */
export const handMadeReaders: Readonly<Record<string, Reader>> = {
  "tls:index/selfSignedCert:SelfSignedCert": readSigned,
  "tls:index/locallySignedCert:LocallySignedCert": readSigned,
  "tls:index/certRequest:CertRequest": (resource, shelves) => {
    shelves.signingRequests.push({ resource: resource.reference, names: namesOf(resource.properties) });
  },
  "fastly:index/tlsCertificate:TlsCertificate": pemAt(uploaded("certificateBody")),
  "fastly:index/tlsPlatformCertificate:TlsPlatformCertificate": pemAt(uploaded("certificateBody")),
  "aws:iam/serverCertificate:ServerCertificate": pemAt("certificateBody"),
  "aws:acm/certificate:Certificate": pemAt("certificateBody", "acm"),
  "aws:apigateway/domainName:DomainName": pemAt("certificateBody"),
  "aws:apigateway/clientCertificate:ClientCertificate": readGatewayClient,
  "fastly:index/serviceVcl:ServiceVcl": readBackends,
  "fastly:index/serviceCompute:ServiceCompute": readBackends,
  "cloudflare:index/authenticatedOriginPullsCertificate:AuthenticatedOriginPullsCertificate": pemAt("certificate"),
  "cloudflare:index/authenticatedOriginPullsHostnameCertificate:AuthenticatedOriginPullsHostnameCertificate": pemAt("certificate"),
  "digitalocean:index/certificate:Certificate": pemAt("leafCertificate"),
  "gcp:compute/sSLCertificate:SSLCertificate": pemAt("certificate"),
  "gcp:compute/regionSslCertificate:RegionSslCertificate": pemAt("certificate"),
  "gcp:certificatemanager/certificate:Certificate": (resource, shelves) => {
    readPem({ resource, shelves, property: "selfManaged.pemCertificate", pem: resource.properties.text("selfManaged", "pemCertificate") });
  },
  "cloudflare:index/customSsl:CustomSsl": (resource, shelves) => {
    // v6 writes `certificate`, v5 `customSslOptions.certificate`.
    const isOld = resource.properties.presence("customSslOptions").state !== "absent";
    const path = isOld ? ["customSslOptions", "certificate"] : ["certificate"];
    readPem({ resource, shelves, property: path.join("."), pem: resource.properties.text(...path) });
  },
};

/** The same for Kubernetes objects, by group and kind. */
export const kubernetesHandMadeReaders: Readonly<Record<string, Reader>> = { "core/Secret": readTlsSecret };

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
    isRenewed: early.state === "unknown" ? undefined : early.state === "known" && Number(early.value) > 0,
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

function pemAt(property: string, keeper: HandMadeCertificate["keeper"] = "program"): Reader {
  return (resource, shelves) => readPem({ resource, shelves, property, pem: resource.properties.text(property), keeper });
}

/** The certificates that Fastly shows to origins which ask for one. */
function readBackends(resource: Resource, shelves: Shelves): void {
  for (const backend of resource.properties.items("backends").known) {
    readPem({ resource, shelves, property: "backends[].sslClientCert", pem: backend.text("sslClientCert") });
  }
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

/** One that cert-manager made says so in an annotation. */
function readTlsSecret(resource: Resource, shelves: Shelves): void {
  const { properties, ignoreChanges } = resource;
  const { metadata, partial } = kubernetesObject(resource);
  const isKept = metadata.text("annotations", "cert-manager.io/certificate-name").state !== "absent";
  const encoded = properties.text("data", "tls.crt");
  const plain = properties.text("stringData", "tls.crt");
  const pem = encoded.state === "known" ? known(Buffer.from(encoded.value, "base64").toString("latin1")) : plain;
  const property = encoded.state === "known" ? "data" : "stringData";
  if (!isKept && !partial && !ignoreChanges.some((path) => /^(\*|data|stringData)(\b|$)/.test(path))) {
    readPem({ resource, shelves, property, pem });
  }
}

interface Upload {
  readonly resource: Resource;
  readonly shelves: Shelves;
  readonly property: string;
  readonly pem: Value<string>;
  readonly keeper?: HandMadeCertificate["keeper"];
}

// RFC 5280 §4.2.1.12
const serverUse = "1.3.6.1.5.5.7.3.1";
const clientUse = "1.3.6.1.5.5.7.3.2";

/** What is computed from another resource is that one's to renew. Of a chain, the first certificate is the leaf. */
function readPem({ resource, shelves, property, pem, keeper = "program" }: Upload): void {
  const certificate = pem.state === "known" ? firstCertificate(pem.value) : undefined;
  if (certificate === undefined) {
    return;
  }
  // The type says otherwise, but a certificate without extended key usage has none; then it is for anything.
  const uses = certificate.keyUsage as readonly string[] | undefined;
  const names = writtenNames(certificate);
  shelves.handMadeCertificates.push({
    resource: resource.reference,
    property,
    names,
    requestedBy: [],
    forClients: uses?.includes(clientUse) ?? false,
    forServers: uses?.includes(serverUse) ?? true,
    isAuthority: certificate.ca,
    isRenewed: resource.dependencies(/^\w+/.exec(property)?.[0] ?? "").length > 0,
    keeper,
  });
}

function writtenNames({ subject, subjectAltName }: X509Certificate): Elements<DnsName> {
  const alternatives = subjectAltName?.split(", ") ?? [];
  const names = alternatives.flatMap((name) => (name.startsWith("DNS:") ? [name.slice("DNS:".length)] : []));
  const [, common] = /^CN=(.+)$/m.exec(subject) ?? [];
  const hosts = names.length > 0 || common === undefined ? [] : hostName(common);
  return { known: [...new Set([...parseNames({ known: names, complete: true }).known, ...hosts])], complete: true };
}
