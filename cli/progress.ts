/** Says on a terminal how far a long piece of work has come. */
export interface Progress {
  /** @param what e.g. `reading`. */
  step(what: string, done: number, of: number): void;
  /** Takes the line away again. */
  end(): void;
}

export const silent: Progress = { step: () => undefined, end: () => undefined };

/** Shorter work is over before anybody asks. */
const patience = 1000;
const pause = 100;

/** @returns progress on one line of standard error; silent where that is no terminal. */
export function terminalProgress(stream: NodeJS.WriteStream, now: () => number = Date.now): Progress {
  if (!stream.isTTY) {
    return silent;
  }
  const start = now();
  let last = 0;
  let shown = false;
  return {
    step(what, done, of) {
      if (now() - start >= patience && now() - last >= pause) {
        last = now();
        shown = true;
        stream.write(`\r\u001b[K${what} ${done} of ${of}`);
      }
    },
    end() {
      if (shown) {
        stream.write("\r\u001b[K");
      }
    },
  };
}
