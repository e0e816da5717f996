import fc from "fast-check";
import { secretSignature, signatureKey, unknownValue } from "../../cli/stack-resource";

/**
 * How far the properties go. In `npm test` each has a small number of runs and a fixed seed: a failure there is of the change
 * that brought it, and the same on every machine. What no fixed seed has met yet, `npm run test:noise` looks for, with a fresh
 * seed that it prints (see run.js); it speaks through these variables.
 */
const seed = Number(process.env["PROPERTY_SEED"] ?? 20_260_603);
const runs = process.env["PROPERTY_RUNS"];
/** Of a failure that was reported: straight to that counter-example, shrunk as it was. */
const path = process.env["PROPERTY_PATH"];

/** Longer than any shrinking takes: a test that is cut short does not show its counter-example. */
const patience = 24 * 60 * 60 * 1000;

interface Effort {
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
  test(
    name,
    async () => {
      const details = await fc.check(law, { seed, numRuns, ...(path === undefined ? {} : { path }) });
      if (details.failed) {
        const shown = { ...details, counterexample: details.counterexample === null ? null : brief(details.counterexample) };
        throw new Error(fc.defaultReportMessage(shown as typeof details), { cause: details.errorInstance });
      }
    },
    patience,
  );
}

/** @returns a counter-example for reading: resources by what the test gave them, the engine's markers by what they stand for. */
function brief(value: unknown): unknown {
  if (value === unknownValue) {
    return "(unknown)";
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(brief);
  }
  const entries = Object.entries(value);
  const of = new Map<string, unknown>(entries);
  if (of.get(signatureKey) === secretSignature) {
    return { "(secret)": brief(of.get("value")) };
  }
  const isResource = of.has("urn") && of.has("inputs");
  const told = isResource ? entries.filter(([key]) => ["type", "name", "inputs", "outputs"].includes(key)) : entries;
  return Object.fromEntries(told.map(([key, below]) => [key, brief(below)]));
}
