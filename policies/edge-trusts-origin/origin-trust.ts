import { authorityOf, privateServer } from "../../ownership/certificate-authorities";
import { isFastly } from "../../ownership/edges";
import { groupBy } from "../../ownership/grouping";
import { namesOfHandMade } from "../../ownership/hand-made";
import { hostingOf } from "../../ownership/hostings";
import type {
  Certificate,
  CertificateRequest,
  Inventory,
  Issuer,
  OriginConnection,
  PrivateSigning,
  ResourceReference,
} from "../../ownership/inventory";
import { declaredIssuer, isPatch } from "../../ownership/issuance";
import { covers, isWithin, parseName, type DnsName } from "../../ownership/names";
import { isOneOf, valueOr, type Value } from "../../ownership/value";

/** Why an edge gives no protection towards its origin, or will refuse it. */
export type TrustDefect =
  /** Cloudflare speaks HTTP to the origins of a zone. Elsewhere that is the user's plain choice, and none of this rule's. */
  | { readonly kind: "plain" }
  | { readonly kind: "unverified" }
  | { readonly kind: "no-host" }
  | { readonly kind: "untrusted"; readonly host: DnsName; readonly certificate: HeldCertificate; readonly signer: PrivateSigner }
  /** The certificate for the name by which the origin is asked is in the stack, and is not good for the one that is verified. */
  | { readonly kind: "not-covered"; readonly host: DnsName; readonly asked: DnsName; readonly certificate: HeldCertificate }
  | { readonly kind: "asked-for-another"; readonly host: DnsName; readonly asked: DnsName };

/** A certificate that the stack keeps for servers, whoever issues it. */
interface HeldCertificate {
  readonly resource: ResourceReference;
  readonly names: readonly DnsName[];
  readonly complete: boolean;
  /** Who signs it, where it is certain that no public client trusts it. */
  readonly signer?: PrivateSigner;
}

export type PrivateSigner =
  | { readonly by: "issuer"; readonly issuer: Issuer; readonly signing: PrivateSigning }
  | { readonly by: "external"; readonly authority: string }
  /** An ACME server for trials, or one of one's own; of the `acme` provider where no issuer is named. */
  | { readonly by: "acme-server"; readonly why: "trial" | "inner"; readonly issuer?: Issuer }
  /** A `LocallySignedCert` of the program. */
  | { readonly by: "program" }
  | { readonly by: "itself" };

/** External issuers of cert-manager by group whose authorities are private. Others, such as Venafi's, may be public. */
const privateAuthorities: ReadonlyMap<string, string> = new Map([
  ["awspca.cert-manager.io", "AWS Private CA"],
  ["cas-issuer.jetstack.io", "Google's Certificate Authority Service"],
  ["certmanager.step.sm", "step-ca"],
  ["cert-manager.k8s.cloudflare.com", "Cloudflare's origin CA, which Cloudflare alone trusts"],
]);

/** @returns one defect of each connection at most, the most certain first; silent where something unknown may make it right. */
export function findTrustDefects(inventory: Inventory): { readonly connection: OriginConnection; readonly defect: TrustDefect }[] {
  const held = new HeldCertificates(inventory);
  return inventory.originConnections.flatMap((connection) => {
    const defect = defectOf(connection, held);
    return defect === undefined ? [] : [{ connection, defect }];
  });
}

function defectOf(connection: OriginConnection, held: HeldCertificates): TrustDefect | undefined {
  const { edge, usesTls, verifies, verifiedHost } = connection;
  if (usesTls.state !== "known" || verifies.state === "unknown") {
    return undefined;
  }
  if (!usesTls.value) {
    return edge === "cloudflare" ? { kind: "plain" } : undefined;
  }
  if (verifies.state === "known" && !verifies.value) {
    return { kind: "unverified" };
  }
  if (verifiedHost.state === "absent" && isFastly(connection)) {
    return { kind: "no-host" };
  }
  const host = nameOf(verifiedHost);
  return host === undefined ? undefined : judgeHost(host, connection, held);
}

function nameOf(text: Value<string>): DnsName | undefined {
  return text.state === "known" ? parseName(text.value) : undefined;
}

function judgeHost(host: DnsName, connection: OriginConnection, held: HeldCertificates): TrustDefect | undefined {
  const address = valueOr<DnsName | undefined>(connection.address, undefined);
  const serverName = nameOf(connection.serverName);
  if ([host, address, serverName].some((name) => name !== undefined && isVendorHosted(name))) {
    return undefined;
  }
  return judgeSigner(host, connection, held) ?? judgeNames(host, connection, address, serverName, held);
}

