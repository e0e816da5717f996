/** The recipes of docs/recipes.md, taken from the page and run: in a project of its own, with a real npm and a real engine. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { safeLoad } from "js-yaml";
import { marked, type Token, type Tokens } from "marked";
import type { Log } from "sarif";
import { organization, Service } from "./service";
import { engineEnvironment, inStack, passed, refused, root } from "./stack";
import { runJob, type Contexts, type Outcome, type Step, type Workflow } from "./workflow";

interface Block {
  section: string;
  language: string;
  text: string;
}

interface GitLabJob {
  variables: Record<string, string>;
  script: string[];
  after_script: string[];
  artifacts: { when: string; paths: string[]; reports: { junit: string } };
}

interface Hook {
  id: string;
  entry: string;
  files: string;
  pass_filenames: boolean;
  stages: string[];
}

interface Result {
  exitCode: number;
  output: string;
}

const page = blocksOf("recipes.md");
const findings = ["origin-outside-edge-subscription", "tls-name-single-owner"];
/** What stands in the programs as a secret. */
const canary = "CANARY";

/** The inputs of each action that the page uses, by its action.yml. */
const actions: Record<string, string[]> = {
  "actions/cache@v5": ["path", "key", "restore-keys"],
  "actions/checkout@v6": ["fetch-depth", "persist-credentials", "ref", "token"],
  "actions/setup-node@v6": ["cache", "cache-dependency-path", "node-version", "node-version-file"],
  "github/codeql-action/upload-sarif@v4": ["category", "checkout_path", "ref", "sarif_file", "sha", "wait-for-processing"],
  "pulumi/actions@v7": ["cloud-url", "pulumi-version", "pulumi-version-file"],
};

const home = mkdtempSync(join(tmpdir(), "tls-ownership-"));
const project = join(home, "project");

