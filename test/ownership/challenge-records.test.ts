import { inventoryOf } from "../../cli/file-inventory";
import type { StackResource } from "../../cli/stack-resource";
import { judgeRecords, type JudgedRecord } from "../../ownership/challenge-records";
import { collectClaims } from "../../ownership/claims";
import { withElsewhere } from "../../ownership/elsewhere";
import { certManager, dns01, fastly, http01, resource, route53, stack, unknown } from "../support";
import { ownedElsewhere } from "./elsewhere";
import { nameOf } from "./solvers";

const name = "web.example.org";
const challenge = `_acme-challenge.${name}`;
const token = "abcdefghijklmnopqr.fastly-validations.com";
const google = "1234.5.authorize.certificatemanager.goog";
const cloudflareTarget = `${name}.0123456789abcdef.dcv.cloudflare.com`;
const own = `${name}.acme.example.net`;

const certificate = certManager.certificate("web", { dnsNames: [name] });
const subscription = fastly.subscription("edge-tls", [name]);
const other = fastly.subscription("other-tls", ["other.example.net"]);
const unread = fastly.subscription("unread-tls", unknown);
const following = certManager.clusterIssuer("letsencrypt-production", [dns01(undefined, { cnameStrategy: "Follow" })]);
const staying = certManager.clusterIssuer();
/** Whether it uses DNS-01 for the name is not known. */
const undecided = certManager.clusterIssuer("letsencrypt-production", [http01(), dns01({ dnsZones: [unknown] })]);
const byWebhook = (solverName: string, settings = {}): StackResource =>
  certManager.clusterIssuer("letsencrypt-production", [{ dns01: { webhook: { groupName: "g", solverName }, ...settings } }]);
const follow = { cnameStrategy: "Follow" };
const cloudDns = certManager.clusterIssuer("letsencrypt-production", [{ dns01: { cloudDNS: { project: "p" } } }]);
const unknownStrategy = certManager.clusterIssuer("letsencrypt-production", [dns01(undefined, { cnameStrategy: unknown })]);
const zone = resource("aws:route53/zone:Zone", "zone", { name: "example.org" }, { outputs: { name: "example.org", zoneId: "Z1" } });
const challengeZone = route53.zone("challenges", "acme.example.net");
const unnamedZone = route53.zone("unnamed", unknown);
const inZone = { inputs: { zoneId: "Z1" } };
const cname = (target: string | undefined, extra = {}): StackResource =>
  route53.record(challenge, "CNAME", target === undefined ? unknown : [target], extra);
const relative = (type: string, labels: string): StackResource =>
  resource("cloudflare:index/dnsRecord:DnsRecord", "unplaced", { zoneId: "elsewhere", name: labels, type, content: "192.0.2.1" });
const cloudflareZone = (domain: string): StackResource => resource("cloudflare:index/zone:Zone", "cloudflare", { name: domain });
const hostname = (host: string): StackResource =>
  resource("cloudflare:index/customHostname:CustomHostname", "custom", { hostname: host, ssl: { method: "http" } });
const pack = (hosts: readonly string[], label = "pack"): StackResource =>
  resource("cloudflare:index/certificatePack:CertificatePack", label, { hosts, validationMethod: "txt" });
const acme = (commonName: string, label = "acme"): StackResource =>
  resource("acme:index/certificate:Certificate", label, { commonName, dnsChallenges: [{ provider: "route53" }] });
const digitalOcean = (domains: readonly string[]): StackResource =>
  resource("digitalocean:index/certificate:Certificate", "ocean", { type: "lets_encrypt", domains });

interface Surroundings {
  readonly file?: object;
  readonly certManagerNames?: readonly string[];
  readonly issuersWithoutDns01?: readonly string[];
}

function judge(resources: readonly StackResource[], { file, ...given }: Surroundings = {}): JudgedRecord[] {
  const inventory = withElsewhere(inventoryOf(stack(...resources)), ownedElsewhere(file), new Set(["shop/dev"]));
  const settings = {
    certManagerNames: (given.certManagerNames ?? []).map(nameOf),
    issuersWithoutDns01: new Set(given.issuersWithoutDns01),
    allowedTargets: [],
  };
  return judgeRecords(inventory, collectClaims(inventory, settings), settings);
}

