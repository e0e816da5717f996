/** What a change seldom breaks and that takes its time: every case through the SDK, and whole folders built anew. */
/** @type {import("jest").Config} */
module.exports = {
  ...require("../../jest.config.js"),
  rootDir: "../..",
  testMatch: ["<rootDir>/test/whole/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
