/** @type {import("jest").Config} */
module.exports = {
  rootDir: "../..",
  testEnvironment: "node",
  transform: { "^.+\\.ts$": "<rootDir>/test/support/typescript.js" },
  testMatch: ["<rootDir>/test/engine/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/bin/", "<rootDir>/publishable/"],
  globalSetup: "<rootDir>/test/engine/setup.ts",
  testTimeout: 120_000,
  // One engine with its providers fills the machine already.
  maxWorkers: 1,
};
