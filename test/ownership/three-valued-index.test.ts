import { ThreeValuedIndex } from "../../ownership/three-valued-index";
import { absent, isEqual, known, unknown, type Value } from "../../ownership/value";

type Thing = readonly [Value<string>, Value<string>];

const values = [known("a"), known("b"), known(""), absent, unknown];
const things = values.flatMap((first) => values.map((second): Thing => [first, second]));
const index = new ThreeValuedIndex<Thing>((thing) => thing, { things });

test.each(things)("%j and %j: those that are not certain to be others, each once", (...asked) => {
  const expected = things.filter((thing) => thing.every((value, position) => isEqual(value, asked[position] ?? absent) !== false));
  expect(new Set(index.find(asked))).toEqual(new Set(expected));
  expect(index.find(asked)).toHaveLength(expected.length);
});

test("those of one group as they came", () => {
  const [first, second] = [
    { place: "a", id: 1 },
    { place: "a", id: 2 },
  ];
  const alike = new ThreeValuedIndex<typeof first>(({ place }) => [known(place)]);
  [second, first].forEach((thing) => alike.add(thing));
  expect(alike.find([known("a")])).toEqual([second, first]);
});

test("of things that are alike, the first of each group", () => {
  const [one, two, other] = [
    { place: "a", like: "x" },
    { place: "a", like: "x" },
    { place: "b", like: "x" },
  ];
  const few = new ThreeValuedIndex<typeof one>(({ place }) => [known(place)], { alike: ({ like }) => like, things: [one, two, other] });
  expect(few.find([known("a")])).toEqual([one]);
  expect(few.find([known("b")])).toEqual([other]);
  expect(few.find([unknown])).toEqual([one]);
});
