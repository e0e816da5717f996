import { writeFileSync } from "node:fs";
import path from "node:path";
import { check } from "../../cli/check";
import type { StackResource } from "../../cli/requests";
import type { FormatOptions, Outcome } from "../../report/report";
import { certManager, fastly, packDir, resource, route53, stateOf } from "../support";
import { Folder } from "../cli/command";

export const plain: FormatOptions = { colour: false, quiet: false };

/** What the pack says of stacks, a file each. The folder's name is taken out of it, so that it can be compared. */
export async function outcomeOf(stacks: Readonly<Record<string, readonly StackResource[]>>): Promise<Outcome> {
  const folder = new Folder();
  try {
    const files = Object.entries(stacks).map(([name, resources]) => {
      const file = path.join(folder.dir, name);
      writeFileSync(file, stateOf(...resources));
      return file;
    });
    const outcome = await check({ packDir, files });
    const report = JSON.parse(JSON.stringify(outcome.report).replaceAll(`${folder.dir}${path.sep}`, "")) as Outcome["report"];
    return { ...outcome, report };
  } finally {
    folder.remove();
  }
}

/** Everything that any of the formats, or a terminal, could take for its own. */
const hostile = "x<script>alert(1)</script>|`y`]]>\u001b[31m-->\"'&amp;@octocat](https://evil.example)\n# end \u202e$(id)";

const edge = { project: "edge", stack: "production" };
const shop = { project: "shop", stack: "production" };
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
      { ...shop, outputs: { spec: { dnsNames: ["origin.example.org"] }, status: { notAfter: "2126-02-03T04:05:06Z" } } },
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
