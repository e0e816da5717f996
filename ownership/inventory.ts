import type { Expression } from "./alert-expressions";
import type { DnsName } from "./names";
import type { Answer, Elements, Value } from "./value";

/** Where a thing of the inventory comes from, and where a finding about it is reported. */
export interface ResourceReference {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Set for what no analysed stack has: the ownership file says that it exists. No finding is reported on such a thing. */
  readonly elsewhere?: Elsewhere;
}

/** What the ownership file says of where one of its entries comes from. */
export interface Elsewhere {
  /** The file, for messages. */
  readonly file: string;
  /** The stack or cluster; absent for entries that name none. */
  readonly source?: { readonly name: string; readonly kind: SourceKind };
  /** The day on which it was so, as `2026-06-03`, and how many days ago that was. */
  readonly asOf?: { readonly day: string; readonly daysAgo: number };
}

type SourceKind = "stack" | "cluster" | "other";

/** One DNS name, and the property that says so, as the user would look it up. */
export interface NamedIn {
  readonly name: DnsName;
  readonly property: string;
}

/**
 * A managed certificate outside cert-manager that needs the challenge record of its names: a Fastly TLS subscription, a
 * Google DNS authorization, Cloudflare's, Akamai's, or a certificate of an ACME provider.
 */
export interface Subscription {
  readonly resource: ResourceReference;
  /** The vendor's id: a subscription that one stack keeps and another only reads is one. */
  readonly id: Value<string>;
  readonly vendor: Vendor;
  /** Who keeps it, in the ownership file's words; only of the vendor `other`. */
  readonly owner?: string;
  /** Fastly's `certificateAuthority`; absent for vendors that choose for themselves. */
  readonly authority: Value<string>;
  /** A permanent CNAME excludes every other record of the name (RFC 1034 §3.6.2); a TXT stands beside other TXTs. */
  readonly record: "CNAME" | "TXT";
  readonly names: Elements<DnsName>;
  /** The property that lists the names, e.g. `domains`. */
  readonly property: string;
  /** URNs of the resources that an incomplete list of names is computed from. */
  readonly derivedFrom: readonly string[];
  /** The record's target by challenge name, where the vendor has said it. */
  readonly targets: ReadonlyMap<DnsName, DnsName>;
  /** Of the `acme` provider, the URL of the directory that its certificates come from. */
  readonly server?: Value<string>;
}

export type Vendor = "fastly" | "google" | "cloudflare" | "akamai" | "digitalocean" | "acme-provider" | "other";

/** A Fastly service, VCL or Compute, or a versionless domain. Domains are routing, not ownership of a certificate. */
export interface Service {
  readonly resource: ResourceReference;
  readonly domains: Elements<DnsName>;
  /** Host names of `backends[].address`; IP addresses are left out. `overrideHost` is no origin. */
  readonly origins: Elements<Origin>;
  /** URNs of the services that a versionless domain leads to, as far as it says so itself; a service leads to itself. */
  readonly routesTo: readonly string[];
}

export interface Origin {
  readonly address: DnsName;
  /** The backend's own name, to find it in the program. */
  readonly backend: string;
}

/** How an edge connects to an origin; of Cloudflare, how it connects to all origins of a zone. */
export interface OriginConnection {
  readonly resource: ResourceReference;
  readonly edge: Edge;
  /** The edge's own name for the origin, to find it in the program; absent where the resource is the origin, or a zone. */
  readonly backend: Value<string>;
  /** The host name that it connects to; absent for an IP address. Of Cloudflare, the zone. */
  readonly address: Value<DnsName>;
  readonly usesTls: Value<boolean>;
  /** Absent stands for the edges' own default: they verify. */
  readonly verifies: Value<boolean>;
  /** What the origin's certificate is held against, as written; unknown where something else than the program decides. */
  readonly verifiedHost: Value<string>;
  /** The name by which the origin chooses its certificate (SNI), as written. */
  readonly serverName: Value<string>;
  /** Whether the program gives the edge a CA certificate to trust. */
  readonly bringsAuthority: Value<boolean>;
}

