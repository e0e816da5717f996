import type { ChallengeRecordSettings } from "../ownership/challenge-records";
import type { OwnershipSettings } from "../ownership/claims";
import { parseName } from "../ownership/names";
import { kindOf } from "../ownership/value";
import { exemptionSchema, readExemption, type ObjectSchema } from "./exemptions";
import type { Exemption, Finding } from "./finding";

/** A policy's configuration: the schema that Pulumi shows, and our own reading of it. */
export interface Settings<Values> {
  readonly schema: Readonly<Record<string, SettingSchema>>;
  /** @returns what the settings say, and a finding for each key or value that is none; the rest stays in force. */
  read(config: unknown, now: Date): { readonly values: Values; readonly findings: Finding[] };
}

/** The settings of a policy whose findings can be exempted. */
export type ExemptibleSettings<Values> = Settings<Values & { readonly exemptions: readonly Exemption[] }>;

/** The JSON schema of one setting. */
type SettingSchema = ListSchema | ExemptionsSchema | NumberSchema | FlagSchema;

interface ListSchema {
  readonly type: "array";
  readonly items: { readonly type: "string" };
  readonly default: [];
  readonly description: string;
}

interface ExemptionsSchema {
  readonly type: "array";
  readonly items: ObjectSchema;
  readonly default: [];
  readonly description: string;
}

interface NumberSchema {
  readonly type: "integer";
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
  readonly description: string;
}

interface FlagSchema {
  readonly type: "boolean";
  readonly default: false;
  readonly description: string;
}

/** One setting: what stands when nobody sets it, and what a value means. */
interface Setting<Value> {
  readonly schema: SettingSchema;
  readonly unset: Value;
  /** @returns the value as far as it is usable, undefined where nothing of it is, and a finding for each part that is not. */
  read(key: string, value: unknown, now: Date): { readonly value?: Value; readonly findings: Finding[] };
}

/**
 * The settings of one policy that reports findings: its own, and exemptions. The engine lets unknown keys and malformed
 * values through, so they are judged here.
 */
function settings<Values extends object>(definitions: Definitions<Values>): ExemptibleSettings<Values> {
  return keyed<object>({ ...definitions, exemptions }) as ExemptibleSettings<Values>;
}

type Definitions<Values> = { readonly [Key in keyof Values]: Setting<Values[Key]> };

function keyed<Values extends object>(definitions: Definitions<Values>): Settings<Values> {
  const byKey = new Map<string, Setting<unknown>>(Object.entries(definitions));
  return {
    schema: Object.fromEntries([...byKey].map(([key, { schema }]) => [key, schema])),
    read(config, now) {
      const findings: Finding[] = [];
      const values = new Map<string, unknown>([...byKey].map(([key, { unset }]) => [key, unset]));
      for (const [key, value] of Object.entries(config ?? {})) {
        const definition = byKey.get(key);
        if (definition === undefined) {
          const expected =
            byKey.size === 0 ? "no settings but enforcementLevel" : `one of ${[...byKey.keys(), "enforcementLevel"].join(", ")}`;
          findings.push(problem(key, expected, "a key that this policy does not have"));
        } else {
          const reading = definition.read(key, value, now);
          values.set(key, reading.value ?? definition.unset);
          findings.push(...reading.findings);
        }
      }
      return { values: Object.fromEntries(values) as unknown as Values, findings };
    },
  };
}

function problem(key: string, expected: string, found: string): Finding {
  return { subject: `setting ${key}`, problem: { kind: "setting", key, expected, found } };
}

interface ListDefinition<Element> {
  readonly description: string;
  readonly expected: string;
  readonly parse: (text: string) => Element | undefined;
}

function list<Element>({ description, expected, parse }: ListDefinition<Element>): Setting<readonly Element[]> {
  return {
    schema: { type: "array", items: { type: "string" }, default: [], description },
    unset: [],
    read(key, value) {
      if (!Array.isArray(value)) {
        return { findings: [problem(key, `a list, each element ${expected}`, kindOf(value))] };
      }
      const parsed = (value as unknown[]).map((element) => (typeof element === "string" ? parse(element) : undefined));
      return {
        value: parsed.filter((element) => element !== undefined),
        findings: parsed.flatMap((element, index) => {
          const found: unknown = value[index];
          return element === undefined
            ? [problem(`${key}[${index}]`, expected, typeof found === "string" ? "a text that is none" : kindOf(found))]
            : [];
        }),
      };
    },
  };
}

