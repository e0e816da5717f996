import { everyCluster } from "../ownership/clusters";
import { nothingElsewhere, type OwnedElsewhere } from "../ownership/elsewhere";
import type {
  Certificate,
  Cluster,
  Elsewhere,
  Issuer,
  Labels,
  ResourceReference,
  SecretWriter,
  Solver,
  Subscription,
  Vendor,
} from "../ownership/inventory";
import { parseName, type DnsName } from "../ownership/names";
import { dayOf, daysBetween } from "../ownership/time";
import { absent, known, unknown, type Elements, type Value } from "../ownership/value";
import { InputError, parseJson } from "./json";
import { clusterOfServer } from "./kubernetes";
import { whole } from "./names";
import { listOf, mapOf, object, oneOf, text, textLike, type Shape } from "./shapes";

/**
 * The ownership file: what others own, as `tls-ownership claims` or people write it. Its shape is published as
 * ownership.schema.json, for editors; a test holds the two together.
 */

/** A DNS name in ASCII; the last label is no number, so that no IP address is one. */
const namePattern = String.raw`^(?=.{1,253}\.?$)(\*\.)?([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*(?=[^.]*[A-Za-z_])[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.?$`;
export const dayPattern = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

const vendors = ["fastly", "google", "cloudflare", "akamai", "digitalocean", "acme-provider"] as const;
export const certificateKinds = ["Certificate", "Ingress", "Gateway", "ListenerSet", "Route"] as const;

const dnsNameText = textLike(new RegExp(namePattern), "a DNS name such as app.example.org");
const dnsName: Shape<DnsName> = (value, place) => {
  const name = parseName(dnsNameText(value, place));
  if (name === undefined) {
    throw new InputError(`${place}: is a text that is none, where a DNS name such as app.example.org belongs`);
  }
  return name;
};
const names = listOf(dnsName, 1);
const labels = mapOf<string>((value, place) => textLike(/^/, "a text")(value, place));
const record = oneOf("CNAME", "TXT");

const selector = object({}, { dnsNames: listOf(text), dnsZones: listOf(text), matchLabels: labels });
const solver = object({ method: oneOf("dns01", "http01") }, { provider: text, cnameStrategy: oneOf("None", "Follow"), selector });

const issuerKeys = object(
  { kind: oneOf("Issuer", "ClusterIssuer"), name: text, type: oneOf("acme", "private") },
  { source: text, cluster: text, namespace: text, server: text, solvers: listOf(solver) },
);
const issuer: typeof issuerKeys = (value, place) => {
  const read = issuerKeys(value, place);
  if (read.kind === "Issuer" && read.namespace === undefined) {
    throw new InputError(`${place}.namespace: is missing, and an Issuer lies in one`);
  }
  if (read.type === "acme" && read.solvers === undefined) {
    throw new InputError(`${place}.solvers: is missing, and an issuer of type acme has some`);
  }
  return read;
};

const certificate = object(
  { name: text, names, issuer: object({ kind: text, name: text }, { group: text }) },
  { source: text, cluster: text, kind: oneOf(...certificateKinds), namespace: text, secret: text, labels },
);
const subscription = object({ vendor: oneOf(...vendors), name: text, names }, { source: text, id: text, record });
const others = object({ names, owner: text, record }, {});

const file = object(
  { version: oneOf(1) },
  {
    $schema: text,
    sources: mapOf(
      object({ kind: oneOf("stack", "cluster", "other") }, { asOf: textLike(new RegExp(dayPattern), "a day such as 2026-06-03") }),
    ),
    clusters: mapOf(object({}, { server: text })),
    issuers: listOf(issuer),
    certificates: listOf(certificate),
    subscriptions: listOf(subscription),
    challengeZones: listOf(dnsName),
    names: listOf(others),
  },
);

/** The file as it is written, once it is known to be one. */
type OwnershipFile = ReturnType<typeof file>;

/**
 * @param content parsed JSON.
 * @returns it by its type.
 * @throws InputError that says what is wrong with it first: by key path and kind, never by a value.
 */
export function parseOwnershipFile(content: unknown): OwnershipFile {
  return file(content, "");
}

/** @param written the file's text. @throws InputError, as `parseOwnershipFile` and `parseJson` do. */
export function ownershipIn(written: string): OwnershipFile {
  return parseOwnershipFile(parseJson(written));
}

