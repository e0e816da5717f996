/** The stand-in service of service/serve.ts, in a process of its own, since the tests wait for `pulumi` without a pause. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const organization = "example-org";
const token = "pul-0000";

/** What `pulumi policy publish` tells of a pack. */
interface PublishedPack {
  name: string;
  versionTag: string;
  description: string;
  policies: PublishedPolicy[];
}

interface PublishedPolicy {
  name: string;
  displayName: string;
  description: string;
  enforcementLevel: string;
  severity: string;
  remediationSteps: string;
  configSchema?: { properties?: Record<string, unknown> };
}

export class Service {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    private readonly address: string,
  ) {}

  static async start(): Promise<Service> {
    const folder = mkdtempSync(join(tmpdir(), "tls-ownership-"));
    const script = ["--require", join(__dirname, "typescript.js"), join(__dirname, "service", "serve.ts")];
    const child = spawn(process.execPath, [...script, folder, organization, token], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return new Service(child, folder, line.toString("utf8").trim());
  }

  /** What logs `pulumi` in. Whoever shares it shares what `pulumi` installs, too, as on one machine. */
  get environment(): Record<string, string> {
    return { PULUMI_BACKEND_URL: this.address, PULUMI_ACCESS_TOKEN: token, PULUMI_HOME: join(this.folder, "home") };
  }

  published(id: string): PublishedPack {
    return JSON.parse(readFileSync(join(this.folder, `${id}.json`), "utf8")) as PublishedPack;
  }

  tarball(id: string): string {
    return join(this.folder, `${id}.tgz`);
  }

  /** Where `pulumi` installs a pack that its organisation requires. */
  installed(name: string, version: string): string {
    return join(this.folder, "home", "policies", organization, `pulumi-analyzer-${name}-v${version}`);
  }

  stop(): void {
    this.process.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