beforeAll(() => {
  execFileSync("npm", ["run", "--silent", "pack:publishable"], { cwd: root });
  const [tarball = ""] = execFileSync("npm", ["pack", "--silent", join(root, "publishable")], { cwd: home, encoding: "utf8" }).split("\n");
  const { devDependencies } = json(join(root, "package.json")) as { devDependencies: Record<string, string> };
  const dependencies = ["@pulumi/fastly", "@pulumi/kubernetes", "typescript"].map((name) => [name, devDependencies[name]]);
  cpSync(join(__dirname, "programs"), project, { recursive: true });
  write("package.json", JSON.stringify({ name: "xpro", private: true, dependencies: Object.fromEntries(dependencies) as object }));
  const install = block("Recipes", "sh");
  expect(install).toBe("npm install --save-dev tls-ownership");
  // The package as a registry would serve it.
  const run = bash(install.replace(/tls-ownership$/, `'${join(home, tarball)}'`), {
    ...process.env,
    npm_config_audit: "false",
    npm_config_prefer_offline: "true",
  });
  expect(run).toMatchObject({ exitCode: 0 });
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

/** The code of a page in docs/, each under the heading that it follows. */
function blocksOf(name: string): Block[] {
  const blocks: Block[] = [];
  let section = "";
  marked.walkTokens(marked.lexer(readFileSync(join(root, "docs", name), "utf8")), (token: Token) => {
    if (token.type === "heading") {
      section = (token as Tokens.Heading).text;
    } else if (token.type === "code") {
      const { lang = "", text } = token as Tokens.Code;
      blocks.push({ section, language: lang, text });
    }
  });
  return blocks;
}

/** The only block, or the one that contains `part`, of a section. */
function block(section: string, language: string, part = ""): string {
  const found = page.filter((each) => each.section === section && each.language === language && each.text.includes(part));
  expect(found).toHaveLength(1);
  return found[0]?.text ?? "";
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

function read(file: string): string {
  return readFileSync(join(project, file), "utf8");
}

function write(file: string, text: string): void {
  writeFileSync(join(project, file), text);
}

function run(command: string, parameters: string[], environment: NodeJS.ProcessEnv): Result {
  const { error, status, stdout, stderr } = spawnSync(command, parameters, { cwd: project, encoding: "utf8", env: environment });
  if (error) {
    throw error;
  }
  return { exitCode: status ?? -1, output: stdout + stderr };
}

/** Runs a script as GitHub and GitLab do: it ends with the first command that fails. */
function bash(script: string, environment: NodeJS.ProcessEnv): Result {
  return run("bash", ["-e", "-c", script], environment);
}

function succeeded(result: Result): Result {
  if (result.exitCode !== 0) {
    throw new Error(`This should have ended with 0 and ended with ${String(result.exitCode)}:\n${result.output}`);
  }
  return result;
}

/** That a command failed for any other reason than the incident is not taken for a refusal. */
function refusedIncident({ exitCode, output }: Result): void {
  const named = findings.filter((policy) => output.includes(policy));
  if (exitCode === 0 || named.length < findings.length) {
    throw new Error(`This should have been refused, and ended with ${String(exitCode)}:\n${output}`);
  }
}

/** Lends the project with a program in it, and a backend that has its stacks and nothing in them. */
function inProject<Value>(program: string, use: (environment: NodeJS.ProcessEnv) => Value, stacks = ["prod"]): Value {
  const machine = mkdtempSync(join(home, "machine-"));
  write("Pulumi.yaml", `name: xpro\nruntime: nodejs\nmain: ${program}/\n`);
  const environment = { ...engineEnvironment(machine), npm_config_audit: "false", npm_config_prefer_offline: "true" };
  for (const stack of stacks) {
    succeeded(run("pulumi", ["stack", "init", stack], environment));
  }
  try {
    return use(environment);
  } finally {
    for (const stack of stacks) {
      rmSync(join(project, `Pulumi.${stack}.yaml`), { force: true });
    }
    rmSync(machine, { recursive: true, force: true });
  }
}

/** The names of what a stack's resources are called. */
function deployed(environment: NodeJS.ProcessEnv): string {
  return succeeded(run("pulumi", ["stack", "export", "--stack", "prod"], environment)).output;
}

test("these are the page's blocks, and all but one are tried below", () => {
  const outline = page.map(({ section, language }) => `${section}: ${language}`);
  expect(outline).toEqual([
    "Recipes: sh",
    "GitHub Actions: yaml",
    "GitHub Actions: sh",
    "GitLab CI: yaml",
    "Policy groups of Pulumi Cloud: yaml",
    "Policy groups of Pulumi Cloud: yaml",
    "Self-managed backends: sh",
    "Automation API: ts",
    "Automation API: sh",
    "pre-commit: yaml",
    // Needs a newer CLI than the one that is built for the tests.
    "pulumi policy analyze: ",
    "pulumi policy analyze: sh",
  ]);
});

describe("GitHub Actions", () => {
  const workflow = safeLoad(block("GitHub Actions", "yaml")) as Workflow;
  const job = workflow.jobs["tls-ownership"];
  if (job === undefined) {
    throw new Error("The workflow has no job of that name.");
  }
  const comment = "Comment on the pull request";
  const upload = "Upload to code scanning";

  function contexts(event: string, headRepository = "example-org/xpro"): Contexts {
    const pullRequest = { number: 7, head: { repo: { full_name: headRepository } } };
    return {
      github: {
        event_name: event,
        repository: "example-org/xpro",
        token: "ghs-0000",
        event: event === "pull_request" ? { pull_request: pullRequest } : {},
      },
      secrets: { PULUMI_ACCESS_TOKEN: "pul-0000" },
    };
  }

  /** A runner's machine, its `gh` replaced by one that writes down what it was told and by whom. */
  function onRunner(program: string): { outcomes: Record<string, Outcome>; comments: string; summary: string; uploaded: Log } {
    return inProject(program, (environment) => {
      const tools = mkdtempSync(join(home, "tools-"));
      const [log, summary] = [join(tools, "comments"), join(tools, "summary")];
      writeFileSync(join(tools, "gh"), `#!/bin/sh\necho "$GH_TOKEN $GH_REPO: $*" >> '${log}'\n`);
      chmodSync(join(tools, "gh"), 0o755);
      const machine = {
        ...environment,
        PATH: [tools, environment["PATH"]].join(delimiter),
        GITHUB_STEP_SUMMARY: summary,
      };
      let uploaded: Log | undefined;
      const outcomes = runJob(job as NonNullable<typeof job>, contexts("pull_request"), (step, own) => {
        if (step.uses?.startsWith("github/codeql-action/upload-sarif@") === true) {
          uploaded = json(join(project, String(step.with?.["sarif_file"]))) as Log;
        }
        return step.run === undefined || bash(step.run, { ...machine, ...own }).exitCode === 0;
      });
      if (uploaded === undefined) {
        throw new Error(`Nothing was uploaded: ${JSON.stringify(outcomes)}`);
      }
      return { outcomes, comments: readFileSync(log, "utf8"), summary: readFileSync(summary, "utf8"), uploaded };
    });
  }

  function errors({ runs }: Log): string[] {
    return runs.flatMap(({ results }) => results ?? []).flatMap(({ level, ruleId = "" }) => (level === "error" ? [ruleId] : []));
  }

  const wholeComment = "ghs-0000 example-org/xpro: pr comment 7 --edit-last --create-if-none --body-file tls-ownership.md\n";

  test("the incident's pull request fails, and is reported to code scanning and in a comment", () => {
    const { outcomes, comments, summary, uploaded } = onRunner("incident");
    const { preview, ...others } = outcomes;
    expect(preview).toBe("failure");
    expect(others).toMatchObject({ "npm ci": "success", report: "success", [upload]: "success", [comment]: "success" });
    expect(errors(uploaded).sort()).toEqual(findings);
    expect(comments).toBe(wholeComment);
    for (const policy of findings) {
      expect(read("tls-ownership.md")).toContain(policy);
    }
    expect(summary).toBe(read("tls-ownership.md"));
    for (const file of ["preview.json", "tls-ownership.sarif", "tls-ownership.md"]) {
      expect(read(file)).not.toContain(canary);
    }
  });

  test("the repaired one passes, and the comment says so", () => {
    const { outcomes, comments, uploaded } = onRunner("fixed");
    expect(Object.values(outcomes).filter((outcome) => outcome !== "success")).toEqual(["skipped"]);
    expect(outcomes["Refuse forks, which have no secrets"]).toBe("skipped");
    expect(errors(uploaded)).toEqual([]);
    expect(comments).toBe(wholeComment);
  });

  test("a fork's pull request fails at once, and nothing of it is run", () => {
    const ran: Step[] = [];
    const outcomes = runJob(job, contexts("pull_request", "someone/xpro"), (step, environment) => {
      ran.push(step);
      return step.run !== undefined && bash(step.run, { ...process.env, ...environment }).exitCode === 0;
    });
    const [first, ...others] = Object.values(outcomes);
    expect(first).toBe("failure");
    expect(new Set(others)).toEqual(new Set(["skipped"]));
    expect(ran).toHaveLength(1);
  });

  test("a push to main is reported and not commented; a program that cannot be previewed is neither", () => {
    expect(runJob(job, contexts("push"), () => true)).toMatchObject({ preview: "success", [upload]: "success", [comment]: "skipped" });
    const broken = runJob(job, contexts("pull_request"), ({ id }) => id !== "preview" && id !== "report");
    expect(broken).toMatchObject({ preview: "failure", report: "failure", [upload]: "skipped", [comment]: "skipped" });
  });

  test("the token may do what the steps need and no more, and only previews see Pulumi's", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(job.permissions).toEqual({ contents: "read", actions: "read", "pull-requests": "write", "security-events": "write" });
    expect(Object.keys(workflow.on)).toEqual(["pull_request", "push"]);
    const trusted = job.steps.filter(({ env }) => JSON.stringify(env ?? {}).includes("secrets."));
    expect(trusted.map(({ id }) => id)).toEqual(["preview", "report"]);
    expect(JSON.stringify(job.env)).not.toContain("secrets.");
  });

  test("every action of the page is known, with its inputs", () => {
    const cache = safeLoad(block("Policy groups of Pulumi Cloud", "yaml", "actions/cache")) as Step[];
    for (const { uses, with: inputs = {} } of [...job.steps, ...cache]) {
      if (uses !== undefined) {
        expect(Object.keys(actions)).toContain(uses);
        expect(actions[uses]).toEqual(expect.arrayContaining(Object.keys(inputs)));
      }
    }
  });

  test("the stacks of a project are checked together", () => {
    inProject(
      "incident",
      (environment) => {
        const result = bash(block("GitHub Actions", "sh"), environment);
        refusedIncident(result);
        expect(result.output).toContain("of 2 stacks in 2 files");
      },
      ["dev", "prod"],
    );
  });
});

describe("GitLab CI", () => {
  const job = (safeLoad(block("GitLab CI", "yaml")) as Record<string, GitLabJob>)["tls-ownership"];
  if (job === undefined) {
    throw new Error("There is no job of that name.");
  }

  /** `script` and `after_script` are each one shell, and only the first decides. */
  function onRunner(program: string): Result {
    const { variables, script, after_script: after, artifacts } = job as NonNullable<typeof job>;
    for (const file of [...artifacts.paths, artifacts.reports.junit]) {
      rmSync(join(project, file), { force: true });
    }
    return inProject(program, (environment) => {
      const own = Object.entries(variables).map(([name, value]) => [name, value.replace("$CI_PROJECT_DIR", project)]);
      const machine = { ...environment, ...(Object.fromEntries(own) as Record<string, string>) };
      const result = bash(script.join("\n"), machine);
      bash(after.join("\n"), machine);
      return result;
    });
  }

  beforeAll(() => {
    // A warm cache, as from the job before.
    symlinkSync(execFileSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).trim(), join(project, ".npm"));
  });

  test("the incident fails, with the report and the map among the artifacts", () => {
    refusedIncident(onRunner("incident"));
    expect(job.artifacts.when).toBe("always");
    const report = read(job.artifacts.reports.junit);
    expect(report.match(/<failure /g)).toHaveLength(findings.length);
    const [map = ""] = job.artifacts.paths;
    expect(read(map)).toContain("xpro-web.odl.mit.edu");
    expect(report + read(map)).not.toContain(canary);
  });

  test("the repaired one passes, and no test of its report fails", () => {
    succeeded(onRunner("fixed"));
    expect(read(job.artifacts.reports.junit)).not.toContain("<failure ");
  });

  test("what the cache keeps of policy packs is where the CLI looks for them", () => {
    const { variables, cache } = safeLoad(block("Policy groups of Pulumi Cloud", "yaml", "PULUMI_HOME")) as {
      variables: Record<string, string>;
      cache: { paths: string[] };
    };
    expect(cache.paths.map((path) => `$CI_PROJECT_DIR/${path}`)).toEqual([`${variables["PULUMI_HOME"] ?? ""}/policies/`]);
  });
});

test("policy groups: the commands of Publishing publish the pack, let it tell, and let it refuse", async () => {
  const [publish, tell, refuse] = blocksOf("publishing.md").filter(({ section }) => section === "To Pulumi Cloud");
  const service = await Service.start();
  try {
    const run = (name: string) => inStack(join(__dirname, "programs", name), (stack) => stack.preview(), "dev", service.environment);
    inProject("incident", (environment) => {
      const loggedIn = { ...environment, ...service.environment };
      cpSync(join(root, "publishable"), join(project, "publishable"), { recursive: true });
      succeeded(bash(publish?.text ?? "", loggedIn));
      expect(publish?.text).toContain(organization);
      succeeded(bash(tell?.text ?? "", loggedIn));
      expect(passed(run("incident")).map(({ policy }) => policy)).toEqual(expect.arrayContaining(findings));
      write("config.json", "{}");
      succeeded(bash(refuse?.text ?? "", loggedIn));
      expect(
        refused(run("incident"))
          .map(({ policy }) => policy)
          .sort(),
      ).toEqual(findings);
      expect(passed(run("fixed"))).toEqual([]);
    });
  } finally {
    service.stop();
  }
});

describe("Self-managed backends", () => {
  const script = block("Self-managed backends", "sh");

  /** Logs in as the page says, and not by the variable that the tests use otherwise. */
  function loggedOut(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const { PULUMI_BACKEND_URL: state, ...others } = environment;
    return { ...others, STATE: state };
  }

  test("the incident's preview fails though no command names the pack, and nothing is deployed", () => {
    inProject("incident", (environment) => {
      refusedIncident(bash(script, loggedOut(environment)));
      expect(deployed(environment)).not.toContain("xpro-tls");
    });
  });

  test("the repaired program is deployed", () => {
    inProject("fixed", (environment) => {
      expect(succeeded(bash(script, loggedOut(environment))).output).toContain("tls-ownership@");
      expect(deployed(environment)).toContain("xpro-tls");
    });
  });
});

describe("Automation API", () => {
  beforeAll(() => {
    write("deploy.ts", block("Automation API", "ts"));
    const compilerOptions = { strict: true, outDir: "bin", target: "es2020", module: "nodenext", moduleResolution: "nodenext" };
    write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["deploy.ts"] }));
  });
  const commands = block("Automation API", "sh");

  test("the incident is refused with its findings, and nothing is deployed", () => {
    inProject("incident", (environment) => {
      const result = bash(commands, environment);
      refusedIncident(result);
      expect(result.exitCode).toBe(1);
      expect(deployed(environment)).not.toContain("xpro-tls");
    });
  });

  test("the repaired program is deployed", () => {
    inProject("fixed", (environment) => {
      succeeded(bash(commands, environment));
      expect(deployed(environment)).toContain("xpro-tls");
    });
  });

  test("a stack that is not there is no refusal", () => {
    inProject(
      "incident",
      (environment) => {
        expect(bash(commands, environment).exitCode).toBe(2);
      },
      [],
    );
  });
});

