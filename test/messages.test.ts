import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { everyCase } from "./cases/all";
import { judged, type Violation } from "./support";

/**
 * Every word of every finding about the cases, as the CLI would print it, held to the files in test/messages: what a change
 * does to messages is part of its diff. `UPDATE_MESSAGES=1 npm test -- messages` writes them anew; read the diff.
 */

const now = new Date("2026-06-03T12:00:00Z");

describe.each(Object.entries(everyCase))("%s", (name, list) => {
  const file = path.join(__dirname, "messages", `${name}.txt`);
  const written: string[] = [];
  const known = sections(file);

  test.each(list)("$title", ({ title, resources }) => {
    const said = judged(resources, {}, { now }).map(words).join("\n");
    written.push(`## ${title}\n${said}`);
    if (process.env["UPDATE_MESSAGES"] === undefined) {
      expect(said).toBe(known.get(title));
    }
  });

  test("and nothing else is on record", () => {
    if (process.env["UPDATE_MESSAGES"] !== undefined) {
      writeFileSync(file, `${written.join("\n")}\n`);
    }
    expect([...sections(file).keys()]).toEqual(list.map(({ title }) => title));
  });
});

function words({ policy, level, urn, message }: Violation): string {
  const [, , type, name] = urn.split("::");
  return [`${level} ${policy} on ${type ?? "nothing"} ${name ?? ""}`, ...message.split("\n")].join("\n    ");
}

function sections(file: string): Map<string, string> {
  const parts = readFileSync(file, { encoding: "utf8", flag: "a+" }).split(/^## /m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1).trimEnd()]));
}
