import type { core } from "@pulumi/kubernetes/types/input";
import type { Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import { unknown, type Value } from "../ownership/value";
import { kubernetesObject, type KubernetesObject } from "./kubernetes";
import { of, type Shelves } from "./reader";

const secret = of<core.v1.Secret>();

/** The keys of a TLS Secret; one that holds none of them is somebody else's, and cert-manager writes beside it. */
const tlsKeys = ["tls.crt", "tls.key"];

/**
 * A Secret that the program fills itself. A placeholder whose data Pulumi ignores, or that has none, is filled by
 * somebody else, and a patch that only labels a Secret writes nothing.
 */
export function readSecret(resource: Resource, shelves: Shelves): void {
  const { properties } = resource;
  const ignored = resource.ignoreChanges.some((path) => /^(\*|data|stringData)\b/.test(path) || path === "*");
  const keys = [secret("data"), secret("stringData")].map((property) => properties.keys(property));
  const holdsTls = keys.some(({ known }) => known.some((key) => tlsKeys.includes(key)));
  const type = properties.text(secret("type"));
  const hidden = keys.some(({ complete }) => !complete) && type.state === "known" && type.value === "kubernetes.io/tls";
  if (!ignored && (holdsTls || hidden)) {
    shelve(resource, shelves, kubernetesObject(resource).metadata.text("name"), "metadata.name");
  }
}

/** External Secrets Operator: the target's name, else the object's own. */
export function readExternalSecret(resource: Resource, shelves: Shelves): void {
  const object = kubernetesObject(resource);
  const policy = object.spec.text("target", "creationPolicy");
  // None writes nothing; Merge adds keys to a Secret that somebody else owns.
  const writes = policy.state === "unknown" ? "unknown" : policy.state === "absent" || !["None", "Merge"].includes(policy.value);
  if (mayHoldTls(object.spec, ["target", "template"], "data", "secretKey")) {
    shelveIf(writes, resource, shelves, ...nameOr(object, "spec.target.name", object.spec.text("target", "name")));
  }
}

/** Vault Secrets Operator: `destination.name`, written only where it may create or overwrite. */
export function readVaultSecret(resource: Resource, shelves: Shelves): void {
  const object = kubernetesObject(resource);
  const create = object.spec.flag("destination", "create");
  const overwrite = object.spec.flag("destination", "overwrite");
  const flags = [create, overwrite];
  const writes =
    flags.some((flag) => flag.state === "known" && flag.value) || (flags.some((flag) => flag.state === "unknown") ? "unknown" : false);
  const type = object.spec.text("destination", "type");
  if (object.kind === "VaultPKISecret" || (type.state === "known" && type.value === "kubernetes.io/tls")) {
    shelveIf(writes, resource, shelves, object.spec.text("destination", "name"), "spec.destination.name");
  }
}

/** Bitnami's sealed secrets: the template's name, else the object's own. */
export function readSealedSecret(resource: Resource, shelves: Shelves): void {
  const object = kubernetesObject(resource);
  const keys = object.spec.keys("encryptedData").known;
  if (keys.some((key) => tlsKeys.includes(key)) || isTlsType(object.spec.text("template", "type"))) {
    shelve(resource, shelves, ...nameOr(object, "spec.template.metadata.name", object.spec.text("template", "metadata", "name")));
  }
}

function mayHoldTls(spec: Properties, template: string[], list: string, key: string): boolean {
  const keys = spec.items(list).known.map((item) => item.text(key));
  const templated = spec.keys(...template, "data").known;
  return (
    isTlsType(spec.text(...template, "type")) ||
    templated.some((name) => tlsKeys.includes(name)) ||
    keys.some((name) => name.state === "known" && tlsKeys.includes(name.value))
  );
}

function isTlsType(type: Value<string>): boolean {
  return type.state === "known" && type.value === "kubernetes.io/tls";
}

function nameOr(object: KubernetesObject, property: string, own: Value<string>): [Value<string>, string] {
  return own.state === "absent" ? [object.name, "metadata.name"] : [own, property];
}

/** One of which it is not known whether it writes has no known Secret: that is what stays open. */
function shelveIf(writes: boolean | "unknown", resource: Resource, shelves: Shelves, name: Value<string>, property: string): void {
  if (writes !== false) {
    shelve(resource, shelves, writes === "unknown" ? unknown : name, property);
  }
}

function shelve(resource: Resource, shelves: Shelves, name: Value<string>, property: string): void {
  const object = kubernetesObject(resource);
  shelves.secretWriters.push({
    resource: resource.reference,
    writer: object.kind,
    cluster: object.cluster,
    namespace: object.namespace,
    secret: name,
    property,
    object: { kind: object.kind, name: object.name },
  });
}
