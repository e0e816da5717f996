import type { Expression } from "../../ownership/alert-expressions";
import { Evaluation, type Level, type Records } from "./evaluation";
import type { Life } from "./life";

/** When an alert fires in the life of a certificate that is not renewed, best first. */
type Timing =
  /** Before the end, and not from the beginning on. */
  | "in-time"
  /** On a certificate that was issued just now, too, so it says nothing about any. */
  | "always"
  /** Before the end, and so close to it that nobody can act. */
  | "close"
  | "past"
  /** What it depends on is not known, or it cannot be run. */
  | "unclear"
  /** When a certificate is issued, and not as it ends. */
  | "early"
  | "never";

const best: readonly Timing[] = ["in-time", "always", "close", "past", "unclear", "early", "never"];

/** @returns when an alert on the expression fires; of several lives, in the one that suits it best. */
export function timingOf(expression: Expression, lives: readonly Life[], records: Records): Timing {
  const timings = lives.map((life) => timingIn(expression, life, records));
  return best.find((timing) => timings.includes(timing)) ?? "unclear";
}

/** Nobody acts within a thousandth of a certificate's life: two hours of ninety days. */
const actable = 1 / 1000;
/** A certificate is new for so much of its life. */
const newness = 0.3;

function timingIn(expression: Expression, life: Life, records: Records): Timing {
  const evaluation = new Evaluation(life, records);
  const levels = (times: Iterable<number>) => Array.from(times, (time) => evaluation.levelAt(expression, time));
  const asNew = levels(momentsWhenNew(life));
  const least = asNew.reduce<Level>((low, level) => (level < low ? level : low), 2);
  const rises = (times: Iterable<number>): boolean => {
    for (const time of times) {
      if (evaluation.isStuck || evaluation.levelAt(expression, time) > least) {
        return !evaluation.isStuck;
      }
    }
    return false;
  };
  const inTime = rises(momentsBefore(life));
  const close = !inTime && rises(momentsCloseBefore(life));
  const past = !inTime && !close && rises(momentsAfter(life));
  if (evaluation.isStuck) {
    return "unclear";
  }
  if (inTime) {
    return "in-time";
  }
  switch (least) {
    case 2:
      return "always";
    case 1:
      return close ? "close" : past ? "past" : "unclear";
    case 0:
      return close ? "close" : past ? "past" : asNew.some((level) => level > 0) ? "early" : "never";
  }
}

function momentsWhenNew({ issued, end }: Life): number[] {
  return [0.00001, 0.002, 0.05, 0.1, 0.2, newness].map((share) => issued + share * (end - issued));
}

/** Those close to the end come first: most alerts fire there. Between two of them lies no day, unless the life is a long one. */
function* momentsBefore({ issued, due, end }: Life): Generator<number> {
  const lifetime = end - issued;
  const windows = [
    [end - actable * lifetime, due],
    [due, issued + newness * lifetime],
  ] as const;
  for (const [from, to] of windows) {
    const count = Math.min(150, Math.max(20, Math.ceil((from - to) / (0.9 * 86_400))));
    for (let index = 0; index < count; index++) {
      yield from - ((from - to) * index) / count;
    }
  }
}

function momentsCloseBefore({ issued, end }: Life): number[] {
  return [0.9, 0.5, 0.1, 0.001].map((share) => end - share * actable * (end - issued));
}

function momentsAfter({ issued, end }: Life): number[] {
  const days = [0, 0.001, 0.01, 0.05, 0.5, 1.1, 3, 8, 15, 31, 62, 100].map((count) => end + count * 86_400);
  return [...days, end + (end - issued)];
}
