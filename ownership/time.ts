/** In milliseconds, as JavaScript counts time. */
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** @param time milliseconds since 1970. @returns its day in UTC, as `2026-06-03`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** @param first a day as `2026-06-03`, and so `last`. @returns how many days later the last is; negative when it is earlier. */
export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / day);
}
