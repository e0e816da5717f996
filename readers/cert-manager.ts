import type { Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import type { CertificateStatus, Cluster, Issuer, Labels, NamedIn, PrivateSigning, Selector, Solver } from "../ownership/inventory";
import { parseName } from "../ownership/names";
import { absent, isEqual, isOneOf, known, unknown, valueOr, type Elements, type Value } from "../ownership/value";
import { kubernetesObject, type KubernetesObject } from "./kubernetes";
import { join, single } from "./names";
import type { Readers, Shelves } from "./reader";

/**
 * In the group that cert-manager has used since 0.11, and in the one before. Names, solvers and Secrets are written alike in all
 * versions. An issuer without a single property is one of which nothing is known.
 */
export const certManager: readonly Readers[] = ["cert-manager.io", "certmanager.k8s.io"].flatMap((group): Readers[] => [
  { emptyMay: "claim", objects: { [`${group}/Certificate`]: readCertificate } },
  { objects: { [`${group}/Issuer`]: readIssuer, [`${group}/ClusterIssuer`]: readIssuer } },
]);

/** A Certificate; a patch of one claims what it sets. */
function readCertificate(resource: Resource, shelves: Shelves): void {
  const object = kubernetesObject(resource, shelves);
  const issuerRef = object.spec.at("issuerRef");
  shelves.certificates.push({
    resource: resource.reference,
    source: "Certificate",
    cluster: object.cluster,
    namespace: object.namespace,
    objectName: object.name,
    names: join(
      namesIn(object.spec.texts("dnsNames"), "spec.dnsNames"),
      namesIn(single(object.spec.text("commonName")), "spec.commonName"),
    ),
    property: "spec.dnsNames",
    issuer: {
      name: object.partial ? unlessAbsent(issuerRef.text("name")) : issuerRef.text("name"),
      kind: withDefault(issuerRef.text("kind"), "Issuer"),
      group: withDefault(issuerRef.text("group"), object.group),
    },
    labels: readLabels(object.metadata.at("labels")),
    request: {
      dnsNames: object.spec.texts("dnsNames"),
      commonName: object.spec.text("commonName"),
      ipAddresses: object.spec.texts("ipAddresses"),
      emailAddresses: object.spec.texts("emailAddresses"),
      uris: object.spec.texts("uris"),
      isCertificateAuthority: object.spec.flag("isCA"),
      usages: object.spec.texts("usages"),
      keyAlgorithm: object.spec.text("privateKey", "algorithm"),
      keySize: object.spec.text("privateKey", "size"),
      keyRotationPolicy: object.spec.text("privateKey", "rotationPolicy"),
      otherNames: presenceOfAny(object.spec, ["literalSubject", "otherNames", "uriSANs", "emailSANs"]),
      secretName: object.spec.text("secretName"),
      malformedAnnotations: [],
    },
    renewal: {
      policy: object.spec.text("renewal", "policy"),
      duration: object.spec.text("duration"),
      renewBefore: object.spec.text("renewBefore"),
      renewBeforePercentage: object.spec.text("renewBeforePercentage"),
    },
    status: readStatus(resource.properties.at("status")),
  });
  const secret = object.spec.text("secretName");
  if (secret.state !== "absent") {
    shelves.secretWriters.push({
      resource: resource.reference,
      writer: "Certificate",
      cluster: object.cluster,
      namespace: object.namespace,
      secret,
      property: "spec.secretName",
      certain: true,
      object: { kind: "Certificate", name: object.name },
    });
  }
}

function presenceOfAny(place: Properties, properties: readonly string[]): Value<true> {
  const found = properties.map((property) => place.presence(property));
  return found.find(({ state }) => state === "known") ?? found.find(({ state }) => state === "unknown") ?? absent;
}

function readStatus(status: Properties): CertificateStatus {
  const conditions = status.items("conditions").known;
  const issuing = conditions.find((condition) => isOneOf(condition.text("type"), ["Issuing"]) === true);
  return {
    notAfter: status.text("notAfter"),
    failedAttempts: status.text("failedIssuanceAttempts"),
    issuing: issuing?.text("status") ?? absent,
    issuingReason: issuing?.text("reason") ?? absent,
    issuingSince: issuing?.text("lastTransitionTime") ?? absent,
  };
}

/** The certificate of a shim has a status of its own, which the annotated object does not show. */
export const noStatus: CertificateStatus = {
  notAfter: absent,
  failedAttempts: absent,
  issuing: absent,
  issuingReason: absent,
  issuingSince: absent,
};

/** @returns the DNS names among texts, each with the property that lists it. */
export function namesIn(texts: Elements<string>, property: string): Elements<NamedIn> {
  const names = texts.known.map(parseName).filter((name) => name !== undefined);
  return { ...texts, known: names.map((name) => ({ name, property })) };
}

/** @returns labels as solvers select by them. */
export function readLabels(labels: Properties): Labels {
  const keys = labels.keys();
  return { known: new Map(keys.known.map((key) => [key, labels.text(key)])), complete: keys.complete };
}

/** What a patch leaves out its object says, and that may be anywhere. */
function unlessAbsent(value: Value<string>): Value<string> {
  return value.state === "absent" ? unknown : value;
}

function withDefault(value: Value<string>, fallback: string): Value<string> {
  return value.state === "absent" || (value.state === "known" && value.value === "") ? known(fallback) : value;
}

/** An Issuer or ClusterIssuer. What is neither ACME nor unknown asks DNS for nothing. */
function readIssuer(resource: Resource, shelves: Shelves): void {
  const object = kubernetesObject(resource, shelves);
  if (object.partial && resource.properties.presence("spec").state === "absent") {
    return; // a patch of labels says nothing of the issuer
  }
  const acme = object.spec.at("acme");
  shelves.issuers.push({
    resource: resource.reference,
    kind: object.kind === "ClusterIssuer" ? "ClusterIssuer" : "Issuer",
    cluster: object.cluster,
    namespace: object.namespace,
    name: object.name,
    type: issuerType(object),
    privateSigning: privateSigning(object),
    server: acme.text("server"),
    profile: acme.text("profile"),
    hasPrivateServer: acme.presence("caBundle").state === "known" ? known(true) : acme.flag("skipTLSVerify"),
    sendsDuration: acme.flag("enableDurationFeature"),
    solvers: readSolvers(acme),
  });
  readAccountKey(resource, object, shelves);
}

/**
 * The key of an ACME account, made unless it is there or `disableAccountKeyGeneration` says that it is: an Issuer's in its own namespace,
 * a ClusterIssuer's in cert-manager's (`pkg/issuer/acme/setup.go`). Under a key of its own name it lies beside a certificate.
 */
function readAccountKey(resource: Resource, object: KubernetesObject, shelves: Shelves): void {
  const acme = object.spec.at("acme");
  const secret = acme.text("privateKeySecretRef", "name");
  const isLeft = valueOr(acme.flag("disableAccountKeyGeneration"), false);
  const isKeyOfTls = isOneOf(acme.text("privateKeySecretRef", "key"), ["tls.key", "tls.crt", ""], true);
  if (secret.state === "absent" || isLeft === true || isKeyOfTls === false) {
    return;
  }
  shelves.accountKeys.push({
    resource: resource.reference,
    writer: object.kind,
    cluster: object.cluster,
    namespace: object.kind === "ClusterIssuer" ? clusterResourceNamespace(object.cluster, shelves) : object.namespace,
    secret,
    property: "spec.acme.privateKeySecretRef.name",
    certain: isKeyOfTls === true && isLeft === false,
    object: { kind: object.kind, name: object.name },
  });
}

/** What the stack's own release of cert-manager says, else the namespace in which its chart is installed by its own instructions. */
function clusterResourceNamespace({ key }: Cluster, { clusterResourceNamespaces }: Shelves): Value<string> {
  const [namespace = known("cert-manager"), ...others] = clusterResourceNamespaces.get(key) ?? [];
  return others.every((other) => isEqual(namespace, other) === true) ? namespace : unknown;
}

function issuerType(object: KubernetesObject): Issuer["type"] {
  const acme = object.spec.presence("acme");
  if (acme.state !== "absent") {
    return acme.state === "known" ? known("acme") : unknown;
  }
  return object.spec.keys().known.length > 0 ? known("private") : unknown;
}

const privateSignings: readonly PrivateSigning[] = ["ca", "selfSigned", "vault"];

function privateSigning({ spec }: KubernetesObject): Issuer["privateSigning"] {
  const keys = spec.keys();
  if (!keys.complete) {
    return unknown;
  }
  const [first, ...others] = keys.known.map((key) => privateSignings.find((signing) => signing === key));
  return first === undefined || others.length > 0 ? absent : known(first);
}

function readSolvers(acme: Properties): Elements<Solver> {
  const solvers = acme.items("solvers");
  // The API before 0.8 described challenges elsewhere: on the issuer's `dns01`/`http01` and on each certificate.
  const older = acme.presence("dns01").state !== "absent" || acme.presence("http01").state !== "absent";
  return { ...solvers, known: solvers.known.map(readSolver), complete: solvers.complete && !older };
}

function readSolver(solver: Properties): Solver {
  const dns01 = solver.presence("dns01");
  const http01 = solver.presence("http01");
  const method: Solver["method"] =
    dns01.state === "known" ? known("dns01") : dns01.state === "absent" && http01.state === "known" ? known("http01") : unknown;
  const strategy = solver.text("dns01", "cnameStrategy");
  return {
    method,
    provider: dns01.state === "unknown" ? unknown : readProvider(solver.at("dns01")),
    cnameStrategy: strategy.state === "unknown" ? strategy : known(isOneOf(strategy, ["Follow"]) === true ? "Follow" : "None"),
    selector: readSelector(solver),
  };
}

/** A webhook of acme-dns is acme-dns; one whose name is not known may be. */
function readProvider(dns01: Properties): Value<string> {
  const [provider] = dns01.keys().known.filter((key) => key !== "cnameStrategy" && key !== "waitInsteadOfSelfCheck");
  if (provider !== "webhook") {
    return provider === undefined ? absent : known(provider);
  }
  const names = ["solverName", "groupName"].map((property) => dns01.text("webhook", property));
  if (names.some((name) => name.state === "known" && acmeDns.test(name.value))) {
    return known("acmeDNS");
  }
  return names.every(({ state }) => state === "known") ? known(provider) : unknown;
}

/** `acme-dns` and `acmedns`, but not `acmednsimple`. */
const acmeDns = /acme[-_]?dns(?![a-z])/i;

function readSelector(solver: Properties): Value<Selector> {
  const selector = solver.presence("selector");
  if (selector.state !== "known") {
    return selector;
  }
  return known({
    dnsNames: solver.texts("selector", "dnsNames"),
    dnsZones: solver.texts("selector", "dnsZones"),
    matchLabels: readLabels(solver.at("selector", "matchLabels")),
  });
}
