import path from "node:path";
import fc from "fast-check";
import { InputError } from "../../cli/input";
import type { PropertyValue } from "../../cli/stack-resource";
import { mergeFiles, readStackFile } from "../../cli/state-files";
import { uniqueBy } from "../../ownership/grouping";
import { Folder, run } from "../cli/command";
import { packDir, startPack, type TestPack } from "../support";
import { paths, replaced } from "../support/places";
import { clean } from "./clean";
import { anyConflict } from "./conflicts";
import { noise } from "./noise";
import { property } from "./runs";
import { keylessSecret, leaks, stateWithSecrets, withSecrets } from "./secrets";

/** A secret reaches the pack in plain text, and stays there: it is in nothing that anybody prints. */

let pack: TestPack;
const folder = new Folder();
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => {
  folder.remove();
  await pack.close();
});

/** A state with one URN twice is refused, so of two resources with one name the second is left out. */
const stack = fc
  .tuple(anyConflict, clean, noise)
  .map(([{ resources }, clean, noise]) => uniqueBy([...resources, ...clean, ...noise], ({ type, name }) => `${type} ${name}`));

property(
  "no message of the pack shows a secret, in a preview or of a state",
  { runs: 40 },
  fc.asyncProperty(withSecrets(stack), async (resources) => {
    const messages = [...(await pack.preview(resources)), ...(await pack.state(resources))].map(({ message }) => message);
    expect(leaks(messages.join("\n"))).toEqual([]);
  }),
);

const command = path.join(packDir, "bin", "cli", "main.js");
const ways = ["text", "json", "sarif", "junit", "markdown", "html", "claims"];

property(
  "a file that is not as it should be is refused with a word on the key, and none of the value",
  { runs: 300 },
  fc.property(
    withSecrets(anyConflict.map(({ resources }) => [...resources])),
    fc.array(fc.tuple(fc.nat(10_000), keylessSecret), { maxLength: 3 }),
    (resources, changes) => {
      const intact = JSON.parse(stateWithSecrets(resources, true)) as PropertyValue;
      const file = changes.reduce((text, [at, value]) => {
        const places = [...paths(text)];
        return replaced(text, places[at % places.length] ?? [], () => value) as PropertyValue;
      }, intact);
      const problem = problemOf(() => mergeFiles([readStackFile("state.json", JSON.stringify(file))]));
      expect(problem === undefined ? [] : leaks(problem.message)).toEqual([]);
      expect(problem ?? new InputError("")).toBeInstanceOf(InputError);
    },
  ),
);

function problemOf(work: () => unknown): Error | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

describe.each(ways)("the command's %s", (way) => {
  property(
    "shows none either, nor does standard error, whether the state has it in cipher or in clear",
    { runs: 1, cost: 30 },
    fc.asyncProperty(withSecrets(stack), fc.boolean(), async (resources, show) => {
      const file = folder.write(`${way}.json`, stateWithSecrets(resources, show));
      const { status, stdout, stderr } = await run(
        command,
        way === "claims" ? [way, file, "--cluster", "kite"] : ["check", file, "--format", way],
      );
      expect([0, 1]).toContain(status);
      expect(leaks(stdout + stderr)).toEqual([]);
    }),
  );
});
