import type { Resource } from "../evidence/resource";
import type { Subscription, Vendor } from "../ownership/inventory";
import { challengeName, type DnsName } from "../ownership/names";
import { absent, anyOf, isOneOf, noElements, unknown, type Answer, type Elements, type Value } from "../ownership/value";
import { collect, join, nameIn, parseNames, single } from "./names";
import type { Reader, Shelves, Readers } from "./reader";

/**
 * Managed certificates besides Fastly's that occupy `_acme-challenge.<name>`: with a permanent CNAME (Google, Akamai) or
 * a TXT of their own (Cloudflare, DigitalOcean, the `acme` provider). Azure's `_dnsauth` and ACM's `_<hash>` are other
 * names; certificates validated by HTTP need none.
 */
export const managedCertificates: Readers = {
  emptyMay: "claim",
  resources: {
    "gcp:certificatemanager/dnsAuthorization:DnsAuthorization": readGoogle,
    "google-native:certificatemanager/v1:DnsAuthorization": readGoogle,
    "cloudflare:index/certificatePack:CertificatePack": readCertificatePack,
    "cloudflare:index/customHostname:CustomHostname": readCustomHostname,
    "akamai:index/property:Property": readAkamaiProperty,
    "akamai:index/propertyDomainownershipDomains:PropertyDomainownershipDomains": readAkamaiDomains,
    "digitalocean:index/certificate:Certificate": readDigitalOcean,
    "acme:index/certificate:Certificate": readAcmeProvider,
    "aws:acm/certificate:Certificate": otherCertificate("domainName", "subjectAlternativeNames"),
    "aws-native:certificatemanager:Certificate": otherCertificate("domainName", "subjectAlternativeNames"),
    "aws:lightsail/certificate:Certificate": otherCertificate("domainName", "subjectAlternativeNames"),
    "aws:lightsail/lbCertificate:LbCertificate": otherCertificate("domainName", "subjectAlternativeNames"),
    "gcp:compute/managedSslCertificate:ManagedSslCertificate": otherCertificate("managed.domains"),
    "gcp:compute/mangedSslCertificate:MangedSslCertificate": otherCertificate("managed.domains"), // its former name
    "gcp:certificatemanager/certificate:Certificate": otherCertificate("managed.domains"),
    "azure-native:app:ManagedCertificate": otherCertificate("properties.subjectName"),
    "azure:containerapp/environmentManagedCertificate:EnvironmentManagedCertificate": otherCertificate("subjectName"),
    "tls:index/selfSignedCert:SelfSignedCert": otherCertificate("dnsNames", "subject.commonName"),
  },
};

interface Managed {
  readonly vendor: Vendor;
  readonly record: Subscription["record"];
  readonly names: Elements<DnsName>;
  readonly property: string;
  readonly targets?: ReadonlyMap<DnsName, DnsName>;
  readonly server?: Value<string>;
}

/** What certainly claims nothing still certifies its names; of what nobody can tell, the names are not known. */
function shelve(resource: Resource, shelves: Shelves, claims: Answer, managed: Managed): void {
  const { property, names, server } = managed;
  if (claims === false) {
    shelves.otherCertificates.push({ resource: resource.reference, names, property, ...(server === undefined ? {} : { server }) });
    return;
  }
  shelves.subscriptions.push({
    resource: resource.reference,
    id: resource.properties.text("id"),
    authority: absent,
    derivedFrom: property.split(", ").flatMap((each) => resource.dependencies(each)),
    targets: new Map(),
    ...managed,
    names: claimedIf(claims, names),
  });
}

/** @returns the names, if they are claimed; for lists of which each element decides for itself, none that certainly are not. */
function claimedIf(claims: Answer, names: Elements<DnsName>): Elements<DnsName> {
  return claims === true ? names : { known: [], complete: claims === false };
}

/**
 * A FIXED_RECORD authorization, the default where no region is named, owns `_acme-challenge.<domain>`. A
 * PER_PROJECT_RECORD one, the default elsewhere, owns `_acme-challenge_<project>.<domain>`: nobody's conflict.
 */
function readGoogle(resource: Resource, shelves: Shelves): void {
  // `type` is computed when unset, so an unknown one that the program did not write is the default.
  const type = resource.inputs?.presence("type").state === "absent" ? absent : resource.properties.text("type");
  const isDefault = isOneOf(type, ["TYPE_UNSPECIFIED"], true);
  const claims = isDefault === true ? isOneOf(resource.properties.text("location"), ["global", ""], true) : isOneOf(type, ["FIXED_RECORD"]);
  const names = parseNames(single(resource.properties.text("domain")));
  shelve(resource, shelves, claims, {
    vendor: "google",
    record: "CNAME",
    names,
    property: "domain",
    targets: googleTargets(resource, names),
  });
}