type Edge = "fastly-vcl" | "fastly-compute" | "cloudfront" | "azure-front-door" | "cloudflare";

/** Resources with one key go to one cluster. Of different keys that is known only when both are `known`. */
export interface Cluster {
  readonly key: string;
  readonly known: boolean;
}

/** A certificate that cert-manager keeps, declared, or made by one of its shims from an Ingress, Gateway or ListenerSet. */
export interface Certificate {
  readonly resource: ResourceReference;
  readonly source: CertificateSource;
  readonly cluster: Cluster;
  readonly namespace: Value<string>;
  /** Of the Certificate, or of the object that a shim makes one from. */
  readonly objectName: Value<string>;
  readonly names: Elements<NamedIn>;
  /** The property that lists the names, for what is unknown of it. */
  readonly property: string;
  readonly issuer: IssuerReference;
  /** Labels of the certificate, by which solvers select (`selector.matchLabels`). */
  readonly labels: Labels;
  readonly request: CertificateRequest;
  readonly renewal: RenewalRequest;
  readonly status: CertificateStatus;
}

/** When a certificate asks to be renewed, as written. */
export interface RenewalRequest {
  /** `RenewBefore` or `Disabled`. */
  readonly policy: Value<string>;
  /** Go durations, such as `2160h`. */
  readonly duration: Value<string>;
  readonly renewBefore: Value<string>;
  readonly renewBeforePercentage: Value<string>;
}

/** What a Certificate said of itself when Pulumi last looked. Times are RFC 3339. */
export interface CertificateStatus {
  readonly notAfter: Value<string>;
  readonly failedAttempts: Value<string>;
  /** The condition `Issuing`: `True` or `False`, why, and since when. */
  readonly issuing: Value<string>;
  readonly issuingReason: Value<string>;
  readonly issuingSince: Value<string>;
}

/** What a certificate asks its issuer for besides its names. */
export interface CertificateRequest {
  /** Every text of `dnsNames` or of the hosts, also those that no DNS name can be. */
  readonly dnsNames: Elements<string>;
  readonly commonName: Value<string>;
  readonly ipAddresses: Elements<string>;
  readonly emailAddresses: Elements<string>;
  readonly uris: Elements<string>;
  readonly isCertificateAuthority: Value<boolean>;
  /** As written, such as `server auth`. */
  readonly usages: Elements<string>;
  /** As written; absent stands for cert-manager's RSA. */
  readonly keyAlgorithm: Value<string>;
  /** Digits; absent stands for cert-manager's 2048, or 256 for ECDSA. */
  readonly keySize: Value<string>;
  /** `Never` or `Always`; absent stands for the former until cert-manager 1.17, for the latter from 1.18. */
  readonly keyRotationPolicy: Value<string>;
  /** Whether it names something by other means than those above: a literal subject, other names, names of an older API. */
  readonly otherNames: Value<true>;
  /** The Secret that the certificate goes into. */
  readonly secretName: Value<string>;
  /** Annotations of a shim's object, without their prefix, whose values cert-manager cannot read. */
  readonly malformedAnnotations: readonly string[];
}

/**
 * An annotated object of which cert-manager's shim makes no certificate at all, because what it says contradicts itself. Only
 * what is known in full stands here.
 */
export interface ContradictoryShim {
  readonly resource: ResourceReference;
  readonly cluster: Cluster;
  readonly namespace: Value<string>;
  readonly contradiction: Contradiction;
  /** The Secrets that it waits for. */
  readonly secrets: readonly string[];
  readonly names: readonly DnsName[];
}

/** Both issuer annotations; a ClusterIssuer with a kind or group of its own; one Secret in two tls blocks of an Ingress. */
export type Contradiction = "two-issuers" | "cluster-issuer-of-kind" | "repeated-secret";

export type CertificateSource = "Certificate" | "Ingress" | "Gateway" | "ListenerSet" | "Route";