function setOf<Element>(definition: ListDefinition<Element>): Setting<ReadonlySet<Element>> {
  const elements = list(definition);
  return {
    schema: elements.schema,
    unset: new Set(),
    read(key, value, now) {
      const reading = elements.read(key, value, now);
      return { ...reading, value: new Set(reading.value) };
    },
  };
}

/** @param definition `unset` holds where nobody sets a number, or one beyond the limits. */
function wholeNumber(definition: {
  readonly description: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly unset: number;
}): Setting<number> {
  const { description, minimum, maximum, unset } = definition;
  const expected = `a whole number from ${minimum} to ${maximum}`;
  return {
    schema: { type: "integer", minimum, maximum, default: unset, description },
    unset,
    read(key, value) {
      if (typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum) {
        return { value, findings: [] };
      }
      return { findings: [problem(key, expected, typeof value === "number" ? "another number" : kindOf(value))] };
    },
  };
}

function flag(description: string): Setting<boolean> {
  return {
    schema: { type: "boolean", default: false, description },
    unset: false,
    read: (key, value) =>
      typeof value === "boolean" ? { value, findings: [] } : { findings: [problem(key, "true or false", kindOf(value))] },
  };
}

const exemptions: Setting<readonly Exemption[]> = {
  schema: {
    type: "array",
    items: exemptionSchema,
    default: [],
    description: "Findings of this policy that are accepted until a day; exemptions-in-use shows what became of each.",
  },
  unset: [],
  read(key, value, now) {
    if (!Array.isArray(value)) {
      return { findings: [problem(key, "a list of exemptions", kindOf(value))] };
    }
    const readings = value.map((element: unknown) => readExemption(element, now));
    return {
      value: readings.flatMap(({ exemption }) => exemption ?? []),
      findings: readings.flatMap(({ mistakes }, index) =>
        mistakes.map((mistake) =>
          problem(`${key}[${index}]${mistake.key === undefined ? "" : `.${mistake.key}`}`, mistake.expected, mistake.found),
        ),
      ),
    };
  },
};

const issuerName = {
  expected: "the name of an Issuer or ClusterIssuer",
  parse: (text: string) => (text.trim() === "" ? undefined : text.trim()),
};

const claims = {
  certManagerNames: list({
    description: "DNS names whose certificates cert-manager keeps by DNS-01 in another stack or cluster.",
    expected: "a DNS name such as app.example.org or *.example.org",
    parse: parseName,
  }),
  issuersWithoutDns01: setOf({
    description:
      "Names of issuers declared in other stacks that never write a challenge record: private ones, and those that only use HTTP-01.",
    ...issuerName,
  }),
};

/** No settings but the level; every key is a mistake. */
export const noSettings: Settings<object> = keyed({});

/** No settings of its own. */
export const exemptionSettings: ExemptibleSettings<object> = settings({});

/** What every policy that asks "who owns this challenge record" may be told of other stacks. */
export const ownershipSettings: ExemptibleSettings<OwnershipSettings> = settings(claims);

export const challengeRecordSettings: ExemptibleSettings<ChallengeRecordSettings> = settings({
  ...claims,
  allowedTargets: list({
    description:
      "DNS names under which challenge CNAMEs may point although no owner in the stack accounts for them: your delegated challenge zones.",
    expected: "a DNS name such as acme.example.org",
    parse: parseName,
  }),
});

/** What the rules about issuers may be told of other stacks. */
export const issuersElsewhere: ExemptibleSettings<{ readonly issuersElsewhere: ReadonlySet<string> }> = settings({
  issuersElsewhere: setOf({
    description: "Names of issuers that other stacks declare, although this stack has one of the same name and another kind.",
    ...issuerName,
  }),
});

export const keySettings: ExemptibleSettings<{ readonly requirePinnedKeys: boolean }> = settings({
  requirePinnedKeys: flag("Whether every certificate must write its key's algorithm and rotation policy, whatever renews it."),
});

/** What the rule about alerts may be told of other stacks. */
export const alertingSettings: ExemptibleSettings<{ readonly externalAlerting: boolean }> = settings({
  externalAlerting: flag(
    "Whether alerts on the expiry of this stack's certificates live elsewhere: in another stack, or in another system.",
  ),
});

/** How long before its end a certificate that somebody has to replace by hand is a finding. */
export const expirySettings: ExemptibleSettings<{ readonly daysBeforeExpiry: number }> = settings({
  daysBeforeExpiry: wholeNumber({
    description: "Days before its end at which a stored certificate that nothing renews is a finding. An expired one always is.",
    minimum: 0,
    maximum: 365,
    unset: 14,
  }),
});
