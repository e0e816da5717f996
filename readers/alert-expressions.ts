import type { AlertSign } from "../ownership/inventory";
import type { Value } from "../ownership/value";

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

export const readyStatus = "certmanager_certificate_ready_status";

/** cert-manager's metrics of dates; none of them has a label `condition`. */
const certManagerDates: ReadonlySet<string> = new Set([
  "certmanager_certificate_expiration_timestamp_seconds",
  "certmanager_certificate_not_after_timestamp_seconds",
  "certmanager_certificate_renewal_timestamp_seconds",
]);

/** Metrics that are the time of expiry: cert-manager's, the blackbox exporter's, and those of exporters of certificates. */
const expiryTimes: ReadonlySet<string> = new Set([
  "certmanager_certificate_expiration_timestamp_seconds",
  "certmanager_certificate_not_after_timestamp_seconds",
  "probe_ssl_earliest_cert_expiry",
  "x509_cert_not_after",
  "ssl_cert_not_after",
]);

const secondsLeft = "x509_cert_expires_in_seconds";

const watching: ReadonlySet<string> = new Set([...certManagerDates, ...expiryTimes, secondsLeft]);

/** Of other certificates, or of other things about cert-manager: neither an alert on expiry nor possibly one. */
const elsewhere =
  /^(?:kubelet_|apiserver_|etcd_|rest_client_|certmanager_(?:http_acme|clock_|controller_sync_call|(?:cluster)?issuer_ready_))/;

/** The wrong spellings of cert-manager's names; other metrics that it has, or may come to have, are not among them. */
const nearMiss = /^(?:certmanager|cert_manager)_certificates?_(?:expir\w*|not_?after\w*|renew(?:al)?_time\w*|ready(?:_status)?)$/;

/** How Datadog's names of the same metrics look after a conversion to Prometheus. */
const converted = /^cert_manager_certificate_(?:(?:expiration|renewal)_timestamp|ready_status)$/;

/** @returns whether a metric tells of certificates that a stack may hold; cert-manager's own workings and Kubernetes' do not. */
export function isConcerning(metric: string): boolean {
  return mayConcern(metric) && !elsewhere.test(metric);
}

/** @returns whether a text may have to do with certificates, in whatever language. */
export function mayConcern(text: string): boolean {
  return /cert|x509|ssl|tls|acme|expir/i.test(text);
}

/** @returns whether a text, such as a file of rules, asks for a metric of expiry. */
export function mentionsExpiry(text: string): boolean {
  return /certmanager_certificate_(?:expiration|not_after|renewal)_timestamp|probe_ssl_|x509_cert|ssl_\w{0,40}cert|cert_exporter|cert\w{0,40}_expir/i.test(
    text,
  );
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
  return tokens.some(({ kind, text: mark }) => kind === "mark" && mark.startsWith("|"))
    ? readLogQuery(tokens, text)
    : readMetrics(tokens, text);
}

interface Token {
  readonly kind: "text" | "number" | "word" | "mark";
  /** Of texts, what stands between the quotes. */
  readonly text: string;
}

/** Blanks and comments, quoted texts, numbers and durations, words, operators; any other character stands for itself. */
const lexeme =
  /\s+|#[^\n]*|("(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|`[^`]*`)|(\d[\w.]*|\.\d+)|([A-Za-z_:][\w:]*)|(=~|!~|!=|==|<=|>=|\|=|\|~|[^])/gy;

function tokenize(text: string): Token[] {
  return [...text.matchAll(lexeme)].flatMap(([, quoted, number, word, mark]): Token[] =>
    quoted !== undefined
      ? [{ kind: "text", text: quoted.slice(1, -1) }]
      : number !== undefined
        ? [{ kind: "number", text: number }]
        : word !== undefined
          ? [{ kind: "word", text: word }]
          : mark !== undefined
            ? [{ kind: "mark", text: mark }]
            : [],
  );
}

const presentingFailed = "error presenting challenge";

