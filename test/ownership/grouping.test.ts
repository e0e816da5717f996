import { groupBy, sortedBy, uniqueBy } from "../../ownership/grouping";

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

test("the first element of each key is kept", () => {
  expect(uniqueBy(words, initial)).toEqual(["pear", "apple", "fig"]);
});
