import { readFileSync } from "node:fs";
import path from "node:path";
import { packDir } from "./support";

/** A mutant may stay alive for a reason that is told; what the code no longer says needs none. */

interface Reasons {
  /** What each reason means. */
  readonly reasons: Readonly<Record<string, string>>;
  /** By file: the change as a run reports it, and its reason. */
  readonly survivors: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const { reasons, survivors } = JSON.parse(readFileSync(path.join(packDir, "test", "mutation", "reasons.json"), "utf8")) as Reasons;

test("every reason is told, and is some mutant's", () => {
  const given = new Set(Object.values(survivors).flatMap((changes) => Object.values(changes)));
  expect([...given].sort()).toEqual(Object.keys(reasons).sort());
});

test.each(Object.entries(survivors))("what may be changed in %s is there", (file, changes) => {
  const source = readFileSync(path.join(packDir, file), "utf8").replace(/\s+/g, " ");
  const texts = Object.keys(changes).map((change) => change.split(" → ")[0] ?? "");
  // A long one is told by its ends.
  expect(texts.filter((text) => !text.split(" … ").every((part) => source.includes(part)))).toEqual([]);
});

test("the page on tests tells the same reasons", () => {
  const page = readFileSync(path.join(packDir, "docs", "testing.md"), "utf8").replace(/\s+/g, " ");
  for (const reason of Object.values(reasons)) {
    expect(page).toContain(reason);
  }
});
