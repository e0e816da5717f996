import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PolicyType, type AnalyzerInfo } from "@pulumi/pulumi/proto/analyzer_pb";

export const packDir = path.join(__dirname, "..");

interface TemporaryPack {
  readonly dir: string;
  remove(): void;
}

/** @returns a pack that starts in the same way and has no policy: what the runner and the SDK take by themselves. */
export function emptyPack(): TemporaryPack {
  return writePack("empty", "");
}

/** @returns a pack of as many policies of the same kinds, none of which does anything: what the SDK's decoding takes. */
export function idlePack(information: AnalyzerInfo): TemporaryPack {
  const policies = information.getPoliciesList().map((policy) => {
    const check = policy.getPolicyType() === PolicyType.POLICY_TYPE_RESOURCE ? "validateResource" : "validateStack";
    return `{ name: ${JSON.stringify(policy.getName())}, description: "idle", enforcementLevel: "mandatory", ${check}() {} }`;
  });
  return writePack("idle", policies.join(",\n"));
}

/** @returns the pack taken apart, see `staged-pack.ts`. */
export function stagedPack(): TemporaryPack {
  const [typescript, staged] = ["../test/engine/typescript", "./staged-pack"].map((file) => JSON.stringify(path.join(__dirname, file)));
  return writeModule("staged", `require(${typescript});\nrequire(${staged});`);
}

function writePack(name: string, policies: string): TemporaryPack {
  return writeModule(name, `const { PolicyPack } = require("@pulumi/policy");\nnew PolicyPack("${name}", { policies: [${policies}] });`);
}

function writeModule(name: string, code: string): TemporaryPack {
  const dir = mkdtempSync(path.join(tmpdir(), `${name}-pack-`));
  mkdirSync(path.join(dir, "bin"));
  writeFileSync(path.join(dir, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  writeFileSync(path.join(dir, "package.json"), JSON.stringify({ name, version: "1.0.0", main: "bin/index.js" }));
  writeFileSync(path.join(dir, "bin", "index.js"), `"use strict";\n${code}\n`);
  symlinkSync(path.join(packDir, "node_modules"), path.join(dir, "node_modules"), "junction");
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
