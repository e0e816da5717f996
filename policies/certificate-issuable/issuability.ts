import { authorityOf, type CertificateAuthority } from "../../ownership/certificate-authorities";
import { clusterValue } from "../../ownership/clusters";
import { groupBy } from "../../ownership/grouping";
import type {
  Certificate,
  CertificateRequest,
  CertManager,
  Cluster,
  ContradictoryShim,
  Inventory,
  Issuer,
  ResourceReference,
  SecretWriter,
} from "../../ownership/inventory";
import { declaredIssuer, isCommonNameProperty, isOnlyCommonName, isPatch, misplacedIssuer } from "../../ownership/issuance";
import { baseName, isInnerName, parseName, type DnsName } from "../../ownership/names";
import { selectSolver } from "../../ownership/solver-selection";
import { ThreeValuedIndex } from "../../ownership/three-valued-index";
import { isEqual, isOneOf, known, numberOf, valueOr, type Value } from "../../ownership/value";

/** Why a certificate can never be issued. */
export type IssuanceDefect =
  /** The Order stays pending for ever, with no more than a warning event. */
  | { readonly kind: "no-solver"; readonly name: DnsName; readonly issuer: Issuer }
  | { readonly kind: "other-issuer-kind"; readonly wanted: string; readonly declared: Issuer }
  | { readonly kind: "other-issuer-namespace"; readonly declared: Issuer }
  | { readonly kind: "no-issuer-kind" }
  | { readonly kind: "common-name-apart"; readonly commonName: string; readonly issuer: Issuer }
  | { readonly kind: "common-name-too-long"; readonly bytes: number }
  | { readonly kind: "no-name"; readonly text: string; readonly issuer: Issuer }
  | { readonly kind: "no-public-name"; readonly name: DnsName; readonly authority: CertificateAuthority }
  | {
      readonly kind: "key";
      /** Undefined for what is no algorithm: it may be a secret in the wrong place. */
      readonly algorithm: KeyAlgorithm | undefined;
      /** Undefined where none is written. */
      readonly size: number | undefined;
      readonly refusedBy: "cert-manager" | CertificateAuthority;
    }
  | { readonly kind: "too-many-names"; readonly count: number; readonly limit: number; readonly authority: CertificateAuthority }
  | { readonly kind: "too-many-labels"; readonly name: DnsName; readonly limit: number; readonly authority: CertificateAuthority }
  | { readonly kind: "duration-sent"; readonly issuer: Issuer; readonly authority: CertificateAuthority }
  | { readonly kind: "no-profile"; readonly profile: string; readonly issuer: Issuer; readonly authority: CertificateAuthority }
  | { readonly kind: "no-identity" }
  | { readonly kind: "no-secret-name" }
  | { readonly kind: "malformed-annotations"; readonly annotations: readonly string[] }
  | { readonly kind: "gateways-unread"; readonly certManager: ResourceReference }
  | { readonly kind: "content"; readonly property: RefusedContent; readonly authority: CertificateAuthority };

/** The algorithms that cert-manager knows, in its spelling. */
type KeyAlgorithm = "RSA" | "ECDSA" | "Ed25519";

/** Properties of a Certificate that ask for what Let's Encrypt certifies for nobody, or in one profile only. */
export type RefusedContent = "emailAddresses" | "uris" | "isCA" | "ipAddresses";

/** Issuers of which settings say that another stack declares them. */
export type IssuersElsewhere = ReadonlySet<string>;

/**
 * @param certificate as read; what it leaves to a preview's unknowns is not judged.
 * @returns everything that certainly keeps it from being issued. Limits of authorities are judged only where the issuer is
 * declared in the stack and its server is a public one.
 */
