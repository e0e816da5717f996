/** Runs a job of a GitHub workflow as far as it is shell: conditions, expressions, environment and outcomes as a runner has them. */
import { runInNewContext } from "node:vm";

export interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

export interface Job {
  permissions: Record<string, string>;
  env: Record<string, string>;
  steps: Step[];
}

export interface Step {
  id?: string;
  name?: string;
  if?: string;
  uses?: string;
  with?: Record<string, unknown>;
  run?: string;
  env?: Record<string, string>;
}

export type Outcome = "success" | "failure" | "skipped";

/** What expressions read. As in JavaScript and unlike at GitHub, nothing may be read of what is not there. */
export interface Contexts {
  github: Record<string, unknown>;
  secrets: Record<string, string>;
}

/** Does what one step does. @returns whether it succeeded. */
type Runner = (step: Step, environment: Record<string, string>) => boolean;

/** @returns the outcome of every step, by its id, name, action or command. */
export function runJob(job: Job, contexts: Contexts, run: Runner): Record<string, Outcome> {
  const outcomes: Record<string, Outcome> = {};
  const steps: Record<string, { outcome: Outcome }> = {};
  for (const step of job.steps) {
    const failed = Object.values(outcomes).includes("failure");
    const functions = { always: () => true, cancelled: () => false, failure: () => failed, success: () => !failed };
    const scope = { ...contexts, ...functions, steps };
    const outcome = isDue(step, scope) ? outcomeOf(run(step, { ...evaluated(job.env, scope), ...evaluated(step.env, scope) })) : "skipped";
    outcomes[step.id ?? step.name ?? step.uses ?? step.run ?? ""] = outcome;
    if (step.id !== undefined) {
      steps[step.id] = { outcome };
    }
  }
  return outcomes;
}

function outcomeOf(succeeded: boolean): Outcome {
  return succeeded ? "success" : "failure";
}

/** A condition that asks for no status means: and nothing has failed. */
function isDue({ if: condition = "success()" }: Step, scope: object): boolean {
  const expression = condition.replace(/^\$\{\{(.*)\}\}$/, "$1");
  const asksForStatus = /\b(always|cancelled|failure|success)\(\)/.test(expression);
  return Boolean(valueOf(asksForStatus ? expression : `success() && (${expression})`, scope));
}

function evaluated(environment: Record<string, string> | undefined, scope: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment ?? {}).map(([name, text]) => [
      name,
      text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(valueOf(expression, scope))),
    ]),
  );
}

/** Property access, strings, `&&`, `!` and comparisons of strings mean in JavaScript what they mean there. */
function valueOf(expression: string, scope: object): unknown {
  return runInNewContext(expression, scope);
}
