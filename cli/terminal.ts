/** @returns whether standard output should be coloured, by the conventions of NO_COLOR and FORCE_COLOR. */
export function wantsColour(refused: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (refused || (NO_COLOR ?? "") !== "") {
    return false;
  }
  if ((FORCE_COLOR ?? "") !== "") {
    return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  }
  return process.stdout.isTTY && TERM !== "dumb";
}
