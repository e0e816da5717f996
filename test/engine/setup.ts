import build from "../support/build";
import { enginePath } from "./engine";

/** Before the first test, where no test's time limit counts: a first build of the engine takes minutes. */
export default function setup(): void {
  enginePath(console.warn);
  build();
}
