import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createSocket, type Socket } from "node:dgram";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** A running BIND that knows only what a test wrote, as a resolver and as the authority of its zones. */
export interface NameServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** What the server knows beside its zones. */
interface Zones {
  /** Records by zone, as a zone file has them. A zone without records is one that cannot be loaded: SERVFAIL. */
  readonly zones: Readonly<Record<string, readonly string[]>>;
  /** Zones of a server that never answers. */
  readonly silent: readonly string[];
  /** Zones of a server that is not there. */
  readonly unreachable: readonly string[];
}

const startTimeout = 20_000;

/**
 * Starts BIND on loopback, on ports of its own. It holds the root zone as well, so that it asks nobody else.
 *
 * @throws where BIND does not start.
 */
export async function startNamed({ zones, silent, unreachable }: Zones): Promise<NameServer> {
  const dir = mkdtempSync(path.join(tmpdir(), "named-"));
  const hole = await blackHole();
  const port = await freePort();
  const closed = await freePort();
  // A server of the root forwards only what it delegates.
  const delegations = [...silent, ...unreachable].map((zone) => `${zone}. NS ns.invalid.`);
  const files = Object.entries({ ".": ["ns.invalid. A 127.0.0.1", ...delegations], ...zones }).map(([zone, records], index) => {
    const file = path.join(dir, `${index}.zone`);
    writeFileSync(
      file,
      records.length === 0
        ? "this is no zone file\n"
        : `$TTL 60\n@ SOA ns.invalid. hostmaster.invalid. 1 60 60 60 60\n@ NS ns.invalid.\n${records.map((record) => `${record}\n`).join("")}`,
    );
    return `zone "${zone}" { type primary; file "${file}"; check-names ignore; };`;
  });
  const forward = (zone: string, to: number) => `zone "${zone}" { type forward; forward only; forwarders { 127.0.0.1 port ${to}; }; };`;
  const config = path.join(dir, "named.conf");
  writeFileSync(
    config,
    [
      `options {
        directory "${dir}";
        pid-file none;
        session-keyfile "${dir}/session.key";
        managed-keys-directory "${dir}";
        listen-on port ${port} { 127.0.0.1; };
        listen-on-v6 port ${port} { ::1; };
        recursion yes;
        allow-query { localhost; };
        dnssec-validation no;
        empty-zones-enable no;
        notify no;
      };
      controls { };`,
      ...files,
      ...silent.map((zone) => forward(zone, hole.port)),
      ...unreachable.map((zone) => forward(zone, closed)),
    ].join("\n"),
  );
  const child = spawn("named", ["-g", "-c", config, "-n", "1"], { stdio: ["ignore", "ignore", "pipe"] });
  const stop = async (): Promise<void> => {
    hole.socket.close();
    await ended(child);
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await started(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}

async function started(child: ChildProcess): Promise<void> {
  let log = "";
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`BIND did not start within ${startTimeout / 1000} s:\n${log}`)), startTimeout);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("exit", () => {
      clearTimeout(timer);
      reject(new Error(`BIND ended before it ran:\n${log}`));
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-20_000);
      if (/ running$/m.test(log)) {
        clearTimeout(timer);
        resolve();
      }
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  await new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.kill("SIGKILL");
  });
}

/** A UDP port that takes every question and answers none. */
async function blackHole(): Promise<{ readonly socket: Socket; readonly port: number }> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return { socket, port: socket.address().port };
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
