import type { Resource } from "../../evidence/resource";
import { known, type Value } from "../../ownership/value";
import { object, only, read } from "./kubernetes-objects";
import { later } from "./shown";

/** Who writes a TLS Secret besides cert-manager. `certain`, `may be`, or nothing. */

const metadata = { name: "shop-tls", namespace: "web" };

function writes(resource: Resource): string {
  const [writer, ...others] = read(resource).secretWriters;
  expect(others).toEqual([]);
  return writer === undefined ? "no" : writer.certain ? "yes" : "may";
}

function written(resource: Resource): [secret: Value<string>, property: string] {
  const { secret, property } = only(read(resource).secretWriters);
  return [secret, property];
}

type Rows = readonly (readonly [what: string, writes: string, spec: unknown])[];

const tls = "kubernetes.io/tls";
const pair = { "tls.crt": "LS0t", "tls.key": "LS0t" };

describe("a Secret", () => {
  const secret = (inputs: Readonly<Record<string, unknown>>, ignoreChanges: readonly string[] = [], type = "core/v1:Secret") =>
    object(type, { metadata, ...inputs }, { ignoreChanges });

  it("that the program fills is one writer", () => {
    const resource = secret({ type: tls, data: pair });
    expect(read(resource).secretWriters).toEqual([
      {
        resource: resource.reference,
        writer: "Secret",
        cluster: expect.objectContaining({ known: false }) as unknown,
        namespace: known("web"),
        secret: known("shop-tls"),
        property: "metadata.name",
        certain: true,
        object: { kind: "Secret", name: known("shop-tls") },
      },
    ]);
  });

  const rows: readonly (readonly [what: string, writes: string, inputs: Readonly<Record<string, unknown>>])[] = [
    ["the certificate alone", "yes", { data: { "tls.crt": "LS0t" } }],
    ["the key alone, as text", "yes", { stringData: { "tls.key": "-----" } }],
    ["a certificate that is not known yet", "yes", { data: { "tls.crt": later } }],
    ["data of an opaque type", "yes", { type: "Opaque", data: pair }],
    ["data that is not known yet", "may", { data: later }],
    ["text that is not known yet beside data of others", "may", { data: { password: "cGFzcw==" }, stringData: later }],
    ["data that is not known yet, in a Secret of TLS", "yes", { type: tls, data: later }],
    ["data that is not known yet, in a Secret of a type that is not either", "may", { type: later, data: later }],
    ["data that is not known yet, in a Secret of another type", "may", { type: "Opaque", data: later }],
    ["data of others", "no", { data: { password: "cGFzcw==" } }],
    ["nothing", "no", {}],
    ["nothing, in a Secret of TLS that somebody else fills", "no", { type: tls, data: {} }],
  ];
  it.each(rows)("with %s: %s", (_, expected, inputs) => {
    expect(writes(secret(inputs))).toBe(expected);
  });

  it.each([
    [["data"], "no"],
    [["stringData"], "no"],
    [["*"], "no"],
    [['data["tls.crt"]'], "no"],
    [["metadata.labels", "data"], "no"],
    [["metadata"], "yes"],
    [["metadata.annotations"], "yes"],
    [["immutable"], "yes"],
    [["database"], "yes"],
  ])("whose changes of %j are ignored: %s", (ignoreChanges, expected) => {
    expect(writes(secret({ data: pair }, ignoreChanges))).toBe(expected);
  });

  it("that is patched in its labels alone is not written", () => {
    expect(writes(secret({}, [], "core/v1:SecretPatch"))).toBe("no");
    expect(writes(secret({ data: pair }, [], "core/v1:SecretPatch"))).toBe("yes");
  });
});

describe("a secret of Vault", () => {
  const vault = (destination: unknown, kind = "VaultPKISecret") =>
    object(`secrets.hashicorp.com/v1beta1:${kind}`, { metadata, spec: { destination } });

  it.each([
    ["a certificate that it creates", "yes", { name: "a", create: true }, "VaultPKISecret"],
    ["a certificate that it writes over", "yes", { name: "a", overwrite: true }, "VaultPKISecret"],
    ["a certificate that it must not create", "no", { name: "a", create: false, overwrite: false }, "VaultPKISecret"],
    ["a certificate for a Secret that exists", "no", { name: "a" }, "VaultPKISecret"],
    ["a certificate that it may create", "may", { name: "a", create: later }, "VaultPKISecret"],
    ["a certificate that it creates, and may write over", "yes", { name: "a", create: true, overwrite: later }, "VaultPKISecret"],
    ["keys of which Vault alone knows", "may", { name: "a", create: true }, "VaultStaticSecret"],
    ["keys of which Vault alone knows, in a Secret of TLS", "yes", { name: "a", create: true, type: tls }, "VaultStaticSecret"],
    ["keys of which Vault alone knows, in an opaque Secret", "may", { name: "a", create: true, type: "Opaque" }, "VaultStaticSecret"],
    ["dynamic keys", "may", { name: "a", create: true }, "VaultDynamicSecret"],
    ["static keys for a Secret that exists", "no", { name: "a", type: tls }, "VaultStaticSecret"],
    ["what is not known yet", "may", later, "VaultPKISecret"],
  ])("with %s: %s", (_, expected, destination, kind) => {
    expect(writes(vault(destination, kind))).toBe(expected);
  });

  it("names its destination", () => {
    expect(written(vault({ name: "other", create: true }))).toEqual([known("other"), "spec.destination.name"]);
  });
});

describe("a SealedSecret", () => {
  const sealed = (spec: unknown) => object("bitnami.com/v1alpha1:SealedSecret", { metadata, spec });

  const rows: Rows = [
    ["both keys", "yes", { encryptedData: pair }],
    ["other keys", "no", { encryptedData: { password: "AgBy" } }],
    ["keys that are not known yet", "may", { encryptedData: later }],
    ["keys that are not known yet, for a Secret of TLS", "yes", { encryptedData: later, template: { type: tls } }],
    ["other keys, for a Secret of a type that is not known yet", "may", { encryptedData: { password: "AgBy" }, template: { type: later } }],
    ["other keys, for an opaque Secret", "no", { encryptedData: { password: "AgBy" }, template: { type: "Opaque" } }],
    ["nothing", "no", {}],
  ];
  it.each(rows)("with %s: %s", (_, expected, spec) => {
    expect(writes(sealed(spec))).toBe(expected);
  });

  it("names its template's Secret, or has it named after itself", () => {
    const template = { metadata: { name: "other" } };
    expect(written(sealed({ encryptedData: pair, template }))).toEqual([known("other"), "spec.template.metadata.name"]);
    expect(written(sealed({ encryptedData: pair }))).toEqual([known("shop-tls"), "metadata.name"]);
  });
});
