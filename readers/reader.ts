import type { Resource } from "../evidence/resource";
import type { Cluster, Gap, Lists, RecordName } from "../ownership/inventory";
import type { DnsName } from "../ownership/names";
import type { Value } from "../ownership/value";

/** Reads one resource of a vendor and puts what it finds on the shelves. A reader never decides and never throws. */
export type Reader = (resource: Resource, shelves: Shelves) => void;

/** An inventory being filled, and the look-ups that readers need from other resources of the analysis. */
export interface Shelves extends Lists {
  readonly zoneIndex: ZoneIndex;
  /** URNs of the services that a domain is linked to, by the domain's URN. */
  readonly linkedServices: Map<string, readonly string[]>;
  /** Where the stack's releases of cert-manager look for the Secrets of ClusterIssuers, by the key of their cluster. */
  readonly clusterResourceNamespaces: Map<string, readonly Value<string>[]>;
  /** The names of the Namespaces that the stack creates, by their URNs. */
  readonly namespaceNames: Map<string, Value<string>>;
  /** @returns the Gateway of that name, from which a ListenerSet inherits. */
  gateway(cluster: Cluster, namespace: string, name: string): Resource | undefined;
  /** @returns whether any resource of the analysis has this one as its parent. */
  hasChildren(urn: string): boolean;
}

/** Finds the zone that a record names by id, by resource name, or only by depending on it. */
export interface ZoneIndex {
  /** @param identifiers whatever records may call the zone by: its DNS name, then its ids, a provider-side name among them. */
  add(provider: string, urn: string, identifiers: readonly Value<string>[], zone: IndexedZone): void;
  /** @returns the zone of that provider which `identifier` names, else the only one among `derivedFrom`. */
  find(provider: string, identifier: Value<string>, derivedFrom: readonly string[]): IndexedZone | undefined;
  /** @returns whether a record that no zone was found for may lie in a private one of that provider, whose ids are not known yet. */
  mayHide(provider: string, record: RecordName | undefined): boolean;
}

export interface IndexedZone {
  readonly name: Value<DnsName>;
  readonly private: Value<boolean>;
}

/** What a file reads, and how. */
export interface Readers {
  /** By type token. */
  readonly resources?: ReaderTable;
  /** Objects of Kubernetes by group and kind, in every version, whichever SDK or chart made them. */
  readonly objects?: ReaderTable;
  /** By type token, and before everything else, so that others find it: zones, and what only links. */
  readonly first?: ReaderTable;
  /** @returns the reader of a type that no table has. */
  readonly otherwise?: (type: string) => Reader | undefined;
  /** What goes unread with a resource that arrives without a single property. Where this is absent, its reader gets it as any other. */
  readonly emptyMay?: Gap["may"];
  /** Whether objects of Kubernetes say nothing to anybody, in the light of others either, where they say nothing by themselves. */
  readonly standAlone?: true;
}

export type ReaderTable = Readonly<Record<string, Reader>>;

/**
 * Names properties under the compiler's eyes: `of<TlsSubscriptionArgs>()("domains")` fails to compile when the SDK's type
 * has no such property. Types only; no provider SDK is loaded.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the type, the key is inferred
export function of<Args>(): <Key extends keyof Args & string>(property: Key) => Key {
  return (property) => property;
}
