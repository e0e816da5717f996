import type { ChallengeRecordSettings } from "../ownership/challenge-records";
import type { OwnershipSettings } from "../ownership/claims";
import { parseName, type DnsName } from "../ownership/names";
import { kindOf } from "../ownership/value";
import type { Finding } from "./finding";

/** A policy's configuration: the schema that Pulumi shows, and our own reading of it. */
export interface Settings<Values> {
  readonly schema: Readonly<Record<string, ListSchema>>;
  /** @returns what the settings say, and a finding for each key or value that is none; the rest stays in force. */
  read(config: unknown): { readonly values: Values; readonly findings: Finding[] };
}

/** The JSON schema of one setting. */
export interface ListSchema {
  readonly type: "array";
  readonly items: { readonly type: "string" };
  readonly default: [];
  readonly description: string;
}

interface ListSetting<Element> {
  readonly description: string;
  readonly expected: string;
  parse(text: string): Element | undefined;
}

type ListSettings<Values> = {
  readonly [Key in keyof Values]: Values[Key] extends readonly (infer Element)[] ? ListSetting<Element> : never;
};

/**
 * Settings that are lists of texts. The engine lets unknown keys and malformed values through, so they are judged here.
 */
function lists<Values extends Record<keyof Values, readonly unknown[]>>(definitions: ListSettings<Values>): Settings<Values> {
  const byKey = new Map<string, ListSetting<unknown>>(Object.entries(definitions));
  const schema = Object.fromEntries(
    [...byKey].map(([key, { description }]): [string, ListSchema] => [
      key,
      { type: "array", items: { type: "string" }, default: [], description },
    ]),
  );
  return {
    schema,
    read(config) {
      const findings: Finding[] = [];
      const values = new Map<string, unknown[]>([...byKey.keys()].map((key) => [key, []]));
      for (const [key, value] of Object.entries(config ?? {})) {
        const definition = byKey.get(key);
        if (definition === undefined) {
          const expected =
            byKey.size === 0 ? "no settings but enforcementLevel" : `one of ${[...byKey.keys(), "enforcementLevel"].join(", ")}`;
          findings.push(problem(key, expected, "a key that this policy does not have"));
        } else if (!Array.isArray(value)) {
          findings.push(problem(key, `a list, each element ${definition.expected}`, kindOf(value)));
        } else {
          value.forEach((element: unknown, index) => {
            const parsed = typeof element === "string" ? definition.parse(element) : undefined;
            if (parsed === undefined) {
              findings.push(
                problem(`${key}[${index}]`, definition.expected, typeof element === "string" ? "a text that is none" : kindOf(element)),
              );
            } else {
              values.get(key)?.push(parsed);
            }
          });
        }
      }
      return { values: Object.fromEntries(values) as unknown as Values, findings };
    },
  };
}

function problem(key: string, expected: string, found: string): Finding {
  return { subject: `setting ${key}`, problem: { kind: "setting", key, expected, found } };
}

interface ClaimLists {
  readonly certManagerNames: readonly DnsName[];
  readonly issuersWithoutDns01: readonly string[];
}

const claimLists: ListSettings<ClaimLists> = {
  certManagerNames: {
    description: "DNS names whose certificates cert-manager keeps by DNS-01 in another stack or cluster.",
    expected: "a DNS name such as app.example.org or *.example.org",
    parse: parseName,
  },
  issuersWithoutDns01: {
    description:
      "Names of issuers declared in other stacks that never write a challenge record: private ones, and those that only use HTTP-01.",
    expected: "the name of an Issuer or ClusterIssuer",
    parse: (text) => (text.trim() === "" ? undefined : text.trim()),
  },
};

const allowedTargets: ListSetting<DnsName> = {
  description:
    "DNS names under which challenge CNAMEs may point although no owner in the stack accounts for them: your delegated challenge zones.",
  expected: "a DNS name such as acme.example.org",
  parse: parseName,
};

function withSets<Lists extends ClaimLists>(settings: Settings<Lists>): Settings<Omit<Lists, "issuersWithoutDns01"> & OwnershipSettings> {
  return {
    schema: settings.schema,
    read(config) {
      const { values, findings } = settings.read(config);
      return { values: { ...values, issuersWithoutDns01: new Set(values.issuersWithoutDns01) }, findings };
    },
  };
}

/** No settings of its own; a key is a mistake. */
export const noSettings: Settings<unknown> = lists({});

/** What every policy that asks "who owns this challenge record" may be told of other stacks. */
export const ownershipSettings: Settings<OwnershipSettings> = withSets(lists<ClaimLists>(claimLists));

export const challengeRecordSettings: Settings<ChallengeRecordSettings> = withSets(
  lists<ClaimLists & { readonly allowedTargets: readonly DnsName[] }>({ ...claimLists, allowedTargets }),
);

const issuerNamesElsewhere = lists<{ readonly issuersElsewhere: readonly string[] }>({
  issuersElsewhere: {
    description: "Names of issuers that other stacks declare, although this stack has one of the same name and another kind.",
    expected: "the name of an Issuer or ClusterIssuer",
    parse: (text: string) => (text.trim() === "" ? undefined : text.trim()),
  },
});

/** What the rules about issuers may be told of other stacks. */
export const issuersElsewhere: Settings<{ readonly issuersElsewhere: ReadonlySet<string> }> = {
  schema: issuerNamesElsewhere.schema,
  read(config) {
    const { values, findings } = issuerNamesElsewhere.read(config);
    return { values: { issuersElsewhere: new Set(values.issuersElsewhere) }, findings };
  },
};
