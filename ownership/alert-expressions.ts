/** What a metric tells of a certificate. */
export type CertificateFact =
  | "ends-at"
  | "begins-at"
  /** When cert-manager is to renew it: a third of its life before the end, unless it is told otherwise. */
  | "renews-at"
  | "seconds-left"
  | "days-left"
  /** Days that are counted down by ones. */
  | "whole-days-left"
  /** One once it has ended, and nought before. */
  | "has-ended"
  /** One series for each status of the condition Ready. */
  | "ready"
  /** One series for each status of an ACME challenge. */
  | "challenge"
  /** Counts what fails while cert-manager works. */
  | "failures"
  /** It would be about certificates if there were such a metric, such a label, or such a value. */
  | "nothing"
  /** It may tell when a certificate ends, in a way that is not known. */
  | "unclear";

/** Which labels count: those, or all but those. */
export interface LabelChoice {
  readonly only: boolean;
  readonly labels: readonly string[];
}

export interface Metric {
  readonly kind: "metric";
  /** Undefined where the selector names none, or several. */
  readonly name: string | undefined;
  /** Empty for a metric of something else, or one that a rule records. */
  readonly facts: readonly CertificateFact[];
  /** Of facts with a series for each status: those that are asked for. All where left out. */
  readonly statuses?: readonly string[];
  /** Amazon's alarms know of ACM's certificates alone. */
  readonly of?: "acm";
}

export interface Operation {
  readonly kind: "operation";
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
  /** A comparison that gives 0 and 1, instead of leaving out what it does not hold for. */
  readonly isBool: boolean;
  readonly matching: LabelChoice;
  /** The side whose labels the result has, where one element meets several. */
  readonly many?: "left" | "right";
}

/** What an alert asks for, with the meaning of PromQL, whatever language it was written in. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  /** What only functions that make labels take. */
  | { readonly kind: "text" }
  /** `time()` */
  | { readonly kind: "now" }
  | Metric
  | { readonly kind: "range"; readonly of: Expression; readonly seconds: number }
  | { readonly kind: "offset"; readonly of: Expression; readonly seconds: number }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | {
      readonly kind: "aggregation";
      readonly name: string;
      readonly of: Expression;
      readonly kept: LabelChoice;
    }
  | Operation
  /** Something that is not known, or not read, is done with these. */
  | { readonly kind: "unreadable"; readonly of: readonly Expression[] };

export const everyLabel: LabelChoice = { only: false, labels: [] };

/** @returns an operation of which nothing is said but this. */
export function operation(left: Expression, operator: string, right: Expression, isBool = false): Operation {
  return { kind: "operation", operator, left, right, isBool, matching: everyLabel };
}

/** @returns every part of an expression, itself first. Readers see to it that none is deep. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  for (const part of directParts(expression)) {
    yield* partsOf(part);
  }
}

function directParts(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "number":
    case "text":
    case "now":
    case "metric":
      return [];
    case "range":
    case "offset":
    case "aggregation":
      return [expression.of];
    case "call":
      return expression.args;
    case "operation":
      return [expression.left, expression.right];
    case "unreadable":
      return expression.of;
  }
}
