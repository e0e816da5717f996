import type { StackResource } from "../../cli/stack-resource";
import { certManager, component, dns01, fastly, kubernetesObject, resource, serverCertificate, unknown, type Inputs } from "../support";

/** Resources written as one major of a provider has them, and what they break. */
interface MajorCase {
  readonly what: string;
  readonly resources: readonly StackResource[];
  /** The finding's id. */
  readonly id: string;
}

const name = "web.example.org";
const challenge = `_acme-challenge.${name}`;
const target = "validation.vendor.example";

const certificate = certManager.certificate("web", { dnsNames: [name] });
const issuer = certManager.clusterIssuer("letsencrypt-production", [dns01()]);
const subscription = fastly.subscription("edge-tls", [name]);

const owner = `tls-name-single-owner[${name}]`;
const record = `acme-challenge-cname-expected[${challenge}]`;
const trust = (subject: string) => `edge-trusts-origin[${subject}]`;
const ended = (subject: string) => `certificate-renews-in-time[${subject}]`;

const fastlyService = (type: string, inputs: Inputs = {}): StackResource =>
  resource(`fastly:index/${type}`, "edge", {
    name: "edge",
    domains: [{ name: "www.example.org" }, { name }],
    backends: [{ name: "origin", address: name, useSsl: true, sslCertHostname: name, sslSniHostname: name }],
    ...inputs,
  });
const fastlySubscription = resource(
  "fastly:index/tlsSubscription:TlsSubscription",
  "edge-tls",
  { certificateAuthority: "certainly", domains: [name, "www.example.org"] },
  { outputs: { certificateAuthority: "certainly", domains: [name, "www.example.org"], state: "pending", managedDnsChallenges: unknown } },
);
const outside = `origin-outside-edge-subscription[${name}]`;

const fastlyCases: readonly MajorCase[] = [
  { what: "an origin's name in a subscription", resources: [fastlyService("serviceVcl:ServiceVcl"), fastlySubscription], id: outside },
  { what: "the same of Compute", resources: [fastlyService("serviceCompute:ServiceCompute"), fastlySubscription], id: outside },
  { what: "a subscription and a Certificate", resources: [fastlySubscription, issuer, certificate], id: owner },
  { what: "an uploaded certificate", resources: [upload("fastly:index/tlsCertificate:TlsCertificate")], id: ended("edge.example.org") },
  {
    what: "an uploaded platform certificate",
    resources: [upload("fastly:index/tlsPlatformCertificate:TlsPlatformCertificate", { intermediatesBlob: "PEM" })],
    id: ended("edge.example.org"),
  },
];

/** The domain of a service that is named apart from it, in the resource itself or by a link. */
function versionless(domainType: string, linkType?: string): MajorCase {
  const service = fastlyService("serviceVcl:ServiceVcl", { domains: [{ name: "www.example.org" }] });
  const own = linkType === undefined ? { serviceId: unknown } : {};
  const dependencies = linkType === undefined ? { propertyDependencies: { serviceId: [service] } } : {};
  const domain = resource(`fastly:index/${domainType}`, "web", { fqdn: name, ...own }, dependencies);
  const link = { domainId: unknown, serviceId: unknown };
  const linked = { propertyDependencies: { domainId: [domain], serviceId: [service] } };
  return {
    what: `an origin's name as ${domainType}${linkType === undefined ? "" : ` with ${linkType}`}`,
    resources: [
      service,
      domain,
      ...(linkType === undefined ? [] : [resource(`fastly:index/${linkType}`, "link", link, linked)]),
      fastlySubscription,
    ],
    id: outside,
  };
}

function upload(type: string, inputs: Inputs = {}, property = "certificateBody"): StackResource {
  return resource(type, "upload", { [property]: serverCertificate, ...inputs });
}