/** A verdict in a line: what it is, about whom, and where the record leads. */
function inWords({ verdict }: JudgedRecord): string {
  const leads = "target" in verdict ? ` to ${verdict.target}` : "";
  switch (verdict.kind) {
    case "unexpected":
      return `unexpected${leads}`;
    case "blocks-subscription":
      return `blocks ${verdict.claim.subscription.resource.name}${leads}`;
    case "blocks-solver": {
      const blocked = verdict.claims.map((claim) => (claim.by === "certificate" ? claim.certificate : claim.subscription).resource.name);
      return `blocks ${blocked.join(" and ")}: ${verdict.how}${leads}`;
    }
    case "open": {
      const { settledBy } = verdict;
      return `open: ${verdict.about}${settledBy === undefined ? "" : ` until ${settledBy.resource.name}.${settledBy.property} is known`}`;
    }
  }
}

type Judgements = Readonly<
  Record<string, readonly [verdicts: readonly string[], resources: readonly StackResource[], around?: Surroundings]>
>;

function judges(judgements: Judgements): void {
  test.each(Object.entries(judgements))("%s", (_, [verdicts, resources, around]) => {
    expect(judge(resources, around).map(inWords)).toEqual(verdicts);
  });
}

describe("a record that is no CNAME", () => {
  const unknownType = route53.record(challenge, unknown, ["192.0.2.1"]);
  const alias = route53.record(challenge, "A", [], { inputs: { records: undefined, aliases: [{ name: "lb.example.net", zoneId: "Z" }] } });
  const txt = route53.record(challenge, "TXT", ["token"]);
  const nameServers = route53.record(challenge, "NS", ["ns.example.net"]);
  judges({
    "of a type that is not known": [["open: type"], [unknownType]],
    "of a type that is not known, where Fastly's CNAME belongs": [["open: type"], [subscription, unknownType]],
    "of another type, where Fastly's CNAME belongs": [["blocks edge-tls"], [subscription, txt]],
    "of another type, where a certificate may need none": [[], [certificate, undecided, txt]],
    "an alias where Fastly's CNAME belongs, which may be one by another name": [[], [subscription, alias]],
    "an address beside a solver's TXT": [[], [certificate, staying, route53.record(challenge, "A", ["192.0.2.1"])]],
    "a simple TXT set, where a Route 53 solver and another write": [
      ["blocks web: simple-txt"],
      [
        certManager.certificate("more", { dnsNames: [name], issuerRef: { kind: "ClusterIssuer", name: "cloud" } }),
        certManager.clusterIssuer("cloud", [{ dns01: { cloudDNS: { project: "p" } } }]),
        certificate,
        staying,
        txt,
      ],
    ],
    "a simple TXT set, where an issuer that nobody declares counts as writing": [["blocks web: simple-txt"], [certificate, txt]],
    "a simple TXT set, where the solver writes into another vendor's zone": [[], [certificate, cloudDns, txt]],
    "a simple TXT set at a name that nobody claims": [[], [txt]],
    "a simple TXT set at the name of an acme provider's certificate": [[], [acme(name), txt]],
    "name servers of others": [["open: name-servers"], [certificate, staying, nameServers]],
    "name servers of others at a name that nobody claims": [[], [nameServers]],
    "name servers of others at the name of an acme provider's certificate": [[], [acme(name), nameServers]],
    "name servers of a zone that the stack declares": [[], [certificate, staying, route53.zone("delegated", challenge), nameServers]],
    "name servers beside another zone of the stack": [["open: name-servers"], [certificate, staying, challengeZone, nameServers]],
  });
});

describe("a CNAME where a CNAME belongs", () => {
  const second = resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "authorization", { domain: name });
  judges({
    "is the vendor's": [[], [subscription, cname(token)]],
    "is of one of two vendors": [[], [subscription, second, cname(google)]],
    "leads to another vendor": [[`blocks edge-tls to ${google}`], [subscription, cname(google)]],
    "leads where the subscription said": [
      [],
      [
        fastly.subscription("edge-tls", [name], {
          outputs: { managedDnsChallenges: [{ recordName: challenge, recordType: "CNAME", recordValue: "x.edge.example.net" }] },
        }),
        cname("x.edge.example.net"),
      ],
    ],
    "leads where it is not known, and nothing says from what": [[], [subscription, cname(undefined)]],
    "leads where it is not known, computed from something else": [
      ["open: target"],
      [subscription, other, cname(undefined, { propertyDependencies: { records: [other] } })],
    ],
    "is of an owner that only the ownership file names": [
      [],
      [cname("x.vendor.example")],
      { file: { names: [{ names: [name], owner: "the console", record: "CNAME" }] } },
    ],
  });
});

