import { stat } from "node:fs/promises";
import path from "node:path";
import { formats } from "../../report/formats";
import { summaryWords } from "../../report/formats/common";
import type { Report } from "../../report/report";
import { check } from "../check";
import { choice, exitStatus, requireFiles, requireOneInput, requireOutputFile, UsageError, type Command } from "../command";
import { filesOf } from "../operands";
import { print, printable } from "../output";
import { silent, terminalProgress } from "../progress";
import { wantsColour } from "../terminal";
import { writeWhole } from "../written-file";

const usage = `Usage: tls-ownership check FILE… [--format FORMAT] [--output FILE] [--fail-on LEVEL] [--config FILE] [--ownership FILE]
                           [--quiet] [--no-color]

Finds DNS names of which two systems would own the certificate or its challenge record.

  FILE               what \`pulumi preview --json\` or \`pulumi stack export\` wrote; - reads standard input. A folder stands
                     for every *.json file in it. All are checked as one organisation, so that conflicts between
                     stacks show.
  --format FORMAT    text (default), json, sarif, junit, markdown or html
  --output FILE      write the report to FILE, whole or not at all, in place of standard output
  --fail-on LEVEL    which findings make the exit status 1: mandatory (default), advisory (either) or never
  --config FILE      policy configuration, as \`pulumi preview --policy-pack-config\` takes it
  --ownership FILE   what others own, as \`tls-ownership claims\` writes it; the pack's own ownership.json otherwise
  --quiet            no progress and no notes; nothing at all where nothing is found
  --no-color         plain text; NO_COLOR and FORCE_COLOR are respected as well
  --help, --version

Exit status: 0 nothing found that counts, 1 something found, 2 a file or option that cannot be used.
`;

/** Which findings count, by what \`--fail-on\` says. */
const failing: ReadonlyMap<string, (summary: Report["summary"]) => number> = new Map([
  ["mandatory", ({ mandatory }) => mandatory],
  ["advisory", ({ mandatory, advisory }) => mandatory + advisory],
  ["never", () => 0],
]);

/** `tls-ownership check`: judges files as the pack would in a preview. */
export const checkCommand: Command = {
  synopsis: "check FILE…",
  usage,
  options: {
    format: { type: "string", default: "text" },
    output: { type: "string" },
    "fail-on": { type: "string", default: "mandatory" },
    config: { type: "string" },
    quiet: { type: "boolean" },
    ownership: { type: "string" },
    "no-color": { type: "boolean" },
  },
  async run(options, operands) {
    requireFiles("check", operands);
    const { config, output, ownership } = options;
    const format = choice(options, "format", "format", formats);
    requireOneInput([...operands, config]);
    requireOutputFile(output);
    if (output === "") {
      throw new UsageError("--output needs the name of a file");
    }
    if (ownership === "-") {
      throw new UsageError("--ownership takes a file");
    }
    const counts = choice(options, "fail-on", "level", failing);
    const quiet = options["quiet"] === true;
    const files = await filesOf(operands);
    const inputs = [...files, config, ownership].filter((file) => typeof file === "string");
    if (typeof output === "string" && (await Promise.all(inputs.map(async (file) => isSame(file, output)))).includes(true)) {
      throw new UsageError(`--output ${output} would overwrite what is to be read`);
    }
    const progress = quiet ? silent : terminalProgress(process.stderr);
    const outcome = await check({
      files,
      progress,
      ...(typeof config === "string" ? { config } : {}),
      ...(typeof ownership === "string" ? { ownership } : {}),
    }).finally(() => {
      progress.end();
    });
    const { report } = outcome;
    if (typeof output === "string") {
      await writeWhole(output, format(outcome, { colour: false, quiet }));
      process.stderr.write(quiet ? "" : `${printable(`${summaryWords(report)}; see ${output}`)}\n`);
    } else {
      await print(format(outcome, { colour: wantsColour(options["no-color"] === true), quiet }));
    }
    return counts(report.summary) > 0 ? exitStatus.found : report.unfinished ? exitStatus.failed : exitStatus.clean;
  },
};

/** By name, or by a link of either kind. */
async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map(async (file) => stat(file).catch(() => undefined)));
  const isLinked = first?.isFile() === true && first.dev === second?.dev && first.ino === second.ino;
  return isLinked || path.resolve(one) === path.resolve(other);
}
