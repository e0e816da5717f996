import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** @returns the pack's folder: the nearest one with a package.json, wherever the compiled files lie in it. */
export function packDir(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, "package.json")) && folder !== path.dirname(folder)) {
    folder = path.dirname(folder);
  }
  return folder;
}

export function packVersion(): string {
  return (JSON.parse(readFileSync(path.join(packDir(), "package.json"), "utf8")) as { version: string }).version;
}
