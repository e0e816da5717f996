import { renewalLead } from "../../ownership/renewal";
import { day } from "../../ownership/time";
import { absent, known, unknown as notKnown, type Value } from "../../ownership/value";

describe("how long before the end renewal begins", () => {
  const lead = (renewBefore: Value<string>, renewBeforePercentage: Value<string>): number =>
    renewalLead({ policy: absent, duration: absent, renewBefore, renewBeforePercentage }, 90 * day) / day;
  const cases: Readonly<Record<string, readonly [Value<string>, Value<string>, number]>> = {
    "a third unless told": [absent, absent, 30],
    "what `renewBefore` says": [known("240h"), absent, 10],
    "a third where it says no time at all": [known("0"), absent, 30],
    "a third where it says more than there is": [known("2160h"), absent, 30],
    "a third where it says what is no duration": [known("10d"), absent, 30],
    "the part that a percentage says": [absent, known("10"), 9],
    "a third at 0 %": [absent, known("0"), 30],
    "a third at 100 %": [absent, known("100"), 30],
    "a third below nothing": [absent, known("-10"), 30],
    "a third while neither is known": [notKnown, notKnown, 30],
    "what `renewBefore` says, a percentage beside it or not": [known("240h"), known("50"), 10],
  };
  test.each(Object.entries(cases))("%s", (_, [renewBefore, percentage, days]) => {
    expect(lead(renewBefore, percentage)).toBe(days);
  });
});
