import type { Labels, Solver } from "../../ownership/inventory";
import { parseName, type DnsName } from "../../ownership/names";
import { selectSolver, type Selection } from "../../ownership/solver-selection";
import { absent, known, unknown, type Elements } from "../../ownership/value";
import { Random } from "../support/random";

/** A solver as an issuer writes it; no `selector` is another thing than an empty one. */
interface Written {
  readonly method: "dns01" | "http01";
  readonly selector?: {
    readonly dnsNames?: readonly string[];
    readonly dnsZones?: readonly string[];
    readonly matchLabels?: Readonly<Record<string, string>>;
  };
}

type WrittenLabels = Readonly<Record<string, string>>;

const dns01 = (selector?: Written["selector"]): Written => ({ method: "dns01", ...(selector === undefined ? {} : { selector }) });
const http01 = (selector?: Written["selector"]): Written => ({ method: "http01", ...(selector === undefined ? {} : { selector }) });

describe("cert-manager's documented behaviour", () => {
  const cases: [string, string, readonly Written[], number | "none", WrittenLabels?][] = [
    ["no solver at all", "a.example.org", [], "none"],
    ["a solver without selector takes every name", "a.example.org", [dns01()], 0],
    ["of two without selector the first stays", "a.example.org", [http01(), dns01()], 0],
    ["one without selector, listed first, gives way to a zone", "a.example.org", [http01(), dns01({ dnsZones: ["example.org"] })], 1],
    ["one without selector, listed first, gives way to a name", "a.example.org", [http01(), dns01({ dnsNames: ["a.example.org"] })], 1],
    [
      "one without selector, listed first, gives way to labels",
      "a.example.org",
      [http01(), dns01({ matchLabels: { use: "dns" } })],
      1,
      { use: "dns" },
    ],
    ["one without selector, listed later, never wins", "a.example.org", [dns01({}), http01()], 0],
    ["an empty selector takes every name", "a.example.org", [dns01({})], 0],
    ["an empty selector never replaces none", "a.example.org", [http01(), dns01({})], 0],
    ["empty lists are an empty selector", "a.example.org", [http01(), dns01({ dnsNames: [], dnsZones: [], matchLabels: {} })], 0],
    ["an empty selector, listed first, gives way to a zone", "a.example.org", [http01({}), dns01({ dnsZones: ["example.org"] })], 1],
    ["a selector that fits nothing leaves none", "a.example.org", [dns01({ dnsZones: ["example.net"] })], "none"],

    ["dnsNames match exactly", "a.example.org", [dns01({ dnsNames: ["b.example.org", "a.example.org"] })], 0],
    ["dnsNames match no name below", "b.a.example.org", [dns01({ dnsNames: ["a.example.org"] })], "none"],
    ["dnsNames mind the case: CAs hand names over in lower case", "a.example.org", [dns01({ dnsNames: ["A.example.org"] })], "none"],
    ["dnsNames mind the final dot", "a.example.org", [dns01({ dnsNames: ["a.example.org."] })], "none"],
    ["a wildcard must be listed literally", "*.example.org", [dns01({ dnsNames: ["*.example.org"] })], 0],
    ["its base does not stand for a wildcard", "*.example.org", [dns01({ dnsNames: ["example.org"] })], "none"],
    ["a wildcard in dnsNames is not expanded", "a.example.org", [dns01({ dnsNames: ["*.example.org"] })], "none"],

    ["a zone matches itself", "example.org", [dns01({ dnsZones: ["example.org"] })], 0],
    ["a zone matches far below", "c.b.a.example.org", [dns01({ dnsZones: ["example.org"] })], 0],
    ["a zone matches its wildcard", "*.example.org", [dns01({ dnsZones: ["example.org"] })], 0],
    ["a zone ends at a label's boundary", "notexample.org", [dns01({ dnsZones: ["example.org"] })], "none"],
    ["a zone below the name does not match", "example.org", [dns01({ dnsZones: ["a.example.org"] })], "none"],
    ["zones do not mind the case", "a.example.org", [dns01({ dnsZones: ["Example.ORG"] })], 0],
    ["a zone with a final dot never matches", "a.example.org", [dns01({ dnsZones: ["example.org."] })], "none"],
    ["an empty zone never matches", "a.example.org", [dns01({ dnsZones: [""] })], "none"],
    ["the root never matches", "a.example.org", [dns01({ dnsZones: ["."] })], "none"],
    ["a single label matches", "a.example.org", [dns01({ dnsZones: ["org"] })], 0],
    ["a wildcard zone matches the wildcard", "*.example.org", [dns01({ dnsZones: ["*.example.org"] })], 0],
    ["a wildcard zone matches no host", "a.example.org", [dns01({ dnsZones: ["*.example.org"] })], "none"],
    [
      "the longest zone wins, wherever it stands",
      "x.a.example.org",
      [dns01({ dnsZones: ["a.example.org"] }), dns01({ dnsZones: ["example.org"] }), dns01({ dnsZones: ["org"] })],
      0,
    ],
    [
      "the longest zone wins, listed last",
      "x.a.example.org",
      [dns01({ dnsZones: ["org"] }), dns01({ dnsZones: ["example.org"] }), dns01({ dnsZones: ["a.example.org"] })],
      2,
    ],
    [
      "of the zones of one solver the longest counts",
      "x.a.example.org",
      [dns01({ dnsZones: ["example.org"] }), dns01({ dnsZones: ["org", "a.example.org", "example.net"] })],
      1,
    ],
    ["of equal zones the first stays", "a.example.org", [http01({ dnsZones: ["example.org"] }), dns01({ dnsZones: ["Example.org"] })], 0],

    ["a label must be there", "a.example.org", [dns01({ matchLabels: { use: "dns" } })], "none"],
    ["a label must be equal", "a.example.org", [dns01({ matchLabels: { use: "dns" } })], "none", { use: "DNS" }],
    ["every label must be equal", "a.example.org", [dns01({ matchLabels: { use: "dns", team: "a" } })], "none", { use: "dns", team: "b" }],
    ["other labels do not matter", "a.example.org", [dns01({ matchLabels: { use: "dns" } })], 0, { use: "dns", team: "b" }],
    [
      "more labels win",
      "a.example.org",
      [http01({ matchLabels: { use: "dns" } }), dns01({ matchLabels: { use: "dns", team: "a" } })],
      1,
      { use: "dns", team: "a" },
    ],
    [
      "of as many labels the first stays",
      "a.example.org",
      [http01({ matchLabels: { team: "a" } }), dns01({ matchLabels: { use: "dns" } })],
      0,
      { use: "dns", team: "a" },
    ],

    [
      "a name beats the longest zone",
      "x.a.example.org",
      [dns01({ dnsNames: ["x.a.example.org"] }), dns01({ dnsZones: ["x.a.example.org"] })],
      0,
    ],
    [
      "a name beats a zone with labels",
      "a.example.org",
      [dns01({ dnsZones: ["a.example.org"], matchLabels: { use: "dns" } }), dns01({ dnsNames: ["a.example.org"] })],
      1,
      { use: "dns" },
    ],
    [
      "a zone beats labels",
      "a.example.org",
      [dns01({ matchLabels: { use: "dns", team: "a" } }), dns01({ dnsZones: ["org"] })],
      1,
      { use: "dns", team: "a" },
    ],
    [
      "among equal names the zone decides",
      "a.example.org",
      [dns01({ dnsNames: ["a.example.org"] }), dns01({ dnsNames: ["a.example.org"], dnsZones: ["org"] })],
      1,
    ],
    [
      "among equal names and zones labels decide",
      "a.example.org",
      [
        dns01({ dnsNames: ["a.example.org"], dnsZones: ["org"] }),
        dns01({ dnsNames: ["a.example.org"], dnsZones: ["org"], matchLabels: { use: "dns" } }),
      ],
      1,
      { use: "dns" },
    ],
    [
      "among equal zones labels decide",
      "a.example.org",
      [dns01({ dnsZones: ["org"] }), dns01({ dnsZones: ["org"], matchLabels: { use: "dns" } })],
      1,
      { use: "dns" },
    ],
    [
      "the three are joined by and: a zone that does not match",
      "a.example.org",
      [dns01({ dnsNames: ["a.example.org"], dnsZones: ["example.net"], matchLabels: { use: "dns" } })],
      "none",
      { use: "dns" },
    ],
    [
      "the three are joined by and: a label that does not match",
      "a.example.org",
      [dns01({ dnsNames: ["a.example.org"], dnsZones: ["org"], matchLabels: { use: "dns" } })],
      "none",
    ],

    ["HTTP-01 is passed over for a wildcard", "*.example.org", [http01(), dns01()], 1],
    ["HTTP-01 alone leaves none for a wildcard", "*.example.org", [http01()], "none"],
    ["however well it fits", "*.example.org", [http01({ dnsNames: ["*.example.org"] }), dns01()], 1],
    ["nothing else prefers one method: a catch-all HTTP-01 first", "a.example.org", [http01(), dns01()], 0],
    ["nothing else prefers one method: a catch-all DNS-01 first", "a.example.org", [dns01(), http01()], 0],
  ];
  test.each(cases)("%s", (_, name, solvers, expected, labels = {}) => {
    expect(answer(select(name, labels, solvers))).toBe(expected);
    expect(referenceOf(name, labels, solvers)).toBe(expected);
  });
});

