import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packDir as repository } from "../support";
import type { Sdk } from "./combinations";

/** Packs and Node.js binaries of other versions, each fetched from the package registry once, in a folder that is removed at the end. */
export class Installations {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "compatibility-"));
  private readonly installed = new Map<string, string>();

  /** @returns the folder of the pack with these SDKs, installed as Pulumi does on the machine of a consumer. */
  pack(sdk: Sdk): string {
    return this.once(`pack ${nameOf(sdk)}`, (folder) => {
      cpSync(this.published(), folder, { recursive: true });
      if (sdk !== "published") {
        choose(folder, sdk);
      }
      run("npm", ["install", "--loglevel=error", "--no-audit", "--no-fund"], folder);
    });
  }

  /** @returns the binary of that version. Its package is the one that `npm install node` picks for the machine. */
  node(version: string): string {
    const name = `node-${process.platform}-${process.arch}`;
    const folder = this.once(`node ${version}`, (folder) => {
      mkdirSync(folder);
      run("npm", ["install", "--loglevel=error", "--no-audit", "--no-fund", "--prefix", folder, `${name}@${version}`], folder);
    });
    return path.join(folder, "node_modules", name, "bin", "node");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The published folder before anything is installed in it. */
  private published(): string {
    return this.once("published", (folder) => {
      run(process.execPath, [path.join(repository, "scripts", "pack-publishable.js"), folder], repository);
    });
  }

  private once(name: string, install: (folder: string) => void): string {
    const present = this.installed.get(name);
    if (present !== undefined) {
      return present;
    }
    const folder = path.join(this.folder, name.replace(/\W+/g, "-"));
    install(folder);
    this.installed.set(name, folder);
    return folder;
  }
}

/** @returns the versions in words. */
export function nameOf(sdk: Sdk): string {
  return sdk === "published" ? sdk : `${sdk.policy}, ${sdk.pulumi}`;
}

/** Without the lock, which holds the versions of the published pack. */
function choose(folder: string, { policy, pulumi }: Exclude<Sdk, "published">): void {
  const file = path.join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { dependencies: Record<string, string> };
  const dependencies = { ...manifest.dependencies, "@pulumi/policy": policy, "@pulumi/pulumi": pulumi };
  writeFileSync(file, JSON.stringify({ ...manifest, dependencies }));
  rmSync(path.join(folder, "npm-shrinkwrap.json"));
}

function run(command: string, parameters: readonly string[], cwd: string): void {
  const { error, status, stdout, stderr } = spawnSync(command, parameters, { cwd, encoding: "utf8" });
  if (error !== undefined || status !== 0) {
    throw new Error(`${path.basename(command)} ${parameters.join(" ")} failed.\n${error?.message ?? stdout + stderr}`);
  }
}
