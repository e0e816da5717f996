import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packDir } from "./pack";

/**
 * Writes a policy pack of one JavaScript file into a folder of its own, for tests of the client and the command alone. The
 * folder has the compiled command as well, which takes the pack of its own folder.
 *
 * @returns the folder, the command's file, and what removes it all.
 */
export function fakePack(code: string): { readonly dir: string; readonly command: string; readonly remove: () => void } {
  const dir = mkdtempSync(path.join(tmpdir(), "fake-pack-"));
  writeFileSync(path.join(dir, "package.json"), JSON.stringify({ name: "fake-pack", version: "1.2.3", main: "index.js" }));
  writeFileSync(path.join(dir, "index.js"), code);
  cpSync(path.join(packDir, "bin"), path.join(dir, "bin"), { recursive: true });
  symlinkSync(path.join(packDir, "node_modules"), path.join(dir, "node_modules"), "junction");
  return { dir, command: path.join(dir, "bin", "cli", "main.js"), remove: () => rmSync(dir, { recursive: true, force: true }) };
}
