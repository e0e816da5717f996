/**
 * Stryker's test runner for this project: tests, pack and SDK in one process, so that a mutant costs the tests that reach
 * it and nothing else. All is loaded once, and anew where a mutant acts while files are loaded, and after a test that did
 * not fail by its own assertion, for whatever the mutant left behind.
 */
"use strict";

const { mkdirSync, readFileSync, readdirSync } = require("node:fs");
const path = require("node:path");
const { determineHitLimitReached, DryRunStatus, TestStatus, toMutantRunResult } = require("@stryker-mutator/api/test-runner");
const { registry } = require("./modules");
const { forget, NeedsProcess, root, spawnCommand, surroundings } = require("./packs");
const { chain, collect, named, run } = require("./suite");

const folders = ["evidence", "readers", "ownership", "policies", "report", "cli"];
const productFolders = folders.map((folder) => path.join(root, folder) + path.sep);
const isProduct = (file) => productFolders.some((folder) => file.startsWith(folder));

/** Left out: what runs in processes of its own, looks at no product code, or turns every value of every case. */
const testFiles = [
  ...["declared", "evidence", "exemptions", "messages", "order", "ownership-file", "realistic-stacks", "recordings", "settings"],
  ...["claims", "formats", "probe", "state-files", "strictness", "thinning"].map((name) => `cli/${name}`),
  ...["ownership", "policies", "readers", "report"].flatMap((folder) =>
    readdirSync(path.join(root, "test", folder), { recursive: true }).flatMap((name) =>
      name.endsWith(".test.ts") ? [`${folder}/${name.slice(0, -8)}`] : [],
    ),
  ),
].map((name) => path.join(root, "test", `${name}.test.ts`));

/**
 * How many tests a mutant has to outlive, those first that found others of its file. Some are reached by all, and all
 * would take minutes. It counts against the score only: a mutant that a later test would find is called a survivor.
 */
const enough = Number(process.env.MUTATION_TESTS ?? 1000);

/** These see the texts of every folder. */
const wordOnRecord = ["declared.test.ts", "messages.test.ts"];

const testSurroundings = {
  packages: (name, file) =>
    name === "node:child_process" && file === path.join(root, "test", "cli", "command.ts") ? { spawn: spawnCommand } : undefined,
};

const stryker = (globalThis.__stryker__ ??= {});

class InProcessRunner {
  constructor() {
    // Tests that copy the pack find the folder, and are left out when the copy is to be started.
    mkdirSync(path.join(root, "bin"), { recursive: true });
    process.env.TMPDIR = path.join(root, "tmp");
    mkdirSync(process.env.TMPDIR, { recursive: true });
    this.found = new Map();
    this.renew();
  }

  renew() {
    forget();
    const product = registry(surroundings);
    const test = registry(testSurroundings, (file) => (isProduct(file) ? product.load(file) : undefined));
    this.product = product;
    this.suites = new Map();
    this.suite = (file) => {
      const suite = this.suites.get(file) ?? named(collect(() => test.load(file)));
      this.suites.set(file, suite);
      return suite;
    };
  }

