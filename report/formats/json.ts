import { printableLines } from "../printable";
import type { Format } from "../report";

/** For programs: the report as it is. JSON escapes the C0 controls by itself; a terminal obeys others as well. */
export const json: Format = ({ report }) => `${printableLines(JSON.stringify(report, undefined, 2))}\n`;