export function findDefects(certificate: Certificate, inventory: Inventory, elsewhere: IssuersElsewhere): IssuanceDefect[] {
  // A patch leaves out what its object says, so what is missing there is not missing.
  if (isPatch(certificate.resource)) {
    return [];
  }
  const issuer = declaredIssuer(certificate, inventory);
  const isAcme = issuer?.type.state === "known" && issuer.type.value === "acme";
  return [
    ...judgeReference(certificate, inventory, elsewhere),
    ...judgeForm(certificate),
    ...judgeForAll(certificate.request),
    ...judgeShim(certificate, inventory),
    ...(issuer !== undefined && isAcme ? [...judgeForAcme(certificate, issuer), ...judgeForAuthority(certificate, issuer)] : []),
  ];
}

function judgeReference(certificate: Certificate, inventory: Inventory, elsewhere: IssuersElsewhere): IssuanceDefect[] {
  const { name, kind, group } = certificate.issuer;
  if (kind.state !== "known") {
    return [];
  }
  if (isOneOf(group, ["cert-manager.io"]) === true && !["Issuer", "ClusterIssuer"].includes(kind.value)) {
    return [{ kind: "no-issuer-kind" }];
  }
  const declared = misplacedIssuer(certificate, inventory);
  if (declared === undefined || isPatch(declared.resource) || (name.state === "known" && elsewhere.has(name.value))) {
    return [];
  }
  return [
    declared.kind === kind.value
      ? { kind: "other-issuer-namespace", declared }
      : { kind: "other-issuer-kind", wanted: kind.value, declared },
  ];
}

/** What cert-manager requires of a Certificate, and what its shims must be able to read, whoever the issuer is. */
function judgeForm({ source, names, request }: Certificate): IssuanceDefect[] {
  if (source !== "Certificate") {
    const annotations = request.malformedAnnotations;
    return annotations.length > 0 ? [{ kind: "malformed-annotations", annotations }] : [];
  }
  const { commonName, dnsNames, ipAddresses, emailAddresses, uris, otherNames, secretName } = request;
  const lists = [names, dnsNames, ipAddresses, emailAddresses, uris];
  const isNameless =
    lists.every(({ known: found, complete }) => complete && found.length === 0) &&
    valueOr(commonName, "") === "" &&
    otherNames.state === "absent";
  const secret = valueOr(secretName, "");
  return [
    ...(isNameless ? [{ kind: "no-identity" } as const] : []),
    ...(secret !== undefined && !isObjectName(secret) ? [{ kind: "no-secret-name" } as const] : []),
  ];
}

/** @returns whether Kubernetes takes the text as a Secret's name (RFC 1123, in lower case). */
function isObjectName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text);
}

/** A Gateway whose cluster has no cert-manager that reads Gateways, where nothing else of the stack may write its Secret. */
function judgeShim({ source, cluster, resource, request, namespace }: Certificate, inventory: Inventory): IssuanceDefect[] {
  if (source !== "Gateway" && source !== "ListenerSet") {
    return [];
  }
  const installed = certManagersOf(inventory).get(cluster.key) ?? [];
  const [first] = installed;
  const isUnread = installed.every(({ readsGateways }) => readsGateways.state === "known" && !readsGateways.value);
  if (first === undefined || !isUnread) {
    return [];
  }
  const { secretName } = request;
  const isWritten = writersOf(inventory).some(
    secretPlace(cluster, namespace, secretName),
    (writer) => writer.resource.urn !== resource.urn,
  );
  return secretName.state !== "known" || isWritten ? [] : [{ kind: "gateways-unread", certManager: first.resource }];
}

/** What cert-manager's own webhook refuses, whoever the issuer is. */
function judgeForAll({ commonName, keyAlgorithm, keySize }: CertificateRequest): IssuanceDefect[] {
  const bytes = commonName.state === "known" ? Buffer.byteLength(commonName.value) : 0;
  const algorithm = valueOr(keyAlgorithm, "RSA");
  const size = numberOf(keySize);
  const accepted: Readonly<Record<KeyAlgorithm, (size: number) => boolean>> = {
    RSA: (bits) => bits === 0 || (bits >= 2048 && bits <= 8192),
    ECDSA: (bits) => [0, 256, 384, 521].includes(bits),
    Ed25519: () => true,
  };
  const isRefused = algorithm !== undefined && !(isKeyAlgorithm(algorithm) && accepted[algorithm](size));
  return [
    ...(bytes > 64 ? [{ kind: "common-name-too-long", bytes } as const] : []),
    ...(isRefused ? [refusedKey(algorithm, size, "cert-manager")] : []),
  ];
}