/**
 * @param content as `parseOwnershipFile` gives it.
 * @param name the file's, for messages.
 * @param now against which its age is told.
 * @returns its entries as things of an inventory. What the file does not say is unknown.
 */
export function readOwnershipFile(content: OwnershipFile, name: string, now: Date): OwnedElsewhere {
  const place = placeOf(content, name, now);
  const certificates = (content.certificates ?? []).map((entry, index) => readCertificate(entry, place("certificates", index)));
  const subscriptions = [
    ...(content.subscriptions ?? []).map((entry, index) => readSubscription(entry, place("subscriptions", index))),
    ...(content.names ?? []).map((entry, index) => readOthers(entry, place("names", index))),
  ];
  const issuers = (content.issuers ?? []).map((entry, index) => readIssuer(entry, place("issuers", index)));
  const challengeZones = content.challengeZones ?? [];
  return [certificates, subscriptions, issuers, challengeZones].every(({ length }) => length === 0)
    ? nothingElsewhere
    : {
        subscriptions,
        certificates: certificates.map(([each]) => each),
        secretWriters: certificates.flatMap(([, writers]) => writers),
        issuers,
        challengeZones,
      };
}

/** What is common to all entries: where each stands, and the clusters that they name. */
interface Place {
  resource(type: string, name: string, source: string | undefined): ResourceReference;
  cluster(name: string | undefined, fallback: Cluster): Cluster;
}

function placeOf({ sources, clusters }: OwnershipFile, file: string, now: Date): (collection: string, index: number) => Place {
  const elsewhere = (name: string | undefined): Elsewhere => {
    if (name === undefined) {
      return { file };
    }
    const { kind = "other", asOf } = sources?.get(name) ?? {};
    return {
      file,
      source: { name, kind },
      ...(asOf === undefined ? {} : { asOf: { day: asOf, daysAgo: daysBetween(asOf, dayOf(now.getTime())) } }),
    };
  };
  return (collection, index) => ({
    resource: (type, name, source) => ({ urn: `${file}#${collection}[${index}]`, type, name, elsewhere: elsewhere(source) }),
    cluster: (name, fallback) => {
      if (name === undefined) {
        return fallback;
      }
      const server = clusters?.get(name)?.server;
      return server === undefined ? { key: `${file} ${name}`, known: false } : clusterOfServer(server);
    },
  });
}

/** An issuer without a cluster is the same in all of them: its entry says so by naming none. */
function readIssuer(entry: ReturnType<typeof issuer>, place: Place): Issuer {
  return {
    resource: place.resource(`kubernetes:cert-manager.io/v1:${entry.kind}`, entry.name, entry.source),
    kind: entry.kind,
    cluster: place.cluster(entry.cluster, everyCluster),
    namespace: given(entry.namespace),
    name: known(entry.name),
    type: known(entry.type),
    privateSigning: entry.type === "acme" ? absent : unknown,
    server: given(entry.server),
    profile: unknown,
    hasPrivateServer: unknown,
    sendsDuration: unknown,
    solvers: { known: (entry.solvers ?? []).map(readSolver), complete: true },
  };
}

/** Where the provider is told, cert-manager's default holds for a strategy that is not. */
function readSolver({ method, provider, cnameStrategy, selector: selected }: ReturnType<typeof solver>): Solver {
  return {
    method: known(method),
    provider: given(provider),
    cnameStrategy: cnameStrategy !== undefined ? known(cnameStrategy) : provider === undefined ? unknown : known("None"),
    selector:
      selected === undefined
        ? absent
        : known({
            dnsNames: distinct(selected.dnsNames),
            dnsZones: distinct(selected.dnsZones),
            matchLabels: readLabels(selected.matchLabels ?? new Map()),
          }),
  };
}

const untold: Elements<never> = { known: [], complete: false };