export interface IssuerReference {
  readonly name: Value<string>;
  /** `Issuer`, `ClusterIssuer`, or an external issuer's kind. */
  readonly kind: Value<string>;
  readonly group: Value<string>;
}

export interface Labels {
  readonly known: ReadonlyMap<string, Value<string>>;
  /** False when labels may exist that this preview does not show. */
  readonly complete: boolean;
}

/** An Issuer or ClusterIssuer of cert-manager. */
export interface Issuer {
  readonly resource: ResourceReference;
  readonly kind: "Issuer" | "ClusterIssuer";
  readonly cluster: Cluster;
  readonly namespace: Value<string>;
  readonly name: Value<string>;
  /** `private` covers ca, selfSigned, vault and the like: none of them asks DNS for anything. */
  readonly type: Value<"acme" | "private">;
  /** How an issuer signs whose certificates no public client trusts; absent for ACME, and for Venafi's, which may be public. */
  readonly privateSigning: Value<PrivateSigning>;
  /** The URL of an ACME issuer's directory, which tells the authority. */
  readonly server: Value<string>;
  /** The authority's profile that an ACME issuer asks for. */
  readonly profile: Value<string>;
  /** Whether an ACME issuer is told how to verify its server (`caBundle`), or not to: public servers need neither. */
  readonly hasPrivateServer: Value<boolean>;
  /** Whether an ACME issuer hands `duration` on to its authority (`enableDurationFeature`). */
  readonly sendsDuration: Value<boolean>;
  readonly solvers: Elements<Solver>;
}

/** The property of `spec` that makes an issuer a private one. */
export type PrivateSigning = "ca" | "selfSigned" | "vault";

/** One entry of an ACME issuer's `solvers`. */
export interface Solver {
  readonly method: Value<"dns01" | "http01">;
  /** The DNS provider's key, e.g. `route53`, `acmeDNS`, `webhook`. */
  readonly provider: Value<string>;
  readonly cnameStrategy: Value<"None" | "Follow">;
  /** Absent: cert-manager treats a solver without selector differently from one with an empty selector. */
  readonly selector: Value<Selector>;
}

export interface Selector {
  readonly dnsNames: Elements<string>;
  readonly dnsZones: Elements<string>;
  readonly matchLabels: Labels;
}

/** A certificate that asks for no `_acme-challenge` record: ACM, an upload. It proves that a name is served otherwise. */
export interface OtherCertificate {
  readonly resource: ResourceReference;
  readonly names: Elements<DnsName>;
  /** The property that lists the names. */
  readonly property: string;
  /** Of the `acme` provider, the URL of the directory that its certificates come from. */
  readonly server?: Value<string>;
}

/** A tool that renews certificates, in a version that moves by itself. */
export interface RenewalTool {
  readonly resource: ResourceReference;
  readonly tool: "cert-manager" | "certbot" | "lego" | "acme.sh";
  /** Where its version would stand. */
  readonly property: "version" | "image" | "name";
  readonly cluster: Cluster;
}

/** A certificate that the program holds or makes itself, with its dates. */
export interface StoredCertificate {
  readonly resource: ResourceReference;
  /** The property that holds it, or that tells its end. */
  readonly property: string;
  readonly use: "server" | "client";
  readonly names: readonly DnsName[];
  /** Whether it is signed by itself, where its text tells. */
  readonly isSelfSigned?: boolean;
  /** Milliseconds since 1970. */
  readonly notBefore?: number;
  readonly notAfter: number;
  /** Of one that updates of the program renew, the days before its end from which on they do. */
  readonly renewedWithin?: number;
}

/** A certificate that the program gets from an authority and says never to renew. */
export interface UnrenewedCertificate {
  readonly resource: ResourceReference;
  /** The property that says so. */
  readonly property: string;
  readonly names: readonly DnsName[];
}

