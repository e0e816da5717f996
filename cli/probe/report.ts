import { targetOwner } from "../../ownership/dns";
import { challengeName, type DnsName } from "../../ownership/names";
import type { ResourceReference } from "../../ownership/inventory";
import { dayOf } from "../../ownership/time";
import { stackOf } from "../../ownership/urns";
import { listWords, resourceWords } from "../../report/words";
import { toJson } from "../../report/formats/json";
import { painter } from "../../report/paint";
import { counted, printable } from "../output";
import type { Level, NameFinding } from "./judge";
import type { Answers, ClaimedName } from "./questions";
import { daysWords, findingWords } from "./words";

/**
 * The outcome of `probe`, and the shape of `--format json`, which is stable: fields are added, never renamed or removed. Every
 * field is always there; what does not apply is null, or an empty list.
 *
 *     {
 *       "version": "0.1.0",                        of the command
 *       "files": ["shop.json"],                    as they were given
 *       "stacks": ["shop/prod"],                   project/stack
 *       "names": [{                                sorted
 *         "name": "shop.example.org",
 *         "status": "broken",                      or "doubtful", "unanswered", "fine"
 *         "claims": [{                             certificates and subscriptions that list the name
 *           "urn": "urn:pulumi:prod::…",
 *           "resource": {"type": "fastly:index/tlsSubscription:TlsSubscription", "name": "shop-tls"},
 *           "stack": "shop/prod"
 *         }],
 *         "challenge": {
 *           "name": "_acme-challenge.shop.example.org",
 *           "state": "cname",                      or "none", "failed"
 *           "targets": ["k1.fastly-validations.com"],   all on the way, up to the first that a known vendor keeps
 *           "owner": "Fastly",                     whose zone that is; null where no known vendor keeps it
 *           "wildcard": false,                     true where a wildcard CNAME answers
 *           "failure": null                        why the question, or the way of the CNAME, has no answer
 *         },
 *         "caa": {
 *           "state": "records",                    or "none", "failed"
 *           "place": "example.org",                where the deciding records stand, or the climb failed
 *           "records": ["0 issue \"letsencrypt.org\""],
 *           "failure": null
 *         },
 *         "certificate": {
 *           "state": "served",                     or "failed", "not-asked" (a wildcard)
 *           "notBefore": "2026-10-01T00:00:00.000Z",
 *           "notAfter": "2026-12-30T00:00:00.000Z",
 *           "issuer": "R11, Let's Encrypt",
 *           "covers": true,                        whether it is good for the name
 *           "untrusted": null,                     or why a client would not trust it
 *           "failure": null
 *         },
 *         "findings": [{
 *           "kind": "blocked-solver",              "blocked-subscription", "missing-record", "other-record", "challenge-loop",
 *                                                  "refused-by-caa", "ended", "ends-soon", "not-yet-valid", "undetermined"
 *           "level": "broken",                     or "doubtful"
 *           "message": "…"                         several lines
 *         }]
 *       }],
 *       "summary": {"names": 1, "broken": 1, "doubtful": 0, "answered": 3, "unanswered": 0},   names, then questions
 *       "notes": ["…"]                             what the files did not show
 *     }
 */
export interface Report {
  readonly version: string;
  readonly files: readonly string[];
  readonly stacks: readonly string[];
  readonly names: readonly NameReport[];
  readonly summary: {
    readonly names: number;
    readonly broken: number;
    readonly doubtful: number;
    readonly answered: number;
    readonly unanswered: number;
  };
  readonly notes: readonly string[];
}

interface NameReport {
  readonly name: DnsName;
  readonly status: Level | "unanswered" | "fine";
  readonly claims: readonly {
    readonly urn: string;
    readonly resource: { readonly type: string; readonly name: string };
    readonly stack: string;
  }[];
  readonly challenge: {
    readonly name: string;
    readonly state: "cname" | "none" | "failed";
    readonly targets: readonly string[];
    readonly owner: string | null;
    readonly wildcard: boolean;
    readonly failure: string | null;
  };
  readonly caa: {
    readonly state: "records" | "none" | "failed";
    readonly place: string | null;
    readonly records: readonly string[];
    readonly failure: string | null;
  };
  readonly certificate: {
    readonly state: "served" | "failed" | "not-asked";
    readonly notBefore: string | null;
    readonly notAfter: string | null;
    readonly issuer: string | null;
    readonly covers: boolean | null;
    readonly untrusted: string | null;
    readonly failure: string | null;
  };
  readonly findings: readonly { readonly kind: string; readonly level: Level; readonly message: string }[];
}

