import { datesOf } from "../../report/formats/holders";
import { mapOf, shop } from "./outcomes";
import { certManager } from "../support";

const now = new Date("2026-06-03T12:00:00Z");
const [holder] = mapOf(certManager.certificate("web", { dnsNames: ["web.example.org"] }, shop)).flatMap(({ holders }) => holders);
const at = (time: string | undefined): number | undefined => (time === undefined ? undefined : Date.parse(time));

test.each<[string, string | undefined, string | undefined, string, string]>([
  ["nothing is known of the end", undefined, undefined, "open", ""],
  ["only the start is known", "2026-01-01T00:00:00Z", undefined, "open", ""],
  ["half a year is left", undefined, "2026-12-03T12:00:00Z", "good", "2026-12-03, 183 days left"],
  ["fifteen days are left", undefined, "2026-06-18T12:00:00Z", "good", "2026-06-18, 15 days left"],
  ["less than fifteen days are left", undefined, "2026-06-18T11:59:59Z", "ending", "2026-06-18, 15 days left"],
  ["one day is left", undefined, "2026-06-04T12:00:00Z", "ending", "2026-06-04, 1 day left"],
  ["a minute is left", undefined, "2026-06-03T12:01:00Z", "ending", "2026-06-03, 1 day left"],
  ["it ends at this moment", undefined, "2026-06-03T12:00:00Z", "ended", "2026-06-03"],
  ["it has ended", "2025-06-03T00:00:00Z", "2026-06-01T00:00:00Z", "ended", "2025-06-03 to 2026-06-01"],
  ["a short one has ended", "2026-05-25T00:00:00Z", "2026-06-01T00:00:00Z", "ended", "2026-05-25 to 2026-06-01"],
  [
    "one of a week is in its last days, as always",
    "2026-05-29T00:00:00Z",
    "2026-06-05T00:00:00Z",
    "good",
    "2026-05-29 to 2026-06-05, 2 days left",
  ],
  ["one of 45 days is in its last days", "2026-04-21T00:00:00Z", "2026-06-05T00:00:00Z", "ending", "2026-04-21 to 2026-06-05, 2 days left"],
])("%s", (_what, notBefore, notAfter, state, words) => {
  const [start, end] = [at(notBefore), at(notAfter)];
  if (holder === undefined) {
    throw new Error("The certificate has no holder.");
  }
  const dates = { ...(start === undefined ? {} : { notBefore: start }), ...(end === undefined ? {} : { notAfter: end }) };
  expect(datesOf({ ...holder, dates }, now)).toEqual({ state, words });
});