function refusedKey(algorithm: string, size: number, refusedBy: "cert-manager" | CertificateAuthority): IssuanceDefect {
  return {
    kind: "key",
    algorithm: isKeyAlgorithm(algorithm) ? algorithm : undefined,
    size: size === 0 || Number.isNaN(size) ? undefined : size,
    refusedBy,
  };
}

function isKeyAlgorithm(text: string): text is KeyAlgorithm {
  return ["RSA", "ECDSA", "Ed25519"].includes(text);
}

function judgeForAcme(certificate: Certificate, issuer: Issuer): IssuanceDefect[] {
  const { names, request } = certificate;
  const unsolved = names.known.filter(({ name }) => hasNoSolver(name, certificate, issuer)).map(({ name }) => name);
  const { commonName, dnsNames } = request;
  const lower = dnsNames.known.map((name) => name.toLowerCase());
  const ipAddresses = request.ipAddresses;
  const isApart =
    commonName.state === "known" &&
    commonName.value !== "" &&
    dnsNames.complete &&
    ipAddresses.complete &&
    // A shim's alternative names, read with the names, are DNS names of the certificate as well.
    !names.known.some(({ name, property }) => name === commonName.value.toLowerCase() && !isCommonNameProperty(property)) &&
    names.complete &&
    ![...lower, ...ipAddresses.known].includes(commonName.value.toLowerCase());
  return [
    ...[...new Set(unsolved)].map((name) => ({ kind: "no-solver", name, issuer }) as const),
    ...(isApart ? [{ kind: "common-name-apart", commonName: commonName.value, issuer } as const] : []),
    ...dnsNames.known.filter(isRefusedName).map((text) => ({ kind: "no-name", text, issuer }) as const),
  ];
}

/** A common name that is no domain gets no authorization; an empty list of solvers is right where the account is authorized beforehand. */
function hasNoSolver(name: DnsName, certificate: Certificate, issuer: Issuer): boolean {
  const empty = issuer.solvers.complete && issuer.solvers.known.length === 0;
  return !isOnlyCommonName(name, certificate) && !empty && selectSolver(name, certificate.labels, issuer.solvers).outcome === "none";
}

/** What fails at the Order, or before: each was seen to. Upper case and A-labels are fine. */
function isRefusedName(text: string): boolean {
  const name = parseName(text);
  return (
    name === undefined ||
    text !== text.trim() ||
    text.endsWith(".") ||
    text.includes("_") ||
    !text.includes(".") ||
    // eslint-disable-next-line no-control-regex -- "is it ASCII" is exactly this range
    !/^[\x00-\x7f]*$/.test(text)
  );
}

function judgeForAuthority({ names, request, renewal }: Certificate, issuer: Issuer): IssuanceDefect[] {
  const authority = issuer.server.state === "known" ? authorityOf(issuer.server.value) : undefined;
  if (authority === undefined) {
    return [];
  }
  const inner = [...new Set(names.known.map(({ name }) => name))].filter(isInnerName);
  const reserved = inner.map((name) => ({ kind: "no-public-name", name, authority }) as const);
  return authority.isLetsEncrypt
    ? [
        ...reserved,
        ...judgeForLetsEncrypt(
          names.known.map(({ name }) => name),
          request,
          issuer,
          authority,
        ),
        ...judgeOrder(renewal, issuer, authority),
      ]
    : reserved;
}