  async dryRun() {
    const coverage = { static: {}, perTest: {} };
    Object.assign(stryker, { activeMutant: undefined, mutantCoverage: coverage, currentTestId: undefined });
    this.renew();
    productFiles().forEach((file) => this.product.load(file));
    const tests = [];
    const shared = new Map();
    for (const file of testFiles) {
      stryker.currentTestId = `loading ${file}`;
      const suite = this.suite(file);
      const begun = new Map();
      for (const test of suite) {
        const id = idOf(file, test);
        const started = performance.now();
        const error = await run(test, begun, (block) => (stryker.currentTestId = block === undefined ? id : idOfBlock(file, block)));
        if (!(error instanceof NeedsProcess)) {
          tests.push({ ...result(id, error), timeSpentMs: performance.now() - started });
          shared.set(id, [`loading ${file}`, ...chain(test.block).map((block) => idOfBlock(file, block))]);
        }
      }
    }
    stryker.currentTestId = undefined;
    const mutantCoverage = attributed(coverage, shared, tests);
    refuseFleetingNames(this, tests);
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    const acts = mutantsOfLoading(this).has(activeMutant.id);
    if (acts) {
      this.renew();
    }
    const hitCount = hitLimit === undefined ? undefined : 0;
    Object.assign(stryker, { activeMutant: activeMutant.id, hitCount, hitLimit, mutantCoverage: { static: {}, perTest: {} } });
    const chosen = this.chosen(testFilter, activeMutant.fileName, acts);
    const results = [];
    let clean = !acts;
    try {
      const begun = new Map();
      for (const { id, file, position } of chosen) {
        const error = await run(this.suite(file)[position], begun);
        results.push(result(id, error));
        if (error !== undefined) {
          clean &&= "matcherResult" in error;
          this.credit(activeMutant.fileName, id);
          if (!disableBail) {
            break;
          }
        }
      }
    } catch (error) {
      // A file that cannot be loaded any more.
      clean = false;
      results.push(result("loading", error));
    }
    stryker.activeMutant = undefined;
    if (!clean) {
      this.renew();
    }
    return toMutantRunResult(determineHitLimitReached(stryker.hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests: results });
  }

  /**
   * Those first that found other mutants of the file, then all of the tests that are named alike, then some of every file of tests,
   * more of those that are about the same folder. A mutant that acts at loading meets only those that are near: each file of tests
   * is loaded anew for it.
   */
  chosen(testFilter, fileName, acts) {
    const places = testPlaces(this);
    const wanted = (testFilter ?? [...places.keys()]).map((id) => ({ id, ...places.get(id) }));
    const found = this.found.get(fileName) ?? new Map();
    const { folder, isAbout, isNear } = nearness(fileName);
    const turns = new Map();
    const rank = ({ id, file }) => {
      const turn = (turns.get(file) ?? 0) + 1;
      turns.set(file, turn);
      const distance = isAbout(file) ? turn / 1000 : file.startsWith(folder) ? turn / 4 : turn;
      return (found.get(id) ?? 0) * 1e6 - distance;
    };
    return wanted
      .filter(({ id, file }) => !acts || found.has(id) || isNear(file) || file.startsWith(folder))
      .map((test) => ({ ...test, rank: rank(test) }))
      .sort((one, other) => other.rank - one.rank)
      .slice(0, enough);
  }

  credit(fileName, id) {
    const found = this.found.get(fileName) ?? new Map();
    found.set(id, (found.get(id) ?? 0) + 1);
    this.found.set(fileName, found);
  }
}

/**
 * @param fileName of the product, as Stryker names it: in the project, not in the copy that it runs.
 * @returns where its tests are, and of a file of tests whether it is about that one or the folder that this is in (`dns-records` about
 * `readers/dns/records.ts`), and whether it is that or holds every folder's words.
 */
function nearness(fileName) {
  const parts = fileName.slice(0, -".ts".length).split(path.sep);
  const at = parts.findLastIndex((part) => folders.includes(part));
  const names = parts.slice(at + 1);
  const isAbout = (file) => names.some((name) => path.basename(file, ".test.ts").includes(name));
  return {
    folder: path.join(root, "test", parts[at] ?? "") + path.sep,
    isAbout,
    isNear: (file) => isAbout(file) || wordOnRecord.includes(path.basename(file)),
  };
}

const idOf = (file, test) => `${path.relative(path.join(root, "test"), file)} ${test.name}`;
const idOfBlock = (file, block) =>
  `before ${idOf(file, {
    name: chain(block)
      .map(({ name }) => name)
      .join(" › "),
  })}`;

function result(id, error) {
  const outcome =
    error === undefined
      ? { status: TestStatus.Success }
      : { status: TestStatus.Failed, failureMessage: String(error?.message ?? error).slice(0, 2000) };
  return { id, name: id, timeSpentMs: 0, ...outcome };
}