const kubernetesCases: readonly MajorCase[] = [
  ...["networking.k8s.io/v1", "networking.k8s.io/v1beta1", "extensions/v1beta1"].map((apiVersion) => ({
    what: `an Ingress of ${apiVersion}`,
    resources: [
      subscription,
      kubernetesObject(
        apiVersion,
        "Ingress",
        "web",
        { spec: { tls: [{ hosts: [name], secretName: "web-tls" }] } },
        { namespace: "default", annotations: { "cert-manager.io/cluster-issuer": "letsencrypt-production" } },
      ),
    ],
    id: owner,
  })),
  {
    what: "a Secret that cert-manager writes as well",
    resources: [
      kubernetesObject(
        "v1",
        "Secret",
        "web-tls",
        { type: "kubernetes.io/tls", data: { "tls.crt": "", "tls.key": "" } },
        { namespace: "default" },
      ),
      certificate,
    ],
    id: "tls-secret-single-writer[default/web-tls]",
  },
];

const emptyComponent = (type: string): MajorCase => ({
  what: `what ${type} would render`,
  resources: [subscription, component(`kubernetes:${type}`, "objects")],
  id: "ownership-undetermined[objects]",
});

const cloudflareZone = (nameIn: "name" | "zone") =>
  resource("cloudflare:index/zone:Zone", "zone", { [nameIn]: "example.org" }, { outputs: { [nameIn]: "example.org", id: "Z1" } });
const cloudflareRecord = (type: string, targetIn: "content" | "value") =>
  resource(`cloudflare:index/${type}`, "web", { zoneId: "Z1", name: "_acme-challenge.web", type: "CNAME", [targetIn]: target });
const customHostname = (settings: Inputs) =>
  resource("cloudflare:index/customHostname:CustomHostname", "web", { zoneId: "Z1", hostname: name, ...settings });

const cloudflareCases: readonly MajorCase[] = [
  {
    what: "a certificate pack",
    resources: [
      subscription,
      resource("cloudflare:index/certificatePack:CertificatePack", "pack", {
        zoneId: "Z1",
        certificateAuthority: "google",
        type: "advanced",
        hosts: [name],
        validationMethod: "txt",
      }),
    ],
    id: owner,
  },
  {
    what: "a client certificate for origins",
    resources: [upload("cloudflare:index/authenticatedOriginPullsCertificate:AuthenticatedOriginPullsCertificate", {}, "certificate")],
    id: ended("edge.example.org"),
  },
];

const azureZone = resource("azure:dns/zone:Zone", "zone", { name: "example.org", resourceGroupName: "dns" });
const azureRecord = (type: string, inputs: Inputs) =>
  resource(`azure:dns/${type}`, "web", {
    zoneName: "example.org",
    resourceGroupName: "dns",
    ttl: 300,
    name: "_acme-challenge.web",
    ...inputs,
  });
const azureCases: readonly MajorCase[] = [
  { what: "a CNAME", resources: [azureZone, azureRecord("cNameRecord:CNameRecord", { record: target })], id: record },
  {
    what: "a TXT",
    resources: [subscription, azureZone, azureRecord("txtRecord:TxtRecord", { records: [{ value: "token" }] })],
    id: record,
  },
  {
    what: "name servers",
    resources: [subscription, azureZone, azureRecord("nsRecord:NsRecord", { records: ["ns.example.net"] })],
    id: record,
  },
  {
    what: "an address",
    resources: [subscription, azureZone, azureRecord("aRecord:ARecord", { records: ["192.0.2.1"] })],
    id: record,
  },
  {
    what: "an address of IPv6",
    resources: [subscription, azureZone, azureRecord("aaaaRecord:AaaaRecord", { records: ["2001:db8::1"] })],
    id: record,
  },
  {
    what: "CAA",
    resources: [
      issuer,
      certificate,
      azureZone,
      azureRecord("caaRecord:CaaRecord", { name: "@", records: [{ flags: 0, tag: "issue", value: "pki.goog" }] }),
    ],
    id: "certificate-issuable[web]",
  },
  {
    what: "an origin whose name is not checked",
    resources: [resource("azure:cdn/frontdoorOrigin:FrontdoorOrigin", "door", { hostName: name, certificateNameCheckEnabled: false })],
    id: trust(name),
  },
];

