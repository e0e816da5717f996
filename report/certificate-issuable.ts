import { namesOf } from "../ownership/certificates";
import { excerpt } from "../ownership/grouping";
import type { Certificate, ContradictoryShim, ResourceReference } from "../ownership/inventory";
import { isWildcard } from "../ownership/names";
import type { IssuanceDefect, RefusedContent } from "../policies/certificate-issuable/issuability";
import type { ProblemOf } from "../policies/finding";
import type { Description } from "./layout";
import { excerptWords, listWords, namespaceWords, nameWords, placer, resourceWords } from "./words";

/** Words a certificate that can never be issued: what keeps it, what else of it waits, and what to change. */
export function notIssuable({ certificate, defect }: ProblemOf<"not-issuable">): Description {
  const place = placer([certificate.resource, ...othersIn(defect)]);
  const { what, consequence, fix } = describe(defect, place(certificate.resource), place);
  return { what, who: othersOf(certificate, defect), consequence, fix: [fix] };
}

/** Words an annotated object of which no certificate is made. */
export function noCertificate({ shim }: ProblemOf<"no-certificate">): Description {
  const { resource, contradiction, names } = shim;
  const thing = resourceWords(resource);
  const { why, fix } = contradictionWords(contradiction);
  return {
    what: `cert-manager makes no certificate of ${thing}: ${why}.`,
    who: names.length === 0 ? [] : [`${thing} asks for a certificate for ${listWords(names)}.`],
    consequence:
      "no more than an event on the object tells so; the Secret that it waits for is never written, and an existing one is not renewed.",
    fix: [fix],
  };
}

function contradictionWords(contradiction: ContradictoryShim["contradiction"]): { why: string; fix: string } {
  switch (contradiction) {
    case "two-issuers":
      return {
        why: "it has both annotations, `cert-manager.io/issuer` and `cert-manager.io/cluster-issuer`",
        fix: "keep the one that names the issuer that is meant.",
      };
    case "cluster-issuer-of-kind":
      return {
        why: "beside `cert-manager.io/cluster-issuer`, the annotations `cert-manager.io/issuer-kind` and `cert-manager.io/issuer-group` are not allowed",
        fix: "take those out, or name an external issuer by `cert-manager.io/issuer`.",
      };
    case "repeated-secret":
      return {
        why: "two of its tls blocks have one `secretName`",
        fix: "put their hosts into one block, or give each block a `secretName` of its own.",
      };
  }
}

interface Told {
  readonly what: string;
  readonly consequence: string;
  readonly fix: string;
}

const pending =
  "the Order stays pending for ever, with no more than a warning event: the certificate is never issued, and no alert on failures sees it.";
const failed = "the CertificateRequest fails, and cert-manager tries again in vain: the certificate is never issued or renewed.";
const refused = "cert-manager's webhook refuses it: there is no certificate.";

/** What a defect names beside its certificate. */
function othersIn(defect: IssuanceDefect): ResourceReference[] {
  return [
    ...("issuer" in defect ? [defect.issuer.resource] : []),
    ...("declared" in defect ? [defect.declared.resource] : []),
    ...("certManager" in defect ? [defect.certManager] : []),
  ];
}

