import type { StackResource } from "../../cli/stack-resource";
import { html } from "../../report/formats/html";
import type { Outcome, ReportedFinding } from "../../report/report";
import { certManager, fastly, resource, route53, secret } from "../support";
import { between, finding, mapOf, numbered, outcomeWith, plain, shop } from "./outcomes";

const page = (...outcome: Parameters<typeof outcomeWith>): string => html(outcomeWith(...outcome), plain);

describe("the map", () => {
  const tls = fastly.subscription("tls", ["a.example.org", "*.b.example.org", "c.example.org"], shop);
  const challenge = route53.record("_acme-challenge.a.example.org", "CNAME", ["a.fastly-validations.com"], { ...shop, name: "a-record" });
  const issuer = certManager.clusterIssuer("private", [], { ...shop, inputs: { spec: { ca: { secretName: "ca" } } } });
  const privately = certManager.certificate(
    "private",
    { dnsNames: ["a.example.org"], issuerRef: { kind: "ClusterIssuer", name: "private" } },
    shop,
  );
  const map = mapOf(tls, challenge);
  /** Which findings each name's row leads to. */
  const linked = (outcome: Outcome): Record<string, string[]> => {
    const rows = between(html(outcome, plain), "<tbody>", "</tbody>").split("<tr").slice(1);
    const name = (row: string): string => between(row, '<span class="name">', "</span>").replaceAll("<wbr>", "");
    return Object.fromEntries(rows.map((row) => [name(row), [...row.matchAll(/href="#(finding-\d+)"/g)].map(([, anchor = ""]) => anchor)]));
  };

  test("of no name is a sentence", () => {
    expect(page([])).toContain(
      '<h2 id="map-title">Who owns which name</h2><p>No certificate for any name is in these files.</p></section>',
    );
    expect(page([])).not.toContain("<table");
  });

  test.each<[string, ReportedFinding, Record<string, string[]>]>([
    ["a name", finding("a.example.org"), { "a.example.org": ["finding-1"], "b.example.org": [], "c.example.org": [] }],
    ["a wildcard", finding("*.b.example.org"), { "a.example.org": [], "b.example.org": ["finding-1"], "c.example.org": [] }],
    [
      "a challenge record",
      finding("_acme-challenge.c.example.org"),
      { "a.example.org": [], "b.example.org": [], "c.example.org": ["finding-1"] },
    ],
    [
      "something else: all names of its resource, once",
      finding("tls", { urn: tls.urn }),
      { "a.example.org": ["finding-1"], "b.example.org": ["finding-1"], "c.example.org": ["finding-1"] },
    ],
    [
      "a name that nobody keeps a certificate for: those of its resource, here a record",
      finding("z.example.org", { urn: challenge.urn }),
      { "a.example.org": ["finding-1"], "b.example.org": [], "c.example.org": [] },
    ],
    [
      "a name and a resource of which the map knows nothing",
      finding("z.example.org"),
      { "a.example.org": [], "b.example.org": [], "c.example.org": [] },
    ],
    [
      "the stack, in other words than ours",
      finding("x", { urn: null, message: "failed." }),
      { "a.example.org": [], "b.example.org": [], "c.example.org": [] },
    ],
  ])("leads from names to a finding about %s", (_what, found, links) => {
    expect(linked(outcomeWith([found], { map }))).toEqual(links);
  });

  test("a resource that holds a name and its record is one", () => {
    const both = map.map((name) => ({
      ...name,
      records: name.records.map((record) => ({ ...record, resource: { ...record.resource, urn: tls.urn } })),
    }));
    expect(linked(outcomeWith([finding("tls", { urn: tls.urn })], { map: both }))["a.example.org"]).toEqual(["finding-1"]);
  });

  test("a name with a conflict is found, whether a finding tells of it or not", () => {
    const conflict = mapOf(tls, certManager.certificate("a", { dnsNames: ["a.example.org"] }, shop));
    const rows = page([], { map: conflict });
    expect(rows).toContain('<tr class="conflict" data-found="1">\n<th scope="row" data-sort="org.example.a">');
    expect(rows.match(/<tr data-found="0">/g)).toHaveLength(2);
  });

  test.each<[string, readonly StackResource[], string]>([
    ["nobody needs", [privately], '<span class="quiet">none needed</span>'],
    [
      "nobody needs, and that stands all the same",
      [privately, challenge],
      '<span class="challenge">_acme-challenge.<wbr>a.<wbr>example.<wbr>org</span><ul><li>CNAME to <code>a.<wbr>fastly-validations.<wbr>com</code> (Fastly), in Route 53</li></ul>',
    ],
    [
      "one of two owners needs",
      [privately, tls],
      '<span class="challenge">_acme-challenge.<wbr>a.<wbr>example.<wbr>org</span><ul><li class="quiet">not in these files</li></ul>',
    ],
  ])("a challenge record that %s", (_what, resources, cell) => {
    const row = between(page([], { map: mapOf(issuer, ...resources) }), 'data-sort="org.example.a"', "</tr>");
    expect(/<td data-sort="[01]">(.*)<\/td>/.exec(row)?.[1]).toBe(cell);
  });

  test("a record's target that could be no name may be a secret, and is not shown", () => {
    const record = route53.record("_acme-challenge.a.example.org", "CNAME", [], {
      ...shop,
      inputs: { records: [secret("hunter2/CANARY==")] },
    });
    const rows = page([], { map: mapOf(tls, record) });
    expect(rows.toLowerCase()).not.toContain("hunter2");
    expect(rows).toContain("<ul><li>CNAME to (a text that is not shown), in Route 53</li></ul>");
  });

  test("findings count, link by level, and mark the row", () => {
    const rows = page([finding("a.example.org"), finding("a.example.org", { level: "advisory", policy: "certificate-key-pinned" })], {
      map,
    });
    const row = between(rows, '<tr data-found="1">', "</tr>");
    expect(row).toContain('data-sort="org.example.a"');
    expect(row).toContain(
      '<td data-sort="0002"><ul><li><a class="mandatory" href="#finding-1">tls-name-single-owner</a></li><li><a class="advisory" href="#finding-2">certificate-key-pinned</a></li></ul></td>',
    );
    expect(rows.match(/<tr data-found="0">/g)).toHaveLength(2);
  });

  test.each([
    [4, '<td data-sort="1 0004 cert-manager"><ul>'],
    [5, '<td data-sort="1 0005 cert-manager"><details><summary>5 owners: cert-manager</summary><ul>'],
  ])("%i owners are folded once they are many", (count, cell) => {
    const certificates = numbered(count, (number) => certManager.certificate(`c${number}`, { dnsNames: ["a.example.org"] }, shop));
    expect(page([], { map: mapOf(...certificates) })).toContain(cell);
  });

  test("a record that a vendor wants is not wanted where it stands, however the vendor writes it", () => {
    const authorization = (target: string): StackResource =>
      resource(
        "gcp:certificatemanager/dnsAuthorization:DnsAuthorization",
        "authorization",
        { domain: "g.example.org" },
        {
          ...shop,
          outputs: {
            domain: "g.example.org",
            dnsResourceRecords: [{ name: "_acme-challenge.g.example.org.", type: "CNAME", data: target }],
          },
        },
      );
    const record = route53.record("_acme-challenge.g.example.org", "CNAME", ["g.authorize.certificatemanager.goog"], shop);
    const cell = (target: string): string => page([], { map: mapOf(authorization(target), record) });
    expect(cell("G.authorize.certificatemanager.goog.")).not.toContain("wanted");
    expect(cell("other.authorize.certificatemanager.goog.")).toContain(
      "</li><li>wanted: CNAME to <code>other.<wbr>authorize.<wbr>certificatemanager.<wbr>goog</code></li>",
    );
  });
});