/** One record set of a DNS zone, whoever hosts it. */
export interface DnsRecord {
  readonly resource: ResourceReference;
  /** The provider's name for people, e.g. `Route 53`. */
  readonly provider: string;
  readonly name: RecordName;
  /** `CNAME`, `TXT`, `NS`, …, upper case. A Route 53 alias or another provider's ALIAS is not a CNAME. */
  readonly type: Value<string>;
  /** What it says, as text; nothing of a CAA record, which `caa` has as data. */
  readonly targets: Elements<string>;
  readonly caa: Elements<CaaValue>;
  /** A zone that only private networks resolve never meets a public CA. */
  readonly private: Value<boolean>;
  /** Route 53 only: a set without routing policy, beside which cert-manager cannot put its multivalue set. */
  readonly simple: boolean;
  /** URNs behind an unknown name or target. */
  readonly derivedFrom: readonly string[];
}

/** `malformed` is not certain to mean one record. */
export type CaaValue = CaaProperty | "malformed";

/** One CAA record (RFC 8659 §4.1). */
export interface CaaProperty {
  readonly flags: number;
  /** In lower case: tags are compared without regard to case. */
  readonly tag: string;
  /** Whom `issue` or `issuewild` lets in, as written; empty for nobody. */
  readonly domain: string;
  /** What stands behind the domain (RFC 8659 §4.2); `malformed` makes the record match nobody. */
  readonly parameters: readonly CaaParameter[] | "malformed";
}

export interface CaaParameter {
  readonly tag: string;
  readonly value: string;
}

export type RecordName =
  | { readonly state: "full"; readonly name: DnsName }
  /** Relative to a zone that this preview does not name. */
  | { readonly state: "relative"; readonly labels: string }
  | { readonly state: "unknown" };

/** A DNS zone that the stack declares. */
export interface Zone {
  readonly resource: ResourceReference;
  readonly name: Value<DnsName>;
  readonly private: Value<boolean>;
}

/** Something that writes a TLS Secret of Kubernetes. */
export interface SecretWriter {
  readonly resource: ResourceReference;
  /** What writes it, for people: `Certificate`, `Ingress`, `Secret`, `ExternalSecret`, … */
  readonly writer: string;
  readonly cluster: Cluster;
  readonly namespace: Value<string>;
  readonly secret: Value<string>;
  /** The property that names the Secret. */
  readonly property: string;
  /** False when it may write something else, or nothing: then it is a matter of doubt at most. */
  readonly certain: boolean;
  /**
   * Absent for what writes again and again. What writes once hands the Secret over to whoever renews it; what writes again when it is
   * itself changed may put an old certificate back then.
   */
  readonly repeats?: "never" | "on-change";
  /** The Kubernetes object that writes. A patch, or a Certificate and the shim that leaves it alone, are one object. */
  readonly object: { readonly kind: string; readonly name: Value<string> };
  /** For shims: two Ingresses may share a Secret if they ask for the same hosts. */
  readonly hosts?: Elements<DnsName>;
}

/** One rule that alerts, or that records a metric for others to alert on. */
export interface Alert {
  readonly resource: ResourceReference;
  /** The property that says what it asks for. */
  readonly property: string;
  /** What it asks for, as far as it concerns certificates; empty where it does not. */
  readonly signs: readonly AlertSign[];
  /** Whether it asks for a metric that cert-manager itself offers. */
  readonly certManagerMetric: boolean;
  /** The cluster of a rule that is a Kubernetes object. */
  readonly cluster?: Cluster;
  /** The metric that a recording rule makes. */
  readonly records: Value<string>;
}

/** Why an alert selects nothing, ever: a metric that does not exist, a label that it does not have, a value that the label never has. */
export interface VainMetric {
  readonly why: "metric" | "label" | "condition";
  readonly metric: string;
}