/** Words in a line filter that a renewal in trouble may log, or a program of one's own that looks at certificates. */
const mayLogTrouble = /expir|renew|error|fail|warn|queu|record|challenge|issu(?!er)|not.?after|x509|ssl|tls|certificate/i;

/**
 * LogQL. cert-manager says "Error presenting challenge" in an event, with a capital, and logs it only at verbosity 4; line
 * filters are case sensitive, so the line of the incident of 2026 was never there to be found.
 */
function readLogQuery(tokens: readonly Token[], text: string): ExpressionReading {
  const filters = tokens.flatMap((token, index) =>
    token.kind === "mark" && /^\|[=~]$/.test(token.text)
      ? [{ operator: token.text, text: tokens[index + 1], after: tokens[index + 2] }]
      : [],
  );
  if (!mayConcern(text) || filters.length === 0) {
    return mayConcern(text) ? openReading : nothing;
  }
  const isPlain =
    tokens.filter(({ kind, text: mark }) => kind === "mark" && mark === "{").length === 1 &&
    !tokens.some(({ kind, text: mark }) => (kind === "mark" && mark === "|") || (kind === "word" && /^(?:or|unless)$/i.test(mark)));
  const finds = filters.filter(
    (filter) => filter.text?.kind === "text" && filter.text.text.includes(presentingFailed) && /^[\w .*:-]*$/.test(filter.text.text),
  );
  if (isPlain && finds.length > 0 && /cert-?manager/i.test(text)) {
    return { signs: [{ kind: "challenge-log" }], certManagerMetric: false };
  }
  // A literal of another kind of line is about something else; a regular expression may match anything.
  const isElse = filters.every(
    (filter) =>
      filter.operator === "|=" && filter.text?.kind === "text" && filter.text.text !== "" && !mayLogTrouble.test(filter.text.text),
  );
  return isPlain && isElse ? nothing : openReading;
}

interface Selector {
  /** Undefined where the selector names no metric, or several. */
  readonly name: string | undefined;
  readonly labels: readonly Label[];
}

interface Label {
  readonly name: string;
  readonly operator: string;
  readonly value: string;
}

interface Query {
  readonly selectors: readonly Selector[];
  readonly functions: ReadonlySet<string>;
  /** The expression without names: `M` a time of expiry, `S` seconds left, `X` another metric, `T` now, `f` a function. */
  readonly skeleton: string;
}

function readMetrics(tokens: readonly Token[], text: string): ExpressionReading {
  const query = parseQuery(tokens);
  if (query === undefined || query.selectors.some(({ name }) => name === undefined)) {
    return mayConcern(text) ? openReading : nothing;
  }
  const concerning = query.selectors.filter(({ name = "" }) => isConcerning(name));
  const certManagerMetric = concerning.some(({ name = "" }) => name.startsWith("certmanager_"));
  return { signs: concerning.length === 0 ? [] : [judge(concerning, query)], certManagerMetric };
}

function judge(concerning: readonly Selector[], query: Query): AlertSign {
  const open: AlertSign = { kind: "open" };
  if (query.functions.has("absent") || query.functions.has("absent_over_time")) {
    return open;
  }
  const vain = concerning.map(neverMatching);
  const live = concerning.filter((_, index) => vain[index] === undefined);
  if (live.length === 0) {
    return (query.selectors.length === concerning.length ? vain[0] : undefined) ?? open;
  }
  const names = live.map(({ name = "" }) => name);
  const metric = names.find((name) => watching.has(name));
  if (metric !== undefined) {
    return isAfterExpiry(query.skeleton) ? { kind: "after-expiry", metric } : { kind: "expiry", of: "any" };
  }
  return names.every((name) => name === readyStatus) ? { kind: "readiness" } : open;
}

