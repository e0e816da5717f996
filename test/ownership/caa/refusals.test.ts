import { inventoryOf } from "../../../cli/file-inventory";
import type { StackResource } from "../../../cli/stack-resource";
import { findCaaRefusals } from "../../../ownership/caa/refusals";
import type { DnsRecord } from "../../../ownership/inventory";
import { known } from "../../../ownership/value";
import { certManager, dns01, fastly, http01, kubernetesObject, stack, unknown } from "../../support";
import { record } from "../records";

const shop = certManager.certificate("shop", { dnsNames: ["www.example.org", "shop.example.org"] });

/** What is refused, the same whatever the order of records. */
function refusals(records: readonly DnsRecord[], ...resources: readonly StackResource[]) {
  const inventory = inventoryOf(stack(...resources));
  const of = (each: readonly DnsRecord[]) =>
    findCaaRefusals({ ...inventory, records: each }).map(({ refusal: { authority, named, names, reason, method } }) => ({
      authority: authority.name,
      names,
      reason,
      named: named.map((other) => other.name),
      method,
    }));
  const found = of(records);
  expect(of([...records].reverse())).toEqual(found);
  return found;
}

const caa = (...values: readonly string[]): DnsRecord[] => values.map((value) => record("example.org", "CAA", value));
const issuer = certManager.clusterIssuer();

describe("one refusal", () => {
  const names = ["shop.example.org", "www.example.org"];
  const refused = { authority: "Let's Encrypt", names, reason: "others", named: ["Google Trust Services"], method: undefined };

  test("for all names that meet the same records, in the order of the alphabet", () => {
    expect(refusals(caa('0 issue "pki.goog"'), issuer, shop)).toEqual([refused]);
  });

  test("whichever way the names are validated, where that is not the reason", () => {
    const mixed = certManager.clusterIssuer(undefined, [dns01({ dnsNames: ["shop.example.org"] }), http01()]);
    expect(refusals(caa('0 issue "pki.goog"'), mixed, shop)).toEqual([refused]);
    expect(refusals(caa('0 issue "letsencrypt.org; validationmethods=dns-01"'), mixed, shop)).toEqual([
      { ...refused, names: ["www.example.org"], reason: "method", named: [], method: "http-01" },
    ]);
  });

  test("names the authorities that are let in by their names, each once, and not the one that asks", () => {
    const others = caa('0 issue "ssl.com"', '0 issue "pki.goog"', '0 issue "ca.example.net"', '0 issue "pki.goog; a=b"');
    expect(refusals(others, issuer, shop)).toEqual([{ ...refused, named: ["Google Trust Services", "SSL.com"] }]);
    const byMethod = [...others, ...caa('0 issue "letsencrypt.org; validationmethods=http-01"')];
    expect(refusals(byMethod, issuer, shop)).toEqual([
      { ...refused, reason: "method", named: ["Google Trust Services", "SSL.com"], method: "dns-01" },
    ]);
  });
});

describe("a DNS host that lets in its own authorities", () => {
  const at = (provider: string, value: string): DnsRecord => ({ ...record("example.org", "CAA", value), provider });

  test("may have added the one that asks, though other hosts hold records of the name as well", () => {
    expect(refusals([at("Cloudflare", '0 issue "pki.goog"')], issuer, shop)).toEqual([]);
    expect(refusals([at("Cloudflare", '0 issue "pki.goog"'), ...caa('0 issue "ssl.com"')], issuer, shop)).toEqual([]);
  });

  test("takes no critical tag away", () => {
    expect(refusals([at("Cloudflare", '128 future "x"')], issuer, shop)).toMatchObject([{ reason: "critical" }]);
  });
});

describe("nothing is refused", () => {
  test("while it is not known which authority is asked", () => {
    const server = (value: unknown) =>
      kubernetesObject("cert-manager.io/v1", "ClusterIssuer", "letsencrypt-production", { spec: { acme: { server: value, solvers: [] } } });
    const acme = "https://acme-v02.api.letsencrypt.org/directory";
    const edge = fastly.subscription("edge", ["shop.example.org"], { inputs: { certificateAuthority: unknown } });
    expect(refusals(caa('0 issue "pki.goog"'), server(unknown), shop)).toEqual([]);
    expect(refusals(caa('0 issue "pki.goog"'), edge)).toEqual([]);
    expect(refusals(caa('0 issue "pki.goog"'), server(acme), shop)).toHaveLength(1);
  });

  test("of an issuer that the ownership file calls private", () => {
    const inventory = { ...inventoryOf(stack(issuer, shop)), records: caa('0 issue "pki.goog"') };
    const issuers = inventory.issuers.map((each) => ({ ...each, type: known("private" as const) }));
    expect(findCaaRefusals(inventory)).toHaveLength(1);
    expect(findCaaRefusals({ ...inventory, issuers })).toEqual([]);
  });
});