describe("what is not known", () => {
  const name = nameOf("a.example.org");
  const labels: Labels = { known: new Map(), complete: true };

  test("an unknown selector beside a catch-all may be either", () => {
    const open: Solver = { ...solver(dns01(), 0), selector: unknown };
    const all = solver(http01(), 1);
    expect(selectSolver(name, labels, complete([open, all]))).toEqual({ outcome: "undecided", candidates: [open, all], mayBeNone: false });
  });

  test("an unknown selector alone may be none", () => {
    const open: Solver = { ...solver(dns01(), 0), selector: unknown };
    expect(selectSolver(name, labels, complete([open]))).toEqual({ outcome: "undecided", candidates: [open], mayBeNone: true });
  });

  test("a solver that cannot fit is none of the candidates, whatever else is unknown of it", () => {
    const other = dns01({ dnsNames: ["b.example.org"], matchLabels: { use: "dns" } });
    const written = solver(other, 0);
    const fitting = solver(dns01(), 1);
    const unknownLabels: Labels = { known: new Map(), complete: false };
    expect(selectSolver(name, unknownLabels, complete([written, fitting]))).toEqual({ outcome: "solver", solver: fitting });
  });

  test("a list of solvers that is not wholly known may hold a better one", () => {
    const fitting = solver(dns01(), 0);
    const selection = selectSolver(name, labels, { known: [fitting], complete: false });
    expect(selection).toEqual({ outcome: "undecided", candidates: [fitting], mayBeNone: true });
  });
});

