import { groupBy } from "../ownership/grouping";
import type { Certificate, Inventory, Issuer, Labels, ResourceReference, Solver, Subscription } from "../ownership/inventory";
import { isPatch } from "../ownership/issuance";
import type { Elements, Value } from "../ownership/value";
import { certificateKinds, usualRecord } from "../readers/ownership-file";
import type { ClusterObject } from "./kubernetes-files";
import { isPropertyMap, type PropertyMap, type PropertyValue } from "./stack-resource";

/** Entries of an ownership file, by collection. */
interface Entries {
  readonly issuers: readonly PropertyMap[];
  readonly certificates: readonly PropertyMap[];
  readonly subscriptions: readonly PropertyMap[];
}

/** What sources own, and what of it could not be written: in sentences that name the resource. */
interface Told {
  readonly entries: Entries;
  readonly notes: readonly string[];
}

export interface EntriesContext {
  /** @returns the source of a resource, by its URN. */
  sourceOf(urn: string): string;
  /** @returns the name of the cluster of a Kubernetes object, by its URN; undefined where there is only one. */
  clusterOf(urn: string): string | undefined;
  /** Certificates that cert-manager made for annotated objects, by URN. */
  readonly owners: ReadonlyMap<string, NonNullable<ClusterObject["owner"]>>;
  /** Labels by which issuers select that the inventory does not hold. */
  readonly selectingLabels: readonly string[];
}

/**
 * @returns the entries of everything in the inventory. Only the fields named here are written, and of those only what is
 * known: an unknown name is left out of its list, and an issuer, which must not be half told, as a whole.
 */
export function entriesOf(inventory: Inventory, context: EntriesContext): Told {
  const notes = new Set<string>();
  const leaveOut = ({ type, name, urn }: ResourceReference, what: string): void => {
    const thing = `${type.slice(type.lastIndexOf(":") + 1)} "${name}"`;
    notes.add(`${context.sourceOf(urn)}: ${what} of ${thing} is unknown or secret, and left out.`);
  };
  const noteNames = ({ resource, names, property }: Certificate | Subscription): void => {
    if (!names.complete) {
      leaveOut(resource, `part of \`${property}\``);
    }
  };
  const issuers = inventory.issuers.flatMap((issuer) => {
    if (isPatch(issuer.resource)) {
      return [];
    }
    const entry = issuerEntry(issuer, context);
    if (entry === undefined) {
      leaveOut(issuer.resource, "something");
    }
    return entry === undefined ? [] : [entry];
  });
  const selecting = [...new Set([...context.selectingLabels, ...inventory.issuers.flatMap(selectingLabels)])].sort();
  const secrets = new Map(inventory.secretWriters.map(({ resource, secret }) => [resource.urn, secret]));
  const certificates = inventory.certificates.flatMap((certificate) => {
    if (certificate.issuer.name.state === "absent") {
      return []; // it asks nobody
    }
    noteNames(certificate);
    const entry = certificateEntry(certificate, secrets.get(certificate.resource.urn), selecting, context);
    if (entry === undefined) {
      leaveOut(certificate.resource, "the name or the issuer");
    }
    return entry === undefined ? [] : [entry];
  });
  const subscriptions = inventory.subscriptions.map((subscription) => {
    noteNames(subscription);
    return subscriptionEntry(subscription, context);
  });
  const entries = { issuers, certificates: oneForEachObject(certificates), subscriptions };
  return {
    entries: { ...entries, certificates: entries.certificates.filter(hasNames), subscriptions: subscriptions.filter(hasNames) },
    notes: [...notes].sort(),
  };
}

function hasNames({ names }: PropertyMap): boolean {
  return Array.isArray(names) && names.length > 0;
}

/** A cluster shows a shim's certificate twice: as the annotated object, and as the Certificate that cert-manager made of it. */
function oneForEachObject(certificates: readonly PropertyMap[]): PropertyMap[] {
  const objects = groupBy(certificates, (entry) => JSON.stringify({ ...entry, names: null, labels: null }));
  return [...objects.values()].map((entries) => ({
    ...entries[0],
    names: sorted(entries.flatMap(({ names }) => (Array.isArray(names) ? names.map(String) : []))),
  }));
}

