import type { Inventory } from "../../ownership/inventory";
import { resourceWords } from "../../report/words";
import { inventoryOf } from "../file-inventory";
import { readOrganisation } from "../organisation";
import { packVersion } from "../pack";
import type { Progress } from "../progress";
import { judgeNames } from "./judge";
import { askAll, claimedNames, type QuestionOptions } from "./questions";
import { reportName, summarise, type Report } from "./report";

interface ProbeOptions extends Omit<QuestionOptions, "onAnswer"> {
  /** `pulumi preview --json` and `pulumi stack export`, `-` for standard input. */
  readonly files: readonly string[];
  /** A certificate that ends within so many days is late. */
  readonly days: number;
  readonly now: Date;
  readonly progress: Progress;
}

interface Outcome {
  readonly report: Report;
  /** Whether the files show less than what there is, or no question had an answer: then "nothing found" is no clean bill. */
  readonly blind: boolean;
}

/**
 * Asks the world about every name that the files claim.
 *
 * @throws InputError naming the file, for files that cannot be read. The network never makes it fail.
 */
export async function probe({ files, days, now, progress, ...questions }: ProbeOptions): Promise<Outcome> {
  const { resources, stacks, notes, unfinished } = await readOrganisation(files, progress);
  const inventory = inventoryOf(resources);
  const claimed = claimedNames(inventory);
  const answers = await askAll(claimed, {
    ...questions,
    onAnswer: (done) => {
      progress.step("asked about name", done, claimed.length);
    },
  });
  const findings = judgeNames(inventory, claimed, answers, { days, now });
  const names = claimed.flatMap((each) => {
    const answer = answers.get(each.name);
    return answer === undefined ? [] : [reportName(each, answer, findings.get(each.name) ?? [], now)];
  });
  const summary = summarise(names);
  const isUnheard = summary.answered === 0 && summary.unanswered > 0;
  return {
    report: {
      version: packVersion(),
      files,
      stacks,
      names,
      summary,
      notes: [...notes, ...unnamed(inventory), ...(isUnheard ? ["No question had an answer: nothing is known of these names."] : [])],
    },
    blind: unfinished || isUnheard,
  };
}

/** What claims names that the files do not show. */
function unnamed({ certificates, subscriptions }: Inventory): string[] {
  return [...certificates, ...subscriptions].flatMap(({ resource, names, property }) =>
    names.complete
      ? []
      : [`${resourceWords(resource)}: the files do not show all of \`${property}\`, and what they do not show was not asked about.`],
  );
}
