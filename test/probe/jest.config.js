/** @type {import("jest").Config} */
module.exports = {
  rootDir: "../..",
  testEnvironment: "node",
  transform: { "^.+\\.ts$": "<rootDir>/test/support/typescript.js" },
  testMatch: ["<rootDir>/test/probe/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/bin/"],
  globalSetup: "<rootDir>/test/probe/setup.ts",
  testTimeout: 60_000,
};