function issuerEntry(issuer: Issuer, context: EntriesContext): PropertyMap | undefined {
  const { resource, kind, namespace, name, type, server, solvers } = issuer;
  const written = solvers.known.map(solverEntry);
  const isWhole = solvers.complete && written.every((solver) => solver !== undefined);
  const place = kind === "Issuer" ? textOf(namespace) : "";
  if (name.state !== "known" || type.state !== "known" || place === undefined || (type.value === "acme" && !isWhole)) {
    return undefined;
  }
  return defined({
    source: context.sourceOf(resource.urn),
    cluster: context.clusterOf(resource.urn),
    kind,
    namespace: kind === "Issuer" ? place : undefined,
    name: name.value,
    type: type.value,
    server: textOf(server),
    solvers: type.value === "acme" ? written.filter((solver) => solver !== undefined) : undefined,
  });
}

function solverEntry({ method, provider, cnameStrategy, selector }: Solver): PropertyMap | undefined {
  if (method.state !== "known" || selector.state === "unknown") {
    return undefined;
  }
  const isDns01 = method.value === "dns01";
  if (isDns01 && (provider.state === "unknown" || cnameStrategy.state === "unknown")) {
    return undefined;
  }
  const selected = selector.state === "known" ? selector.value : undefined;
  const labels = selected === undefined ? undefined : labelsOf(selected.matchLabels, [...selected.matchLabels.known.keys()].sort());
  if (selected !== undefined && (!selected.dnsNames.complete || !selected.dnsZones.complete || labels === undefined)) {
    return undefined;
  }
  return defined({
    method: method.value,
    provider: isDns01 ? textOf(provider) : undefined,
    cnameStrategy: isDns01 && textOf(cnameStrategy) === "Follow" ? "Follow" : undefined,
    selector:
      selected === undefined
        ? undefined
        : defined({
            dnsNames: unlessEmpty(selected.dnsNames),
            dnsZones: unlessEmpty(selected.dnsZones),
            matchLabels: Object.keys(labels ?? {}).length === 0 ? undefined : labels,
          }),
  });
}

function unlessEmpty({ known }: Elements<string>): string[] | undefined {
  const texts = known.filter((text) => text.trim() !== "");
  return texts.length === 0 ? undefined : texts;
}

function selectingLabels({ solvers }: Issuer): string[] {
  return solvers.known.flatMap(({ selector }) => (selector.state === "known" ? [...selector.value.matchLabels.known.keys()] : []));
}

function certificateEntry(
  certificate: Certificate,
  secret: Value<string> | undefined,
  selecting: readonly string[],
  context: EntriesContext,
): PropertyMap | undefined {
  const { resource, source, namespace, objectName, names, labels } = certificate;
  const { name: issuer, kind: issuerKind, group } = certificate.issuer;
  const owner = context.owners.get(resource.urn);
  const ownerKind = certificateKinds.find((kind) => kind !== "Certificate" && kind === owner?.kind.replace(/^X(?=ListenerSet$)/, ""));
  const kind = ownerKind ?? source;
  const name = ownerKind === undefined ? textOf(objectName) : owner?.name;
  if (name === undefined || issuer.state !== "known" || issuerKind.state !== "known" || group.state !== "known") {
    return undefined;
  }
  return defined({
    source: context.sourceOf(resource.urn),
    cluster: context.clusterOf(resource.urn),
    kind: kind === "Certificate" ? undefined : kind,
    namespace: textOf(namespace),
    name,
    names: sorted(names.known.map((each) => each.name)),
    issuer: defined({ group: group.value === "cert-manager.io" ? undefined : group.value, kind: issuerKind.value, name: issuer.value }),
    // An annotated object may write several Secrets, and the Secrets of one are no matter of its entry.
    secret: kind === "Certificate" && secret !== undefined ? textOf(secret) : undefined,
    labels: selecting.length === 0 ? undefined : labelsOf(labels, selecting),
  });
}

/** Only labels by which some solver selects: the others change with every release and decide nothing. */
function labelsOf({ known, complete }: Labels, selecting: readonly string[]): PropertyMap | undefined {
  const wanted = selecting.map((key) => ({ key, value: known.get(key) }));
  return complete && wanted.every(({ value }) => value?.state !== "unknown")
    ? Object.fromEntries(wanted.flatMap(({ key, value }) => (value?.state === "known" ? [[key, value.value]] : [])))
    : undefined;
}

