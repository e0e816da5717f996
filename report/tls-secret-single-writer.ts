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
    fix: ["give each certificate a Secret of its own, or remove all writers but one."],
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
