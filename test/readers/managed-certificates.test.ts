import type { Resource } from "../../evidence/resource";
import { absent, known, unknown } from "../../ownership/value";
import { found, shown, later, urnOf, written } from "./shown";

const name = "shop.example.org";
const challenge = `_acme-challenge.${name}`;

const google = "gcp:certificatemanager/dnsAuthorization:DnsAuthorization";
const googleNative = "google-native:certificatemanager/v1:DnsAuthorization";
const pack = "cloudflare:index/certificatePack:CertificatePack";
const customHostname = "cloudflare:index/customHostname:CustomHostname";
const property = "akamai:index/property:Property";
const domains = "akamai:index/propertyDomainownershipDomains:PropertyDomainownershipDomains";
const digitalOcean = "digitalocean:index/certificate:Certificate";
const acme = "acme:index/certificate:Certificate";
const acm = "aws:acm/certificate:Certificate";

const reference = (type: string) => ({ urn: urnOf(type), type, name: "it" });
const whole = (...names: readonly string[]) => ({ known: names, complete: true });
const open = { known: [], complete: false };

/** What is shelved of the one subscription, but for what all have in common. */
function subscribed(resource: Resource): unknown {
  const { subscriptions = [], ...others } = found(resource);
  expect(others).toEqual({});
  return subscriptions;
}

const subscription = (type: string, more: object) => [
  { resource: reference(type), id: absent, authority: absent, derivedFrom: [], targets: new Map(), ...more },
];
const certified = (type: string, names: object, listed: string, more: object = {}) => ({
  otherCertificates: [{ resource: reference(type), names, property: listed, ...more }],
});

