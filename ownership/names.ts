import { domainToASCII } from "node:url";
import { isIP } from "node:net";

declare const brand: unique symbol;

/**
 * A DNS name as the pack compares it: lower case, A-labels, no trailing dot; the first label may be `*`.
 * Only `parseName` and the functions of this file make one.
 */
export type DnsName = string & { readonly [brand]: "DnsName" };

/** The label under which every ACME client looks for DNS-01 (RFC 8555 §8.4). */
const challengeLabel = "_acme-challenge";

const maximumLength = 253; // RFC 1035 §2.3.4: 255 octets on the wire
const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
// What `domainToASCII` would quietly turn into another host: "example.com/path", "ex%41mple.com", "user@host".
const notAName = /[\s%/\\:@?#[\]<>^|`"'{}]/u;

/**
 * Reads what a user or a provider wrote where a DNS name belongs.
 *
 * @param text any case, with or without trailing dot, Unicode or A-labels, wildcard or not.
 * @returns the name, or undefined when it is none: an IP address, a path, over 253 characters, a bad label. Such a value
 * owns nothing in DNS, so no rule about owners can concern it.
 */
export function parseName(text: string): DnsName | undefined {
  if (text.length > 4 * maximumLength || notAName.test(text.trim())) {
    return undefined;
  }
  const trimmed = text.trim();
  // eslint-disable-next-line no-control-regex -- "is it ASCII" is exactly this range
  const ascii = /^[\x00-\x7f]*$/.test(trimmed) ? trimmed.toLowerCase() : domainToASCII(trimmed);
  const name = ascii.endsWith(".") ? ascii.slice(0, -1) : ascii;
  if (name.length > maximumLength || isIP(name) !== 0) {
    return undefined;
  }
  const labels = name.split(".");
  const first = labels[0] === "*" && labels.length > 1 ? labels.slice(1) : labels;
  return first.every((part) => label.test(part)) ? (name as DnsName) : undefined;
}

/** @returns true for `*.example.com`. */
export function isWildcard(name: DnsName): boolean {
  return name.startsWith("*.");
}

/** @returns the name a wildcard stands under; other names as they are. */
export function baseName(name: DnsName): DnsName {
  return isWildcard(name) ? (name.slice(2) as DnsName) : name;
}

/**
 * @returns the owner name of the DNS-01 record. A wildcard and its base share one (RFC 8555 §8.4), parent and child
 * never do.
 */
export function challengeName(name: DnsName): DnsName {
  return `${challengeLabel}.${baseName(name)}` as DnsName;
}

/**
 * @returns the name that a challenge record validates, or undefined when `record` is no challenge record: the first label
 * must be exactly `_acme-challenge`. Google's `_acme-challenge_<project>` and dns-account-01's `_<hash>._acme-challenge`
 * are other names, and nobody's conflict.
 */
export function challengedName(record: DnsName): DnsName | undefined {
  const prefix = `${challengeLabel}.`;
  return record.startsWith(prefix) ? (record.slice(prefix.length) as DnsName) : undefined;
}

/** @returns true when `name` is `zone` or lies below it, on a label boundary. */
export function isWithin(name: DnsName, zone: DnsName): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** @returns `labels` under `zone`; an empty string or `@` is the zone's apex. */
export function joinName(labels: string, zone: DnsName): DnsName | undefined {
  const relative = labels.trim().replace(/\.$/, "");
  return relative === "" || relative === "@" ? zone : parseName(`${relative}.${zone}`);
}

/** @returns whether a certificate for `name` is good for `host`: the same name, or a wildcard one label above it (RFC 6125 §6.4.3). */
export function covers(name: DnsName, host: DnsName): boolean {
  return name === host || (isWildcard(name) && host.includes(".") && host.slice(host.indexOf(".") + 1) === baseName(name));
}

/** Top-level names that the public DNS will never hold (RFC 6761, RFC 6762, RFC 8375, ICANN's reservation of `internal`), and Kubernetes' own. */
const innerDomains: ReadonlySet<string> = new Set([
  "local",
  "localhost",
  "internal",
  "test",
  "example",
  "invalid",
  "lan",
  "svc",
  "home",
  "corp",
]);

/** @returns whether no public DNS will ever hold the name. */
export function isInnerName(name: DnsName): boolean {
  return innerDomains.has(lastLabel(name));
}

function lastLabel(name: DnsName): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/**
 * A secret reaches a policy in plain text, so one that stands where a name belongs must not be repeated. Names consist of letters,
 * digits and a few signs, also what people write in their place: addresses, paths, lists with commas. Tokens, keys and code do not.
 *
 * @returns whether the text could be what people call a thing: a Secret, a namespace, a backend.
 */
export function mayBeTitle(text: string): boolean {
  return /^[\p{L}\p{M}\p{N} ._*,/:-]{1,253}$/u.test(text);
}