function googleTargets({ properties }: Resource, names: Elements<DnsName>): ReadonlyMap<DnsName, DnsName> {
  const records = [...properties.items("dnsResourceRecords").known, properties.at("dnsResourceRecord")];
  const [target] = records.flatMap((record) => single(nameIn(record.text("data"))).known);
  return new Map(target === undefined ? [] : names.known.map((name) => [challengeName(name), target]));
}

/** Cloudflare validates with a TXT in the zone it hosts; `http` and `email` ask DNS for nothing. */
function readCertificatePack(resource: Resource, shelves: Shelves): void {
  const hosts = parseNames(resource.properties.texts("hosts"));
  const claims = isOneOf(resource.properties.text("validationMethod"), ["txt"]);
  shelve(resource, shelves, claims, { vendor: "cloudflare", record: "TXT", names: hosts, property: "hosts" });
}

/** v6 writes `ssl`, v5 `ssls`. */
function readCustomHostname(resource: Resource, shelves: Shelves): void {
  const listed = resource.properties.items("ssls");
  const settings = [resource.properties.at("ssl"), ...listed.known];
  const claims = anyOf([...settings.map((ssl) => isOneOf(ssl.text("method"), ["txt"])), listed.complete ? false : undefined]);
  const names = parseNames(single(resource.properties.text("hostname")));
  shelve(resource, shelves, claims, { vendor: "cloudflare", record: "TXT", names, property: "hostname" });
}

/** Host names with Akamai's default certificate need a CNAME to `validate-akdv.net` for ever; CPS ones do not. */
function readAkamaiProperty(resource: Resource, shelves: Shelves): void {
  const names = collect(resource.properties.items("hostnames"), (hostname) =>
    claimedIf(isOneOf(hostname.text("certProvisioningType"), ["DEFAULT"]), parseNames(single(hostname.text("cnameFrom")))),
  );
  shelve(resource, shelves, true, { vendor: "akamai", record: "CNAME", names, property: "hostnames" });
}

function readAkamaiDomains(resource: Resource, shelves: Shelves): void {
  const names = collect(resource.properties.items("domains"), (domain) =>
    claimedIf(isOneOf(domain.text("validationMethod"), ["DNS_CNAME"]), parseNames(single(domain.text("domainName")))),
  );
  shelve(resource, shelves, true, { vendor: "akamai", record: "CNAME", names, property: "domains" });
}

/** DigitalOcean writes the TXT into the zone that it must host itself. Its documentation spells the type both ways. */
function readDigitalOcean(resource: Resource, shelves: Shelves): void {
  const claims = isOneOf(resource.properties.text("type"), ["lets_encrypt", "letsEncrypt"]);
  const names = parseNames(resource.properties.texts("domains"));
  shelve(resource, shelves, claims, { vendor: "digitalocean", record: "TXT", names, property: "domains" });
}

/**
 * The `acme` provider writes a TXT for each name when DNS challenges are configured; with any other challenge, none. A
 * certificate request names what nobody here reads.
 */
function readAcmeProvider(resource: Resource, shelves: Shelves): void {
  const { properties } = resource;
  const challenges = properties.items("dnsChallenges");
  const claims = challenges.known.length > 0 ? true : challenges.complete ? false : undefined;
  const written = join(single(properties.text("commonName")), listed(resource, "subjectAlternativeNames"));
  const requested = properties.presence("certificateRequestPem").state !== "absent";
  const names = parseNames(requested ? { ...written, complete: false } : written);
  const property = "commonName, subjectAlternativeNames";
  const server = resource.provider?.properties.text("serverUrl") ?? unknown;
  shelve(resource, shelves, claims, { vendor: "acme-provider", record: "TXT", names, property, server });
}

function otherCertificate(...properties: readonly [string, ...string[]]): Reader {
  return (resource, shelves) => {
    const names = properties.map((property) => listed(resource, ...property.split("."))).reduce(join);
    shelves.otherCertificates.push({ resource: resource.reference, names: parseNames(names), property: properties[0] });
  };
}

/** A text or a list of texts. What the program left out is computed, and holds no names that it did not ask for. */
function listed(resource: Resource, ...path: readonly string[]): Elements<string> {
  if (resource.inputs?.presence(...path).state === "absent") {
    return noElements;
  }
  const text = resource.properties.text(...path);
  return text.state === "known" ? single(text) : resource.properties.texts(...path);
}
