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
  /** The expression without names: `M` a time of expiry, `S` seconds left, `X` another metric, `T` now, `f` a function. */
  readonly skeleton: string;
}

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
export function reduce(skeleton: string): string {
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
export function isAfterExpiry(skeleton: string): boolean {
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

function valueOf(amount: string): number {
  const [first = "", ...factors] = amount.split(/(?=[*/])/);
  return factors.reduce(
    (value, factor) => (factor.startsWith("*") ? value * Number(factor.slice(1)) : value / Number(factor.slice(1))),
    Number(first),
  );
}
