/**
 * The part of jest that the tests use, without its sandbox: jest loads every module anew for each test file, which for
 * thousands of mutants is most of the time. Matchers and tables are jest's own.
 */
"use strict";

const { expect } = require("expect");
const { bind } = require("jest-each");
const { packages } = require("./modules");

/** What a test file declares, in order: `{name, hooks, children}` and `{name, run}`. */
function collect(load) {
  const top = { name: "", parent: undefined, hooks: { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] }, tests: [], blocks: [] };
  let block = top;
  const describe = (name, declare) => {
    const inner = { name, parent: block, hooks: { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] }, tests: [], blocks: [] };
    block.blocks.push(inner);
    block = inner;
    declare();
    block = inner.parent;
  };
  const test = (name, run) => block.tests.push({ name, block, run });
  const bound = { describe, test, it: test, expect, jest: { requireActual: packages } };
  describe.each = bind(describe, false);
  test.each = bind(test, false);
  for (const hook of Object.keys(top.hooks)) {
    bound[hook] = (run) => block.hooks[hook].push(run);
  }
  Object.assign(globalThis, bound);
  load();
  return top;
}

/** @returns every test with its full name, and with `#2` and so on where a name occurs again. */
function named(top) {
  const seen = new Map();
  const list = [];
  const visit = (block, prefix) => {
    for (const test of block.tests) {
      const name = `${prefix}${test.name}`;
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      list.push({ ...test, name: count === 1 ? name : `${name} #${count}` });
    }
    block.blocks.forEach((inner) => visit(inner, `${prefix}${inner.name} › `));
  };
  visit(top, "");
  return list;
}

/** @returns the blocks around a test, the file's own first. */
function chain(block) {
  return block === undefined ? [] : [...chain(block.parent), block];
}

/**
 * Runs one test, with the hooks of its blocks. `afterAll` is left out: a file's tests are run again, for the next mutant,
 * and find their files and packs in place.
 *
 * @param begun what this run has begun so far: blocks whose `beforeAll` has run, with how it failed.
 * @param begins is told of each block whose `beforeAll` is about to run, and of the test itself, by undefined.
 * @returns how it failed, or undefined.
 */
async function run(test, begun, begins = () => undefined) {
  const blocks = chain(test.block);
  try {
    for (const block of blocks.filter((each) => !begun.has(each))) {
      begins(block);
      begun.set(block, await failureOf(block.hooks.beforeAll));
    }
    const failed = blocks.find((block) => begun.get(block) !== undefined);
    if (failed !== undefined) {
      return begun.get(failed);
    }
    begins(undefined);
    return await failureOf([
      ...blocks.flatMap(({ hooks }) => hooks.beforeEach),
      test.run,
      ...[...blocks].reverse().flatMap(({ hooks }) => hooks.afterEach),
    ]);
  } catch (error) {
    return error;
  }
}

async function failureOf(steps) {
  try {
    for (const step of steps) {
      await step();
    }
    return undefined;
  } catch (error) {
    return error ?? new Error("thrown: nothing");
  }
}

module.exports = { collect, named, run, chain };
