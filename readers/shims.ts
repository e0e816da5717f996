import { readProperties, type Properties } from "../evidence/properties";
import type { Resource } from "../evidence/resource";
import type { Certificate, CertificateSource, Cluster, Contradiction, IssuerReference, NamedIn } from "../ownership/inventory";
import {
  absent,
  allOf,
  anyOf,
  isEqual,
  isOneOf,
  known,
  noElements,
  unknown,
  valueOr,
  type Answer,
  type Elements,
  type Value,
} from "../ownership/value";
import { namesIn, noStatus, readLabels } from "./cert-manager";
import { kubernetesObject, type KubernetesObject } from "./kubernetes";
import { collect, join, parseNames, single, unlessEmpty } from "./names";
import type { Readers, Shelves } from "./reader";
import {
  annotatedIssuer,
  asksForIssuer,
  commaSeparated,
  contradictionOf,
  ingressIssuer,
  isSet,
  issuerReference,
  malformedAnnotations,
  mayBeSet,
  mayContradict,
  unknownIssuer,
} from "./shim-annotations";

/**
 * Certificates that cert-manager's shims make from annotated objects. An object whose annotations contradict each other
 * gets no certificate at all, so it claims nothing here, and goes to a shelf of its own.
 */
export const shims: Readers = {
  emptyMay: "claim",
  objects: {
    "networking.k8s.io/Ingress": readIngress,
    "extensions/Ingress": readIngress,
    "gateway.networking.k8s.io/Gateway": readGateway,
    "gateway.networking.k8s.io/ListenerSet": readListenerSet,
    "gateway.networking.x-k8s.io/XListenerSet": readListenerSet,
    "route.openshift.io/Route": readRoute,
  },
};

/** One Certificate for each tls block with hosts and a Secret; `rules[].host` is not asked. */
function readIngress(resource: Resource, shelves: Shelves): void {
  const object = kubernetesObject(resource, shelves);
  const blocks = object.partial ? incompleteIfEmpty(object.spec.items("tls")) : object.spec.items("tls");
  const annotated =
    ingressIssuer(object.metadata.at("annotations")) ?? (object.partial && blocks.known.length > 0 ? unknownIssuer : undefined);
  const secrets = blocks.known.map((block) => block.text("secretName"));
  const names = secrets.flatMap((secret) => (secret.state === "known" ? [secret.value] : []));
  // "this secret name must only appear in a single TLS entry": cert-manager refuses the whole Ingress
  const repeats = new Set(names).size < names.length;
  if (annotated === undefined || repeats) {
    const named = contradictionOf(object.metadata.at("annotations"));
    const contradiction = named ?? (repeats && annotated?.name.state === "known" ? "repeated-secret" : undefined);
    const wanted = blocks.known.map((block, index) => ({ secret: secrets[index] ?? absent, hosts: block.texts("hosts") }));
    shelveContradiction({ resource, object, contradiction, wanted, complete: blocks.complete }, shelves);
    return;
  }
  const mayRepeat = !blocks.complete || (secrets.length > 1 && secrets.some(({ state }) => state === "unknown"));
  const issuer = mayRepeat ? { ...annotated, name: unknownBlocks } : annotated;
  const shimmed = { resource, object, source: "Ingress", issuer, property: "spec.tls[].hosts" } as const;
  blocks.known.forEach((block, index) => {
    const secret = secrets[index] ?? absent;
    const hosts = block.texts("hosts");
    if (mayBeSet(secret) && (hosts.known.length > 0 || !hosts.complete)) {
      shelve({ ...shimmed, secret, hosts }, shelves);
    }
  });
  if (!blocks.complete) {
    shelve({ ...shimmed, secret: unknown, hosts: { ...blocks, known: [] } }, shelves);
  }
}

/** A patch that only annotates leaves the hosts to the Ingress that it patches. */
function incompleteIfEmpty(blocks: Elements<Properties>): Elements<Properties> {
  return blocks.known.length === 0 ? { ...blocks, complete: false } : blocks;
}
const unknownBlocks = {
  state: "unknown",
  reason: "two tls blocks with one Secret would keep cert-manager from making any certificate",
} as const;

/** One Certificate for each Secret that terminating listeners of a Gateway name; Passthrough ones terminate nothing. */
export function readGateway(resource: Resource, shelves: Shelves): void {
  const object = kubernetesObject(resource, shelves);
  readListeners(resource, object, "Gateway", annotatedIssuer(object.metadata.at("annotations")), shelves);
}

/** A ListenerSet without annotations of its own inherits its Gateway's issuer. */
export function readListenerSet(resource: Resource, shelves: Shelves): void {
  const object = kubernetesObject(resource, shelves);
  const issuer = annotatedIssuer(object.metadata.at("annotations")) ?? inheritedIssuer(object, shelves);
  readListeners(resource, object, "ListenerSet", issuer, shelves);
}

