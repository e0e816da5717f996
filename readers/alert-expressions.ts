import { partsOf, type Expression, type Metric } from "../ownership/alert-expressions";
import type { AlertSign, VainMetric } from "../ownership/inventory";
import type { Value } from "../ownership/value";
import { isCertManagers, mayConcern, neverMatching, readMetric } from "./alert-metrics";
import { markOf, tokenize, type Token } from "./logql";
import { parseExpression } from "./promql";

/** What an expression of an alert asks for, as far as it concerns certificates. */
export interface ExpressionReading {
  /** Empty where it has nothing to do with certificates. */
  readonly signs: readonly AlertSign[];
  /** Whether it asks for a metric that cert-manager itself offers. */
  readonly certManagerMetric: boolean;
}

export const nothing: ExpressionReading = { signs: [], certManagerMetric: false };

/** For what cannot be read: it may be the alert that a stack needs. */
export const openReading: ExpressionReading = { signs: [{ kind: "open" }], certManagerMetric: false };

/** @returns what `reader` makes of the text. What is not known may be the alert that a stack needs. */
export function read(text: Value<string>, reader: (text: string) => ExpressionReading): ExpressionReading {
  return text.state === "known" ? reader(text.value) : text.state === "unknown" ? openReading : nothing;
}

/** Longer expressions of logs are not read. People write none of this length. */
const longest = 10_000;

/** @param text PromQL or LogQL. What cannot be read, and may concern certificates, is open. */
export function readExpression(text: string): ExpressionReading {
  const tokens = text.length > longest ? [] : tokenize(text);
  return tokens.some((token) => markOf(token)?.startsWith("|")) ? readLogQuery(tokens, text) : readMetrics(text);
}

const presentingFailed = "error presenting challenge";

/** Words in a line filter that a renewal in trouble may log, or a program of one's own that looks at certificates. */
const mayLogTrouble = /expir|renew|error|fail|warn|queu|record|challenge|issu(?!er)|not.?after|x509|ssl|tls|certificate/i;

/**
 * LogQL. cert-manager says "Error presenting challenge" in an event, with a capital, and logs it only at verbosity 4; line
 * filters are case sensitive, so the line of the incident of 2026 was never there to be found.
 */
function readLogQuery(tokens: readonly Token[], text: string): ExpressionReading {
  if (!mayConcern(text)) {
    return nothing;
  }
  const filters = tokens.flatMap((token, index) => {
    const operator = markOf(token);
    const next = tokens[index + 1];
    return operator === "|=" || operator === "|~" ? [{ operator, text: next?.kind === "text" ? next.text : undefined }] : [];
  });
  const isPlain =
    tokens.filter((token) => markOf(token) === "{").length === 1 &&
    !tokens.some((token) => markOf(token) === "|" || (token.kind === "word" && ["or", "unless"].includes(token.text.toLowerCase())));
  const finds = filters.some((filter) => filter.text?.includes(presentingFailed) && /^[\w .*:-]*$/.test(filter.text));
  if (isPlain && finds && /cert-?manager/i.test(text)) {
    return { signs: [{ kind: "challenge-log" }], certManagerMetric: false };
  }
  // A literal of another kind of line is about something else; a regular expression may match anything.
  const isElse = filters.every((filter) => filter.operator === "|=" && filter.text && !mayLogTrouble.test(filter.text));
  return isPlain && isElse ? nothing : openReading;
}

function readMetrics(text: string): ExpressionReading {
  const query = parseQuery(text);
  if (query === undefined) {
    return mayConcern(text) ? openReading : nothing;
  }
  const reading = readingOf(query.expression, query.vain);
  const parts = [...partsOf(query.expression)];
  const tellsNothing = parts.every((part) => part.kind !== "metric" || part.facts.length === 0);
  // A template may stand for a metric.
  return tellsNothing && parts.some(({ kind }) => kind === "unreadable") && mayConcern(text) ? openReading : reading;
}

/** PromQL, and why it selects nothing if none of its metrics can. */
interface Query {
  readonly expression: Expression;
  readonly vain?: VainMetric;
}

/** @param text PromQL. @returns undefined where it is none. */
function parseQuery(text: string): Query | undefined {
  const vain: (VainMetric | undefined)[] = [];
  const expression = parseExpression(text, (selector) => {
    vain.push(neverMatching(selector));
    return readMetric(selector);
  });
  const [why] = vain;
  return expression && { expression, ...(why !== undefined && vain.every((each) => each !== undefined) ? { vain: why } : {}) };
}

/** @returns what an alert says that fires when the expression gives anything. */
export function readingOf(expression: Expression, vain?: VainMetric): ExpressionReading {
  const metrics = [...partsOf(expression)].filter((part): part is Metric => part.kind === "metric");
  return {
    signs: metrics.length === 0 ? [] : [{ kind: "expression", expression, ...(vain === undefined ? {} : { vain }) }],
    certManagerMetric: metrics.some(({ name }) => name !== undefined && isCertManagers(name)),
  };
}
