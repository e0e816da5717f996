import { domainToUnicode } from "node:url";
import fc from "fast-check";
import { baseName, challengedName, challengeName, covers, isWithin, parseName, type DnsName } from "../../ownership/names";
import { label, nameLike, namesBelow, spelling, unicodeLabel } from "./names";
import { property } from "./runs";

/** What holds for every name, whoever wrote it and however. */

const effort = { runs: 500 };
const anyText = fc.oneof(nameLike, fc.string({ unit: "binary" }), fc.string({ unit: "grapheme", maxLength: 300 }));
const written = fc.oneof(namesBelow("example.org"), namesBelow("co.uk"), label).map(parsed);

property(
  "what is read as a name is one of DNS, and is read again as the same",
  effort,
  fc.property(anyText, (text) => {
    const name = parseName(text);
    if (name !== undefined) {
      expect(name).toMatch(/^(?:\*\.)?(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}$/);
      expect(name.length).toBeLessThanOrEqual(253);
      expect([name, `${name.toUpperCase()}.`, ` ${name}`].map(parseName)).toEqual([name, name, name]);
    }
  }),
);

test("the texts are worth reading: many are names, many are not", () => {
  const names = fc.sample(nameLike, { numRuns: 1000, seed: 1 }).map(parseName);
  expect(names.filter((name) => name !== undefined).length).toBeGreaterThan(200);
  expect(names.filter((name) => name === undefined).length).toBeGreaterThan(200);
});

property(
  "a name is the same in every spelling",
  effort,
  fc.property(written, spelling, (name, spell) => {
    expect(parseName(spell(name))).toBe(name);
  }),
);

property(
  "a name in Unicode and the same in A-labels meet, in every spelling of either",
  effort,
  fc.property(fc.array(fc.oneof(unicodeLabel, label), { maxLength: 3 }), unicodeLabel, spelling, spelling, (labels, last, one, other) => {
    const unicode = [...labels, last, "example"].join(".");
    const name = parsed(unicode);
    expect(name).toMatch(/xn--/);
    expect(parseName(one(unicode))).toBe(name);
    expect(parseName(other(name))).toBe(name);
    expect(parseName(domainToUnicode(name))).toBe(name);
    expect(challengeName(parsed(`*.${one(unicode).trim()}`))).toBe(challengeName(name));
  }),
);

property(
  "a wildcard and its base share a challenge record, of which the base can be told",
  effort,
  fc.property(written, (name) => {
    const wildcard = parsed(`*.${name}`);
    expect(baseName(wildcard)).toBe(name);
    expect(challengeName(wildcard)).toBe(challengeName(name));
    expect(challengedName(challengeName(wildcard))).toBe(name);
  }),
);

property(
  "parent and child share no challenge record, nor do any two other names",
  effort,
  fc.property(written, label, written, (parent, child, other) => {
    const below = parsed(`${child}.${parent}`);
    expect(challengeName(below)).not.toBe(challengeName(parent));
    expect(challengeName(parsed(`*.${below}`))).not.toBe(challengeName(parsed(`*.${parent}`)));
    expect(challengeName(other) === challengeName(parent)).toBe(other === parent);
  }),
);

property(
  "a wildcard covers what is one label below, and neither its base nor what is further down; all of it is within the base",
  effort,
  fc.property(written, label, label, (base, one, two) => {
    const wildcard = parsed(`*.${base}`);
    const hosts = [`${one}.${base}`, base, `${two}.${one}.${base}`].map(parsed);
    expect(hosts.map((host) => covers(wildcard, host))).toEqual([true, false, false]);
    expect([wildcard, ...hosts].map((host) => isWithin(host, base))).toEqual([true, true, true, true]);
  }),
);

function parsed(text: string): DnsName {
  const name = parseName(text);
  if (name === undefined) {
    throw new Error(`${text} is no name.`);
  }
  return name;
}
