import { mostTold } from "../ownership/grouping";
import type { Certificate, RenewalTool } from "../ownership/inventory";
import type { KeyProperty } from "../policies/certificate-key-pinned/key-pinning";
import type { ProblemOf } from "../policies/finding";
import type { Description } from "./layout";
import { listWords, placer, resourceWords } from "./words";

/** @returns the words for a key that may change although nobody changes the program. */
export function keyNotPinned({ defect }: ProblemOf<"key-not-pinned">): Description {
  if (defect.kind === "default-key") {
    const { certificate, properties } = defect;
    const fields = properties.map((property) => fieldWords(certificate, property));
    return {
      what: `${resourceWords(certificate.resource)} leaves ${listWords(fields)} to cert-manager's default.`,
      consequence:
        "a version of cert-manager with another default changes the key at the next renewal. 1.18 did: rotationPolicy was Never and became Always.",
      fix: [`write ${listWords(fields)}: what the certificate has now is RSA with 2048 bits, unless somebody asked for another.`],
    };
  }
  const { tool, certificates } = defect;
  const keys = certificates.slice(0, mostTold).map(({ resource }) => resource);
  const place = placer([tool.resource, ...keys]);
  const subject = tool.property === "version" ? "chart" : "image";
  return {
    what: `${place(tool.resource)} runs ${tool.tool} in whatever version is newest: the ${subject} has no full version.`,
    who: keys.length === 0 ? [] : [`The key is left to its default by ${listWords(keys, place, certificates.length)}.`],
    consequence: `a new version with other defaults renews certificates in its own way, and no change of the program shows it. ${changes[tool.tool]}`,
    fix: [
      tool.property === "version"
        ? "set `version` to a full version, such as v1.18.2."
        : `give the image (\`${tool.property}\`) a full version as its tag, or a digest.`,
      keyWords[tool.tool],
    ],
  };
}

/** How a certificate keeps its key, whatever the tool's version. */
const keyWords: Readonly<Record<RenewalTool["tool"], string>> = {
  "cert-manager": "In Certificates, write `privateKey.algorithm` and `privateKey.rotationPolicy`.",
  certbot: "Give certbot the key as well: `--key-type rsa`, or `ecdsa` where all clients know it.",
  lego: "Give lego the key as well: `--key-type rsa2048`, or what your clients know.",
  "acme.sh": "Give acme.sh the key as well: `--keylength 2048`, or what your clients know.",
};

const changes: Readonly<Record<RenewalTool["tool"], string>> = {
  "cert-manager": "cert-manager 1.18 changed rotationPolicy from Never to Always: every renewal has a new key, which breaks pinned keys.",
  certbot: "certbot 2.0 changed its keys from RSA to ECDSA, which clients that know only RSA refuse.",
  lego: "Clients that know only RSA refuse ECDSA keys, and the reverse.",
  "acme.sh": "Clients that know only RSA refuse ECDSA keys, and the reverse.",
};

function fieldWords({ source }: Certificate, property: KeyProperty): string {
  const annotation = property === "algorithm" ? "private-key-algorithm" : "private-key-rotation-policy";
  return source === "Certificate" ? `\`spec.privateKey.${property}\`` : `the annotation \`cert-manager.io/${annotation}\``;
}
