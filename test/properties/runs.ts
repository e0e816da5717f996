import fc from "fast-check";

/**
 * How far the properties go. In `npm test` each has a small number of runs and a fixed seed: a failure there is of the change
 * that brought it, and the same on every machine. What no fixed seed has met yet, `npm run test:noise` looks for, with a fresh
 * seed that it prints (see run.js); it speaks through these variables.
 */
const seed = Number(process.env["PROPERTY_SEED"] ?? 20_260_603);
const runs = process.env["PROPERTY_RUNS"];
/** Of a failure that fast-check reported: straight to that counter-example, shrunk as it was. */
const path = process.env["PROPERTY_PATH"];

/** Longer than any shrinking takes: a test that is cut short does not show its counter-example. */
const patience = 24 * 60 * 60 * 1000;

export interface Effort {
  /** Runs within `npm test`. */
  readonly runs: number;
  /** How many times as long as others a run takes; `test:noise` has as many times fewer of them. */
  readonly cost?: number;
}

/**
 * Declares a test of what holds for everything that can be generated. Its failure shows the smallest counter-example found,
 * with the seed and the path that lead back to it.
 */
export function property<Parameters extends [unknown, ...unknown[]]>(
  name: string,
  { runs: few, cost = 1 }: Effort,
  law: fc.IRawProperty<Parameters>,
): void {
  const numRuns = runs === undefined ? few : Math.max(1, Math.round(Number(runs) / cost));
  test(name, async () => fc.assert(law, { seed, numRuns, ...(path === undefined ? {} : { path }) }), patience);
}
