/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": "<rootDir>/test/support/typescript.js" },
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testPathIgnorePatterns: [
    "<rootDir>/bin/",
    "<rootDir>/test/engine/",
    "<rootDir>/test/browser/",
    "<rootDir>/test/probe/",
    "<rootDir>/test/whole/",
    "/node_modules/",
  ],
  modulePathIgnorePatterns: ["<rootDir>/bin/", "<rootDir>/publishable/", "<rootDir>/.cache/"],
  // The tests drive real analyzer processes, which run what is in bin/.
  globalSetup: "<rootDir>/test/support/build.ts",
  testTimeout: 60_000,
};
