import { permission } from "../../../ownership/caa/permission";
import type { CaaMethod } from "../../../ownership/caa/requests";
import { authorityOf, fastlyAuthority, type CertificateAuthority } from "../../../ownership/certificate-authorities";
import type { CaaProperty } from "../../../ownership/inventory";
import { parseCaa } from "../../../readers/dns/caa";
import { defined } from "../records";
import { nameOf } from "../solvers";

const letsEncrypt = defined(authorityOf("https://acme-v02.api.letsencrypt.org/directory"));
const google = defined(authorityOf("https://dv.acme-v02.api.pki.goog/directory"));
const zeroSsl = defined(authorityOf("https://acme.zerossl.com/v2/DV90"));
const certainly = defined(fastlyAuthority("certainly"));

const properties = (texts: readonly string[]): CaaProperty[] =>
  texts.map((text) => {
    const value = parseCaa(text);
    return defined(value === "malformed" ? undefined : value);
  });

type Permission = ReturnType<typeof permission>;

describe("a set of records", () => {
  const le = '0 issue "letsencrypt.org"';
  const plain: readonly (readonly [string, readonly string[], Permission, (string | undefined)?, CaaMethod?])[] = [
    ["lists the authority", [le], "granted"],
    ["lists it among others", ['0 issue "pki.goog"', le], "granted"],
    ["lists others", ['0 issue "pki.goog"'], "others"],
    ["lists nobody", ['0 issue ";"'], "nobody"],
    ["lists nobody by an empty value", ['0 issue ""'], "nobody"],
    ["lists nobody, with parameters", ['0 issue "; policy=ev"'], "nobody"],
    ["lists nobody and the authority", ['0 issue ";"', le], "granted"],
    ["lists nobody and another", ['0 issue ";"', '0 issue "pki.goog"'], "others"],
    ["only wants reports", ['0 iodef "mailto:a@example.org"'], "granted"],
    ["only speaks of mail and marks", ['0 issuemail ";"', '0 issuevmc ";"'], "granted"],
    ["only has a tag that nobody knows", ['0 future ";"'], "granted"],
    ["only speaks of wildcards", ['0 issuewild ";"'], "granted"],
    ["lists a parent of the authority", ['0 issue "org"'], "others"],
    ["lists a child of the authority", ['0 issue "www.letsencrypt.org"'], "others"],
    ["writes tags in capitals", ['0 ISSUE "letsencrypt.org"'], "granted"],
    ["has flags on tags that are known", ['128 issue "letsencrypt.org"', '1 iodef "mailto:a@example.org"'], "granted"],
    ["has a critical unknown tag", [le, '128 future "x"'], "critical"],
    ["has a critical unknown tag among other flags", [le, '192 future "x"'], "critical"],
    ["has an unknown tag with flag 1", [le, '1 future "x"'], "critical"],
    ["has an unknown tag with flag 2", [le, '2 future "x"'], "granted"],
    ["has an unknown tag", [le, '0 future "x"'], "granted"],
    ["has a critical tag that Let's Encrypt does not know", [le, '128 contactemail "a@example.org"'], "critical"],
    ["has a critical phone that Let's Encrypt does not know", [le, '128 contactphone "1"'], "critical"],
    [
      "has critical tags that are registered",
      [le, '128 iodef "mailto:a@example.org"', '128 issuewild "pki.goog"', '128 issuemail ";"', '128 issuevmc ";"'],
      "granted",
    ],
    ["has a contact", [le, '0 contactphone "1"'], "granted"],
    ["pads the domain", ['0 issue " \tletsencrypt.org\t "'], "granted"],
    ["writes the domain in capitals", ['0 issue "LetsEncrypt.org"'], "no-match"],
    ["ends the domain with a dot", ['0 issue "letsencrypt.org."'], "no-match"],
    ["has a lone semicolon", ['0 issue "letsencrypt.org;"'], "granted"],
    ["has a lone semicolon and blanks", ['0 issue "letsencrypt.org ; "'], "granted"],
    ["has two semicolons", ['0 issue "letsencrypt.org;;"'], "no-match"],
    ["has a semicolon behind the last parameter", ['0 issue "letsencrypt.org; a=b;"'], "no-match"],
    ["has an unknown parameter", ['0 issue "letsencrypt.org; a=b"'], "granted"],
    [
      "allows another method, with blanks around it",
      ['0 issue "letsencrypt.org; validationmethods = http-01"'],
      "method",
      undefined,
      "dns-01",
    ],
    ["has a parameter with blanks around it", ['0 issue "letsencrypt.org; a = b "'], "granted"],
    ["has a parameter with = in its value", ['0 issue "letsencrypt.org; a=b=c"'], "granted"],
    ["has a parameter without a value", ['0 issue "letsencrypt.org; a="'], "granted"],
    ["has a parameter without =", ['0 issue "letsencrypt.org; a"'], "no-match"],
    ["has a parameter with a hyphen in its tag", ['0 issue "letsencrypt.org; a-b=c"'], "no-match"],
    ["has a parameter with a blank in its value", ['0 issue "letsencrypt.org; a=b c"'], "no-match"],
    ["is malformed beside a good record", ['0 issue "letsencrypt.org; a"', le], "granted"],
    ["is malformed and another's", ['0 issue "pki.goog; a"'], "others"],
    ["allows the method", ['0 issue "letsencrypt.org; validationmethods=dns-01"'], "granted", undefined, "dns-01"],
    ["allows the method among others", ['0 issue "letsencrypt.org; validationmethods=http-01,dns-01"'], "granted", undefined, "dns-01"],
    ["allows another method", ['0 issue "letsencrypt.org; validationmethods=http-01"'], "method", undefined, "dns-01"],
    [
      "allows another method by one record, the method by the next",
      ['0 issue "letsencrypt.org; validationmethods=http-01"', le],
      "granted",
    ],
    ["allows a method in capitals", ['0 issue "letsencrypt.org; validationmethods=DNS-01"'], "method", undefined, "dns-01"],
    [
      "has the parameter in capitals, which is another",
      ['0 issue "letsencrypt.org; ValidationMethods=http-01"'],
      "granted",
      undefined,
      "dns-01",
    ],
    ["has blanks between methods", ['0 issue "letsencrypt.org; validationmethods=http-01, dns-01"'], "no-match", undefined, "dns-01"],
    [
      "has the methods twice",
      ['0 issue "letsencrypt.org; validationmethods=dns-01; validationmethods=dns-01"'],
      "no-match",
      undefined,
      "dns-01",
    ],
    ["has no method", ['0 issue "letsencrypt.org; validationmethods="'], "method", undefined, "http-01"],
    ["allows a method, and the name's is not known", ['0 issue "letsencrypt.org; validationmethods=http-01"'], "open"],
    ["allows an account", ['0 issue "letsencrypt.org; accounturi=https://example.org/1"'], "open"],
    [
      "allows an account by another method",
      ['0 issue "letsencrypt.org; accounturi=x; validationmethods=http-01"'],
      "method",
      undefined,
      "dns-01",
    ],
    ["allows two accounts in one record", ['0 issue "letsencrypt.org; accounturi=x; accounturi=y"'], "no-match"],
    ["allows two accounts in two records", ['0 issue "letsencrypt.org; accounturi=x"', '0 issue "letsencrypt.org; accounturi=y"'], "open"],
    ["lists the authority, and no wildcards", [le, '0 issuewild ";"'], "nobody", "*.shop.example.org"],
    ["lists the authority, and wildcards of others", [le, '0 issuewild "pki.goog"'], "others", "*.shop.example.org"],
    ["lists the authority for wildcards only", ['0 issue ";"', '0 issuewild "letsencrypt.org"'], "granted", "*.shop.example.org"],
    ["lists the authority for wildcards only, and is asked for a name", ['0 issue ";"', '0 issuewild "letsencrypt.org"'], "nobody"],
    ["says nothing of wildcards", [le], "granted", "*.shop.example.org"],
    ["says nothing of wildcards, and lists others", ['0 issue "pki.goog"'], "others", "*.shop.example.org"],
    ["only wants reports, of a wildcard", ['0 iodef "mailto:a@example.org"'], "granted", "*.shop.example.org"],
  ];

  const rows = plain.map(([title, texts, expected, asked = "shop.example.org", method]) => ({ title, texts, expected, asked, method }));
  test.each(rows)("that $title", ({ texts, expected, asked, method }) => {
    const request = { authority: letsEncrypt, name: nameOf(asked), ...(method === undefined ? {} : { method }) };
    expect(permission(properties(texts), request)).toBe(expected);
    expect(permission(properties([...texts].reverse()), request)).toBe(expected);
  });

  const others: readonly (readonly [string, CertificateAuthority, string, Permission])[] = [
    ["writes the domain in capitals", google, '0 issue "PKI.goog"', "open"],
    ["ends the domain with a dot", google, '0 issue "pki.goog."', "open"],
    ["has a malformed parameter", google, '0 issue "pki.goog; a"', "open"],
    ["has an unknown parameter", google, '0 issue "pki.goog; cansignhttpexchanges=yes"', "granted"],
    ["allows another method", google, '0 issue "pki.goog; validationmethods=http-01"', "open"],
    ["has a critical tag that nobody knows", google, '128 future "x"', "critical"],
    ["has a tag that nobody knows, with flag 1", google, '1 future "x"', "granted"],
    ["has a critical contact", google, '128 contactemail "a@example.org"', "granted"],
    ["has a critical phone", google, '128 contactphone "1"', "granted"],
    ["lists a name of Sectigo", zeroSsl, '0 issue "trust-provider.com"', "granted"],
    ["lists another", zeroSsl, '0 issue "letsencrypt.org"', "others"],
    ["lists Certainly", certainly, '0 issue "certainly.com"', "granted"],
    ["lists Fastly", certainly, '0 issue "fastly.com"', "others"],
  ];

  test.each(others)("that %s, for another authority", (_, authority, text, expected) => {
    expect(permission(properties([text]), { authority, name: nameOf("shop.example.org"), method: "dns-01" })).toBe(expected);
  });
});
