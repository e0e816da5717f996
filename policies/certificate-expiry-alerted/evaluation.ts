import type { Expression, LabelChoice, Metric, Operation } from "../../ownership/alert-expressions";
import { aggregations, arithmetic, choosing, comparisons, keeping, ofOne, ofRange, ofTime } from "./functions";
import { pointsOf, type Life, type Point } from "./life";

/** One element of what an expression gives. */
interface Series extends Point {
  /** False where it may as well not be there. */
  readonly certain: boolean;
  /** Of something else than the certificate: any labels, any value. */
  readonly foreign: boolean;
}

interface Result {
  /** One number, whatever the labels. */
  readonly isScalar: boolean;
  readonly series: readonly Series[];
}

/** What one moment gives: nothing, something perhaps, something. */
export type Level = 0 | 1 | 2;

/** Expressions by the metric that a rule of the stack records from them. */
export type Records = ReadonlyMap<string, readonly Expression[]>;

const empty: Result = { isScalar: false, series: [] };
const foreign: Series = { labels: {}, value: undefined, certain: false, foreign: true };

/** Nobody writes an expression that takes so many. */
const mostSteps = 200_000;
const mostSeries = 50;
const deepest = 400;
/** Nobody records one metric by more rules than these. */
const mostRules = 20;
/** So many moments of a range are looked at, both ends among them. */
const samples = 9;

/**
 * Runs an expression as Prometheus would at moments of a certificate's life. Of other metrics nothing is known, not even whether they
 * are there: what depends on them is there perhaps. Labels are those alone that tell one series of a certificate from another.
 */
export class Evaluation {
  /** Whether it came upon something that cannot be run. What it gave then means nothing. */
  isStuck = false;
  private steps = 0;
  private depth = 0;
  private readonly recorded = new Map<string, Result>();
  private readonly beingRecorded = new Set<string>();

  constructor(
    private readonly life: Life,
    private readonly records: Records,
  ) {}

  /** @param time seconds since 1970. */
  levelAt(expression: Expression, time: number): Level {
    this.recorded.clear();
    const { series } = this.run(expression, time);
    return series.some(({ certain }) => certain) ? 2 : series.length > 0 ? 1 : 0;
  }

  private run(expression: Expression, time: number): Result {
    if (this.isStuck || ++this.steps > mostSteps || this.depth >= deepest) {
      return this.stuck();
    }
    this.depth++;
    const result = this.runPart(expression, time);
    this.depth--;
    return result.series.length > mostSeries ? this.stuck() : result;
  }

  private stuck(): Result {
    this.isStuck = true;
    return empty;
  }

  private runPart(expression: Expression, time: number): Result {
    switch (expression.kind) {
      case "number":
        return scalar(expression.value);
      case "now":
        return scalar(time);
      case "metric":
        return this.select(expression, time);
      case "offset":
        return this.run(expression.of, time - expression.seconds);
      case "operation":
        return this.operate(expression, time);
      case "aggregation":
        return this.aggregate(expression.name, expression.kept, this.run(expression.of, time));
      case "call":
        return this.call(expression.name, expression.args, time);
      case "text":
        return empty;
      case "range":
      case "unreadable":
        return this.stuck();
    }
  }

  private select({ name, facts, statuses }: Metric, time: number): Result {
    const rules = name === undefined ? undefined : this.records.get(name);
    if (name !== undefined && rules !== undefined) {
      return this.record(name, rules, time);
    }
    if (facts.length === 0 || facts.includes("unclear")) {
      return vector([foreign]);
    }
    const points = facts.flatMap((fact) => pointsOf(fact, this.life, time));
    const asked = points.filter(({ labels }) => statuses === undefined || Object.values(labels).every((value) => statuses.includes(value)));
    return vector(asked.map((point) => ({ ...point, certain: true, foreign: false })));
  }

  private record(name: string, rules: readonly Expression[], time: number): Result {
    const key = `${time} ${name}`;
    const known = this.recorded.get(key);
    if (known !== undefined) {
      return known;
    }
    if (this.beingRecorded.has(name) || rules.length > mostRules) {
      return this.stuck();
    }
    this.beingRecorded.add(name);
    const result = vector(distinct(rules.flatMap((rule) => this.run(rule, time).series)));
    this.beingRecorded.delete(name);
    this.recorded.set(key, result);
    return result;
  }