/** OpenShift routes have a controller of their own: the Secret is `<route>-tls`, the host its only name. */
function readRoute(resource: Resource, shelves: Shelves): void {
  const object = kubernetesObject(resource, shelves);
  const annotations = object.metadata.at("annotations");
  const name = annotations.text("cert-manager.io/issuer-name");
  const issuer = name.state === "absent" ? annotations.text("cert-manager.io/issuer") : name;
  if (!mayBeSet(issuer)) {
    return;
  }
  const reference = issuerReference(issuer, "Issuer", annotations, "cert-manager.io/");
  const secret: Value<string> = object.name.state === "known" ? known(`${object.name.value}-tls`) : object.name;
  shelve(
    { resource, object, source: "Route", issuer: reference, secret, hosts: single(object.spec.text("host")), property: "spec.host" },
    shelves,
  );
}

function readListeners(
  resource: Resource,
  object: KubernetesObject,
  source: CertificateSource,
  issuer: IssuerReference | undefined,
  shelves: Shelves,
): void {
  const listeners = object.spec.items("listeners");
  const ignored = commaSeparated(object.metadata.text("annotations", "cert-manager.io/ignore-tls-listeners"));
  const bySecret = new Map<string | undefined, Elements<string>>();
  let undecided = !listeners.complete;
  for (const listener of listeners.known) {
    const host = listener.text("hostname");
    const terminating = allOf([isServed(listener, ignored), terminates(listener), isSet(host)]);
    const secrets = terminating === false ? noElements : listenerSecrets(listener, object.namespace);
    undecided ||= terminating === undefined || !secrets.complete;
    for (const secret of terminating === true ? secrets.known : []) {
      const key = valueOr<string | undefined>(secret, undefined);
      bySecret.set(key, join(bySecret.get(key) ?? noElements, single(host)));
    }
  }
  const wanted = [...bySecret].map(([secret, hosts]) => ({ secret: secret === undefined ? unknown : known(secret), hosts }));
  if (issuer === undefined) {
    const contradiction = contradictionOf(object.metadata.at("annotations"));
    shelveContradiction({ resource, object, contradiction, wanted, complete: !undecided }, shelves);
    return;
  }
  const shimmed = { resource, object, source, issuer, property: "spec.listeners[].hostname" };
  for (const each of wanted) {
    shelve({ ...shimmed, ...each }, shelves);
  }
  if (undecided) {
    shelve({ ...shimmed, secret: unknown, hosts: { ...listeners, known: [], complete: false } }, shelves);
  }
}

function isServed(listener: Properties, ignored: Elements<string>): Answer {
  const name = listener.text("name");
  const isIgnored = anyOf([...ignored.known.map((each) => isOneOf(name, [each])), ignored.complete ? false : undefined]);
  return isIgnored === undefined ? undefined : !isIgnored;
}

/** `tls.mode` is Terminate unless said otherwise. */
function terminates(listener: Properties): Answer {
  return allOf([isOneOf(listener.text("protocol"), ["HTTPS", "TLS"]), isOneOf(listener.text("tls", "mode"), ["Terminate", ""], true)]);
}

/** The names of the Secrets that a listener asks for; cert-manager fills only those of the Gateway's own namespace. */
function listenerSecrets(listener: Properties, namespace: Value<string>): Elements<Value<string>> {
  return collect<Value<string>>(listener.items("tls", "certificateRefs"), (reference) => {
    const elsewhere = reference.text("namespace");
    const own = allOf([
      isOneOf(reference.text("kind"), ["Secret", ""], true),
      isOneOf(reference.text("group"), ["core", ""], true),
      elsewhere.state === "absent" ? true : isEqual(elsewhere, namespace),
    ]);
    const name = reference.text("name");
    return { known: own === true && mayBeSet(name) ? [name] : [], complete: own !== undefined };
  });
}

interface Contradictory {
  readonly resource: Resource;
  readonly object: KubernetesObject;
  readonly contradiction: Contradiction | undefined;
  readonly wanted: readonly { readonly secret: Value<string>; readonly hosts: Elements<string> }[];
  readonly complete: boolean;
}

/** Puts an object on its shelf if it is known in full and would have had a certificate. A patch may be corrected by what it patches. */
function shelveContradiction({ resource, object, contradiction, wanted, complete }: Contradictory, shelves: Shelves): void {
  const isWhole = complete && wanted.every(({ secret, hosts }) => secret.state !== "unknown" && hosts.complete);
  const asking = wanted.flatMap(({ secret, hosts }) => {
    const name = unlessEmpty(secret);
    return name.state === "known" && hosts.known.length > 0 ? [{ secret: name.value, hosts }] : [];
  });
  const secrets = [...new Set(asking.map(({ secret }) => secret))];
  if (contradiction === undefined || !isWhole || object.partial || secrets.length === 0) {
    return;
  }
  // A Secret repeated by a block that would have been skipped may not count.
  if (contradiction === "repeated-secret" && secrets.length === asking.length) {
    return;
  }
  const { cluster, namespace } = object;
  const names = [...new Set(asking.flatMap(({ hosts }) => parseNames(hosts).known))];
  shelves.contradictoryShims.push({ resource: resource.reference, cluster, namespace, contradiction, secrets, names });
}

