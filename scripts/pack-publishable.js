/**
 * Writes the folder that is published: `node scripts/pack-publishable.js [FOLDER]`, `publishable/` unless named.
 *
 * Pulumi unpacks a published pack on every machine that previews, and runs `npm install` in it: with devDependencies, and
 * with the scripts of its package.json. So what is published has neither. The folder appears complete or not at all.
 */
"use strict";

const { spawnSync } = require("node:child_process");
const { randomUUID } = require("node:crypto");
const { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const source = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const lock = "npm-shrinkwrap.json";
/** What the organisation wrote down of its other systems: not of this repository, and published with the pack. */
const ownership = "ownership.json";

class PackError extends Error {}

function main([folder = "publishable", ...more]) {
  if (more.length > 0 || folder === "" || folder.startsWith("-")) {
    throw new PackError("usage: node scripts/pack-publishable.js [FOLDER]");
  }
  const target = path.resolve(root, folder);
  if (!replaceable(target)) {
    throw new PackError(`${folder} is there already, and this command did not write it: name another folder`);
  }
  const staging = `${target}.${randomUUID()}`;
  try {
    write(staging);
    replace(target, staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  console.log(`${folder}: ${source.name} ${source.version}`);
}

/** @returns whether nothing is lost with what stands there: nothing, an empty folder, or an earlier result. */
function replaceable(target) {
  try {
    const manifest = path.join(target, "package.json");
    return (
      !existsSync(target) ||
      readdirSync(target).length === 0 ||
      (existsSync(path.join(target, lock)) && JSON.parse(readFileSync(manifest, "utf8")).name === source.name)
    );
  } catch {
    return false;
  }
}

function write(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(publishedManifest(), undefined, 2)}\n`);
  lockDependencies(folder);
  // bin/ is compiled anew: the one at hand may hold files whose source is gone.
  const copied = source.files.filter((entry) => !/^!?bin\b/.test(entry));
  for (const entry of existsSync(path.join(root, ownership)) ? [...copied, ownership] : copied) {
    cpSync(path.join(root, entry), path.join(folder, entry), { recursive: true });
  }
  run(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", root, "--outDir", path.join(folder, "bin")], root);
}

/** The repository's own package.json is `private`, so that nobody publishes that folder by accident. */
function publishedManifest() {
  const published = { ...source, files: [...source.files, lock, ownership] };
  for (const key of ["private", "scripts", "devDependencies"]) {
    delete published[key];
  }
  return published;
}

/**
 * Our dependencies are exact, theirs are ranges: without a lock, whatever their authors publish next would run at every
 * preview, beside the cloud's credentials. npm itself takes out of ours what only development needs.
 */
function lockDependencies(folder) {
  cpSync(path.join(root, "package-lock.json"), path.join(folder, lock));
  run("npm", ["install", "--package-lock-only", "--offline", "--ignore-scripts", "--omit-lockfile-registry-resolved"], folder);
}

function run(command, parameters, folder) {
  const { error, status, stdout, stderr } = spawnSync(command, parameters, { cwd: folder, encoding: "utf8" });
  if (error || status !== 0) {
    console.error(error?.message ?? stdout + stderr);
    throw new PackError(`${[command, ...parameters].map((part) => path.basename(part)).join(" ")} failed, and nothing was written`);
  }
}

function replace(target, staging) {
  const former = `${staging}.former`;
  if (existsSync(target)) {
    renameSync(target, former);
  }
  renameSync(staging, target);
  rmSync(former, { recursive: true, force: true });
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof PackError)) {
    throw error;
  }
  console.error(`pack-publishable: ${error.message}`);
  process.exitCode = 2;
}
