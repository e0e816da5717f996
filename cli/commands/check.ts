import { check } from "../check";
import { exitStatus, UsageError, type Command } from "../command";
import { formats } from "../output";
import { packDir } from "../pack";
import { wantsColour } from "../terminal";

const usage = `Usage: tls-ownership check FILE… [--format text|json] [--config FILE] [--ownership FILE] [--no-color]

Finds DNS names of which two systems would own the certificate or its challenge record.

  FILE               what \`pulumi preview --json\` or \`pulumi stack export\` wrote; - reads standard input.
                     Several files are checked together, so that conflicts between stacks show.
  --format FORMAT    text (default) or json
  --config FILE      policy configuration, as \`pulumi preview --policy-pack-config\` takes it
  --ownership FILE   what others own, as \`tls-ownership claims\` writes it; the pack's own ownership.json otherwise
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
    ownership: { type: "string" },
    "no-color": { type: "boolean" },
  },
  async run(options, files) {
    if (files.length === 0) {
      throw new UsageError("check needs at least one FILE");
    }
    if (files.filter((file) => file === "-").length > 1) {
      throw new UsageError("standard input can be read once only");
    }
    const { config, ownership } = options;
    const name = String(options["format"]);
    const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
    if (format === undefined) {
      throw new UsageError(`unknown format ${name} (there are ${Object.keys(formats).join(", ")})`);
    }
    if (ownership === "-") {
      throw new UsageError("--ownership takes a file");
    }
    const report = await check({
      packDir: packDir(),
      files,
      ...(typeof config === "string" ? { config } : {}),
      ...(typeof ownership === "string" ? { ownership } : {}),
    });
    process.stdout.write(format(report, { colour: wantsColour(options["no-color"] === true) }));
    return report.summary.mandatory > 0 ? exitStatus.found : report.unfinished ? exitStatus.failed : exitStatus.clean;
  },
};
