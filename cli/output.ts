import { fstatSync, writeFileSync } from "node:fs";
import { InputError } from "./input";
import { unlessReaderLeft, writingProblem } from "./written-file";

/** How commands write what comes from files, beside reports. */
export { printable } from "../report/printable";
export { counted } from "../report/words";

/**
 * Writes to standard output, and waits until it is written. That its reader has left is no failure.
 *
 * @throws InputError where it cannot be written, as on a disk that is full: a script must not take a part of a report for all of it.
 */
export async function print(text: string): Promise<void> {
  try {
    if (fstatSync(process.stdout.fd).isFile()) {
      // The stream would take what a disk had room for to be all of it.
      writeFileSync(process.stdout.fd, text);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(text, (error) => (error === undefined || error === null ? resolve() : reject(error)));
    }).catch(unlessReaderLeft);
  } catch (error) {
    throw new InputError(`standard output: ${writingProblem(error)}`);
  }
}