describe("pre-commit, and what runs already", () => {
  const { repos } = safeLoad(block("pre-commit", "yaml")) as { repos: { hooks: Hook[] }[] };
  const hooks = repos.flatMap((repository) => repository.hooks);
  const [preview, states] = hooks;

  /** As pre-commit runs a hook of the system's language without file names: its words, without a shell. */
  function commit(hook: Hook | undefined, environment: NodeJS.ProcessEnv): Result {
    const [command = "", ...parameters] = (hook?.entry ?? "").split(" ");
    return run(command, parameters, environment);
  }

  /** Deploys without the pack, and exports as the page's last recipe does. */
  function exported(environment: NodeJS.ProcessEnv): Result {
    succeeded(run("pulumi", ["up", "--stack", "prod", "--skip-preview", "--yes"], environment));
    const result = bash(block("pulumi policy analyze", "sh"), environment);
    mkdirSync(join(project, "states"), { recursive: true });
    cpSync(join(project, "prod.json"), join(project, "states", "prod.json"));
    return result;
  }

  test("each hook runs for the files that it is about, and once for all of them", () => {
    const about = (file: string) => hooks.filter(({ files }) => new RegExp(files).test(file)).map(({ stages: [stage] }) => stage);
    expect(about("index.ts")).toEqual(["pre-push"]);
    expect(about("Pulumi.prod.yaml")).toEqual(["pre-push"]);
    expect(about("states/shop-prod.json")).toContain("pre-commit");
    expect(about("tls-ownership.json")).toContain("pre-commit");
    expect(about("README.md")).toEqual([]);
    expect(hooks.map((hook) => hook.pass_filenames)).toEqual([false, false]);
  });

  test("the incident is refused before a push, from its exported state, and as a committed state", () => {
    inProject("incident", (environment) => {
      write("tls-ownership.json", "{}");
      refusedIncident(commit(preview, environment));
      refusedIncident(exported(environment));
      refusedIncident(commit(states, environment));
    });
  });

  test("the repaired program passes everywhere, and a wrong setting does not", () => {
    inProject("fixed", (environment) => {
      write("tls-ownership.json", "{}");
      succeeded(commit(preview, environment));
      succeeded(exported(environment));
      succeeded(commit(states, environment));
      write(
        "tls-ownership.json",
        JSON.stringify({ "tls-name-single-owner": { exemptions: [{ name: "a.example.org", until: "2026-12-31" }] } }),
      );
      expect(commit(states, environment)).toMatchObject({ exitCode: 2, output: expect.stringContaining("tls-ownership.json") as string });
    });
  });
});

test("the unpacked archive is a policy pack and the command, as the page says of it", () => {
  expect(existsSync(join(root, "publishable", "cli", "tls-ownership.js"))).toBe(true);
});
