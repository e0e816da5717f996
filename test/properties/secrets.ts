import fc from "fast-check";
import { secretSignature, signatureKey, type PropertyMap, type PropertyValue, type StackResource } from "../../cli/stack-resource";
import { canary, secret, stateOf } from "../support";
import { change, changed, type Change } from "./resources";

const token = `token=${canary}`;
const encoded = Buffer.from(token).toString("base64");

/**
 * Secrets as people have them, each with something in it that no name has: a text that could be a name, where a name belongs, is
 * read as that name, since the engine shows it to policies in plain text. These have no keys of their own: of a file, messages
 * do name keys.
 */
export const keylessSecret: fc.Arbitrary<PropertyValue> = fc.constantFrom<PropertyValue>(
  token,
  encoded,
  `${canary}+with/slashes==`,
  `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----\n`,
  `-----BEGIN CERTIFICATE-----\n${canary}\n-----END CERTIFICATE-----\n`,
  `https://user:${canary}@vault.kite.dev/path?${token}`,
  JSON.stringify({ password: token, groups: [{ rules: [{ alert: token, expr: `up{${token}} > 1` }] }] }),
  `groups:\n  - name: ${token}\n    rules:\n      - alert: ${token}\n        expr: up{${token}} == 0\n`,
  `$ORIGIN kite.dev.\n@ IN TXT "${token}"\n`,
  `0 issue "${token}"`,
  `image:${canary}@sha256`,
  [token, { name: token }],
);

const anySecret = fc.oneof(
  { weight: 9, arbitrary: keylessSecret },
  fc.constant<PropertyValue>({ [token]: token, "tls.crt": token, "tls.key": token }),
);

/** A secret takes the place of a value, or stands beside it. A name that is secret stays one. */
const toSecret: fc.Arbitrary<Change["to"]> = anySecret.chain((text) =>
  fc.constantFrom<Change["to"]>(
    () => secret(text),
    (was) => [secret(text), was],
    (was) => (typeof was === "object" && was !== null && !Array.isArray(was) ? { ...was, password: secret(text) } : secret(text)),
    secret,
  ),
);

/** @returns the stack with secrets anywhere in it. */
export function withSecrets(stack: fc.Arbitrary<StackResource[]>): fc.Arbitrary<StackResource[]> {
  const placed = fc.array(fc.tuple(fc.nat(200), change(toSecret)), { minLength: 1, maxLength: 6 });
  return fc
    .tuple(stack, placed)
    .map(([resources, secrets]) =>
      resources.map((resource, index) =>
        secrets.filter(([at]) => at % resources.length === index).reduce((each, [, change]) => changed(each, change), resource),
      ),
    );
}

/** @returns what `pulumi stack export` writes of them: secrets in cipher, or with `--show-secrets` in the JSON text of their values. */
export function stateWithSecrets(resources: readonly StackResource[], show: boolean): string {
  const file = JSON.parse(stateOf(...resources)) as PropertyMap;
  return JSON.stringify(stored(file, show));
}

function stored(value: PropertyValue, show: boolean): PropertyValue {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((element) => stored(element, show));
  }
  const hidden = value["value"];
  if (value[signatureKey] === secretSignature && hidden !== undefined) {
    const text = JSON.stringify(stored(hidden, show));
    return { [signatureKey]: secretSignature, ...(show ? { plaintext: text } : { ciphertext: `v1:${canary}:${text}` }) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, stored(below, show)]));
}

/** @returns the places of a text at which a canary shows, whatever a format's line breaks do to it; none, if all is well. */
export function leaks(text: string): string[] {
  const tidy = text.replace(/\s+|<wbr>|\\n/g, "");
  const found = [canary, encoded].flatMap((each) => [...tidy.matchAll(new RegExp(each.replace(/[+=/]/g, "\\$&"), "gi"))]);
  return found.map(({ index }) => tidy.slice(Math.max(0, index - 60), index + 60));
}
