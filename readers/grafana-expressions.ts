import { operation, type Expression, type Operation } from "../ownership/alert-expressions";
import { parseExpression } from "./promql";

/** A comparison of Grafana's, with one number or with the two ends of a range. */
export interface Condition {
  readonly type: string;
  readonly limits: readonly number[];
  /** Of classic conditions: the query that is compared, and how that goes with what stands before it. */
  readonly of: string | undefined;
  readonly joins: "and" | "or";
}

const operators: Readonly<Record<string, string>> = { gt: ">", lt: "<", gte: ">=", lte: "<=", eq: "==", ne: "!=" };
/** What lies between two ends, and what does not. */
const ranges: Readonly<Record<string, readonly [from: string, to: string, joined: "both" | "either"]>> = {
  within_range: [">", "<", "both"],
  within_range_included: [">=", "<=", "both"],
  outside_range: ["<", ">", "either"],
  outside_range_included: ["<=", ">=", "either"],
};

/** Finds what another step gives; undefined where that is not known. */
type Find = (step: string) => Expression | undefined;

const number = (value: number): Expression => ({ kind: "number", value });

/** @returns 1 where the condition holds, and 0 where it does not; undefined where it is not known what it compares. */
export function comparison(of: Expression, { type, limits }: Condition): Expression | undefined {
  const [first, second] = limits;
  const operator = operators[type];
  if (operator !== undefined && first !== undefined) {
    return operation(of, operator, number(first), true);
  }
  const range = ranges[type];
  if (range === undefined || first === undefined || second === undefined) {
    return undefined;
  }
  const [from, to, joined] = range;
  const above = operation(of, from, number(Math.min(first, second)), true);
  const below = operation(of, to, number(Math.max(first, second)), true);
  return joined === "both" ? both(above, below) : either(above, below);
}

/** Of nought and one. */
function both(one: Expression, other: Expression): Expression {
  return operation(one, "*", other);
}

function either(one: Expression, other: Expression): Expression {
  return operation(one, "+", other);
}

/** @returns what classic conditions give: one number, whichever of the elements meets them. */
export function conditions(all: readonly Condition[], find: Find): Expression | undefined {
  let result: Expression | undefined;
  for (const condition of all) {
    const of = condition.of === undefined ? undefined : find(condition.of);
    const compared = of === undefined ? undefined : comparison(of, condition);
    if (compared === undefined) {
      return undefined;
    }
    const holds = operation({ kind: "aggregation", name: "max", of: compared, kept: { only: true, labels: [] } }, "or", {
      kind: "call",
      name: "vector",
      args: [number(0)],
    });
    result = result === undefined ? holds : condition.joins === "or" ? either(result, holds) : both(result, holds);
  }
  return result;
}

/** What a step's name is turned into, since `$A` is no PromQL. */
const prefix = "step_of_grafana_";

/** @param formula Grafana's, whose operators bind as those of PromQL do, and compare to 0 and 1: `$A - 14 < 0 && $B > 0`. */
export function calculation(formula: string, find: Find): Expression | undefined {
  const text = formula
    .replace(/\$\{(\w+)\}|\$(\w+)/g, (_, braced: string | undefined, plain: string | undefined) => `${prefix}${braced ?? plain ?? ""}`)
    .replaceAll("&&", " and ")
    .replaceAll("||", " or ")
    .replaceAll("**", "^");
  const parsed = parseExpression(text, () => ({ facts: [] }));
  return parsed && calculated(parsed, find);
}

function calculated(expression: Expression, find: Find): Expression | undefined {
  switch (expression.kind) {
    case "number":
      return expression;
    case "metric":
      return expression.name?.startsWith(prefix) === true ? find(expression.name.slice(prefix.length)) : undefined;
    case "call": {
      const args = expression.args.map((arg) => calculated(arg, find));
      const isKnown = ["abs", "ceil", "floor", "round"].includes(expression.name);
      return isKnown && args.every((arg) => arg !== undefined) ? { ...expression, args } : undefined;
    }
    case "operation": {
      const [left, right] = [calculated(expression.left, find), calculated(expression.right, find)];
      return left && right && operated(expression, left, right);
    }
    case "text":
    case "now":
    case "range":
    case "offset":
    case "aggregation":
    case "unreadable":
      return undefined;
  }
}

function operated(formula: Operation, left: Expression, right: Expression): Expression {
  const isNot0 = (of: Expression) => operation(of, "!=", number(0), true);
  switch (formula.operator) {
    case "and":
      return both(isNot0(left), isNot0(right));
    case "or":
      return either(isNot0(left), isNot0(right));
    default:
      return { ...formula, left, right, isBool: true };
  }
}
