import { excerpt, groupBy, sortedBy, uniqueBy } from "../../ownership/grouping";

const words = ["pear", "apple", "plum", "fig", "avocado"];
const initial = (word: string): string => word.charAt(0);

test("groups keep the order in which keys and elements first appear", () => {
  expect([...groupBy(words, initial)]).toEqual([
    ["p", ["pear", "plum"]],
    ["a", ["apple", "avocado"]],
    ["f", ["fig"]],
  ]);
});

test("elements are sorted by key, those of one key as they came, and what was handed in is left as it was", () => {
  expect(sortedBy(words, initial)).toEqual(["apple", "avocado", "fig", "pear", "plum"]);
  expect(sortedBy([...words].reverse(), initial)).toEqual(["avocado", "apple", "fig", "plum", "pear"]);
  expect(words[0]).toBe("pear");
});

test("capitals come first, as in URNs, wherever the pack runs", () => {
  expect(sortedBy(["b", "ä", "B", "a", "A"], (letter) => letter)).toEqual(["A", "B", "a", "b", "ä"]);
});

test("of many five are told", () => {
  const odd = (number: number): boolean => number % 2 === 1;
  expect(excerpt([1, 2, 3], odd, 2)).toEqual({ first: [1, 3], count: 2 });
  expect(excerpt([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], odd, 6)).toEqual({ first: [1, 3, 5, 7, 9], count: 6 });
});

test("the first element of each key is kept", () => {
  expect(uniqueBy(words, initial)).toEqual(["pear", "apple", "fig"]);
});
