/**
 * Runs TypeScript as it stands: `node --require <this file> program.ts`. For the processes that the engine tests start
 * themselves.
 */
"use strict";

const { readFileSync } = require("node:fs");
const { transpile } = require("../support/typescript.js");

require.extensions[".ts"] = (module, filename) => {
  module._compile(transpile(readFileSync(filename, "utf8"), filename), filename);
};
