import { certManager, dns01, fastly, http01, resource, route53, unknown } from "../support";
import type { Cases } from "./cases";

export const name = "web.example.org";
export const challenge = `_acme-challenge.${name}`;
export const token = "abcdefghijklmnopqr.fastly-validations.com";

export const certificate = certManager.certificate("web", { dnsNames: [name] });
export const staying = certManager.clusterIssuer();
const following = certManager.clusterIssuer("letsencrypt-production", [dns01(undefined, { cnameStrategy: "Follow" })]);
const acmeDns = certManager.clusterIssuer("letsencrypt-production", [{ dns01: { acmeDNS: { host: "https://auth.acme-dns.io" } } }]);
const byWebhook = (solverName: string, settings = {}) =>
  certManager.clusterIssuer("letsencrypt-production", [
    { dns01: { webhook: { groupName: "acme.example.org", solverName, config: {} }, ...settings } },
  ]);
const subscription = fastly.subscription("edge-tls", [name]);
export const zone = resource("aws:route53/zone:Zone", "zone", { name: "example.org" }, { outputs: { name: "example.org", zoneId: "Z1" } });
export const inZone = { inputs: { zoneId: "Z1" } };
export const cname = (target: string, extra = {}) => route53.record(challenge, "CNAME", [target], extra);

export const found: Cases = {
  "an address where Fastly's CNAME belongs": [subscription, route53.record(challenge, "A", ["192.0.2.1"])],
  "a wildcard CNAME beside an ordinary relative record": [
    certificate,
    following,
    zone,
    route53.record("*.web", "CNAME", ["lb.example.net"], inZone),
    resource("cloudflare:index/dnsRecord:DnsRecord", "www", { zoneId: "elsewhere", name: "www", type: "A", content: "192.0.2.1" }),
  ],
  "a left-over Fastly CNAME without a subscription": [cname(token)],
  "a left-over Fastly CNAME beside a subscription to other names": [fastly.subscription("edge-tls", ["www.example.org"]), cname(token)],
  "a CNAME to somewhere that nobody here knows": [cname("validation.vendor.example")],
  "a Fastly CNAME at the name of a certificate whose issuer is not declared": [certificate, cname(token)],
  "a Google CNAME where Fastly's belongs": [subscription, cname("1234.5.authorize.certificatemanager.goog")],
  "a delegation where Fastly's CNAME belongs": [subscription, cname(`${name}.acme.example.net`)],
  "a delegation that the solver does not follow": [certificate, staying, cname(`${name}.acme.example.net`)],
  "a delegation that a webhook does not follow": [certificate, byWebhook("ovh"), cname(`${name}.acme.example.net`)],
  "a wildcard CNAME that a webhook follows": [
    certificate,
    byWebhook("ovh", { cnameStrategy: "Follow" }),
    zone,
    route53.record("*.web", "CNAME", ["lb.example.net"], inZone),
  ],
  "any CNAME that the solver does not follow, its target unknown": [certificate, staying, cname(unknown)],
  "a foreign CNAME that the solver follows": [certificate, following, cname(token)],
  "a foreign CNAME at the base of a wildcard certificate": [
    certManager.certificate("web", { dnsNames: [`*.${name}`] }),
    staying,
    cname("x.vendor.example"),
  ],
  "a wildcard CNAME that the solver follows": [certificate, following, zone, route53.record("*.web", "CNAME", ["lb.example.net"], inZone)],
  "a static TXT where Fastly's CNAME belongs": [subscription, route53.record(challenge, "TXT", ["token"])],
  "name servers where Fastly's CNAME belongs": [subscription, route53.record(challenge, "NS", ["ns.example.net"])],
  "a simple TXT set of Route 53 beside cert-manager's multivalue ones": [certificate, staying, route53.record(challenge, "TXT", ["token"])],
  "a CNAME at the name of an acme provider's certificate, to a vendor": [
    resource("acme:index/certificate:Certificate", "web", { commonName: name, dnsChallenges: [{ provider: "route53" }] }),
    cname(token),
  ],
  "a CNAME that keeps Cloudflare from writing": [
    resource("cloudflare:index/certificatePack:CertificatePack", "web", { hosts: [name], validationMethod: "txt" }),
    cname("x.vendor.example"),
  ],

  "a DNAME above the challenge name": [certificate, staying, zone, route53.record("web", "DNAME", ["elsewhere.example.net"], inZone)],
  "a CNAME that neither cert-manager's solver nor DigitalOcean follows": [
    certificate,
    staying,
    resource("digitalocean:index/certificate:Certificate", "also", { type: "lets_encrypt", domains: [name] }),
    cname("x.vendor.example"),
  ],
};