describe("what needs the challenge record for itself", () => {
  const byGoogle = { vendor: "google", record: "CNAME", names: whole(name), property: "domain" };
  const byCloudflare = { vendor: "cloudflare", record: "TXT", names: whole(name) };
  const byAkamai = { vendor: "akamai", record: "CNAME", names: whole(name) };
  const byDigitalOcean = { vendor: "digitalocean", record: "TXT", names: whole(name), property: "domains" };
  const byAcme = { vendor: "acme-provider", record: "TXT", property: "commonName, subjectAlternativeNames", server: unknown };

  it.each<[string, string, object, object]>([
    ["Google's authorization, global unless told otherwise", google, { domain: name }, byGoogle],
    ["one that says that it is global", google, { domain: name, location: "global" }, byGoogle],
    ["one whose location is empty, which is the same", google, { domain: name, location: "" }, byGoogle],
    ["one whose type is left to Google", google, { domain: name, type: "TYPE_UNSPECIFIED" }, byGoogle],
    ["one of a region that asks for the fixed record", google, { domain: name, location: "europe-west1", type: "FIXED_RECORD" }, byGoogle],
    ["one of Google's native provider", googleNative, { domain: name }, byGoogle],
    ["one of which nobody knows the type yet", google, { domain: name, type: later }, { ...byGoogle, names: open }],
    ["one of which nobody knows the location yet", google, { domain: name, location: later }, { ...byGoogle, names: open }],
    ["one whose domain nobody knows yet", google, { domain: later }, { ...byGoogle, names: open }],
    ["Cloudflare's pack, by TXT", pack, { hosts: [name], validationMethod: "txt" }, { ...byCloudflare, property: "hosts" }],
    [
      "a pack of which nobody knows the method yet",
      pack,
      { hosts: [name], validationMethod: later },
      { ...byCloudflare, property: "hosts", names: open },
    ],
    ["a custom host name of v6", customHostname, { hostname: name, ssl: { method: "txt" } }, { ...byCloudflare, property: "hostname" }],
    [
      "a custom host name of v5, one of whose certificates is by TXT",
      customHostname,
      { hostname: name, ssls: [{ method: "http" }, { method: "txt" }] },
      { ...byCloudflare, property: "hostname" },
    ],
    [
      "a custom host name of which nobody knows the method yet",
      customHostname,
      { hostname: name, ssls: [{ method: "http" }, { method: later }] },
      { ...byCloudflare, property: "hostname", names: open },
    ],
    [
      "a custom host name of which nobody knows the certificates yet",
      customHostname,
      { hostname: name, ssls: later },
      { ...byCloudflare, property: "hostname", names: open },
    ],
    [
      "a custom host name of which nobody knows one certificate yet",
      customHostname,
      { hostname: name, ssls: [{ method: "http" }, later] },
      { ...byCloudflare, property: "hostname", names: open },
    ],
    [
      "Akamai's default certificate, not those that somebody uploads beside it",
      property,
      {
        hostnames: [
          { cnameFrom: name, certProvisioningType: "DEFAULT" },
          { cnameFrom: "own.example.org", certProvisioningType: "CPS_MANAGED" },
          { cnameFrom: "plain.example.org" },
        ],
      },
      { ...byAkamai, property: "hostnames" },
    ],
    [
      "host names of which some may be Akamai's",
      property,
      {
        hostnames: [
          { cnameFrom: "open.example.org", certProvisioningType: later },
          { cnameFrom: name, certProvisioningType: "DEFAULT" },
        ],
      },
      { ...byAkamai, names: { known: [name], complete: false }, property: "hostnames" },
    ],
    [
      "Akamai's proof of a domain by CNAME, not by other means",
      domains,
      {
        domains: [
          { domainName: name, validationScope: "HOST", validationMethod: "DNS_CNAME" },
          { domainName: "txt.example.org", validationScope: "HOST", validationMethod: "DNS_TXT" },
          { domainName: "http.example.org", validationScope: "HOST", validationMethod: "HTTP" },
        ],
      },
      { ...byAkamai, property: "domains" },
    ],
    ["DigitalOcean's, as its API writes it", digitalOcean, { type: "lets_encrypt", domains: [name] }, byDigitalOcean],
    ["DigitalOcean's, as its documentation writes it", digitalOcean, { type: "letsEncrypt", domains: [name] }, byDigitalOcean],
    ["one of which nobody knows the kind yet", digitalOcean, { type: later, domains: [name] }, { ...byDigitalOcean, names: open }],
    [
      "the acme provider's, both where it writes names",
      acme,
      { commonName: name, subjectAlternativeNames: ["www.example.org", name], dnsChallenges: [{ provider: "route53" }] },
      { ...byAcme, names: whole(name, "www.example.org") },
    ],
    [
      "the acme provider's alternative name alone",
      acme,
      { subjectAlternativeNames: [name], dnsChallenges: [{ provider: "route53" }] },
      { ...byAcme, names: whole(name) },
    ],
    [
      "the acme provider's, whose request names more",
      acme,
      { commonName: name, certificateRequestPem: "PEM", dnsChallenges: [{ provider: "route53" }] },
      { ...byAcme, names: { known: [name], complete: false } },
    ],
    [
      "the acme provider's, of which nobody knows the challenges yet",
      acme,
      { commonName: name, dnsChallenges: later },
      { ...byAcme, names: open },
    ],
  ])("%s", (_, type, inputs, expected) => {
    expect(subscribed(written(type, inputs))).toEqual(subscription(type, expected));
  });

  test("a type that Google chooses itself, and a preview does not know, is the default of its place", () => {
    const planned = (location: string) =>
      shown(google, { inputs: { domain: name, location }, outputs: { domain: name, location, type: later } });
    expect(subscribed(planned("global"))).toEqual(subscription(google, byGoogle));
    expect(found(planned("us-east1"))).toEqual(certified(google, whole(name), "domain"));
  });

  test("a type that the state alone tells", () => {
    const outputs = { id: "projects/p/auth", domain: name, location: "us-east1", type: "FIXED_RECORD" };
    expect(subscribed(shown(google, { outputs }))).toEqual(subscription(google, { ...byGoogle, id: known("projects/p/auth") }));
  });

  test("what its names are computed from, property by property", () => {
    const [service, zone, key] = ["service", "zone", "key"].map((each) => urnOf("pulumi:it", each));
    const resource = written(
      acme,
      { commonName: later, subjectAlternativeNames: [later], dnsChallenges: [{}] },
      { dependencies: { commonName: [service ?? ""], subjectAlternativeNames: [zone ?? ""], accountKeyPem: [key ?? ""] } },
    );
    expect(subscribed(resource)).toEqual(subscription(acme, { ...byAcme, names: open, derivedFrom: [service, zone] }));
  });

  test("the authority of the acme provider", () => {
    const serverUrl = "https://acme-v02.api.letsencrypt.org/directory";
    const inputs = { commonName: name, dnsChallenges: [{ provider: "route53" }] };
    expect(subscribed(written(acme, inputs, { provider: { serverUrl } }))).toEqual(
      subscription(acme, { ...byAcme, names: whole(name), server: known(serverUrl) }),
    );
    expect(found(written(acme, { commonName: name, httpChallenge: { port: 80 } }, { provider: { serverUrl } }))).toEqual(
      certified(acme, whole(name), byAcme.property, { server: known(serverUrl) }),
    );
  });

  describe("where the vendor has said its target, as a record has it", () => {
    const target = "AB12.3.authorize.certificatemanager.goog.";
    const at = "ab12.3.authorize.certificatemanager.goog";

    it.each<[string, string, object, ReadonlyMap<string, string>]>([
      ["in a list", google, { dnsResourceRecords: [{ name: `${challenge}.`, type: "CNAME", data: target }] }, new Map([[challenge, at]])],
      [
        "in one object",
        googleNative,
        { dnsResourceRecord: { name: `${challenge}.`, type: "CNAME", data: target } },
        new Map([[challenge, at]]),
      ],
      ["after one that is not known yet", google, { dnsResourceRecords: [{ data: later }, { data: target }] }, new Map([[challenge, at]])],
      ["not yet", google, { dnsResourceRecords: later }, new Map()],
      ["in what is none", google, { dnsResourceRecords: [{ data: "" }] }, new Map()],
    ])("%s", (_, type, outputs, targets) => {
      const resource = shown(type, { inputs: { domain: name }, outputs: { domain: name, ...outputs } });
      expect(subscribed(resource)).toEqual(subscription(type, { ...byGoogle, targets }));
    });

    test("but of no name that is not known", () => {
      const [{ targets } = {}] = found(written(google, { domain: later, dnsResourceRecords: [{ data: target }] })).subscriptions ?? [];
      expect(targets).toEqual(new Map());
    });
  });
});

