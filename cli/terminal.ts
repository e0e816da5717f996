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

/** What shows how far a long task is. */
export interface ProgressLine {
  /** @param total of how many. @returns what is called with the number done. */
  readonly start: (total: number) => (done: number) => void;
  /** Takes the line away again. */
  readonly end: () => void;
}

/**
 * A line on standard error that changes as the task goes on; nothing where that is no terminal.
 *
 * @param what is counted, in words.
 */
export function progressLine(what: string, stream: Pick<NodeJS.WriteStream, "write" | "isTTY"> = process.stderr): ProgressLine {
  const isShown = stream.isTTY && process.env["TERM"] !== "dumb";
  const write = (text: string): void => {
    if (isShown) {
      stream.write(`\r\u001b[K${text}`);
    }
  };
  return {
    start: (total) => (done) => write(`${done} of ${total} ${what} …`),
    end: () => write(""),
  };
}
