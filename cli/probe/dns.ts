import { Resolver } from "node:dns/promises";
import type { CaaRecord } from "node:dns";
import { ancestors, targetOwner } from "../../ownership/dns";
import { baseName, challengeName, type DnsName } from "../../ownership/names";

/** A question that got no answer, and why, in words. */
export interface Failure {
  readonly state: "failed";
  readonly failure: string;
}

/** What DNS holds at one name. That there is no such name, or no such record, is an answer. */
export type RecordAnswer<Record> =
  { readonly state: "records"; readonly records: readonly Record[] } | { readonly state: "none"; readonly exists: boolean } | Failure;

/** What stands at a challenge name. */
export type ChallengeAnswer =
  | {
      readonly state: "cname";
      /** Every target on the way, in lower case, without a trailing dot; up to the first that a known vendor keeps. */
      readonly chain: readonly string[];
      /** `loop`: the chain leads back into itself, or is longer than resolvers follow. */
      readonly end: "reached" | "loop" | Failure;
      /** Whether a wildcard answers, and nothing stands at the challenge name itself. */
      readonly isWildcard: boolean;
    }
  | { readonly state: "none" }
  | Failure;

/** A CAA record as DNS has it. */
interface CaaAnswered {
  readonly flags: number;
  readonly tag: string;
  readonly value: string;
}

/** The CAA records that decide for a name. */
export type CaaAnswer =
  | { readonly state: "records"; readonly place: DnsName; readonly properties: readonly CaaAnswered[] }
  | { readonly state: "none" }
  | (Failure & { readonly place: DnsName });

export interface DnsOptions {
  /** An address as `setServers` takes it; left out for the system's resolvers. */
  readonly server?: string;
  /** How long one question may take, in milliseconds. */
  readonly timeout: number;
}

/** Resolvers give up earlier or later than this; BIND after 16. */
const longestChain = 16;

/** Beside a challenge name, only a wildcard or a DNAME answers for this one. */
const bystander = "_tls-ownership-probe";

/** Asks one resolver. What many names share, such as the CAA of their parents, is asked once. */
export class DnsClient {
  private readonly asked = new Map<string, Promise<unknown>>();

  constructor(private readonly options: DnsOptions) {}

  /** Never rejects, as none of the others does. */
  async challenge(name: DnsName): Promise<ChallengeAnswer> {
    const challenge = challengeName(name);
    return this.once(`challenge ${challenge}`, async () => {
      const first = await this.target(challenge);
      if (first.state !== "records") {
        return first.state === "none" ? { state: "none" } : first;
      }
      const [target = ""] = first.records;
      const beside = await this.target(`${bystander}.${baseName(name)}`);
      return beside.state === "failed"
        ? beside
        : {
            state: "cname",
            ...(await this.follow(challenge, target)),
            isWildcard: beside.state === "records" && beside.records[0] === target,
          };
    });
  }

  /** Climbs from the name to the last label below the root; the nearest records decide alone (RFC 8659 §3). */
  async caa(name: DnsName): Promise<CaaAnswer> {
    const base = baseName(name);
    for (const place of [base, ...ancestors(base)]) {
      const answer = await this.once(`CAA ${place}`, async () => this.ask((resolver) => resolver.resolveCaa(place)));
      if (answer.state === "records") {
        return { state: "records", place, properties: answer.records.map(property) };
      }
      if (answer.state === "failed") {
        return { ...answer, place };
      }
    }
    return { state: "none" };
  }

  /** @returns IPv4 and IPv6 addresses; those of one kind where the other cannot be had. */
  async addresses(name: DnsName): Promise<RecordAnswer<string>> {
    return this.once(`addresses ${name}`, async () => {
      const answers = await Promise.all([this.ask((resolver) => resolver.resolve4(name)), this.ask((resolver) => resolver.resolve6(name))]);
      const records = answers.flatMap((answer) => (answer.state === "records" ? answer.records : []));
      return records.length > 0
        ? { state: "records", records }
        : (answers.find(({ state }) => state === "failed") ?? { state: "none", exists: answers.some(exists) });
    });
  }

  private async follow(start: string, first: string): Promise<Pick<Extract<ChallengeAnswer, { state: "cname" }>, "chain" | "end">> {
    const chain = [first];
    for (let last = first; targetOwner(last) === undefined;) {
      if (last === start || chain.indexOf(last) < chain.length - 1 || chain.length > longestChain) {
        return { chain, end: "loop" };
      }
      const next = await this.target(last);
      if (next.state !== "records") {
        return { chain, end: next.state === "none" ? "reached" : next };
      }
      last = next.records[0] ?? "";
      chain.push(last);
    }
    return { chain, end: "reached" };
  }

  private async target(name: string): Promise<RecordAnswer<string>> {
    const answer = await this.ask((resolver) => resolver.resolveCname(name));
    return answer.state === "records"
      ? { ...answer, records: answer.records.map((each) => each.toLowerCase().replace(/\.$/, "")) }
      : answer;
  }

  private async once<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const answer = this.asked.get(question) ?? ask();
    this.asked.set(question, answer);
    return answer as Promise<T>;
  }

  /** A resolver of its own for each question: cancelling ends all that one resolver is asked. */
  private async ask<T>(question: (resolver: Resolver) => Promise<readonly T[]>): Promise<RecordAnswer<T>> {
    const { server, timeout } = this.options;
    // A lost datagram is sent again, after a quarter of the time and after three quarters.
    const resolver = new Resolver({ timeout: Math.ceil(timeout / 4), tries: 3 });
    if (server !== undefined) {
      resolver.setServers([server]);
    }
    const timer = setTimeout(() => resolver.cancel(), timeout);
    try {
      const records = await question(resolver);
      return records.length === 0 ? { state: "none", exists: true } : { state: "records", records };
    } catch (error) {
      return this.unanswered((error as NodeJS.ErrnoException).code ?? "");
    } finally {
      clearTimeout(timer);
    }
  }

  private unanswered(code: string): { readonly state: "none"; readonly exists: boolean } | Failure {
    if (code === "ENODATA" || code === "ENOTFOUND") {
      return { state: "none", exists: code === "ENODATA" };
    }
    return { state: "failed", failure: failures[code] ?? (timeouts.has(code) ? "no answer in time" : `the question failed (${code})`) };
  }
}

const timeouts = new Set(["ETIMEOUT", "ECANCELLED"]);
const failures: Readonly<Record<string, string>> = {
  ESERVFAIL: "the resolver could not find out (SERVFAIL)",
  EREFUSED: "the resolver refuses the question (REFUSED)",
  ECONNREFUSED: "no DNS server answers at the resolver's address",
  EBADNAME: "too long to be asked for",
  EBADRESP: "the answer cannot be read",
  EFORMERR: "the resolver does not understand the question (FORMERR)",
  ENOTIMP: "the resolver does not know such questions (NOTIMP)",
};

function exists(answer: RecordAnswer<unknown>): boolean {
  return answer.state === "none" && answer.exists;
}

/** Node shows a record as its flags, under `critical`, and its value under its tag. */
function property(record: CaaRecord): CaaAnswered {
  const { critical: flags, ...tagged } = record;
  const [tag = "", value = ""] = Object.entries(tagged)[0] ?? [];
  return { flags, tag, value };
}
