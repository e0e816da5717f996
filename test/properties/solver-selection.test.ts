import fc from "fast-check";
import type { Labels, Solver } from "../../ownership/inventory";
import { selectSolver, type Selection } from "../../ownership/solver-selection";
import { known, unknown, type Elements } from "../../ownership/value";
import { answer, complete, indexOf, labelsOf, nameOf, referenceOf, select, solver, type Written } from "../ownership/solvers";
import { property } from "./runs";

/** The selection of a solver against cert-manager's own, written down from there, over issuers of few names, so that much collides. */

const effort = { runs: 1000 };
const names = ["example.org", "a.example.org", "*.a.example.org", "b.a.example.org", "*.example.org", "example.net", "x.example.net"];
const zones = ["example.org", "a.example.org", "EXAMPLE.org", "org", "example.net", "*.example.org", "example.org.", ""];
const keys = ["use", "team", "tier"];

const name = fc.constantFrom(...names);
const value = fc.constantFrom("x", "y");
const labels = fc.dictionary(fc.constantFrom(...keys), value, { noNullPrototype: true });
const selector = fc.record(
  {
    dnsNames: fc.subarray([...names, "A.example.org"]),
    dnsZones: fc.subarray(zones),
    matchLabels: labels,
  },
  { requiredKeys: [], noNullPrototype: true },
);
const written: fc.Arbitrary<Written> = fc.record(
  { method: fc.constantFrom("dns01", "http01"), selector },
  { requiredKeys: ["method"], noNullPrototype: true },
);
const solvers = fc.array(written, { minLength: 1, maxLength: 5 });

property(
  "each issuer is answered as by cert-manager's own counters",
  effort,
  fc.property(name, labels, solvers, (name, labels, solvers) => {
    expect(answer(select(name, labels, solvers))).toBe(referenceOf(name, labels, solvers));
  }),
);

test("the issuers are worth asking: each outcome is frequent", () => {
  const issuers = fc.sample(fc.tuple(name, labels, solvers), { numRuns: 2000, seed: 1 });
  const outcomes = issuers.map((issuer) => referenceOf(...issuer));
  for (const outcome of ["none", 0, 1, 2]) {
    expect(outcomes.filter((each) => each === outcome).length).toBeGreaterThan(100);
  }
});

property(
  "a copy of a solver, listed after it, changes nothing",
  effort,
  fc.property(name, labels, solvers, (name, labels, solvers) => {
    const expected = answer(select(name, labels, solvers));
    const doubled = solvers.flatMap((each) => [each, each]);
    expect(answer(select(name, labels, doubled))).toBe(typeof expected === "number" ? expected * 2 : expected);
  }),
);

/** What is known of an issuer and of a certificate's labels. */
interface Seen {
  readonly solvers: Elements<Solver>;
  readonly labels: Labels;
}

/** Makes one thing unknown: elements leave a list that then is not complete, values and selectors go dark. */
type Mask = (seen: Seen) => Seen;

const place = fc.nat(4);
const key = fc.constantFrom(...keys);
const mask: fc.Arbitrary<Mask> = fc.oneof(
  place.map((at): Mask => (seen) => ({ ...seen, solvers: lose(seen.solvers, at) })),
  key.map((lost): Mask => (seen) => ({ ...seen, labels: loseLabel(seen.labels, lost) })),
  key.map((hidden): Mask => (seen) => ({ ...seen, labels: hideLabel(seen.labels, hidden) })),
  place.map((at) => changing(at, (each) => ({ ...each, method: unknown }))),
  place.map((at) => changing(at, (each) => ({ ...each, selector: unknown }))),
  fc.tuple(place, place).map(([at, lost]) => selecting(at, (known) => ({ ...known, dnsNames: lose(known.dnsNames, lost) }))),
  fc.tuple(place, place).map(([at, lost]) => selecting(at, (known) => ({ ...known, dnsZones: lose(known.dnsZones, lost) }))),
  fc.tuple(place, key).map(([at, lost]) => selecting(at, (known) => ({ ...known, matchLabels: loseLabel(known.matchLabels, lost) }))),
  fc.tuple(place, key).map(([at, hidden]) => selecting(at, (known) => ({ ...known, matchLabels: hideLabel(known.matchLabels, hidden) }))),
);
const masks = fc.array(mask, { minLength: 1, maxLength: 3 });

function hide(labels: Record<string, string>, solvers: readonly Written[], masks: readonly Mask[]): Seen {
  return masks.reduce<Seen>((seen, mask) => mask(seen), { solvers: complete(solvers.map(solver)), labels: labelsOf(labels) });
}

property(
  "whatever becomes unknown, a definite answer is the same answer, and an open one includes it",
  effort,
  fc.property(name, labels, solvers, masks, (name, labels, solvers, masks) => {
    const expected = answer(select(name, labels, solvers));
    const seen = hide(labels, solvers, masks);
    const selection = selectSolver(nameOf(name), seen.labels, seen.solvers);
    expect(selection.outcome === "undecided" ? includes(selection, expected, seen.solvers) : answer(selection) === expected).toBe(true);
  }),
);

test("the unknowns are worth their place: some leave the answer open, some do not", () => {
  const issuers = fc.sample(fc.tuple(name, labels, solvers, masks), { numRuns: 2000, seed: 1 });
  const open = issuers.filter(([name, labels, solvers, masks]) => {
    const seen = hide(labels, solvers, masks);
    return selectSolver(nameOf(name), seen.labels, seen.solvers).outcome === "undecided";
  });
  expect(open.length).toBeGreaterThan(500);
  expect(open.length).toBeLessThan(1900);
});

/** An open answer must leave room for the true one; a solver that is hidden itself cannot be among the candidates. */
function includes(
  selection: Extract<Selection, { outcome: "undecided" }>,
  expected: number | "none" | "undecided",
  solvers: Elements<Solver>,
): boolean {
  const isHidden = !solvers.known.some((each) => indexOf(each) === expected);
  return expected === "none" || isHidden ? selection.mayBeNone : selection.candidates.some((each) => indexOf(each) === expected);
}

function changing(at: number, change: (solver: Solver) => Solver): Mask {
  return (seen) => {
    const known = seen.solvers.known.map((each, index) => (index === at % seen.solvers.known.length ? change(each) : each));
    return { ...seen, solvers: { ...seen.solvers, known } };
  };
}

type Selector = Extract<Solver["selector"], { state: "known" }>["value"];

function selecting(at: number, change: (selector: Selector) => Selector): Mask {
  return changing(at, (each) => (each.selector.state === "known" ? { ...each, selector: known(change(each.selector.value)) } : each));
}

function lose<T>(elements: Elements<T>, lost: number): Elements<T> {
  return { known: elements.known.filter((_, index) => index !== lost % elements.known.length), complete: false };
}

function loseLabel(labels: Labels, lost: string): Labels {
  return { known: new Map([...labels.known].filter(([key]) => key !== lost)), complete: false };
}

function hideLabel(labels: Labels, hidden: string): Labels {
  return { ...labels, known: new Map([...labels.known].map(([key, value]) => [key, key === hidden ? unknown : value])) };
}
