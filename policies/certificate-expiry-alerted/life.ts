import type { CertificateFact } from "../../ownership/alert-expressions";
import type { Inventory } from "../../ownership/inventory";
import { durationOf, renewalLead } from "../../ownership/renewal";

/**
 * One certificate whose renewal fails, in seconds since 1970: issued in the place of one that was renewed in time, due for renewal,
 * overdue from then on, and past its end. Until the renewal is due it is like any that is well.
 */
export interface Life {
  readonly issued: number;
  readonly due: number;
  readonly end: number;
}

const day = 86_400;
/** A Monday at noon. Nothing depends on the day: the pack has no clock of its own. */
const issued = Date.UTC(2026, 0, 5, 12) / 1000;
/** What cert-manager asks for when nobody says otherwise. */
const usualLifetime = 90 * day;

/** @param lifetime in seconds. @param lead seconds before the end when the renewal is due. */
function lifeOf(lifetime: number, lead: number): Life {
  return { issued, due: issued + lifetime - lead, end: issued + lifetime };
}

/** @returns the shortest and the longest life that the stack's certificates have, as far as it is known; the usual one where none is. */
export function livesOf({ certificates }: Pick<Inventory, "certificates">): readonly Life[] {
  let shortest: Life | undefined;
  let longest: Life | undefined;
  for (const { renewal } of certificates) {
    const asked = durationOf(renewal.duration) ?? Number.NaN;
    const lifetime = asked > 0 ? asked / 1000 : usualLifetime;
    const life = lifeOf(lifetime, renewalLead(renewal, lifetime * 1000) / 1000);
    shortest = shortest === undefined || life.end < shortest.end ? life : shortest;
    longest = longest === undefined || life.end > longest.end ? life : longest;
  }
  if (shortest === undefined || longest === undefined) {
    return [lifeOf(usualLifetime, usualLifetime / 3)];
  }
  return shortest.end === longest.end ? [shortest] : [shortest, longest];
}

/** One series of a certificate: what tells it from its others, and its value. */
export interface Point {
  readonly labels: Readonly<Record<string, string>>;
  /** Undefined where it may be any. */
  readonly value: number | undefined;
}

/** Let's Encrypt's authorizations, and with them the challenges, last seven days (letsencrypt.org/docs/rate-limits). */
const challengesLast = 7 * day;

/**
 * @param time seconds since 1970. @returns what a metric shows of the certificate at that time. What cert-manager shows was seen in
 * a live cluster: Ready stays True until the end, a challenge is there from the day that the renewal was due.
 */
export function pointsOf(fact: CertificateFact, { issued: begin, due, end }: Life, time: number): readonly Point[] {
  // The one before was renewed as it was due, and would have lasted a little longer.
  const [begins, renews, ends] = time < begin ? [begin - (due - begin), begin, begin + (end - due)] : [begin, due, end];
  const one = (value: number): readonly Point[] => [{ labels: {}, value }];
  switch (fact) {
    case "ends-at":
      return one(ends);
    case "begins-at":
      return one(begins);
    case "renews-at":
      return one(renews);
    case "seconds-left":
      return one(ends - time);
    case "days-left":
      return one((ends - time) / day);
    case "whole-days-left":
      // Past the end nobody counts on, but what is compared with less than nought is meant for then.
      return one(Math.floor((ends - time) / day));
    case "has-ended":
      return one(time < ends ? 0 : 1);
    case "ready": {
      const status = time < ends ? "True" : "False";
      return ["True", "False", "Unknown"].map((condition) => ({ labels: { condition }, value: condition === status ? 1 : 0 }));
    }
    case "challenge":
      return time < renews ? [] : challenges(time - renews);
    case "failures":
      return one(Math.max(0, time - due) / 600);
    case "nothing":
    case "unclear":
      return [];
  }
}

function challenges(seconds: number): readonly Point[] {
  const isYoung = seconds < challengesLast;
  return ["", "pending", "processing", "ready", "valid", "invalid", "expired", "errored"].map((status) => {
    const isFailed = ["invalid", "expired", "errored"].includes(status);
    return {
      labels: { status },
      value: status === "pending" && isYoung ? 1 : !isYoung && (isFailed || status === "pending") ? undefined : 0,
    };
  });
}
