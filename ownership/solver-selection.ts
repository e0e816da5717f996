import { upwards } from "./dns";
import { groupBy } from "./grouping";
import type { Labels, Selector, Solver } from "./inventory";
import { isWildcard, type DnsName } from "./names";
import { absent, isEqual, unknown, type Answer, type Elements, type Value } from "./value";

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
  /** Its place in the list. */
  readonly position: number;
  readonly score: Score;
  /** Names for which its place is another one. */
  readonly except?: ReadonlySet<string>;
}

/**
 * cert-manager's own selection, in its order of precedence, ties going to the solver that is listed first.
 *
 * @param name as the certificate lists it, a wildcard with its `*.`: cert-manager compares it literally.
 * @param labels the labels of the order, which are the certificate's.
 * @param solvers `spec.acme.solvers`. Of those that are alike in all that matters, one stands for all.
 */
export function selectSolver(name: DnsName, labels: Labels, solvers: Elements<Solver>): Selection {
  const index = indexes.get(solvers) ?? new SolverIndex(solvers.known);
  indexes.set(solvers, index);
  const fitting = index.fitting(name, labels);
  const picked = pick(fitting.filter(isCertain));
  // What cannot beat the best known match does not matter, whatever it turns out to be.
  const isRival = (each: Candidate): boolean => !isCertain(each) && !(picked !== undefined && beats(picked.score, each.score));
  if (solvers.complete && !fitting.some(isRival)) {
    return picked === undefined ? { outcome: "none" } : { outcome: "solver", solver: picked.solver };
  }
  const candidates = new Set(fitting.filter((each) => each === picked || isRival(each)).map(({ solver }) => solver));
  return { outcome: "undecided", candidates: [...candidates], mayBeNone: !solvers.complete || picked === undefined };
}

const indexes = new WeakMap<Elements<Solver>, SolverIndex>();

const anyScore: Score = { names: Infinity, zone: Infinity, labels: Infinity };

function isCertain({ score: { names, zone, labels } }: Candidate): boolean {
  return names !== Infinity && zone !== Infinity && labels !== Infinity;
}

/** An issuer's solvers by the names and zones that they are for: there may be one for each of thousands of names. */
class SolverIndex {
  private readonly anywhere = new Place();
  private readonly byName = new Map<string, Place>();
  private readonly byZone = new Map<string, Place>();
  /** Labels that any selector asks for. */
  private readonly keys = new Set<string>();
  private readonly told = new WeakMap<Labels, string>();

  constructor(solvers: readonly Solver[]) {
    for (const [position, solver] of solvers.entries()) {
      this.add(solver, position);
    }
  }

  private add(solver: Solver, position: number): void {
    const { method, selector } = solver;
    if (method.state !== "known" || selector.state === "unknown") {
      this.anywhere.add({ solver, position, score: anyScore });
    } else if (selector.state === "absent") {
      // A solver without a selector only ever fills an empty seat; one with an empty selector does no more.
      this.anywhere.add({ solver, position, score: { names: 0, zone: 0, labels: 0 } });
    } else {
      this.addSelecting({ solver, position }, selector.value);
    }
  }

  private addSelecting(listed: Pick<Candidate, "solver" | "position">, { dnsNames, dnsZones, matchLabels }: Selector): void {
    for (const key of matchLabels.known.keys()) {
      this.keys.add(key);
    }
    const wanted = new Set(dnsNames.known);
    const zones = new Set(dnsZones.known.map((zone) => zone.toLowerCase()));
    for (const name of wanted) {
      const zone = matchZones(name, zones, dnsZones.complete);
      if (zone !== undefined) {
        placeAt(this.byName, name).add({ ...listed, score: { names: 1, zone, labels: 0 } }, matchLabels);
      }
    }
    if (dnsNames.complete && wanted.size > 0) {
      return;
    }
    const rest = { ...listed, ...(wanted.size === 0 ? {} : { except: wanted }) };
    const names = dnsNames.complete ? 0 : Infinity;
    if (!dnsZones.complete || zones.size === 0) {
      this.anywhere.add({ ...rest, score: { names, zone: dnsZones.complete ? 0 : Infinity, labels: 0 } }, matchLabels);
      return;
    }
    for (const zone of zones) {
      placeAt(this.byZone, zone).add({ ...rest, score: { names, zone: zone.length, labels: 0 } }, matchLabels);
    }
  }

  /** @returns those that fit, as they are listed. One that fits by two zones is among them for the shorter one, too, which tells nothing. */
  fitting(name: DnsName, labels: Labels): Candidate[] {
    const places = [this.anywhere, this.byName.get(name), ...upwards(name).map((zone) => this.byZone.get(zone))];
    const asked = { labels, key: this.keyOf(labels) };
    return places
      .flatMap((place) => place?.fitting(asked) ?? [])
      .filter(({ solver, except }) => except?.has(name) !== true && !(isWildcard(name) && isHttp01(solver)))
      .sort((one, other) => one.position - other.position);
  }