interface Issuer {
  readonly name: string;
  readonly labels: WrittenLabels;
  readonly solvers: readonly Written[];
}

const names = ["example.org", "a.example.org", "*.a.example.org", "b.a.example.org", "*.example.org", "example.net", "x.example.net"];
const zones = ["example.org", "a.example.org", "EXAMPLE.org", "org", "example.net", "*.example.org", "example.org.", ""];
const keys = ["use", "team", "tier"];

describe("two thousand issuers", () => {
  const issuers = Array.from({ length: 2000 }, (_, seed) => randomIssuer(new Random(seed)));

  test("are answered as by cert-manager's own counters", () => {
    const wrong = issuers.filter(
      ({ name, labels, solvers }) => answer(select(name, labels, solvers)) !== referenceOf(name, labels, solvers),
    );
    expect(wrong).toEqual([]);
  });

  test("are worth asking: each outcome is frequent", () => {
    const outcomes = issuers.map(({ name, labels, solvers }) => referenceOf(name, labels, solvers));
    expect(outcomes.filter((outcome) => outcome === "none").length).toBeGreaterThan(100);
    for (const index of [0, 1, 2]) {
      expect(outcomes.filter((outcome) => outcome === index).length).toBeGreaterThan(100);
    }
  });

  test("a copy of a solver, listed after it, changes nothing", () => {
    const wrong = issuers.filter(({ name, labels, solvers }) => {
      const doubled = solvers.flatMap((each) => [each, each]);
      const expected = answer(select(name, labels, solvers));
      return answer(select(name, labels, doubled)) !== (typeof expected === "number" ? expected * 2 : expected);
    });
    expect(wrong).toEqual([]);
  });

  test("whatever becomes unknown, a definite answer is the same answer, and an open one includes it", () => {
    const wrong: unknown[] = [];
    let open = 0;
    for (const [seed, { name, labels, solvers }] of issuers.entries()) {
      const random = new Random(1_000_000 + seed);
      const expected = answer(select(name, labels, solvers));
      const masked = mask(solvers, labels, random);
      const selection = selectSolver(nameOf(name), masked.labels, masked.solvers);
      const got = answer(selection);
      open += got === "undecided" ? 1 : 0;
      if (got === "undecided" ? !includes(selection, expected, masked.solvers) : got !== expected) {
        wrong.push({ seed, name, labels, solvers, masked, expected, got });
      }
    }
    expect(wrong).toEqual([]);
    expect(open).toBeGreaterThan(500);
    expect(open).toBeLessThan(1900);
  });
});

