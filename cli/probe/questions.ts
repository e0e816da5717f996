import type { Certificate, Inventory, Subscription } from "../../ownership/inventory";
import { isWildcard, type DnsName } from "../../ownership/names";
import { DnsClient, type CaaAnswer, type ChallengeAnswer, type DnsOptions, type Failure, type RecordAnswer } from "./dns";
import { servedCertificate, type Endpoint, type ServedCertificate } from "./tls";

/** A name, and the certificates and subscriptions that list it. */
export interface ClaimedName {
  readonly name: DnsName;
  readonly certificates: readonly Certificate[];
  readonly subscriptions: readonly Subscription[];
}

/** What the live world says of a name. */
export interface Answers {
  readonly challenge: ChallengeAnswer;
  readonly caa: CaaAnswer;
  /** `not-asked` for a wildcard, which nobody can connect to. */
  readonly certificate: ServedCertificate | Failure | { readonly state: "not-asked" };
  /** Asked where they matter beyond the connection: Fastly may validate a name that leads to it without a challenge record. */
  readonly addresses?: RecordAnswer<string>;
}

export interface QuestionOptions extends DnsOptions {
  readonly port: number;
  /** All connections go there, instead of to the name's own addresses. */
  readonly connect?: { readonly host: string; readonly port: number };
  /** How many names are asked about at once. */
  readonly concurrency: number;
  /** Called after each name. */
  readonly onAnswer?: (done: number) => void;
}

/** @returns every known name of the inventory's certificates and subscriptions, sorted. */
export function claimedNames({ certificates, subscriptions }: Inventory): ClaimedName[] {
  const claimed = new Map<DnsName, { name: DnsName; certificates: Set<Certificate>; subscriptions: Set<Subscription> }>();
  const at = (name: DnsName) => {
    const found = claimed.get(name) ?? { name, certificates: new Set(), subscriptions: new Set() };
    claimed.set(name, found);
    return found;
  };
  certificates.forEach((certificate) => certificate.names.known.forEach(({ name }) => at(name).certificates.add(certificate)));
  subscriptions.forEach((subscription) => subscription.names.known.forEach((name) => at(name).subscriptions.add(subscription)));
  return [...claimed.values()]
    .map((each) => ({ name: each.name, certificates: [...each.certificates], subscriptions: [...each.subscriptions] }))
    .sort(({ name: one }, { name: other }) => (one < other ? -1 : 1));
}

/** Asks about all names. Never rejects: what gets no answer is a failure among the answers. */
export async function askAll(names: readonly ClaimedName[], options: QuestionOptions): Promise<ReadonlyMap<DnsName, Answers>> {
  const dns = new DnsClient(options);
  const answers = new Map<DnsName, Answers>();
  const waiting = names.values();
  const work = async (): Promise<void> => {
    for (const claimed of waiting) {
      answers.set(claimed.name, await ask(claimed, dns, options));
      options.onAnswer?.(answers.size);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return answers;
}

async function ask({ name, subscriptions }: ClaimedName, dns: DnsClient, options: QuestionOptions): Promise<Answers> {
  const [challenge, caa, certificate] = await Promise.all([dns.challenge(name), dns.caa(name), askServer(name, dns, options)]);
  const mayValidateByHttp = !isWildcard(name) && subscriptions.some(({ vendor }) => vendor === "fastly");
  return { challenge, caa, certificate, ...(mayValidateByHttp ? { addresses: await dns.addresses(name) } : {}) };
}

async function askServer(name: DnsName, dns: DnsClient, { port, connect, timeout }: QuestionOptions): Promise<Answers["certificate"]> {
  if (isWildcard(name)) {
    return { state: "not-asked" };
  }
  if (connect !== undefined) {
    return servedCertificate(name, { at: { host: connect.host }, port: connect.port }, timeout);
  }
  const addresses = await dns.addresses(name);
  const at = endpoint(addresses);
  return "state" in at ? at : servedCertificate(name, { at, port }, timeout);
}

function endpoint(answer: RecordAnswer<string>): Endpoint["at"] | Failure {
  switch (answer.state) {
    case "records":
      return { addresses: answer.records };
    case "none":
      return { state: "failed", failure: answer.exists ? "the name has no address" : "the name does not exist (NXDOMAIN)" };
    case "failed":
      return { state: "failed", failure: `no address: ${answer.failure}` };
  }
}
