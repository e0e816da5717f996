/**
 * Turns a TypeScript file into what Node runs, for jest and for the processes that tests start themselves. Types are the
 * compiler's own job (`npm run check:types`); a transform of one file at a time needs no package of its own.
 */
"use strict";

const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const typescript = require("typescript");

const compilerOptions = {
  target: typescript.ScriptTarget.ES2022,
  module: typescript.ModuleKind.CommonJS,
  esModuleInterop: true,
  inlineSourceMap: true,
  inlineSources: true,
};

/** @returns the file's text as JavaScript. */
function transpile(text, fileName) {
  return typescript.transpileModule(text, { fileName, compilerOptions }).outputText;
}

const own = readFileSync(__filename, "utf8");

module.exports = {
  transpile,
  process: (text, fileName) => ({ code: transpile(text, fileName) }),
  getCacheKey: (text, fileName) => createHash("sha256").update([own, typescript.version, fileName, text].join("\0")).digest("hex"),
};