/** The module is `network` until major 2, and `dns` from 3. */
const azureNativeCases = (module: string): readonly MajorCase[] => [
  {
    what: `a CNAME of ${module}`,
    resources: [
      resource(`azure-native:${module}:Zone`, "zone", { zoneName: "example.org", resourceGroupName: "dns" }),
      resource(`azure-native:${module}:RecordSet`, "web", {
        zoneName: "example.org",
        resourceGroupName: "dns",
        relativeRecordSetName: "_acme-challenge.web",
        recordType: "CNAME",
        cnameRecord: { cname: target },
      }),
    ],
    id: record,
  },
  {
    what: "an origin whose name is not checked",
    resources: [resource("azure-native:cdn:AFDOrigin", "door", { hostName: name, enforceCertificateNameCheck: false })],
    id: trust(name),
  },
];

const awsZone = resource("aws:route53/zone:Zone", "zone", { name: "example.org" }, { outputs: { name: "example.org", zoneId: "Z1" } });
const awsCases: readonly MajorCase[] = [
  {
    what: "a record",
    resources: [
      awsZone,
      resource("aws:route53/record:Record", "web", {
        zoneId: "Z1",
        name: "_acme-challenge.web",
        type: "CNAME",
        ttl: 300,
        records: [target],
      }),
    ],
    id: record,
  },
  {
    what: "all records of a zone",
    resources: [
      awsZone,
      resource("aws:route53/recordsExclusive:RecordsExclusive", "web", {
        zoneId: "Z1",
        resourceRecordSets: [{ name: challenge, type: "CNAME", resourceRecords: [{ value: target }] }],
      }),
    ],
    id: record,
  },
  {
    what: "a record of Lightsail",
    resources: [
      resource("aws:lightsail/domain:Domain", "zone", { domainName: "example.org" }),
      resource("aws:lightsail/domainEntry:DomainEntry", "web", {
        domainName: "example.org",
        name: "_acme-challenge.web",
        type: "CNAME",
        target,
      }),
    ],
    id: record,
  },
  {
    what: "an edge that asks for a private certificate's name",
    resources: [
      resource("aws:cloudfront/distribution:Distribution", "cdn", {
        enabled: true,
        origins: [{ originId: "web", domainName: name, customOriginConfig: { originProtocolPolicy: "https-only" } }],
        defaultCacheBehavior: { cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" },
      }),
      certificate,
      kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec: { ca: { secretName: "root" } } }),
    ],
    id: trust(name),
  },
  { what: "an import into ACM", resources: [upload("aws:acm/certificate:Certificate")], id: ended("edge.example.org") },
  { what: "a certificate in IAM", resources: [upload("aws:iam/serverCertificate:ServerCertificate")], id: ended("edge.example.org") },
  { what: "one of API Gateway", resources: [upload("aws:apigateway/domainName:DomainName")], id: ended("edge.example.org") },
  {
    what: "API Gateway's client certificate",
    resources: [
      resource("aws:apigateway/clientCertificate:ClientCertificate", "client", {}, { outputs: { expirationDate: "2026-06-05T00:00:00Z" } }),
    ],
    id: ended("client"),
  },
];

const gcpCases: readonly MajorCase[] = [
  {
    what: "a record",
    resources: [
      resource("gcp:dns/managedZone:ManagedZone", "zone", { name: "zone", dnsName: "example.org." }),
      resource("gcp:dns/recordSet:RecordSet", "web", {
        managedZone: "zone",
        name: `${challenge}.`,
        type: "CNAME",
        rrdatas: [`${target}.`],
      }),
    ],
    id: record,
  },
  {
    what: "an authorization by DNS",
    resources: [resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "web", { domain: name }), issuer, certificate],
    id: owner,
  },
  { what: "an upload", resources: [upload("gcp:compute/sSLCertificate:SSLCertificate", {}, "certificate")], id: ended("edge.example.org") },
  {
    what: "an upload of a region",
    resources: [upload("gcp:compute/regionSslCertificate:RegionSslCertificate", {}, "certificate")],
    id: ended("edge.example.org"),
  },
  {
    what: "a certificate of one's own",
    resources: [
      resource("gcp:certificatemanager/certificate:Certificate", "upload", { selfManaged: { pemCertificate: serverCertificate } }),
    ],
    id: ended("edge.example.org"),
  },
];

