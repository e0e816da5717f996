/** What a recording holds: the calls of one run, in order. */
import { readFileSync } from "node:fs";
import type { Properties } from "../providers/planned";

export interface RecordedResource {
  type: string;
  urn: string;
  name: string;
  parent?: string;
  provider?: { urn: string; type: string; name: string; properties: Properties };
  options?: object;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  properties: Properties;
}

export type Call =
  | { method: "configureStack"; request: object; environment?: Record<string, string | undefined> }
  | { method: "analyze"; request: RecordedResource }
  | { method: "analyzeStack"; request: { resources: RecordedResource[] } };

/** The recorder's own file: one call a line. */
export function readCalls(file: string): Call[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Call);
}

export function analyzed(calls: Call[]): RecordedResource[] {
  return calls.flatMap((call) => (call.method === "analyze" ? [call.request] : []));
}

export function analyzedStack(calls: Call[]): RecordedResource[] {
  return calls.flatMap((call) => (call.method === "analyzeStack" ? call.request.resources : []));
}