function subscriptionEntry({ resource, vendor, id, names, record }: Subscription, context: EntriesContext): PropertyMap {
  return defined({
    source: context.sourceOf(resource.urn),
    vendor,
    id: textOf(id),
    name: resource.name,
    names: sorted(names.known),
    record: record === usualRecord(vendor) ? undefined : record,
  });
}

/** An empty text says as little as none. */
function textOf(value: Value<string>): string | undefined {
  return value.state === "known" && value.value.trim() !== "" ? value.value : undefined;
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

function defined(entry: Readonly<Record<string, PropertyValue | undefined>>): PropertyMap {
  return Object.fromEntries(Object.entries(entry).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/**
 * Puts entries into a file: those of the sources given take the place of what the file had of them, and everything else stays.
 *
 * @param file the file so far, known to be one.
 * @param sources what is to be said of each source given.
 */
export function mergeEntries(file: PropertyMap, sources: PropertyMap, clusters: PropertyMap, entries: Entries): PropertyMap {
  const merged = (collection: keyof Entries): PropertyMap => {
    const kept = listOf(file[collection]).filter(({ source }) => !(typeof source === "string" && Object.hasOwn(sources, source)));
    const all = [...kept, ...entries[collection]].sort(byPlace);
    return all.length === 0 ? {} : { [collection]: all };
  };
  const { $schema, challengeZones, names } = file;
  const allClusters = byKey({ ...objectOf(file["clusters"]), ...clusters });
  return defined({
    $schema,
    version: 1,
    sources: byKey({ ...objectOf(file["sources"]), ...sources }),
    clusters: Object.keys(allClusters).length === 0 ? undefined : allClusters,
    ...merged("issuers"),
    ...merged("certificates"),
    ...merged("subscriptions"),
    challengeZones,
    names,
  });
}

function listOf(value: PropertyValue | undefined): readonly PropertyMap[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

function objectOf(value: PropertyValue | undefined): PropertyMap {
  return isPropertyMap(value) ? value : {};
}

function byKey(map: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(map).sort(([first], [second]) => (first < second ? -1 : 1)));
}

/** By what an entry is, so that a changed name of a certificate changes its line and no other. */
function byPlace(first: PropertyMap, second: PropertyMap): number {
  const [one = "", other = ""] = [first, second].map((entry) =>
    JSON.stringify([...["source", "cluster", "vendor", "kind", "namespace", "name"].map((key) => entry[key] ?? ""), entry]),
  );
  return one < other ? -1 : one > other ? 1 : 0;
}

/** @returns the labels by which issuers of a file select. */
export function labelsSelectedIn(file: PropertyMap): string[] {
  const solvers = listOf(file["issuers"]).flatMap((issuer) => listOf(issuer["solvers"]));
  return solvers.flatMap((solver) => Object.keys(objectOf(objectOf(solver["selector"])["matchLabels"])));
}

/** @returns the file's text: one line for each entry, so that a difference shows what changed hands. */
export function formatOwnership(file: PropertyMap, printable: (text: string) => string): string {
  const inline = (value: PropertyValue): string => {
    if (Array.isArray(value)) {
      return `[${value.map(inline).join(", ")}]`;
    }
    if (typeof value !== "object" || value === null) {
      return printable(JSON.stringify(value));
    }
    const members = Object.entries(value).map(([key, each]) => `${inline(key)}: ${inline(each)}`);
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
  };
  const lines = (value: PropertyValue): string => {
    if (typeof value !== "object" || value === null) {
      return inline(value);
    }
    const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
    const members = Array.isArray(value)
      ? value.map(inline)
      : Object.entries(value).map(([key, each]) => `${inline(key)}: ${inline(each)}`);
    return members.length === 0 ? `${open}${close}` : `${open}\n    ${members.join(",\n    ")}\n  ${close}`;
  };
  return `{\n${Object.entries(file)
    .map(([key, value]) => `  ${inline(key)}: ${lines(value)}`)
    .join(",\n")}\n}\n`;
}