/** By major, as `recordedMajors` names them. */
export const majorCases: Readonly<Record<string, readonly MajorCase[]>> = {
  "fastly 8": [...fastlyCases, versionless("domainV1:DomainV1")],
  "fastly 9": [...fastlyCases, versionless("domainV1:DomainV1")],
  "fastly 10": [...fastlyCases, versionless("domainV1:DomainV1")],
  "fastly 11": [...fastlyCases, ...versionlessSinceEleven()],
  "fastly 12": [...fastlyCases, ...versionlessSinceEleven()],
  "kubernetes 3": [
    ...kubernetesCases,
    ...["helm.sh/v2:Chart", "helm.sh/v3:Chart", "yaml:ConfigFile", "yaml:ConfigGroup", "kustomize:Directory"].map(emptyComponent),
  ],
  "kubernetes 4": [
    ...kubernetesCases,
    ...["helm.sh/v3:Chart", "helm.sh/v4:Chart", "kustomize:Directory", "kustomize/v2:Directory"].map(emptyComponent),
    ...["yaml:ConfigFile", "yaml:ConfigGroup", "yaml/v2:ConfigFile", "yaml/v2:ConfigGroup"].map(emptyComponent),
  ],
  "cloudflare 5": [
    ...cloudflareCases,
    { what: "a record by value", resources: [cloudflareZone("zone"), cloudflareRecord("record:Record", "value")], id: record },
    { what: "a record by content", resources: [cloudflareZone("zone"), cloudflareRecord("record:Record", "content")], id: record },
    { what: "a custom host name", resources: [subscription, customHostname({ ssls: [{ method: "txt" }] })], id: owner },
    {
      what: "a zone's mode among its settings",
      resources: [
        cloudflareZone("zone"),
        resource("cloudflare:index/zoneSettingsOverride:ZoneSettingsOverride", "mode", { zoneId: "Z1", settings: { ssl: "full" } }),
      ],
      id: trust("example.org"),
    },
    {
      what: "a certificate of one's own",
      resources: [resource("cloudflare:index/customSsl:CustomSsl", "upload", { customSslOptions: { certificate: serverCertificate } })],
      id: ended("edge.example.org"),
    },
  ],
  "cloudflare 6": [
    ...cloudflareCases,
    { what: "a record", resources: [cloudflareZone("name"), cloudflareRecord("dnsRecord:DnsRecord", "content")], id: record },
    { what: "a record by its former type", resources: [cloudflareZone("name"), cloudflareRecord("record:Record", "content")], id: record },
    { what: "a custom host name", resources: [subscription, customHostname({ ssl: { method: "txt" } })], id: owner },
    {
      what: "a zone's mode",
      resources: [
        cloudflareZone("name"),
        resource("cloudflare:index/zoneSetting:ZoneSetting", "mode", { zoneId: "Z1", settingId: "ssl", value: "full" }),
      ],
      id: trust("example.org"),
    },
    {
      what: "a certificate of one's own",
      resources: [upload("cloudflare:index/customSsl:CustomSsl", {}, "certificate")],
      id: ended("edge.example.org"),
    },
    {
      what: "a client certificate for the origin of one host",
      resources: [
        upload(
          "cloudflare:index/authenticatedOriginPullsHostnameCertificate:AuthenticatedOriginPullsHostnameCertificate",
          {},
          "certificate",
        ),
      ],
      id: ended("edge.example.org"),
    },
  ],
  "azure 5": azureCases,
  "azure 6": azureCases,
  "azure-native 2": azureNativeCases("network"),
  "azure-native 3": azureNativeCases("dns"),
  "aws 6": awsCases,
  "aws 7": awsCases,
  "gcp 8": gcpCases,
  "gcp 9": gcpCases,
  "gcp 10": gcpCases,
};

function versionlessSinceEleven(): MajorCase[] {
  return [
    versionless("domainV1:DomainV1"),
    versionless("domain:Domain"),
    versionless("domainV1:DomainV1", "domainV1ServiceLink:DomainV1ServiceLink"),
    versionless("domain:Domain", "domainServiceLink:DomainServiceLink"),
  ];
}
