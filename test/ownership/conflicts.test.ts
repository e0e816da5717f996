import { inventoryOf } from "../../cli/file-inventory";
import type { StackResource } from "../../cli/stack-resource";
import { claimant, collectClaims } from "../../ownership/claims";
import { findConflict } from "../../ownership/conflicts";
import { withElsewhere } from "../../ownership/elsewhere";
import { certManager, fastly, provider, resource, stack } from "../support";
import { ownedElsewhere } from "./elsewhere";
import { nameOf } from "./solvers";

const name = nameOf("web.example.org");
const challenge = nameOf(`_acme-challenge.${name}`);
const settings = { certManagerNames: [], issuersWithoutDns01: new Set<string>() };

/** How many owners conflict over the name's challenge record; 0 where they do not. */
function owners(resources: readonly StackResource[], file?: object): number {
  const inventory = withElsewhere(inventoryOf(stack(...resources)), ownedElsewhere(file), new Set(["shop/dev"]));
  return findConflict(challenge, collectClaims(inventory, settings).get(challenge) ?? [])?.owners ?? 0;
}

const byConsole = (owner: string, record = "CNAME"): object => ({ owner, names: [name], record });
const akamai = (label: string): StackResource =>
  resource("akamai:index/property:Property", label, { hostnames: [{ cnameFrom: name, certProvisioningType: "DEFAULT" }] });
const read = (label: string, id: string): StackResource => fastly.subscription(label, [name], { outputs: { id } });

describe("one owner has no conflict with itself", () => {
  test("an owner in the ownership file's words, however many entries name it", () => {
    expect(owners([], { names: [byConsole("the console"), byConsole("the console", "TXT")] })).toBe(0);
  });

  test("Akamai, of which several properties speak of one host name", () => {
    expect(owners([akamai("one"), akamai("other")])).toBe(0);
  });

  test("a subscription that one stack keeps and another only reads", () => {
    expect(owners([read("kept", "abc"), read("read", "abc")])).toBe(0);
  });
});

describe("several owners are in conflict", () => {
  test("of different words in the ownership file", () => {
    expect(owners([], { names: [byConsole("the console"), byConsole("another team")] })).toBe(2);
  });

  test("the file's owner and a subscription", () => {
    expect(owners([read("edge-tls", "abc")], { names: [byConsole("the console")] })).toBe(2);
  });

  test("Akamai and cert-manager, which counts once", () => {
    const elsewhere = { provider: provider("kubernetes", "other", {}) };
    const certificates = [
      certManager.certificate("web", { dnsNames: [name] }),
      certManager.certificate("again", { dnsNames: [name] }, elsewhere),
    ];
    expect(owners([akamai("one"), ...certificates])).toBe(2);
  });

  test("two subscriptions, whose ids differ, are not known, or are empty", () => {
    expect(owners([read("one", "abc"), read("other", "def")])).toBe(2);
    expect(owners([fastly.subscription("one", [name]), fastly.subscription("other", [name])])).toBe(2);
    expect(owners([read("one", ""), read("other", "")])).toBe(2);
  });
});

test("nobody stands behind what a setting claims", () => {
  const claims = collectClaims(inventoryOf(stack()), { ...settings, certManagerNames: [name] }).get(challenge) ?? [];
  expect(claims.map(claimant)).toEqual([undefined]);
});
