import type { TlsCertificateArgs, TlsPlatformCertificateArgs } from "@pulumi/fastly";
import { X509Certificate } from "node:crypto";
import type { Resource } from "../evidence/resource";
import type { StoredCertificate } from "../ownership/inventory";
import type { DnsName } from "../ownership/names";
import { mapValue, type Elements, type Value } from "../ownership/value";
import { kubernetesObject } from "./kubernetes";
import { parseNames, single } from "./names";
import { of, type Reader, type Readers, type Shelves } from "./reader";
import { ignoresContents } from "./secrets";

/** Where a resource holds a certificate as PEM: the program's own, which nothing but the program renews. */
export interface PemPlace {
  /** As the user would look it up. */
  readonly property: string;
  readonly text: Value<string>;
  /** What the resource uses it for, if the certificate itself is for both. */
  readonly use: StoredCertificate["use"];
}

/** The places of one type of resource. */
type PemHolder = (resource: Resource) => PemPlace[];

const uploaded = of<TlsCertificateArgs & TlsPlatformCertificateArgs>();

/** By type token. What a vendor issues itself (ACM by DNS, Google's managed ones) has no PEM here. */
const pemHolders: Readonly<Record<string, PemHolder>> = {
  "fastly:index/tlsCertificate:TlsCertificate": pemAt("server", uploaded("certificateBody")),
  "fastly:index/tlsPlatformCertificate:TlsPlatformCertificate": pemAt("server", uploaded("certificateBody")),
  "fastly:index/serviceVcl:ServiceVcl": pemsOfBackends,
  "fastly:index/serviceCompute:ServiceCompute": pemsOfBackends,
  "aws:acm/certificate:Certificate": pemAt("server", "certificateBody"),
  "aws:iam/serverCertificate:ServerCertificate": pemAt("server", "certificateBody"),
  "aws:apigateway/domainName:DomainName": pemAt("server", "certificateBody"),
  "cloudflare:index/customSsl:CustomSsl": (resource) => [
    // v6 writes the former, v5 the latter.
    ...pemAt("server", "certificate")(resource),
    ...pemAt("server", "customSslOptions", "certificate")(resource),
  ],
  "cloudflare:index/authenticatedOriginPullsCertificate:AuthenticatedOriginPullsCertificate": pemAt("client", "certificate"),
  "cloudflare:index/authenticatedOriginPullsHostnameCertificate:AuthenticatedOriginPullsHostnameCertificate": pemAt(
    "client",
    "certificate",
  ),
  "digitalocean:index/certificate:Certificate": pemAt("server", "leafCertificate"),
  "gcp:compute/sSLCertificate:SSLCertificate": pemAt("server", "certificate"),
  "gcp:compute/regionSslCertificate:RegionSslCertificate": pemAt("server", "certificate"),
  "gcp:certificatemanager/certificate:Certificate": pemAt("server", "selfManaged", "pemCertificate"),
};

function pemAt(use: PemPlace["use"], ...path: string[]): PemHolder {
  return ({ properties }) => [{ property: path.join("."), text: properties.text(...path), use }];
}

/** @returns readers of everything that holds certificates as PEM, which give each place to `read`. */
export function pemReaders(
  read: (resource: Resource, shelves: Shelves, place: PemPlace) => void,
): Required<Pick<Readers, "resources" | "objects">> {
  const reader =
    (holder: PemHolder): Reader =>
    (resource, shelves) =>
      holder(resource).forEach((place) => read(resource, shelves, place));
  return {
    resources: Object.fromEntries(Object.entries(pemHolders).map(([type, holder]) => [type, reader(holder)])),
    objects: { "core/Secret": reader(pemsOfSecret) },
  };
}

/** The certificates that Fastly shows to origins which ask for one. */
function pemsOfBackends({ properties }: Resource): PemPlace[] {
  const backends = properties.items("backends").known;
  return backends.map((backend) => ({ property: "backends[].sslClientCert", text: backend.text("sslClientCert"), use: "client" }));
}

/**
 * A Secret that the program fills, and goes on filling; one that cert-manager keeps says so in an annotation, and a patch shows
 * a part of what others fill. Kubernetes lets `stringData` win.
 */
function pemsOfSecret(resource: Resource): PemPlace[] {
  const { properties } = resource;
  const { metadata, partial } = kubernetesObject(resource);
  const isKept = metadata.presence("annotations", "cert-manager.io/certificate-name").state !== "absent";
  if (isKept || partial || ignoresContents(resource)) {
    return [];
  }
  const plain = properties.text("stringData", "tls.crt");
  const encoded = properties.text("data", "tls.crt");
  return [
    plain.state === "absent"
      ? { property: "data.tls.crt", text: mapValue(encoded, (text) => Buffer.from(text, "base64").toString("latin1")), use: "server" }
      : { property: "stringData.tls.crt", text: plain, use: "server" },
  ];
}

/** @returns the certificate of a place, of a chain the first (RFC 8446 §4.4.2); undefined for what is not known, or no PEM. */
export function certificateIn({ text }: Pick<PemPlace, "text">): X509Certificate | undefined {
  const [block] = single(text).known.flatMap((pem) => [...pem.matchAll(pemBlock)]);
  try {
    return block && new X509Certificate(block[0]);
  } catch {
    return undefined;
  }
}

const pemBlock = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** @returns the DNS names among its alternative names. */
export function alternativeNames({ subjectAltName }: X509Certificate): Elements<DnsName> {
  return parseNames({ known: valuesIn(subjectAltName, ", ", "DNS:"), complete: true });
}

/** @returns what its subject calls itself, be it a host or somebody. */
export function commonNames({ subject }: X509Certificate): readonly string[] {
  return valuesIn(subject, "\n", "CN=");
}

/** @param list undefined where the certificate has none; of an empty subject Node gives none, though its type says otherwise. */
function valuesIn(list: string | undefined, separator: string, key: string): readonly string[] {
  const entries = list?.split(separator) ?? [];
  return entries.filter((entry) => entry.startsWith(key)).map((entry) => entry.slice(key.length));
}

/** Extended key usages (RFC 5280 §4.2.1.12): those of TLS servers and clients. */
export const serverUsage = "1.3.6.1.5.5.7.3.1";
export const clientUsage = "1.3.6.1.5.5.7.3.2";

/** @returns its extended key usages; a certificate without any is good for all. */
export function usagesOf(certificate: X509Certificate): readonly string[] {
  // The type says otherwise, but Node gives none where the certificate has none.
  const usages = certificate.keyUsage as readonly string[] | undefined;
  return usages ?? [];
}
