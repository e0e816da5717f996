/**
 * Runs a Pulumi program without an engine: under the SDK's mocks, in preview mode, with the stand-in providers' model.
 * Quick enough for `npm test`; the real engine says in `npm run test:engine` whether this told the truth.
 */
import { fork } from "node:child_process";
import { join } from "node:path";
import type { Properties } from "./providers/planned";

/** A resource as the engine would send it to a policy pack: `inputs` in `analyze`, `outputs` in `analyzeStack`. */
export interface ProgramResource {
  type: string;
  urn: string;
  name: string;
  inputs: Properties;
  outputs: Properties;
  parent: string;
  provider?: { urn: string; type: string; name: string; properties: Properties };
  propertyDependencies: Record<string, string[]>;
  dependencies: string[];
  options: {
    parent: string;
    protect: boolean;
    ignoreChanges: string[];
    aliases: string[];
    additionalSecretOutputs: string[];
  };
}

/** What the child process answers. */
export type Answer = { resources: ProgramResource[] } | { error: string };

/** The resources of the program at `path`, which has its Pulumi.yaml beside it, in order of registration. A process of its own: an SDK keeps global state. */
export function runProgram(path: string): Promise<ProgramResource[]> {
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, "mocked-program.ts"), [path], {
      execArgv: ["--require", join(__dirname, "typescript.js")],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    child.on("message", (answer: Answer) => {
      if ("error" in answer) {
        reject(new Error(`${path}: ${answer.error}`));
      } else {
        resolve(answer.resources);
      }
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      reject(new Error(`${path}: the program ended with exit code ${String(code)} before it answered`));
    });
  });
}