describe("a CNAME where a client writes a TXT", () => {
  const more = certManager.certificate("more", { dnsNames: [name], issuerRef: { kind: "ClusterIssuer", name: "more" } });
  const moreFollowing = certManager.clusterIssuer("more", [dns01(undefined, { cnameStrategy: "Follow" })]);
  judges({
    "which does not follow it": [[`blocks web: cname-not-followed to ${own}`], [certificate, staying, cname(own)]],
    "which does not follow it, its target unknown": [["blocks web: cname-not-followed"], [certificate, staying, cname(undefined)]],
    "which follows it": [[], [certificate, following, cname(own)]],
    "a webhook, which does not follow it": [[`blocks web: cname-not-followed to ${own}`], [certificate, byWebhook("ovh"), cname(own)]],
    "a webhook, which follows it": [[], [certificate, byWebhook("ovh", follow), cname(own)]],
    "a webhook of acme-dns": [[], [certificate, byWebhook("acme-dns"), cname(own)]],
    "a webhook that may be acme-dns's": [["open: delegation"], [certificate, byWebhook(unknown), cname(own)]],
    "a webhook that may be acme-dns's, into a zone of one's own": [[], [certificate, byWebhook(unknown), challengeZone, cname(own)]],
    "which follows it, its target unknown": [[], [certificate, following, cname(undefined)]],
    "which follows it to a vendor": [[`blocks web: foreign-target to ${token}`], [certificate, following, cname(token)]],
    "one of two, which does not follow it": [
      [`blocks web: cname-not-followed to ${own}`],
      [more, moreFollowing, certificate, staying, cname(own)],
    ],
    "and may follow it": [["open: delegation"], [certificate, unknownStrategy, cname(own)]],
    "one of two of which may follow it": [["open: delegation"], [more, moreFollowing, certificate, unknownStrategy, cname(own)]],
    "beside an acme provider's certificate, and may follow it": [["open: delegation"], [acme(name), certificate, cname(own)]],
    "and may follow it, its target unknown": [["open: target"], [certificate, unknownStrategy, cname(undefined)]],
    "and may follow it into a zone of one's own": [[], [certificate, unknownStrategy, challengeZone, cname(own)]],
    "of an acme provider, which follows it": [[], [acme(name), cname(own)]],
    "of an acme provider, its target unknown": [[], [acme(name), cname(undefined)]],
    "of an acme provider, to a vendor": [[`blocks acme: foreign-target to ${token}`], [acme(name), cname(token)]],
    "of Cloudflare, to itself": [[], [pack([name]), cname(cloudflareTarget)]],
    "of Cloudflare, its target unknown": [[], [pack([name]), cname(undefined)]],
    "of Cloudflare, to elsewhere": [[`blocks pack: cname-not-followed to ${own}`], [pack([name]), cname(own)]],
    "of DigitalOcean, its target unknown": [["blocks ocean: cname-not-followed"], [digitalOcean([name]), cname(undefined)]],
    "of DigitalOcean, to a vendor": [[`blocks ocean: cname-not-followed to ${token}`], [digitalOcean([name]), cname(token)]],
    "of an owner that only the ownership file names": [
      [],
      [cname("x.vendor.example")],
      { file: { names: [{ names: [name], owner: "the console", record: "TXT" }] } },
    ],
  });
});

