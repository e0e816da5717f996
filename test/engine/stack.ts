/** One Pulumi stack in a temporary folder: a real engine, the stand-in providers, a file backend unless told otherwise. */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { enginePath } from "./engine";

export const root = join(__dirname, "..", "..");

export interface Run {
  exitCode: number;
  /** Both streams, without colours. */
  output: string;
  /** Standard output alone. */
  plain: string;
  /** What the summary lists under "Policies:", in its order. */
  violations: Violation[];
}

export interface Violation {
  level: string;
  policy: string;
  resource: string;
}

export interface Settings {
  /** The folder of the policy pack. */
  pack?: string | undefined;
  /** A file with the pack's configuration. */
  configuration?: string | undefined;
  environment?: Record<string, string>;
}

/** @returns the run's violations, none of them mandatory. A run that failed is shown as the user would see it. */
export function passed({ exitCode, output, violations }: Run): Violation[] {
  if (exitCode !== 0) {
    throw new Error(`pulumi should have passed and ended with ${String(exitCode)}:\n${output}`);
  }
  return violations;
}

/** @returns the run's mandatory violations. That a run failed for any other reason is not taken for a refusal. */
export function refused({ exitCode, output, violations }: Run): Violation[] {
  const mandatory = violations.filter(({ level }) => level === "mandatory");
  if (exitCode === 0 || mandatory.length === 0) {
    throw new Error(`The policy pack should have refused this, and pulumi ended with ${String(exitCode)}:\n${output}`);
  }
  return mandatory;
}

/** Lends a stack that is gone afterwards, with all that it wrote. */
export function inStack<Result>(
  program: string,
  use: (stack: Stack) => Result,
  name?: string,
  environment?: Record<string, string>,
): Result {
  const stack = new Stack(program, name, environment);
  try {
    return use(stack);
  } finally {
    stack.dispose();
  }
}

/** What `pulumi` needs of its environment: the engine, the stand-in providers and a file backend, the latter two in `home`. */
export function engineEnvironment(home: string): NodeJS.ProcessEnv {
  const providers = join(home, "bin");
  const backend = join(home, "backend");
  for (const folder of [providers, backend]) {
    mkdirSync(folder);
  }
  for (const provider of ["aws", "fastly", "kubernetes"]) {
    writeLauncher(join(providers, `pulumi-resource-${provider}`), provider);
  }
  return {
    ...process.env,
    PATH: [providers, ...enginePath(console.warn), process.env["PATH"]].join(delimiter),
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_HOME: join(home, "home"),
    // Types are the compiler's business; without this every run would check them again, for some seconds.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

export class Stack {
  private readonly home = mkdtempSync(join(tmpdir(), "tls-ownership-"));
  /** The project as `pulumi stack` sees it. That command writes a file beside Pulumi.yaml, and so it has one of its own. */
  private readonly project = join(this.home, "project");
  private readonly environment: NodeJS.ProcessEnv;

  /**
   * `program` is a folder with a Pulumi.yaml, inside the repository so that it finds its node_modules. `environment` has
   * the last word on where the stack lives.
   */
  constructor(
    private readonly program: string,
    readonly name = "dev",
    environment: Record<string, string> = {},
  ) {
    mkdirSync(this.project);
    copyFileSync(join(program, "Pulumi.yaml"), join(this.project, "Pulumi.yaml"));
    this.environment = { ...engineEnvironment(this.home), ...environment };
    this.manage("init", name);
  }

  preview(settings: Settings = {}): Run {
    return this.run(["preview"], settings);
  }

  /** What `pulumi preview --json` writes: the plan that `tls-ownership check` reads. */
  plan(): string {
    const run = this.run(["preview", "--json", "--show-sames"], {});
    passed(run);
    return run.plain;
  }

  /** An update without the preview before it, as `pulumi up --skip-preview` runs: nothing but the update can refuse. */
  up(settings: Settings = {}): Run {
    return this.run(["up", "--skip-preview", "--yes"], settings);
  }

  /** `pulumi policy …` in a folder, on behalf of whoever the stack's environment logs in. */
  policy(folder: string, ...parameters: string[]): Run {
    return this.pulumi(folder, ["policy", ...parameters]);
  }

  /** What `pulumi stack export` writes. */
  state(): string {
    return this.manage("export", "--stack", this.name);
  }

  /** The names of the resources that exist. */
  deployed(): string[] {
    const state = JSON.parse(this.state()) as { deployment: { resources?: { urn: string }[] } };
    return (state.deployment.resources ?? []).map(({ urn }) => urn.split("::").at(-1) ?? "");
  }

  /** A path for a file that lives as long as the stack. */
  file(name: string): string {
    return join(this.home, name);
  }

  dispose(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  private run(command: string[], settings: Settings): Run {
    const configuration = ["--stack", this.name, "--config-file", join(this.project, `Pulumi.${this.name}.yaml`)];
    return this.pulumi(this.program, [...command, ...configuration, ...packed(settings)], settings.environment);
  }

  private manage(...command: string[]): string {
    const run = this.pulumi(this.project, ["stack", ...command]);
    passed(run);
    return run.output;
  }

  private pulumi(folder: string, parameters: string[], environment: Record<string, string> = {}): Run {
    const { error, status, stdout, stderr } = spawnSync("pulumi", [...parameters, "--non-interactive", "--color", "never"], {
      cwd: folder,
      encoding: "utf8",
      env: { ...this.environment, ...environment },
    });
    if (error) {
      throw error;
    }
    const output = stdout + stderr;
    return { exitCode: status ?? -1, output, plain: stdout, violations: violationsIn(output) };
  }
}

function violationsIn(output: string): Violation[] {
  return [...output.matchAll(/^ +- \[(\w+)\](?: \[severity: \w+\])? +(\S+) +\(\S+: (.+)\)$/gm)].map(
    ([, level = "", policy = "", resource = ""]) => ({
      level,
      policy,
      resource,
    }),
  );
}

function packed({ pack, configuration }: Settings): string[] {
  return [
    ...(pack === undefined ? [] : ["--policy-pack", pack]),
    ...(configuration === undefined ? [] : ["--policy-pack-config", configuration]),
  ];
}

/** The stand-in says that it has the version of the installed SDK, since the engine warns about any other. */
function writeLauncher(file: string, provider: string): void {
  const hook = join(__dirname, "typescript.js");
  const script = join(__dirname, "providers", "serve.ts");
  const manifest = readFileSync(join(root, "node_modules", "@pulumi", provider, "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  writeFileSync(file, `#!/bin/sh\nexec node --require '${hook}' '${script}' '${version}'\n`);
  chmodSync(file, 0o755);
}