/** Of several certificates for a name the origin may present any, so one that is not known to be private clears it. */
function judgeSigner(host: DnsName, { bringsAuthority }: OriginConnection, held: HeldCertificates): TrustDefect | undefined {
  const covering = held.covering(host);
  const certificate = covering[0]?.certificates[0];
  const brings = bringsAuthority.state !== "known" || bringsAuthority.value;
  return brings || certificate?.signer === undefined || !covering.every(({ arePrivate }) => arePrivate)
    ? undefined
    : { kind: "untrusted", host, certificate, signer: certificate.signer };
}

/**
 * The origin chooses its certificate by SNI; without one it presents its only or its default one, which is certain to be the
 * address's where nothing else in the stack could be meant.
 */
function judgeNames(
  host: DnsName,
  { serverName: written }: OriginConnection,
  address: DnsName | undefined,
  serverName: DnsName | undefined,
  held: HeldCertificates,
): TrustDefect | undefined {
  const asked = written.state === "absent" ? address : serverName;
  if (asked === undefined || covers(asked, host) || covers(host, asked) || !held.isComplete) {
    return undefined;
  }
  const certificate = held.naming(asked);
  if (certificate !== undefined && held.covering(host).length === 0) {
    return { kind: "not-covered", host, asked, certificate };
  }
  return written.state === "absent" || held.cover(asked, host) ? undefined : { kind: "asked-for-another", host, asked };
}

/** Buckets, functions and the like, whose vendor chooses the certificate. Load balancers present the user's own. */
const vendorDomains = [
  "amazonaws.com",
  "on.aws",
  "googleapis.com",
  "run.app",
  "appspot.com",
  "cloudfunctions.net",
  "windows.net",
  "cloudflarestorage.com",
  "digitaloceanspaces.com",
  "backblazeb2.com",
  "wasabisys.com",
  "linodeobjects.com",
].map((domain) => domain as DnsName);

function isVendorHosted(name: DnsName): boolean {
  const isLoadBalancer = isWithin(name, "amazonaws.com" as DnsName) && name.includes(".elb.");
  return !isLoadBalancer && (hostingOf(name) !== undefined || vendorDomains.some((domain) => isWithin(name, domain)));
}

/** The certificates of a stack, looked up by name. */
class HeldCertificates {
  /** False as soon as a certificate may have names, or a Secret hold a certificate, that this preview does not show. */
  readonly isComplete: boolean;
  private readonly byName: ReadonlyMap<DnsName, Named>;
  private readonly names: ReadonlyMap<HeldCertificate, ReadonlySet<DnsName>>;

  constructor(inventory: Inventory) {
    const all = collect(inventory);
    this.names = new Map(all.map((certificate) => [certificate, new Set(certificate.names)]));
    const named = [...this.names].flatMap(([certificate, names]) => [...names].map((name) => ({ name, certificate })));
    this.byName = new Map(
      [...groupBy(named, ({ name }) => name)].map(([name, group]) => {
        const certificates = group.map((each) => each.certificate);
        return [name, { certificates, arePrivate: certificates.every(({ signer }) => signer !== undefined) }];
      }),
    );
    this.isComplete =
      inventory.gaps.length === 0 && all.every(({ complete }) => complete) && !inventory.secretWriters.some(unseenBy(inventory));
  }

  /** @returns those that are good for the host: those of its name, and those of the wildcard over it. */
  covering(host: DnsName): readonly Named[] {
    return coveringNames(host).flatMap((name) => this.byName.get(name) ?? []);
  }

  /** @returns whether one certificate is good for both hosts. */
  cover(one: DnsName, other: DnsName): boolean {
    const [ones, others] = [one, other].map((host) => this.covering(host).flatMap(({ certificates }) => certificates)) as [
      HeldCertificate[],
      HeldCertificate[],
    ];
    const [fewer, host] = ones.length < others.length ? [ones, other] : [others, one];
    return fewer.some((certificate) => coveringNames(host).some((name) => this.names.get(certificate)?.has(name) === true));
  }

  /** @returns the first that lists the very name. */
  naming(name: DnsName): HeldCertificate | undefined {
    return this.byName.get(name)?.certificates[0];
  }
}

/** The certificates that list one name. */
interface Named {
  readonly certificates: readonly HeldCertificate[];
  /** Whether it is certain that no public client trusts any of them. */
  readonly arePrivate: boolean;
}

function coveringNames(host: DnsName): DnsName[] {
  const wildcard = `*${host.slice(host.indexOf("."))}` as DnsName;
  return [...new Set([host, wildcard])];
}

