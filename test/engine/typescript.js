/**
 * Runs TypeScript as it stands: `node --require <this file> program.ts`. For the processes that the engine tests start
 * themselves; type checking is the compiler's own job, not that of every start.
 */
"use strict";

const { transformSync } = require("@swc/core");
const { readFileSync } = require("node:fs");

require.extensions[".ts"] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, "utf8"), {
    filename,
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
    sourceMaps: "inline",
    swcrc: false,
  });
  module._compile(code, filename);
};
