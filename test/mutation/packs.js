/**
 * The pack inside this process: what the engine would start by itself, with the real SDK and its gRPC server on loopback.
 * Packs are kept by their surroundings, as a test's own processes would be, until `forget`.
 */
"use strict";

const { EventEmitter } = require("node:events");
const { existsSync, readFileSync, statSync } = require("node:fs");
const path = require("node:path");
const { PassThrough } = require("node:stream");
const { dateFrom } = require("../support/clock");
const { registry, packages } = require("./modules");

const root = path.join(__dirname, "..", "..");
const sdk = path.dirname(packages.resolve("@pulumi/policy/package.json"));

/** Ports by what the environment adds. */
let running = new Map();

/** The next pack, of whatever surroundings, is loaded anew. Servers of the old ones answer nobody any more. */
function forget() {
  [...running.values()].forEach(stop);
  running = new Map();
}

/** The pack reads the ownership file once, and a test may write another one under the same name. */
function contentOf(file) {
  return file === undefined ? undefined : [file, existsSync(file) && statSync(file).isFile() ? readFileSync(file, "latin1") : undefined];
}

function stop(pack) {
  pack?.servers.forEach((server) => server.forceShutdown());
}

/** Of another pack, or a copy of this one. */
class NeedsProcess extends Error {}

/** Stands for `child_process.spawn` of the pack's runner: a process whose first line is the port. */
function spawn(_, __, { cwd, env }) {
  const key = JSON.stringify([env.PULUMI_NODEJS_DRY_RUN, env.TEST_CLOCK, contentOf(env.TLS_OWNERSHIP_FILE)]);
  const child = Object.assign(new EventEmitter(), { stdout: new PassThrough(), stderr: new PassThrough() });
  child.kill = () => {
    // What an update has shown must not be met by the next one.
    if (env.PULUMI_NODEJS_DRY_RUN === "false") {
      stop(running.get(key));
      running.delete(key);
    }
    setImmediate(() => child.emit("close", null, "SIGKILL"));
  };
  if (path.resolve(cwd) !== root) {
    throw new NeedsProcess();
  }
  let pack = running.get(key);
  if (pack === undefined) {
    pack = start(env);
    running.set(key, pack);
  }
  pack.port.then(
    (port) => child.stdout.write(`${port}\n`),
    (ended) => {
      child.stderr.write(ended.stderr);
      child.emit("close", 1, null);
    },
  );
  return child;
}

function start(env) {
  const servers = [];
  let written = "";
  let settle;
  const port = new Promise((resolve, reject) => (settle = { resolve, reject }));
  port.catch(() => undefined);
  const end = () => {
    const ended = Object.assign(new Error("The pack ended."), { stderr: written });
    settle.reject(ended);
    throw ended;
  };
  const seen = Object.create(process, {
    env: { value: env },
    exit: { value: end },
    stderr: { value: { write: (text) => (written += text) } },
  });
  const grpc = packages("@grpc/grpc-js");
  class Server extends grpc.Server {
    constructor(...args) {
      super(...args);
      servers.push(this);
    }
    bindAsync(address, credentials) {
      super.bindAsync(address, credentials, (error, bound) => (error ? settle.reject(error) : settle.resolve(bound)));
    }
  }
  // The SDK serves one pack a process and keeps its configuration in its modules: each pack has an SDK of its own.
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(sdk + path.sep)) {
      delete require.cache[file];
    }
  }
  const usual = Object.getOwnPropertyDescriptor(grpc, "Server");
  Object.defineProperty(grpc, "Server", { configurable: true, enumerable: true, get: () => Server });
  try {
    registry({ process: seen, Date: dateOf(env) }).load(path.join(root, "index.ts"));
  } catch (error) {
    settle.reject(Object.assign(error, { stderr: error.stderr ?? String(error.stack) }));
  } finally {
    Object.defineProperty(grpc, "Server", usual);
  }
  return { port, servers };
}

const dateOf = ({ TEST_CLOCK: time }) => (time === undefined ? Date : dateFrom(time));

/** What files of the command see: the pack is started in this process. */
const surroundings = {
  packages: (name, file) =>
    name === "node:child_process" && file === path.join(root, "test", "support", "analyzer.ts") ? { ...packages(name), spawn } : undefined,
};

/** Stands for `child_process.spawn` of the command, in its tests: a process with its streams and its status. */
function spawnCommand(_, [file, ...args], { env }) {
  const commands = [path.join(root, "bin", "cli", "main.js"), path.join(root, "cli", "tls-ownership.js")];
  if (!commands.includes(file)) {
    throw new NeedsProcess();
  }
  const child = Object.assign(new EventEmitter(), { stdout: new PassThrough(), stderr: new PassThrough(), stdin: new PassThrough() });
  const end = (status) => setImmediate(() => child.emit("close", status));
  const seen = Object.create(process, {
    argv: { value: [process.execPath, file, ...args] },
    env: { value: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)) },
    stdin: { value: child.stdin },
    stdout: { value: child.stdout },
    stderr: { value: child.stderr },
    exitCode: { set: end },
    exit: { value: end },
    once: { value: () => seen },
    removeListener: { value: () => seen },
  });
  registry({ ...surroundings, process: seen, Date: dateOf(env) }).load(path.join(root, "cli", "main.ts"));
  return child;
}

module.exports = { spawn, spawnCommand, surroundings, forget, root, NeedsProcess };
