/** What PromQL's functions and operators make of numbers (prometheus.io/docs/prometheus/latest/querying/functions). */

export const comparisons: ReadonlyMap<string, (left: number, right: number) => boolean> = new Map([
  ["==", (left, right) => left === right],
  ["!=", (left, right) => left !== right],
  ["<", (left, right) => left < right],
  ["<=", (left, right) => left <= right],
  [">", (left, right) => left > right],
  [">=", (left, right) => left >= right],
]);

export const arithmetic: ReadonlyMap<string, (left: number, right: number) => number> = new Map([
  ["+", (left, right) => left + right],
  ["-", (left, right) => left - right],
  ["*", (left, right) => left * right],
  ["/", (left, right) => left / right],
  ["%", (left, right) => left % right],
  ["^", (left, right) => left ** right],
  ["atan2", Math.atan2],
]);

/** Of one value, and of the numbers behind it. */
export const ofOne: ReadonlyMap<string, (value: number, first?: number, second?: number) => number> = new Map([
  ["abs", Math.abs],
  ["ceil", Math.ceil],
  ["floor", Math.floor],
  ["exp", Math.exp],
  ["ln", Math.log],
  ["log2", Math.log2],
  ["log10", Math.log10],
  ["sqrt", Math.sqrt],
  ["sgn", Math.sign],
  ["round", (value, nearest = 1) => Math.floor(value / nearest + 0.5) * nearest],
  ["clamp", (value, least = -Infinity, most = Infinity) => (least > most ? Number.NaN : Math.max(least, Math.min(most, value)))],
  ["clamp_min", (value, least = -Infinity) => Math.max(least, value)],
  ["clamp_max", (value, most = Infinity) => Math.min(most, value)],
]);

/** They change labels, or the order. */
export const keeping: ReadonlySet<string> = new Set([
  "label_join",
  "label_replace",
  "sort",
  "sort_by_label",
  "sort_by_label_desc",
  "sort_desc",
]);

/** Of a time. */
export const ofTime: ReadonlyMap<string, (date: Date) => number> = new Map([
  ["minute", (date) => date.getUTCMinutes()],
  ["hour", (date) => date.getUTCHours()],
  ["day_of_week", (date) => date.getUTCDay()],
  ["day_of_month", (date) => date.getUTCDate()],
  ["day_of_year", (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1],
  ["days_in_month", (date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()],
  ["month", (date) => date.getUTCMonth() + 1],
  ["year", (date) => date.getUTCFullYear()],
]);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const average = (values: readonly number[]): number => sum(values) / values.length;
const variance = (values: readonly number[]): number => {
  const middle = average(values);
  return average(values.map((value) => (value - middle) ** 2));
};
const first = (values: readonly number[]): number => values[0] ?? Number.NaN;
const last = (values: readonly number[]): number => values.at(-1) ?? Number.NaN;
const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Of several values at one time; undefined where the number of all certificates would have to be known. */
export const aggregations: ReadonlyMap<string, (values: readonly number[]) => number> = new Map([
  ["min", (values) => Math.min(...values)],
  ["max", (values) => Math.max(...values)],
  ["avg", average],
  ["sum", sum],
  ["count", (values) => values.length],
  ["group", () => 1],
  ["quantile", median],
  ["stddev", (values) => Math.sqrt(variance(values))],
  ["stdvar", variance],
]);

/** They choose among the elements, of which the certificate that ends first is always one here. */
export const choosing: ReadonlySet<string> = new Set(["topk", "bottomk", "limitk", "limit_ratio"]);

function steps(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => value - (values[index] ?? value));
}

/** What a counter has grown by, which begins at nought again when its program does. */
const growth = (values: readonly number[]): number =>
  sum(values.slice(1).map((value, index) => (value < (values[index] ?? 0) ? value : value - (values[index] ?? 0))));

type OfRange = (values: readonly number[], seconds: number, parameter: number) => number | undefined;

/**
 * Of the values of a range of time, at equal distances. How often they are taken nobody knows, so what counts them is not among
 * these.
 */
export const ofRange: ReadonlyMap<string, OfRange> = new Map<string, OfRange>([
  ["last_over_time", last],
  ["first_over_time", first],
  ["min_over_time", (values) => Math.min(...values)],
  ["max_over_time", (values) => Math.max(...values)],
  ["avg_over_time", average],
  ["quantile_over_time", median],
  ["stddev_over_time", (values) => Math.sqrt(variance(values))],
  ["stdvar_over_time", variance],
  ["present_over_time", () => 1],
  ["count_over_time", () => undefined],
  ["sum_over_time", (values) => (values.every((value) => value === 0) ? 0 : undefined)],
  ["changes", (values) => steps(values).filter((step) => step !== 0).length],
  ["resets", (values) => steps(values).filter((step) => step < 0).length],
  ["increase", growth],
  ["rate", (values, seconds) => growth(values) / seconds],
  ["irate", (values, seconds) => growth(values.slice(-2)) / (seconds / Math.max(1, values.length - 1))],
  ["delta", (values) => last(values) - first(values)],
  ["idelta", (values) => last(steps(values))],
  ["deriv", (values, seconds) => (last(values) - first(values)) / seconds],
  ["predict_linear", (values, seconds, ahead) => last(values) + ((last(values) - first(values)) / seconds) * ahead],
]);