/** What a rule asks for. Metrics are named from the readers' own lists, but for one that does not exist. */
export type AlertSign =
  /** It fires when the expression gives anything. `vain` where none of its metrics ever gives anything. */
  | { readonly kind: "expression"; readonly expression: Expression; readonly vain?: VainMetric }
  /** In time, before a certificate expires; Amazon's events know of ACM's certificates alone. */
  | { readonly kind: "expiry"; readonly of: "any" | "acm" }
  /** Whether a Certificate is Ready, which it stays until it has expired. */
  | { readonly kind: "readiness" }
  /** A line that cert-manager does not log. */
  | { readonly kind: "challenge-log" }
  | ({ readonly kind: "never-matches" } & VainMetric)
  /** It may be about expiry. */
  | { readonly kind: "open" };

/** A release of cert-manager's chart. */
export interface CertManager {
  readonly resource: ResourceReference;
  readonly cluster: Cluster;
  /** `prometheus.enabled`; absent stands for the chart's true. */
  readonly metrics: Value<boolean>;
  /** Whether it makes certificates of Gateways and ListenerSets, which nobody gets without asking. */
  readonly readsGateways: Value<boolean>;
}

/** A certificate that the program makes or uploads itself. */
export interface HandMadeCertificate {
  readonly resource: ResourceReference;
  /** The property that holds it, or that says how long it is good for. */
  readonly property: string;
  readonly names: Elements<DnsName>;
  /** URNs of the resources that it is computed from, signing requests among them. */
  readonly requestedBy: readonly string[];
  readonly forClients: Answer;
  readonly forServers: Answer;
  readonly isAuthority: Answer;
  /** Whether another resource, or every update of the stack, renews it. */
  readonly isRenewed: Answer;
  /** ACM alone publishes when what it keeps expires. */
  readonly keeper: "acm" | "program";
}

/** A request for a certificate, which holds the names that the certificate will have. */
export interface SigningRequest {
  readonly resource: ResourceReference;
  readonly names: Elements<DnsName>;
}

/** Something that could not be read. It matters only beside what it could conflict with; the rules decide that. */
export interface Gap {
  readonly resource: ResourceReference;
  /** The property that would settle it; undefined for a whole resource. */
  readonly property?: string;
  readonly what: "component-without-children" | "empty-resource" | "unreadable-property";
  readonly reason?: string;
  /** What the unread part could have been, so that rules can leave it out where it cannot matter. */
  readonly may: "claim" | "secret";
}

/** A namespace of Kubernetes that the stack creates: what is in it at first, the stack itself puts there. */
interface Namespace {
  readonly resource: ResourceReference;
  readonly cluster: Cluster;
  readonly name: Value<string>;
}

/** @returns the lists of an inventory, each empty until a reader, or the ownership file, puts things into it. */
export function emptyInventory() {
  return {
    subscriptions: [] as Subscription[],
    services: [] as Service[],
    originConnections: [] as OriginConnection[],
    certificates: [] as Certificate[],
    contradictoryShims: [] as ContradictoryShim[],
    issuers: [] as Issuer[],
    otherCertificates: [] as OtherCertificate[],
    floatingTools: [] as RenewalTool[],
    storedCertificates: [] as StoredCertificate[],
    unrenewedCertificates: [] as UnrenewedCertificate[],
    records: [] as DnsRecord[],
    zones: [] as Zone[],
    secretWriters: [] as SecretWriter[],
    /** Secrets into which cert-manager puts the keys of ACME accounts: issuers as their writers. Of a key that is there it makes use. */
    accountKeys: [] as SecretWriter[],
    alerts: [] as Alert[],
    certManagers: [] as CertManager[],
    handMadeCertificates: [] as HandMadeCertificate[],
    signingRequests: [] as SigningRequest[],
    gaps: [] as Gap[],
    /** Zones outside the stack into which its challenge CNAMEs may lead. */
    challengeZones: [] as DnsName[],
    namespaces: [] as Namespace[],
  };
}

/** An inventory being filled. */
export type Lists = Readonly<ReturnType<typeof emptyInventory>>;

/** Everything the readers found in one analysis: one stack, or several that `check` treats as one organisation. */
export type Inventory = { readonly [List in keyof Lists]: readonly Lists[List][number][] };
