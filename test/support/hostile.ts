import { secretSignature, signatureKey, type PropertyMap, type PropertyValue } from "../../cli/stack-resource";
import { canary, secret, unknown } from "./resources";

const deep = (levels: number): PropertyValue =>
  levels === 0 ? "bottom" : levels % 2 === 0 ? [deep(levels - 1)] : { below: deep(levels - 1) };

/** Keys that every object of JavaScript answers to, that promises and JSON answer to, and those of a Secret. */
export const treacherousKeys = [
  "constructor",
  "hasOwnProperty",
  "length",
  "toString",
  "valueOf",
  "then",
  "toJSON",
  "prototype",
  "tls.crt",
  "",
];

/** What may stand in the place of any value, unknowns and secrets among it. */
export const hostile: readonly PropertyValue[] = [
  null,
  true,
  1e308,
  "",
  "*",
  "constructor",
  "__proto__",
  "a".repeat(300),
  `${"a.".repeat(150)}example.com`,
  "line\nbreak\r\tand\u0000\u001b[31m\u202e\u2028\ufeff",
  "\ud800",
  "$ORIGIN example.com.\n(((\n\u0000 IN CNAME x",
  [],
  [[], [["text"]], null, 1, true, "text", {}, unknown],
  {},
  Object.fromEntries(treacherousKeys.map((key) => [key, key])),
  Object.fromEntries(treacherousKeys.map((key) => [key, { [key]: [key] }])),
  [Object.fromEntries(treacherousKeys.map((key) => [key, null]))],
  JSON.parse('{"__proto__": {"name": "inherited.example.com"}, "name": null}') as PropertyMap,
  deep(30),
  unknown,
  [unknown],
  { name: unknown },
  { [signatureKey]: secretSignature, value: null },
  secret(unknown),
  secret(`${canary} = in a text`),
  secret([`${canary} = in a list`, unknown]),
  secret({ [`${canary} = as a key`]: `${canary} = as a value`, name: [{ value: `${canary} = below` }] }),
  [secret(secret(`${canary} = twice`))],
];
