import type { Cluster } from "./inventory";
import type { Answer } from "./value";

/** The cluster of an issuer of which the ownership file names none: it is the same in all of them. */
export const everyCluster: Cluster = { key: "every cluster", known: false };

/** @returns whether what goes to both goes to one cluster; undefined where that is not known. */
export function isSameCluster(first: Cluster, second: Cluster): Answer {
  return first.key === second.key || first === everyCluster || second === everyCluster
    ? true
    : first.known && second.known
      ? false
      : undefined;
}
