import { inventoryOf } from "../cli/file-inventory";
import type { StackResource } from "../cli/stack-resource";
import { stackPolicies } from "../policies";
import { readTypes } from "../readers/registry";
import { message } from "../report/message";
import { certManager, fastly, ingress, kubernetesObject, resource, route53, secretObject, unknown } from "./support";
import { fill, readPlaces } from "./support/read-paths";

/**
 * A preview waits for the pack: no text of a resource, and no number of names, may keep it waiting longer than in proportion.
 * Measured in this process, without the SDK's part: reading, judging and wording.
 */

/** Four times the input may take eight times as long; what takes less than this is quick, whatever the ratio. */
const quick = 700;

function expectLinear(sizes: readonly [number, number], stack: (size: number) => readonly StackResource[]): void {
  const [small, large] = sizes;
  expect(large).toBe(4 * small);
  judge(stack(10)); // compiled by now
  const before = judge(stack(small));
  const after = judge(stack(large));
  expect(after).toBeLessThan(Math.max(quick, 8 * before));
}

/** @returns milliseconds that the processor worked: other load on the machine does not count. */
function judge(resources: readonly StackResource[]): number {
  const now = new Date();
  const start = process.cpuUsage();
  const inventory = inventoryOf(resources);
  for (const policy of stackPolicies) {
    for (const finding of policy.evaluate(inventory, {}, now).findings) {
      message(policy.name, finding);
    }
  }
  return process.cpuUsage(start).user / 1000;
}

/** Texts that regular expressions go over again and again: what is repeated, and what follows. */
const pumps: readonly (readonly [string, string])[] = [
  [" ", "x"],
  ["\n", ""],
  ["1", "x"],
  ["1h", "x"],
  ["-1", "!"],
  ["a.", "!"],
  ["a", "!"],
  [":", "@"],
  ["*", ""],
  [";", "\u2028x"],
  ["$ORIGIN a\n", ""],
  ["(\n", ""],
  ['"', "x"],
  ['"\\"', ""],
  ["'", '"'],
  ["\\", '"'],
  ["[", ""],
  ["{", ""],
  ['{"a":', "1"],
  ["{{", "}"],
  ["/", "?"],
  ["-----BEGIN CERTIFICATE-----A", ""],
  ["- expr: a\n", ""],
  ["server: ", ""],
];

describe("a text at any place that is read", () => {
  const shapes = readTypes().map((type) => ({ type, shape: readPlaces(type) }));

  test.each(pumps)("%j over and over, then %j", (unit, end) => {
    const stack = (size: number) =>
      shapes.map(({ type, shape }) =>
        resource(
          type,
          "any",
          fill(shape, () => unit.repeat(size / unit.length) + end),
        ),
      );
    expectLinear([4000, 16_000], stack);
  });
});

const chart = (inputs: Record<string, unknown>) => [resource("kubernetes:helm.sh/v3:Release", "chart", inputs)];
const rules = (data: string) => [resource("aws:amp/ruleGroupNamespace:RuleGroupNamespace", "rules", { data })];

test.each<[string, (size: number) => readonly StackResource[]]>([
  ["a duration", (size) => [certManager.certificate("web", { dnsNames: ["a.example.com"], spec: { duration: `${"1".repeat(size)}x` } })]],
  ["a chart's version", (size) => chart({ chart: "jetstack/cert-manager", version: `${" ".repeat(size)}x` })],
  ["a chart's archive", (size) => chart({ chart: "-1".repeat(size / 2) })],
  [
    "a CAA record",
    (size) => [fastly.subscription("edge", ["www.example.com"]), route53.record("example.com", "CAA", [`0 issue "a${" ".repeat(size)}b"`])],
  ],
  [
    "a zone file's comment",
    (size) => [resource("ovh:Domain/zoneImport:ZoneImport", "zone", { zoneName: "example.com", zoneFile: `${";".repeat(size)}\u2028x` })],
  ],
  ["blank lines in a file of rules", (size) => rules("\n".repeat(size))],
  ["blanks in a file of rules", (size) => rules(`expr:${" ".repeat(size)}\u2028`)],
  ["rules in a file of rules", (size) => rules("- expr: a\n".repeat(size))],
  ["brackets of an expression", (size) => rules(`expr: ${"(".repeat(size)}certmanager_certificate_expiration_timestamp_seconds`)],
  ["a PEM", (size) => [secretObject("tls", { "tls.crt": "-----BEGIN CERTIFICATE-----A\n".repeat(size / 30) })]],
])("%s", (_what, stack) => {
  expectLinear([16_000, 64_000], stack);
});

