import { spawnSync } from "node:child_process";
import path from "node:path";

/**
 * Compiles the pack into bin/, what changed of it, once for all test files. Type errors are shown and do not stop the
 * tests: tests tell what the code does, `tsc` in a step of its own whether it may be merged.
 */
export default function build(): void {
  const root = path.join(__dirname, "..", "..");
  const buildInfo = path.join(root, "bin", ".tsbuildinfo");
  const { status } = spawnSync(
    process.execPath,
    [require.resolve("typescript/bin/tsc"), "-p", root, "--incremental", "--tsBuildInfoFile", buildInfo],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  // 1 is "nothing written", 2 "written, with errors".
  if (status !== 0 && status !== 2) {
    throw new Error(`The pack could not be compiled: tsc ended with code ${String(status)}.`);
  }
}
