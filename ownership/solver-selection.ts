import type { Labels, Selector, Solver } from "./inventory";
import { isWildcard, type DnsName } from "./names";
import { absent, allOf, isEqual, unknown, type Elements } from "./value";

/**
 * Which solver cert-manager picks for a name. `undecided` lists the solvers it may be, where selectors or labels are
 * unknown; `mayBeNone` says whether it may also be none, or one that is not listed yet.
 */
export type Selection =
  | { readonly outcome: "solver"; readonly solver: Solver }
  | { readonly outcome: "none" }
  | { readonly outcome: "undecided"; readonly candidates: readonly Solver[]; readonly mayBeNone: boolean };

/**
 * How well a solver fits: dnsNames beat zones, longer zones beat shorter, zones beat labels (`solverpicker.go: Pick`). A part
 * that may turn out to be anything is infinite: at best it fits better than all others.
 */
interface Score {
  readonly names: number;
  /** How long the zone is. Zones of one name end alike, so the one with more labels has more letters. */
  readonly zone: number;
  readonly labels: number;
}

interface Candidate {
  readonly solver: Solver;
  readonly score: Score;
}

/**
 * cert-manager's own selection, in its order of precedence, ties going to the solver that is listed first.
 *
 * @param name as the certificate lists it, a wildcard with its `*.`: cert-manager compares it literally.
 * @param labels the labels of the order, which are the certificate's.
 * @param solvers `spec.acme.solvers`.
 */
export function selectSolver(name: DnsName, labels: Labels, solvers: Elements<Solver>): Selection {
  const fitting = solvers.known.flatMap((solver): Candidate[] => {
    const score = scoreOf(name, labels, solver);
    return score === undefined ? [] : [{ solver, score }];
  });
  const picked = pick(fitting.filter(isCertain));
  // What cannot beat the best known match does not matter, whatever it turns out to be.
  const rivals = fitting.filter((each) => !isCertain(each) && !(picked !== undefined && beats(picked.score, each.score)));
  if (solvers.complete && rivals.length === 0) {
    return picked === undefined ? { outcome: "none" } : { outcome: "solver", solver: picked.solver };
  }
  const candidates = fitting.filter((each) => each === picked || rivals.includes(each)).map(({ solver }) => solver);
  return { outcome: "undecided", candidates, mayBeNone: !solvers.complete || picked === undefined };
}

/** @returns undefined for a solver that does not fit, whatever is unknown of it. */
function scoreOf(name: DnsName, labels: Labels, { method, selector }: Solver): Score | undefined {
  if (method.state !== "known") {
    return anyScore;
  }
  // A CA offers no HTTP-01 for a wildcard (RFC 8555 §8.3), so HTTP-01 solvers are passed over.
  if (method.value === "http01" && isWildcard(name)) {
    return undefined;
  }
  // A solver without a selector only ever fills an empty seat; one with an empty selector does no more.
  if (selector.state === "absent") {
    return { names: 0, zone: 0, labels: 0 };
  }
  return selector.state === "unknown" ? anyScore : scoreOfSelector(name, labels, selector.value);
}

const anyScore: Score = { names: Infinity, zone: Infinity, labels: Infinity };

function isCertain({ score }: Candidate): boolean {
  return !Object.values(score).includes(Infinity);
}

function scoreOfSelector(name: DnsName, labels: Labels, selector: Selector): Score | undefined {
  const names = matchNames(name, selector.dnsNames);
  const zone = matchZones(name, selector.dnsZones);
  const matchedLabels = matchLabels(labels, selector.matchLabels);
  return names === undefined || zone === undefined || matchedLabels === undefined ? undefined : { names, zone, labels: matchedLabels };
}

/** 0 for an empty list, which matches everything. Compared exactly, case included: the CA hands names over in lower case. */
function matchNames(name: DnsName, dnsNames: Elements<string>): number | undefined {
  if (dnsNames.known.includes(name)) {
    return 1;
  }
  return !dnsNames.complete ? Infinity : dnsNames.known.length === 0 ? 0 : undefined;
}

/** The length of the longest zone that the name lies in. One written with a trailing dot never matches: no name has one. */
function matchZones(name: DnsName, dnsZones: Elements<string>): number | undefined {
  if (!dnsZones.complete) {
    return Infinity;
  }
  const matching = dnsZones.known.map((zone) => zone.toLowerCase()).filter((zone) => name === zone || name.endsWith(`.${zone}`));
  return matching.length > 0 ? Math.max(...matching.map(({ length }) => length)) : dnsZones.known.length === 0 ? 0 : undefined;
}

function matchLabels(labels: Labels, wanted: Labels): number | undefined {
  const answers = [...wanted.known].map(([key, value]) => {
    const actual = labels.known.get(key) ?? (labels.complete ? absent : unknown);
    return value.state === "unknown" || actual.state === "unknown" ? undefined : isEqual(actual, value) === true;
  });
  const matches = allOf([...answers, wanted.complete ? true : undefined]);
  return matches === undefined ? Infinity : matches ? wanted.known.size : undefined;
}

function pick(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (picked, next) => (picked === undefined || beats(next.score, picked.score) ? next : picked),
    undefined,
  );
}

/** Two parts that are both infinite are no different (their difference is not even a number). */
function beats(score: Score, best: Score): boolean {
  return (score.names - best.names || score.zone - best.zone || score.labels - best.labels) > 0;
}
