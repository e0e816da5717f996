import type { Resource } from "../evidence/resource";
import type { Subscription, Vendor as Owner } from "../ownership/inventory";
import { challengeName, type DnsName } from "../ownership/names";
import type { Elements, Value } from "../ownership/value";
import { collect, join, parseNames, single } from "./names";
import type { Shelves, Vendor } from "./reader";

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
    "aws:acm/certificate:Certificate": readOtherCertificate,
    "aws-native:certificatemanager:Certificate": readOtherCertificate,
  },
};

interface Claimed {
  readonly vendor: Owner;
  readonly record: Subscription["record"];
  readonly names: Elements<DnsName>;
  readonly property: string;
  readonly targets?: ReadonlyMap<DnsName, string>;
}

function shelve(resource: Resource, shelves: Shelves, claimed: Claimed): void {
  const derivedFrom = claimed.property.split(", ").flatMap((property) => resource.dependencies(property));
  const id = resource.properties.text("id");
  shelves.subscriptions.push({ resource: resource.reference, id, derivedFrom, targets: new Map(), ...claimed });
}

/** Whose claim hangs on a setting: `yes` claims, `no` does not, and an unknown setting leaves the names undecided. */
function claimedIf(decision: "yes" | "no" | "unknown", names: Elements<DnsName>): Elements<DnsName> {
  return decision === "yes" ? names : { known: [], complete: decision === "no" };
}

function decide(value: Value<string>, yes: readonly string[], whenAbsent: "yes" | "no" = "no"): "yes" | "no" | "unknown" {
  if (value.state === "known") {
    return yes.includes(value.value) ? "yes" : "no";
  }
  return value.state === "absent" ? whenAbsent : "unknown";
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
  shelve(resource, shelves, {
    vendor: "google",
    record: "CNAME",
    names: claimedIf(decision, names),
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
  shelve(resource, shelves, { vendor: "cloudflare", record: "TXT", names: claimedIf(decision, hosts), property: "hosts" });
}

/** v6 writes `ssl`, v5 `ssls`. */
function readCustomHostname(resource: Resource, shelves: Shelves): void {
  const settings = [resource.properties.at("ssl"), ...resource.properties.items("ssls").known];
  const decisions = settings.map((ssl) => decide(ssl.text("method"), ["txt"]));
  const decision = decisions.find((each) => each === "yes") ?? decisions.find((each) => each === "unknown") ?? "no";
  const names = parseNames(single(resource.properties.text("hostname")));
  shelve(resource, shelves, { vendor: "cloudflare", record: "TXT", names: claimedIf(decision, names), property: "hostname" });
}

/** Host names with Akamai's default certificate need a CNAME to `validate-akdv.net` for ever; CPS ones do not. */
function readAkamaiProperty(resource: Resource, shelves: Shelves): void {
  const names = collect(resource.properties.items("hostnames"), (hostname) =>
    claimedIf(decide(hostname.text("certProvisioningType"), ["DEFAULT"]), parseNames(single(hostname.text("cnameFrom")))),
  );
  shelve(resource, shelves, { vendor: "akamai", record: "CNAME", names, property: "hostnames" });
}

function readAkamaiDomains(resource: Resource, shelves: Shelves): void {
  const names = collect(resource.properties.items("domains"), (domain) =>
    claimedIf(decide(domain.text("validationMethod"), ["DNS_CNAME"]), parseNames(single(domain.text("domainName")))),
  );
  shelve(resource, shelves, { vendor: "akamai", record: "CNAME", names, property: "domains" });
}

/** DigitalOcean writes the TXT into the zone that it must host itself. Its documentation spells the type both ways. */
function readDigitalOcean(resource: Resource, shelves: Shelves): void {
  const decision = decide(resource.properties.text("type"), ["lets_encrypt", "letsEncrypt"]);
  const names = parseNames(resource.properties.texts("domains"));
  shelve(resource, shelves, { vendor: "digitalocean", record: "TXT", names: claimedIf(decision, names), property: "domains" });
}

/** The `acme` provider writes a TXT for each name when DNS challenges are configured; with any other challenge, none. */
function readAcmeProvider(resource: Resource, shelves: Shelves): void {
  const challenges = resource.properties.items("dnsChallenges");
  const decision = challenges.known.length > 0 ? "yes" : challenges.complete ? "no" : "unknown";
  const names = certificateNames(resource, "commonName");
  shelve(resource, shelves, {
    vendor: "acme-provider",
    record: "TXT",
    names: claimedIf(decision, names),
    property: "commonName, subjectAlternativeNames",
  });
}

function readOtherCertificate(resource: Resource, shelves: Shelves): void {
  const names = certificateNames(resource, "domainName");
  shelves.otherCertificates.push({ resource: resource.reference, names, property: "domainName" });
}

function certificateNames(resource: Resource, commonName: string): Elements<DnsName> {
  const texts = join(single(resource.properties.text(commonName)), resource.properties.texts("subjectAlternativeNames"));
  return parseNames(texts);
}