function describe(defect: IssuanceDefect, thing: string, place: (resource: ResourceReference) => string): Told {
  switch (defect.kind) {
    case "no-solver": {
      const issuer = place(defect.issuer.resource);
      const wildcard = isWildcard(defect.name);
      return {
        what: wildcard
          ? `No solver of ${issuer} can validate ${defect.name} of ${thing}: authorities validate a wildcard by DNS-01 alone (RFC 8555 §8.3).`
          : `No solver of ${issuer} is for ${defect.name} of ${thing}: the selectors of all of them leave it out.`,
        consequence: pending,
        fix: wildcard
          ? `add a dns01 solver for ${defect.name} to ${issuer}, or take the wildcard out of ${thing}.`
          : `add a solver to ${issuer} whose \`selector\` takes ${defect.name} in (\`dnsZones\` take in what lies below, \`dnsNames\` exact names in lower case), or take the name out of ${thing}.`,
      };
    }
    case "other-issuer-kind":
      return {
        what: `${thing} asks for an issuer of kind ${nameWords(defect.wanted)}, and what is declared under that name is ${place(defect.declared.resource)}. Without \`kind\`, cert-manager looks for an Issuer in the certificate's own namespace.`,
        consequence: "cert-manager waits for an issuer that does not exist; the certificate is never issued.",
        fix: `set \`issuerRef.kind: ${defect.declared.kind}\` (on an Ingress or Gateway: the annotation \`cert-manager.io/${defect.declared.kind === "ClusterIssuer" ? "cluster-issuer" : "issuer"}\`). If another stack declares such an issuer, name it in the setting \`issuersElsewhere\`.`,
      };
    case "other-issuer-namespace": {
      const { resource, namespace } = defect.declared;
      return {
        what: `${thing} asks for an Issuer, which cert-manager looks for in the certificate's own namespace, and the one declared under that name, ${place(resource)}, is${namespaceWords(namespace)}.`,
        consequence: "cert-manager waits for an issuer that does not exist; the certificate is never issued.",
        fix: "declare the Issuer in the certificate's namespace, or make it a ClusterIssuer and set `issuerRef.kind: ClusterIssuer`. If another stack declares such an issuer, name it in the setting `issuersElsewhere`.",
      };
    }
    case "no-identity":
      return {
        what: `${thing} names nothing: no dnsNames, no common name, no address, no URI.`,
        consequence: refused,
        fix: "list its names in `spec.dnsNames`.",
      };
    case "no-secret-name":
      return {
        what: `${thing} has no usable \`spec.secretName\`: it is missing, or no name of a Secret (lower case, digits, \`-\` and \`.\`).`,
        consequence: refused,
        fix: "set `spec.secretName` to the Secret that the certificate goes into.",
      };
    case "malformed-annotations":
      return {
        what: `cert-manager cannot read ${listWords(defect.annotations, (key) => `\`cert-manager.io/${key}\``)} of ${thing}.`,
        consequence:
          "of an object with such an annotation it makes no certificate at all, and says so nowhere but in its log; an existing certificate keeps its old settings.",
        fix: `correct ${defect.annotations.length === 1 ? "it" : "them"}: ${listWords([...new Set(defect.annotations.map((key) => annotationForms[key] ?? partsOfSubject))])}.`,
      };
    case "gateways-unread":
      return {
        what: `cert-manager makes no certificate of ${thing}: ${place(defect.certManager)} installs it without the Gateway API, which is off unless \`values\` switch it on.`,
        consequence: "the annotation is read by nobody; the Secret that the listeners wait for is never written, and nothing says so.",
        fix: `set \`config.enableGatewayAPI: true\` (since 1.21 \`config.gatewayAPI.enabled: true\`) in \`values\` of ${place(defect.certManager)}.`,
      };
    case "too-many-labels":
      return {
        what: `${defect.name} of ${thing} has more than ${defect.limit} labels, and ${defect.authority.name} takes no more.`,
        consequence: failed,
        fix: "use a shorter name, or a private issuer.",
      };
    case "duration-sent":
      return {
        what: `${thing} has a \`duration\`, and ${place(defect.issuer.resource)} hands it on (\`enableDurationFeature\`) to ${defect.authority.name}, which refuses every Order that says when its certificate is to end.`,
        consequence: failed,
        fix: `take \`enableDurationFeature\` out of ${place(defect.issuer.resource)}, or \`duration\` out of ${thing}.`,
      };
    case "no-profile":
      return {
        what: `${place(defect.issuer.resource)} asks for the profile ${nameWords(defect.profile)}, which ${defect.authority.name} does not have any more; ${thing} depends on it.`,
        consequence: failed,
        fix: "take `profile` out of the issuer (the default certifies servers), or let a private issuer certify clients.",
      };
    case "no-issuer-kind":
      return {
        what: `${thing} asks for an issuer of a kind that cert-manager does not have; its own are \`Issuer\` and \`ClusterIssuer\`, in this spelling.`,
        consequence: refused,
        fix: "correct `issuerRef.kind`, or set `issuerRef.group` to the group of an external issuer.",
      };
    case "common-name-apart":
      return {
        what: `The common name ${nameWords(defect.commonName)} of ${thing} is not among its dnsNames, and ${place(defect.issuer.resource)} is an ACME issuer.`,
        consequence: failed,
        fix: "list the common name in `dnsNames` as well, or leave it out: no client looks at it any more.",
      };
    case "common-name-too-long":
      return {
        what: `The common name of ${thing} has ${defect.bytes} bytes, and X.509 allows 64.`,
        consequence: refused,
        fix: "leave `commonName` out; a long name may stand in `dnsNames`.",
      };
    case "no-name":
      return {
        what: `${thing} lists "${nameWords(defect.text)}" in its dnsNames, which no ACME authority takes for a DNS name (trailing dot, Unicode, IP address, underscore, blank, single label, or a misplaced *).`,
        consequence: failed,
        fix: "write the name in A-labels, in full and without the dot at the end, or take it out.",
      };
    case "no-public-name":
      return {
        what: `${defect.name} of ${thing} ends in a domain that the public DNS does not have, and ${defect.authority.name} certifies only what it can look up there.`,
        consequence: failed,
        fix: "use a private issuer for inner names (`ca`, `vault`, `step`), in a certificate of their own.",
      };
    case "key":
      return {
        what: `${thing} asks for a key that ${defect.refusedBy === "cert-manager" ? defect.refusedBy : defect.refusedBy.name} refuses: ${keyWords(defect)}.`,
        consequence: defect.refusedBy === "cert-manager" ? refused : failed,
        fix: `choose one that it accepts: ${
          defect.refusedBy === "cert-manager"
            ? "RSA of 2048 to 8192 bits, ECDSA of 256, 384 or 521, Ed25519, in this spelling"
            : "RSA of 2048, 3072 or 4096 bits, ECDSA of 256 or 384"
        }.`,
      };
    case "too-many-names":
      return {
        what: `${thing} has ${defect.count} names, and ${defect.authority.name} takes ${defect.limit} in one certificate with this profile.`,
        consequence: failed,
        fix: "split it into several certificates.",
      };
    case "content":
      return {
        what: `${thing} asks for ${contentWords[defect.property]} (\`${defect.property}\`), which ${defect.authority.name} does not certify.`,
        consequence: failed,
        fix: `take \`${defect.property}\` out, or use a private issuer.`,
      };
  }
}

