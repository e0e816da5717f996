import { readFileSync } from "node:fs";

/** @returns the most memory that a process has held, in MiB; undefined where the system does not say, or the process is gone. */
export function peakMemory(pid: number | undefined): number | undefined {
  const status = procFile(pid, "status");
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
}

/** @returns the milliseconds that the processors have worked for a process; undefined as for its memory. */
export function processorTime(pid: number | undefined): number | undefined {
  const fields = procFile(pid, "stat")
    .replace(/^.*\) /s, "")
    .split(" ");
  const hundredths = Number(fields[11]) + Number(fields[12]); // user and system time
  return Number.isNaN(hundredths) ? undefined : hundredths * 10;
}

function procFile(pid: number | undefined, name: string): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${name}`, "utf8");
  } catch {
    return "";
  }
}
