import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packDir } from "./pack";

/**
 * Writes a policy pack of one JavaScript file into a folder of its own, for tests of the client alone.
 *
 * @returns the folder, and what removes it.
 */
export function fakePack(code: string): { readonly dir: string; readonly remove: () => void } {
  const dir = mkdtempSync(path.join(tmpdir(), "fake-pack-"));
  writeFileSync(path.join(dir, "package.json"), JSON.stringify({ name: "fake-pack", version: "1.2.3", main: "index.js" }));
  writeFileSync(path.join(dir, "index.js"), code);
  symlinkSync(path.join(packDir, "node_modules"), path.join(dir, "node_modules"), "junction");
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
