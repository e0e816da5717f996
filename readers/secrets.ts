import type { core } from "@pulumi/kubernetes/types/input";
import type { Resource } from "../evidence/resource";
import type { SecretWriter } from "../ownership/inventory";
import { allOf, anyOf, isOneOf, type Answer, type Elements, type Value } from "../ownership/value";
import { kubernetesObject, type KubernetesObject } from "./kubernetes";
import { of, type Readers, type Shelves } from "./reader";

/** What writes Secrets of Kubernetes, but for cert-manager and the External Secrets Operator. */
export const secrets: readonly Readers[] = [
  { emptyMay: "secret", standAlone: true, objects: { "core/Secret": readSecret } },
  { emptyMay: "secret", objects: { "bitnami.com/SealedSecret": readSealedSecret } },
  {
    emptyMay: "claim",
    objects: {
      "secrets.hashicorp.com/VaultPKISecret": readVaultSecret,
      "secrets.hashicorp.com/VaultStaticSecret": readVaultSecret,
      "secrets.hashicorp.com/VaultDynamicSecret": readVaultSecret,
    },
  },
];

const secret = of<core.v1.Secret>();

/** The keys of a TLS Secret; one that holds none of them is somebody else's, and cert-manager writes beside it. */
const tlsKeys = ["tls.crt", "tls.key"];

/**
 * A Secret that the program fills itself. A placeholder whose data Pulumi ignores, or that has none, is filled by
 * somebody else, and a patch that only labels a Secret writes nothing.
 */
function readSecret(resource: Resource, shelves: Shelves): void {
  const { properties } = resource;
  const keys = [secret("data"), secret("stringData")].map((property) => properties.keys(property));
  const writes = anyOf(keys.map((known) => holdsTlsKeys(known)));
  // A Secret of that type is refused without its keys, so its unknown data holds them.
  const certain = writes === undefined && isTlsType(properties.text(secret("type"))) === true ? true : writes;
  const object = kubernetesObject(resource, shelves);
  shelve({ resource, object, shelves }, { writes: ignoresContents(resource) ? false : certain }, object.name, "metadata.name");
}

/** Vault Secrets Operator: `destination.name`, written only where it may create or overwrite. */
function readVaultSecret(resource: Resource, shelves: Shelves): void {
  const object = kubernetesObject(resource, shelves);
  const destination = object.spec.at("destination");
  const writes = anyOf(["create", "overwrite"].map((flag) => isTrue(destination.flag(flag))));
  // Of a static secret only Vault knows the keys.
  const holdsTls = object.kind === "VaultPKISecret" || isTlsType(destination.text("type")) === true ? true : undefined;
  shelve({ resource, object, shelves }, { writes: allOf([writes, holdsTls]) }, destination.text("name"), "spec.destination.name");
}

/** Bitnami's sealed secrets: the template's name, else the object's own. */
function readSealedSecret(resource: Resource, shelves: Shelves): void {
  const object = kubernetesObject(resource, shelves);
  const template = object.spec.at("template");
  const holdsTls = anyOf([holdsTlsKeys(object.spec.keys("encryptedData")), isTlsType(template.text("type"))]);
  shelve(
    { resource, object, shelves },
    { writes: holdsTls },
    ...nameOr(object, "spec.template.metadata.name", template.text("metadata", "name")),
  );
}

function isTrue(flag: Value<boolean>): Answer {
  return flag.state === "unknown" ? undefined : flag.state === "known" && flag.value;
}

/** @returns whether a Secret of these keys is one of TLS. */
export function holdsTlsKeys(keys: Elements<string>): Answer {
  return keys.known.some((key) => tlsKeys.includes(key)) ? true : keys.complete ? false : undefined;
}

/** @returns whether a Secret is of the type that Kubernetes takes with both keys alone. */
export function isTlsType(type: Value<string>): Answer {
  return isOneOf(type, ["kubernetes.io/tls"]);
}

/** @returns the name that `property` says, else the object's own, with the property that says it. */
export function nameOr(object: KubernetesObject, property: string, own: Value<string>): [Value<string>, string] {
  return own.state === "absent" ? [object.name, "metadata.name"] : [own, property];
}

interface Place {
  readonly resource: Resource;
  readonly object: KubernetesObject;
  readonly shelves: Shelves;
}

/** What is known of a writer: whether it writes TLS's keys, and how often. */
export interface Writing extends Pick<SecretWriter, "repeats"> {
  readonly writes: Answer;
}

/** Puts a writer on its shelf, unless it is certain to write no certificate. */
export function shelve({ resource, object, shelves }: Place, { writes, ...often }: Writing, name: Value<string>, property: string): void {
  if (writes === false) {
    return;
  }
  shelves.secretWriters.push({
    resource: resource.reference,
    writer: object.kind,
    cluster: object.cluster,
    namespace: object.namespace,
    secret: name,
    property,
    certain: writes === true,
    ...often,
    object: { kind: object.kind, name: object.name },
  });
}

/** @returns whether Pulumi leaves a Secret's contents as they are, once it is made. */
export function ignoresContents({ ignoreChanges }: Resource): boolean {
  return ignoreChanges.some((path) => /^(?:\*|(?:data|stringData)\b)/.test(path));
}
