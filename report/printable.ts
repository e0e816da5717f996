// Controls of C0 and C1, and what turns the direction of text or breaks its line: names come from files.
// eslint-disable-next-line no-control-regex -- controls are what this is about
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** @returns the text with everything that a terminal would obey written out as JSON would, as one line. */
export function printable(text: string): string {
  return text.replace(unprintable, escaped);
}

/** @returns the same, of a text of several lines. */
export function printableLines(text: string): string {
  return text.replace(unprintable, (character) => (character === "\n" ? character : escaped(character)));
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