/** @returns why a selector selects nothing, ever; undefined where it may. */
function neverMatching({ name = "", labels }: Selector): AlertSign | undefined {
  const conditions = labels.filter((label) => label.name === "condition").map(required);
  if (certManagerDates.has(name) && conditions.some((values) => values !== undefined)) {
    return { kind: "never-matches", why: "label", metric: name };
  }
  if (name === readyStatus && conditions.some((values) => values?.some((value) => /^(?:True|False|Unknown)$/.test(value)) === false)) {
    return { kind: "never-matches", why: "condition", metric: name };
  }
  return isMisspelt(name) ? { kind: "never-matches", why: "metric", metric: name } : undefined;
}

/** @returns whether a metric is one of cert-manager's under a name that it does not have. */
export function isMisspelt(name: string): boolean {
  return nearMiss.test(name) && !converted.test(name) && !watching.has(name) && name !== readyStatus;
}

/** @returns the values of which the label must have one; undefined where it may have none, or that is not certain. */
function required({ operator, value }: Label): readonly string[] | undefined {
  const isPlain = operator === "=" ? /^\w+$/.test(value) : operator === "=~" && /^\w+(?:\|\w+)*$/.test(value);
  return isPlain ? value.split("|") : undefined;
}

const listKeywords = ["by", "without", "on", "ignoring", "group_left", "group_right"];
const keywords = ["and", "or", "unless", "bool", "offset", "inf", "nan", "atan2", "start", "end"];
/** They give one of the values they are given, or a value between them. */
const choosing = ["min", "max", "avg"];

/** @returns the selectors of a PromQL expression, whose grammar needs no more than this; undefined for what is not read. */
function parseQuery(tokens: readonly Token[]): Query | undefined {
  const selectors: Selector[] = [];
  const functions = new Set<string>();
  let skeleton = "";
  let index = 0;
  const isMark = (at: number, mark: string) => tokens[at]?.kind === "mark" && tokens[at].text === mark;
  const skipTo = (closing: string) => {
    const end = tokens.findIndex((token, at) => at > index && token.kind === "mark" && token.text === closing);
    index = end < 0 ? tokens.length : end + 1;
  };
  const select = (name: string | undefined): boolean => {
    const matchers = isMark(index, "{") ? parseMatchers(tokens, index) : { labels: [], name: undefined, end: index };
    if (matchers === undefined) {
      return false;
    }
    const found = name ?? matchers.name;
    selectors.push({ name: found, labels: matchers.labels });
    skeleton += found === undefined ? "X" : expiryTimes.has(found) ? "M" : found === secondsLeft ? "S" : "X";
    index = matchers.end;
    return true;
  };
  while (index < tokens.length) {
    const token = tokens[index];
    if (token === undefined || token.kind === "text") {
      // Only functions that make labels take texts.
      skeleton += "f";
      index++;
    } else if (token.kind === "number") {
      skeleton += token.text;
      index++;
    } else if (token.kind === "mark" && token.text === "{") {
      if (!select(undefined)) {
        return undefined;
      }
    } else if (token.kind === "mark" && token.text === "[") {
      skeleton += "f";
      skipTo("]");
    } else if (token.kind === "mark") {
      if (!/^[()<>=!+\-*/%^,@]+$/.test(token.text)) {
        return undefined;
      }
      skeleton += token.text;
      index++;
    } else {
      const word = token.text.toLowerCase();
      const isCalled = isMark(index + 1, "(");
      const isGrouped = ["by", "without"].includes(tokens[index + 1]?.text.toLowerCase() ?? "");
      if (listKeywords.includes(word)) {
        index++;
        if (isCalled) {
          skipTo(")");
        }
        skeleton += ["by", "without"].includes(word) ? "" : "f";
      } else if (keywords.includes(word)) {
        skeleton += "f";
        index++;
      } else if (word === "time" && isCalled && isMark(index + 2, ")")) {
        skeleton += "T";
        index += 3;
      } else if (isCalled || isGrouped) {
        functions.add(word);
        skeleton += choosing.includes(word) ? "" : "f";
        index++;
      } else {
        index++;
        select(token.text);
      }
    }
  }
  return { selectors, functions, skeleton };
}

