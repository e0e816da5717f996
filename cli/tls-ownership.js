#!/usr/bin/env node
"use strict";
// The command as npm links it: executable whether or not the pack has been compiled yet.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const compiled = join(__dirname, "..", "bin", "cli", "main.js");
if (existsSync(compiled)) {
  require(compiled);
} else {
  console.error("tls-ownership: it is not compiled yet; run `npm ci` in its folder first.");
  process.exitCode = 2;
}
