import { resourceOfAsker } from "../../ownership/caa/requests";
import type { ResourceReference } from "../../ownership/inventory";
import type { Doubt } from "../../policies/finding";
import type { Description } from "../layout";
import { listWords } from "../words";

/** @returns every resource that has a part in what is open about CAA. Thousands of names may meet the same set of thousands. */
export function caaResources({ doubts }: Extract<Doubt["question"], { of: "caa" }>): ResourceReference[] {
  const refusing = [...new Set(doubts.map((doubt) => doubt.refusing))].flat();
  const parties = doubts.flatMap(({ asker, record }) => [resourceOfAsker(asker), record.resource]);
  return [...parties, ...refusing.map(({ resource }) => resource)];
}

/** Words CAA records of which not enough is known. `place` names a resource, with its stack where several are meant. */
export function caaDoubt(
  { doubts }: Extract<Doubt["question"], { of: "caa" }>,
  settle: readonly string[],
  place: (resource: ResourceReference) => string,
): Description {
  const [{ record, about, refusing }] = doubts;
  const thing = place(record.resource);
  const names = [...new Set(doubts.map(({ name }) => name))].sort();
  const authorities = [...new Set(doubts.map(({ authority }) => authority.name))].sort();
  const asking = [...new Set(doubts.map(({ asker }) => place(resourceOfAsker(asker))))];
  const holders = [...new Set(refusing.map(({ resource }) => place(resource)))];
  const wanted = listWords([...new Set(doubts.map(({ authority }) => `\`0 issue "${authority.caaDomains[0]}"\``))].sort());
  const anywhere = holders.length > 0 ? "" : ` With ${wanted} among the records nothing is open, wherever they stand.`;
  const open = `It is open whether CAA lets ${listWords(authorities)} certify ${listWords(names)} of ${listWords(asking)}`;
  return {
    what:
      holders.length > 0
        ? `${open}: the records of ${listWords(holders)} do not, and ${thing}, ${caaUnknowns[about]}, may have others answer.`
        : `${open}: ${thing}, ${caaUnknowns[about]}, holds CAA records that may refuse it.`,
    who: settle,
    consequence: "where they do refuse, the certificate is never issued or renewed, and no alert on failures sees it in time.",
    fix: [about === "value" ? `make the values known at preview; ${wanted} must be among them.` : `${caaRemedies[about]}${anywhere}`],
  };
}

const placing = "declare the zone in this stack, or make the record's full name known at preview.";

const caaRemedies = { name: placing, type: "make the record's type known at preview.", zone: placing } as const;

const caaUnknowns = {
  value: "of which not every value is known in this preview",
  name: "of which the name is not known in this preview",
  type: "of which the type is not known in this preview",
  zone: "of which the zone, or whether it is public, is not known in this preview",
} as const;
