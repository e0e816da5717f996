/**
 * Writes shapes/*.json: what the majors of each provider have of all that readers read.
 *
 *     npm run record:shapes [-- PROVIDER…]
 *
 * The SDKs for Python are taken, which their registry serves in every major, where npm lacks many. Needs `python3` with
 * `pip`, and some gigabytes for a while. What it finds new among `unread` is to be judged by somebody.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { format } from "prettier";
import { isRead } from "../../readers/registry";
import { readPlaces } from "../support/read-paths";
import { resourceClasses } from "./python-sdk";
import { majorOf, shapesDir, type Major, type ResourceShape } from "./shapes";

/** The last version of each major, as far as they go. */
const versions: Readonly<Record<string, readonly string[]>> = {
  fastly: ["8.14.0", "9.1.0", "10.1.1", "11.5.0", "12.8.1"],
  kubernetes: ["3.30.2", "4.34.2"],
  cloudflare: ["5.49.1", "6.23.1"],
  aws: ["6.83.4", "7.51.1"],
  azure: ["5.89.3", "6.40.1"],
  "azure-native": ["2.92.3", "3.29.0"],
  gcp: ["8.41.1", "9.37.1", "10.2.0"],
};

/** Of a provider whose SDK is too large to unpack, the modules that matter; versioned ones are aliases of these. */
const modules: Readonly<Record<string, readonly string[]>> = {
  "azure-native": ["alertsmanagement", "app", "cdn", "dns", "network", "privatedns"],
};

/** Names of types that may own, hold or place a certificate, or a DNS record. */
const sounding = /Record|Cert|Tls|Ssl|SSL|Acme|Dns|Domain|Hostname|:Ingress|:Gateway|Chart/;

async function main(chosen: readonly string[]): Promise<void> {
  const nobody = chosen.find((provider) => !Object.hasOwn(versions, provider));
  if (nobody !== undefined) {
    console.error(`record:shapes: no provider ${nobody} (there are ${Object.keys(versions).join(", ")})`);
    process.exitCode = 2;
    return;
  }
  for (const provider of chosen.length > 0 ? chosen : Object.keys(versions)) {
    for (const version of versions[provider] ?? []) {
      const folder = mkdtempSync(path.join(tmpdir(), "shapes-"));
      try {
        await write(record(provider, version, unpacked(provider, version, folder)));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  }
}

async function write(major: Major): Promise<void> {
  const file = path.join(shapesDir, `${major.provider}-${majorOf(major.version)}.json`);
  mkdirSync(shapesDir, { recursive: true });
  writeFileSync(file, await format(JSON.stringify(major), { parser: "json", printWidth: 140 }));
  console.log(path.basename(file));
}

function record(provider: string, version: string, root: string): Major {
  const classes = resourceClasses(root).sort(({ token: one }, { token: other }) => (one < other ? -1 : 1));
  // A patch has the shape of what it patches.
  const read = classes.filter(({ token, aliases }) => [token, ...aliases].some(isRead) && !token.endsWith("Patch"));
  const resources = read.map(({ token, aliases, properties }): [string, ResourceShape] => [
    token,
    { aliases: [...new Set(aliases)].sort(), properties: properties(readPlaces(token)) },
  ]);
  const unread = classes
    .map(({ token }) => token)
    .filter((token) => !isRead(token) && !/Patch$|List$|Iam/.test(token) && sounding.test(token.slice(token.lastIndexOf(":"))));
  return { provider, version, resources: Object.fromEntries(resources), unread: [...new Set(unread)] };
}

/** @returns the folder of the Python package, of which the parts that matter are there. */
function unpacked(provider: string, version: string, folder: string): string {
  const name = `pulumi_${provider.replace("-", "_")}`;
  run("python3", ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, `${name}==${version}`]);
  const archive = path.join(folder, readdirSync(folder)[0] ?? "");
  if (archive.endsWith(".whl")) {
    run("python3", ["-c", unpackWheel, archive, folder, name, ...(modules[provider] ?? [])]);
    return path.join(folder, name);
  }
  run("tar", ["-xzf", archive, "-C", folder]);
  return path.join(folder, `${name}-${version}`, name);
}

const unpackWheel = `
import re, sys, zipfile
archive, folder, name, *modules = sys.argv[1:]
wheel = zipfile.ZipFile(archive)
wanted = [each for each in wheel.namelist() if each.startswith(name + "/") and each.endswith(".py")]
if modules:
    wanted = [each for each in wanted if each.split("/")[1] in modules and not re.search(r"/v\\d{8}", each)]
wheel.extractall(folder, wanted)
`;

function run(command: string, parameters: readonly string[]): void {
  const { error, status, stderr } = spawnSync(command, parameters, { encoding: "utf8" });
  if (error !== undefined || status !== 0) {
    throw new Error(`${command} ${parameters.slice(0, 3).join(" ")} failed.\n${error?.message ?? stderr}`);
  }
}

void main(process.argv.slice(2));
