/**
 * What the last `npm run test:mutation` left alive, a line each, and the score by folder.
 *
 *     node test/mutation/survivors.js [--report FILE] [PART OF A PATH …]
 */
"use strict";

const { readFileSync } = require("node:fs");
const path = require("node:path");
const { parseArgs } = require("node:util");

const { values, positionals } = parseArgs({
  options: { report: { type: "string", default: path.join(__dirname, "..", "..", ".cache", "mutation-report.json") } },
  allowPositionals: true,
});
const { files } = JSON.parse(readFileSync(values.report, "utf8"));
const alive = ["Survived", "NoCoverage"];
const folders = new Map();
for (const [file, { source, mutants }] of Object.entries(files).sort()) {
  if (positionals.length > 0 && !positionals.some((part) => file.includes(part))) {
    continue;
  }
  const folder = path.dirname(file).split("/")[0];
  const counts = folders.get(folder) ?? { mutants: 0, survived: 0, unreached: 0 };
  folders.set(folder, counts);
  for (const mutant of mutants) {
    counts.mutants++;
    counts.survived += mutant.status === "Survived" ? 1 : 0;
    counts.unreached += mutant.status === "NoCoverage" ? 1 : 0;
    if (alive.includes(mutant.status)) {
      const { start } = mutant.location;
      const was = textOf(source, mutant.location);
      const unreached = mutant.status === "NoCoverage" ? " (no test reaches it)" : "";
      console.log(`${file}:${start.line}:${start.column} ${mutant.mutatorName}${unreached}: ${short(was)} → ${short(mutant.replacement)}`);
    }
  }
}
for (const [folder, { mutants, survived, unreached }] of folders) {
  const score = ((100 * (mutants - survived - unreached)) / mutants).toFixed(1);
  console.log(`${folder}/: ${score} % of ${mutants} found; ${survived} survived, ${unreached} that no test reaches`);
}

function textOf(source, { start, end }) {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  return lines.join("\n").slice(start.column - 1);
}

function short(text) {
  const line = text.replace(/\s+/g, " ");
  return line.length > 160 ? `${line.slice(0, 100)} … ${line.slice(-50)}` : line;
}
