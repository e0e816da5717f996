import { readFile } from "node:fs/promises";
import path from "node:path";
import { readOwnershipInForce } from "../ownership-in-force";
import type { OwnedElsewhere } from "../ownership/elsewhere";
import { mapOwnership } from "../ownership/map";
import { allPolicies } from "../policies";
import { ownershipSettings } from "../policies/settings";
import { tlsNameSingleOwner } from "../policies/tls-name-single-owner";
import { ownershipIn, readOwnershipFile } from "../readers/ownership-file";
import { pageOf } from "../report/layout";
import type { Outcome, ReportedPolicy } from "../report/report";
import { about } from "./input";
import { judge } from "./judgement";
import { readOrganisation } from "./organisation";
import { packDir, packVersion } from "./pack";
import { judgeSettings, parsePolicyConfig, reconcile, type PackConfiguration, type PolicyConfig } from "./policy-config";
import { silent, type Progress } from "./progress";
import { readText } from "./text-file";

interface CheckOptions {
  /** `pulumi preview --json` and `pulumi stack export`, `-` for standard input. */
  readonly files: readonly string[];
  /** What `--policy-pack-config` would take. */
  readonly config?: string;
  readonly progress?: Progress;
  /** What others own; the file that the policy pack would read where left out. */
  readonly ownership?: string;
  /** When it is checked; the present where left out. */
  readonly now?: Date;
}

/**
 * Judges the resources of all files as the policy pack would in one preview of one stack that holds them all, by the same
 * functions. Of a file no more is kept than policies read.
 *
 * @throws InputError naming the file, for files that cannot be read.
 */
export async function check(options: CheckOptions): Promise<Outcome> {
  const { progress = silent, now = new Date() } = options;
  const organisation = await readOrganisation(options.files, progress);
  const { resources, stacks, count, notes, unfinished } = organisation;
  const elsewhere = await readElsewhere(options.ownership, now);
  const configuration = await readConfiguration(options.config, now);
  progress.step("checking all together", resources.length, resources.length);
  const { inventory, findings } = judge(organisation, elsewhere, configuration, now);
  const mandatory = findings.filter((finding) => finding.level === "mandatory").length;
  const { values } = ownershipSettings.read(configuration[tlsNameSingleOwner.name]?.properties, now);
  return {
    report: {
      version: packVersion(),
      files: options.files,
      stacks,
      resources: count,
      findings,
      summary: { mandatory, advisory: findings.length - mandatory },
      notes,
      unfinished,
    },
    policies: await describePolicies(configuration),
    map: mapOwnership(inventory, values),
    now,
  };
}

async function readElsewhere(file: string | undefined, now: Date): Promise<OwnedElsewhere> {
  return file === undefined
    ? readOwnershipInForce(now)
    : about(file, async () => readOwnershipFile(ownershipIn(await readText(file)), path.basename(file), now));
}

async function readConfiguration(file: string | undefined, now: Date): Promise<PackConfiguration> {
  if (file === undefined) {
    return reconcile({});
  }
  return about(file, async () => {
    const settings: PolicyConfig = parsePolicyConfig(await readText(file));
    judgeSettings(settings, now);
    return reconcile(settings);
  });
}

async function describePolicies(configuration: PackConfiguration): Promise<ReportedPolicy[]> {
  return Promise.all(
    allPolicies.map(async ({ name, description, severity, level }): Promise<ReportedPolicy> => {
      const page = await readFile(path.join(packDir(), pageOf(name)), "utf8").catch(() => undefined);
      const configured = configuration[name]?.level ?? level;
      return {
        name,
        description,
        severity,
        level: configured === "advisory" || configured === "disabled" ? configured : "mandatory",
        ...(page === undefined ? {} : { page }),
      };
    }),
  );
}
