import { expiryTimes, secondsLeft } from "./alert-metrics";

/** A piece of an expression of PromQL or LogQL. */
export interface Token {
  readonly kind: "text" | "number" | "word" | "mark";
  /** Of texts, what stands between the quotes. */
  readonly text: string;
}

/** Blanks and comments, quoted texts, numbers and durations, words, operators; any other character stands for itself. */
const lexeme =
  /\s+|#[^\n]*|("(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|`[^`]*`)|(\d[\w.]*|\.\d+)|([A-Za-z_:][\w:]*)|(=~|!~|!=|==|<=|>=|\|=|\|~|[^])/gy;

/** @returns the pieces of an expression, without blanks and comments. */
export function tokenize(text: string): Token[] {
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

/** @returns the operator or bracket that a token is; undefined for any other token, and for none. */
export function markOf(token: Token | undefined): string | undefined {
  return token?.kind === "mark" ? token.text : undefined;
}

/** A metric that an expression asks for, with its matchers. */
export interface Selector {
  /** Undefined where the selector names no metric, or several. */
  readonly name: string | undefined;
  readonly labels: readonly Label[];
}

export interface Label {
  readonly name: string;
  readonly operator: string;
  readonly value: string;
}

/** An expression of PromQL, as far as it is read. */
export interface Query {
  readonly selectors: readonly Selector[];
  readonly functions: ReadonlySet<string>;
  /** The expression without names: `M` a time of expiry, `S` seconds left, `X` another metric, `T` now, `L` the latest of a range, `f` a function. */
  readonly skeleton: string;
}

const grouping: readonly (string | undefined)[] = ["by", "without"];
const listKeywords = ["by", "without", "on", "ignoring", "group_left", "group_right"];
const keywords = ["and", "or", "unless", "bool", "offset", "inf", "nan", "atan2", "start", "end"];
/** They give one of the values they are given, or a value between them. */
const choosing = ["min", "max", "avg"];

/** @returns the selectors of a PromQL expression, whose grammar needs no more than this; undefined for what is not read. */
export function parseQuery(tokens: readonly Token[]): Query | undefined {
  const selectors: Selector[] = [];
  const functions = new Set<string>();
  let skeleton = "";
  let index = 0;
  const isMark = (at: number, mark: string) => markOf(tokens[at]) === mark;
  const skipPast = (closing: string) => {
    do {
      index++;
    } while (index < tokens.length && !isMark(index - 1, closing));
  };
  const select = (name: string | undefined): boolean => {
    const matchers = isMark(index, "{") ? parseMatchers(tokens, index) : { labels: [], name: undefined, end: index };
    if (matchers === undefined) {
      return false;
    }
    const found = name ?? matchers.name;
    selectors.push({ name: found, labels: matchers.labels });
    skeleton += found !== undefined && expiryTimes.has(found) ? "M" : found === secondsLeft ? "S" : "X";
    index = matchers.end;
    return true;
  };
  for (let token = tokens[index]; token !== undefined; token = tokens[index]) {
    const mark = markOf(token);
    if (token.kind === "text") {
      // Only functions that make labels take texts.
      skeleton += "f";
      index++;
    } else if (token.kind === "number") {
      skeleton += token.text;
      index++;
    } else if (mark === "{") {
      if (!select(undefined)) {
        return undefined;
      }
    } else if (mark === "[") {
      skeleton += "f";
      skipPast("]");
    } else if (mark !== undefined) {
      if (!/^[()<>=!+\-*/%^,@]+$/.test(mark)) {
        return undefined;
      }
      skeleton += mark;
      index++;
    } else {
      const word = token.text.toLowerCase();
      const isCalled = isMark(index + 1, "(");
      const isGrouped = grouping.includes(tokens[index + 1]?.text.toLowerCase());
      if (listKeywords.includes(word)) {
        index++;
        if (isCalled) {
          skipPast(")");
        }
        skeleton += grouping.includes(word) ? "" : "f";
      } else if (keywords.includes(word)) {
        skeleton += "f";
        index++;
      } else if (word === "time" && isCalled && isMark(index + 2, ")")) {
        skeleton += "T";
        index += 3;
      } else if (isCalled || isGrouped) {
        functions.add(word);
        skeleton += choosing.includes(word) ? "" : word === "last_over_time" ? "L" : "f";
        index++;
      } else {
        index++;
        select(token.text);
      }
    }
  }
  return { selectors, functions, skeleton };
}

const matching = ["=", "!=", "=~", "!~"];

/** @param start where the opening brace is. @returns undefined where it is no list of matchers. */
function parseMatchers(tokens: readonly Token[], start: number): { labels: Label[]; name: string | undefined; end: number } | undefined {
  const labels: Label[] = [];
  let name: string | undefined;
  let index = start + 1;
  for (let label = tokens[index]; label !== undefined; label = tokens[index]) {
    const mark = markOf(label);
    const operator = markOf(tokens[index + 1]);
    const value = tokens[index + 2];
    if (mark === "}") {
      return { labels, name, end: index + 1 };
    }
    if (mark === ",") {
      index++;
    } else if (label.kind === "text" && (operator === "," || operator === "}")) {
      name = label.text; // a metric's name in quotes, since Prometheus 3
      index++;
    } else if (mark === undefined && operator !== undefined && matching.includes(operator) && value?.kind === "text") {
      if (label.text !== "__name__") {
        labels.push({ name: label.text, operator, value: value.text });
      } else if (operator === "=") {
        name = value.text;
      }
      index += 3;
    } else {
      return undefined;
    }
  }
  return undefined;
}

/** @returns the expression with every time that is left until an end as `D` or `S`, and every one since as `E`, in whatever unit. */
export function reduce(skeleton: string): string {
  let reduced = skeleton;
  let before: string;
  do {
    before = reduced;
    reduced = reduced
      .replace(/^\(([^()]*)\)$/, "$1")
      .replace(/L\(Mf\)/g, "M")
      .replace(/\(([MSTDE])\)/g, "$1")
      .replace(/\(M-T\)|(?<![^<>=])M-T(?=[<>]|$)/g, "D") // what is left
      .replace(/\(T-M\)|(?<![^<>=])T-M(?=[<>]|$)/g, "E") // what has passed since
      .replace(/([DES])[*/](?:\d+(?:\.\d+)?|\([\d.*]+\))(?![\d.])/g, "$1"); // in days, hours
  } while (reduced !== before);
  return reduced;
}

/** A number, or several that are multiplied and divided. */
const amount = /(-?\d+(?:\.\d+)?(?:[*/]\d+(?:\.\d+)?)*)/.source;
const leftAtMost = new RegExp(`^[DS]<=?${amount}$|^${amount}>=?[DS]$`);
const passedAtLeast = new RegExp(`^E>=?${amount}$|^${amount}<=?E$`);

/** @returns whether the whole expression is a comparison that holds only once the time of expiry has come. */
export function isAfterExpiry(skeleton: string): boolean {
  const reduced = reduce(skeleton);
  return /^M<=?T$|^T>=?M$/.test(reduced) || signOf(leftAtMost.exec(reduced)) <= 0 || signOf(passedAtLeast.exec(reduced)) >= 0;
}

/** @returns a number with the sign of the amount that is compared with, a quotient having that of the product; NaN where none is. */
function signOf(comparison: RegExpExecArray | null): number {
  const found = comparison?.[1] ?? comparison?.[2];
  return found === undefined
    ? Number.NaN
    : found
        .split(/[*/]/)
        .map(Number)
        .reduce((product, factor) => product * factor);
}
