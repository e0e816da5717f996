"use strict";
// Prints "PASSED FAILED" of a jest result file. What ran no test, was skipped or never reported is a failure.
const { readFileSync } = require("node:fs");

const [file, status] = process.argv.slice(2);

function count() {
  try {
    const result = JSON.parse(readFileSync(file, "utf8"));
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + result.numPendingTests + result.numTodoTests;
    return { passed: result.numPassedTests, failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const { passed, failed } = count();
const silent = failed === 0 && (passed === 0 || status !== "0");
console.log(`${passed} ${failed + (silent ? 1 : 0)}`);
