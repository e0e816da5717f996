import { inventoryOf } from "../../cli/file-inventory";
import { nothingElsewhere } from "../../ownership/elsewhere";
import { ElsewhereByName, isEmpty } from "../../ownership/elsewhere-by-name";
import { certManager, stack } from "../support";
import { ownedElsewhere } from "./elsewhere";
import { nameOf } from "./solvers";

const name = "web.example.org";
const sources = { "shop/dev": { kind: "stack" }, "platform/prod": { kind: "stack" }, production: { kind: "cluster" } };

const certificate = (more: object): object => ({
  source: "platform/prod",
  cluster: "production",
  namespace: "default",
  name: "web",
  issuer: { kind: "ClusterIssuer", name: "letsencrypt-production" },
  ...more,
});
const issuer = (more: object): object => ({ kind: "ClusterIssuer", name: "letsencrypt-production", type: "private", ...more });

const owned = ownedElsewhere({
  sources,
  certificates: [
    certificate({ names: [name, `*.${name}`], secret: "web-tls" }),
    certificate({ source: "production", names: ["shown.example.org"] }),
    certificate({ source: undefined, name: "told", names: ["told.example.org"] }),
  ],
  subscriptions: [{ source: "platform/prod", vendor: "fastly", name: "edge-tls", names: ["edge.example.org", name] }],
  issuers: [
    issuer({ cluster: "production" }),
    issuer({ cluster: "production", source: "shop/dev", type: "acme", solvers: [{ method: "dns01" }] }),
    issuer({ cluster: "production", name: "other" }),
  ],
  challengeZones: ["acme.example.net"],
});
const byName = new ElsewhereByName(owned, "shop/dev");
const at = (...names: readonly string[]) => byName.at(names.map((each) => nameOf(`_acme-challenge.${each}`)));
const here = inventoryOf(stack(certManager.certificate("web", { dnsNames: [name] })));

describe("for an update, what others own of a name", () => {
  test("is nothing at all for a name that nobody has", () => {
    expect(isEmpty(at("other.example.org"))).toBe(true);
    expect(isEmpty(at())).toBe(true);
  });

  test("is what a stack says, each thing once", () => {
    const found = at(name, "edge.example.org");
    expect(found.certificates.map(({ resource }) => resource.name)).toEqual(["web"]);
    expect(found.subscriptions.map(({ resource }) => resource.name)).toEqual(["edge-tls"]);
    expect(isEmpty(found)).toBe(false);
  });

  test("is what the file says without a source", () => {
    expect(at("told.example.org").certificates.map(({ resource }) => resource.name)).toEqual(["told"]);
  });

  test("is a subscription where no certificate has it", () => {
    const { certificates, subscriptions } = at("edge.example.org");
    expect([certificates.length, subscriptions.length]).toEqual([0, 1]);
  });

  test("is not what a cluster says, since the update may be about to change it", () => {
    expect(isEmpty(at("shown.example.org"))).toBe(true);
  });
});

describe("the inventory with it", () => {
  const inventory = byName.withClaimed(here, at(name));

  test("has the issuers that decide for its certificates, but for the updated stack's own of the file", () => {
    expect(inventory.issuers).toEqual([owned.issuers[0]]);
  });

  test("has them also where nobody else needs the names", () => {
    expect(byName.withClaimed(here, at("other.example.org")).issuers).toEqual([owned.issuers[0]]);
  });

  test("is the stack's own where nobody owns anything elsewhere", () => {
    const nobody = new ElsewhereByName(nothingElsewhere, "shop/dev");
    expect(nobody.withClaimed(here, nobody.at([nameOf(name)]))).toBe(here);
  });

  test("has their certificates, their challenge zones, and none of their Secrets", () => {
    expect(inventory.certificates).toHaveLength(2);
    expect(inventory.subscriptions).toHaveLength(1);
    expect(inventory.challengeZones).toEqual(["acme.example.net"]);
    expect(inventory.secretWriters).toEqual(here.secretWriters);
  });
});
