import { isFastly } from "../ownership/edges";
import type { OriginConnection, ResourceReference } from "../ownership/inventory";
import type { PrivateSigner, TrustDefect } from "../policies/edge-trusts-origin/origin-trust";
import type { ProblemOf } from "../policies/finding";
import type { Description } from "./layout";
import { listWords, placer, resourceWords, titleWords } from "./words";

/** Words an edge that does not verify its origin, or that will not trust what the origin presents. */
export function originNotTrusted({ connection, defect }: ProblemOf<"origin-not-trusted">): Description {
  switch (defect.kind) {
    case "plain":
      return plain(connection);
    case "unverified":
      return unverified(connection);
    case "no-host":
      return noHost(connection);
    case "untrusted":
      return untrusted(connection, defect);
    case "not-covered":
      return notCovered(connection, defect);
    case "asked-for-another":
      return askedForAnother(connection, defect);
  }
}

const intercepted =
  "whoever gets between the edge and the origin, or takes over the origin's address, can answer in its place and read what visitors send; nobody notices.";

/** The connection as its user would look for it. */
function connectionWords({ resource, backend }: OriginConnection): string {
  const thing = resourceWords(resource);
  return backend.state === "known" ? `backend "${titleWords(backend.value)}" of ${thing}` : thing;
}

function zoneWords({ address }: OriginConnection): string {
  return address.state === "known" ? `the origins of ${address.value}` : "the origins of its zone";
}

function plain(connection: OriginConnection): Description {
  return {
    what: `${resourceWords(connection.resource)} lets Cloudflare speak plain HTTP to ${zoneWords(connection)}: its encryption mode is \`flexible\` or \`off\`.`,
    consequence: "what visitors send crosses the open net behind Cloudflare, whatever their browsers show.",
    fix: [
      "set the mode to `strict`; the origins need certificates of a public authority or of Cloudflare's origin CA (`OriginCaCertificate`).",
    ],
  };
}

function unverified(connection: OriginConnection): Description {
  const { edge, resource, address } = connection;
  if (edge === "cloudflare") {
    return {
      what: `${resourceWords(resource)} lets Cloudflare take any certificate from ${zoneWords(connection)}, self-signed and expired ones too: its encryption mode is \`full\`.`,
      consequence: intercepted,
      fix: [
        "set the mode to `strict`; the origins need certificates of a public authority or of Cloudflare's origin CA (`OriginCaCertificate`).",
      ],
    };
  }
  if (edge === "azure-front-door") {
    const property = resource.type.startsWith("azure:") ? "certificateNameCheckEnabled" : "enforceCertificateNameCheck";
    return {
      what: `Azure Front Door takes a certificate for any name from ${resourceWords(resource)}: \`${property}\` is false.`,
      consequence: intercepted,
      fix: [`set \`${property}: true\`, and give the origin a certificate that covers the host name which Azure Front Door connects to.`],
    };
  }
  const where = address.state === "known" ? ` to ${address.value}` : "";
  return {
    what: `Fastly connects${where} by TLS and does not verify who answers: \`sslCheckCert\` is false in ${connectionWords(connection)}.`,
    consequence: intercepted,
    fix: [
      "set `sslCheckCert: true`, and `sslCertHostname` and `sslSniHostname` to a name that the origin's certificate covers. For a private CA, put its certificate into `sslCaCert`.",
    ],
  };
}

function noHost(connection: OriginConnection): Description {
  const { address, edge } = connection;
  const common = address.state === "known" ? ` (commonly the address, ${address.value})` : "";
  return {
    what: `Fastly is to verify the certificate of ${connectionWords(connection)}, and \`sslCertHostname\`, the host name to hold it against, is not set. The address does not stand in for it.`,
    consequence:
      edge === "fastly-vcl"
        ? 'Fastly refuses the new version of the service ("Mandatory SSL cert checks require specifying cert hostname"): the update fails and leaves a draft version behind.'
        : "of VCL services Fastly refuses such a version; what a Compute service then accepts from its origin is nowhere laid down.",
    fix: [`set \`sslCertHostname\` to a name that the origin's certificate covers${common}, and \`sslSniHostname\` to the same.`],
  };
}

function backendWords({ backend }: OriginConnection): string {
  return backend.state === "known" ? ` (backend "${titleWords(backend.value)}")` : "";
}

