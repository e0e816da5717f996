import type { RenewalRequest } from "./inventory";
import { day, hour, minute } from "./time";
import { numberOf, type Value } from "./value";

/**
 * @param lifetime how long the certificate lasts that the authority gave, in milliseconds.
 * @returns how long before its end cert-manager starts to renew it (`renewaltime.go: desiredRenewalTime`): what the Certificate
 * asks for where that lies within the lifetime, else a third of it.
 */
export function renewalLead({ renewBefore, renewBeforePercentage }: RenewalRequest, lifetime: number): number {
  const before = durationOf(renewBefore) ?? 0;
  const percentage = numberOf(renewBeforePercentage);
  if (before > 0 && before < lifetime) {
    return before;
  }
  return percentage > 0 && percentage < 100 ? (lifetime * percentage) / 100 : lifetime / 3;
}

/** @returns whether the end is near: within that many days, and within the last third at most of what the certificate lasts. */
export function isNearEnd(
  { notBefore, notAfter }: { readonly notBefore?: number; readonly notAfter: number },
  daysBeforeExpiry: number,
  now: Date,
): boolean {
  const lifetime = notBefore === undefined ? Infinity : notAfter - notBefore;
  return notAfter - now.getTime() <= Math.min(daysBeforeExpiry * day, lifetime / 3);
}

/** @returns the milliseconds of a Go duration such as `2160h`; NaN for a text that is none, such as `90d`, undefined where none is known. */
export function durationOf(value: Value<string>): number | undefined {
  return value.state === "known" ? parseGoDuration(value.value) : undefined;
}

const units: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1000, m: minute, h: hour };

/** @param text as Go's `time.ParseDuration` reads it: `2160h`, `1h30m`. */
function parseGoDuration(text: string): number {
  if (/^[+-]?0$/.test(text)) {
    return 0;
  }
  if (!/^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)) {
    return Number.NaN;
  }
  const parts = [...text.matchAll(/([\d.]+)([a-zµμ]+)/g)].map(([, amount, unit]) => Number(amount) * (units[unit ?? ""] ?? 0));
  const sum = parts.reduce((total, part) => total + part, 0);
  return text.startsWith("-") ? -sum : sum;
}
