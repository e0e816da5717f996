import type { StackResource } from "../cli/stack-resource";
import type { Cases } from "./cases/cases";
import { clean, prefixed } from "./cases/clean";
import { found as unissuable, refusedByCaa, withoutCertificate } from "./cases/certificate-issuable";
import { found as sentElsewhere } from "./cases/http01-name-reaches-cluster";
import { found as unrenewed } from "./cases/certificate-renews-in-time";
import { found as floating } from "./cases/certificate-key-pinned";
import { found as conflicts } from "./cases/tls-name-single-owner";
import { found as ending } from "./cases/stored-certificates";
import { certManager, component, fastly, judged, kubernetesObject, provider, resource, route53, unknown, type Violation } from "./support";
import { idsOf, mandatoryIds } from "./policies/findings";
import { variants } from "./support/variants";

/**
 * The two laws of three-valued reading. Turn any one value of a clean stack unknown, and nothing mandatory follows. Add
 * unknowns to a stack with a conflict, and the conflict is still found, in the same words.
 */

test.each(Object.entries(clean))("nothing mandatory follows from an unknown: %s", (_, resources) => {
  expect(mandatoryIds(judged(resources))).toEqual([]);
  const wrong: string[] = [];
  for (const [changed, where] of variants(resources)) {
    const ids = mandatoryIds(judged(changed));
    if (ids.length > 0) {
      wrong.push(`${where}: ${ids.join(", ")}`);
    }
  }
  expect(wrong).toEqual([]);
});

const broken: Cases = { ...prefixed("unissuable", unissuable), ...prefixed("unrenewed", unrenewed), ...prefixed("ending", ending) };

test.each(Object.entries(broken))("nothing mandatory is added by an unknown: %s", (_, resources) => {
  const before = new Set(mandatoryIds(judged(resources)));
  expect(before.size).toBeGreaterThan(0);
  const wrong: string[] = [];
  for (const [changed, where] of variants(resources)) {
    const added = mandatoryIds(judged(changed)).filter((id) => !before.has(id));
    if (added.length > 0) {
      wrong.push(`${where}: ${added.join(", ")}`);
    }
  }
  expect(wrong).toEqual([]);
});

const definite: Readonly<Record<string, readonly [policy: string, cases: Cases]>> = {
  "a certificate that is not renewed": ["certificate-renews-in-time", unrenewed],
  "a certificate that ends": ["certificate-renews-in-time", ending],
  "a tool that moves by itself": ["certificate-key-pinned", floating],
  // Of a wildcard's reach, a record whose name is not known may be the end.
  "a name that is sent elsewhere": [
    "http01-name-reaches-cluster",
    Object.fromEntries(Object.entries(sentElsewhere).filter(([name]) => !name.includes("wildcard"))),
  ],
};

describe.each(Object.entries(definite))("unknowns elsewhere do not hide %s", (_, [policy, cases]) => {
  test.each(Object.entries(cases))("%s", (_, resources) => {
    const alone = idsOf(policy, judged(resources));
    expect(alone.length).toBeGreaterThan(0);
    expect(idsOf(policy, judged([...noise, ...resources]))).toEqual(alone);
  });
});

test.each(Object.entries(conflicts))("unknowns elsewhere hide nothing: %s", (_, resources) => {
  const policy = "tls-name-single-owner";
  const alone = judged(resources).filter((violation) => violation.policy === policy);
  const withNoise = judged([...noise, ...resources]);
  expect(idsOf(policy, withNoise)).toHaveLength(1);
  expect(withNoise.filter((violation) => violation.policy === policy)).toEqual(alone);
});

test.each(Object.entries(unissuable))("unknowns elsewhere hide no certificate that cannot be issued: %s", (name, resources) => {
  const urns = new Set(resources.map(({ urn }) => urn));
  const of = (violations: readonly Violation[]) =>
    violations.filter(({ policy, urn }) => policy === "certificate-issuable" && urns.has(urn));
  const alone = of(judged(resources));
  expect(alone).toHaveLength(1);
  const around = noise.filter(({ type }) => !mattersTo(name).some((prefix) => type.startsWith(prefix)));
  expect(of(judged([...around, ...resources]))).toEqual(alone);
});

/**
 * @returns the types of which an unknown does matter: a CNAME of a name that is not known yet may lead the very name to CAA
 * records of elsewhere, and an object of which nothing is known may write the very Secret that waits.
 */
function mattersTo(name: string): string[] {
  return name in refusedByCaa
    ? ["aws:route53/record:"]
    : name in withoutCertificate
      ? ["kubernetes:cert-manager.io/", "kubernetes:networking.k8s.io/"]
      : [];
}

const later = provider("kubernetes", "later", { kubeconfig: unknown });
const noise: readonly StackResource[] = [
  fastly.service("noise-service", { domains: [unknown], backends: [unknown] }),
  fastly.subscription("noise-unknown", unknown),
  fastly.subscription("noise-partly", ["noise.example.net", unknown]),
  certManager.certificate("noise", { dnsNames: [unknown], namespace: "noise" }),
  certManager.certificate("noise-later", { dnsNames: ["later.example.net"], namespace: "noise" }, { provider: later, outputs: {} }),
  certManager.certificate("noise-empty", { dnsNames: [] }, { provider: later, inputs: { spec: unknown }, outputs: {} }),
  certManager.issuer("noise", [], { namespace: "noise" }),
  kubernetesObject("networking.k8s.io/v1", "Ingress", "noise", { spec: unknown, metadata: unknown }),
  component("kubernetes:helm.sh/v4:Chart", "noise"),
  route53.record("noise", "CNAME", unknown, { inputs: { name: unknown, zoneId: unknown } }),
  resource("aws:route53/zone:Zone", "noise", { name: unknown }),
  resource("gcp:certificatemanager/dnsAuthorization:DnsAuthorization", "noise", { domain: unknown, type: unknown, location: unknown }),
];
