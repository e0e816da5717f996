import { groupBy } from "./grouping";
import type { Certificate, Inventory, Issuer, Solver } from "./inventory";
import type { DnsName } from "./names";
import { selectSolver } from "./solver-selection";
import { known, unknown, type Value } from "./value";

/** How cert-manager will prove that it may have a certificate for a name. */
export type Issuance =
  /** A TXT at the challenge name. */
  | {
      readonly method: "dns01";
      /** `assumed`: nobody declared the issuer, and it counts as public ACME with DNS-01. */
      readonly issuer: "declared" | "assumed";
      readonly provider: Value<string>;
      readonly follows: Value<boolean>;
    }
  /** Nothing in DNS: HTTP-01, a private or external issuer, or no solver for the name. */
  | { readonly method: "no-record" }
  | { readonly method: "undecided"; readonly property: string; readonly reason?: string };

/** Issuers whose certificates ask for no DNS record, as settings name them, since no resource in the stack does. */
export type KnownIssuers = ReadonlySet<string>;

const noRecord: Issuance = { method: "no-record" };

/**
 * @param certificate as read; `name` one of its names.
 * @param issuersWithoutDns01 names of issuers of other stacks that are private or only use HTTP-01.
 * @returns what the declared issuer does. An issuer that nobody declares counts as public ACME with DNS-01: issuers often
 * live in another stack (they did in the xPRO incident), and the safe side is to take the record as needed.
 */
export function issuanceOf(certificate: Certificate, name: DnsName, inventory: Inventory, issuersWithoutDns01: KnownIssuers): Issuance {
  const { issuer } = certificate;
  if (isExternal(certificate)) {
    return noRecord;
  }
  if (issuer.name.state === "unknown") {
    return { method: "undecided", property: "issuer", ...(issuer.name.reason === undefined ? {} : { reason: issuer.name.reason }) };
  }
  if (issuer.name.state === "absent" || issuersWithoutDns01.has(issuer.name.value)) {
    return noRecord;
  }
  const candidates = findIssuers(certificate, issuer.name.value, inventory);
  if (candidates.length === 0) {
    return { method: "dns01", issuer: "assumed", provider: unknown, follows: unknown };
  }
  const issuances = candidates.map((candidate) => issuanceBy(candidate, certificate, name));
  const [first] = issuances;
  return first !== undefined && issuances.every((issuance) => issuance.method === first.method)
    ? first
    : { method: "undecided", property: "issuer", reason: "several issuers of that name are declared, and they differ" };
}

/** @returns whether any name of the certificate could need a challenge record, for names that are not known yet. */
export function mayNeedRecord(certificate: Certificate, inventory: Inventory, issuersWithoutDns01: KnownIssuers): boolean {
  const { issuer } = certificate;
  if (
    isExternal(certificate) ||
    issuer.name.state === "absent" ||
    (issuer.name.state === "known" && issuersWithoutDns01.has(issuer.name.value))
  ) {
    return false;
  }
  const candidates = issuer.name.state === "known" ? findIssuers(certificate, issuer.name.value, inventory) : [];
  return candidates.length === 0 || candidates.some(mayWriteRecords);
}

/** External issuers (AWS PCA, step, Cloudflare's origin CA) sign without a challenge. */
function isExternal({ issuer }: Certificate): boolean {
  return issuer.group.state === "known" && !["", "cert-manager.io", "certmanager.k8s.io"].includes(issuer.group.value);
}

function mayWriteRecords(issuer: Issuer): boolean {
  const isPrivate = issuer.type.state === "known" && issuer.type.value === "private";
  const onlyHttp01 =
    issuer.solvers.complete && issuer.solvers.known.every(({ method }) => method.state === "known" && method.value === "http01");
  return !isPrivate && !onlyHttp01;
}

/** Issuers of the certificate's own cluster; where the stack has none, those of other stacks, whose cluster is not known. */
function findIssuers(certificate: Certificate, name: string, inventory: Inventory): Issuer[] {
  const named = issuersByName(inventory).get(name) ?? [];
  const fitting = named.filter((issuer) => {
    const kind = certificate.issuer.kind;
    const sameKind = kind.state !== "known" || kind.value === issuer.kind;
    return sameKind && (issuer.kind === "ClusterIssuer" || mayBeEqual(issuer.namespace, certificate.namespace));
  });
  const own = fitting.filter((issuer) => issuer.cluster === certificate.cluster);
  return own.length > 0 ? own : fitting.filter((issuer) => stackOf(issuer.resource.urn) !== stackOf(certificate.resource.urn));
}

const indexes = new WeakMap<Inventory, ReadonlyMap<string, Issuer[]>>();

function issuersByName(inventory: Inventory): ReadonlyMap<string, Issuer[]> {
  let index = indexes.get(inventory);
  if (index === undefined) {
    index = groupBy(
      inventory.issuers.filter(({ name }) => name.state === "known"),
      ({ name }) => (name.state === "known" ? name.value : ""),
    );
    indexes.set(inventory, index);
  }
  return index;
}

function mayBeEqual(first: Value<string>, second: Value<string>): boolean {
  return first.state !== "known" || second.state !== "known" || first.value === second.value;
}

function stackOf(urn: string): string {
  return urn.split("::").slice(0, 2).join("::");
}

function issuanceBy(issuer: Issuer, certificate: Certificate, name: DnsName): Issuance {
  if (issuer.type.state !== "known") {
    return { method: "undecided", property: "issuer", reason: `${issuer.kind} "${issuer.resource.name}" does not show its type yet` };
  }
  if (issuer.type.value === "private") {
    return noRecord;
  }
  const selection = selectSolver(name, certificate.labels, issuer.solvers);
  if (selection.outcome === "none") {
    return noRecord;
  }
  if (selection.outcome === "solver") {
    return bySolver(selection.solver);
  }
  const possible = selection.candidates.map(bySolver);
  const [first] = possible;
  const agreed = !selection.mayBeNone && first !== undefined && possible.every((each) => JSON.stringify(each) === JSON.stringify(first));
  return agreed
    ? first
    : { method: "undecided", property: "solvers", reason: `the solvers of ${issuer.kind} "${issuer.resource.name}" are not all known` };
}

/**
 * acme-dns and webhook solvers write elsewhere, at the end of a CNAME that must stand: for acme-dns always, for a webhook
 * as its vendor says.
 */
function bySolver(solver: Solver): Issuance {
  if (solver.method.state !== "known") {
    return { method: "undecided", property: "solvers" };
  }
  if (solver.method.value === "http01") {
    return noRecord;
  }
  const { provider } = solver;
  const delegates = provider.state === "known" && ["acmeDNS", "acmedns"].includes(provider.value);
  const webhook = provider.state === "known" && provider.value === "webhook";
  const follows: Value<boolean> = delegates
    ? known(true)
    : solver.cnameStrategy.state === "known"
      ? solver.cnameStrategy.value === "Follow"
        ? known(true)
        : webhook
          ? unknown
          : known(false)
      : unknown;
  return { method: "dns01", issuer: "declared", provider, follows };
}