export const leftAlone: Cases = {
  "a wildcard CNAME that a record below the challenge name ends": [
    certificate,
    following,
    zone,
    route53.record("*.web", "CNAME", ["lb.example.net"], inZone),
    route53.record("_token._acme-challenge.web", "TXT", ["token"], inZone),
  ],
  "a record of a zone in another stack whose name only looks like a full one": [
    fastly.subscription("edge-tls", ["www.shop.example.org"]),
    route53.record("_acme-challenge.www.shop", "CNAME", unknown, {
      outputs: { zoneId: "Z9", name: "_acme-challenge.www.shop", type: "CNAME", records: [token] },
      propertyDependencies: { records: [fastly.subscription("edge-tls", [])] },
    }),
  ],
  "Cloudflare's delegation of a name in a zone of its own": [
    resource("cloudflare:index/zone:Zone", "zone", { name: "example.org", type: "partial" }),
    cname(`${name}.0123456789abcdef.dcv.cloudflare.com`),
  ],
  "Cloudflare's delegation of a custom hostname that is validated by HTTP": [
    resource("cloudflare:index/customHostname:CustomHostname", "web", { hostname: name, ssl: { method: "http" } }),
    cname(`${name}.0123456789abcdef.dcv.cloudflare.com`),
  ],
  "the subscription's own record": [subscription, cname(token)],
  "a record computed from the subscription, its target unknown": [
    subscription,
    route53.record(challenge, "CNAME", unknown, { propertyDependencies: { records: [subscription] } }),
  ],
  "a record computed from the subscription, name and target unknown": [
    subscription,
    route53.record("own", "CNAME", unknown, {
      inputs: { name: unknown },
      propertyDependencies: { name: [subscription], records: [subscription] },
    }),
  ],
  "a delegation that the solver follows": [certificate, following, cname(`${name}.acme.example.net`)],
  "a delegation to acme-dns": [certificate, acmeDns, cname("0b1c.auth.acme-dns.io")],
  "a delegation to an acme-dns of one's own": [certificate, acmeDns, cname("0b1c.auth.example.net")],
  "a delegation to acme-dns without its certificate": [cname("0b1c.auth.acme-dns.io")],
  "a delegation that a webhook of acme-dns needs": [certificate, byWebhook("acme-dns"), cname(`${name}.acme.example.net`)],
  "a delegation that a webhook follows": [certificate, byWebhook("ovh", { cnameStrategy: "Follow" }), cname(`${name}.acme.example.net`)],
  "a delegation into a zone of one's own that a webhook may need": [
    certificate,
    byWebhook(unknown),
    route53.zone("challenges", "acme.example.net"),
    cname(`${name}.acme.example.net`),
  ],
  "a wildcard CNAME, which a webhook of acme-dns does not look at": [
    certificate,
    byWebhook("acme-dns", { cnameStrategy: "Follow" }),
    zone,
    route53.record("*.web", "CNAME", ["lb.example.net"], inZone),
  ],
  "a delegation into a zone that the stack declares": [route53.zone("challenges", "acme.example.net"), cname(`${name}.acme.example.net`)],
  "a CNAME at a name of an HTTP-01 certificate, which does not look there, into one's own zone": [
    certificate,
    certManager.clusterIssuer("letsencrypt-production", [http01()]),
    route53.zone("challenges", "acme.example.net"),
    cname(`${name}.acme.example.net`),
  ],
  "labels that only look like it": [
    route53.record(`_x._acme-challenge.${name}`, "CNAME", [token]),
    route53.record(`_acme-challenge_ujmmovf2vn55tgye.${name}`, "CNAME", ["1234.5.authorize.certificatemanager.goog"]),
    route53.record(`_0123456789abcdef0123456789abcdef.${name}`, "CNAME", ["_x.acm-validations.aws"]),
    route53.record(`_dnsauth.${name}`, "TXT", ["token"]),
    route53.record(`_validation-persist.${name}`, "TXT", ["token"]),
  ],
  "a CNAME at the name itself": [certificate, staying, route53.record(name, "CNAME", ["lb.example.net"])],
  "an alias record": [
    certificate,
    staying,
    route53.record(challenge, "A", [], {
      inputs: { records: undefined, aliases: [{ name: "lb.example.net", zoneId: "Z", evaluateTargetHealth: false }] },
    }),
  ],
  "a CNAME at a child's or a parent's challenge name": [
    certificate,
    staying,
    resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "child", { domain: `child.${name}` }),
    route53.record(`_acme-challenge.child.${name}`, "CNAME", ["1.2.authorize.certificatemanager.goog"]),
  ],
  "a wildcard CNAME above, for a solver that follows none": [
    certificate,
    staying,
    zone,
    route53.record("*.web", "CNAME", ["lb.example.net"], inZone),
  ],
  "a wildcard CNAME that an explicit record ends": [
    certificate,
    following,
    zone,
    route53.record("*.web", "CNAME", ["lb.example.net"], inZone),
    cname(`${name}.acme.example.net`),
  ],
  "a wildcard CNAME further up, whose reach the name itself ends": [
    route53.record("web", "A", ["192.0.2.1"], inZone),
    certificate,
    following,
    zone,
    route53.record("*.example.org", "CNAME", ["lb.example.net"], inZone),
  ],
  "a multivalue TXT set of Route 53": [
    certificate,
    staying,
    route53.record(challenge, "TXT", ["token"], { inputs: { setIdentifier: "own", multivalueAnswerRoutingPolicy: true } }),
  ],
  "a static TXT of a provider that merges": [
    certificate,
    staying,
    resource("cloudflare:index/dnsRecord:DnsRecord", "r", { zoneId: "z", name: challenge, type: "TXT", content: "token" }),
  ],
  "a challenge record of a private zone": [
    resource(
      "aws:route53/zone:Zone",
      "private",
      { name: "example.org", vpcs: [{ vpcId: "vpc-1" }] },
      { outputs: { name: "example.org", zoneId: "ZP", vpcs: [{ vpcId: "vpc-1" }] } },
    ),
    cname(token, { inputs: { zoneId: "ZP" } }),
  ],
  "a DNAME beside the name": [certificate, staying, zone, route53.record("other.example.org", "DNAME", ["elsewhere.example.net"], inZone)],
  "Cloudflare's own delegation of its custom hostname": [
    resource("cloudflare:index/customHostname:CustomHostname", "web", { hostname: name, ssl: { method: "txt" } }),
    cname(`${name}.0123456789abcdef.dcv.cloudflare.com`),
  ],
  "Google's own record of its authorization": [
    resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "web", { domain: name }),
    cname("1234.5.authorize.certificatemanager.goog"),
  ],
  "a zone delegated to name servers of one's own": [
    certificate,
    staying,
    route53.zone("challenge", challenge),
    route53.record(challenge, "NS", ["ns.example.net"]),
  ],
};
