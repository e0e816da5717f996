"use strict";

// `node bench/run.js NAME …` runs bench/NAME.ts as it stands. The pack and the command that are measured are the compiled ones.
const path = require("node:path");

require("../test/engine/typescript");
const [name] = process.argv.splice(2, 1);
require(path.join(__dirname, name));
