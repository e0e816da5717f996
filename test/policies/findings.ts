import type { Violation } from "../support";

/** @returns the stable ids that the messages end with, e.g. `tls-name-single-owner[shop.example.org]`, in order. */
export function findingIds(violations: readonly Violation[]): string[] {
  return violations.map(({ message }) => /^(.+\]), see docs\/policies\/[a-z0-9-]+\.md$/m.exec(message)?.[1] ?? `no id in: ${message}`);
}

/** @returns the ids of mandatory findings. */
export function mandatoryIds(violations: readonly Violation[]): string[] {
  return findingIds(violations.filter(({ level }) => level === "mandatory"));
}

/** @returns the ids of one policy's findings. */
export function idsOf(policy: string, violations: readonly Violation[]): string[] {
  return findingIds(violations.filter((violation) => violation.policy === policy));
}
