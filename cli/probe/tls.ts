import type { X509Certificate } from "node:crypto";
import { isIP, type LookupFunction, type TcpSocketConnectOpts } from "node:net";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import type { DnsName } from "../../ownership/names";
import type { Failure } from "./dns";

/** A certificate as a server shows it to everybody who connects. */
export interface ServedCertificate {
  readonly state: "served";
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Common name and organisation of who signed it, as the certificate says. */
  readonly issuer: string;
  readonly covers: boolean;
  /** Why a client would not trust it, its dates and its names aside. */
  readonly untrusted?: string;
}

/** Where to connect. */
export interface Endpoint {
  /** One host for all, or the addresses of the name. */
  readonly at: { readonly host: string } | { readonly addresses: readonly string[] };
  readonly port: number;
}

/** Issuers come from the network: no more of them is kept than a line holds. */
const longestIssuer = 100;

/**
 * Connects and looks at the certificate, whatever it is worth. Nothing is sent but the greeting, with the name in it (SNI).
 *
 * @param timeout for all of it, in milliseconds.
 * @returns the certificate, or why none was shown. Never rejects.
 */
export async function servedCertificate(name: DnsName, { at, port }: Endpoint, timeout: number): Promise<ServedCertificate | Failure> {
  return new Promise((resolve) => {
    const socket = connect({ port, servername: name, rejectUnauthorized: false, ...target(name, at, timeout) });
    // The first answer counts; what comes after it, a reset for one, concerns nobody.
    const end = (answer: ServedCertificate | Failure): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end(failed("no answer in time")), timeout);
    socket.on("error", (error) => end(failed(failureWords(error))));
    socket.on("close", () => end(failed(failureWords({ code: "ECONNRESET" }))));
    socket.on("secureConnect", () => end(describe(name, socket)));
  });
}

function target(name: DnsName, at: Endpoint["at"], timeout: number): ConnectionOptions & Partial<TcpSocketConnectOpts> {
  if ("host" in at) {
    return { host: at.host };
  }
  const addresses = at.addresses.map((address) => ({ address, family: isIP(address) }));
  const [first] = addresses;
  const lookup: LookupFunction = (_host, { all }, done) =>
    all === true ? done(null, addresses) : done(null, first?.address ?? "", first?.family);
  // Every address gets its part of the time.
  return { host: name, lookup, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: Math.ceil(timeout / addresses.length) };
}

function describe(name: DnsName, socket: TLSSocket): ServedCertificate | Failure {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) {
    return failed("the server shows no certificate");
  }
  const notBefore = Date.parse(certificate.validFrom);
  const notAfter = Date.parse(certificate.validTo);
  if (Number.isNaN(notBefore) || Number.isNaN(notAfter)) {
    return failed("the dates of the certificate cannot be read");
  }
  const untrusted = distrust(socket.authorizationError);
  return {
    state: "served",
    notBefore,
    notAfter,
    issuer: issuerOf(certificate),
    covers: certificate.checkHost(name) !== undefined,
    ...(untrusted === undefined ? {} : { untrusted }),
  };
}

/** Node writes a line for each part of the issuer's name. */
function issuerOf({ issuer }: X509Certificate): string {
  const part = (key: string) => new RegExp(`^${key}=(.*)$`, "m").exec(issuer)?.[1];
  const parts = [part("CN"), part("O")].filter((each) => each !== undefined && each !== "");
  const words = parts.length === 0 ? issuer.replace(/\n/g, ", ") : parts.join(", ");
  return words.length > longestIssuer ? `${words.slice(0, longestIssuer - 1)}…` : words;
}

/** An `Error`, or its code, whatever the types say. */
function distrust(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : error;
  return typeof code !== "string" || code === "" || judgedOtherwise.has(code) ? undefined : (distrustWords[code] ?? code);
}

const judgedOtherwise = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "ERR_TLS_CERT_ALTNAME_INVALID"]);
const distrustWords: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "of an authority that is not publicly trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "of an authority that is not publicly trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "of an authority that is not publicly trusted, or sent without its intermediate",
};

function failed(failure: string): Failure {
  return { state: "failed", failure };
}

/** Of several addresses that all failed, the first tells. */
function failureWords(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = (first as NodeJS.ErrnoException | undefined)?.code ?? "";
  return connectionFailures[code] ?? (/^ERR_SSL_|^EPROTO$/.test(code) ? `the TLS handshake failed (${code})` : `no connection (${code})`);
}

const connectionFailures: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the server ended the connection before it showed a certificate",
  ETIMEDOUT: "no answer in time",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ERR_SSL_WRONG_VERSION_NUMBER: "the server does not speak TLS there",
};
