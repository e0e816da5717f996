import { everyCluster, isSameCluster } from "../../ownership/clusters";
import type { Cluster } from "../../ownership/inventory";

const known = (key: string): Cluster => ({ key, known: true });
const guessed = (key: string): Cluster => ({ key, known: false });

test.each<[why: string, first: Cluster, second: Cluster, answer: boolean | undefined]>([
  ["one key is one cluster, however little is known of it", guessed("a"), guessed("a"), true],
  ["different keys are different clusters where both are known", known("a"), known("b"), false],
  ["different keys may be one cluster where one of them is not known", known("a"), guessed("b"), undefined],
  ["different keys may be one cluster where neither is known", guessed("a"), guessed("b"), undefined],
  ["what is the same in every cluster is in each", everyCluster, known("a"), true],
])("%s", (_, first, second, answer) => {
  expect(isSameCluster(first, second)).toBe(answer);
  expect(isSameCluster(second, first)).toBe(answer);
});