describe("names by the thousand", () => {
  const names = (count: number, first: string) => Array.from({ length: count }, (_, index) => `${first}${index}.example.com`);

  test("of one certificate and one subscription, nobody else's", () => {
    expectLinear([10_000, 40_000], (size) => [
      certManager.certificate("web", { dnsNames: names(size, "a") }),
      fastly.subscription("edge", names(size, "b")),
    ]);
  });

  test("all of them contested", () => {
    expectLinear([3000, 12_000], (size) => [
      certManager.certificate("web", { dnsNames: names(size, "a") }),
      fastly.subscription("edge", names(size, "a")),
    ]);
  });
});

describe("CAA by the thousand", () => {
  const list = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
  const names = (count: number) => list(count, (index) => `a${index}.example.com`);
  const other = (index: number) => `0 issue "ca-${index}.example"`;
  const record = (name: string, type: string, values: readonly string[], index = 0) =>
    resource("gcp:dns/recordSet:RecordSet", `${type}-${index}`, { name: `${name}.`, type, rrdatas: values, managedZone: "main" });
  const caa = (values: readonly string[], index = 0) => record("example.com", "CAA", values, index);

  test.each<[string, (size: number) => readonly StackResource[]]>([
    ["values of a set that refuses", (size) => [fastly.subscription("edge", names(size)), caa(list(size, other))]],
    [
      "values of a set that lets in",
      (size) => [fastly.subscription("edge", names(size)), caa([...list(size, other), '0 issue "certainly.com"'])],
    ],
    ["values of a set that are not all known", (size) => [fastly.subscription("edge", names(size)), caa([...list(size, other), unknown])]],
    ["records of a name", (size) => [fastly.subscription("edge", names(size)), ...list(size, (index) => caa([other(index)], index))]],
    [
      "records of a name that many subscriptions meet",
      (size) => [...names(size).map((name) => fastly.subscription(name, [name])), ...list(size, (index) => caa([other(index)], index))],
    ],
    [
      "records of a zone that is not known",
      (size) => [
        fastly.subscription("edge", names(2 * size)),
        ...list(2 * size, (index) => route53.record(`b${index}`, "CAA", [other(index)])),
      ],
    ],
    [
      "records that may lead elsewhere, beside a set that refuses",
      (size) => [
        fastly.subscription("edge", names(size)),
        caa([other(0)]),
        ...list(size, (index) => record(`b${index}.example.net`, unknown, ["x.example.net."], index)),
      ],
    ],
    [
      "a set for each name",
      (size) => [fastly.subscription("edge", names(size)), ...names(size).map((name, index) => record(name, "CAA", [other(index)], index))],
    ],
  ])("%s", (_what, stack) => {
    expectLinear([1000, 4000], stack);
  });

  test("names of many labels cost no more than their labels", () => {
    const digits = (index: number) => list(4, (digit) => Math.floor(index / 10 ** digit) % 10).join(".");
    expectLinear([30, 120], (labels) => [
      fastly.subscription(
        "edge",
        list(1000, (index) => `${digits(index)}.${"a.".repeat(Math.max(0, labels - 6))}example.com`),
      ),
      caa([other(0)]),
    ]);
  });
});