function nameOf(text: string): DnsName {
  const name = parseName(text);
  if (name === undefined) {
    throw new Error(`${text} is no name.`);
  }
  return name;
}

function select(name: string, labels: WrittenLabels, solvers: readonly Written[]): Selection {
  return selectSolver(nameOf(name), labelsOf(labels), complete(solvers.map(solver)));
}

/** The solver's place in the list goes with it as its provider's name. */
function solver({ method, selector }: Written, index: number): Solver {
  return {
    method: known(method),
    provider: known(String(index)),
    cnameStrategy: known("None"),
    selector:
      selector === undefined
        ? absent
        : known({
            dnsNames: complete(selector.dnsNames ?? []),
            dnsZones: complete(selector.dnsZones ?? []),
            matchLabels: labelsOf(selector.matchLabels ?? {}),
          }),
  };
}

function labelsOf(labels: WrittenLabels): Labels {
  return { known: new Map(Object.entries(labels).map(([key, value]) => [key, known(value)])), complete: true };
}

function complete<T>(elements: readonly T[]): Elements<T> {
  return { known: elements, complete: true };
}

function answer(selection: Selection): number | "none" | "undecided" {
  return selection.outcome === "solver" ? indexOf(selection.solver) : selection.outcome;
}

function indexOf({ provider }: Solver): number {
  return provider.state === "known" ? Number(provider.value) : NaN;
}

/** An open answer must leave room for the true one; a solver that is hidden itself cannot be among the candidates. */
function includes(selection: Selection, expected: number | "none" | "undecided", solvers: Elements<Solver>): boolean {
  if (selection.outcome !== "undecided") {
    return false;
  }
  const isHidden = !solvers.known.some((each) => indexOf(each) === expected);
  return expected === "none" || isHidden ? selection.mayBeNone : selection.candidates.some((each) => indexOf(each) === expected);
}

/**
 * `Pick` of cert-manager's `pkg/util/solverpicker/solverpicker.go`, its counters included, written down from there and as
 * slow as it likes.
 */
function referenceOf(name: string, labels: WrittenLabels, solvers: readonly Written[]): number | "none" {
  const isWildcard = name.startsWith("*.");
  let selected: number | undefined;
  let selectedLabels = 0;
  let selectedNames = 0;
  let selectedZones = 0;
  for (const [index, { method, selector }] of solvers.entries()) {
    if (method === "http01" && isWildcard) {
      continue;
    }
    if (selector === undefined) {
      selected ??= index;
      continue;
    }
    const [labelsMatch, matchedLabels] = referenceLabels(selector.matchLabels ?? {}, labels);
    const [namesMatch, matchedNames] = referenceNames(selector.dnsNames ?? [], name);
    const [zonesMatch, matchedZones] = referenceZones(selector.dnsZones ?? [], name);
    if (!labelsMatch || !namesMatch || !zonesMatch) {
      continue;
    }
    const take = () => {
      selected = index;
      selectedLabels = matchedLabels;
      selectedNames = matchedNames;
      selectedZones = matchedZones;
    };
    if (selected === undefined) {
      take();
      continue;
    }
    if (matchedNames > 0 && selectedNames === 0) {
      take();
      continue;
    }
    if (matchedNames === 0 && selectedNames > 0) {
      continue;
    }
    if (matchedNames > 0 && selectedNames > 0) {
      if (matchedZones > selectedZones || (matchedZones === selectedZones && matchedLabels > selectedLabels)) {
        take();
      }
      continue;
    }
    if (matchedZones > 0 && selectedZones === 0) {
      take();
      continue;
    }
    if (matchedZones === 0 && selectedZones > 0) {
      continue;
    }
    if (matchedZones > 0 && selectedZones > 0) {
      if (matchedZones > selectedZones || (matchedZones === selectedZones && matchedLabels > selectedLabels)) {
        take();
      }
      continue;
    }
    if (matchedLabels > selectedLabels) {
      take();
    }
  }
  return selected ?? "none";
}

