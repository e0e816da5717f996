"use strict";
/**
 * Runs the property tests as far as one likes, with a fresh seed unless one is given:
 *
 *     npm run test:noise -- --runs 5000
 *
 * A failure ends with fast-check's report: `{ seed: 7, path: "41:0:2", … }`, and the smallest counter-example. To see the same
 * again, whatever the number of runs was (jest's own options work, too; -t takes the test's name):
 *
 *     npm run test:noise -- --seed 7 --path 41:0:2 -t "hides no conflict"
 */
const { spawnSync } = require("node:child_process");
const { randomInt } = require("node:crypto");
const { join } = require("node:path");

const root = join(__dirname, "..", "..");
const defaultRuns = "1000";

function main(args) {
  const { own, others } = divide(args);
  const { runs = defaultRuns, seed = String(randomInt(2 ** 31)), path } = own;
  const wrong = [...Object.entries({ runs, seed })].find(([, value]) => !/^\d{1,10}$/.test(value));
  if (wrong !== undefined) {
    console.error(`test:noise: --${wrong[0]} takes a whole number`);
    return 2;
  }
  console.log(`${runs} runs of each property, with the seed ${seed}. The same again: npm run test:noise -- --runs ${runs} --seed ${seed}`);
  const env = { ...process.env, PROPERTY_RUNS: runs, PROPERTY_SEED: seed, ...(path === undefined ? {} : { PROPERTY_PATH: path }) };
  const jest = [require.resolve("jest/bin/jest"), "--config", "jest.config.js", ...others, "--roots=test/properties"];
  return spawnSync(process.execPath, jest, { cwd: root, env, stdio: "inherit" }).status ?? 1;
}

/** @returns this script's options, each with the argument after it, and what is left for jest. */
function divide(args) {
  const own = {};
  const others = [];
  for (let index = 0; index < args.length; index++) {
    const name = /^--(runs|seed|path)$/.exec(args[index])?.[1];
    if (name === undefined) {
      others.push(args[index]);
    } else {
      own[name] = args[++index] ?? "";
    }
  }
  return { own, others };
}

process.exitCode = main(process.argv.slice(2));
