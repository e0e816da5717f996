import { inventoryOf } from "../../cli/file-inventory";
import type { StackResource } from "../../cli/stack-resource";
import { mapOwnership, type MappedName } from "../../ownership/map";
import { parseName } from "../../ownership/names";
import { certManager, dns01, fastly, http01, pems, resource, route53, stack, unknown, type Inputs } from "../support";

const settings = { certManagerNames: [], issuersWithoutDns01: new Set<string>() };

function mapOf(...resources: readonly StackResource[]): readonly MappedName[] {
  return mapOwnership(inventoryOf(stack(...resources)), settings);
}

function named(map: readonly MappedName[], name: string): MappedName {
  const found = map.find((each) => each.name === name);
  if (found === undefined) {
    throw new Error(`${name} is not among ${map.map((each) => each.name).join(", ")}`);
  }
  return found;
}

test("a name that edge and cluster both claim is in conflict; one that either has alone is not", () => {
  const map = mapOf(
    fastly.subscription("tls", ["shop.example.org", "www.example.org"]),
    certManager.certificate("web", { dnsNames: ["shop.example.org", "api.example.org"] }),
  );
  expect(map.map(({ name, conflict }) => [name, conflict?.owners])).toEqual([
    ["api.example.org", undefined],
    ["shop.example.org", 2],
    ["www.example.org", undefined],
  ]);
  expect(named(map, "shop.example.org").holders.map(({ resource }) => resource?.name)).toEqual(["tls", "web"]);
});

test("a wildcard and its base are one name, with one holder where one resource lists both", () => {
  const map = mapOf(
    fastly.subscription("tls", ["*.example.org", "example.org"]),
    certManager.certificate("web", { dnsNames: ["*.example.org"] }),
  );
  const { holders, conflict, challenge } = named(map, "example.org");
  expect(map).toHaveLength(1);
  expect(challenge).toBe("_acme-challenge.example.org");
  expect(holders.map(({ listed }) => listed)).toEqual([["*.example.org", "example.org"], ["*.example.org"]]);
  expect(conflict).toBeDefined();
});

test("who needs no record holds a name without claiming it: HTTP-01, private issuers, ACM, certificates in the program", () => {
  const map = mapOf(
    certManager.clusterIssuer("mixed", [dns01({ dnsZones: ["dns.example.org"] }), http01()]),
    certManager.certificate("web", {
      dnsNames: ["a.dns.example.org", "b.example.org"],
      issuerRef: { kind: "ClusterIssuer", name: "mixed", group: "cert-manager.io" },
    }),
    resource("aws:acm/certificate:Certificate", "status", { domainName: "status.example.org", validationMethod: "DNS" }),
    resource("fastly:index/tlsCertificate:TlsCertificate", "upload", { certificateBody: pems.server }),
  );
  const by = (name: string): unknown[] => named(map, name).holders.map(({ keeps }) => [keeps.by, "method" in keeps ? keeps.method : ""]);
  expect(by("a.dns.example.org")).toEqual([["claim", ""]]);
  expect(by("b.example.org")).toEqual([["certificate", "http01"]]);
  expect(by("status.example.org")).toEqual([["other", ""]]);
  expect(by("shop.example.org")).toContainEqual(["stored", ""]);
});

test("dates are those that a Certificate reports and a stored one holds; unreadable and unknown ones are none", () => {
  const certificate = (name: string, notAfter: string): StackResource =>
    certManager.certificate(name, { dnsNames: [`${name}.example.org`] }, { outputs: { status: { notAfter } } });
  const map = mapOf(
    certificate("dated", "2026-12-04T10:00:00Z"),
    certificate("odd", "soon"),
    certificate("open", unknown),
    resource("fastly:index/tlsCertificate:TlsCertificate", "upload", { certificateBody: pems.server }),
  );
  expect(named(map, "dated.example.org").holders[0]?.dates).toEqual({ notAfter: Date.parse("2026-12-04T10:00:00Z") });
  expect(named(map, "odd.example.org").holders[0]?.dates).toEqual({});
  expect(named(map, "open.example.org").holders[0]?.dates).toEqual({});
  const stored = named(map, "shop.example.org").holders.find(({ keeps }) => keeps.by === "stored");
  expect(stored?.dates).toEqual({ notBefore: Date.parse("2026-11-24T15:59:49Z"), notAfter: Date.parse("2126-10-31T15:59:49Z") });
});

