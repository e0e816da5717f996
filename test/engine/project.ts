/** A project of its own, as a user of the pack has one: outside the repository, with an npm and a `pulumi` that run in it. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineEnvironment, root } from "./stack";

export interface Result {
  exitCode: number;
  /** Both streams. */
  output: string;
}

/** What every program of programs/incident is refused for. */
export const findings = ["origin-outside-edge-subscription", "tls-name-single-owner"];

export class Project {
  private readonly home = mkdtempSync(join(tmpdir(), "tls-ownership-"));
  readonly folder = join(this.home, "project");

  /** The programs of the engine tests, with the SDKs that they import in the versions of the repository. */
  constructor() {
    cpSync(join(__dirname, "programs"), this.folder, { recursive: true });
    const manifest = readFileSync(join(root, "package.json"), "utf8");
    const { devDependencies } = JSON.parse(manifest) as { devDependencies: Record<string, string> };
    const dependencies: Record<string, string | undefined> = {};
    for (const name of ["@pulumi/fastly", "@pulumi/kubernetes", "typescript"]) {
      dependencies[name] = devDependencies[name];
    }
    this.write("package.json", JSON.stringify({ name: "xpro", private: true, dependencies }));
  }

  /** @returns a tarball of the pack, as a registry would serve it. */
  packed(): string {
    execFileSync("npm", ["run", "--silent", "pack:publishable"], { cwd: root });
    const name = execFileSync("npm", ["pack", "--silent", join(root, "publishable")], { cwd: this.home, encoding: "utf8" });
    return join(this.home, name.trim());
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** An empty folder beside the project. */
  place(): string {
    return mkdtempSync(join(this.home, "place-"));
  }

  run(command: string, parameters: string[], environment: NodeJS.ProcessEnv): Result {
    const { error, status, stdout, stderr } = spawnSync(command, parameters, { cwd: this.folder, encoding: "utf8", env: environment });
    if (error) {
      throw error;
    }
    return { exitCode: status ?? -1, output: stdout + stderr };
  }

  /** Runs a script as GitHub and GitLab do: it ends with the first command that fails. */
  bash(script: string, environment: NodeJS.ProcessEnv): Result {
    return this.run("bash", ["-e", "-c", script], environment);
  }

  /** Lends the project with one of its programs, and a backend that has these stacks and nothing in them. */
  with<Value>(program: string, use: (environment: NodeJS.ProcessEnv) => Value, stacks = ["prod"]): Value {
    const machine = this.place();
    this.write("Pulumi.yaml", `name: xpro\nruntime: nodejs\nmain: ${program}/\n`);
    const npm = { npm_config_audit: "false", npm_config_prefer_offline: "true" };
    const environment = { ...engineEnvironment(machine), ...npm };
    try {
      for (const stack of stacks) {
        succeeded(this.run("pulumi", ["stack", "init", stack], environment));
      }
      return use(environment);
    } finally {
      for (const stack of stacks) {
        rmSync(join(this.folder, `Pulumi.${stack}.yaml`), { force: true });
      }
      rmSync(machine, { recursive: true, force: true });
    }
  }

  /** What exists: the export of the stack, as text. */
  deployed(environment: NodeJS.ProcessEnv): string {
    return succeeded(this.run("pulumi", ["stack", "export", "--stack", "prod"], environment)).output;
  }

  dispose(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** @returns the result of a command that should have ended well. One that did not is shown as the user would see it. */
export function succeeded(result: Result): Result {
  if (result.exitCode !== 0) {
    throw new Error(`This should have ended with 0 and ended with ${String(result.exitCode)}:\n${result.output}`);
  }
  return result;
}

/** @returns the result of a command that should have refused the incident. Any other failure is not taken for a refusal. */
export function refusedIncident(result: Result): Result {
  if (result.exitCode === 0 || !findings.every((policy) => result.output.includes(policy))) {
    throw new Error(`This should have been refused, and ended with ${String(result.exitCode)}:\n${result.output}`);
  }
  return result;
}
