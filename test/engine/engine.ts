/**
 * Finds a Pulumi engine, or builds one from the Go modules that go/ pins: the package registries serve those, and no
 * ready-made binary. A user's own `pulumi` comes first.
 */
import { execFileSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { accessSync, chmodSync, constants, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { delimiter, join } from "node:path";

const root = join(__dirname, "..", "..");
const sources = join(__dirname, "go");
const version = "v3.220.0";

interface Binary {
  name: string;
  /** The folder of its go.mod. The two need different versions of one module, and so they are two modules. */
  module: string;
  package: string;
}

const binaries: Binary[] = [
  { name: "pulumi", module: "cli", package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
  { name: "pulumi-language-nodejs", module: "language-host", package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs" },
];

/** The script with which the engine starts a policy pack. */
const launcher = "pulumi-analyzer-policy";

/** The folders that PATH needs for `pulumi` to be found: none where there is one already. */
export function enginePath(log: (message: string) => void): string[] {
  if (onPath("pulumi")) {
    return [];
  }
  if (!onPath("go")) {
    throw new Error("The engine tests need a Pulumi CLI on PATH, or Go to build one. Neither is there.");
  }
  const folder = join(root, ".cache", "engine", fingerprint());
  mkdirSync(folder, { recursive: true });
  for (const binary of binaries) {
    atomically(join(folder, binary.name), (target) => {
      log(`Building ${binary.name} into ${folder}: some minutes, once.`);
      build(binary, target);
    });
  }
  atomically(join(folder, launcher), (target) => {
    const { Dir } = JSON.parse(go("cli", ["mod", "download", "-json", "github.com/pulumi/pulumi/sdk/v3"])) as { Dir: string };
    copyFileSync(join(Dir, "nodejs", "dist", launcher), target);
    chmodSync(target, 0o755);
  });
  return [folder];
}

function build(binary: Binary, target: string): void {
  const stamp = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
  go(binary.module, ["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", stamp, "-o", target, binary.package]);
}

function go(module: string, parameters: string[]): string {
  return execFileSync("go", parameters, { cwd: join(sources, module), encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** A build that is interrupted, or runs twice at once, never leaves half a file under the final name. */
function atomically(file: string, make: (target: string) => void): void {
  if (!existsSync(file)) {
    const target = `${file}.${randomUUID()}`;
    make(target);
    renameSync(target, file);
  }
}

function fingerprint(): string {
  const hash = createHash("sha256").update(version);
  for (const { module } of binaries) {
    for (const file of ["go.mod", "go.sum"]) {
      hash.update(readFileSync(join(sources, module, file)));
    }
  }
  return hash.digest("hex").slice(0, 16);
}

function onPath(name: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
