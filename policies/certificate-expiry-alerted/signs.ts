import { partsOf, type CertificateFact, type Expression, type Metric } from "../../ownership/alert-expressions";
import { groupBy } from "../../ownership/grouping";
import type { Alert, AlertSign, Inventory } from "../../ownership/inventory";
import type { Records } from "./evaluation";
import { livesOf, type Life } from "./life";
import { timingOf } from "./timing";

/** What comes of what a rule asks for. */
export type JudgedSign =
  | Exclude<AlertSign, { kind: "expression" }>
  /** Once it has expired, or so close before that nobody can act. */
  | { readonly kind: "after-expiry"; readonly metric: string; readonly shows: CertificateFact; readonly isClose: boolean }
  /** It holds at no time, neither before the end of a certificate nor after it. */
  | { readonly kind: "never-fires" };

export interface JudgedAlert extends Omit<Alert, "signs"> {
  readonly signs: readonly JudgedSign[];
}

/** @returns the stack's rules, with what comes of them. A rule that only records alerts nobody. */
export function judgeAlerts(inventory: Pick<Inventory, "alerts" | "certificates">): readonly JudgedAlert[] {
  const { alerts } = inventory;
  const judge = new Judge(livesOf(inventory), alerts);
  return alerts.map((alert) => ({
    ...alert,
    signs: alert.records.state === "absent" ? alert.signs.flatMap((sign) => judge.judge(sign)) : judge.recorded(alert),
  }));
}

const ends: readonly CertificateFact[] = ["ends-at", "seconds-left", "days-left", "whole-days-left", "has-ended", "renews-at", "begins-at"];
const telling: readonly CertificateFact[] = [...ends, "ready", "challenge", "failures", "unclear"];
/** How many certificates there are is not known, and so is not what their number or sum is compared with. */
const counting: readonly string[] = ["count", "sum", "quantile", "stddev", "stdvar", "count_values"];
/** Labels that tell certificates apart: counted by one of them, each is counted alone. */
const telltale = /name|instance|target|host|domain|cn$|serial|secret|cert/i;
/** Rules that record from what rules record are followed so far. */
const deepest = 50;

/** What an expression tells of, what its metrics are recorded from included. */
interface Subject {
  readonly facts: Set<CertificateFact>;
  /** The first metric of a certificate's end. */
  ending: { readonly metric: string; readonly shows: CertificateFact } | undefined;
  /** Whether any metric tells of other certificates than ACM's. */
  isOfAny: boolean;
  asksForAbsence: boolean;
  counts: boolean;
  /** A variable stands for something in it, a metric perhaps. */
  hasVariable: boolean;
}

class Judge {
  private readonly records: Records;
  private readonly subjects = new Map<string, Subject>();

  constructor(
    private readonly lives: readonly Life[],
    alerts: readonly Alert[],
  ) {
    const recording = alerts.flatMap(({ records, signs }) =>
      records.state !== "known"
        ? []
        : signs.flatMap((sign) => (sign.kind === "expression" ? [{ name: records.value, expression: sign.expression }] : [])),
    );
    const groups = groupBy(recording, ({ name }) => name);
    this.records = new Map([...groups].map(([name, rules]) => [name, rules.map(({ expression }) => expression)]));
  }

  /** What a rule records under a name that is not known, or from what is not known, may be what an alert asks for. */
  recorded({ records, signs }: Alert): JudgedSign[] {
    const mayTell = (sign: AlertSign) =>
      sign.kind === "open" || (sign.kind === "expression" && records.state === "unknown" && this.tellsOfCertificates(sign.expression));
    return signs.some(mayTell) ? [{ kind: "open" }] : [];
  }

  judge(sign: AlertSign): JudgedSign[] {
    if (sign.kind !== "expression") {
      return [sign];
    }
    const { expression, vain } = sign;
    // A metric that there is not, or not yet, is what some ask for.
    const isMeant = (vain?.why === "metric" && this.records.has(vain.metric)) || this.subjectOf([expression], 0).asksForAbsence;
    return vain === undefined || isMeant ? this.run(expression) : [{ kind: "never-matches", ...vain }];
  }