  private operate(operation: Operation, time: number): Result {
    const { operator, matching } = operation;
    const [left, right] = [this.run(operation.left, time), this.run(operation.right, time)];
    switch (operator) {
      case "and":
        return this.setOperation(left, right, (each) => restrict(each, right.series, matching));
      case "unless":
        return this.setOperation(left, right, (each) => without(each, right.series, matching));
      case "or": {
        // Whether others are in the place of one or beside it, there is something.
        const isOurs = left.series.filter((each) => !each.foreign);
        const added = right.series.flatMap((each) => without(each, isOurs, matching));
        return left.isScalar || right.isScalar ? this.stuck() : vector(distinct([...left.series, ...added]));
      }
      default:
        return this.combine(operation, left, right);
    }
  }

  private setOperation(left: Result, right: Result, keep: (series: Series) => readonly Series[]): Result {
    return left.isScalar || right.isScalar ? this.stuck() : vector(left.series.flatMap(keep));
  }

  private combine(operation: Operation, left: Result, right: Result): Result {
    const { operator, isBool, matching } = operation;
    const isScalar = left.isScalar && right.isScalar;
    const hasScalar = left.isScalar || right.isScalar;
    const isComparison = comparisons.has(operator);
    // Prometheus takes no rule that compares two numbers.
    if ((isScalar && isComparison && !isBool) || !(isComparison || arithmetic.has(operator))) {
      return this.stuck();
    }
    const results: Series[] = [];
    for (const one of left.series) {
      for (const other of right.series) {
        if (++this.steps > mostSteps) {
          return this.stuck();
        }
        const meets = hasScalar ? true : match(one, other, matching);
        const value = calculated(operator, one.value, other.value);
        const isLeftOut = isComparison && !isBool && value === 0;
        if (meets !== false && !isLeftOut) {
          const kept = left.isScalar ? other : one;
          results.push({
            labels: hasScalar ? kept.labels : labelsOf(operation, one, other),
            value: isComparison && !isBool ? kept.value : value,
            certain: one.certain && other.certain && meets === true && !(isComparison && !isBool && value === undefined),
            foreign: hasScalar ? kept.foreign : one.foreign && other.foreign,
          });
        }
      }
    }
    return { isScalar, series: isScalar ? results : distinct(results) };
  }

  private aggregate(name: string, kept: LabelChoice, { isScalar, series }: Result): Result {
    if (isScalar) {
      return this.stuck();
    }
    if (choosing.has(name)) {
      return vector(series);
    }
    const make = aggregations.get(name);
    const groups = new Map<string, Series[]>();
    for (const each of series) {
      const key = each.foreign ? "foreign" : keyOf(each, kept);
      groups.set(key, [...(groups.get(key) ?? []), each]);
    }
    if (make === undefined) {
      return series.every((each) => each.foreign) ? vector(series.slice(0, 1)) : this.stuck();
    }
    return vector(
      [...groups.values()].map((group): Series => {
        const values = group.map(({ value }) => value);
        const isKnown = isComplete(values) && (group.length === 1 || group.every(({ certain }) => certain));
        return {
          labels: chosen(group[0]?.labels ?? {}, kept),
          value: isKnown ? make(values) : undefined,
          certain: group.some(({ certain }) => certain),
          foreign: group.every((each) => each.foreign),
        };
      }),
    );
  }

  private call(name: string, args: readonly Expression[], time: number): Result {
    const [argument, ...others] = args;
    const range = ofRange.get(name);
    if (range !== undefined || name === "absent_over_time") {
      return this.callOnRange(name, args, time);
    }
    const date = ofTime.get(name);
    if (date !== undefined) {
      const of = argument === undefined ? vector([sure(time)]) : this.run(argument, time);
      return mapped(of, (value) => date(new Date(value * 1000)));
    }
    if (argument === undefined) {
      return name === "pi" ? scalar(Math.PI) : this.stuck();
    }
    const result = this.run(argument, time);
    if (keeping.has(name)) {
      return result;
    }
    switch (name) {
      case "vector":
        return vector(result.series);
      case "scalar":
        return { isScalar: true, series: [scalarOf(result.series)] };
      case "absent":
        return absence(result.series);
      case "timestamp":
        return mapped(result, () => time);
    }
    const make = ofOne.get(name);
    if (make === undefined) {
      return result.series.every((each) => each.foreign) ? result : this.stuck();
    }
    const numbers = others.map((other) => this.run(other, time).series[0]?.value);
    return mapped(result, isComplete(numbers) ? (value) => make(value, ...numbers) : undefined);
  }

