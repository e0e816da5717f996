import { day, dayOf } from "../ownership/time";
import type { Finding, ProblemOf, UsedExemption } from "../policies/finding";
import type { Description } from "./layout";
import { printable } from "./printable";
import { listWords, placer } from "./words";

/** How near the last day is when it is counted in days. */
const soon = 14;

export function exemptionApplies({ used, refusedInUpdate }: ProblemOf<"exemption-applies">): Description {
  const { exemption, daysLeft, covers } = used;
  const left = daysLeft === 0 ? ", today" : daysLeft <= soon ? `, in ${daysLeft === 1 ? "1 day" : `${daysLeft} days`}` : "";
  return {
    what: `${exemptedWords(used)} is exempted. The last day is ${exemption.expires}${left}. The reason: ${printable(exemption.reason)}`,
    who: [`kept back: ${resourcesWords(covers)}.`],
    consequence: `from ${dayAfter(exemption.expires)} on (UTC) it is reported again, at the level of ${used.policy}.`,
    fix: [
      "repair what is exempted, and delete the exemption.",
      ...(refusedInUpdate
        ? [
            "In an update `tls-name-already-owned` refuses the second owner all the same, with half of the change made: it needs an exemption of its own.",
          ]
        : []),
    ],
  };
}

export function exemptionExpired({ used }: ProblemOf<"exemption-expired">): Description {
  const { exemption, covers } = used;
  const what = `The exemption of ${exemptedWords(used)} no longer applies: its last day was ${exemption.expires}. Its reason was: ${printable(exemption.reason)}`;
  return covers.length === 0
    ? { what, fix: ["delete it: there is nothing left that only this exemption would keep back."] }
    : {
        what,
        who: [`no longer kept back: ${resourcesWords(covers)}.`],
        fix: ["repair what it kept back, and delete it; or look again whether the reason still holds, and give it a new last day."],
      };
}

export function exemptionUnmatched({ used }: ProblemOf<"exemption-unmatched">): Description {
  const { policy, exemption, elsewhere } = used;
  return {
    what: `The exemption of ${exemptedWords(used)} (last day ${exemption.expires}) matches no finding. Its reason: ${printable(exemption.reason)}`,
    who: elsewhere.length === 0 ? [] : [`${policy} finds this on ${resourcesWords(elsewhere)}, which its \`resource\` does not mean.`],
    fix: [
      `delete it if what it was for is repaired. Else compare it with the finding's id, policy[name]: an exemption is for one policy and one name. Where a preview does not know a value, \`ownership-undetermined\` speaks instead.`,
    ],
  };
}

function exemptedWords({ policy, exemption }: UsedExemption): string {
  const meant = exemption.resource === undefined ? "" : ` on ${printable(exemption.resource)}`;
  return `${policy}[${printable(exemption.name)}]${meant}`;
}

function resourcesWords(findings: readonly Finding[]): string {
  const resources = findings.flatMap(({ resource }) => resource ?? []);
  return listWords([...new Set(resources.map(placer(resources)))]);
}

function dayAfter(last: string): string {
  return dayOf(Date.parse(last) + day);
}
