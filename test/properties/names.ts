import fc from "fast-check";

/** Labels that a host may have, and a certificate. */
export const hostLabel = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?$/).filter((text) => text.slice(2, 4) !== "--") },
  { weight: 1, arbitrary: fc.constantFrom("www", "api", "constructor", "a".repeat(63), "0x1f") },
);

/** Labels as the DNS has them, the odd ones among them. */
export const label = fc.oneof(
  { weight: 9, arbitrary: hostLabel },
  { weight: 1, arbitrary: fc.constantFrom("_dmarc", "a_b", "__proto__", "_acme-challenge") },
);

/** Labels in Unicode, of which case and composition are the ordinary ones: a ß has no upper case that IDNA takes for the same. */
export const unicodeLabel = fc.constantFrom("bücher", "пример", "例え", "مثال", "naïve", "été", "ελλάδα", "hållbar", "đồng");

/** @returns names below the domain, one to three labels deep. */
export function namesBelow(domain: string, labels = label): fc.Arbitrary<string> {
  return fc.array(labels, { minLength: 1, maxLength: 3 }).map((chosen) => [...chosen, domain].join("."));
}

/** Other ways to write a name down. */
export const spelling: fc.Arbitrary<(name: string) => string> = fc.constantFrom(
  (name: string) => name,
  (name: string) => name.toUpperCase(),
  (name: string) => `${name}.`,
  (name: string) => ` ${name}\n`,
  (name: string) => name.replaceAll(".", "。"),
  (name: string) => `${name.toUpperCase()}.`,
);

/** Texts that look like names and often are: pieces of them, joined by what separates labels and by what does not. */
export const nameLike = fc
  .array(
    fc.tuple(
      fc.oneof(
        label,
        unicodeLabel,
        fc.constantFrom("B", "xn--bcher-kva", "ß", "ＡＢ", "-", "_", "*", "ﬁ", "\u200d", "\u00ad", "e\u0301", "İ"),
        fc.string({ unit: "grapheme", maxLength: 3 }),
      ),
      fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(".", "。", "．", "") },
        { weight: 1, arbitrary: fc.constantFrom("..", "@", "/", " ", ":") },
      ),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((pieces) => pieces.flat().join(""));
