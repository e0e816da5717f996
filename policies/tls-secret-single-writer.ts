import { isElsewhere } from "../ownership/elsewhere";
import { groupBy, uniqueBy, type Group } from "../ownership/grouping";
import type { Inventory, SecretWriter } from "../ownership/inventory";
import { mayBeTitle, type DnsName } from "../ownership/names";
import type { Finding } from "./finding";
import { stackPolicy } from "./policy";
import { exemptionSettings } from "./settings";

/**
 * Of two Certificates with one Secret, cert-manager never issues the second, and says so nowhere but in its debug log; of
 * two Ingresses with one Secret and different hosts, the second's are never covered.
 */
export const tlsSecretSingleWriter = stackPolicy({
  name: "tls-secret-single-writer",
  displayName: "One writer for every TLS Secret",
  description: "A TLS Secret of Kubernetes has one writer.",
  level: "mandatory",
  severity: "high",
  remediation: "Give each certificate a Secret of its own.",
  settings: exemptionSettings,
  check(inventory: Inventory): Finding[] {
    const keys = groupBy(inventory.accountKeys.filter(isPlaced), keyOf);
    return [...groupBy(inventory.secretWriters.filter(isPlaced), keyOf)].flatMap(([place, writers]) =>
      findShared(writers, keys.get(place) ?? []),
    );
  },
});

interface Placed extends SecretWriter {
  readonly namespace: { readonly state: "known"; readonly value: string };
  readonly secret: { readonly state: "known"; readonly value: string };
}

function isPlaced(writer: SecretWriter): writer is Placed {
  return writer.certain && writer.namespace.state === "known" && writer.secret.state === "known";
}

function keyOf({ cluster, namespace, secret }: Placed): string {
  return JSON.stringify([cluster.key, namespace.value, secret.value]);
}

/** @param keys issuers that keep the key of their account in that Secret. A certificate takes it away; any other key they would use. */
function findShared(writers: Readonly<Group<Placed>>, keys: readonly Placed[]): Finding[] {
  const certificates = writers.filter(({ object }) => object.kind === "Certificate");
  if (keys.length > 0 && certificates.length > 0) {
    return reportShared(
      "account-key",
      uniqueBy([...certificates, ...keys], ({ resource }) => resource.urn),
    );
  }
  // What is written once is what a renewed certificate begins with, a saved one for instance.
  const isRenewed = certificates.length > 0 || writers.some(({ writer }) => writer === "VaultPKISecret");
  const lasting = writers.filter(({ repeats }) => repeats === undefined || (repeats === "never" && !isRenewed));
  const objects = uniqueBy(apart(lasting), ({ resource }) => resource.urn);
  const kind = objects.length > 1 ? "two-writers" : "different-hosts";
  return reportShared(kind, kind === "two-writers" ? objects : differing(lasting));
}

function reportShared(kind: "two-writers" | "different-hosts" | "account-key", involved: readonly Placed[]): Finding[] {
  // Pulumi's own Secret is the one to give up: whoever renews must write it.
  const edited = involved.find(({ writer }) => writer === "Secret") ?? involved.findLast(({ resource }) => !isElsewhere(resource));
  if (edited === undefined) {
    return [];
  }
  const secret = edited.secret.value;
  const namespace = edited.namespace.value;
  const subject = [namespace, secret].every(mayBeTitle) ? `${namespace}/${secret}` : edited.resource.name;
  return [{ subject, resource: edited.resource, problem: { kind, secret, namespace, writers: involved } }];
}

/** @returns the writers beside which another object stands, and not one of which the name is not known yet. */
function apart(writers: readonly Placed[]): readonly Placed[] {
  const kinds = new Set(writers.map(({ object }) => object.kind));
  const names = new Set(writers.flatMap(({ object: { name } }) => (name.state === "known" ? [name.value] : [])));
  return kinds.size > 1 ? writers : names.size > 1 ? writers.filter(({ object }) => object.name.state === "known") : [];
}

/**
 * cert-manager makes one Certificate of the Ingress that comes first. If one of two asks for all that the other does, the
 * order decides, and no preview knows it; only hosts on both sides are certain to leave one uncovered.
 *
 * @returns the writers beside which another has hosts that they have not, and they have hosts that it has not. All others have, of
 * the lists that are no longer, every host, and each of their hosts is on all those that are no shorter.
 */
function differing(writers: readonly Placed[]): Placed[] {
  const known = writers.flatMap((writer) => (writer.hosts?.complete === true ? [{ writer, hosts: new Set(writer.hosts.known) }] : []));
  const bySize = known.sort((one, other) => one.hosts.size - other.hosts.size);
  const met = new Set<DnsName>();
  const containing = bySize.filter(({ hosts }) => {
    const containsAll = count(hosts, (host) => met.has(host)) === met.size;
    hosts.forEach((host) => met.add(host));
    return containsAll;
  });
  const counts = new Map<DnsName, number>();
  const contained = bySize.reverse().filter(({ hosts }, index) => {
    const isContained = count(hosts, (host) => (counts.get(host) ?? 0) === index) === hosts.size;
    hosts.forEach((host) => counts.set(host, (counts.get(host) ?? 0) + 1));
    return isContained;
  });
  const comparable = new Set(containing.map(({ writer }) => writer));
  const both = new Set(contained.map(({ writer }) => writer).filter((writer) => comparable.has(writer)));
  const compared = new Set(known.map(({ writer }) => writer));
  return writers.filter((writer) => compared.has(writer) && !both.has(writer));
}

function count(hosts: Iterable<DnsName>, isMeant: (host: DnsName) => boolean): number {
  return [...hosts].filter(isMeant).length;
}
