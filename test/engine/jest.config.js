/** @type {import("jest").Config} */
module.exports = {
  rootDir: "../..",
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  testMatch: ["<rootDir>/test/engine/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/bin/"],
  globalSetup: "<rootDir>/test/engine/setup.ts",
  testTimeout: 120_000,
  // One engine with its providers fills the machine already.
  maxWorkers: 1,
};
