import { unprintable, writtenOut } from "../printable";
import type { Report } from "../report";
import { counted } from "../words";

/** @returns one line on what was checked and found, without a full stop. */
export function summaryWords({ summary, resources, stacks, files, version }: Report): string {
  return (
    `${foundWords(summary)}; ${counted(resources, "resource")} of ${counted(stacks.length, "stack")} in ${counted(files.length, "file")} ` +
    `checked by tls-ownership ${version}`
  );
}

/** @returns `nothing found`, or how much. */
function foundWords({ mandatory, advisory }: Report["summary"]): string {
  return mandatory + advisory === 0 ? "nothing found" : `${mandatory} mandatory, ${advisory} advisory`;
}

/** @returns the same for a title. */
export function titleWords({ mandatory, advisory }: Report["summary"]): string {
  const parts = [...(mandatory > 0 ? [`${mandatory} mandatory`] : []), ...(advisory > 0 ? [`${advisory} advisory`] : [])];
  return parts.length === 0 ? "nothing found" : `${parts.join(" and ")} finding${mandatory + advisory === 1 ? "" : "s"}`;
}

/** @returns the last part of a type token, as its user knows it: `TlsSubscription`. */
export function typeWords(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** @returns the text as content of XML or HTML, also between quotes: nothing in it is markup. What XML cannot hold is written out. */
export function escapeMarkup(text: string): string {
  return (
    text
      // XML 1.0 §2.2 allows these controls and no others, nor the last two code points.
      .replace(unprintable, (found) => (/[\t\r\n]/.test(found) ? found : writtenOut(found)))
      .replace(/[\ufffe\uffff]/g, writtenOut)
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&#39;")
  );
}
