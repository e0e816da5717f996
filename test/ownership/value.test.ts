import { absent, allOf, anyOf, isEqual, isOneOf, kindOf, known, mapValue, numberOf, timeOf, unknown, valueOr } from "../../ownership/value";

test("a default stands for what is absent, never for what is not known", () => {
  expect([known("a"), absent, unknown].map((value) => valueOr(value, "b"))).toEqual(["a", "b", undefined]);
});

test("only what is known is mapped; why something is not known goes along", () => {
  const secret = { ...unknown, reason: "encrypted" };
  expect([known(2), absent, secret].map((value) => mapValue(value, (number) => number + 1))).toEqual([known(3), absent, secret]);
});

test("one false answer decides `allOf`, one true answer `anyOf`; otherwise an open one leaves it open", () => {
  expect([allOf([]), allOf([true]), allOf([true, undefined]), allOf([undefined, false])]).toEqual([true, true, undefined, false]);
  expect([anyOf([]), anyOf([false]), anyOf([false, undefined]), anyOf([undefined, true])]).toEqual([false, false, undefined, true]);
});

test("an unknown value may be one of those, an absent one is what the caller says", () => {
  expect([known("a"), known("b"), absent, unknown].map((value) => isOneOf(value, ["a"]))).toEqual([true, false, false, undefined]);
  expect(isOneOf(absent, ["a"], true)).toBe(true);
});

test("two values are compared only where both are known: two that are absent are not the same", () => {
  expect([isEqual(known(1), known(1)), isEqual(known(1), known(2))]).toEqual([true, false]);
  for (const other of [absent, unknown]) {
    expect([isEqual(known(1), other), isEqual(other, known(1)), isEqual(other, other)]).toEqual([undefined, undefined, undefined]);
  }
});

test("a number is read from its digits; nothing known counts as 0", () => {
  expect([known("33"), known("soon"), absent, unknown].map(numberOf)).toEqual([33, NaN, 0, 0]);
});

test("a time is read as RFC 3339; nothing known is no time at all", () => {
  const texts = [known("2026-06-10T00:00:00Z"), known("soon"), absent, unknown];
  expect(texts.map(timeOf)).toEqual([Date.UTC(2026, 5, 10), NaN, NaN, NaN]);
});

test("a value is described by its kind alone", () => {
  expect([null, [], {}, "secret", 1, true].map(kindOf)).toEqual(["null", "a list", "an object", "a text", "a number", "a boolean"]);
  expect([undefined, Symbol("secret")].map(kindOf)).toEqual(["nothing", "something else"]);
});
