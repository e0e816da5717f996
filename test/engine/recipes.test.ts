/** The recipes of docs/recipes.md, taken from the page and run: in a project of its own, with a real npm and a real engine. */
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { safeLoad } from "js-yaml";
import { marked, type Token, type Tokens } from "marked";
import type { Log } from "sarif";
import { findings, Project, refusedIncident, succeeded, type Result } from "./project";
import { organization, Service } from "./service";
import { inStack, passed, refused, root } from "./stack";
import { runJob, type Contexts, type Job, type Outcome, type Step, type Workflow } from "./workflow";

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

const page = blocksOf("recipes.md");
const project = new Project();
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

beforeAll(() => {
  const install = block("Recipes", "sh");
  expect(install).toBe("npm install --save-dev tls-ownership");
  const environment = { ...process.env, npm_config_audit: "false", npm_config_prefer_offline: "true" };
  succeeded(project.bash(install.replace(/tls-ownership$/, `'${project.packed()}'`), environment));
});
afterAll(() => {
  project.dispose();
});

/** The code of a page in docs/, each under the heading that it follows. */
function blocksOf(name: string): Block[] {
  const blocks: Block[] = [];
  let section = "";
  void marked.walkTokens(marked.lexer(readFileSync(join(root, "docs", name), "utf8")), (token: Token) => {
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

/** @returns a job of a file in YAML. */
function jobOf<Kind>(jobs: Record<string, Kind>): Kind {
  const { "tls-ownership": job } = jobs;
  if (job === undefined) {
    throw new Error("There is no job of that name.");
  }
  return job;
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
  const job: Job = jobOf(workflow.jobs);
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
    return project.with(program, (environment) => {
      const tools = project.place();
      const [log, summary] = [join(tools, "comments"), join(tools, "summary")];
      writeFileSync(join(tools, "gh"), `#!/bin/sh\necho "$GH_TOKEN $GH_REPO: $*" >> '${log}'\n`);
      chmodSync(join(tools, "gh"), 0o755);
      const machine = {
        ...environment,
        PATH: [tools, environment["PATH"]].join(delimiter),
        GITHUB_STEP_SUMMARY: summary,
      };
      let uploaded: Log | undefined;
      const outcomes = runJob(job, contexts("pull_request"), (step, own) => {
        if (step.uses?.startsWith("github/codeql-action/upload-sarif@") === true) {
          uploaded = JSON.parse(project.read(String(step.with?.["sarif_file"]))) as Log;
        }
        return step.run === undefined || project.bash(step.run, { ...machine, ...own }).exitCode === 0;
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
      expect(project.read("tls-ownership.md")).toContain(policy);
    }
    expect(summary).toBe(project.read("tls-ownership.md"));
    for (const file of ["preview.json", "tls-ownership.sarif", "tls-ownership.md"]) {
      expect(project.read(file)).not.toContain(canary);
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
      return step.run !== undefined && project.bash(step.run, { ...process.env, ...environment }).exitCode === 0;
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
    project.with(
      "incident",
      (environment) => {
        const result = project.bash(block("GitHub Actions", "sh"), environment);
        refusedIncident(result);
        expect(result.output).toContain("of 2 stacks in 2 files");
      },
      ["dev", "prod"],
    );
  });
});

describe("GitLab CI", () => {
  const job = jobOf(safeLoad(block("GitLab CI", "yaml")) as Record<string, GitLabJob>);

  /** `script` and `after_script` are each one shell, and only the first decides. */
  function onRunner(program: string): Result {
    const { variables, script, after_script: after, artifacts } = job;
    for (const file of [...artifacts.paths, artifacts.reports.junit]) {
      rmSync(join(project.folder, file), { force: true });
    }
    return project.with(program, (environment) => {
      const own = Object.entries(variables).map(([name, value]) => [name, value.replace("$CI_PROJECT_DIR", project.folder)]);
      const machine = { ...environment, ...(Object.fromEntries(own) as Record<string, string>) };
      const result = project.bash(script.join("\n"), machine);
      project.bash(after.join("\n"), machine);
      return result;
    });
  }

  beforeAll(() => {
    // A warm cache, as from the job before.
    symlinkSync(execFileSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).trim(), join(project.folder, ".npm"));
  });

  test("the incident fails, with the report and the map among the artifacts", () => {
    refusedIncident(onRunner("incident"));
    expect(job.artifacts.when).toBe("always");
    const report = project.read(job.artifacts.reports.junit);
    expect(report.match(/<failure /g)).toHaveLength(findings.length);
    const [map = ""] = job.artifacts.paths;
    expect(project.read(map)).toContain("xpro-web.odl.mit.edu");
    expect(report + project.read(map)).not.toContain(canary);
  });

  test("the repaired one passes, and no test of its report fails", () => {
    succeeded(onRunner("fixed"));
    expect(project.read(job.artifacts.reports.junit)).not.toContain("<failure ");
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
    project.with("incident", (environment) => {
      const loggedIn = { ...environment, ...service.environment };
      cpSync(join(root, "publishable"), join(project.folder, "publishable"), { recursive: true });
      succeeded(project.bash(publish?.text ?? "", loggedIn));
      expect(publish?.text).toContain(organization);
      succeeded(project.bash(tell?.text ?? "", loggedIn));
      expect(passed(run("incident")).map(({ policy }) => policy)).toEqual(expect.arrayContaining(findings));
      project.write("config.json", "{}");
      succeeded(project.bash(refuse?.text ?? "", loggedIn));
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
    project.with("incident", (environment) => {
      refusedIncident(project.bash(script, loggedOut(environment)));
      expect(project.deployed(environment)).not.toContain("xpro-tls");
    });
  });

  test("the repaired program is deployed", () => {
    project.with("fixed", (environment) => {
      expect(succeeded(project.bash(script, loggedOut(environment))).output).toContain("tls-ownership@");
      expect(project.deployed(environment)).toContain("xpro-tls");
    });
  });
});

describe("Automation API", () => {
  beforeAll(() => {
    project.write("deploy.ts", block("Automation API", "ts"));
    const compilerOptions = { strict: true, outDir: "bin", target: "es2020", module: "nodenext", moduleResolution: "nodenext" };
    project.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["deploy.ts"] }));
  });
  const commands = block("Automation API", "sh");

  test("the incident is refused with its findings, and nothing is deployed", () => {
    project.with("incident", (environment) => {
      const result = project.bash(commands, environment);
      refusedIncident(result);
      expect(result.exitCode).toBe(1);
      expect(project.deployed(environment)).not.toContain("xpro-tls");
    });
  });

  test("the repaired program is deployed", () => {
    project.with("fixed", (environment) => {
      succeeded(project.bash(commands, environment));
      expect(project.deployed(environment)).toContain("xpro-tls");
    });
  });

  test("a stack that is not there is no refusal", () => {
    project.with(
      "incident",
      (environment) => {
        expect(project.bash(commands, environment).exitCode).toBe(2);
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
    return project.run(command, parameters, environment);
  }

  /** Deploys without the pack, and exports as the page's last recipe does. */
  function exported(environment: NodeJS.ProcessEnv): Result {
    succeeded(project.run("pulumi", ["up", "--stack", "prod", "--skip-preview", "--yes"], environment));
    const result = project.bash(block("pulumi policy analyze", "sh"), environment);
    mkdirSync(join(project.folder, "states"), { recursive: true });
    cpSync(join(project.folder, "prod.json"), join(project.folder, "states", "prod.json"));
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
    project.with("incident", (environment) => {
      project.write("tls-ownership.json", "{}");
      refusedIncident(commit(preview, environment));
      refusedIncident(exported(environment));
      refusedIncident(commit(states, environment));
    });
  });

  test("the repaired program passes everywhere, and a wrong setting does not", () => {
    project.with("fixed", (environment) => {
      project.write("tls-ownership.json", "{}");
      succeeded(commit(preview, environment));
      succeeded(exported(environment));
      succeeded(commit(states, environment));
      project.write(
        "tls-ownership.json",
        JSON.stringify({ "tls-name-single-owner": { exemptions: [{ name: "a.example.org", until: "2026-12-31" }] } }),
      );
      expect(commit(states, environment)).toMatchObject({ exitCode: 2, output: expect.stringContaining("tls-ownership.json") as string });
    });
  });
});

test("the archive of Publishing serves a project that has no registry, as pack and as command", () => {
  const [archive = "", use = ""] = blocksOf("publishing.md").flatMap(({ section, text }) =>
    section === "Without Pulumi Cloud" ? [text] : [],
  );
  cpSync(join(root, "publishable"), join(project.folder, "publishable"), { recursive: true });
  project.with("incident", (environment) => {
    succeeded(project.bash(archive, environment));
    refusedIncident(project.bash(use, environment));
    const plan = succeeded(project.bash("pulumi preview --json --show-sames > preview.json", environment));
    expect(plan.output).toBe("");
    const command = ["policy-pack/cli/tls-ownership.js", "check", "preview.json"];
    refusedIncident(project.run("node", command, environment));
  });
});
