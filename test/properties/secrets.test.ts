import path from "node:path";
import fc from "fast-check";
import { Folder, run } from "../cli/command";
import { packDir, startPack, type TestPack } from "../support";
import { clean } from "./clean";
import { anyConflict } from "./conflicts";
import { noise } from "./noise";
import { property } from "./runs";
import { leaks, stateWithSecrets, withSecrets } from "./secrets";

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

const stack = fc.tuple(anyConflict, clean, noise).map(([{ resources }, clean, noise]) => [...resources, ...clean, ...noise]);

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