function keyWords({ algorithm, size }: Extract<IssuanceDefect, { kind: "key" }>): string {
  return algorithm === undefined ? "an algorithm by another name" : size === undefined ? algorithm : `${algorithm} ${size}`;
}

const contentWords: Readonly<Record<RefusedContent, string>> = {
  emailAddresses: "e-mail addresses",
  uris: "URIs",
  isCA: "a certificate authority",
  ipAddresses: "IP addresses (its profile `shortlived` alone does)",
};

/** What cert-manager reads. */
const annotationForms: Readonly<Record<string, string>> = {
  "private-key-size": "a size is a number",
  "private-key-encoding": "an encoding is `PKCS1` or `PKCS8`",
  "private-key-rotation-policy": "a policy is `Never` or `Always`",
  "revision-history-limit": "a limit is a number of at least 1",
  "renew-before-percentage": "a percentage is a number without its sign",
  usages: "usages are words such as `server auth`, with commas between them",
  "secret-template": "a template is JSON of `annotations` and `labels`, with no annotation of cert-manager's own",
};
const partsOfSubject = "a part of the subject is a list with commas, not empty, in which quotes enclose a whole element";

/** One name that cannot be validated keeps the whole certificate back, so the others are worth naming. */
function othersOf(certificate: Certificate, defect: IssuanceDefect): string[] {
  const bad = "name" in defect ? defect.name : undefined;
  const names = namesOf(certificate);
  const others = excerpt(names, (name) => name !== bad, bad !== undefined && names.has(bad) ? names.size - 1 : names.size);
  if (others.count === 0) {
    return [];
  }
  return [
    bad === undefined
      ? `It is the certificate of ${excerptWords(others)}.`
      : `With it wait the other names of the certificate: ${excerptWords(others)}.`,
  ];
}
