import type { Resource } from "../evidence/resource";
import type { Subscription, Vendor as Owner } from "../ownership/inventory";
import { challengeName, type DnsName } from "../ownership/names";
import { absent, noElements, unknown, type Elements, type Value } from "../ownership/value";
import { collect, join, parseNames, single } from "./names";
import type { Reader, Shelves, Vendor } from "./reader";

/**
 * Managed certificates besides Fastly's that occupy `_acme-challenge.<name>`: with a permanent CNAME (Google, Akamai) or
 * a TXT of their own (Cloudflare, DigitalOcean, the `acme` provider). Azure's `_dnsauth` and ACM's `_<hash>` are other
 * names; certificates validated by HTTP need none.
 */
export const managedCertificates: Vendor = {
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
    "gcp:compute/managedSslCertificate:ManagedSslCertificate": otherCertificate("managed.domains"),
    "gcp:compute/mangedSslCertificate:MangedSslCertificate": otherCertificate("managed.domains"), // its former name
    "gcp:certificatemanager/certificate:Certificate": otherCertificate("managed.domains"),
    "azure-native:app:ManagedCertificate": otherCertificate("properties.subjectName"),
    "azure:containerapp/environmentManagedCertificate:EnvironmentManagedCertificate": otherCertificate("subjectName"),
    "tls:index/selfSignedCert:SelfSignedCert": otherCertificate("dnsNames", "subject.commonName"),
  },
};

interface Claimed {
  readonly vendor: Owner;
  readonly record: Subscription["record"];
  readonly names: Elements<DnsName>;
  readonly property: string;
  readonly targets?: ReadonlyMap<DnsName, string>;
  readonly server?: Value<string>;
}

/** Whether a setting makes the resource claim its names. */
type Decision = "yes" | "no" | "unknown";

/** What certainly claims nothing still certifies its names; of what nobody can tell, the names are not known. */
function shelve(resource: Resource, shelves: Shelves, decision: Decision, claimed: Claimed): void {
  const { property, names, server } = claimed;
  if (decision === "no") {
    shelves.otherCertificates.push({ resource: resource.reference, names, property, ...(server === undefined ? {} : { server }) });
    return;
  }
  shelves.subscriptions.push({
    resource: resource.reference,
    id: resource.properties.text("id"),
    authority: absent,
    derivedFrom: property.split(", ").flatMap((each) => resource.dependencies(each)),
    targets: new Map(),
    ...claimed,
    names: decision === "yes" ? names : { known: [], complete: false },
  });
}

function decide(value: Value<string>, yes: readonly string[], whenAbsent: "yes" | "no" = "no"): Decision {
  if (value.state === "known") {
    return yes.includes(value.value) ? "yes" : "no";
  }
  return value.state === "absent" ? whenAbsent : "unknown";
}

/** For lists of which each element decides for itself. */
function claimedIf(decision: Decision, names: Elements<DnsName>): Elements<DnsName> {
  return decision === "yes" ? names : { known: [], complete: decision === "no" };
}

/**
 * A FIXED_RECORD authorization, the default where no region is named, owns `_acme-challenge.<domain>`. A
 * PER_PROJECT_RECORD one, the default elsewhere, owns `_acme-challenge_<project>.<domain>`: nobody's conflict.
 */
function readGoogle(resource: Resource, shelves: Shelves): void {
  // `type` is computed when unset, so an unknown one that the program did not write is the default.
  const type = resource.inputs?.presence("type").state === "absent" ? ({ state: "absent" } as const) : resource.properties.text("type");
  const fixedByDefault = decide(resource.properties.text("location"), ["global", ""], "yes");
  const decision =
    type.state === "absent" || (type.state === "known" && type.value === "TYPE_UNSPECIFIED")
      ? fixedByDefault
      : decide(type, ["FIXED_RECORD"]);
  const names = parseNames(single(resource.properties.text("domain")));
  shelve(resource, shelves, decision, {
    vendor: "google",
    record: "CNAME",
    names,
    property: "domain",
    targets: googleTargets(resource, names),
  });
}