function readCertificate(entry: ReturnType<typeof certificate>, place: Place): [Certificate, SecretWriter[]] {
  const { kind = "Certificate", secret } = entry;
  const resource = place.resource(`kubernetes:${apiVersions[kind]}:${kind}`, entry.name, entry.source);
  const property = kind === "Certificate" ? "spec.dnsNames" : kind === "Ingress" ? "spec.tls[].hosts" : "its hosts";
  const common = {
    resource,
    cluster: place.cluster(entry.cluster, { key: resource.urn, known: false }),
    namespace: given(entry.namespace),
  };
  const read: Certificate = {
    ...common,
    source: kind,
    objectName: known(entry.name),
    names: { known: entry.names.map((name) => ({ name, property })), complete: true },
    property,
    issuer: {
      name: known(entry.issuer.name),
      kind: known(entry.issuer.kind),
      group: known(entry.issuer.group ?? "cert-manager.io"),
    },
    labels: entry.labels === undefined ? { known: new Map(), complete: false } : readLabels(entry.labels),
    request: {
      dnsNames: untold,
      commonName: unknown,
      ipAddresses: untold,
      emailAddresses: untold,
      uris: untold,
      isCertificateAuthority: unknown,
      usages: untold,
      keyAlgorithm: unknown,
      keySize: unknown,
      keyRotationPolicy: unknown,
      otherNames: unknown,
      secretName: given(secret),
      malformedAnnotations: [],
    },
    renewal: { policy: unknown, duration: unknown, renewBefore: unknown, renewBeforePercentage: unknown },
    status: { notAfter: unknown, failedAttempts: unknown, issuing: unknown, issuingReason: unknown, issuingSince: unknown },
  };
  const writer: SecretWriter = {
    ...common,
    writer: kind,
    secret: given(secret),
    property: "secret",
    certain: true,
    object: { kind: "Certificate", name: kind === "Certificate" ? known(entry.name) : given(secret) },
    ...(kind === "Certificate" ? {} : { hosts: distinct(entry.names) }),
  };
  return [read, secret === undefined ? [] : [writer]];
}

const apiVersions: Readonly<Record<(typeof certificateKinds)[number], string>> = {
  Certificate: "cert-manager.io/v1",
  Ingress: "networking.k8s.io/v1",
  Gateway: "gateway.networking.k8s.io/v1",
  ListenerSet: "gateway.networking.k8s.io/v1",
  Route: "route.openshift.io/v1",
};

/** What each vendor's users know it by, where it lists names, and the record that it needs. */
const subscribed: Readonly<Record<(typeof vendors)[number], { type: string; property: string; record: Subscription["record"] }>> = {
  fastly: { type: "fastly:index/tlsSubscription:TlsSubscription", property: "domains", record: "CNAME" },
  google: { type: "gcp:certificatemanager/dnsAuthorization:DnsAuthorization", property: "domain", record: "CNAME" },
  cloudflare: { type: "cloudflare:index/certificatePack:CertificatePack", property: "hosts", record: "TXT" },
  akamai: { type: "akamai:index/property:Property", property: "hostnames", record: "CNAME" },
  digitalocean: { type: "digitalocean:index/certificate:Certificate", property: "domains", record: "TXT" },
  "acme-provider": { type: "acme:index/certificate:Certificate", property: "commonName, subjectAlternativeNames", record: "TXT" },
};

/** @returns the record that a vendor's certificates need, unless an entry says otherwise. */
export function usualRecord(vendor: Vendor): Subscription["record"] | undefined {
  return vendor === "other" ? undefined : subscribed[vendor].record;
}

function readSubscription(entry: ReturnType<typeof subscription>, place: Place): Subscription {
  const { type, property, record: usual } = subscribed[entry.vendor];
  return {
    ...managed(entry.vendor, entry.names, entry.record ?? usual, property),
    resource: place.resource(type, entry.name, entry.source),
    id: given(entry.id),
  };
}

/** Names that somebody keeps a certificate for of whom Pulumi knows nothing: a console, another tool. */
function readOthers(entry: ReturnType<typeof others>, place: Place): Subscription {
  return {
    ...managed("other", entry.names, entry.record, "names"),
    resource: place.resource("names", entry.names[0] ?? "", undefined),
    id: absent,
    owner: entry.owner,
  };
}

function managed(
  vendor: Vendor,
  listed: readonly DnsName[],
  needed: Subscription["record"],
  property: string,
): Omit<Subscription, "resource" | "id"> {
  return { vendor, authority: unknown, record: needed, names: distinct(listed), property, derivedFrom: [], targets: new Map() };
}

function given(value: string | undefined): Value<string> {
  return value === undefined ? unknown : known(value);
}

function distinct<T>(list: readonly T[] | undefined): Elements<T> {
  return whole([...new Set(list)]);
}

function readLabels(read: ReadonlyMap<string, string>): Labels {
  return { known: new Map([...read].map(([key, value]) => [key, known(value)])), complete: true };
}
