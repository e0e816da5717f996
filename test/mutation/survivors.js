/**
 * What a mutation run left alive, a line each with the reason why it may live, and the score by folder. Reasons are kept in
 * `reasons.json`; a line that ends with `?` has none yet.
 *
 *     node test/mutation/survivors.js [--report FILE] [PART OF A PATH …]
 *
 * reads the last run's report again.
 */
"use strict";

const { readFileSync } = require("node:fs");
const path = require("node:path");
const { parseArgs } = require("node:util");
const { survivors: reasons } = require("./reasons.json");

/**
 * @param report as Stryker writes it (mutation-testing-report-schema).
 * @param parts of paths: only files with one of them in their names; all where there are none.
 * @returns the lines.
 */
function survivors({ files }, parts = []) {
  const chosen = Object.entries(files).filter(([file]) => parts.length === 0 || parts.some((part) => file.includes(part)));
  const lines = chosen.sort().flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status === "Survived" || status === "NoCoverage")
      .map(({ location, mutatorName, replacement, status }) => {
        const place = `${file}:${location.start.line}:${location.start.column}`;
        const unreached = status === "NoCoverage" ? " (no test reaches it)" : "";
        const change = `${short(textAt(source, location))} → ${short(replacement)}`;
        return `${place} ${mutatorName}${unreached}: ${change} — ${reasons[file]?.[change] ?? "?"}`;
      }),
  );
  const folders = [...new Set(chosen.map(([file]) => file.split("/")[0]))].sort();
  const unexplained = lines.filter((line) => line.endsWith(" — ?")).length;
  return [...lines, ...[...folders, ""].map((folder) => score(folder, chosen)), `without a reason: ${unexplained}`];
}

function score(folder, files) {
  const mutants = files.filter(([file]) => file.startsWith(folder)).flatMap(([, { mutants: all }]) => all);
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const all = count("Killed", "Timeout", "Survived", "NoCoverage");
  const found = count("Killed", "Timeout");
  const alive = `${count("Survived")} survived, ${count("NoCoverage")} that no test reaches`;
  return `${folder === "" ? "all" : `${folder}/`}: ${((100 * found) / all).toFixed(1)} % of ${all} found; ${alive}`;
}

function textAt(source, { start, end }) {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  return lines.join("\n").slice(start.column - 1);
}

function short(text) {
  const line = text.replace(/\s+/g, " ");
  return line.length > 160 ? `${line.slice(0, 100)} … ${line.slice(-50)}` : line;
}

if (require.main === module) {
  const last = path.join(__dirname, "..", "..", ".cache", "mutation-report.json");
  const { values, positionals } = parseArgs({ options: { report: { type: "string", default: last } }, allowPositionals: true });
  console.log(survivors(JSON.parse(readFileSync(values.report, "utf8")), positionals).join("\n"));
}

module.exports = { survivors };
