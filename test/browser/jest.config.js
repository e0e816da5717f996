/** @type {import("jest").Config} */
module.exports = {
  ...require("../../jest.config.js"),
  rootDir: "../..",
  testMatch: ["<rootDir>/test/browser/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
