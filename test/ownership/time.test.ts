import { dayOf, daysBetween } from "../../ownership/time";

test("a time is of the day that it is in UTC, to the last millisecond", () => {
  expect(dayOf(Date.parse("2026-06-03T00:00:00.000Z"))).toBe("2026-06-03");
  expect(dayOf(Date.parse("2026-06-03T23:59:59.999Z"))).toBe("2026-06-03");
  expect(dayOf(Date.parse("2026-06-03T00:30:00+02:00"))).toBe("2026-06-02");
});

test("days are counted forwards and backwards, over the end of February", () => {
  expect(daysBetween("2028-02-28", "2028-03-01")).toBe(2);
  expect(daysBetween("2026-03-01", "2026-02-28")).toBe(-1);
  expect(daysBetween("2026-06-03", "2026-06-03")).toBe(0);
});