/** @param start where the opening brace is. @returns undefined where it is no list of matchers. */
function parseMatchers(tokens: readonly Token[], start: number): { labels: Label[]; name: string | undefined; end: number } | undefined {
  const labels: Label[] = [];
  let name: string | undefined;
  let index = start + 1;
  for (;;) {
    const [label, operator, value] = tokens.slice(index, index + 3);
    if (label?.kind === "mark" && label.text === "}") {
      return { labels, name, end: index + 1 };
    }
    if (label?.kind === "mark" && label.text === ",") {
      index++;
    } else if (label?.kind === "text" && operator?.kind === "mark" && [",", "}"].includes(operator.text)) {
      name = label.text; // a metric's name in quotes, since Prometheus 3
      index++;
    } else if (label !== undefined && label.kind !== "mark" && operator?.kind === "mark" && value?.kind === "text") {
      if (!["=", "!=", "=~", "!~"].includes(operator.text)) {
        return undefined;
      }
      if (label.text !== "__name__") {
        labels.push({ name: label.text, operator: operator.text, value: value.text });
      } else if (operator.text === "=") {
        name = value.text;
      }
      index += 3;
    } else {
      return undefined;
    }
  }
}

/** @returns the expression with every time that is left until an end as `D` or `S`, and every one since as `E`, in whatever unit. */
function reduce(skeleton: string): string {
  let reduced = skeleton;
  let before: string;
  do {
    before = reduced;
    reduced = reduced
      .replace(/^\(([^()]*)\)$/, "$1")
      .replace(/\(([MSTDE])\)/g, "$1")
      .replace(/\(M-T\)|^M-T(?=[<>]|$)/g, "D") // what is left
      .replace(/\(T-M\)|^T-M(?=[<>]|$)/g, "E") // what has passed since
      .replace(/([DES])[*/](?:\d+(?:\.\d+)?|\([\d.*]+\))(?![\d.])/g, "$1"); // in days, hours
  } while (reduced !== before);
  return reduced;
}

/** @returns whether the whole expression is a comparison that holds only once the time of expiry has come. */
function isAfterExpiry(skeleton: string): boolean {
  const reduced = reduce(skeleton);
  const amount = "(-?\\d+(?:\\.\\d+)?(?:[*/]\\d+(?:\\.\\d+)?)*)";
  const left = new RegExp(`^[DS]<=?${amount}$`).exec(reduced) ?? new RegExp(`^${amount}>=?[DS]$`).exec(reduced);
  const passed = new RegExp(`^E>=?${amount}$`).exec(reduced) ?? new RegExp(`^${amount}<=?E$`).exec(reduced);
  return (
    /^M<=?T$|^T>=?M$/.test(reduced) ||
    (left?.[1] !== undefined && valueOf(left[1]) <= 0) ||
    (passed?.[1] !== undefined && valueOf(passed[1]) >= 0)
  );
}

/** What an expression without a comparison gives: the time until a certificate ends, or since. */
export interface ExpiryTime {
  readonly metric: string;
  readonly direction: "until" | "since";
}

/** @param text PromQL. @returns what it gives, if that is such a time and nothing else; another query compares it then. */
export function readExpiryTime(text: string): ExpiryTime | undefined {
  const query = text.length > longest ? undefined : parseQuery(tokenize(text));
  const metric = query?.selectors.map(({ name = "" }) => name).find((name) => watching.has(name));
  const reduced = query === undefined ? "" : reduce(query.skeleton);
  return metric === undefined || !/^[DES]$/.test(reduced) ? undefined : { metric, direction: reduced === "E" ? "since" : "until" };
}

function valueOf(amount: string): number {
  const [first = "", ...factors] = amount.split(/(?=[*/])/);
  return factors.reduce(
    (value, factor) => (factor.startsWith("*") ? value * Number(factor.slice(1)) : value / Number(factor.slice(1))),
    Number(first),
  );
}
