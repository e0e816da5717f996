import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { check } from "../../cli/check";
import { readStackFile } from "../../cli/state-files";
import { packDir } from "../support";

/** What must not pass for "nothing found": settings that are none, files that show nothing or too little. */

const folder = mkdtempSync(path.join(tmpdir(), "strictness-"));

function file(name: string, content: unknown): string {
  const where = path.join(folder, name);
  writeFileSync(where, JSON.stringify(content));
  return where;
}

const empty = file("empty.json", { version: 3, deployment: { resources: [] } });

test.each([
  [
    "an unknown key",
    { "ownership-undetermined": { alowedTargets: ["a.example.org"] } },
    "ownership-undetermined.alowedTargets: the policy has no setting of that name",
  ],
  ["a text instead of a list", { "tls-name-single-owner": { certManagerNames: "x" } }, "tls-name-single-owner.certManagerNames: is a text"],
  [
    "a number in a list",
    { "tls-name-single-owner": { certManagerNames: ["a.example.org", 7] } },
    "tls-name-single-owner.certManagerNames[1]: is a number",
  ],
  [
    "a number beyond its limits",
    { "certificate-renews-in-time": { daysBeforeExpiry: 1000 } },
    "certificate-renews-in-time.daysBeforeExpiry: is a number, where a whole number from 0 to 365 belongs",
  ],
  [
    "a text instead of true or false",
    { "certificate-key-pinned": { requirePinnedKeys: "yes" } },
    "certificate-key-pinned.requirePinnedKeys: is a text, where true or false belongs",
  ],
])("settings with %s are refused, with file and key", async (_, settings, message) => {
  const config = file("config.json", settings);
  await expect(check({ packDir, files: [empty], config })).rejects.toThrow(`${config}: ${message}`);
});

test("a file without resources is said to describe none", async () => {
  const { report } = await check({ packDir, files: [empty] });
  expect(report.notes).toEqual([`${empty} describes no resources.`]);
});

test("a preview that ended with an error is unfinished, whatever it shows", async () => {
  const failed = file("failed.json", { steps: [], diagnostics: [{ severity: "error", message: "boom" }] });
  expect((await check({ packDir, files: [failed] })).report.unfinished).toBe(true);
});

test("one URN twice in one state is refused", () => {
  const resource = { urn: "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::one", type: "aws:s3/bucket:Bucket", custom: true };
  const state = (resources: unknown[]) => JSON.stringify({ version: 3, deployment: { resources } });
  expect(() => readStackFile("state.json", state([resource, resource]))).toThrow("two resources have one URN");
  expect(readStackFile("state.json", state([resource, { ...resource, delete: true }])).resources).toHaveLength(1);
});