function googleTargets(resource: Resource, names: Elements<DnsName>): ReadonlyMap<DnsName, string> {
  const records = [...resource.properties.items("dnsResourceRecords").known, resource.properties.at("dnsResourceRecord")];
  const data = records.map((record) => record.text("data")).find((text) => text.state === "known");
  const [name] = names.known;
  return name === undefined || data?.state !== "known" ? new Map() : new Map([[challengeName(name), data.value]]);
}

/** Cloudflare validates with a TXT in the zone it hosts; `http` and `email` ask DNS for nothing. */
function readCertificatePack(resource: Resource, shelves: Shelves): void {
  const hosts = parseNames(resource.properties.texts("hosts"));
  const decision = decide(resource.properties.text("validationMethod"), ["txt"]);
  shelve(resource, shelves, decision, { vendor: "cloudflare", record: "TXT", names: hosts, property: "hosts" });
}

/** v6 writes `ssl`, v5 `ssls`. */
function readCustomHostname(resource: Resource, shelves: Shelves): void {
  const settings = [resource.properties.at("ssl"), ...resource.properties.items("ssls").known];
  const decisions = settings.map((ssl) => decide(ssl.text("method"), ["txt"]));
  const decision = decisions.find((each) => each === "yes") ?? decisions.find((each) => each === "unknown") ?? "no";
  const names = parseNames(single(resource.properties.text("hostname")));
  shelve(resource, shelves, decision, { vendor: "cloudflare", record: "TXT", names, property: "hostname" });
}

/** Host names with Akamai's default certificate need a CNAME to `validate-akdv.net` for ever; CPS ones do not. */
function readAkamaiProperty(resource: Resource, shelves: Shelves): void {
  const names = collect(resource.properties.items("hostnames"), (hostname) =>
    claimedIf(decide(hostname.text("certProvisioningType"), ["DEFAULT"]), parseNames(single(hostname.text("cnameFrom")))),
  );
  shelve(resource, shelves, "yes", { vendor: "akamai", record: "CNAME", names, property: "hostnames" });
}

function readAkamaiDomains(resource: Resource, shelves: Shelves): void {
  const names = collect(resource.properties.items("domains"), (domain) =>
    claimedIf(decide(domain.text("validationMethod"), ["DNS_CNAME"]), parseNames(single(domain.text("domainName")))),
  );
  shelve(resource, shelves, "yes", { vendor: "akamai", record: "CNAME", names, property: "domains" });
}

/** DigitalOcean writes the TXT into the zone that it must host itself. Its documentation spells the type both ways. */
function readDigitalOcean(resource: Resource, shelves: Shelves): void {
  const decision = decide(resource.properties.text("type"), ["lets_encrypt", "letsEncrypt"]);
  const names = parseNames(resource.properties.texts("domains"));
  shelve(resource, shelves, decision, { vendor: "digitalocean", record: "TXT", names, property: "domains" });
}

/**
 * The `acme` provider writes a TXT for each name when DNS challenges are configured; with any other challenge, none. A
 * certificate request names what nobody here reads.
 */
function readAcmeProvider(resource: Resource, shelves: Shelves): void {
  const { properties } = resource;
  const challenges = properties.items("dnsChallenges");
  const decision = challenges.known.length > 0 ? "yes" : challenges.complete ? "no" : "unknown";
  const written = join(single(properties.text("commonName")), listed(resource, "subjectAlternativeNames"));
  const requested = properties.presence("certificateRequestPem").state !== "absent";
  const names = parseNames(requested ? { ...written, complete: false } : written);
  const property = "commonName, subjectAlternativeNames";
  const server = resource.provider?.properties.text("serverUrl") ?? unknown;
  shelve(resource, shelves, decision, { vendor: "acme-provider", record: "TXT", names, property, server });
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
