import { accessSync, constants } from "node:fs";
import path from "node:path";
import { chromium, type Browser } from "playwright-core";

/** Nothing but the page that is tested may talk. */
const quiet = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts the Chromium that is on PATH.
 *
 * @throws an error that says what to install, where there is none.
 */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: find(["chromium", "chromium-browser", "google-chrome"]), args: quiet });
}

function find(names: readonly string[]): string {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const found = names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable);
  if (found === undefined) {
    throw new Error(`The tests of the HTML report need a Chromium on PATH (${names.join(", ")}); on Debian: apt-get install chromium.`);
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
