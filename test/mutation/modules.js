/**
 * Runs the project's own TypeScript files without a process of their own, in registries that can be thrown away: a mutant
 * in a table that is built when its file is loaded shows only after loading anew. Packages are Node's own, loaded once.
 */
"use strict";

const { existsSync, readFileSync, statSync } = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");
const vm = require("node:vm");
const { transpile } = require("../support/typescript");

/** Compiled once a worker: instrumented files hold all of their mutants, and which one acts is asked while they run. */
const compiled = new Map();

function compile(file) {
  let run = compiled.get(file);
  if (run === undefined) {
    const text = readFileSync(file, "utf8").replace(/^#!/, "//");
    const parameters = "(exports, require, module, __filename, __dirname, process, Date)";
    const code = `(function ${parameters} {${file.endsWith(".ts") ? transpile(text, file) : text}\n})`;
    run = vm.runInThisContext(code, { filename: file });
    compiled.set(file, run);
  }
  return run;
}

function resolve(from, name) {
  const place = path.resolve(path.dirname(from), name);
  for (const candidate of [place, `${place}.ts`, `${place}.js`, path.join(place, "index.ts")]) {
    if (existsSync(candidate) && statSync(candidate).isFile()) {
      return candidate;
    }
  }
  throw new Error(`${name}, which ${from} imports, is not there`);
}

/** Where a package is found for a file: the same place for all of them. */
const packages = createRequire(path.join(__dirname, "modules.js"));

/**
 * @param surroundings `process` and `Date` as the files are to see them, and `packages`: stand-ins by the name that is
 * imported, or a function that loads a package.
 * @param shared loads files that belong to another registry; undefined for those that belong to this one.
 */
function registry(surroundings = {}, shared = () => undefined) {
  const loaded = new Map();
  const load = (file) => {
    const elsewhere = shared(file);
    if (elsewhere !== undefined) {
      return elsewhere;
    }
    if (file.endsWith(".json")) {
      return JSON.parse(readFileSync(file, "utf8"));
    }
    let module = loaded.get(file);
    if (module === undefined) {
      module = { exports: {}, filename: file };
      loaded.set(file, module);
      const require = (name) => (name.startsWith(".") ? load(resolve(file, name)) : packageOf(name, file));
      require.resolve = packages.resolve;
      const { process: seenProcess = process, Date: seenDate = Date } = surroundings;
      compile(file)(module.exports, require, module, file, path.dirname(file), seenProcess, seenDate);
    }
    return module.exports;
  };
  const packageOf = (name, file) => surroundings.packages?.(name, file) ?? packages(name);
  return { load };
}

module.exports = { registry, packages };
