import { judge } from "../../cli/judgement";
import { reconcile } from "../../cli/policy-config";
import type { StackResource } from "../../cli/stack-resource";
import { nothingElsewhere } from "../../ownership/elsewhere";
import type { ReportedFinding } from "../../report/report";
import { everyCase } from "../cases/all";
import { certManager, fastly, stack } from "../support";

const now = new Date("2026-06-03T12:00:00Z");

function findings(...resources: readonly StackResource[]): ReportedFinding[] {
  return judge({ resources: stack(...resources), locations: new Map() }, nothingElsewhere, reconcile({}), now).findings;
}

test("a conflict is about its name, and about every resource that claims it", () => {
  const tls = fastly.subscription("tls", ["shop.example.org", "www.example.org"]);
  const [web, other] = ["web", "other"].map((name) => certManager.certificate(name, { dnsNames: ["shop.example.org"], secretName: name }));
  const [found] = findings(tls, ...[web, other].filter((each) => each !== undefined));
  expect(found).toMatchObject({
    id: "tls-name-single-owner[shop.example.org]",
    names: ["shop.example.org"],
    owners: [
      { type: "fastly:index/tlsSubscription:TlsSubscription", name: "tls", urn: tls.urn, stack: "shop/dev" },
      { name: "other" },
      { name: "web" },
    ],
  });
});

describe.each(Object.entries(everyCase))("cases of %s", (_, cases) => {
  test("a finding names owners of the stack, the one that it is reported on among them, each once and in order", () => {
    const odd: string[] = [];
    for (const { title, resources } of cases) {
      const urns = new Set(stack(...resources).map(({ urn }) => urn));
      for (const { id, policy, urn, owners, names } of findings(...resources)) {
        const told = owners.map((owner) => owner.urn ?? "");
        const isRight =
          told.every((owner) => urns.has(owner)) &&
          (policy === "exemptions-in-use" || urn === null || told.includes(urn)) &&
          JSON.stringify(told) === JSON.stringify([...new Set(told)].sort()) &&
          JSON.stringify(names) === JSON.stringify([...new Set(names)].sort());
        odd.push(...(isRight ? [] : [`${title}: ${id}`]));
      }
    }
    expect(odd).toEqual([]);
  });
});
