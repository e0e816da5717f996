import type { Labels, Selector, Solver } from "../../ownership/inventory";
import { selectSolver } from "../../ownership/solver-selection";
import { absent, known, unknown, type Elements, type Value } from "../../ownership/value";
import { answer, complete, nameOf, referenceOf, select, solver, type Written, type WrittenLabels } from "./solvers";

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

  test("a solver whose method is not known may be any, even for a wildcard", () => {
    const open: Solver = { ...solver(dns01(), 0), method: unknown };
    expect(selectSolver(nameOf("*.example.org"), labels, complete([open]))).toEqual({
      outcome: "undecided",
      candidates: [open],
      mayBeNone: true,
    });
  });

  const partly = (known: readonly string[]): Elements<string> => ({ known, complete: false });
  const selecting = (index: number, selector: Partial<Selector>): Solver => ({
    ...solver(dns01(), index),
    selector: known({ dnsNames: complete([]), dnsZones: complete([]), matchLabels: labels, ...selector }),
  });

  test("names that are partly known: those known count, the others may hold the name", () => {
    const listed = selecting(0, { dnsNames: partly(["b.example.org", "a.example.org"]) });
    const open = selecting(1, { dnsNames: partly(["b.example.org"]) });
    const zone = selecting(2, { dnsZones: complete(["example.org"]) });
    expect(selectSolver(name, labels, complete([listed, zone]))).toEqual({ outcome: "solver", solver: listed });
    expect(selectSolver(name, labels, complete([open, zone]))).toEqual({
      outcome: "undecided",
      candidates: [open, zone],
      mayBeNone: false,
    });
  });

  test("zones that are partly known may hold a longer one, but never beat a name", () => {
    const open = selecting(0, { dnsZones: partly(["org"]) });
    const zone = selecting(1, { dnsZones: complete(["example.org"]) });
    const named = selecting(2, { dnsNames: complete(["a.example.org"]) });
    expect(selectSolver(name, labels, complete([open, zone]))).toEqual({
      outcome: "undecided",
      candidates: [open, zone],
      mayBeNone: false,
    });
    expect(selectSolver(name, labels, complete([open, named]))).toEqual({ outcome: "solver", solver: named });
  });

  test("what surely loses is none of the candidates: a shorter zone, and one for other names", () => {
    const open: Solver = { ...solver(dns01(), 0), selector: unknown };
    const solvers = ["org", "example.org", "example.net"].map((zone, index) => selecting(index + 1, { dnsZones: complete([zone]) }));
    const selection = selectSolver(name, labels, complete([open, ...solvers]));
    expect(selection).toEqual({ outcome: "undecided", candidates: [open, solvers[1]], mayBeNone: false });
  });

  describe("labels", () => {
    const wanting = (matchLabels: Labels): Solver => selecting(0, { matchLabels });
    const use = (value: Value<string>, complete = true): Labels => ({ known: new Map([["use", value]]), complete });
    const none = labels;
    const cases: Readonly<Record<string, readonly [Labels, Labels, "solver" | "none" | "undecided"]>> = {
      "equal on both sides": [use(known("dns")), use(known("dns")), "solver"],
      "of another value": [use(known("dns")), use(known("http")), "none"],
      "missing on the certificate": [use(known("dns")), none, "none"],
      "missing on a certificate whose labels are not all known": [use(known("dns")), { ...none, complete: false }, "undecided"],
      "of a value that the solver does not tell yet": [use(unknown), use(known("dns")), "undecided"],
      "of a value that the certificate does not tell yet": [use(known("dns")), use(unknown), "undecided"],
      "that the solver does not tell the value of, and the certificate surely lacks": [use(unknown), none, "undecided"],
      "that the solver wants without a value": [use(absent), use(known("dns")), "none"],
      "equal, where the solver may want more": [use(known("dns"), false), use(known("dns")), "undecided"],
      "of another value, where the solver may want more": [use(known("dns"), false), use(known("http")), "none"],
      "equal, where the certificate may have more": [use(known("dns")), use(known("dns"), false), "solver"],
    };
    test.each(Object.entries(cases))("%s", (_, [wanted, actual, outcome]) => {
      expect(selectSolver(name, actual, complete([wanting(wanted)])).outcome).toBe(outcome);
    });

    test("that may all match never beat a zone, but may beat fewer", () => {
      const open = selecting(0, { matchLabels: { known: new Map([["use", unknown]]), complete: true } });
      const zone = selecting(1, { dnsZones: complete(["org"]) });
      const fewer = selecting(2, { matchLabels: use(known("dns")) });
      const dns = use(known("dns"));
      expect(selectSolver(name, dns, complete([open, zone]))).toEqual({ outcome: "solver", solver: zone });
      expect(selectSolver(name, dns, complete([open, fewer]))).toMatchObject({ outcome: "undecided", candidates: [open, fewer] });
    });
  });
});