/** @returns whether a Secret is filled with a certificate that nobody here has read. */
function unseenBy({ storedCertificates }: Inventory): (writer: Inventory["secretWriters"][number]) => boolean {
  const read = new Set(storedCertificates.map(({ resource }) => resource.urn));
  return ({ object, resource }) => object.kind !== "Certificate" && !read.has(resource.urn);
}

function collect(inventory: Inventory): HeldCertificate[] {
  const managed = [...inventory.subscriptions, ...inventory.otherCertificates].map(({ resource, names, server }) => ({
    resource,
    names: names.known,
    complete: names.complete,
    ...signed(resource.type === "tls:index/selfSignedCert:SelfSignedCert" ? { by: "itself" } : signerByServer(server)),
  }));
  const named = new Set(managed.filter(({ names }) => names.length > 0).map(({ resource }) => resource.urn));
  const stored = inventory.storedCertificates
    .filter(({ use, resource }) => use === "server" && !named.has(resource.urn))
    .map(({ resource, names, isSelfSigned }) => ({
      resource,
      names,
      complete: true,
      // What an edge or a cloud holds may be what it shows itself; a Secret is for servers of the cluster.
      ...signed(isSelfSigned === true && resource.type.startsWith("kubernetes:") ? { by: "itself" } : undefined),
    }));
  return [
    ...inventory.certificates.flatMap((certificate) => heldOf(certificate, inventory)),
    ...managed,
    ...stored,
    ...locallySigned(inventory),
  ];
}

function signed(signer: PrivateSigner | undefined): Pick<HeldCertificate, "signer"> {
  return signer === undefined ? {} : { signer };
}

function signerByServer(server: Value<string> | undefined): PrivateSigner | undefined {
  const why = server?.state === "known" ? privateServer(server.value) : undefined;
  return why === undefined ? undefined : { by: "acme-server", why };
}

function locallySigned(inventory: Inventory): HeldCertificate[] {
  return inventory.handMadeCertificates
    .filter(({ resource, forServers, isAuthority }) => resource.type === locallySignedType && forServers === true && isAuthority === false)
    .map((certificate) => {
      const names = namesOfHandMade(certificate, inventory);
      return { resource: certificate.resource, names: names.known, complete: names.complete, signer: { by: "program" } };
    });
}

const locallySignedType = "tls:index/locallySignedCert:LocallySignedCert";

function heldOf(certificate: Certificate, inventory: Inventory): HeldCertificate[] {
  const { resource, names, request } = certificate;
  const serves = isForServers(request);
  if (serves === false) {
    return [];
  }
  const patched = isPatch(resource);
  const signer = serves === true && !patched ? signerOf(certificate, inventory) : undefined;
  return [
    {
      resource,
      names: names.known.map(({ name }) => name),
      complete: names.complete && !patched,
      ...(signer === undefined ? {} : { signer }),
    },
  ];
}

/** A certificate authority's own certificate and one for clients stand on no server; undefined where that is not known. */
function isForServers({ isCertificateAuthority, usages }: CertificateRequest): boolean | undefined {
  if (isCertificateAuthority.state === "known" && isCertificateAuthority.value) {
    return false;
  }
  if (isCertificateAuthority.state === "unknown") {
    return undefined;
  }
  const serves = usages.known.some((usage) => ["server auth", "any"].includes(usage));
  return serves ? true : usages.complete ? !usages.known.includes("client auth") : undefined;
}

function signerOf(certificate: Certificate, inventory: Inventory): PrivateSigner | undefined {
  const { group } = certificate.issuer;
  const authority = group.state === "known" ? privateAuthorities.get(group.value) : undefined;
  if (authority !== undefined) {
    return { by: "external", authority };
  }
  const issuer = declaredIssuer(certificate, inventory);
  if (issuer?.privateSigning.state === "known") {
    return { by: "issuer", issuer, signing: issuer.privateSigning.value };
  }
  const why = issuer === undefined ? undefined : serverOf(issuer);
  return issuer === undefined || why === undefined ? undefined : { by: "acme-server", why, issuer };
}

/** A server of which the issuer must be told how to trust it signs for those who are told so as well. */
function serverOf({ server, hasPrivateServer, type }: Issuer): "trial" | "inner" | undefined {
  if (isOneOf(type, ["acme"]) !== true || server.state !== "known" || authorityOf(server.value) !== undefined) {
    return undefined;
  }
  return privateServer(server.value) ?? (valueOr(hasPrivateServer, false) === true ? "inner" : undefined);
}