describe("what certifies its names and needs no challenge record", () => {
  it.each<[string, string, object, string]>([
    ["Google's per-project record", google, { domain: name, type: "PER_PROJECT_RECORD" }, "domain"],
    ["Google's default in a region", google, { domain: name, location: "europe-west1" }, "domain"],
    ["Cloudflare's pack by HTTP", pack, { hosts: [name], validationMethod: "http" }, "hosts"],
    ["Cloudflare's pack without a method", pack, { hosts: [name] }, "hosts"],
    ["a custom host name by HTTP", customHostname, { hostname: name, ssl: { method: "http" } }, "hostname"],
    ["a custom host name of v5 by e-mail", customHostname, { hostname: name, ssls: [{ method: "email" }] }, "hostname"],
    ["a custom host name without a certificate", customHostname, { hostname: name }, "hostname"],
    ["DigitalOcean's, which somebody uploads", digitalOcean, { type: "custom", domains: [name] }, "domains"],
    ["DigitalOcean's default, which is an upload", digitalOcean, { domains: [name] }, "domains"],
    ["ACM's", acm, { domainName: name, validationMethod: "DNS" }, "domainName"],
    ["ACM's of the native provider", "aws-native:certificatemanager:Certificate", { domainName: name }, "domainName"],
    ["Lightsail's", "aws:lightsail/certificate:Certificate", { domainName: name }, "domainName"],
    ["that of Lightsail's load balancers", "aws:lightsail/lbCertificate:LbCertificate", { domainName: name }, "domainName"],
    [
      "Google's for a load balancer",
      "gcp:compute/managedSslCertificate:ManagedSslCertificate",
      { managed: { domains: [name] } },
      "managed.domains",
    ],
    [
      "the same by its former name",
      "gcp:compute/mangedSslCertificate:MangedSslCertificate",
      { managed: { domains: [name] } },
      "managed.domains",
    ],
    ["Google's of an authorization", "gcp:certificatemanager/certificate:Certificate", { managed: { domains: [name] } }, "managed.domains"],
    ["Azure's for an app", "azure-native:app:ManagedCertificate", { properties: { subjectName: name } }, "properties.subjectName"],
    [
      "Azure's for an environment",
      "azure:containerapp/environmentManagedCertificate:EnvironmentManagedCertificate",
      { subjectName: name },
      "subjectName",
    ],
  ])("%s", (_, type, inputs, listed) => {
    expect(found(written(type, inputs))).toStrictEqual(certified(type, whole(name), listed));
  });

  test("a self-signed certificate, by both of its properties", () => {
    const type = "tls:index/selfSignedCert:SelfSignedCert";
    const { otherCertificates } = found(written(type, { dnsNames: [name], subject: { commonName: "www.example.org" } }));
    expect({ otherCertificates }).toStrictEqual(certified(type, whole(name, "www.example.org"), "dnsNames"));
  });

  test("names that ACM computes of what the program left out are none that it did not ask for", () => {
    const outputs = { domainName: name, subjectAlternativeNames: later };
    expect(found(shown(acm, { inputs: { domainName: name }, outputs }))).toStrictEqual(certified(acm, whole(name), "domainName"));
  });

  it.each([
    "aws-native:certificatemanager:Certificate",
    "aws:lightsail/certificate:Certificate",
    "aws:lightsail/lbCertificate:LbCertificate",
  ])("alternative names of %s", (type) => {
    const inputs = { domainName: name, subjectAlternativeNames: ["www.example.org"] };
    expect(found(written(type, inputs))).toStrictEqual(certified(type, whole(name, "www.example.org"), "domainName"));
  });

  test("names that the program computes are not known", () => {
    const inputs = { domainName: name, subjectAlternativeNames: later };
    expect(found(written(acm, inputs))).toStrictEqual(certified(acm, { known: [name], complete: false }, "domainName"));
  });

  test("names of which the state alone tells", () => {
    const outputs = { domainName: name, subjectAlternativeNames: [name, "www.example.org"] };
    expect(found(shown(acm, { outputs }))).toStrictEqual(certified(acm, whole(name, "www.example.org"), "domainName"));
  });
});
