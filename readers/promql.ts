import type { parser as Parser } from "@prometheus-io/lezer-promql";
import { everyLabel, operation, type Expression, type LabelChoice, type Metric, type Operation } from "../ownership/alert-expressions";
import { isTemplated, withoutTemplates } from "./templates";

/** What a selector asks for. */
export interface Selector {
  /** Undefined where it names no metric, or several. */
  readonly name: string | undefined;
  /** Those on `__name__`, where they do not say the name. */
  readonly names: readonly Label[];
  readonly labels: readonly Label[];
}

export interface Label {
  readonly name: string;
  readonly operator: string;
  readonly value: string;
}

/** What a metric of a selector tells, and whatever else is to be known of it. */
type SelectorReader = (selector: Selector) => Omit<Metric, "kind" | "name">;

/** People write none of this length, and none of this depth. */
const longest = 10_000;
const deepest = 200;

/**
 * @param text PromQL. Variables of templates in it stand for what is not known.
 * @param readSelector tells what a metric shows. @returns undefined where it is no PromQL.
 */
export function parseExpression(text: string, readSelector: SelectorReader): Expression | undefined {
  if (text.length > longest || isDeep(text)) {
    return undefined;
  }
  const source = withoutTemplates(text);
  const tree = parse(source);
  return tree === undefined ? undefined : new Translation(source, readSelector).translate(tree, 0);
}

type Grammar = typeof Parser;
type SyntaxNode = ReturnType<Grammar["parse"]>["topNode"];

let grammar: Grammar | undefined;

/** @returns the grammar of Prometheus' own editor, which ends at the first mistake. */
function loadedGrammar(): Grammar {
  // Most stacks have no expression, so it is loaded by the first. An import would be loaded at every start, or later than it is needed.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  grammar ??= (require("@prometheus-io/lezer-promql") as { readonly parser: Grammar }).parser.configure({ strict: true });
  return grammar;
}

function parse(source: string): SyntaxNode | undefined {
  try {
    return loadedGrammar().parse(source).topNode.firstChild ?? undefined;
  } catch {
    return undefined;
  }
}

/** Brackets within brackets cost the grammar more than in proportion. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if ("([{".includes(character)) {
      depth++;
    } else if (")]}".includes(character)) {
      depth--;
    }
    if (depth > deepest) {
      return true;
    }
  }
  return false;
}

/** What stands behind an expression does something with it: `[5m]`, `offset 1d`, `@ end()`. */
type Suffix = (expression: Expression) => Expression;

class Translation {
  constructor(
    private readonly source: string,
    private readonly readSelector: SelectorReader,
  ) {}

  /**
   * The editor's grammar takes what stands behind `a + b` for a suffix of all of it, where Prometheus takes it for one of `b`.
   *
   * @param suffix goes to the last operand.
   */
  translate(node: SyntaxNode, depth: number, suffix: Suffix = (expression) => expression): Expression | undefined {
    if (depth > deepest) {
      return undefined;
    }
    const children = childrenOf(node);
    const [first, second, third] = children;
    const within = (inner: Suffix) => (first === undefined ? undefined : this.translate(first, depth + 1, (each) => suffix(inner(each))));
    switch (node.name) {
      case "UnaryExpr": {
        const operand = second === undefined ? undefined : this.translate(second, depth + 1, suffix);
        const isNegative = first !== undefined && this.textOf(first) === "-";
        return operand && (isNegative ? operation({ kind: "number", value: -1 }, "*", operand) : operand);
      }
      case "BinaryExpr":
        return this.operate(children, depth, suffix);
      case "MatrixSelector":
      case "SubqueryExpr":
        return within((of) => ({ kind: "range", of, seconds: this.secondsOf(second) }));
      case "OffsetExpr":
        return within((of) => ({ kind: "offset", of, seconds: this.secondsOf(third) }));
      case "StepInvariantExpr":
        // An alert is run for one moment, which is its end and its start. Any other moment is none of a certificate's life.
        return within((of) => (third?.name === "AtModifierPreprocessors" ? of : { kind: "unreadable", of: [of] }));
      case "AnchoredExpr":
      case "SmoothedExpr":
        return within((of) => ({ kind: "unreadable", of: [of] }));
      default: {
        const operand = this.operand(node, children, depth);
        return operand && suffix(operand);
      }
    }
  }

  private operand(node: SyntaxNode, children: readonly SyntaxNode[], depth: number): Expression | undefined {
    const [first, second] = children;
    switch (node.name) {
      case "ParenExpr":
        return first && this.translate(first, depth + 1);
      case "NumberDurationLiteral":
        return { kind: "number", value: numberOf(this.textOf(node)) };
      case "StringLiteral":
        return { kind: "text" };
      case "VectorSelector":
        return this.select(children);
      case "AggregateExpr":
        return this.aggregate(children, depth);
      case "FunctionCall":
        return this.call(first, second, depth);
      default:
        return undefined;
    }
  }

  private secondsOf(duration: SyntaxNode | undefined): number {
    return duration === undefined ? Number.NaN : numberOf(this.textOf(duration));
  }

