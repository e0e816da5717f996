import path from "node:path";
import { check } from "../../cli/check";
import { inventoryOf } from "../../cli/file-inventory";
import type { StackResource } from "../../cli/stack-resource";
import { mapOwnership, type OwnershipMap } from "../../ownership/map";
import { findingId, lay, type Description } from "../../report/layout";
import type { FormatOptions, Outcome, Report, ReportedFinding } from "../../report/report";
import { certManager, fastly, resource, route53, stack, stateOf } from "../support";
import { Folder } from "../cli/command";

export const plain: FormatOptions = { colour: false, quiet: false };

/** When every outcome was checked. */
const present = "2026-06-03T12:00:00Z";

interface Surroundings {
  /** What `--config` names. */
  readonly config?: object;
  /** What `--ownership` names, as ownership.json. */
  readonly ownership?: object;
}

/** What the pack says of stacks, a file each. The folder's name is taken out of it, so that it can be compared. */
export async function outcomeOf(
  stacks: Readonly<Record<string, readonly StackResource[]>>,
  { config, ownership }: Surroundings = {},
): Promise<Outcome> {
  const folder = new Folder();
  try {
    const files = Object.entries(stacks).map(([name, resources]) => folder.write(name, stateOf(...resources)));
    const outcome = await check({
      files,
      now: new Date(present),
      ...(config === undefined ? {} : { config: folder.write("policy-config", config) }),
      ...(ownership === undefined ? {} : { ownership: folder.write("ownership.json", ownership) }),
    });
    const report = JSON.parse(JSON.stringify(outcome.report).replaceAll(`${folder.dir}${path.sep}`, "")) as Outcome["report"];
    return { ...outcome, report, now: new Date(present) };
  } finally {
    folder.remove();
  }
}

/** Everything that any of the formats, or a terminal, could take for its own. */
const hostile = "x<script>alert(1)</script>|`y`]]>\u001b[31m-->\"'&amp;@octocat](https://evil.example)\n# end \u202e$(id)";

export const edge = { project: "edge", stack: "production" };
export const shop = { project: "shop", stack: "production" };
const platform = { project: "platform", stack: "production" };

/** Three stacks: two names that edge and cluster both own, one that each owns alone, dates, records, and other certificates. */
export const organisation: Readonly<Record<string, readonly StackResource[]>> = {
  "edge.json": [
    fastly.subscription("shop-tls", ["shop.example.org", "www.example.org", "origin.example.org"], edge),
    fastly.subscription("docs-tls", ["docs.example.org", "*.docs.example.org"], edge),
    route53.record("_acme-challenge.shop.example.org", "CNAME", ["x1.fastly-validations.com"], { ...edge, name: "shop-challenge" }),
    resource("aws:acm/certificate:Certificate", "status", { domainName: "status.example.org", validationMethod: "DNS" }, edge),
  ],
  "platform.json": [
    certManager.clusterIssuer("internal", [], { ...platform, inputs: { spec: { ca: { secretName: "ca" } } } }),
    certManager.certificate(
      "mesh",
      { dnsNames: ["mesh.example.org"], issuerRef: { kind: "ClusterIssuer", name: "internal", group: "cert-manager.io" } },
      platform,
    ),
  ],
  "shop.json": [
    certManager.certificate(
      "origin",
      { dnsNames: ["origin.example.org"], namespace: "shop" },
      {
        ...shop,
        outputs: { spec: { dnsNames: ["origin.example.org"], secretName: "origin-tls" }, status: { notAfter: "2126-02-03T04:05:06Z" } },
      },
    ),
    certManager.certificate("docs", { dnsNames: ["docs.example.org"], namespace: "shop" }, shop),
  ],
};

/** Names that are not ours, everywhere where a file has any. */
export const hostileStack: Readonly<Record<string, readonly StackResource[]>> = {
  "hostile.json": [
    fastly.subscription(hostile, ["shop.example.org"], { stack: "production" }),
    certManager.certificate(
      hostile,
      { dnsNames: ["shop.example.org"], namespace: hostile, secretName: hostile, issuerRef: { kind: "ClusterIssuer", name: hostile } },
      { stack: "production" },
    ),
    certManager.certificate(
      `${hostile}2`,
      { dnsNames: ["a.example.org"], namespace: hostile, secretName: hostile },
      { stack: "production" },
    ),
    route53.record("_acme-challenge.b.example.org", "CNAME", [`${hostile}.example.net`], { name: hostile, stack: "production" }),
  ],
};

/** @returns a stack with that many names of two owners. */
export function conflicts(count: number): Readonly<Record<string, readonly StackResource[]>> {
  const names = Array.from({ length: count }, (_, index) => `name-${index}.example.org`);
  return {
    "many.json": [
      fastly.subscription("tls", names, edge),
      ...names.map((name) => certManager.certificate(name, { dnsNames: [name], namespace: "shop" }, shop)),
    ],
  };
}

/** Where `finding` finds something. */
const found = resource("fastly:index/tlsSubscription:TlsSubscription", "shop-tls", {}, shop);

/** @returns a finding about a name as the pack's process would report it, without asking it. */
export function finding(subject: string, more: Partial<ReportedFinding> = {}, words: Partial<Description> = {}): ReportedFinding {
  const { policy = "tls-name-single-owner" } = more;
  // The text of a defect of ours is all that is known of it.
  const description: Description =
    more.message === undefined ? { what: `${subject} is wrong.`, fix: ["decide."], ...words } : { what: more.message, fix: [] };
  return {
    id: findingId(policy, subject),
    subject,
    policy,
    level: "mandatory",
    severity: "high",
    urn: found.urn,
    resource: { type: found.type, name: found.name },
    stack: "shop/production",
    location: { file: "shop.json", line: 7 },
    description: "A name has one owner.",
    message: lay(policy, subject, description),
    what: description.what,
    who: description.who ?? [],
    consequence: description.consequence ?? null,
    fix: description.fix,
    names: [subject],
    owners: [{ type: found.type, name: found.name, urn: found.urn, stack: "shop/production" }],
    ...more,
  };
}

/** @returns an outcome with those findings, and whatever else matters. */
export function outcomeWith(
  findings: readonly ReportedFinding[],
  { map = [], policies = [], ...report }: Partial<Report> & Partial<Pick<Outcome, "map" | "policies">> = {},
): Outcome {
  const mandatory = findings.filter(({ level }) => level === "mandatory").length;
  return {
    report: {
      version: "1.2.3",
      files: ["shop.json"],
      stacks: ["shop/production"],
      resources: 1,
      findings,
      summary: { mandatory, advisory: findings.length - mandatory },
      notes: [],
      unfinished: false,
      ...report,
    },
    policies,
    map,
    now: new Date(present),
  };
}

/** @returns who owns what, by the pack's readers alone. */
export function mapOf(...resources: readonly StackResource[]): OwnershipMap {
  return mapOwnership(inventoryOf(stack(...resources)), { certManagerNames: [], issuersWithoutDns01: new Set() });
}

/** @returns that many things. */
export function numbered<Thing>(count: number, make: (number: number) => Thing): Thing[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** @returns what stands between two parts of a text. */
export function between(text: string, start: string, end: string): string {
  return text.slice(text.indexOf(start) + start.length).split(end)[0] ?? "";
}
