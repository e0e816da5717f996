import { check } from "../check";
import { exitStatus, formatNamed, requireFiles, type Command } from "../command";
import { formats } from "../output";
import { packDir } from "../pack";
import { wantsColour } from "../terminal";

const usage = `Usage: tls-ownership check FILE… [--format text|json] [--config FILE] [--no-color]

Finds DNS names of which two systems would own the certificate or its challenge record.

  FILE               what \`pulumi preview --json\` or \`pulumi stack export\` wrote; - reads standard input.
                     Several files are checked together, so that conflicts between stacks show.
  --format FORMAT    text (default) or json
  --config FILE      policy configuration, as \`pulumi preview --policy-pack-config\` takes it
  --no-color         plain text; NO_COLOR and FORCE_COLOR are respected as well
  --help, --version

Exit status: 0 nothing mandatory found, 1 something mandatory found, 2 a file or option that cannot be read.
`;

/** `tls-ownership check`: runs the pack over files, as the engine would in a preview. */
export const checkCommand: Command = {
  synopsis: "check FILE…",
  usage,
  options: {
    format: { type: "string", default: "text" },
    config: { type: "string" },
    "no-color": { type: "boolean" },
  },
  async run(options, files) {
    requireFiles("check", files);
    const { config } = options;
    const format = formatNamed(String(options["format"]), formats);
    const report = await check({ packDir: packDir(), files, ...(typeof config === "string" ? { config } : {}) });
    process.stdout.write(format(report, { colour: wantsColour(options["no-color"] === true) }));
    return report.summary.mandatory > 0 ? exitStatus.found : report.unfinished ? exitStatus.failed : exitStatus.clean;
  },
};
