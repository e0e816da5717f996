import { clusterValue, everyCluster } from "./clusters";
import { isElsewhere } from "./elsewhere";
import type { Certificate, Cluster, Issuer } from "./inventory";
import { ThreeValuedIndex } from "./three-valued-index";
import { absent, known, unknown, type Value } from "./value";

/**
 * Issuers by what certificates call them. A cluster has each ClusterIssuer's name once, and each Issuer's once in a namespace; teams
 * that have a namespace each commonly give their Issuers one name.
 */
export class IssuerIndex {
  private readonly own = new Declared();
  private readonly elsewhere = new Declared();

  constructor(issuers: Iterable<Issuer> = []) {
    for (const issuer of issuers) {
      this.add(issuer);
    }
  }

  add(issuer: Issuer): void {
    (isElsewhere(issuer.resource) ? this.elsewhere : this.own).add(issuer);
  }

  /**
   * @param name the issuer's that the certificate asks for.
   * @returns those that are certainly meant. The stack's own is the same as the ownership file's, and newer.
   */
  meant(certificate: Certificate, name: string): readonly Issuer[] {
    const own = this.own.meant(certificate, name);
    return own.length > 0 ? own : this.elsewhere.meant(certificate, name);
  }

  /**
   * @param counted which of them count.
   * @returns those that may be meant, where none certainly is; of those that do the same for every name one.
   */
  possible(certificate: Certificate, name: string, counted: "all" | "own" = "all"): readonly Issuer[] {
    const own = this.own.possible(certificate, name);
    return counted === "own" ? own : [...own, ...this.elsewhere.possible(certificate, name)];
  }

  /** @returns those that decide for certificates, or may: all that is needed to tell what becomes of these. */
  asked(certificates: Iterable<Certificate>): Issuer[] {
    const asked = new Set<Issuer>();
    for (const certificate of certificates) {
      const { name } = certificate.issuer;
      if (name.state === "known") {
        const meant = this.meant(certificate, name.value);
        (meant.length > 0 ? meant : this.possible(certificate, name.value)).forEach((issuer) => asked.add(issuer));
      }
    }
    return [...asked];
  }

  /** @returns the stack's own of that name in the certificate's cluster: one that its namespace does not keep it from, else the first. */
  inCluster({ cluster, namespace }: Certificate, name: string): { readonly inReach: Issuer | undefined; readonly any: Issuer | undefined } {
    return { inReach: this.own.inReach(cluster, namespace, name), any: this.own.first(cluster, name) };
  }
}

/** What issuers do, in one text for those that do the same for every name. */
const signatures = new WeakMap<Issuer, string>();

function signatureOf(issuer: Issuer): string {
  const signature =
    signatures.get(issuer) ??
    JSON.stringify([issuer.type, issuer.solvers], (_, value: unknown) =>
      value instanceof Map ? [...(value as Map<unknown, unknown>)] : value,
    );
  signatures.set(issuer, signature);
  return signature;
}

/** Issuers that the stack declares, or that the ownership file says are declared. */
class Declared {
  /** By cluster (undefined for any), name, kind and, of an Issuer, namespace, where all of them are known. */
  private readonly exact = new Map<string, Issuer[]>();
  private readonly open = new ThreeValuedIndex<Issuer>(
    ({ cluster, name, kind, namespace }) => [clusterValue(cluster), name, known(kind), kind === "ClusterIssuer" ? unknown : namespace],
    { alike: signatureOf },
  );
  /** By cluster and name. */
  private readonly firsts = new Map<string, Issuer>();
  private readonly order = new Map<Issuer, number>();
  private readonly seen = new Map<string, number>();

  add(issuer: Issuer): void {
    const { cluster, name, kind, namespace } = issuer;
    const same = JSON.stringify([cluster, name, kind, namespace, signatureOf(issuer)]);
    const count = (this.seen.get(same) ?? 0) + 1;
    if (count > 2) {
      return; // two tell that there are several; more tell nothing new
    }
    this.seen.set(same, count);
    this.order.set(issuer, this.order.size);
    this.open.add(issuer);
    if (name.state !== "known") {
      return;
    }
    const first = JSON.stringify([cluster.key, name.value]);
    this.firsts.set(first, this.firsts.get(first) ?? issuer);
    for (const place of [cluster.key, undefined]) {
      const key = exactKey(place, name.value, kind, namespace);
      if (key !== undefined) {
        const issuers = this.exact.get(key) ?? [];
        issuers.push(issuer);
        this.exact.set(key, issuers);
      }
    }
  }

  meant({ cluster, namespace, issuer: { kind } }: Certificate, name: string): readonly Issuer[] {
    if (kind.state !== "known") {
      return [];
    }
    const places = cluster === everyCluster ? [undefined] : [cluster.key, everyCluster.key];
    return this.at(places, name, [kind.value], namespace);
  }

  possible({ cluster, namespace, issuer: { kind } }: Certificate, name: string): readonly Issuer[] {
    return this.open.find([clusterValue(cluster), known(name), kind, namespace]);
  }

  inReach(cluster: Cluster, namespace: Value<string>, name: string): Issuer | undefined {
    return this.at([cluster.key], name, ["ClusterIssuer", "Issuer"], namespace)[0];
  }

  first(cluster: Cluster, name: string): Issuer | undefined {
    return this.firsts.get(JSON.stringify([cluster.key, name]));
  }

  /** @returns the issuers of those kinds that an object in that namespace may use, in the order in which they were added. */
  private at(places: readonly (string | undefined)[], name: string, kinds: readonly string[], namespace: Value<string>): readonly Issuer[] {
    const found = places.flatMap((place) =>
      kinds.flatMap((kind) => {
        const key = exactKey(place, name, kind, namespace);
        const issuers = key === undefined ? undefined : this.exact.get(key);
        return issuers === undefined ? [] : [issuers];
      }),
    );
    const [only] = found;
    return only !== undefined && found.length === 1
      ? only
      : found.flat().sort((one, other) => (this.order.get(one) ?? 0) - (this.order.get(other) ?? 0));
  }
}

/** @returns undefined where the namespace of an Issuer is not known. */
function exactKey(cluster: string | undefined, name: string, kind: string, namespace: Value<string>): string | undefined {
  const within = kind === "ClusterIssuer" ? absent : namespace;
  return within.state === "known" || kind === "ClusterIssuer"
    ? JSON.stringify([cluster ?? 0, name, kind, within.state === "known" ? within.value : 0])
    : undefined;
}
