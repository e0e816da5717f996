import { isElsewhere } from "../ownership/elsewhere";
import { groupBy, uniqueBy, type Group } from "../ownership/grouping";
import type { Inventory, SecretWriter } from "../ownership/inventory";
import { mayBeTitle } from "../ownership/names";
import { isEqual } from "../ownership/value";
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
    return [...groupBy(inventory.secretWriters.filter(isPlaced), keyOf).values()].flatMap(findShared);
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

function findShared(writers: Readonly<Group<Placed>>): Finding[] {
  const secret = writers[0].secret.value;
  const namespace = writers[0].namespace.value;
  const objects = uniqueBy(
    writers.filter((writer) => writers.some((other) => areApart(writer, other))),
    ({ resource }) => resource.urn,
  );
  const kind = objects.length > 1 ? "two-writers" : "different-hosts";
  const involved = kind === "two-writers" ? objects : writers.filter((writer) => writers.some((other) => differ(writer, other)));
  // Pulumi's own Secret is the one to give up: whoever renews must write it.
  const edited = involved.find(({ writer }) => writer === "Secret") ?? involved.findLast(({ resource }) => !isElsewhere(resource));
  if (edited === undefined) {
    return [];
  }
  const subject = [namespace, secret].every(mayBeTitle) ? `${namespace}/${secret}` : edited.resource.name;
  return [{ subject, resource: edited.resource, problem: { kind, secret, namespace, writers: involved } }];
}

/** Two objects, and not one of which the name is not known yet. */
function areApart({ object: first }: SecretWriter, { object: second }: SecretWriter): boolean {
  return first.kind !== second.kind || isEqual(first.name, second.name) === false;
}

/**
 * cert-manager makes one Certificate of the Ingress that comes first. If one of two asks for all that the other does, the
 * order decides, and no preview knows it; only hosts on both sides are certain to leave one uncovered.
 */
function differ({ hosts: first }: SecretWriter, { hosts: second }: SecretWriter): boolean {
  return (
    first !== undefined &&
    second !== undefined &&
    first.complete &&
    second.complete &&
    first.known.some((host) => !second.known.includes(host)) &&
    second.known.some((host) => !first.known.includes(host))
  );
}