function untrusted(connection: OriginConnection, defect: Extract<TrustDefect, { kind: "untrusted" }>): Description {
  const { host, certificate, signer } = defect;
  // Of the other edges nobody knows here by which name they verify.
  const { name, refusal } = isFastly(connection) ? { name: "Fastly", refusal: "503" } : { name: "CloudFront", refusal: "502" };
  const issuers = "issuer" in signer ? [signer.issuer.resource] : [];
  const place = placer([connection.resource, certificate.resource, ...issuers]);
  const isSelfSigned = signer.by === "itself" || (signer.by === "issuer" && signer.signing === "selfSigned");
  const isTrial = signer.by === "acme-server" && signer.why === "trial";
  const pem = isSelfSigned ? "the certificate itself" : "the CA's certificate";
  return {
    what: `${name} verifies its origin as ${host}, and the certificate for that name is a private one, which ${name} does not trust.`,
    who: [
      `${place(connection.resource)}${backendWords(connection)} connects by TLS${isFastly(connection) ? ", with no `sslCaCert`" : ""}.`,
      `${place(certificate.resource)} is for ${listWords(certificate.names)}; ${signerWords(signer, place)}.`,
    ],
    consequence: `${name} refuses the connection, and visitors see ${refusal}.`,
    fix: [
      isTrial
        ? "use the authority's real server: Let's Encrypt's is `https://acme-v02.api.letsencrypt.org/directory`."
        : isFastly(connection)
          ? `let an issuer of a public authority sign the certificate (\`acme\`), or put ${pem} into the backend's \`sslCaCert\`.`
          : `let a public authority sign the certificate (an \`acme\` issuer of cert-manager, or ACM on a load balancer): ${name} takes no CA of your own.`,
    ],
  };
}

function signerWords(signer: PrivateSigner, place: (resource: ResourceReference) => string): string {
  switch (signer.by) {
    case "itself":
      return "it is signed by itself";
    case "external":
      return `it is signed by ${signer.authority}`;
    case "program":
      return "it is signed by a CA of the program (`LocallySignedCert`)";
    case "acme-server": {
      const whose = signer.issuer === undefined ? "`serverUrl` of its provider" : `\`server\` of ${place(signer.issuer.resource)}`;
      return signer.why === "trial"
        ? `it comes from an ACME server for trials (${whose}), which signs with a root that nobody trusts`
        : `it comes from an ACME server of your own (${whose})`;
    }
    case "issuer": {
      const how = { ca: "a CA of your own", selfSigned: "itself", vault: "Vault" }[signer.signing];
      return `it is signed by ${how} (\`${signer.signing}\` of ${place(signer.issuer.resource)})`;
    }
  }
}

function notCovered(connection: OriginConnection, defect: Extract<TrustDefect, { kind: "not-covered" }>): Description {
  const { host, asked, certificate } = defect;
  const place = placer([connection.resource, certificate.resource]);
  const byServerName = connection.serverName.state === "known";
  return {
    what: `Fastly verifies its origin as ${host} (\`sslCertHostname\`), and the origin's certificate, the one for ${asked}, does not cover that name.`,
    who: [
      `${place(connection.resource)}${backendWords(connection)} ${byServerName ? `asks the origin for ${asked} (\`sslSniHostname\`)` : `connects to ${asked} (\`address\`)`}.`,
      `${place(certificate.resource)} is for ${listWords(certificate.names)}.`,
    ],
    consequence: "Fastly refuses the connection, and visitors see 503.",
    fix: [
      `set \`sslCertHostname\` and \`sslSniHostname\` to ${asked}, or add ${host} to the certificate and set \`sslSniHostname\` to it. If the origin has a certificate for ${host} from elsewhere, \`sslSniHostname: "${host}"\` makes it present that one.`,
    ],
  };
}

function askedForAnother(connection: OriginConnection, { host, asked }: Extract<TrustDefect, { kind: "asked-for-another" }>): Description {
  return {
    what: `Fastly asks its origin for ${asked} (\`sslSniHostname\`) and holds the certificate against ${host} (\`sslCertHostname\`).`,
    who: [`Both stand in ${connectionWords(connection)}; no certificate of this stack covers both names.`],
    consequence: `the origin chooses its certificate by the name it is asked for. Unless that one covers ${host} as well, Fastly refuses it, and visitors see 503.`,
    fix: [
      `set both to the name that the origin's certificate is for. If one certificate from elsewhere covers ${host} and ${asked}, this can stay as it is.`,
    ],
  };
}
