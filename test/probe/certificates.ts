import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A certificate and its key, in PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

const day = 86_400_000;

/** An authority of a test's own, through OpenSSL's command. */
export class Authority {
  private readonly dir = mkdtempSync(path.join(tmpdir(), "authority-"));
  /** The authority's own certificate, to be trusted. */
  readonly file = path.join(this.dir, "ca.pem");
  private issued = 0;

  constructor(subject = "/O=Example Trust/CN=Example CA R1") {
    const config = [
      ...["[ca]", "default_ca = own"],
      ...["[own]", `dir = ${this.dir}`, "database = $dir/index", "serial = $dir/serial", "new_certs_dir = $dir", "default_md = sha256"],
      ...["policy = any", "copy_extensions = copy", "unique_subject = no", "certificate = $dir/ca.pem", "private_key = $dir/ca.key"],
      ...["[any]", "commonName = supplied", "[req]", "distinguished_name = subject", "x509_extensions = authority", "[subject]"],
      ...["[authority]", "basicConstraints = critical, CA:TRUE", "[leaf]", "basicConstraints = CA:FALSE"],
    ];
    writeFileSync(this.path("config"), `${config.join("\n")}\n`);
    writeFileSync(this.path("index"), "");
    writeFileSync(this.path("serial"), "01\n");
    this.openssl(
      "req",
      "-x509",
      "-config",
      this.path("config"),
      ...newKey,
      "-keyout",
      this.path("ca.key"),
      "-out",
      this.file,
      "-subj",
      subject,
      "-days",
      "30",
    );
  }

  /** @param from days from now; `to` as well. Negative ones have passed. */
  issue(names: readonly string[], from: number, to: number): KeyPair {
    const [key, request, cert] = ["key", "csr", "pem"].map((kind) => this.path(`${this.issued}.${kind}`)) as [string, string, string];
    this.openssl("req", "-new", "-reqexts", "leaf", ...newKey, ...this.named(names), "-keyout", key, "-out", request);
    const dates = ["-startdate", asn1(from), "-enddate", asn1(to)];
    this.openssl("ca", "-config", this.path("config"), "-batch", "-notext", "-in", request, "-out", cert, ...dates);
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  }

  /** @returns a certificate that nobody but itself has signed, good for 90 days. */
  selfSigned(names: readonly string[]): KeyPair {
    const [key, cert] = ["key", "pem"].map((kind) => this.path(`${this.issued}.${kind}`)) as [string, string];
    this.openssl("req", "-x509", "-extensions", "leaf", ...newKey, ...this.named(names), "-days", "90", "-keyout", key, "-out", cert);
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  private path(name: string): string {
    return path.join(this.dir, name);
  }

  /** The names go through a file: thousands of them are no command line. */
  private named(names: readonly string[]): string[] {
    this.issued += 1;
    const config = this.path(`${this.issued}.config`);
    const lines = names.map((name, index) => `DNS.${index + 1} = ${name}`);
    writeFileSync(config, `${readFileSync(this.path("config"), "utf8")}subjectAltName = @names\n[names]\n${lines.join("\n")}\n`);
    return ["-config", config, "-subj", `/CN=${names[0] ?? ""}`];
  }

  private openssl(...args: readonly string[]): void {
    execFileSync("openssl", args, { stdio: "pipe" });
  }
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8"];

/** @returns the time as OpenSSL takes it: 20261125094600Z. */
function asn1(days: number): string {
  return `${new Date(Date.now() + days * day).toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`;
}
