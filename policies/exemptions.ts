import { groupBy } from "../ownership/grouping";
import type { ResourceReference } from "../ownership/inventory";
import { parseName } from "../ownership/names";
import { dayOf, daysBetween } from "../ownership/time";
import { isObject, kindOf } from "../ownership/value";
import type { Exemption, Finding, UsedExemption } from "./finding";

/** What a policy found, apart from what exemptions keep back. */
export interface Judgement {
  readonly findings: Finding[];
  readonly exemptions: readonly UsedExemption[];
}

/**
 * The one place where exemptions meet findings.
 *
 * @param policy the name of the policy that found them, and whose exemptions these are.
 * @param findings no finding about settings: those cannot be exempted.
 */
export function exempt(policy: string, findings: readonly Finding[], exemptions: readonly Exemption[], now: Date): Judgement {
  const bySubject = groupBy(findings, ({ subject }) => subject);
  const matched = exemptions.map((exemption) => {
    const subjects = new Set([exemption.name, parseName(exemption.name) ?? exemption.name]);
    const named = [...subjects].flatMap((subject) => bySubject.get(subject) ?? []);
    return { exemption, daysLeft: daysUntil(exemption.expires, now), named, covers: named.filter((finding) => means(exemption, finding)) };
  });
  const exempted = new Set(matched.flatMap(({ daysLeft, covers }) => (daysLeft < 0 ? [] : covers)));
  return {
    findings: findings.filter((finding) => !exempted.has(finding)),
    exemptions: matched.map(({ exemption, daysLeft, named, covers }) => ({
      policy,
      exemption,
      daysLeft,
      covers: daysLeft < 0 ? covers.filter((finding) => !exempted.has(finding)) : covers,
      elsewhere: named.filter((finding) => !covers.includes(finding)),
    })),
  };
}

function means({ resource: pattern }: Exemption, { resource, alsoOf = [] }: Finding): boolean {
  return pattern === undefined || [resource, ...alsoOf].some((each) => each !== undefined && isMeant(pattern, each));
}

function isMeant(pattern: string, { name, urn }: Pick<ResourceReference, "name" | "urn">): boolean {
  return matches(pattern, name) || matches(pattern, urn);
}

/** As in Pulumi's own exceptions: the whole text, `*` for any run of characters. A regular expression of a user's could run for ever. */
function matches(pattern: string, text: string): boolean {
  const [start = "", ...parts] = pattern.split("*");
  const end = parts.pop();
  if (end === undefined) {
    return text === pattern;
  }
  let position = start.length;
  for (const part of parts) {
    const found = text.indexOf(part, position);
    if (found < 0) {
      return false;
    }
    position = found + part.length;
  }
  return text.startsWith(start) && text.endsWith(end) && position + end.length <= text.length;
}

function daysUntil(day: string, now: Date): number {
  return daysBetween(dayOf(now.getTime()), day);
}

/** What is wrong with an exemption: the key, what belongs there, and what was found in words that do not repeat it. */
interface Mistake {
  readonly key?: string;
  readonly expected: string;
  readonly found: string;
}

interface Field {
  readonly expected: string;
  readonly optional?: true;
  /** @returns what is wrong with a text that is not empty; undefined when it is usable. */
  readonly fault: (text: string, now: Date) => string | undefined;
}

const shortestReason = 10;
/** An exemption for good would be a policy that is switched off. Who still needs it after a year says so again. */
const longestTerm = 366;

/** A `*` is the first label of a wildcard certificate's name, and nothing else. */
const wildcardName = /^\*(\.[^*.]+){2,}\.?$/;

const fields: Readonly<Record<keyof Exemption, Field>> = {
  name: {
    expected:
      "what stands in brackets in the finding's id, in full: a DNS name such as www.example.org, or of a wildcard certificate *.example.org",
    fault: (text) => (text.includes("*") && !wildcardName.test(text) ? "a pattern, which is too broad" : undefined),
  },
  resource: {
    expected: "the Pulumi name or URN of a resource, in which * is any run of characters",
    optional: true,
    fault: (text) => (isMeant(text, anyResource) ? "a pattern that every resource matches, which is too broad" : undefined),
  },
  reason: {
    expected: `a text of ${shortestReason} characters or more that says why`,
    fault: (text) => (Array.from(text).length < shortestReason ? "a shorter text" : undefined),
  },
  expires: {
    expected: `its last day, such as 2026-12-31, at most ${longestTerm} days away`,
    fault: (text, now) =>
      !isDay(text) ? "a text that is no day of the calendar" : daysUntil(text, now) > longestTerm ? "a day further away" : undefined,
  },
};

/** A resource of which no pattern says anything: one that matches it would match every other. */
const anyResource = { name: "\0", urn: "urn:pulumi:\0::\0::\0:\0:\0::\0" };

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The JSON schema of an exemption, as far as a schema can tell; the engine refuses by it, and what it cannot tell is judged here. */
export const exemptionSchema: ObjectSchema = {
  type: "object",
  properties: {
    name: { type: "string", minLength: 1, description: "What stands in brackets in the finding's id, in full." },
    resource: {
      type: "string",
      minLength: 1,
      description: "The Pulumi name or URN of the resource, * for any run of characters. Every resource when left out.",
    },
    reason: { type: "string", minLength: shortestReason, description: "Why the finding is accepted." },
    expires: { type: "string", format: "date", description: "The last day on which the exemption applies, in UTC, at most a year away." },
  },
  required: ["name", "reason", "expires"],
  additionalProperties: false,
};

export interface ObjectSchema {
  readonly type: "object";
  readonly properties: Record<
    string,
    { readonly type: "string"; readonly minLength?: number; readonly format?: "date"; readonly description: string }
  >;
  readonly required: string[];
  readonly additionalProperties: false;
}

/** @returns the exemption, or what is wrong with it: one that is not usable in every part does not apply at all. */
export function readExemption(value: unknown, now: Date): { readonly exemption?: Exemption; readonly mistakes: readonly Mistake[] } {
  if (!isObject(value)) {
    return { mistakes: [{ expected: `an object of ${Object.keys(fields).join(", ")}`, found: kindOf(value) }] };
  }
  const given = new Map<string, unknown>(Object.entries(value));
  const unknownKeys = [...given.keys()].filter((key) => !Object.hasOwn(fields, key));
  const mistakes = [
    ...unknownKeys.map((key) => ({
      key,
      expected: `one of ${Object.keys(fields).join(", ")}`,
      found: "a key that an exemption does not have",
    })),
    ...Object.entries(fields).flatMap(([key, field]) => {
      const found = faultOf(field, given.get(key), now);
      return found === undefined ? [] : [{ key, expected: field.expected, found }];
    }),
  ];
  const texts = [...given].map(([key, text]) => [key, typeof text === "string" ? text.trim() : text]);
  return mistakes.length === 0 ? { exemption: Object.fromEntries(texts) as Exemption, mistakes } : { mistakes };
}

function faultOf({ optional, fault }: Field, value: unknown, now: Date): string | undefined {
  if (value === undefined) {
    return optional === true ? undefined : "nothing";
  }
  if (typeof value !== "string") {
    return kindOf(value);
  }
  return value.trim() === "" ? "an empty text" : fault(value.trim(), now);
}
