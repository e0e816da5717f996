import { about, displayName } from "./input";
import { silent, type Progress } from "./progress";
import { mergeFiles, readStackFile, type Organisation, type StackFile } from "./state-files";
import { readText } from "./text-file";
import { thinned } from "./thinning";

/**
 * Reads files as one organisation. Of a file no more is kept than policies read.
 *
 * @param files `pulumi preview --json` and `pulumi stack export`, `-` for standard input.
 * @throws InputError naming the file, for files that cannot be read.
 */
export async function readOrganisation(files: readonly string[], progress: Progress = silent): Promise<Organisation> {
  const read: StackFile[] = [];
  for (const file of files) {
    progress.step("reading file", read.length + 1, files.length);
    read.push(await about(file, async () => readThinned(file)));
  }
  return mergeFiles(read);
}

async function readThinned(file: string): Promise<StackFile> {
  const text = await readText(file);
  return thinned(readStackFile(displayName(file), text), text);
}
