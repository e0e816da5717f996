import { isIP } from "node:net";
import { choice, exitStatus, requireFiles, UsageError, type Command, type OptionValues } from "../command";
import { filesOf } from "../operands";
import { print } from "../output";
import { probe } from "../probe/probe";
import { formats } from "../probe/report";
import { terminalProgress } from "../progress";
import { wantsColour } from "../terminal";

const usage = `Usage: tls-ownership probe FILE… [--resolver ADDRESS[:PORT]] [--format text|json] …

Asks DNS and the servers about every name whose certificate the files claim: what stands at its challenge
name and whose that is, whether CAA is in the way, which certificate the name serves and when it ends.

  FILE                      what \`pulumi stack export\` or \`pulumi preview --json\` wrote; - reads standard input. A folder
                            stands for every *.json file in it
  --resolver ADDRESS[:PORT] the DNS server to ask (127.0.0.1:5353, [::1]:5353); else those of the system
  --port PORT               where to connect for the certificate (default 443)
  --connect HOST:PORT       connect there for every name, instead of to the name's own addresses
  --days DAYS               a certificate that ends within so many days is late (default 14)
  --timeout SECONDS         how long one question may take (default 5)
  --concurrency NUMBER      how many names are asked about at once (default 16)
  --format FORMAT           text (default) or json
  --no-color                plain text; NO_COLOR and FORCE_COLOR are respected as well
  --help, --version

Exit status: 0 nothing broken found, 1 something is broken or will be, 2 a file or option that cannot be read,
or not a single answer. A question without an answer is shown and counted, and is nothing found.
`;

/** `tls-ownership probe`: asks the world what is already broken. */
export const probeCommand: Command = {
  synopsis: "probe FILE…",
  usage,
  options: {
    resolver: { type: "string" },
    port: { type: "string", default: "443" },
    connect: { type: "string" },
    days: { type: "string", default: "14" },
    timeout: { type: "string", default: "5" },
    concurrency: { type: "string", default: "16" },
    format: { type: "string", default: "text" },
    "no-color": { type: "boolean" },
  },
  async run(options, operands) {
    requireFiles("probe", operands);
    const format = choice(options, "format", "format", formats);
    const { resolver, connect } = options;
    const settings = {
      port: number(options, "port", { from: 1, to: 65_535 }),
      days: number(options, "days", { from: 0, to: 3650 }),
      timeout: Math.round(number(options, "timeout", { from: 0.1, to: 600, fraction: true }) * 1000),
      concurrency: number(options, "concurrency", { from: 1, to: 256 }),
      ...(typeof resolver === "string" ? { server: server(resolver) } : {}),
      ...(typeof connect === "string" ? { connect: endpoint(connect) } : {}),
    };
    const now = new Date();
    const files = await filesOf(operands);
    const progress = terminalProgress(process.stderr);
    const { report, blind } = await probe({ ...settings, files, now, progress }).finally(() => {
      progress.end();
    });
    await print(format(report, { colour: wantsColour(options["no-color"] === true), now }));
    return report.summary.broken > 0 ? exitStatus.found : blind ? exitStatus.failed : exitStatus.clean;
  },
};

interface Range {
  readonly from: number;
  readonly to: number;
  readonly fraction?: boolean;
}

function number(options: OptionValues, name: string, { from, to, fraction = false }: Range): number {
  const text = String(options[name]);
  const value = Number(text);
  if (!(fraction ? /^\d+(\.\d+)?$/ : /^\d+$/).test(text) || value < from || value > to) {
    throw new UsageError(`--${name} takes ${fraction ? "a number" : "a whole number"} from ${from} to ${to}`);
  }
  return value;
}

/** Node's own reader of addresses ends the process at port 0. */
function server(text: string): string {
  const { host, port = 53 } = isIP(text) === 0 ? (hostAndPort(text) ?? {}) : { host: text };
  if (host === undefined || isIP(host) === 0 || host.includes("%")) {
    throw new UsageError("--resolver takes an IP address, with or without a port: 127.0.0.1:5353, [::1]:5353");
  }
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

function endpoint(text: string): { readonly host: string; readonly port: number } {
  const found = hostAndPort(text);
  if (found?.port === undefined) {
    throw new UsageError("--connect takes a host and a port: 127.0.0.1:8443, [::1]:8443");
  }
  return { host: found.host, port: found.port };
}

function hostAndPort(text: string): { readonly host: string; readonly port?: number } | undefined {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || (bracketed !== undefined && isIP(bracketed) !== 6)) {
    return undefined;
  }
  if (port === undefined) {
    return { host };
  }
  return Number(port) >= 1 && Number(port) <= 65_535 ? { host, port: Number(port) } : undefined;
}
