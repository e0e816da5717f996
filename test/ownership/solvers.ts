import type { Labels, Solver } from "../../ownership/inventory";
import { parseName, type DnsName } from "../../ownership/names";
import { selectSolver, type Selection } from "../../ownership/solver-selection";
import { absent, known, type Elements } from "../../ownership/value";

/** A solver as an issuer writes it; no `selector` is another thing than an empty one. */
export interface Written {
  readonly method: "dns01" | "http01";
  readonly selector?: {
    readonly dnsNames?: readonly string[];
    readonly dnsZones?: readonly string[];
    readonly matchLabels?: Readonly<Record<string, string>>;
  };
}

export type WrittenLabels = Readonly<Record<string, string>>;

export function nameOf(text: string): DnsName {
  const name = parseName(text);
  if (name === undefined) {
    throw new Error(`${text} is no name.`);
  }
  return name;
}

export function select(name: string, labels: WrittenLabels, solvers: readonly Written[]): Selection {
  return selectSolver(nameOf(name), labelsOf(labels), complete(solvers.map(solver)));
}

/** The solver's place in the list goes with it as its provider's name. */
export function solver({ method, selector }: Written, index: number): Solver {
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

export function labelsOf(labels: WrittenLabels): Labels {
  return { known: new Map(Object.entries(labels).map(([key, value]) => [key, known(value)])), complete: true };
}

export function complete<T>(elements: readonly T[]): Elements<T> {
  return { known: elements, complete: true };
}

export function answer(selection: Selection): number | "none" | "undecided" {
  return selection.outcome === "solver" ? indexOf(selection.solver) : selection.outcome;
}

export function indexOf({ provider }: Solver): number {
  return provider.state === "known" ? Number(provider.value) : NaN;
}

/**
 * `Pick` of cert-manager's `pkg/util/solverpicker/solverpicker.go`, its counters included, written down from there and as
 * slow as it likes.
 */
export function referenceOf(name: string, labels: WrittenLabels, solvers: readonly Written[]): number | "none" {
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
