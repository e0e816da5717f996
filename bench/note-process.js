"use strict";

// `node --require` this: every Node.js process notes its start in the file that BENCH_PROCESSES names.
const { appendFileSync } = require("node:fs");

appendFileSync(process.env["BENCH_PROCESSES"], `${process.pid}\n`);
