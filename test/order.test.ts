import { certManager, fastly, startPack, type TestPack } from "./support";
import { findingIds } from "./policies/findings";

/** What the engine prints is what the pack reports, in that order. */

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack({ asReported: true });
});
afterAll(async () => pack.close());

const first = fastly.subscription("first", ["z.example.org", "m.example.org"]);
const second = fastly.subscription("second", ["a.example.org"]);
const certificate = certManager.certificate("web", { dnsNames: ["m.example.org", "z.example.org", "a.example.org"] });
const names = ["a.example.org", "m.example.org", "z.example.org"];

test("findings of a policy come by what they are about, not by resource or as a list has it", async () => {
  const expected = names.map((name) => `tls-name-single-owner[${name}]`);
  expect(findingIds(await pack.preview([first, second, certificate]))).toEqual(expected);
  expect(findingIds(await pack.preview([certificate, second, first]))).toEqual(expected);
});

test("so do the names for which an update refuses a resource", async () => {
  const { violations } = await pack.update([first, second, certificate]);
  expect(findingIds(violations)).toEqual(names.map((name) => `tls-name-already-owned[${name}]`));
});