test("the public record at the challenge name is the name's; a private one, or one elsewhere, is not", () => {
  const challenge = "_acme-challenge.shop.example.org";
  const map = mapOf(
    fastly.subscription("tls", ["shop.example.org"]),
    route53.record(challenge, "CNAME", ["x.fastly-validations.com"]),
    route53.record("_acme-challenge.other.example.org", "CNAME", ["y.fastly-validations.com"]),
    route53.record("shop.example.org", "CNAME", ["z.example.net"]),
    resource(
      "aws:route53/zone:Zone",
      "private",
      { name: "example.org", vpcs: [{ vpcId: "vpc-1" }] },
      { outputs: { name: "example.org", zoneId: "ZP", vpcs: [{ vpcId: "vpc-1" }] } },
    ),
    route53.record(challenge, "TXT", ["token"], { name: "inner", inputs: { zoneId: "ZP" } }),
  );
  expect(named(map, "shop.example.org").records.map(({ resource }) => resource.name)).toEqual([challenge]);
});

test("settings speak of other stacks", () => {
  const name = parseName("shop.example.org");
  const inventory = inventoryOf(stack(fastly.subscription("tls", ["shop.example.org"])));
  const [mapped] = mapOwnership(inventory, { ...settings, certManagerNames: name === undefined ? [] : [name] });
  expect(mapped?.holders.map(({ resource }) => resource?.name)).toEqual(["tls", undefined]);
  expect(mapped?.holders.map(({ listed }) => listed)).toEqual([["shop.example.org"], ["shop.example.org"]]);
  expect(mapped?.conflict?.owners).toBe(2);
});

test("a wildcard and its base that one certificate validates by different ways have a holder each", () => {
  const holders = (...solvers: readonly Inputs[]): unknown[] => {
    const web = certManager.certificate("web", { dnsNames: ["example.org", "*.example.org"] });
    const map = mapOf(certManager.clusterIssuer("letsencrypt-production", solvers), web);
    return named(map, "example.org").holders.map(({ listed, keeps }) => [
      ...listed,
      keeps.by === "claim" && keeps.claim.by === "certificate" ? keeps.claim.issuance.method : "method" in keeps ? keeps.method : keeps.by,
    ]);
  };
  expect(holders(dns01())).toEqual([["*.example.org", "example.org", "dns01"]]);
  expect(holders(dns01({ dnsNames: ["*.example.org"] }), http01())).toEqual([
    ["*.example.org", "dns01"],
    ["example.org", "http01"],
  ]);
  expect(holders(http01({ dnsNames: unknown }), dns01())).toEqual([
    ["example.org", "undecided"],
    ["*.example.org", "dns01"],
  ]);
  expect(holders(http01())).toEqual([
    ["example.org", "http01"],
    ["*.example.org", "no-record"],
  ]);
  expect(holders(dns01({ dnsNames: ["other.example.org"] }))).toEqual([["*.example.org", "example.org", "no-record"]]);
});

test("names stand label by label from their ends", () => {
  const map = mapOf(certManager.certificate("web", { dnsNames: ["a.com", "z.co", "b.z.co", "z-1.co"] }));
  expect(map.map(({ name }) => name)).toEqual(["z.co", "b.z.co", "z-1.co", "a.com"]);
});

test("names of one domain stand together, and the order of resources does not matter", () => {
  const resources = [
    certManager.certificate("one", { dnsNames: ["a.example.net", "z.example.org"] }),
    certManager.certificate("two", { dnsNames: ["b.example.net", "a.example.org"] }),
  ];
  const names = mapOf(...resources).map(({ name }) => name);
  expect(names).toEqual(["a.example.net", "b.example.net", "a.example.org", "z.example.org"]);
  expect(mapOf(...resources.reverse()).map(({ name }) => name)).toEqual(names);
});

test("nothing is an empty map", () => {
  expect(mapOf()).toEqual([]);
});