/** An answer may hold 64 KiB of CAA: more of it than this helps nobody. */
const mostRecords = 20;
const longestRecord = 200;

/** @returns what is said of one name. */
export function reportName(claimed: ClaimedName, answers: Answers, findings: readonly NameFinding[], now: Date): NameReport {
  const { name, certificates, subscriptions } = claimed;
  const resources = [...certificates, ...subscriptions].map(({ resource }) => resource);
  const challenge = challengeReport(name, answers.challenge);
  const caa = caaReport(answers.caa);
  const certificate = certificateReport(answers.certificate);
  const isUnanswered = [challenge, caa, certificate].some(({ failure }) => failure !== null);
  const served = answers.certificate.state === "served" ? answers.certificate : undefined;
  return {
    name,
    status: findings[0]?.level ?? (isUnanswered ? "unanswered" : "fine"),
    claims: resources.map(({ urn, type, name: resource }) => ({ urn, resource: { type, name: resource }, stack: stackOf(urn) })),
    challenge,
    caa,
    certificate,
    findings: findings.map(({ level, problem }) => ({
      kind: problem.kind,
      level,
      message: findingWords(name, problem, served, now).join("\n"),
    })),
  };
}

function challengeReport(name: DnsName, answer: Answers["challenge"]): NameReport["challenge"] {
  const none = { name: challengeName(name), state: answer.state, targets: [], owner: null, wildcard: false, failure: null };
  switch (answer.state) {
    case "cname": {
      const owner = answer.chain.map(targetOwner).find((each) => each !== undefined);
      const failure =
        answer.end === "loop"
          ? "the CNAME leads round in a circle, or on for too long"
          : answer.end === "reached"
            ? null
            : answer.end.failure;
      return { ...none, targets: answer.chain, owner: owner?.name ?? null, wildcard: answer.isWildcard, failure };
    }
    case "none":
      return none;
    case "failed":
      return { ...none, failure: answer.failure };
  }
}

function caaReport(answer: Answers["caa"]): NameReport["caa"] {
  switch (answer.state) {
    case "records": {
      const texts = answer.properties.map(({ flags, tag, value }) => shortened(`${flags} ${tag} "${value}"`, longestRecord));
      return { state: answer.state, place: answer.place, records: texts.slice(0, mostRecords), failure: null };
    }
    case "none":
      return { state: answer.state, place: null, records: [], failure: null };
    case "failed":
      return { state: answer.state, place: answer.place, records: [], failure: answer.failure };
  }
}