describe("a CNAME at a name that nobody is known to claim", () => {
  const derived = (from: StackResource, target?: string): StackResource =>
    route53.record(challenge, "CNAME", unknown, {
      outputs: { zoneId: "Z9", name: challenge, type: "CNAME", records: target === undefined ? unknown : [target] },
      propertyDependencies: { records: [from] },
    });
  const deep = fastly.subscription("deep", ["first.example.net", `${name}.example.com`]);
  judges({
    "belongs to nobody": [[`unexpected to ${token}`], [cname(token)]],
    "leads where it is not known": [["open: target"], [cname(undefined)]],
    "of a name that only a setting claims, for which nobody accounts": [
      [`unexpected to ${token}`],
      [cname(token)],
      { certManagerNames: [name] },
    ],
    "leads where it is not known, beside a subscription to other names": [["open: target"], [other, cname(undefined)]],
    "is computed from a subscription whose names are not known": [[], [unread, derived(unread, "x.vendor.example")]],
    "is computed from a subscription, and its target is not known": [[], [other, derived(other)]],
    "is computed from a subscription to other names": [["unexpected to x.vendor.example"], [other, derived(other, "x.vendor.example")]],
    "is computed from a subscription to a name that it may be relative to": [[], [deep, derived(deep, "x.vendor.example")]],
    "looks relative to a claimed name, in a zone of another stack": [
      [`open: owner until ${challenge}.zone is known`],
      [fastly.subscription("deep", [`${name}.example.com`]), cname(token)],
    ],
    "leads to a vendor whose subscription's names are not known": [
      ["open: owner until unread-tls.domains is known"],
      [unread, cname(token)],
    ],
    "leads to a vendor beside another's subscription whose names are not known": [[`unexpected to ${google}`], [unread, cname(google)]],
    "leads to a vendor beside a certificate that may need a TXT there": [
      [`unexpected to ${token}`],
      [certificate, undecided, cname(token)],
    ],
    "leads to a vendor that no resource has, beside what may follow": [
      ["unexpected to x.flydns.net"],
      [certManager.certificate("more", { dnsNames: unknown }), unnamedZone, cname("x.flydns.net")],
    ],
    "leads elsewhere, where an acme provider's certificate may follow": [
      ["open: owner until acme.commonName, subjectAlternativeNames is known"],
      [acme(unknown), cname(own)],
    ],
    "leads elsewhere, where a subscription whose names are not known follows none": [[`unexpected to ${own}`], [unread, cname(own)]],
    "leads elsewhere, where a certificate of another name may follow none": [
      [`unexpected to ${own}`],
      [certManager.certificate("more", { dnsNames: ["more.example.org"] }), cname(own)],
    ],
    "leads elsewhere, where the certificate's issuer is not known well enough": [
      ["open: owner until web.issuer is known"],
      [certificate, undecided, cname(own)],
    ],
    "leads elsewhere, where only the ownership file has such a certificate": [
      [`unexpected to ${own}`],
      [cname(own)],
      {
        file: {
          certificates: [{ name: "web", names: [name], cluster: "production", issuer: { kind: "ClusterIssuer", name: "sometimes" } }],
          issuers: [
            { kind: "ClusterIssuer", name: "sometimes", cluster: "production", type: "private" },
            { kind: "ClusterIssuer", name: "sometimes", cluster: "production", type: "acme", solvers: [{ method: "dns01" }] },
          ],
        },
      },
    ],
    "leads elsewhere, where a certificate's names are not known": [
      ["open: owner until more.spec.dnsNames is known"],
      [certManager.certificate("more", { dnsNames: unknown }), cname(own)],
    ],
    "leads elsewhere, where the names of a certificate are not known that needs no record": [
      [`unexpected to ${own}`],
      [certManager.certificate("more", { dnsNames: unknown }), certManager.clusterIssuer("letsencrypt-production", [http01()]), cname(own)],
    ],
    "leads elsewhere, where settings say that such a certificate needs no record": [
      [`unexpected to ${own}`],
      [certManager.certificate("more", { dnsNames: unknown }), cname(own)],
      { issuersWithoutDns01: ["letsencrypt-production"] },
    ],
    "leads elsewhere, perhaps into a zone of one's own": [["open: owner until unnamed.name is known"], [unnamedZone, cname(own)]],
    "leads into a zone of one's own": [[], [challengeZone, cname(own)]],
    "leads elsewhere than into a zone of one's own": [[`unexpected to ${token}`], [challengeZone, cname(token)]],
  });
});