  private run(expression: Expression): JudgedSign[] {
    if (!this.tellsOfCertificates(expression)) {
      return [];
    }
    const { facts, ending, isOfAny, asksForAbsence, counts, hasVariable } = this.subjectOf([expression], 0);
    const isReadiness = [...facts].every((fact) => fact === "ready" || fact === "nothing");
    if (isReadiness && !hasVariable && !asksForAbsence) {
      return [{ kind: "readiness" }];
    }
    switch (timingOf(expression, this.lives, this.records)) {
      case "in-time":
      case "always":
        return [{ kind: "expiry", of: isOfAny ? "any" : "acm" }];
      case "close":
        return [ending === undefined || facts.has("unclear") ? { kind: "open" } : { kind: "after-expiry", ...ending, isClose: true }];
      case "past":
        return [ending === undefined || facts.has("unclear") ? { kind: "open" } : { kind: "after-expiry", ...ending, isClose: false }];
      case "unclear":
        return asksForAbsence && !hasVariable ? [] : [{ kind: "open" }];
      case "early":
        return [];
      case "never":
        // Of the beginning alone nothing is asked that could come before the end.
        return asksForAbsence || ending?.shows === "begins-at" ? [] : [{ kind: counts || facts.has("unclear") ? "open" : "never-fires" }];
    }
  }

  private tellsOfCertificates(expression: Expression): boolean {
    const { facts } = this.subjectOf([expression], 0);
    return telling.some((fact) => facts.has(fact));
  }

  private subjectOf(expressions: readonly Expression[], depth: number): Subject {
    const subject = aboutNothing();
    for (const part of expressions.flatMap((expression) => [...partsOf(expression)])) {
      if (part.kind === "metric") {
        this.add(subject, part, depth);
      } else if (part.kind === "aggregation") {
        const isOfEach = part.kept.labels.some((label) => telltale.test(label)) === part.kept.only;
        subject.counts ||= counting.includes(part.name) && !isOfEach;
      } else if (part.kind === "call") {
        subject.asksForAbsence ||= part.name.startsWith("absent");
      } else if (part.kind === "unreadable") {
        subject.hasVariable ||= part.of.length === 0;
      }
    }
    return subject;
  }

  private add(subject: Subject, { name, facts, of }: Metric, depth: number): void {
    const rules = name === undefined ? undefined : this.records.get(name);
    if (name === undefined || rules === undefined) {
      facts.forEach((fact) => subject.facts.add(fact));
      subject.isOfAny ||= facts.length > 0 && of !== "acm";
      const shows = facts.find((fact) => ends.includes(fact));
      if (shows !== undefined) {
        subject.ending ??= name === undefined ? undefined : { metric: name, shows };
      }
      return;
    }
    const behind = this.subjectBehind(name, rules, depth);
    behind.facts.forEach((fact) => subject.facts.add(fact));
    subject.isOfAny ||= behind.isOfAny;
    subject.asksForAbsence ||= behind.asksForAbsence;
    subject.counts ||= behind.counts;
    subject.hasVariable ||= behind.hasVariable;
    subject.ending ??= behind.ending;
  }

  private subjectBehind(name: string, rules: readonly Expression[], depth: number): Subject {
    const known = this.subjects.get(name);
    if (known !== undefined) {
      return known;
    }
    this.subjects.set(name, aboutNothing()); // for rules that record from each other
    const subject = depth === deepest ? aboutNothing(["unclear"]) : this.subjectOf(rules, depth + 1);
    this.subjects.set(name, subject);
    return subject;
  }
}

function aboutNothing(facts: readonly CertificateFact[] = []): Subject {
  return { facts: new Set(facts), ending: undefined, isOfAny: false, asksForAbsence: false, counts: false, hasVariable: false };
}
