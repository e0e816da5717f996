import { spawnSync } from "node:child_process";
import build from "../support/build";

/** Without a DNS server nothing of this is tested, and that must not look like success. */
export default function setup(): void {
  if (spawnSync("named", ["-v"]).error !== undefined) {
    throw new Error("BIND 9 is not installed: these tests need its `named` (Debian's package bind9), and start one of their own.");
  }
  build();
}
