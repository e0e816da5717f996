import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const shapesDir = path.join(__dirname, "shapes");

/** What one major of a provider's SDK has of all that readers read. Written by `record.ts`, and by nothing else. */
export interface Major {
  readonly provider: string;
  readonly version: string;
  /** The types that are read, by token. */
  readonly resources: Readonly<Record<string, ResourceShape>>;
  /** Tokens of types whose names sound as if they mattered, and that no reader reads. */
  readonly unread: readonly string[];
}

export interface ResourceShape {
  /** Tokens that existing state may have for it. */
  readonly aliases: readonly string[];
  /** Inputs and outputs together. */
  readonly properties: ObjectShape;
}

/** An object is spelled out where readers look into it, as far as they do; a list has one element, the shape of each. */
export type Shape = "text" | "number" | "flag" | "any" | "object" | readonly [Shape] | ObjectShape;
export interface ObjectShape {
  readonly [property: string]: Shape;
}

/** @returns the majors that are recorded, by name, e.g. `fastly 12`. */
export function recordedMajors(): ReadonlyMap<string, Major> {
  const read = readdirSync(shapesDir).map((file) => JSON.parse(readFileSync(path.join(shapesDir, file), "utf8")) as Major);
  return new Map(read.map((major) => [`${major.provider} ${majorOf(major.version)}`, major]));
}

export function majorOf(version: string): string {
  return version.slice(0, version.indexOf("."));
}

export function isObjectShape(shape: Shape | undefined): shape is ObjectShape {
  return typeof shape === "object" && !Array.isArray(shape);
}