  /** @returns the same text for labels between which no selector makes a difference. */
  private keyOf(labels: Labels): string {
    const key =
      this.told.get(labels) ??
      (this.keys.size === 0
        ? ""
        : JSON.stringify([labels.complete, ...[...labels.known].filter(([label]) => this.keys.has(label)).sort(byLabel)]));
    this.told.set(labels, key);
    return key;
  }
}

function byLabel([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function placeAt(places: Map<string, Place>, key: string): Place {
  const place = places.get(key) ?? new Place();
  places.set(key, place);
  return place;
}

/** A CA offers no HTTP-01 for a wildcard (RFC 8555 §8.3), so HTTP-01 solvers are passed over. */
function isHttp01({ method }: Solver): boolean {
  return method.state === "known" && method.value === "http01";
}

interface Labelled {
  readonly candidate: Candidate;
  readonly wanted: Labels;
}

/** The solvers for one name, for one zone, or for all: between these nothing but labels decides. */
class Place {
  private readonly unlabelled: Labelled[] = [];
  /** By a label that they ask for, and the value that it must have. */
  private readonly labelled = new Map<string, Map<string, Labelled[]>>();
  private readonly fits = new Map<string, readonly Candidate[]>();

  add(candidate: Candidate, wanted: Labels = noLabels): void {
    const [key, value] = [...wanted.known].find(([, { state }]) => state === "known") ?? [];
    if (key === undefined || value?.state !== "known") {
      this.unlabelled.push({ candidate, wanted });
      return;
    }
    const byValue = this.labelled.get(key) ?? new Map<string, Labelled[]>();
    this.labelled.set(key, byValue);
    const alike = byValue.get(value.value) ?? [];
    byValue.set(value.value, alike);
    alike.push({ candidate, wanted });
  }

  /** @param asked labels, and a text that is the same for those that make no difference. */
  fitting({ labels, key }: { readonly labels: Labels; readonly key: string }): readonly Candidate[] {
    let fitting = this.fits.get(key);
    if (fitting === undefined) {
      fitting = oneOfAlike([...this.unlabelled, ...this.labelledFor(labels)].flatMap((each) => withLabels(each, labels)));
      this.fits.set(key, fitting);
    }
    return fitting;
  }

  private labelledFor(labels: Labels): Labelled[] {
    const keys = labels.complete && labels.known.size < this.labelled.size ? labels.known.keys() : this.labelled.keys();
    return [...keys].flatMap((key) => {
      const byValue = this.labelled.get(key);
      const actual = labelOf(labels, key);
      if (byValue === undefined || actual.state === "absent") {
        return [];
      }
      return actual.state === "known" ? (byValue.get(actual.value) ?? []) : [...byValue.values()].flat();
    });
  }
}

const noLabels: Labels = { known: new Map(), complete: true };

/** @returns the candidate where its labels fit, whatever is unknown of them. */
function withLabels({ candidate, wanted }: Labelled, labels: Labels): Candidate[] {
  const matches = matchLabels(labels, wanted);
  const count = matches === undefined ? Infinity : wanted.known.size;
  return matches === false
    ? []
    : [candidate.score.labels === Infinity ? candidate : { ...candidate, score: { ...candidate.score, labels: count } }];
}

/** Of certain ones the best of each method counts; of the others, those that do the same are one. */
function oneOfAlike(candidates: readonly Candidate[]): Candidate[] {
  const listed = [...candidates].sort((one, other) => one.position - other.position);
  const kinds = groupBy(listed, (each) => (isCertain(each) ? String(isHttp01(each.solver)) : alikeness(each)));
  return [...kinds.values()].flatMap((alike) => (isCertain(alike[0]) ? (pick(alike) ?? []) : alike[0]));
}

function alikeness({ solver: { method, provider, cnameStrategy }, position, score, except }: Candidate): string {
  return JSON.stringify([method, provider, cnameStrategy, Object.values(score).map(String), except === undefined ? 0 : position]);
}

/** @returns the length of the longest zone that the name lies in. One written with a trailing dot never matches: no name has one. */
function matchZones(name: string, zones: ReadonlySet<string>, complete: boolean): number | undefined {
  if (!complete) {
    return Infinity;
  }
  return zones.size === 0 ? 0 : upwards(name).find((zone) => zones.has(zone))?.length;
}

/** @returns whether labels are as wanted; undefined where that is not known. */
function matchLabels(labels: Labels, wanted: Labels): Answer {
  let isOpen = !wanted.complete;
  for (const [key, value] of wanted.known) {
    const actual = labelOf(labels, key);
    if (value.state === "unknown" || actual.state === "unknown") {
      isOpen = true;
    } else if (isEqual(actual, value) !== true) {
      return false;
    }
  }
  return isOpen ? undefined : true;
}

function labelOf({ known, complete }: Labels, key: string): Value<string> {
  return known.get(key) ?? (complete ? absent : unknown);
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
