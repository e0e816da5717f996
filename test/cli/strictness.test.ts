import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { check } from "../../cli/check";
import { readStackFile } from "../../cli/state-files";

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
    "ownership-undetermined.alowedTargets: is a key that this policy does not have, where one of certManagerNames, ",
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
    "certificate-renews-in-time.daysBeforeExpiry: is another number, where a whole number from 0 to 365 belongs",
  ],
  [
    "a text instead of true or false",
    { "certificate-key-pinned": { requirePinnedKeys: "yes" } },
    "certificate-key-pinned.requirePinnedKeys: is a text, where true or false belongs",
  ],
  [
    "a text that is no DNS name",
    { "tls-name-single-owner": { certManagerNames: ["not a name"] } },
    "tls-name-single-owner.certManagerNames[0]: is a text that is none, where a DNS name",
  ],
  [
    "an exemption without a reason",
    { "tls-name-single-owner": { exemptions: [{ name: "a.example.org", expires: "2026-06-30" }] } },
    "tls-name-single-owner.exemptions[0].reason: is nothing, where a text of 10 characters or more that says why belongs",
  ],
  [
    "a pattern in an exemption",
    { "tls-name-already-owned": { exemptions: [{ name: "*", reason: "all of them, please", expires: "2026-06-30" }] } },
    "tls-name-already-owned.exemptions[0].name: is a pattern, which is too broad, where",
  ],
  [
    "an exemption of the audit",
    { "exemptions-in-use": { exemptions: [] } },
    "exemptions-in-use.exemptions: is a key that this policy does not have, where no settings but enforcementLevel belongs",
  ],
])("settings with %s are refused, with file and key", async (_, settings, message) => {
  const config = file("config.json", settings);
  await expect(check({ files: [empty], config })).rejects.toThrow(`${config}: ${message}`);
});

test("a file without resources is said to describe none", async () => {
  const { report } = await check({ files: [empty] });
  expect(report.notes).toEqual([`${empty} describes no resources.`]);
});

test("a preview that ended with an error is unfinished, whatever it shows", async () => {
  const failed = file("failed.json", { steps: [], diagnostics: [{ severity: "error", message: "boom" }] });
  expect((await check({ files: [failed] })).report.unfinished).toBe(true);
});

test("one URN twice in one state is refused", () => {
  const resource = { urn: "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::one", type: "aws:s3/bucket:Bucket", custom: true };
  const state = (resources: unknown[]) => JSON.stringify({ version: 3, deployment: { resources } });
  expect(() => readStackFile("state.json", state([resource, resource]))).toThrow("two resources have one URN");
  expect(readStackFile("state.json", state([resource, { ...resource, delete: true }])).resources).toHaveLength(1);
});
