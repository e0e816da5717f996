import type { Labels, Selector, Solver } from "./inventory";
import { isWildcard, type DnsName } from "./names";
import type { Elements } from "./value";

/**
 * Which solver cert-manager picks for a name. `undecided` lists the solvers it may be, where selectors or labels are
 * unknown; `mayBeNone` says whether it may also be none, or one that is not listed yet.
 */
export type Selection =
  | { readonly outcome: "solver"; readonly solver: Solver }
  | { readonly outcome: "none" }
  | { readonly outcome: "undecided"; readonly candidates: readonly Solver[]; readonly mayBeNone: boolean };

/** How well a solver fits: dnsNames beat zones, longer zones beat shorter, zones beat labels (`solverpicker.go: Pick`). */
interface Score {
  readonly names: number;
  readonly zoneLabels: number;
  readonly labels: number;
}

type Match =
  | { readonly fits: "yes"; readonly score: Score | "no selector" }
  | { readonly fits: "no" }
  /** `atMost` is the best score it may turn out to have. */
  | { readonly fits: "unknown"; readonly atMost: Score };

interface Candidate {
  readonly solver: Solver;
  readonly match: Match;
}

/**
 * cert-manager's own selection, in its order of precedence, ties going to the solver that is listed first.
 *
 * @param name as the certificate lists it, a wildcard with its `*.`: cert-manager compares it literally.
 * @param labels the labels of the order, which are the certificate's.
 * @param solvers `spec.acme.solvers`.
 */
export function selectSolver(name: DnsName, labels: Labels, solvers: Elements<Solver>): Selection {
  const matches = solvers.known.map((solver) => ({ solver, match: matchSolver(name, labels, solver) }));
  const picked = pick(matches);
  // What cannot beat the best known match does not matter, whatever it turns out to be.
  const best = picked === undefined ? undefined : scoreOf(picked.match);
  const rivals = matches.filter(({ match }) => match.fits === "unknown" && !(best !== undefined && beats(best, match.atMost)));
  if (solvers.complete && rivals.length === 0) {
    return picked === undefined ? { outcome: "none" } : { outcome: "solver", solver: picked.solver };
  }
  const candidates = matches.filter((each) => each === picked || rivals.includes(each)).map(({ solver }) => solver);
  return { outcome: "undecided", candidates, mayBeNone: !solvers.complete || picked === undefined };
}

function matchSolver(name: DnsName, labels: Labels, solver: Solver): Match {
  if (solver.method.state !== "known") {
    return { fits: "unknown", atMost: anyScore };
  }
  // A CA offers no HTTP-01 for a wildcard (RFC 8555 §8.3), so HTTP-01 solvers are passed over.
  if (solver.method.value === "http01" && isWildcard(name)) {
    return { fits: "no" };
  }
  if (solver.selector.state === "absent") {
    return { fits: "yes", score: "no selector" };
  }
  return solver.selector.state === "unknown" ? { fits: "unknown", atMost: anyScore } : matchSelector(name, labels, solver.selector.value);
}

const anyScore: Score = { names: Infinity, zoneLabels: Infinity, labels: Infinity };

function upperBound(part: number | "no" | "unknown"): number {
  return typeof part === "number" ? part : Infinity;
}

function matchSelector(name: DnsName, labels: Labels, selector: Selector): Match {
  const names = matchNames(name, selector.dnsNames);
  const zoneLabels = matchZones(name, selector.dnsZones);
  const matchedLabels = matchLabels(labels, selector.matchLabels);
  const parts = [names, zoneLabels, matchedLabels];
  if (parts.includes("no")) {
    return { fits: "no" };
  }
  const score = { names: upperBound(names), zoneLabels: upperBound(zoneLabels), labels: upperBound(matchedLabels) };
  return parts.includes("unknown") ? { fits: "unknown", atMost: score } : { fits: "yes", score };
}

/** 0 for an empty list, which matches everything. Compared exactly, case included: the CA hands names over in lower case. */
function matchNames(name: DnsName, dnsNames: Elements<string>): number | "no" | "unknown" {
  if (dnsNames.known.includes(name)) {
    return 1;
  }
  return !dnsNames.complete ? "unknown" : dnsNames.known.length === 0 ? 0 : "no";
}

/** The labels of the longest zone that the name lies in. A zone written with a trailing dot never matches anything. */
function matchZones(name: DnsName, dnsZones: Elements<string>): number | "no" | "unknown" {
  if (!dnsZones.complete) {
    return "unknown";
  }
  const matching = dnsZones.known
    .map((zone) => zone.toLowerCase())
    .filter((zone) => zone !== "" && !zone.endsWith(".") && (name === zone || name.endsWith(`.${zone}`)));
  return matching.length > 0 ? Math.max(...matching.map((zone) => zone.split(".").length)) : dnsZones.known.length === 0 ? 0 : "no";
}

function matchLabels(labels: Labels, wanted: Labels): number | "no" | "unknown" {
  let undecided = !wanted.complete;
  for (const [key, value] of wanted.known) {
    const actual = labels.known.get(key);
    if (value.state === "unknown" || actual?.state === "unknown" || (actual === undefined && !labels.complete)) {
      undecided = true;
    } else if (actual?.state !== "known" || value.state !== "known" || actual.value !== value.value) {
      return "no";
    }
  }
  return undecided ? "unknown" : wanted.known.size;
}

function pick(matches: readonly Candidate[]): Candidate | undefined {
  let picked: Candidate | undefined;
  for (const candidate of matches) {
    if (candidate.match.fits === "yes" && (picked === undefined || beats(scoreOf(candidate.match), scoreOf(picked.match)))) {
      picked = candidate;
    }
  }
  return picked;
}

/** A solver without a selector only ever fills an empty seat; one with an empty selector does no more. */
function scoreOf(match: Match): Score {
  return match.fits === "yes" && match.score !== "no selector" ? match.score : { names: 0, zoneLabels: 0, labels: 0 };
}

function beats(score: Score, best: Score): boolean {
  for (const key of ["names", "zoneLabels", "labels"] as const) {
    if (score[key] !== best[key]) {
      return score[key] > best[key];
    }
  }
  return false;
}