/** A test with a folder or a time of the run in its name would never be found again, and each of its mutants seem found. */
function refuseFleetingNames(runner, tests) {
  runner.renew();
  const fleeting = tests.filter(({ id }) => !testPlaces(runner).has(id)).map(({ id }) => id);
  if (fleeting.length > 0) {
    throw new Error(`The names of tests must be the same in every run: ${fleeting.join("; ")}`);
  }
}

let places;

/** @returns where each test is, by id. */
function testPlaces(runner) {
  places ??= new Map(testFiles.flatMap((file) => runner.suite(file).map((test, position) => [idOf(file, test), { file, position }])));
  return places;
}

let loading;

/** @returns the mutants that act while files are loaded, the tests' own included. */
function mutantsOfLoading(runner) {
  if (loading === undefined) {
    const coverage = { static: {}, perTest: {} };
    Object.assign(stryker, { activeMutant: undefined, mutantCoverage: coverage, currentTestId: undefined });
    runner.renew();
    productFiles().forEach((file) => runner.product.load(file));
    testFiles.forEach((file) => runner.suite(file));
    loading = new Set(Object.keys(coverage.static));
  }
  return loading;
}

/**
 * What hooks and loading reach counts for every test that they come before. Stryker would run all tests for a mutant that
 * acts at loading, in a table; the tests that matter are those about the table's file, those that reach it, and where these are few,
 * those that reach a file that imports it.
 */
function attributed(coverage, shared, tests) {
  const files = mutantFiles();
  const perTest = {};
  const reaching = new Map();
  for (const { id } of tests) {
    const counts = (perTest[id] = {});
    for (const source of [id, ...shared.get(id)]) {
      for (const [mutant, count] of Object.entries(coverage.perTest[source] ?? {})) {
        counts[mutant] = (counts[mutant] ?? 0) + count;
      }
    }
    for (const file of new Set(Object.keys(counts).map((mutant) => files.get(mutant)))) {
      reaching.set(file, [...(reaching.get(file) ?? []), id]);
    }
  }
  const importers = importersOf();
  const byFile = new Map();
  const testsFor = (file) => {
    const { isNear } = nearness(file);
    const near = tests.flatMap(({ id }) => (isNear(`${id.split(".test.ts ")[0]}.test.ts`) ? [id] : []));
    return new Set([...testsOf(file, reaching, importers, new Set()), ...near]);
  };
  for (const mutant of Object.keys(coverage.static)) {
    const file = files.get(mutant);
    byFile.set(file, byFile.get(file) ?? testsFor(file));
    for (const id of byFile.get(file)) {
      perTest[id][mutant] ??= 1;
    }
  }
  return { static: {}, perTest };
}

function testsOf(file, reaching, importers, seen) {
  const own = reaching.get(file) ?? [];
  if (own.length >= enough || seen.has(file)) {
    return own;
  }
  seen.add(file);
  const later = (importers.get(file) ?? []).flatMap((importer) => testsOf(importer, reaching, importers, seen));
  return [...new Set([...own, ...later])];
}

function mutantFiles() {
  const files = new Map();
  for (const file of [...productFiles(), path.join(root, "index.ts")]) {
    for (const [, id] of readFileSync(file, "utf8").matchAll(/stryMutAct_\w+\("(\d+)"\)/g)) {
      files.set(id, file);
    }
  }
  return files;
}

function importersOf() {
  const importers = new Map();
  for (const file of [...productFiles(), path.join(root, "index.ts")]) {
    for (const [, name] of readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g)) {
      const place = path.resolve(path.dirname(file), name);
      for (const target of [`${place}.ts`, path.join(place, "index.ts")]) {
        importers.set(target, [...(importers.get(target) ?? []), file]);
      }
    }
  }
  return importers;
}

/** @returns what tests and pack load of the product; the command's entry runs when it is loaded, and is left to its tests. */
function productFiles() {
  const files = (folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? files(file) : entry.name.endsWith(".ts") ? [file] : [];
    });
  return productFolders.flatMap(files).filter((file) => file !== path.join(root, "cli", "main.ts"));
}

module.exports = { InProcessRunner };
