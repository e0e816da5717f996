import { leftAlone as records } from "./acme-challenge-cname-expected";
import type { Cases } from "./cases";
import { found as unalerted, leftAlone as alerted } from "./certificate-expiry-alerted";
import { leftAlone as issuable } from "./certificate-issuable";
import { found as floating, leftAlone as pinned } from "./certificate-key-pinned";
import { leftAlone as renewed } from "./certificate-renews-in-time";
import { found as untrusted, leftAlone as trusted } from "./edge-trusts-origin";
import { found as sentElsewhere, leftAlone as reaching } from "./http01-name-reaches-cluster";
import { leftAlone as origins } from "./origin-outside-edge-subscription";
import { leftAlone as undetermined } from "./ownership-undetermined";
import { leftAlone as stored } from "./stored-certificates";
import { leftAlone as owners } from "./tls-name-single-owner";
import { leftAlone as secrets } from "./tls-secret-single-writer";

/** Stacks of which nothing mandatory is said, whichever policy they were written for. */
export const clean: Cases = {
  ...prefixed("owners", owners),
  ...prefixed("origins", origins),
  ...prefixed("records", records),
  ...prefixed("secrets", secrets),
  ...prefixed("issuable", issuable),
  ...prefixed("renewed", renewed),
  ...prefixed("stored", stored),
  ...prefixed("pinned", { ...floating, ...pinned }),
  ...prefixed("HTTP-01", { ...sentElsewhere, ...reaching }),
  ...prefixed("edges", { ...untrusted, ...trusted }),
  ...prefixed("alerts", { ...unalerted, ...alerted }),
  ...prefixed("undetermined", undetermined),
};

/** @returns the cases by names that are not those of other cases. */
export function prefixed(prefix: string, cases: Cases): Cases {
  return Object.fromEntries(Object.entries(cases).map(([name, resources]) => [`${prefix}: ${name}`, resources]));
}
