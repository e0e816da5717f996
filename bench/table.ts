/** One measure of the pack, or of the command, and of what it is compared with, round by round; empty where the system does not tell. */
export interface Row {
  readonly what: string;
  readonly unit: "ms" | "MiB" | "×";
  readonly pack: readonly number[];
  readonly other: readonly number[];
  /** What the goal bounds: the pack's measure in the other's, unless it is the pack's measure itself. */
  readonly against?: "goal";
  readonly goal?: number;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @returns whether the goal is missed in three rounds of four, which noise alone seldom does. */
export function isMissed(row: Row): boolean {
  return row.goal !== undefined && quantile(bounded(row), 0.25) > row.goal;
}

/** @param headings of the two measures. */
export function printTable(rows: readonly Row[], headings: readonly [string, string] = ["pack", "other"]): void {
  const told = rows.filter(({ pack, other }) => pack.length > 0 && other.length > 0);
  const lines = [
    ["", ...headings, "ratio", "middle half", "goal", ""],
    ...told.map((row) => {
      const ratios = ratiosOf(row);
      return [
        row.what,
        withUnit(row, row.pack),
        withUnit(row, row.other),
        median(ratios).toFixed(3),
        `${quantile(ratios, 0.25).toFixed(3)}–${quantile(ratios, 0.75).toFixed(3)}`,
        row.goal === undefined ? "" : `≤ ${row.goal.toFixed(2)}${row.against === undefined ? "" : ` ${row.unit}`}`,
        verdict(row),
      ];
    }),
  ];
  printCells(lines);
}

/** @param lines of as many cells each: the first of them to the left, the others, which are numbers, to the right. */
export function printCells(lines: readonly (readonly string[])[]): void {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines) {
    const cells = line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)));
    console.log(cells.join("  ").trimEnd());
  }
}

function verdict(row: Row): string {
  if (row.goal === undefined) {
    return "";
  }
  return median(bounded(row)) <= row.goal ? "met" : isMissed(row) ? "MISSED" : "noise";
}

function bounded(row: Row): readonly number[] {
  return row.against === "goal" ? row.pack : ratiosOf(row);
}

function ratiosOf({ pack, other }: Row): number[] {
  return pack.map((value, round) => value / (other[round] ?? NaN));
}

function withUnit({ unit }: Row, values: readonly number[]): string {
  const value = median(values);
  return `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
  return below + (above - below) * (place - Math.floor(place));
}
