/** What Stryker asks of this project: a runner of its tests, and a report that is read line by line. */
"use strict";

const path = require("node:path");
const { declareClassPlugin, PluginKind } = require("@stryker-mutator/api/plugin");
const { survivors } = require("./survivors");

/** Hands Stryker the runner of its own sandbox, where the product's files hold the mutants. */
class SandboxedRunner {
  capabilities() {
    return { reloadEnvironment: true };
  }

  /** By now Stryker has made the sandbox this process's working directory. */
  async init() {
    const { InProcessRunner } = require(path.resolve("test", "mutation", "runner.js"));
    this.runner = new InProcessRunner();
  }

  async dryRun() {
    return this.runner.dryRun();
  }

  async mutantRun(options) {
    return this.runner.mutantRun(options);
  }
}

class SurvivorsReporter {
  onMutationTestReportReady(report) {
    console.log(survivors(report).join("\n"));
  }
}

exports.strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "in-process", SandboxedRunner),
  declareClassPlugin(PluginKind.Reporter, "survivors", SurvivorsReporter),
];
