import type { CaaParameter, CaaProperty, CaaValue } from "../../ownership/inventory";

/**
 * Reads a CAA record as zone files and most APIs write it, `0 issue "letsencrypt.org"` (RFC 8659 §4.1.1).
 *
 * @returns `malformed` for whatever is not certain to mean one record: escapes, several texts, blanks or `;` outside quotes.
 */
export function parseCaa(text: string): CaaValue {
  const [, flags, tag, quoted, bare] = /^(\S+)[ \t]+(\S+)[ \t]+(?:"([^"]*)"|([^\s";()]+))$/.exec(text.trim()) ?? [];
  return flags === undefined || tag === undefined ? "malformed" : caaValue(flags, tag, quoted ?? bare ?? "");
}

/**
 * Reads the parts of a CAA record, as some APIs and every answer of DNS have them.
 *
 * @param flags a number from 0 to 255. @param value without quotes around it.
 * @returns `malformed` as above: vendors do not tell what they make of quotes and escapes in a part.
 */
export function caaValue(flags: string, tag: string, value: string): CaaValue {
  return /^\d{1,3}$/.test(flags) && Number(flags) <= 255 && /^[a-z0-9]+$/i.test(tag) && !/["\\]/.test(value)
    ? { flags: Number(flags), tag: tag.toLowerCase(), ...readValue(value) }
    : "malformed";
}

/** The domain of the authority, and its parameters (RFC 8659 §4.2). Tags without issuers have nothing to compare it with. */
function readValue(value: string): Pick<CaaProperty, "domain" | "parameters"> {
  const [domain = "", ...parts] = value.split(";").map(trimBlanks);
  if (parts.length === 1 && parts[0] === "") {
    return { domain, parameters: [] }; // one `;` behind the domain, and no parameter
  }
  const isReadable = parts.every((part) => /^[a-z0-9]*[ \t]*=[ \t]*[\x21-\x7e]*$/i.test(part));
  return { domain, parameters: isReadable ? parts.map(readParameter) : "malformed" };
}

function readParameter(part: string): CaaParameter {
  const end = part.indexOf("=");
  return { tag: trimBlanks(part.slice(0, end)), value: trimBlanks(part.slice(end + 1)) };
}

function trimBlanks(text: string): string {
  // Without the look behind, each blank of a run inside would be tried as the first of the last.
  return text.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, "");
}