/** Let's Encrypt's published limits: key policy, what a request may hold, names per profile. */
function judgeForLetsEncrypt(
  names: readonly DnsName[],
  request: CertificateRequest,
  issuer: Issuer,
  authority: CertificateAuthority,
): IssuanceDefect[] {
  const defects: IssuanceDefect[] = [];
  const algorithm = valueOr(request.keyAlgorithm, "RSA");
  const size = numberOf(request.keySize);
  // The defaults are fine, and what cert-manager itself refuses never gets here.
  const isRefused =
    algorithm === "Ed25519" ||
    (algorithm === "ECDSA" && size === 521) ||
    (algorithm === "RSA" && size > 2048 && size <= 8192 && size !== 3072 && size !== 4096);
  if (isRefused) {
    defects.push(refusedKey(algorithm, algorithm === "Ed25519" ? 0 : size, authority));
  }
  const content: readonly (readonly [boolean, RefusedContent])[] = [
    [request.emailAddresses.known.length > 0, "emailAddresses"],
    [request.uris.known.length > 0, "uris"],
    [isEqual(request.isCertificateAuthority, known(true)) === true, "isCA"],
    [request.ipAddresses.known.length > 0 && isOneOf(issuer.profile, ["shortlived"]) === false, "ipAddresses"],
  ];
  for (const [isAsked, property] of content) {
    if (isAsked) {
      defects.push({ kind: "content", property, authority });
    }
  }
  const limit = isOneOf(issuer.profile, ["tlsserver", "shortlived"]) === true ? 25 : 100;
  for (const name of new Set(names)) {
    if (baseName(name).split(".").length > maximumLabels) {
      defects.push({ kind: "too-many-labels", name, limit: maximumLabels, authority });
    }
  }
  const count = new Set(names).size;
  if (count > limit) {
    defects.push({ kind: "too-many-names", count, limit, authority });
  }
  return defects;
}

/** What of an Order Let's Encrypt refuses: an end of its own choosing is all that it gives, and profiles come and go. */
function judgeOrder({ duration }: Certificate["renewal"], issuer: Issuer, authority: CertificateAuthority): IssuanceDefect[] {
  const { profile, sendsDuration } = issuer;
  const isSent = duration.state === "known" && duration.value !== "" && isEqual(sendsDuration, known(true)) === true;
  const isGone = profile.state === "known" && retiredProfiles.has(profile.value);
  return [
    ...(isSent ? [{ kind: "duration-sent", issuer, authority } as const] : []),
    ...(isGone ? [{ kind: "no-profile", profile: profile.value, issuer, authority } as const] : []),
  ];
}

/** Since 2026-07-08. */
const retiredProfiles: ReadonlySet<string> = new Set(["tlsclient"]);

/** Boulder's `maxLabels`. */
const maximumLabels = 10;

/**
 * @returns the objects of which cert-manager's shim makes no certificate although they wait for a Secret: one that nothing
 * else of the stack writes, or may turn out to write.
 */
export function findContradictions(inventory: Inventory): ContradictoryShim[] {
  return inventory.contradictoryShims.filter(({ cluster, namespace, secrets }) =>
    secrets.some((secret) => !writersOf(inventory).some(secretPlace(cluster, namespace, known(secret)))),
  );
}

const writers = new WeakMap<Inventory, ThreeValuedIndex<SecretWriter>>();

function writersOf(inventory: Inventory): ThreeValuedIndex<SecretWriter> {
  const index =
    writers.get(inventory) ??
    new ThreeValuedIndex(({ cluster, namespace, secret }) => secretPlace(cluster, namespace, secret), { things: inventory.secretWriters });
  writers.set(inventory, index);
  return index;
}

function secretPlace(cluster: Cluster, namespace: Value<string>, secret: Value<string>): Value<string>[] {
  return [clusterValue(cluster), namespace, secret];
}

const certManagers = new WeakMap<Inventory, ReadonlyMap<string, readonly CertManager[]>>();

function certManagersOf(inventory: Inventory): ReadonlyMap<string, readonly CertManager[]> {
  const byCluster = certManagers.get(inventory) ?? groupBy(inventory.certManagers, ({ cluster }) => cluster.key);
  certManagers.set(inventory, byCluster);
  return byCluster;
}