function certificateReport(answer: Answers["certificate"]): NameReport["certificate"] {
  const none = { state: answer.state, notBefore: null, notAfter: null, issuer: null, covers: null, untrusted: null, failure: null };
  switch (answer.state) {
    case "served": {
      const { notBefore, notAfter, issuer, covers, untrusted } = answer;
      return { ...none, notBefore: iso(notBefore), notAfter: iso(notAfter), issuer, covers, untrusted: untrusted ?? null };
    }
    case "not-asked":
      return none;
    case "failed":
      return { ...none, failure: answer.failure };
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** @returns the numbers of the last line. */
export function summarise(names: readonly NameReport[]): Report["summary"] {
  const questions = names.flatMap(({ challenge, caa, certificate }) => [
    challenge,
    caa,
    ...(certificate.state === "not-asked" ? [] : [certificate]),
  ]);
  const answered = questions.filter(({ state }) => state !== "failed").length;
  const count = (status: NameReport["status"]) => names.filter((each) => each.status === status).length;
  return {
    names: names.length,
    broken: count("broken"),
    doubtful: count("doubtful"),
    answered,
    unanswered: questions.length - answered,
  };
}

interface ProbeOutputOptions {
  readonly colour: boolean;
  readonly now: Date;
}

/** What `--format` takes. */
export const formats: ReadonlyMap<string, (report: Report, options: ProbeOutputOptions) => string> = new Map([
  ["text", formatText],
  ["json", toJson],
]);

const order: readonly NameReport["status"][] = ["broken", "doubtful", "unanswered", "fine"];
const colours = { broken: "red", doubtful: "yellow", unanswered: "cyan", fine: "green" } as const;

function formatText(report: Report, { colour, now }: ProbeOutputOptions): string {
  const paint = painter(colour);
  const several = report.stacks.length > 1;
  const width = Math.max(...order.map((status) => status.length));
  const blocks = order
    .flatMap((status) => report.names.filter((each) => each.status === status))
    .map((each) => {
      const status = paint(colours[each.status], each.status.padEnd(width));
      const rows = [
        ["challenge", challengeWords(each.challenge)],
        ["CAA", caaWords(each.caa)],
        ["certificate", certificateWords(each.certificate, now)],
      ].map(([label = "", words = ""]) => `    ${label.padEnd("certificate".length)}  ${printable(words)}\n`);
      const findings = each.findings.map(
        ({ message }) =>
          `\n${message
            .split("\n")
            .map((line) => `    ${printable(line)}\n`)
            .join("")}`,
      );
      return `${status}  ${paint("bold", printable(each.name))}  ${printable(claimantWords(each, several))}\n${rows.join("")}${findings.join("")}\n`;
    });
  const notes = report.notes.map((note) => `${paint("cyan", "note:")} ${printable(note)}\n`);
  return `${blocks.join("")}${notes.join("")}${notes.length > 0 ? "\n" : ""}${paint("bold", summaryWords(report))}\n`;
}

function claimantWords({ claims }: NameReport, several: boolean): string {
  return listWords(claims, ({ urn, resource, stack }) => {
    const reference: ResourceReference = { urn, ...resource };
    return several ? `${resourceWords(reference)} of ${stack}` : resourceWords(reference);
  });
}

function challengeWords({ state, targets, owner, wildcard, failure }: NameReport["challenge"]): string {
  if (state === "failed") {
    return `not known: ${failure ?? ""}`;
  }
  if (state === "none") {
    return "no CNAME";
  }
  const way = `${wildcard ? "wildcard CNAME" : "CNAME"} to ${listWords(targets.length > 3 ? [...targets.slice(0, 2), "…", targets.at(-1) ?? ""] : targets).replace(/,? and /g, ", ")}`;
  return `${way}${owner === null ? "" : ` (${owner})`}${failure === null ? "" : `; ${failure}`}`;
}

function caaWords({ state, place, records, failure }: NameReport["caa"]): string {
  switch (state) {
    case "records":
      return `${listWords(records)} at ${place ?? ""}`;
    case "none":
      return "none, any authority may issue";
    case "failed":
      return `not known: ${failure ?? ""}, asked for ${place ?? ""}; an authority that gets no answer does not issue`;
  }
}

function certificateWords({ state, notAfter, issuer, covers, untrusted, failure }: NameReport["certificate"], now: Date): string {
  if (state === "not-asked" || notAfter === null) {
    return state === "not-asked" ? "not asked: nobody can connect to a wildcard" : `not known: ${failure ?? ""}`;
  }
  const left = Date.parse(notAfter) - now.getTime();
  const end = left > 0 ? `ends ${dayOf(Date.parse(notAfter))}, in ${daysWords(left)}` : `ended ${dayOf(Date.parse(notAfter))}`;
  const doubts = [...(covers === false ? ["for other names"] : []), ...(untrusted === null ? [] : [untrusted])];
  return [`by ${issuer ?? ""}`, end, ...doubts].join("; ");
}

function summaryWords({ summary: { names, broken, doubtful, answered, unanswered }, version }: Report): string {
  const found = broken + doubtful === 0 ? "nothing found" : `${broken} broken, ${doubtful} doubtful`;
  return `${found}; ${counted(names, "name")}, ${counted(answered, "question")} answered, ${unanswered} not; asked by tls-ownership ${printable(version)}`;
}
