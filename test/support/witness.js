/**
 * Loaded before the pack (`--require`), writes down what its process asks of files, network and other programs: a line of JSON each,
 * into the file that WITNESS names. Whatever is called is called as ever.
 */
"use strict";

const fs = require("node:fs");

const log = process.env["WITNESS"];
const { appendFileSync } = fs;

/** What one call does by others, Node's own included, is that one call. */
let inside = false;

/** @param told what to write of the arguments; nothing for undefined. */
function watch(owner, name, what, told = ([first]) => first) {
  const original = owner[name];
  owner[name] = function (...parameters) {
    const detail = inside ? undefined : told(parameters);
    if (detail === undefined) {
      return Reflect.apply(original, this, parameters);
    }
    inside = true;
    try {
      appendFileSync(log, `${JSON.stringify({ what, detail: String(detail) })}\n`);
      return Reflect.apply(original, this, parameters);
    } finally {
      inside = false;
    }
  };
}

/** Reading is what opens without a flag, or with one that neither writes nor creates. */
const writes = /[wa+]/;
const isReading = (flags) => flags === undefined || flags === null || (typeof flags === "number" ? (flags & 3) === 0 : !writes.test(flags));

for (const [owner, suffix] of [
  [fs, ""],
  [fs, "Sync"],
  [fs.promises, ""],
]) {
  watch(owner, `open${suffix}`, "read", ([file, flags]) => (isReading(flags) ? file : undefined));
  watch(owner, `open${suffix}`, "write", ([file, flags]) => (isReading(flags) ? undefined : file));
  watch(owner, `readFile${suffix}`, "read");
  watch(owner, `mkdir${suffix}`, "folder");
  watch(owner, `readdir${suffix}`, "list");
  watch(owner, `opendir${suffix}`, "list");
  for (const name of ["writeFile", "appendFile", "mkdtemp", "rm", "rename", "unlink", "symlink", "link", "copyFile", "truncate", "chmod"]) {
    watch(owner, `${name}${suffix}`, "write");
  }
}
watch(fs, "createReadStream", "read");
watch(fs, "createWriteStream", "write");

const net = require("node:net");
// What a server accepts is no call of its process.
watch(net.Socket.prototype, "connect", "connect", (parameters) => JSON.stringify(parameters[0]));
watch(net.Server.prototype, "listen", "listen", (parameters) => JSON.stringify(parameters[0]));
watch(require("node:dgram").Socket.prototype, "send", "connect", () => "a datagram");

const dns = require("node:dns");
for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  for (const name of Object.getOwnPropertyNames(owner).filter((each) => /^(lookup|resolve|reverse)/.test(each))) {
    watch(owner, name, "lookup");
  }
}

const programs = require("node:child_process");
for (const name of ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"]) {
  watch(programs, name, "program");
}
