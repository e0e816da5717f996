import { X509Certificate } from "node:crypto";
import type { Resource } from "../evidence/resource";
import type { StoredCertificate } from "../ownership/inventory";
import { parseName } from "../ownership/names";
import { known, type Value } from "../ownership/value";
import { kubernetesObject } from "./kubernetes";
import { join, parseNames, single } from "./names";
import type { Reader, Shelves, Vendor } from "./reader";

/**
 * Certificates that stand in the program as PEM, or of which a provider tells the end: nothing renews them but a person or a
 * program that somebody runs. What a vendor issues itself (ACM by DNS, Google's managed ones) has no PEM here.
 */
export const storedCertificates: Vendor = {
  resources: {
    "fastly:index/tlsCertificate:TlsCertificate": pem("server", "certificateBody"),
    "fastly:index/tlsPlatformCertificate:TlsPlatformCertificate": pem("server", "certificateBody"),
    "fastly:index/serviceVcl:ServiceVcl": readBackends,
    "fastly:index/serviceCompute:ServiceCompute": readBackends,
    "aws:acm/certificate:Certificate": pem("server", "certificateBody"),
    "aws:iam/serverCertificate:ServerCertificate": pem("server", "certificateBody"),
    "aws:apigateway/domainName:DomainName": pem("server", "certificateBody"),
    "aws:apigateway/clientCertificate:ClientCertificate": dated("client", "expirationDate", "createdDate"),
    "cloudflare:index/customSsl:CustomSsl": readCustomSsl,
    "cloudflare:index/authenticatedOriginPullsCertificate:AuthenticatedOriginPullsCertificate": pem("client", "certificate"),
    "cloudflare:index/authenticatedOriginPullsHostnameCertificate:AuthenticatedOriginPullsHostnameCertificate": pem(
      "client",
      "certificate",
    ),
    "digitalocean:index/certificate:Certificate": pem("server", "leafCertificate"),
    "gcp:compute/sSLCertificate:SSLCertificate": pem("server", "certificate"),
    "gcp:compute/regionSslCertificate:RegionSslCertificate": pem("server", "certificate"),
    "gcp:certificatemanager/certificate:Certificate": pem("server", "selfManaged", "pemCertificate"),
    "acme:index/certificate:Certificate": readAcmeCertificate,
    "tls:index/selfSignedCert:SelfSignedCert": dated("server", "validityEndTime", "validityStartTime"),
    "tls:index/locallySignedCert:LocallySignedCert": dated("server", "validityEndTime", "validityStartTime"),
  },
};

/** A Secret that the program fills; one that cert-manager keeps is a Certificate's matter. */
export function readStoredSecret(resource: Resource, shelves: Shelves): void {
  const { metadata, partial } = kubernetesObject(resource);
  const kept = metadata.text("annotations", "cert-manager.io/certificate-name").state !== "absent";
  const ignored = resource.ignoreChanges.some((path) => /^(\*|data|stringData)(\b|$)/.test(path));
  if (kept || ignored || partial) {
    return;
  }
  const encoded = resource.properties.text("data", "tls.crt");
  const decoded = encoded.state === "known" ? known(Buffer.from(encoded.value, "base64").toString("latin1")) : encoded;
  shelve(resource, shelves, "server", "data.tls.crt", decoded);
  shelve(resource, shelves, "server", "stringData.tls.crt", resource.properties.text("stringData", "tls.crt"));
}

type Use = StoredCertificate["use"];

function pem(use: Use, ...path: string[]): Reader {
  return (resource, shelves) => {
    shelve(resource, shelves, use, path.join("."), resource.properties.text(...path));
  };
}

/** The certificate that Fastly shows to an origin which asks for one. */
function readBackends(resource: Resource, shelves: Shelves): void {
  for (const backend of resource.properties.items("backends").known) {
    shelve(resource, shelves, "client", "backends[].sslClientCert", backend.text("sslClientCert"));
  }
}

/** The provider's newer versions have the PEM at the top. */
function readCustomSsl(resource: Resource, shelves: Shelves): void {
  shelve(resource, shelves, "server", "certificate", resource.properties.text("certificate"));
  shelve(resource, shelves, "server", "customSslOptions.certificate", resource.properties.text("customSslOptions", "certificate"));
}

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
    shelve(resource, shelves, "server", "certificatePem", properties.text("certificatePem"), within < 0 ? undefined : within);
  }
}

/** A provider that made the certificate itself says when it ends, as RFC 3339. */
function dated(use: Use, end: string, start: string): Reader {
  return (resource, shelves) => {
    const notAfter = time(resource.properties.text(end));
    const notBefore = time(resource.properties.text(start));
    if (notAfter !== undefined) {
      const { reference } = resource;
      shelves.storedCertificates.push({
        resource: reference,
        property: end,
        use,
        names: [],
        notAfter,
        ...(notBefore === undefined ? {} : { notBefore }),
      });
    }
  };
}

function time(value: Value<string>): number | undefined {
  const read = value.state === "known" ? Date.parse(value.value) : Number.NaN;
  return Number.isNaN(read) ? undefined : read;
}

function shelve(resource: Resource, shelves: Shelves, use: Use, property: string, text: Value<string>, renewedWithin?: number): void {
  const leaf = text.state === "known" ? firstCertificate(text.value) : undefined;
  const notAfter = leaf === undefined ? Number.NaN : Date.parse(leaf.validTo);
  if (leaf !== undefined && !Number.isNaN(notAfter)) {
    const names = [...(leaf.subjectAltName ?? "").matchAll(/DNS:([^,\s"]+)/g)].map(([, name]) => parseName(name ?? ""));
    shelves.storedCertificates.push({
      resource: resource.reference,
      property,
      use: isForClientsOnly(leaf) ? "client" : use,
      names: names.filter((name) => name !== undefined),
      isSelfSigned: leaf.checkIssued(leaf),
      notBefore: Date.parse(leaf.validFrom),
      notAfter,
      ...(renewedWithin === undefined ? {} : { renewedWithin }),
    });
  }
}

/** By the extended key usages (RFC 5280 §4.2.1.12): those of TLS clients and servers. */
function isForClientsOnly(leaf: X509Certificate): boolean {
  const usages = leaf.keyUsage as readonly string[] | undefined; // Node gives none where the certificate has none
  return usages !== undefined && usages.includes("1.3.6.1.5.5.7.3.2") && !usages.includes("1.3.6.1.5.5.7.3.1");
}

/** A chain begins with the certificate itself (RFC 8446 §4.4.2). @returns it; undefined for what is no PEM. */
export function firstCertificate(text: string): X509Certificate | undefined {
  const [block] = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/.exec(text) ?? [];
  try {
    return block === undefined ? undefined : new X509Certificate(block);
  } catch {
    return undefined;
  }
}