function inheritedIssuer(object: KubernetesObject, shelves: Shelves): IssuerReference | undefined {
  const parent = parentOf(object);
  if (parent.state !== "known") {
    return parent.state === "absent" ? undefined : unknownIssuer;
  }
  const { namespace, name } = parent.value;
  const gateway = shelves.gateway(object.cluster, namespace, name);
  return gateway === undefined ? unknownIssuer : annotatedIssuer(gateway.properties.at("metadata", "annotations"));
}

/** The Gateway that a ListenerSet belongs to. */
function parentOf({ spec, namespace: own }: KubernetesObject): Value<{ readonly namespace: string; readonly name: string }> {
  const name = spec.text("parentRef", "name");
  const written = spec.text("parentRef", "namespace");
  const namespace = written.state === "absent" ? own : written;
  if (name.state !== "known" || namespace.state !== "known") {
    return name.state === "absent" ? absent : unknown;
  }
  return known({ namespace: namespace.value, name: name.value });
}

/** @returns the key of the Gateway whose issuer a ListenerSet has for want of one of its own; undefined where it has one, or that is not known. */
export function gatewayAskedFor(listenerSet: Resource): string | undefined {
  const object = kubernetesObject(listenerSet);
  const parent = annotatedIssuer(object.metadata.at("annotations")) === undefined ? parentOf(object) : absent;
  return parent.state === "known" ? gatewayKey(object.cluster, known(parent.value.namespace), known(parent.value.name)) : undefined;
}

/** @returns the same text for the same Gateway. */
export function gatewayKey({ key }: Cluster, namespace: Value<string>, name: Value<string>): string {
  return JSON.stringify([key, namespace, name]);
}

interface Shimmed {
  readonly resource: Resource;
  readonly object: KubernetesObject;
  readonly source: CertificateSource;
  readonly issuer: IssuerReference;
  readonly secret: Value<string>;
  readonly hosts: Elements<string>;
  readonly property: string;
}

function shelve(shimmed: Shimmed, shelves: Shelves): void {
  const { resource, object, source, issuer, secret, hosts, property } = shimmed;
  const annotations = object.metadata.at("annotations");
  const names = [
    namesIn(hosts, property),
    namesIn(commaSeparated(annotations.text("cert-manager.io/alt-names")), "annotation cert-manager.io/alt-names"),
    namesIn(single(annotations.text("cert-manager.io/common-name")), "annotation cert-manager.io/common-name"),
  ].reduce<Elements<NamedIn>>(join, { known: [], complete: true });
  // What is wrong with a certificate that perhaps nobody asks for is nobody's fault.
  const said = issuer.name.state === "known" || asksForIssuer(annotations) ? annotations : readProperties([]);
  const certificate: Certificate = {
    resource: resource.reference,
    source,
    cluster: object.cluster,
    namespace: object.namespace,
    objectName: object.name,
    names,
    property,
    issuer,
    labels: readLabels(object.metadata.at("labels")),
    request: {
      dnsNames: hosts,
      commonName: said.text("cert-manager.io/common-name"),
      // Since 1.21 `ip-sans` is added; nothing depends on it that other properties do not tell.
      ipAddresses: noElements,
      emailAddresses: commaSeparated(said.text("cert-manager.io/email-sans")),
      uris: noElements,
      isCertificateAuthority: absent,
      usages: commaSeparated(said.text("cert-manager.io/usages")),
      keyAlgorithm: said.text("cert-manager.io/private-key-algorithm"),
      keySize: said.text("cert-manager.io/private-key-size"),
      keyRotationPolicy: said.text("cert-manager.io/private-key-rotation-policy"),
      otherNames: absent,
      secretName: secret,
      malformedAnnotations: source === "Route" ? [] : malformedAnnotations(said),
    },
    renewal: {
      policy: absent,
      duration: said.text("cert-manager.io/duration"),
      renewBefore: said.text("cert-manager.io/renew-before"),
      renewBeforePercentage: said.text("cert-manager.io/renew-before-percentage"),
    },
    status: noStatus,
  };
  shelves.certificates.push(certificate);
  shelves.secretWriters.push({
    resource: resource.reference,
    writer: source,
    cluster: object.cluster,
    namespace: object.namespace,
    secret,
    // Of annotations that are not known it is not known whether there is a certificate, let alone what it writes.
    certain: annotations.keys().complete && issuer.name !== unknownBlocks && !mayContradict(annotations),
    property:
      source === "Ingress" ? "spec.tls[].secretName" : source === "Route" ? "metadata.name" : "spec.listeners[].tls.certificateRefs",
    object: { kind: "Certificate", name: secret },
    hosts: { ...names, known: [...new Set(names.known.map(({ name }) => name))] },
  });
}