  private textOf(node: SyntaxNode): string {
    return this.source.slice(node.from, node.to);
  }

  private select(children: readonly SyntaxNode[]): Expression | undefined {
    const [identifier] = children.filter(({ name }) => name === "Identifier").map((node) => this.textOf(node));
    const matchers = children.filter(({ name }) => name === "LabelMatchers").flatMap(childrenOf);
    const labels = matchers.filter(({ name }) => name !== "QuotedLabelName").map((matcher) => this.matcher(matcher));
    // A metric's name in quotes, since Prometheus 3.
    const [quoted] = matchers.filter(({ name }) => name === "QuotedLabelName").map((node) => unquoted(this.textOf(node)));
    const ofName = labels.filter((label) => label.name === "__name__");
    const name = identifier ?? quoted ?? ofName.find(({ operator, value }) => operator === "=" && !isTemplated(value))?.value;
    if (name !== undefined && isTemplated(name)) {
      return { kind: "unreadable", of: [] };
    }
    const others = labels.filter((label) => label.name !== "__name__");
    return { kind: "metric", name, ...this.readSelector({ name, names: name === undefined ? ofName : [], labels: others }) };
  }

  private matcher(node: SyntaxNode): Label {
    const [name, operator, value] = childrenOf(node).map((child) => this.textOf(child));
    return { name: unquoted(name ?? ""), operator: operator ?? "", value: unquoted(value ?? "") };
  }

  private operate(children: readonly SyntaxNode[], depth: number, suffix: Suffix): Expression | undefined {
    const [left, operator, ...rest] = children;
    const right = rest.pop();
    const of = left && this.translate(left, depth + 1);
    const other = right && this.translate(right, depth + 1, suffix);
    if (of === undefined || other === undefined || operator === undefined) {
      return undefined;
    }
    const modifiers = rest.flatMap((modifier) => [modifier, ...childrenOf(modifier)]);
    const has = (name: string) => modifiers.some((modifier) => modifier.name === name);
    if (modifiers.some(({ name }) => name === "FillModifier")) {
      return { kind: "unreadable", of: [of, other] };
    }
    const matched = modifiers.find(({ name }) => name === "GroupingLabels");
    const many: Operation["many"] = has("GroupLeft") ? "left" : has("GroupRight") ? "right" : undefined;
    return {
      ...operation(of, this.textOf(operator).toLowerCase(), other, has("Bool")),
      matching: matched === undefined || !(has("On") || has("Ignoring")) ? everyLabel : this.choice(matched, has("On")),
      ...(many === undefined ? {} : { many }),
    };
  }

  private choice(labels: SyntaxNode, only: boolean): LabelChoice {
    return { only, labels: childrenOf(labels).map((label) => unquoted(this.textOf(label))) };
  }

  private aggregate(children: readonly SyntaxNode[], depth: number): Expression | undefined {
    const named = (name: string) => children.find((child) => child.name === name);
    const [operator, body, modifier] = [named("AggregateOp"), named("FunctionCallBody"), named("AggregateModifier")];
    // What is aggregated stands last, behind a number that some take.
    const last = body === undefined ? undefined : childrenOf(body).at(-1);
    const of = last === undefined ? undefined : this.translate(last, depth + 1);
    const [by, labels] = modifier === undefined ? [] : childrenOf(modifier);
    const kept = labels === undefined ? { only: true, labels: [] } : this.choice(labels, by?.name === "By");
    return operator && of && { kind: "aggregation", name: this.textOf(operator).toLowerCase(), of, kept };
  }

  private call(identifier: SyntaxNode | undefined, body: SyntaxNode | undefined, depth: number): Expression | undefined {
    const nodes = body === undefined ? [] : childrenOf(body);
    const args = nodes.flatMap((node) => this.translate(node, depth + 1) ?? []);
    const name = identifier === undefined ? "" : this.textOf(identifier);
    return args.length < nodes.length ? undefined : name === "time" ? { kind: "now" } : { kind: "call", name, args };
  }
}

/** @returns what stands below a node, without comments. Brackets and commas are no nodes. */
function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== "LineComment") {
      children.push(child);
    }
  }
  return children;
}

function unquoted(text: string): string {
  const [quote] = text;
  return quote === "`" ? text.slice(1, -1) : quote === '"' || quote === "'" ? text.slice(1, -1).replace(/\\([^])/g, "$1") : text;
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };

/** @param text a number or a duration of PromQL. @returns the number, or seconds. */
function numberOf(text: string): number {
  const plain = text.toLowerCase().replaceAll("_", "").replace(/\s+/g, "");
  const sign = plain.startsWith("-") ? -1 : 1;
  const amount = plain.replace(/^[+-]/, "");
  if (amount.startsWith("inf")) {
    return sign * Infinity;
  }
  const parts = [...amount.matchAll(/(\d+)(ms|[smhdwy])/g)];
  return parts.map(([whole]) => whole).join("") === amount && parts.length > 0
    ? sign * parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ""] ?? 0), 0)
    : sign * Number(amount);
}
