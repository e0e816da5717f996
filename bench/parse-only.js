"use strict";

// Reads and parses the *.json files of a folder, one after the other, and keeps nothing: the least that `check` can do.
const { readFileSync, readdirSync } = require("node:fs");
const path = require("node:path");

const [, , folder] = process.argv;
for (const file of readdirSync(folder)) {
  JSON.parse(readFileSync(path.join(folder, file), "utf8"));
}
