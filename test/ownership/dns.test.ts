import { inventoryOf } from "../../cli/file-inventory";
import type { StackResource } from "../../cli/stack-resource";
import { ancestors, placedAsWritten, PublicRecords, targetOwner } from "../../ownership/dns";
import { resource, route53, stack, unknown } from "../support";
import { nameOf } from "./solvers";

const challenge = nameOf("_acme-challenge.web.example.org");

const declared = resource("aws:route53/zone:Zone", "zone", { name: "example.org" }, { outputs: { name: "example.org", zoneId: "Z1" } });
const relative = (name: string, type = "A"): StackResource =>
  resource("cloudflare:index/dnsRecord:DnsRecord", `relative ${name}`, { zoneId: "elsewhere", name, type, content: "192.0.2.1" });

function publicRecords(...resources: readonly StackResource[]): PublicRecords {
  return new PublicRecords(inventoryOf(stack(...resources)));
}

describe("whose validation a challenge CNAME leads to", () => {
  test.each([
    ["abc123.fastly-validations.com", "Fastly", "fastly"],
    ["0123-4567.7.authorize.certificatemanager.goog", "Google Certificate Manager", "google"],
    ["www.example.org.0123abcd.dcv.cloudflare.com", "Cloudflare", "cloudflare"],
    ["_acme-challenge.www.example.org.validate-akdv.net", "Akamai", "akamai"],
    ["www.example.org.zyx.flydns.net", "Fly.io", undefined],
    ["example.verify.renderdns.com", "Render", undefined],
    ["abc.stackpath-tls.com", "StackPath", undefined],
  ])("%s: %s", (target, name, vendor) => {
    const owner = targetOwner(target);
    expect([owner?.name, owner?.vendor]).toEqual([name, vendor]);
  });

  test.each(["www.example.org", "fastly-validations.com.example.org", "notflydns.net", "192.0.2.1", ""])("%j: nobody known", (target) => {
    expect(targetOwner(target)).toBeUndefined();
  });

  test("the operator's own: in a zone of the stack, at acme-dns, or where it is allowed", () => {
    const records = publicRecords(route53.zone("zone", "challenges.example.net"), route53.zone("open", unknown));
    const allowed = new Set<string>([nameOf("delegated.example.com")]);
    const own = (target: string): boolean => records.isOwnDelegation(target, allowed);
    expect(["x.challenges.example.net", "d420c923.auth.acme-dns.io", "www.delegated.example.com"].map(own)).toEqual([true, true, true]);
    expect(["x.example.net", "acme-dns.io", "www.example.com", "no name", ""].map(own)).toEqual([false, false, false, false, false]);
  });
});

test("names above stand from the nearest to the top", () => {
  expect(ancestors("a.b.c")).toEqual(["b.c", "c"]);
  expect(ancestors("c")).toEqual([]);
});

describe("a record that may stand at a name or below it", () => {
  const maybePrivate = resource(
    "aws:route53/zone:Zone",
    "maybe",
    { name: "example.org", vpcs: unknown },
    { outputs: { name: "example.org", zoneId: "Z2", vpcs: unknown } },
  );
  const inMaybe = (name: string): StackResource => route53.record(name, "A", ["192.0.2.1"], { inputs: { zoneId: "Z2" } });
  const cases: Readonly<Record<string, readonly [found: string | undefined, ...resources: StackResource[]]>> = {
    "none at all": [undefined],
    "of a public zone, whose place is known": [
      undefined,
      declared,
      route53.record(challenge, "A", ["192.0.2.1"], { inputs: { zoneId: "Z1" } }),
    ],
    "of a zone that may be private": [challenge, maybePrivate, inMaybe(challenge)],
    "below, of a zone that may be private": [`x.${challenge}`, maybePrivate, inMaybe(`x.${challenge}`)],
    "elsewhere, of a zone that may be private": [undefined, maybePrivate, inMaybe("other.example.org")],
    "whose labels begin the name": ["relative _acme-challenge.web", relative("_acme-challenge.web")],
    "whose labels lie below what begins the name": ["relative x._acme-challenge", relative("x._acme-challenge")],
    "whose labels begin another name": [undefined, relative("_acme-challenge.www")],
    "whose labels are a part of the first one": [undefined, relative("_acme")],
    "whose name is not known": ["open", route53.record("open", "A", ["192.0.2.1"], { inputs: { name: unknown } })],
  };
  test.each(Object.entries(cases))("%s", (_, [found, ...resources]) => {
    expect(publicRecords(...resources).possiblyAt(challenge)?.resource.name).toBe(found);
  });

  test("one of a zone that may be private is not taken for public", () => {
    const records = publicRecords(maybePrivate, inMaybe(challenge));
    expect(records.has(challenge)).toBe(false);
    expect(records.at(challenge, "A")).toEqual([]);
  });
});

test("a zone is the stack's by its exact name, and one without a known name is no name's", () => {
  const records = publicRecords(route53.zone("open", unknown), route53.zone("first", "example.com"), route53.zone("second", "example.org"));
  expect(records.isZone(nameOf("example.org"))).toBe(true);
  expect(records.isZone(nameOf("example.net"))).toBe(false);
  expect(records.isZone(nameOf("www.example.org"))).toBe(false);
});

test("the records of a name are those of exactly that name and type", () => {
  const record = (name: string, domain: string, type: string): StackResource =>
    route53.record(domain, type, ["192.0.2.1"], { name, inputs: { zoneId: "Z1" } });
  const records = publicRecords(
    declared,
    record("address", "web.example.org", "A"),
    record("text", "web.example.org", "TXT"),
    record("other", "www.example.org", "A"),
    record("open", "web.example.org", unknown),
  );
  expect(records.at(nameOf("web.example.org"), "A").map(({ resource: { name } }) => name)).toEqual(["address"]);
  expect(records.at(nameOf("web.example.org"), "AAAA")).toEqual([]);
});

describe("a record of a zone that nobody declares, as people write it", () => {
  const names = new Set(["web.example.org", "example.com", "host", "deep.localdomain", "x.deep.example.net"].map(nameOf));
  const place = (written: string): unknown => placedAsWritten(inventoryOf(stack(relative(written))), names).records[0]?.name;

  test.each(["web.example.org", "x.web.example.org", "y.x.web.example.org", "*.example.org", "example.com"])(
    "%s is a full name",
    (written) => {
      expect(place(written)).toEqual({ state: "full", name: written });
    },
  );

  test.each([
    "web",
    "web.example",
    "example.org",
    "www.example.org",
    "*.com",
    "*.example.net",
    "*.localdomain",
    "host",
    "x.host",
    "*",
    "*.web.example",
  ])("%s may be of any zone", (written) => {
    expect(place(written)).toEqual({ state: "relative", labels: written });
  });

  test("a record whose place is known stays there", () => {
    const inventory = inventoryOf(stack(declared, route53.record("www", "A", ["192.0.2.1"], { inputs: { zoneId: "Z1" } })));
    const { records } = placedAsWritten(inventory, names);
    expect(records.map(({ name }) => name)).toEqual([{ state: "full", name: "www.example.org" }]);
  });
});
