import type { Resource } from "../evidence/resource";
import type {
  Alert,
  Certificate,
  CertManager,
  Cluster,
  ContradictoryShim,
  DnsRecord,
  Gap,
  HandMadeCertificate,
  Issuer,
  OriginConnection,
  OtherCertificate,
  RecordName,
  RenewalTool,
  SecretWriter,
  Service,
  SigningRequest,
  StoredCertificate,
  Subscription,
  UnrenewedCertificate,
  Zone,
  Namespace,
} from "../ownership/inventory";
import type { DnsName } from "../ownership/names";
import type { Value } from "../ownership/value";

/** Reads one resource of a vendor and puts what it finds on the shelves. A reader never decides and never throws. */
export type Reader = (resource: Resource, shelves: Shelves) => void;

/** An inventory being filled, and the look-ups that readers need from other resources of the analysis. */
export interface Shelves {
  readonly subscriptions: Subscription[];
  readonly services: Service[];
  readonly originConnections: OriginConnection[];
  readonly certificates: Certificate[];
  readonly contradictoryShims: ContradictoryShim[];
  readonly issuers: Issuer[];
  readonly otherCertificates: OtherCertificate[];
  readonly floatingTools: RenewalTool[];
  readonly storedCertificates: StoredCertificate[];
  readonly unrenewedCertificates: UnrenewedCertificate[];
  readonly records: DnsRecord[];
  readonly zones: Zone[];
  readonly secretWriters: SecretWriter[];
  readonly alerts: Alert[];
  readonly certManagers: CertManager[];
  readonly handMadeCertificates: HandMadeCertificate[];
  readonly signingRequests: SigningRequest[];
  readonly gaps: Gap[];
  readonly challengeZones: readonly DnsName[];
  readonly namespaces: Namespace[];
  readonly zoneIndex: ZoneIndex;
  /** URNs of the services that a domain is linked to, by the domain's URN. */
  readonly linkedServices: Map<string, readonly string[]>;
  /** @returns the Gateway of that name, from which a ListenerSet inherits. */
  gateway(cluster: Cluster, namespace: string, name: string): Resource | undefined;
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

/** What a vendor's file offers: readers by type token. Zones, and what else only links, are read before everything else, so that it is found. */
export interface Vendor {
  readonly zones?: Readonly<Record<string, Reader>>;
  readonly resources: Readonly<Record<string, Reader>>;
}

/**
 * Names properties under the compiler's eyes: `of<TlsSubscriptionArgs>()("domains")` fails to compile when the SDK's type
 * has no such property. Types only; no provider SDK is loaded.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the type, the key is inferred
export function of<Args>(): <Key extends keyof Args & string>(property: Key) => Key {
  return (property) => property;
}
