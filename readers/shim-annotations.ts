import type { Properties } from "../evidence/properties";
import type { Contradiction, IssuerReference } from "../ownership/inventory";
import { isObject, isOneOf, known, unknown, type Answer, type Elements, type Value } from "../ownership/value";
import { single } from "./names";

/** What annotations say to cert-manager's shims: which issuer, and what else of the certificate. */

const older = "certmanager.k8s.io/";
const prefixes = ["cert-manager.io/", older];

/** An issuer of cert-manager of which this preview tells nothing. */
export const unknownIssuer: IssuerReference = { name: unknown, kind: unknown, group: known("cert-manager.io") };

/** @returns whether a value says anything; undefined when it is unknown. */
export function isSet(value: Value<string>): Answer {
  return value.state === "unknown" ? undefined : value.state === "known" && value.value.trim() !== "";
}

/** An unknown value is taken for a set one: nobody writes an unknown to say nothing. */
export function mayBeSet(value: Value<string>): boolean {
  return isSet(value) !== false;
}

/** @returns the parts of a list that is written as one text. */
export function commaSeparated(value: Value<string>): Elements<string> {
  const list = single(value);
  return { ...list, known: list.known.flatMap((text) => text.split(",").map((part) => part.trim())).filter((part) => part !== "") };
}

/** An Ingress may also ask for cert-manager's default issuer, which only cert-manager's own settings name. */
export function ingressIssuer(annotations: Properties): IssuerReference | undefined {
  const issuer = annotatedIssuer(annotations);
  const wantsDefault = isOneOf(annotations.text("kubernetes.io/tls-acme"), ["true", "1", "t", "T", "TRUE", "True"]);
  if (issuer !== undefined || wantsDefault !== true) {
    return issuer;
  }
  const name = { state: "unknown", reason: "kubernetes.io/tls-acme asks for the default issuer of cert-manager's own settings" } as const;
  return { ...unknownIssuer, name };
}

/** @returns the issuer that annotations name; undefined when they name none, or contradict each other. */
export function annotatedIssuer(annotations: Properties): IssuerReference | undefined {
  for (const prefix of prefixes) {
    const issuer = annotations.text(`${prefix}issuer`);
    const clusterIssuer = annotations.text(`${prefix}cluster-issuer`);
    // The API before 0.11 let the annotated object choose the challenge. Under today's prefix nobody reads that.
    if (prefix === older && isOneOf(annotations.text(`${older}acme-challenge-type`), ["http01"]) === true) {
      return undefined;
    }
    if (issuer.state === "unknown" || clusterIssuer.state === "unknown") {
      return unknownIssuer;
    }
    if (mayBeSet(issuer)) {
      return isWritten(clusterIssuer) ? undefined : issuerReference(issuer, "Issuer", annotations, prefix);
    }
    if (mayBeSet(clusterIssuer)) {
      const contradicts = rivals.some((key) => isWritten(annotations.text(`${prefix}${key}`)));
      return contradicts ? undefined : { name: clusterIssuer, kind: known("ClusterIssuer"), group: known("cert-manager.io") };
    }
  }
  return undefined;
}

/** Annotations that ask for an issuer, whatever they say. */
const asking = [
  "kubernetes.io/tls-acme",
  "cert-manager.io/issuer-name",
  ...prefixes.flatMap((prefix) => [`${prefix}issuer`, `${prefix}cluster-issuer`]),
];

/** @returns whether an issuer is certainly asked for, be its name known or not. */
export function asksForIssuer(annotations: Properties): boolean {
  return annotations.keys().known.some((key) => asking.includes(key));
}

/** What may not stand beside `cluster-issuer`, not even empty (`sync.go: issuerForIngressLike`). */
const ofKind = ["issuer-kind", "issuer-group"];
const rivals = ["issuer", ...ofKind];

function isWritten(value: Value<string>): boolean {
  return value.state !== "absent";
}

/** @returns what certainly keeps cert-manager from choosing an issuer. Where both issuers are empty, nobody asked for one. */
export function contradictionOf(annotations: Properties): Contradiction | undefined {
  const written = (key: string) => annotations.text(`cert-manager.io/${key}`);
  const issuer = written("issuer");
  const clusterIssuer = written("cluster-issuer");
  if (issuer.state === "known" && clusterIssuer.state === "known") {
    return mayBeSet(issuer) || mayBeSet(clusterIssuer) ? "two-issuers" : undefined;
  }
  const isOfKind = ofKind.some((key) => written(key).state === "known");
  return isSet(clusterIssuer) === true && isOfKind ? "cluster-issuer-of-kind" : undefined;
}

