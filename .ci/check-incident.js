"use strict";
// The README's first command, as a new user runs it: exit status 1, and both findings of the incident.
const { spawnSync } = require("node:child_process");
const { readFileSync } = require("node:fs");

const command = "npx tls-ownership check examples/incident/preview.json";
if (!readFileSync("README.md", "utf8").includes(command)) {
  console.error(`README.md does not say: ${command}`);
  process.exit(1);
}
const { status, stdout } = spawnSync(command, { shell: true, encoding: "utf8" });
const missing = ["tls-name-single-owner[xpro-web.odl.mit.edu]", "origin-outside-edge-subscription[xpro-web.odl.mit.edu]"].filter(
  (id) => !stdout.includes(id),
);
if (status !== 1 || missing.length > 0) {
  console.error(`${command}: exit status ${status}, missing ${missing.join(", ") || "nothing"}`);
  process.exit(1);
}
