import { printableLines } from "../printable";
import type { Format } from "../report";

/** For programs: the report as it is. */
export const json: Format = ({ report }) => toJson(report);

/** @returns the value as indented JSON, safe to show: JSON escapes the C0 controls by itself, a terminal obeys others as well. */
export function toJson(value: object): string {
  return `${printableLines(JSON.stringify(value, undefined, 2))}\n`;
}
