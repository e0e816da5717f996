import { readProperties, type Properties } from "../evidence/properties";
import type { AlertSign } from "../ownership/inventory";
import { openReading, read, readExpiryTime, readExpression, type ExpressionReading } from "./alert-expressions";
import { readForeignQuery } from "./vendor-queries";

/**
 * A rule of Grafana alerts on what its queries find; what one of them says in JSON is its `model`. Often the comparison is a
 * query of its own, of what another gives.
 *
 * @param list the property that holds the queries: the provider's `datas`, the operator's `data`.
 */
export function readGrafanaRule(rule: Properties, list: "datas" | "data"): ExpressionReading {
  const queries = rule.items(list);
  const readings = queries.known.map(readQuery);
  const signs = readings.flatMap((reading) => reading.signs);
  const late = queries.complete && signs.length === 1 && signs[0]?.kind === "expiry" ? readLateThreshold(queries.known) : undefined;
  return {
    signs: [...(late === undefined ? signs : [late]), ...(queries.complete ? [] : openReading.signs)],
    certManagerMetric: readings.some(({ certManagerMetric }) => certManagerMetric),
  };
}

/** Queries that only work on what others give. */
const steps = ["reduce", "threshold", "math", "resample", "classic_conditions"];

function readQuery(query: Properties): ExpressionReading {
  const text = query.text("model");
  const model = modelOf(query);
  if (model === undefined) {
    return openReading;
  }
  const expression = model.text("expr");
  if (expression.state !== "absent") {
    return read(expression, readExpression);
  }
  // Reductions and thresholds of other queries ask for nothing themselves; a query in another language may.
  const type = model.text("type");
  const isStep = type.state === "known" && steps.includes(type.value);
  const source = query.text("datasourceUid");
  return isStep || (source.state === "known" && ["__expr__", "-100"].includes(source.value))
    ? readForeignQuery("")
    : text.state === "known"
      ? readForeignQuery(text.value)
      : openReading;
}

function modelOf(query: Properties): Properties | undefined {
  const text = query.text("model");
  return text.state === "known" ? parseModel(text.value) : query.at("model");
}

function parseModel(text: string): Properties | undefined {
  try {
    const model: unknown = JSON.parse(text);
    return typeof model === "object" && model !== null ? readProperties([model]) : undefined;
  } catch {
    return undefined;
  }
}

/** @returns that the rule fires only after the expiry: one query gives a time, one threshold compares it, and nothing else counts. */
function readLateThreshold(queries: readonly Properties[]): AlertSign | undefined {
  const models = queries.flatMap((query) => modelOf(query) ?? []);
  const typed = (type: string) => models.filter((model) => textOf(model, "type") === type);
  const asking = models.filter((model) => model.presence("expr").state !== "absent");
  const [threshold, ...others] = typed("threshold");
  const [asked, ...more] = asking;
  const isPlain = asking.length + typed("threshold").length + typed("reduce").length === models.length;
  const expression = asked === undefined ? undefined : textOf(asked, "expr");
  const time = expression === undefined ? undefined : readExpiryTime(expression);
  if (threshold === undefined || time === undefined || others.length > 0 || more.length > 0 || !isPlain) {
    return undefined;
  }
  const conditions = threshold.items("conditions");
  const [condition] = conditions.known;
  if (!conditions.complete || condition === undefined || conditions.known.length > 1) {
    return undefined;
  }
  const [limit] = condition.texts("evaluator", "params").known;
  const [lower, upper] = time.direction === "until" ? ["lt", "lte"] : ["gt", "gte"];
  const type = textOf(condition, "evaluator", "type");
  const isLate = limit !== undefined && (time.direction === "until" ? Number(limit) <= 0 : Number(limit) >= 0);
  return isLate && (type === lower || type === upper) ? { kind: "after-expiry", metric: time.metric } : undefined;
}

function textOf(place: Properties, ...path: string[]): string | undefined {
  const text = place.text(...path);
  return text.state === "known" ? text.value : undefined;
}
