import { readProperties, type Properties } from "../evidence/properties";
import type { AlertSign } from "../ownership/inventory";
import { isOneOf, valueOr } from "../ownership/value";
import { nothing, openReading, read, readExpiryTime, readExpression, type ExpressionReading } from "./alert-expressions";
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
  const isWatching = queries.complete && signs.every(({ kind }) => kind === "expiry");
  const late = isWatching ? readLateThreshold(queries.known) : undefined;
  return {
    signs: [...(late === undefined ? signs : [late]), ...(queries.complete ? [] : openReading.signs)],
    certManagerMetric: readings.some(({ certManagerMetric }) => certManagerMetric),
  };
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

/** @returns that the rule fires only after the expiry: one query gives a time, one threshold compares it, and nothing else counts. */
function readLateThreshold(queries: readonly Properties[]): AlertSign | undefined {
  const models = queries.flatMap((query) => modelOf(query) ?? []);
  const typed = (type: string) => models.filter((model) => isOneOf(model.text("type"), [type]));
  const [time] = models.flatMap((model) => valueOr<string | undefined>(model.text("expr"), undefined) ?? []).map(readExpiryTime);
  const thresholds = typed("threshold").map((model) => model.items("conditions"));
  const [condition, ...otherConditions] = thresholds.flatMap(({ known }) => known);
  // One query asks; all others compare or reduce.
  const isPlain =
    otherConditions.length === 0 &&
    thresholds.every(({ complete }) => complete) &&
    models.length === 1 + thresholds.length + typed("reduce").length;
  if (time === undefined || condition === undefined || !isPlain) {
    return undefined;
  }
  const limit = Number(condition.texts("evaluator", "params").known[0]);
  const [isPast, comparisons] = time.direction === "until" ? [limit <= 0, ["lt", "lte"]] : [limit >= 0, ["gt", "gte"]];
  return isPast && isOneOf(condition.text("evaluator", "type"), comparisons) ? { kind: "after-expiry", metric: time.metric } : undefined;
}
