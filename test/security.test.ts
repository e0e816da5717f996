import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { packDir } from "./support";

/** docs/security.md promises what tests hold: each line of its tables names them, and they are there. */

const read = (...parts: string[]): string => readFileSync(path.join(packDir, ...parts), "utf8");
const page = read("docs", "security.md");

/** The lines of tables whose last column names tests. */
const lines = page
  .split("\n\n")
  .filter((block) => /^\|.*\| by test \|$/m.test(block))
  .flatMap((block) =>
    block
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .slice(2),
  );

/** @returns every test that a line names: a file, and the titles behind it. */
function named(line: string): { readonly file: string; readonly title: string }[] {
  const tests = line.split(" | ").at(-1) ?? "";
  return [...tests.matchAll(/`(test\/[^`]+)`((?:,? "[^"]+")+)/g)].flatMap(([, file = "", titles = ""]) =>
    [...titles.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => ({ file, title })),
  );
}

test("every line of its tables names a test", () => {
  expect(lines.length).toBeGreaterThan(40);
  expect(lines.filter((line) => named(line).length === 0)).toEqual([]);
});

test("every test that it names exists, by its whole title", () => {
  const missing = lines.flatMap(named).filter(({ file, title }) => {
    const titled = new RegExp(`(?:test|describe)(?:\\.each.*?)?\\(\\s*"${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}"`, "su");
    return !existsSync(path.join(packDir, file)) || !titled.test(read(file));
  });
  expect(missing).toEqual([]);
});

test("it counts the packages that the lock has, and tells each advisory that the check lets pass", () => {
  const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, { dev?: true; devOptional?: true }> };
  const count = Object.entries(packages).filter(([place, { dev, devOptional }]) => place !== "" && !(dev ?? devOptional)).length;
  expect(page).toContain(`The lock has ${count} packages at run time`);
  const advisories = (text: string): string[] => [...new Set(text.match(/GHSA(?:-[a-z0-9]{4}){3}/g))].sort();
  expect(advisories(page)).toEqual(advisories(read("scripts", "check-dependencies.js")));
});
