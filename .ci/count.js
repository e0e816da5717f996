"use strict";
// Prints "PASSED FAILED" of a jest result file. What ran no test, was skipped or never reported is a failure.
const { readFileSync } = require("node:fs");

const [file, status] = process.argv.slice(2);
let passed = 0;
let failed = 0;
try {
  const result = JSON.parse(readFileSync(file, "utf8"));
  passed = result.numPassedTests;
  failed = result.numFailedTests + result.numRuntimeErrorTestSuites + result.numPendingTests + result.numTodoTests;
} catch {
  failed = 1;
}
if (failed === 0 && (passed === 0 || status !== "0")) {
  failed = 1;
}
console.log(`${passed} ${failed}`);