function referenceLabels(wanted: WrittenLabels, labels: WrittenLabels): [boolean, number] {
  for (const [key, value] of Object.entries(wanted)) {
    if (labels[key] !== value) {
      return [false, 0];
    }
  }
  return [true, Object.keys(wanted).length];
}

function referenceNames(dnsNames: readonly string[], name: string): [boolean, number] {
  if (dnsNames.length === 0) {
    return [true, 0];
  }
  return dnsNames.includes(name) ? [true, 1] : [false, 0];
}

function referenceZones(dnsZones: readonly string[], name: string): [boolean, number] {
  if (dnsZones.length === 0) {
    return [true, 0];
  }
  let longest = 0;
  for (const zone of dnsZones) {
    const count = zone.split(".").filter((label) => label !== "").length;
    if (commonLabels(zone, name) === count && count > longest) {
      longest = count;
    }
  }
  return longest > 0 ? [true, longest] : [false, 0];
}

/** How many labels two names share from the right; a final dot is a label that only another final dot equals. */
function commonLabels(first: string, second: string): number {
  const [one, other] = [first, second].map((name) => name.toLowerCase().split(".").reverse());
  let count = 0;
  while (one?.[count] !== undefined && one[count] === other?.[count]) {
    count++;
  }
  return count;
}

function randomIssuer(random: Random): Issuer {
  const randomLabels = (probability: number) =>
    Object.fromEntries(random.some(keys, probability).map((key) => [key, random.pick(["x", "y"])]));
  const randomSelector = () => ({
    ...(random.chance(0.4) ? { dnsNames: random.some([...names, "A.example.org"], 0.4) } : {}),
    ...(random.chance(0.6) ? { dnsZones: random.some(zones, 0.4) } : {}),
    ...(random.chance(0.4) ? { matchLabels: randomLabels(0.5) } : {}),
  });
  const randomSolver = (): Written => {
    const make = random.chance(0.6) ? dns01 : http01;
    return random.chance(0.15) ? make() : make(randomSelector());
  };
  const solvers = Array.from({ length: 1 + random.below(5) }, randomSolver);
  return { name: random.pick(names), labels: randomLabels(0.8), solvers };
}

/** Makes up to three things unknown: elements leave a list that then is not complete, values and selectors go dark. */
function mask(written: readonly Written[], writtenLabels: WrittenLabels, random: Random): { solvers: Elements<Solver>; labels: Labels } {
  let solvers = complete(written.map(solver));
  let labels = labelsOf(writtenLabels);
  for (let times = 1 + random.below(3); times > 0; times--) {
    const chosen = random.below(Math.max(solvers.known.length, 1));
    const change = (map: (each: Solver) => Solver) => {
      solvers = { ...solvers, known: solvers.known.map((each, index) => (index === chosen ? map(each) : each)) };
    };
    switch (random.below(8)) {
      case 0:
        solvers = lose(solvers, random);
        break;
      case 1:
        labels = random.chance(0.5) ? loseLabel(labels, random) : hideLabel(labels, random);
        break;
      case 2:
        change((each) => ({ ...each, method: unknown }));
        break;
      case 3:
        change((each) => ({ ...each, selector: unknown }));
        break;
      default:
        change((each) => maskSelector(each, random));
    }
  }
  return { solvers, labels };
}

function maskSelector(each: Solver, random: Random): Solver {
  if (each.selector.state !== "known") {
    return each;
  }
  const { dnsNames, dnsZones, matchLabels } = each.selector.value;
  const changed = [
    { dnsNames: lose(dnsNames, random) },
    { dnsZones: lose(dnsZones, random) },
    { matchLabels: loseLabel(matchLabels, random) },
    { matchLabels: hideLabel(matchLabels, random) },
  ];
  return { ...each, selector: known({ dnsNames, dnsZones, matchLabels, ...random.pick(changed) }) };
}

function lose<T>(elements: Elements<T>, random: Random): Elements<T> {
  const lost = random.below(Math.max(elements.known.length, 1));
  return { known: elements.known.filter((_, index) => index !== lost), complete: false };
}

function loseLabel(labels: Labels, random: Random): Labels {
  const lost = random.pick(keys);
  return { known: new Map([...labels.known].filter(([key]) => key !== lost)), complete: false };
}

function hideLabel(labels: Labels, random: Random): Labels {
  const hidden = random.pick(keys);
  return { ...labels, known: new Map([...labels.known].map(([key, value]) => [key, key === hidden ? unknown : value])) };
}