describe("a delegation to Cloudflare", () => {
  judges({
    "in one of its zones": [[], [cloudflareZone("example.org"), cname(cloudflareTarget)]],
    "in one of its zones, another before it": [
      [],
      [cloudflareZone("example.com"), resource("cloudflare:index/zone:Zone", "second", { name: "example.org" }), cname(cloudflareTarget)],
    ],
    "outside its zones": [[`unexpected to ${cloudflareTarget}`], [cloudflareZone("example.com"), cname(cloudflareTarget)]],
    "in another vendor's zone": [[`unexpected to ${cloudflareTarget}`], [zone, cname(cloudflareTarget)]],
    "of a custom host name": [[], [hostname(name), cname(cloudflareTarget)]],
    "of a custom host name, another before it": [
      [],
      [
        hostname("other.example.net"),
        resource("cloudflare:index/customHostname:CustomHostname", "second", { hostname: name, ssl: { method: "http" } }),
        cname(cloudflareTarget),
      ],
    ],
    "of no custom host name": [[`unexpected to ${cloudflareTarget}`], [hostname("other.example.net"), cname(cloudflareTarget)]],
    "of a name that another vendor validates otherwise": [
      [`unexpected to ${cloudflareTarget}`],
      [resource("aws:acm/certificate:Certificate", "acm", { domainName: name, validationMethod: "DNS" }), cname(cloudflareTarget)],
    ],
    "where a zone of its may turn out to hold the name": [
      ["open: owner until cloudflare.name is known"],
      [cloudflareZone(unknown), cname(cloudflareTarget)],
    ],
    "where only another vendor's zone may": [[`unexpected to ${cloudflareTarget}`], [unnamedZone, cname(cloudflareTarget)]],
    "where a custom host name is not known": [
      ["open: owner until custom.hostname is known"],
      [cloudflareZone("example.com"), hostname(unknown), cname(cloudflareTarget)],
    ],
    "where only another vendor's name is not known": [
      [`unexpected to ${cloudflareTarget}`],
      [resource("aws:acm/certificate:Certificate", "acm", { domainName: unknown, validationMethod: "DNS" }), cname(cloudflareTarget)],
    ],
    "that is another vendor's, in a zone of Cloudflare": [[`unexpected to ${token}`], [cloudflareZone("example.org"), cname(token)]],
    "that is another vendor's, where a zone of Cloudflare may turn out to hold the name": [
      [`unexpected to ${token}`],
      [cloudflareZone(unknown), cname(token)],
    ],
  });
});

describe("a DNAME above", () => {
  const dname = route53.record("web", "DNAME", ["elsewhere.example.net"], inZone);
  const unknownTarget = route53.record("web", "DNAME", unknown, inZone);
  judges({
    "a name that nobody claims": [[], [zone, dname]],
    "Fastly's CNAME": [["blocks edge-tls to elsewhere.example.net"], [subscription, zone, dname]],
    "a solver's TXT that stays": [["blocks web: dname to elsewhere.example.net"], [certificate, staying, zone, dname]],
    "a solver's TXT that stays, its target unknown": [["blocks web: dname"], [certificate, staying, zone, unknownTarget]],
    "a solver's TXT that follows": [["open: dname"], [certificate, following, zone, dname]],
    "one of two solvers that stays": [
      ["blocks web: dname to elsewhere.example.net"],
      [
        certManager.certificate("more", { dnsNames: [name], issuerRef: { kind: "ClusterIssuer", name: "more" } }),
        certManager.clusterIssuer("more", [dns01(undefined, { cnameStrategy: "Follow" })]),
        certificate,
        staying,
        zone,
        dname,
      ],
    ],
    "a certificate that may need no record": [[], [certificate, undecided, zone, dname]],
    "an acme provider's TXT": [[], [acme(name), zone, dname]],
  });
});

describe("a wildcard CNAME above", () => {
  const wildcard = route53.record("*.web", "CNAME", ["lb.example.net"], inZone);
  judges({
    "a solver that follows": [["blocks web: wildcard-followed to lb.example.net"], [certificate, following, zone, wildcard]],
    "a solver that follows, its target unknown": [
      ["blocks web: wildcard-followed"],
      [certificate, following, zone, route53.record("*.web", "CNAME", unknown, inZone)],
    ],
    "a webhook that follows": [
      ["blocks web: wildcard-followed to lb.example.net"],
      [certificate, byWebhook("ovh", follow), zone, wildcard],
    ],
    "a webhook that does not follow": [[], [certificate, byWebhook("ovh"), zone, wildcard]],
    "a webhook that may not look at the name itself, and follows": [
      ["open: wildcard"],
      [certificate, byWebhook(unknown, follow), zone, wildcard],
    ],
    "a webhook that may not look at the name itself": [[], [certificate, byWebhook(unknown), zone, wildcard]],
    "a webhook that never looks at the name itself": [[], [certificate, byWebhook("acme-dns", follow), zone, wildcard]],
    "a certificate that may need no record": [[], [certificate, undecided, zone, wildcard]],
    "a solver that follows, where a record may stand at the name": [
      ["open: wildcard until unplaced.name is known"],
      [certificate, following, zone, wildcard, relative("TXT", "_acme-challenge.web")],
    ],
    "a solver that follows, where the wildcard is further up": [
      ["open: wildcard"],
      [certificate, following, zone, route53.record("*.example.org", "CNAME", ["lb.example.net"], inZone)],
    ],
  });
});
