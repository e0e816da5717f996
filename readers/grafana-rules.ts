import { readProperties, type Properties } from "../evidence/properties";
import { operation, type Expression } from "../ownership/alert-expressions";
import type { AlertSign } from "../ownership/inventory";
import { isOneOf, valueOr } from "../ownership/value";
import { nothing, openReading, read, readExpression, readingOf, type ExpressionReading } from "./alert-expressions";
import { calculation, comparison, conditions, type Condition } from "./grafana-expressions";
import { readForeignQuery } from "./vendor-queries";

/**
 * A rule of Grafana has queries of its sources, and queries of those: reductions, calculations, comparisons. It fires when the one
 * that `condition` names gives a number that is not 0.
 *
 * @param list the property that holds the queries: the provider's `datas`, the operator's `data`.
 */
export function readGrafanaRule(rule: Properties, list: "datas" | "data"): ExpressionReading {
  const queries = rule.items(list);
  const readings = queries.known.map(readQuery);
  const signs = readings.flatMap((reading) => reading.signs);
  const expressions = signs.filter((sign) => sign.kind === "expression");
  const joined = expressions.length === 0 ? [] : join(expressions, new Steps(queries.known).resultOf(rule));
  return {
    signs: [...joined, ...signs.filter((sign) => sign.kind !== "expression"), ...(queries.complete ? [] : openReading.signs)],
    certManagerMetric: readings.some(({ certManagerMetric }) => certManagerMetric),
  };
}

/** @returns one sign of the whole rule: of what its condition gives, else of something that is not known and done with all queries. */
function join(signs: readonly Extract<AlertSign, { kind: "expression" }>[], result: Expression | undefined): readonly AlertSign[] {
  const whole = result ?? { kind: "unreadable", of: signs.map(({ expression }) => expression) };
  const [first] = signs;
  return readingOf(whole, signs.every(({ vain }) => vain !== undefined) ? first?.vain : undefined).signs;
}

/** Queries that only work on what others give. */
const steps = ["reduce", "threshold", "math", "resample", "classic_conditions"];
/** What stands for the data source of such queries; `-100` in older versions. */
const stepSources = ["__expr__", "-100"];

function readQuery(query: Properties): ExpressionReading {
  const model = modelOf(query);
  if (model === undefined) {
    return openReading;
  }
  const expression = model.text("expr");
  if (expression.state !== "absent") {
    return read(expression, readExpression);
  }
  // Reductions and thresholds of other queries ask for nothing themselves; a query in another language may.
  return isOneOf(model.text("type"), steps) === true || isOneOf(query.text("datasourceUid"), stepSources) === true
    ? nothing
    : read(query.text("model"), readForeignQuery);
}

function modelOf(query: Properties): Properties | undefined {
  const text = query.text("model");
  return text.state === "known" ? parseModel(text.value) : query.at("model");
}

function parseModel(text: string): Properties | undefined {
  try {
    return readProperties([JSON.parse(text)]);
  } catch {
    return undefined;
  }
}

/** Rules that people write have a few steps, each used once or twice. */
const mostUses = 50;

/** The steps of one rule, put together to one expression. */
class Steps {
  private readonly models = new Map<string, Properties>();
  private uses = 0;

  constructor(queries: readonly Properties[]) {
    for (const query of queries) {
      const [id, model] = [valueOr<string | undefined>(query.text("refId"), undefined), modelOf(query)];
      if (id !== undefined && model !== undefined) {
        this.models.set(id, model);
      }
    }
  }

  /** @returns undefined where it is not known what the rule does with what its queries give. */
  resultOf(rule: Properties): Expression | undefined {
    const result = this.step(valueOr<string | undefined>(rule.text("condition"), undefined));
    return result && operation({ kind: "call", name: "vector", args: [result] }, "!=", { kind: "number", value: 0 });
  }

  private step(id: string | undefined): Expression | undefined {
    const model = id === undefined ? undefined : this.models.get(id);
    if (model === undefined || ++this.uses > mostUses) {
      return undefined;
    }
    const asked = model.text("expr");
    if (asked.state !== "absent") {
      const [sign] = read(asked, readExpression).signs;
      return sign?.kind === "expression" ? sign.expression : undefined;
    }
    const textOf = (property: string) => valueOr<string | undefined>(model.text(property), undefined);
    const source = textOf("expression");
    switch (textOf("type") ?? "") {
      case "reduce":
        return isReduction(textOf("reducer") ?? "") ? this.step(source) : undefined;
      case "resample":
        return this.step(source);
      case "threshold": {
        const [condition, ...others] = conditionsOf(model) ?? [];
        const of = this.step(source);
        return of && condition && others.length === 0 ? comparison(of, condition) : undefined;
      }
      case "math":
        return source === undefined ? undefined : calculation(source, (used) => this.step(used));
      case "classic_conditions":
        return conditions(conditionsOf(model) ?? [], (used) => this.step(used));
      default:
        return undefined;
    }
  }
}

/** Of what one moment gives, they are all the same. */
function isReduction(reducer: string): boolean {
  return ["last", "mean", "avg", "min", "max", "sum", "median"].includes(reducer);
}

/** @returns undefined where one of them is not known. */
function conditionsOf(model: Properties): readonly Condition[] | undefined {
  const listed = model.items("conditions");
  const all = listed.known.map((condition): Condition | undefined => {
    const limits = condition.texts("evaluator", "params");
    const type = valueOr<string | undefined>(condition.text("evaluator", "type"), undefined);
    const reducer = valueOr<string | undefined>(condition.text("reducer", "type"), undefined);
    const numbers = limits.known.map(Number);
    if (type === undefined || !limits.complete || numbers.some(Number.isNaN) || !isReduction(reducer ?? "last")) {
      return undefined;
    }
    const joins = isOneOf(condition.text("operator", "type"), ["or"]) === true ? "or" : "and";
    return { type, limits: numbers, of: condition.texts("query", "params").known[0], joins };
  });
  return listed.complete && all.every((condition) => condition !== undefined) ? all : undefined;
}
