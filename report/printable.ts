/**
 * What may stand in names from files, and no reader of a line would expect: controls, what turns the direction of text, breaks its
 * line or cannot be seen, halves of characters. Two `#` begin a command in the logs of GitHub Actions, Azure Pipelines and TeamCity,
 * and so do two colons at the start of a line.
 */
export const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?<=#)#|(?<=^\s*):(?=:)/gmu;

/** @returns the text with everything that a terminal would obey, or hide, written out as JSON would, as one line. */
export function printable(text: string): string {
  return text.replace(unprintable, writtenOut);
}

/** @returns the same, of a text of several lines. */
export function printableLines(text: string): string {
  return text.replace(unprintable, (character) => (character === "\n" ? character : writtenOut(character)));
}

/** @returns a character as JSON would escape it. */
export function writtenOut(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