/** @returns whether annotations that are not known yet may contradict each other. */
export function mayContradict(annotations: Properties): boolean {
  return prefixes.some(
    (prefix) =>
      isWritten(annotations.text(`${prefix}cluster-issuer`)) && rivals.some((key) => isWritten(annotations.text(`${prefix}${key}`))),
  );
}

/** @returns the issuer of that name; kind and group may be annotated, too. */
export function issuerReference(name: Value<string>, kind: string, annotations: Properties, prefix: string): IssuerReference {
  const otherKind = annotations.text(`${prefix}issuer-kind`);
  const otherGroup = annotations.text(`${prefix}issuer-group`);
  return { name, kind: mayBeSet(otherKind) ? otherKind : known(kind), group: mayBeSet(otherGroup) ? otherGroup : known("cert-manager.io") };
}

/**
 * What the shims read, besides keys and durations; of a single value that they cannot read, an empty one included, no certificate is
 * made at all (`helper.go: translateAnnotations`).
 */
const readable: Readonly<Record<string, (value: string) => boolean>> = {
  "private-key-size": (value) => value !== "",
  "private-key-encoding": (value) => ["PKCS1", "PKCS8"].includes(value),
  "private-key-rotation-policy": (value) => ["Never", "Always"].includes(value),
  "revision-history-limit": (value) => isNumber(value) && Number(value) >= 1,
  "renew-before-percentage": isNumber,
  usages: (value) => value.split(",").every((usage) => keyUsages.has(usage.trim())),
  "subject-organizations": isLineOfCsv,
  "subject-organizationalunits": isLineOfCsv,
  "subject-countries": isLineOfCsv,
  "subject-provinces": isLineOfCsv,
  "subject-localities": isLineOfCsv,
  "subject-postalcodes": isLineOfCsv,
  "subject-streetaddresses": isLineOfCsv,
  "secret-template": isSecretTemplate,
};

/** As cert-manager calls them. */
const keyUsages: ReadonlySet<string> = new Set([
  "signing",
  "digital signature",
  "content commitment",
  "key encipherment",
  "key agreement",
  "data encipherment",
  "cert sign",
  "crl sign",
  "encipher only",
  "decipher only",
  "any",
  "server auth",
  "client auth",
  "code signing",
  "email protection",
  "s/mime",
  "ipsec end system",
  "ipsec tunnel",
  "ipsec user",
  "timestamping",
  "ocsp signing",
  "microsoft sgc",
  "netscape sgc",
]);

/** As Go's `strconv.Atoi` takes them. */
function isNumber(value: string): boolean {
  return /^[+-]?\d{1,15}$/.test(value);
}

/** As Go's `encoding/csv` takes one line, which must not be empty: quotes enclose a whole element, or stand twice within one. */
function isLineOfCsv(value: string): boolean {
  const parts = value.trim().split('"');
  const outside = parts.filter((_, index) => index % 2 === 0).join('"');
  return value !== "" && parts.length % 2 === 1 && !/[^,"]"|"[^,"]/.test(outside);
}

/** JSON as Go decodes it, keys in any case, of nothing but annotations, none of them cert-manager's own, and labels. */
function isSecretTemplate(value: string): boolean {
  try {
    const template: unknown = JSON.parse(value);
    return template === null || isObjectOf(template, isPartOfTemplate);
  } catch (error) {
    return (error as Error).message.includes(" after JSON"); // Go reads no further than to the end of the first value
  }
}

function isPartOfTemplate(key: string, texts: unknown): boolean {
  const part = key.toLowerCase();
  const mayBeNamed = (name: string) => part === "labels" || !name.startsWith("cert-manager.io/");
  const isText = (name: string, text: unknown) => mayBeNamed(name) && (text === null || typeof text === "string");
  return ["annotations", "labels"].includes(part) && (texts === null || isObjectOf(texts, isText));
}

function isObjectOf(value: unknown, isEntry: (key: string, value: unknown) => boolean): boolean {
  return isObject(value) && Object.entries(value).every((entry) => isEntry(...entry));
}

/** @returns the annotations, without their prefix, whose values the shims cannot read. */
export function malformedAnnotations(annotations: Properties): string[] {
  return Object.entries(readable).flatMap(([key, isReadable]) => {
    const value = annotations.text(`cert-manager.io/${key}`);
    return value.state === "known" && !isReadable(value.value) ? [key] : [];
  });
}
