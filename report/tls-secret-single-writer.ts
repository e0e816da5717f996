import { mostTold } from "../ownership/grouping";
import type { SecretWriter } from "../ownership/inventory";
import type { ProblemOf } from "../policies/finding";
import type { Description } from "./layout";
import { listWords, nameWords, placer, toldLines } from "./words";

function writersWords(writers: readonly SecretWriter[]): string[] {
  const place = placer(writers.slice(0, mostTold).map(({ resource }) => resource));
  return toldLines(writers, "resource", (writer) => writerWords(writer, place(writer.resource)));
}

function writerWords(writer: SecretWriter, thing: string): string {
  const hosts = writer.hosts === undefined || writer.hosts.known.length === 0 ? "" : `, for ${listWords(writer.hosts.known)}`;
  if (writer.property === "spec.acme.privateKeySecretRef.name") {
    const where = writer.writer === "ClusterIssuer" ? ", in cert-manager's namespace" : "";
    return `${thing} keeps its account's key in it${where}: \`${writer.property}\`.`;
  }
  return `${thing} writes it: \`${writer.property}\`${hosts}.`;
}

/** Words a Secret of several writers. */
export function twoWriters({ secret, namespace, writers }: ProblemOf<"two-writers">): Description {
  const certManager = writers.filter(({ writer }) => ["Certificate", "Ingress", "Gateway", "ListenerSet", "Route"].includes(writer));
  return {
    what: `The Secret ${nameWords(namespace)}/${nameWords(secret)} would have ${writers.length} writers.`,
    who: writersWords(writers),
    consequence:
      certManager.length > 1
        ? "cert-manager issues one of them and leaves the other alone for ever, not Ready and without an event; whoever uses the Secret gets the wrong certificate or none that is renewed."
        : "each overwrites what the other wrote, and a renewed certificate is replaced by an old one at the next update.",
    fix: [
      "give each certificate a Secret of its own, or remove all writers but one.",
      ...(certManager.length === 1 && writers.some(({ writer }) => writer.endsWith("ExternalSecret"))
        ? [
            "An ExternalSecret that is to restore a saved certificate writes it once with `creationPolicy: Orphan` and `refreshPolicy: CreatedOnce`, and without `immutable`.",
          ]
        : []),
    ],
  };
}

/** Words a Secret of a certificate in which an issuer keeps the key of its ACME account. */
export function accountKey({ secret, namespace, writers }: ProblemOf<"account-key">): Description {
  return {
    what: `The Secret ${nameWords(namespace)}/${nameWords(secret)} would hold a certificate and the key of an ACME account.`,
    who: writersWords(writers),
    consequence:
      "both keys are `tls.key`. Whenever the certificate is issued, its key takes the place of the account's: the issuer goes on under another account, or is never Ready again where that key is not RSA.",
    fix: [
      "give the account's key a Secret of its own: another name in the issuer's `spec.acme.privateKeySecretRef.name`. cert-manager makes the key, and registers its account.",
    ],
  };
}

/** Words a Secret that annotated objects ask for with different hosts. */
export function differentHosts({ secret, namespace, writers }: ProblemOf<"different-hosts">): Description {
  return {
    what: `${writers.length} annotated objects ask for the Secret ${nameWords(namespace)}/${nameWords(secret)}, for different hosts.`,
    who: writersWords(writers),
    consequence:
      "cert-manager makes one certificate, with the hosts of the one that came first. The other hosts are never covered, and nothing says so.",
    fix: ["give each its own `secretName`, or list all hosts in each of them."],
  };
}
