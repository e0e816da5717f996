import type { StackResource } from "../../cli/stack-resource";
import { draw } from "../../report/formats/mermaid";
import { certManager, dns01, fastly, http01, resource, secretObject, unknown } from "../support";
import { serverCertificate } from "../support/certificates";
import { mapOf, numbered, shop } from "./outcomes";

const web = (name: string, ...dnsNames: readonly string[]): StackResource => certManager.certificate(name, { dnsNames }, shop);
const lines = (...resources: readonly StackResource[]): string[] => draw(mapOf(...resources))?.mermaid.split("\n") ?? [];
const names = (...resources: readonly StackResource[]): string[] => lines(...resources).filter((line) => /^ {2}n\d+\[/.test(line));

test("who only holds a certificate, or lets a vendor prove the name, owns nothing in DNS: there is no picture", () => {
  expect(draw(mapOf())).toBeUndefined();
  const held = [
    secretObject("stored", { "tls.crt": serverCertificate, "tls.key": "key" }, shop),
    resource("aws:acm/certificate:Certificate", "status", { domainName: "edge.example.org", validationMethod: "DNS" }, shop),
  ];
  expect(draw(mapOf(...held))).toBeUndefined();
  expect(lines(...held, web("web", "edge.example.org"))).toEqual([
    "flowchart LR",
    '  n0["edge.example.org"]',
    '  o0(["Certificate #34;web#34;<br/>shop/production"])',
    '  o0 -->|"TXT"| n0',
    "  classDef conflict fill:#b42318,stroke:#7a1410,color:#ffffff,stroke-width:2px",
  ]);
});

test("conflicts come first, and of their links those are marked that are certain", () => {
  const undecided = { dnsNames: ["z.example.org"], issuerRef: { kind: "ClusterIssuer", name: unknown } };
  expect(
    lines(
      web("a", "a.example.org"),
      fastly.subscription("tls", ["z.example.org"], shop),
      web("z", "z.example.org"),
      certManager.certificate("maybe", undecided, shop),
    ),
  ).toEqual([
    "flowchart LR",
    '  n0["CONFLICT<br/>z.example.org"]:::conflict',
    '  o0(["TlsSubscription #34;tls#34;<br/>shop/production"])',
    '  o1(["Certificate #34;maybe#34;<br/>shop/production"])',
    '  o2(["Certificate #34;z#34;<br/>shop/production"])',
    '  n1["a.example.org"]',
    '  o3(["Certificate #34;a#34;<br/>shop/production"])',
    '  o0 ==>|"CNAME"| n0',
    '  o1 -->|"open"| n0',
    '  o2 ==>|"TXT"| n0',
    '  o3 -->|"TXT"| n1',
    "  classDef conflict fill:#b42318,stroke:#7a1410,color:#ffffff,stroke-width:2px",
    "  linkStyle 0,2 stroke:#b42318,stroke-width:3px",
  ]);
});

test("of a conflict, links of owners without a challenge record are not marked", () => {
  const issuer = certManager.clusterIssuer("private", [], { ...shop, inputs: { spec: { ca: { secretName: "ca" } } } });
  const privately = { dnsNames: ["a.example.org"], issuerRef: { kind: "ClusterIssuer", name: "private" } };
  const drawn = lines(
    fastly.subscription("tls", ["a.example.org"], shop),
    web("web", "a.example.org"),
    issuer,
    certManager.certificate("inner", privately, shop),
  );
  expect(drawn.filter((line) => line.includes("|"))).toEqual(['  o0 ==>|"CNAME"| n0', '  o1 ==>|"TXT"| n0', '  o2 -->|"no record"| n0']);
});

test("names of the same owners are one node, whoever else holds a certificate for one of them", () => {
  const held = secretObject("stored", { "tls.crt": serverCertificate, "tls.key": "key" }, shop);
  expect(names(held, web("web", "edge.example.org", "other.example.org"))).toEqual(['  n0["edge.example.org<br/>other.example.org"]']);
});

test.each([
  [{ file: "ownership.json", source: { name: "mail/production", kind: "stack" } }, "mail/production"],
  [{ file: "ownership.json" }, "ownership.json"],
] as const)("an owner that the ownership file tells of has the place that it names: %j", (elsewhere, place) => {
  const map = mapOf(web("web", "a.example.org")).map((name) => ({
    ...name,
    holders: name.holders.map(({ resource: owner, ...holder }) => ({
      ...holder,
      ...(owner === undefined ? {} : { resource: { ...owner, elsewhere } }),
    })),
  }));
  expect(draw(map)?.mermaid).toContain(`  o0(["Certificate #34;web#34;<br/>${place}"])\n`);
});

test.each([
  [1, "n0.example.org"],
  [4, "n0.example.org<br/>n1.example.org<br/>n2.example.org<br/>n3.example.org"],
  [5, "n0.example.org<br/>n1.example.org<br/>n2.example.org<br/>n3.example.org<br/>and 1 more"],
  [9, "n0.example.org<br/>n1.example.org<br/>n2.example.org<br/>n3.example.org<br/>and 5 more"],
])("%i names of the same owners are one node", (count, label) => {
  expect(names(web("web", ...numbered(count, (number) => `n${number}.example.org`)))).toEqual([`  n0["${label}"]`]);
});

test("names of one owner that needs another record for each are nodes of their own", () => {
  const issuer = certManager.clusterIssuer("letsencrypt-production", [http01(), dns01({ dnsNames: ["a.example.org"] })], shop);
  const drawn = lines(issuer, web("web", "a.example.org", "b.example.org"));
  expect(drawn).toContain('  o0 -->|"TXT"| n0');
  expect(drawn).toContain('  o0 -->|"HTTP-01"| n1');
});

test.each([
  [6, ""],
  [7, "<br/>1 more owner"],
  [8, "<br/>2 more owners"],
])("a name of %i owners shows six", (count, more) => {
  const drawn = lines(...numbered(count, (number) => web(`c${number}`, "a.example.org")));
  expect(drawn).toContain(`  n0["a.example.org${more}"]`);
  expect(drawn.filter((line) => /^ {2}o\d+\(/.test(line))).toHaveLength(6);
});

describe("of more than twenty nodes the rest is left out", () => {
  test("and counted by names", () => {
    const ten = numbered(10, (number) => web(`c${number}`, `a${number}.example.org`));
    expect(draw(mapOf(...ten))?.left).toBe(0);
    const more = draw(mapOf(...ten, web("x", "b.example.org", "c.example.org"), web("y", "d.example.org")));
    expect(more?.left).toBe(3);
    expect(more?.mermaid).not.toContain("b.example.org");
  });

  test("an owner that is drawn takes no further room, and what is small enough is still drawn", () => {
    const conflicts = numbered(10, (number) => web(`c${number}`, `a${number}.example.org`));
    const listed = numbered(10, (number) => `a${number}.example.org`);
    const drawn = draw(mapOf(fastly.subscription("tls", [...listed, "z.example.org"], shop), ...conflicts));
    expect(drawn?.left).toBe(1);
    expect(drawn?.mermaid).toContain('["CONFLICT<br/>a8.example.org"]');
    expect(drawn?.mermaid).not.toContain("a9.example.org");
    expect(drawn?.mermaid).toContain('["z.example.org"]');
  });
});

test.each([
  ["n".repeat(46), `Certificate #34;${"n".repeat(46)}#34;`],
  ["n".repeat(47), `Certificate #34;${"n".repeat(47)}...`],
  ["a|b\n😀", "Certificate #34;a#124;b#92;u000a#128512;#34;"],
])("an owner's label is cut after sixty characters, and holds plain ones only: %j", (name, label) => {
  expect(lines(web(name, "a.example.org"))).toContain(`  o0(["${label}<br/>shop/production"])`);
});
