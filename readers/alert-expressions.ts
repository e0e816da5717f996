import type { AlertSign } from "../ownership/inventory";
import type { Value } from "../ownership/value";
import { certManagerDates, isConcerning, isMisspelt, mayConcern, readyStatus, watching } from "./alert-metrics";
import { isAfterExpiry, markOf, parseQuery, reduce, tokenize, type Label, type Query, type Selector, type Token } from "./promql";

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

/** Longer expressions are not read. People write none of this length. */
const longest = 10_000;

/**
 * @param text PromQL or LogQL. It is read only as far as it is certain what it asks for; everything else that may concern
 * certificates is open.
 */
export function readExpression(text: string): ExpressionReading {
  if (text.length > longest) {
    return openReading;
  }
  const tokens = tokenize(text);
  return tokens.some((token) => markOf(token)?.startsWith("|")) ? readLogQuery(tokens, text) : readMetrics(tokens, text);
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

type NamedSelector = Selector & { readonly name: string };

function isNamed(selector: Selector): selector is NamedSelector {
  return selector.name !== undefined;
}

function readMetrics(tokens: readonly Token[], text: string): ExpressionReading {
  const query = parseQuery(tokens);
  if (!query?.selectors.every(isNamed)) {
    return mayConcern(text) ? openReading : nothing;
  }
  const concerning = query.selectors.filter(({ name }) => isConcerning(name));
  const certManagerMetric = concerning.some(({ name }) => name.startsWith("certmanager_"));
  return { signs: concerning.length === 0 ? [] : [judge(concerning, query)], certManagerMetric };
}

function judge(concerning: readonly NamedSelector[], query: Query): AlertSign {
  const open: AlertSign = { kind: "open" };
  if (query.functions.has("absent") || query.functions.has("absent_over_time")) {
    return open;
  }
  const vain = concerning.map(neverMatching);
  const live = concerning.filter((_, index) => vain[index] === undefined);
  if (live.length === 0) {
    return (query.selectors.length === concerning.length ? vain[0] : undefined) ?? open;
  }
  const names = live.map(({ name }) => name);
  const metric = names.find((name) => watching.has(name));
  if (metric !== undefined) {
    return isAfterExpiry(query.skeleton) ? { kind: "after-expiry", metric } : { kind: "expiry", of: "any" };
  }
  return names.every((name) => name === readyStatus) ? { kind: "readiness" } : open;
}

const statuses = ["True", "False", "Unknown"];

/** @returns why a selector selects nothing, ever; undefined where it may. */
function neverMatching({ name, labels }: NamedSelector): AlertSign | undefined {
  const conditions = labels.filter((label) => label.name === "condition").map(required);
  if (certManagerDates.has(name) && conditions.some((values) => values !== undefined)) {
    return { kind: "never-matches", why: "label", metric: name };
  }
  if (name === readyStatus && conditions.some((values) => values?.some((value) => statuses.includes(value)) === false)) {
    return { kind: "never-matches", why: "condition", metric: name };
  }
  return isMisspelt(name) ? { kind: "never-matches", why: "metric", metric: name } : undefined;
}

/** @returns the values of which the label must have one; undefined where it may have none, or that is not certain. */
function required({ operator, value }: Label): readonly string[] | undefined {
  const isPlain = operator === "=" ? /^\w+$/.test(value) : operator === "=~" && /^\w+(?:\|\w+)*$/.test(value);
  return isPlain ? value.split("|") : undefined;
}

/** What an expression without a comparison gives: the time until a certificate ends, or since. */
interface ExpiryTime {
  readonly metric: string;
  readonly direction: "until" | "since";
}

const directions: ReadonlyMap<string, ExpiryTime["direction"]> = new Map([
  ["D", "until"],
  ["S", "until"],
  ["E", "since"],
]);

/** @param text PromQL. @returns what it gives, if that is such a time and nothing else; another query compares it then. */
export function readExpiryTime(text: string): ExpiryTime | undefined {
  const query = text.length > longest ? undefined : parseQuery(tokenize(text));
  const metric = query?.selectors[0]?.name;
  const direction = query === undefined ? undefined : directions.get(reduce(query.skeleton));
  return metric === undefined || direction === undefined ? undefined : { metric, direction };
}
