import type { Cluster } from "./inventory";
import { known, unknown, type Answer, type Value } from "./value";

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

/** @returns which cluster it is, for an index: what goes to one of which that is not known may meet what goes to any other. */
export function clusterValue({ key, known: isKnown }: Cluster): Value<string> {
  return isKnown ? known(key) : unknown;
}