  private callOnRange(name: string, args: readonly Expression[], time: number): Result {
    const ranged = args.find((arg) => withoutOffset(arg, 0).range.kind === "range");
    const { range, seconds: back } = ranged === undefined ? { range: undefined, seconds: 0 } : withoutOffset(ranged, 0);
    if (range?.kind !== "range" || !(range.seconds > 0)) {
      return this.stuck();
    }
    const parameter = args.find((arg) => arg !== ranged);
    const number = parameter === undefined ? 0 : (this.run(parameter, time).series[0]?.value ?? Number.NaN);
    const taken = new Map<string, Series[]>();
    for (let index = 0; index < samples; index++) {
      const at = time - back - range.seconds * (1 - index / (samples - 1));
      for (const each of this.run(range.of, at).series) {
        const key = each.foreign ? "foreign" : keyOf(each, { only: false, labels: [] });
        const series = taken.get(key);
        if (series === undefined) {
          taken.set(key, [each]);
        } else {
          series.push(each);
        }
      }
    }
    const all = [...taken.values()].map((series) => over(series, (values) => ofRange.get(name)?.(values, range.seconds, number)));
    return name === "absent_over_time" ? absence(all) : vector(all);
  }
}

function scalar(value: number): Result {
  return { isScalar: true, series: [sure(value)] };
}

function sure(value: number): Series {
  return { labels: {}, value, certain: true, foreign: false };
}

function vector(series: readonly Series[]): Result {
  return { isScalar: false, series };
}

function isComplete(values: readonly (number | undefined)[]): values is readonly number[] {
  return values.every((value) => value !== undefined);
}

function mapped({ isScalar, series }: Result, make: ((value: number) => number) | undefined): Result {
  return { isScalar, series: series.map((each) => ({ ...each, value: each.value === undefined ? undefined : make?.(each.value) })) };
}

/** Of others nothing is known, so one stands for all. */
function distinct(series: readonly Series[]): Series[] {
  const firstForeign = series.findIndex((each) => each.foreign);
  return series.filter((each, index) => !each.foreign || each.certain || index === firstForeign);
}

function chosen(labels: Point["labels"], { only, labels: names }: LabelChoice): Point["labels"] {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name) === only));
}

function keyOf({ labels }: Series, choice: LabelChoice): string {
  return JSON.stringify(Object.entries(chosen(labels, choice)).sort());
}

/** @returns whether two elements meet; undefined where that is not known. */
function match(one: Series, other: Series, choice: LabelChoice): boolean | undefined {
  return one.foreign || other.foreign ? undefined : keyOf(one, choice) === keyOf(other, choice);
}

function labelsOf({ matching, many }: Operation, one: Series, other: Series): Point["labels"] {
  const [kept, isMany] = many === "right" || (many === undefined && one.foreign) ? [other, many === "right"] : [one, many === "left"];
  return isMany ? kept.labels : chosen(kept.labels, matching);
}

function restrict(each: Series, others: readonly Series[], choice: LabelChoice): readonly Series[] {
  const met = others.filter((other) => match(each, other, choice) !== false);
  const isCertain = met.some((other) => other.certain && match(each, other, choice) === true);
  return met.length === 0 ? [] : [{ ...each, certain: each.certain && isCertain }];
}

function without(each: Series, others: readonly Series[], choice: LabelChoice): readonly Series[] {
  const met = others.filter((other) => match(each, other, choice) !== false);
  const isGone = met.some((other) => other.certain && match(each, other, choice) === true);
  return isGone ? [] : [{ ...each, certain: each.certain && met.length === 0 }];
}

/** @returns of a comparison 1 or 0; undefined where a value may be any. */
function calculated(operator: string, left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) {
    return operator === "*" && (left === 0 || right === 0) ? 0 : undefined;
  }
  const holds = comparisons.get(operator)?.(left, right);
  return holds === undefined ? arithmetic.get(operator)?.(left, right) : Number(holds);
}

function scalarOf(series: readonly Series[]): Series {
  const [only] = series;
  const value = only === undefined || (series.length > 1 && series.every(({ certain }) => certain)) ? Number.NaN : only.value;
  return { ...sure(0), value: series.length <= 1 && only?.certain !== false ? value : undefined };
}

function absence(series: readonly Series[]): Result {
  return series.some(({ certain }) => certain) ? empty : vector([{ ...sure(1), certain: series.length === 0 }]);
}

function over(taken: readonly Series[], make: (values: readonly number[]) => number | undefined): Series {
  const values = taken.map(({ value }) => value);
  const [first] = taken;
  return {
    labels: first?.labels ?? {},
    value: isComplete(values) ? make(values) : undefined,
    certain: taken.some(({ certain }) => certain),
    foreign: first?.foreign === true,
  };
}

function withoutOffset(expression: Expression, seconds: number): { readonly range: Expression; readonly seconds: number } {
  return expression.kind === "offset" ? withoutOffset(expression.of, seconds + expression.seconds) : { range: expression, seconds };
}
