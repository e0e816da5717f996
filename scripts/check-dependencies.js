/**
 * What comes along with the pack, and whether it may: `node scripts/check-dependencies.js [FOLDER]`, this repository unless named.
 *
 * Everything that runs at a preview runs beside the cloud's credentials. So every package of the lock is held to its content, comes
 * from a registry, has a licence that lets a company use it, and runs nothing when it is installed. Exit status 1: something is
 * wrong, or has a known vulnerability. Where the registry does not tell of those, a line says so: nothing was asked is not clean.
 */
"use strict";

const { spawnSync } = require("node:child_process");
const { existsSync, readdirSync, readFileSync, statSync } = require("node:fs");
const path = require("node:path");

const folder = path.resolve(process.argv[2] ?? path.join(__dirname, ".."));

/** Licences that ask for no more than to be named. */
const permissive = ["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "CC0-1.0", "CC-BY-3.0"];

/** Of these the licence's text was read, by name and version: what stands in package.json names none. */
const licencesByText = { "@logdna/tail-file@2.2.0": "MIT" };

/** What is run when a package is installed, word for word. protobufjs' looks whether its user's package.json asks for another version, and prints a warning. */
const knownScripts = { protobufjs: { postinstall: "node scripts/postinstall" } };

/** Known vulnerabilities that nothing here can reach, each with the reason; docs/security.md tells them. */
const unreachable = {
  "GHSA-8988-4f7v-96qf": "@opentelemetry/core is never loaded in the pack's process (test/no-io.test.ts)",
  "GHSA-45rx-2jwx-cxfr": "@opentelemetry/propagator-jaeger is never loaded in the pack's process (test/no-io.test.ts)",
};

const installScripts = ["preinstall", "install", "postinstall"];

function main() {
  const manifest = read("package.json");
  const { packages } = read("package-lock.json");
  const installed = Object.entries(packages).filter(([place, { dev, devOptional }]) => place !== "" && !dev && !devOptional);
  const problems = [
    ...inexact(manifest),
    ...Object.entries(packages).flatMap(([place, entry]) => (place === "" ? [] : lockProblems(place, entry))),
    ...installed.flatMap(([place, entry]) => packageProblems(place, entry)),
  ];
  const direct = Object.keys(manifest.dependencies ?? {});
  const size = installed.reduce((sum, [place]) => sum + weigh(path.join(folder, place)), 0);
  console.log(`${installed.length} packages at run time, ${direct.length} of them asked for: ${direct.join(", ")}`);
  console.log(`${(size / 2 ** 20).toFixed(0)} MiB installed`);
  console.log(`licences: ${count(installed.map(([place, entry]) => licenceOf(place, entry)))}`);
  problems.push(...audit());
  problems.forEach((problem) => console.error(`check-dependencies: ${problem}`));
  return problems.length === 0 ? 0 : 1;
}

function read(...parts) {
  return JSON.parse(readFileSync(path.join(folder, ...parts), "utf8"));
}

/** A range would take whatever is published next. */
function inexact({ dependencies = {}, devDependencies = {} }) {
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} is ${version}, where an exact version belongs`);
}

/** An address would hold every user to the registry of whoever wrote the lock; a folder or a repository has no content to be held to. */
function lockProblems(place, { version, integrity, resolved, link }) {
  const name = `package-lock.json: ${place}`;
  return [
    ...(link === true || typeof version !== "string" || /[:/]/.test(version) ? [`${name} comes from no registry`] : []),
    ...(/^sha512-[\w+/]{86}==$/.test(integrity ?? "") ? [] : [`${name} has no sha512 of its content`]),
    ...(resolved === undefined ? [] : [`${name} names an address`]),
  ];
}

function packageProblems(place, entry) {
  if (!existsSync(path.join(folder, place, "package.json"))) {
    return [`${place} is not installed: run npm ci`];
  }
  const { name, version, scripts = {} } = read(place, "package.json");
  const licence = licenceOf(place, entry);
  const run = installScripts.filter((script) => scripts[script] !== undefined && scripts[script] !== knownScripts[name]?.[script]);
  // npm builds what has one, though no script says so.
  const builds = existsSync(path.join(folder, place, "binding.gyp")) ? ["node-gyp rebuild"] : [];
  return [
    ...(version.replace(/^v/, "") === entry.version ? [] : [`${place} is installed as ${version}, locked as ${entry.version}`]),
    ...(isPermissive(licence) ? [] : [`${name}@${version} has the licence ${licence}, which is none of ${permissive.join(", ")}`]),
    ...[...run, ...builds].map((script) => `${name}@${version} runs ${script} when it is installed`),
  ];
}

function licenceOf(place, { version }) {
  const file = path.join(folder, place, "package.json");
  const { name, license, licenses } = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  return licencesByText[`${name}@${version}`] ?? license?.type ?? license ?? licenses?.map(({ type }) => type).join(" AND ") ?? "none";
}

/** Every licence that an expression names must be permissive: of an OR, too, since nobody here chooses. */
function isPermissive(licence) {
  return licence
    .replace(/[()]/g, "")
    .split(/ (?:AND|OR) /)
    .every((each) => permissive.includes(each));
}

function count(words) {
  const counts = new Map();
  words.forEach((word) => counts.set(word, (counts.get(word) ?? 0) + 1));
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([word, number]) => `${word} ${number}`)
    .join(", ");
}

/** @returns bytes of a package's own files. */
function weigh(place) {
  return existsSync(place)
    ? readdirSync(place, { withFileTypes: true })
        .filter(({ name }) => name !== "node_modules")
        .reduce((sum, entry) => {
          const file = path.join(place, entry.name);
          return sum + (entry.isDirectory() ? weigh(file) : entry.isFile() ? statSync(file).size : 0);
        }, 0)
    : 0;
}

/** Advisories come from the registry; not every mirror has them. */
function audit() {
  const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], { cwd: folder, encoding: "utf8", timeout: 120_000 });
  const answer = parse(stdout);
  const vulnerabilities = answer?.vulnerabilities;
  if (typeof vulnerabilities !== "object" || vulnerabilities === null) {
    const why = answer?.message ?? answer?.error?.summary ?? "no answer";
    console.log(`known vulnerabilities: NOT CHECKED, the registry did not answer npm audit (${String(why).split(/[\n,]| - /)[0]})`);
    return [];
  }
  // A package that only depends on a vulnerable one is listed, too, by that one's name alone.
  const advisories = Object.values(vulnerabilities).flatMap(({ via }) => via.filter((each) => typeof each === "object"));
  const open = advisories.filter(({ url }) => unreachable[idOf(url)] === undefined);
  const known = new Set(advisories.map(({ url }) => idOf(url)).filter((id) => unreachable[id] !== undefined));
  console.log(`known vulnerabilities: ${open.length === 0 ? "none" : open.length}`);
  known.forEach((id) => console.log(`  ${id} cannot be reached: ${unreachable[id]}`));
  return open.map(({ name, title, severity, url }) => `${name} has a known vulnerability, ${severity}: ${title} (${url})`);
}

function idOf(url) {
  return String(url).split("/").pop();
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

process.exitCode = main();
