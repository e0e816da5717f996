import { dayOf } from "../../ownership/time";
import { dayPattern } from "../../readers/ownership-file";
import { formatOwnership } from "../entries";
import { exitStatus, requireFiles, requireOutputFile, UsageError, type Command, type OptionValues } from "../command";
import { filesOf } from "../operands";
import { print, printable } from "../output";
import { takeClaims } from "../sources";
import { writeWhole } from "../written-file";

const usage = `Usage: tls-ownership claims SOURCE… [--output FILE] [--as-of DATE] [--cluster NAME [--server URL]]

Writes what the sources own as an ownership file, for previews of other stacks.

  SOURCE             what \`pulumi stack export\` or \`pulumi preview --json\` wrote, or what a cluster says of itself:
                     \`kubectl get certificates,issuers,clusterissuers,ingresses,gateways -A -o json\` (or yaml);
                     - reads standard input. A folder stands for every *.json file in it
  --output FILE      the file to write; of one that exists, what it says of other sources stays. Standard output otherwise
  --as-of DATE       the day of sources that do not tell theirs, such as 2026-06-03; today otherwise
  --cluster NAME     the cluster of all Kubernetes objects in the sources
  --server URL       the address of its API as kubeconfigs write it, by which previews know the cluster
  --help, --version

Exit status: 0 written, 2 a source, file or option that cannot be used; then nothing is written.
`;

/** `tls-ownership claims`: the ownership file, written from what runs. */
export const claimsCommand: Command = {
  synopsis: "claims SOURCE…",
  usage,
  options: {
    output: { type: "string" },
    "as-of": { type: "string" },
    cluster: { type: "string" },
    server: { type: "string" },
  },
  async run(options, operands) {
    requireFiles("claims", operands, "SOURCE");
    const [output, asOf, cluster, server] = ["output", "as-of", "cluster", "server"].map((name) => textIn(options, name));
    requireOutputFile(output);
    if (asOf !== undefined && !new RegExp(dayPattern).test(asOf)) {
      throw new UsageError("--as-of takes a day such as 2026-06-03");
    }
    if (server !== undefined && cluster === undefined) {
      throw new UsageError("--server says where the API of a cluster is, which --cluster names");
    }
    const { file, notes } = await takeClaims({
      sources: await filesOf(operands),
      asOf: asOf ?? dayOf(Date.now()),
      ...(output === undefined ? {} : { output }),
      ...(cluster === undefined ? {} : { cluster }),
      ...(server === undefined ? {} : { server }),
    });
    const text = formatOwnership(file, printable);
    if (output === undefined) {
      await print(text);
    } else {
      await writeWhole(output, text);
    }
    process.stderr.write(notes.map((note) => `note: ${printable(note)}\n`).join(""));
    return exitStatus.clean;
  },
};

function textIn(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  if (typeof value === "string" && value.trim() === "") {
    throw new UsageError(`--${name} is empty`);
  }
  return typeof value === "string" ? value : undefined;
}