describe("alerts by the thousand", () => {
  const many = <Made>(count: number, make: (index: number) => Made): Made[] => Array.from({ length: count }, (_, index) => make(index));
  const rulesOf = (name: string, ...rules: readonly object[]) =>
    kubernetesObject("monitoring.coreos.com/v1", "PrometheusRule", name, { spec: { groups: [{ name: "group", rules }] } });
  const alert = (expr: string) => ({ alert: "Any", expr });
  const ready = "certmanager_certificate_ready_status == 0";
  const releases = (count: number) =>
    many(count, (index) =>
      resource("kubernetes:helm.sh/v3:Release", `cert-manager-${index}`, {
        chart: "cert-manager",
        values: { prometheus: { enabled: false } },
      }),
    );

  test.each<[string, (size: number) => readonly StackResource[]]>([
    ["in one resource", (size) => [rulesOf("all", ...many(size, (index) => alert(`probe_ssl_earliest_cert_expiry - time() < ${index}`)))]],
    ["in a resource each, that are blind", (size) => many(size, (index) => rulesOf(`rules-${index}`, alert(ready)))],
    ["that fire at no time", (size) => many(size / 4, (index) => rulesOf(`rules-${index}`, alert("probe_ssl_earliest_cert_expiry < 21")))],
    [
      "beside as many certificates, no two of one life",
      (size) => [
        ...many(size / 2, (index) => rulesOf(`rules-${index}`, alert("probe_ssl_earliest_cert_expiry - time() < 0"))),
        ...many(size / 2, (index) =>
          certManager.certificate(`web-${index}`, { dnsNames: [`web-${index}.example.com`], spec: { duration: `${index + 100}h` } }),
        ),
      ],
    ],
    [
      "beside as many releases of cert-manager without metrics",
      (size) => [...releases(size / 2), ...many(size / 2, (index) => rulesOf(`rules-${index}`, alert(ready)))],
    ],
    [
      "about something else, beside releases and certificates",
      (size) => [
        ...releases(size / 4),
        ...many(size / 4, (index) => rulesOf(`rules-${index}`, alert("up == 0"))),
        ...many(size / 4, (index) => certManager.certificate(`web-${index}`, { dnsNames: [`web-${index}.example.com`] })),
      ],
    ],
    [
      "on what others record, one from another",
      (size) => [
        rulesOf(
          "all",
          ...many(size / 2, (index) => ({ record: `metric_${index}`, expr: `metric_${index + 1} + 1` })),
          ...many(size / 2, (index) => alert(`metric_${index} < 14`)),
        ),
      ],
    ],
    [
      "on what all record under one name",
      (size) => [
        rulesOf(
          "all",
          ...many(size / 2, () => ({ record: "days_left", expr: "probe_ssl_earliest_cert_expiry - time()" })),
          ...many(size / 2, () => alert("days_left < 14")),
        ),
      ],
    ],
    ["that cost as much as any may", (size) => many(size / 125, (index) => rulesOf(`rules-${index}`, alert(costly)))],
  ])("%s", (_what, stack) => {
    expectLinear([500, 2000], stack);
  });

  test("name a few of those that ask for metrics that are switched off, and say how many more there are", () => {
    const stack = [...releases(300), ...many(300, (index) => rulesOf(`rules-${index}`, alert(ready)))];
    const inventory = inventoryOf(stack);
    const texts = stackPolicies.flatMap((policy) =>
      policy.evaluate(inventory, {}, new Date()).findings.map((finding) => message(policy.name, finding)),
    );
    const told = texts.filter((text) => text.includes("asks for metrics of cert-manager"));
    expect(told).toHaveLength(300);
    expect(told[0]).toContain("296 more alerts ask for metrics of cert-manager.");
    expect(Math.max(...told.map(({ length }) => length))).toBeLessThan(2500);
  });

  /** Ranges within ranges, which never give anything. */
  const costly = `max_over_time(max_over_time(max_over_time((${many(30, () => "(probe_ssl_earliest_cert_expiry < 1)").join(" or ")})[1h:])[1h:])[1h:]) > 1`;
});

describe("resources by the thousand", () => {
  const kinds: readonly ((index: number) => StackResource)[] = [
    (index) => fastly.service(`service-${index}`, { domains: [`www-${index}.example.com`], backends: unknown }),
    (index) => fastly.subscription(`edge-${index}`, [`edge-${index}.example.com`, unknown]),
    (index) => certManager.certificate(`web-${index}`, { dnsNames: [`web-${index}.example.com`, unknown], secretName: unknown }),
    (index) => ingress(`ingress-${index}`, { hosts: [`ingress-${index}.example.com`, unknown], secretName: unknown }),
    (index) => secretObject(`secret-${index}`, { "tls.crt": unknown, "tls.key": unknown }, { namespace: unknown }),
    (index) => route53.record(`_acme-challenge.edge-${index}.example.com`, "CNAME", unknown),
    (index) => route53.record(`www-${index}.example.com`, "CAA", unknown),
    (index) => route53.record(`any-${index}`, unknown, unknown, { inputs: { name: unknown } }),
  ];

  test("of which little is known", () => {
    expectLinear([2000, 8000], (size) => kinds.flatMap((make) => Array.from({ length: size / kinds.length }, (_, index) => make(index))));
  });
});
