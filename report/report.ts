import type { OwnershipMap } from "../ownership/map";

/**
 * The outcome of `check`, and the shape of `--format json`, which is stable: fields are added, never renamed or removed.
 *
 *     {
 *       "version": "0.1.0",              of the pack
 *       "files": ["dev.json"],           as they were given; of a folder, those in it
 *       "stacks": ["shop/dev"],          project/stack
 *       "resources": 14,                 how many were checked
 *       "findings": [{
 *         "id": "tls-name-single-owner[shop.example.org]",   stable, see docs/reports.md
 *         "subject": "shop.example.org",  what the id has in brackets
 *         "policy": "tls-name-single-owner",
 *         "level": "mandatory",          or "advisory"
 *         "severity": "high",            "unspecified", "low", "medium", "high" or "critical"
 *         "urn": "urn:pulumi:dev::…",    null where no single resource is meant, as are `resource`, `stack` and `location`
 *         "resource": {"type": "fastly:index/tlsSubscription:TlsSubscription", "name": "shop-tls"},
 *         "stack": "shop/dev",
 *         "location": {"file": "dev.json", "line": 12},      where the resource stands
 *         "description": "…",            the policy's, one sentence
 *         "message": "…",                several lines: the following four parts, and the id
 *         "what": "…",                   what is wrong
 *         "who": ["…"],                  each resource that has a part in it, and why
 *         "consequence": "…",            what will happen; null where nothing more does
 *         "fix": ["…"],
 *         "names": ["shop.example.org"],  DNS names that it is about
 *         "owners": [{                    resources that have a part in it, by URN
 *           "type": "fastly:index/tlsSubscription:TlsSubscription", "name": "shop-tls",
 *           "urn": "urn:pulumi:dev::…",   null for what ownership.json tells of others
 *           "stack": "shop/dev"           or what ownership.json calls its source; null where it names none
 *         }]
 *       }],
 *       "summary": {"mandatory": 1, "advisory": 0},
 *       "notes": ["…"],                  what the files did not show
 *       "unfinished": false              whether a preview ended with an error: then "nothing found" is no clean bill
 *     }
 */
export interface Report {
  readonly version: string;
  readonly files: readonly string[];
  readonly stacks: readonly string[];
  readonly resources: number;
  /** Mandatory ones first, then by policy, URN and message. */
  readonly findings: readonly ReportedFinding[];
  readonly summary: { readonly mandatory: number; readonly advisory: number };
  readonly notes: readonly string[];
  readonly unfinished: boolean;
}

/** A finding in words, and where it belongs. */
export interface ReportedFinding {
  readonly id: string;
  readonly subject: string;
  readonly policy: string;
  readonly level: "mandatory" | "advisory";
  readonly severity: string;
  readonly urn: string | null;
  readonly resource: { readonly type: string; readonly name: string } | null;
  readonly stack: string | null;
  readonly location: Location | null;
  readonly description: string;
  readonly message: string;
  readonly what: string;
  readonly who: readonly string[];
  readonly consequence: string | null;
  readonly fix: readonly string[];
  readonly names: readonly string[];
  readonly owners: readonly Owner[];
}

/** A resource that has a part in a finding. */
export interface Owner {
  readonly type: string;
  readonly name: string;
  readonly urn: string | null;
  readonly stack: string | null;
}

export interface Location {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A policy of the pack, whether it found something or not. */
export interface ReportedPolicy {
  readonly name: string;
  readonly description: string;
  /** As it was configured for this run. */
  readonly level: "mandatory" | "advisory" | "disabled";
  readonly severity: string;
  /** Its page, in Markdown; undefined for a pack without pages. */
  readonly page?: string;
}

/** Everything that a format may show. */
export interface Outcome {
  readonly report: Report;
  readonly policies: readonly ReportedPolicy[];
  readonly map: OwnershipMap;
  /** When it was checked. */
  readonly now: Date;
}

export interface FormatOptions {
  readonly colour: boolean;
  /** Leave out what is no finding: notes, and the summary where nothing was found. */
  readonly quiet: boolean;
}

/** @returns the whole of what is written. Pure: the same outcome, the same text. */
export type Format = (outcome: Outcome, options: FormatOptions) => string;
