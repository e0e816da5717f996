import type { Resource } from "../../evidence/resource";
import { known, unknown } from "../../ownership/value";
import { object, read } from "./kubernetes-objects";
import { later } from "./shown";

/** What the External Secrets Operator writes, and how often. */

const metadata = { name: "shop-tls", namespace: "web" };
const tls = "kubernetes.io/tls";
const data = [{ secretKey: "tls.crt" }, { secretKey: "tls.key" }];
const others = [{ secretKey: "password" }];
const pair = { "tls.crt": "{{ .crt }}", "tls.key": "{{ .key }}" };
const dataFrom = [{ extract: { key: "shop" } }];

const external = (spec: unknown): Resource => object("external-secrets.io/v1:ExternalSecret", { metadata, spec });

/** `yes`, `may` or `no`; with how often, unless that is again and again. */
function writes(resource: Resource): string {
  const [writer, ...more] = read(resource).secretWriters;
  expect(more).toEqual([]);
  return writer === undefined
    ? "no"
    : [writer.certain ? "yes" : "may", ...(writer.repeats === undefined ? [] : [writer.repeats])].join(", ");
}

type Rows = readonly (readonly [what: string, writes: string, spec: unknown])[];

describe("what an ExternalSecret writes", () => {
  const keys: Rows = [
    ["both keys", "yes", { data }],
    ["other keys", "no", { data: others }],
    ["a key that is not known yet", "may", { data: [{ secretKey: later }] }],
    ["keys that are not known yet", "may", { data: later }],
    ["no keys", "no", {}],
    ["an extract, which may hold any key", "may", { dataFrom }],
    ["extracts that are not known yet", "may", { dataFrom: later }],
    ["an empty list of extracts", "no", { dataFrom: [] }],
    ["an extract into a Secret of TLS", "yes", { dataFrom, target: { template: { type: tls } } }],
    ["other keys into a Secret of TLS, which the API refuses", "no", { data: others, target: { template: { type: tls } } }],
    ["an object of another kind", "no", { data, target: { manifest: { apiVersion: "v1", kind: "ConfigMap" } } }],
    ["an object of a kind that is not known yet", "may", { data, target: { manifest: { apiVersion: "v1", kind: later } } }],
  ];
  it.each(keys)("with %s: %s", (_, expected, spec) => {
    expect(writes(external(spec))).toBe(expected);
  });

  const password = { password: "{{ .password }}" };
  const from = (entry: unknown) => ({ template: { templateFrom: [entry] } });
  const templates: Rows = [
    ["of TLS", "yes", { target: { template: { type: tls } } }],
    ["that holds the keys", "yes", { target: { template: { data: pair } } }],
    ["that holds the keys, and replaces others", "yes", { data: others, target: { template: { data: pair } } }],
    ["that holds others", "no", { target: { template: { data: password } } }],
    ["that replaces an extract by other keys", "no", { dataFrom, target: { template: { data: password } } }],
    [
      "that says it replaces an extract by other keys",
      "no",
      { dataFrom, target: { template: { mergePolicy: "Replace", data: password } } },
    ],
    ["that replaces both keys by other keys", "no", { data, target: { template: { data: password } } }],
    ["that merges both keys with other keys", "yes", { data, target: { template: { mergePolicy: "Merge", data: password } } }],
    ["that merges an extract with other keys", "may", { dataFrom, target: { template: { mergePolicy: "Merge", data: password } } }],
    ["that may merge both keys", "may", { data, target: { template: { mergePolicy: later, data: password } } }],
    ["that may merge an extract", "may", { dataFrom, target: { template: { mergePolicy: later, data: password } } }],
    ["that may merge other keys", "no", { data: others, target: { template: { mergePolicy: later, data: password } } }],
    ["that only labels", "yes", { data, target: { template: { metadata: { labels: { a: "b" } } } } }],
    ["that only labels an extract", "may", { dataFrom, target: { template: { metadata: { labels: { a: "b" } } } } }],
    ["that is not known yet", "may", { target: { template: later } }],
    ["from a ConfigMap, by its keys", "yes", { dataFrom, target: from({ configMap: { name: "t", items: [{ key: "tls.crt" }] } }) }],
    ["from a Secret, by other keys", "no", { dataFrom, target: from({ secret: { name: "t", items: [{ key: "password" }] } }) }],
    [
      "from a ConfigMap whose text makes the keys",
      "may",
      { dataFrom, target: from({ configMap: { name: "t", items: [{ key: "all", templateAs: "KeysAndValues" }] } }) },
    ],
    ["from a text with both keys", "yes", { dataFrom, target: from({ literal: 'tls.crt: "{{ .crt }}"\ntls.key: "{{ .key }}"' }) }],
    [
      "from a text with other keys",
      "no",
      { dataFrom, target: from({ literal: "# of ours\nconfig.yaml: |\n  password: {{ .password }}\n" }) },
    ],
    ["from a text that makes keys", "may", { dataFrom, target: from({ literal: "{{ range $k, $v := . }}\n{{ $k }}: x\n{{ end }}" }) }],
    ["from a text that is not known yet", "may", { dataFrom, target: from({ literal: later }) }],
    ["from a text of annotations, which replaces all", "no", { data, target: from({ target: "Annotations", literal: "tls.crt: x" }) }],
  ];
  it.each(templates)("with a template %s: %s", (_, expected, spec) => {
    expect(writes(external(spec))).toBe(expected);
  });

  const policies: Rows = [
    ["both keys, as their owner", "yes", { data, target: { creationPolicy: "Owner" } }],
    ["both keys, as an orphan", "yes", { data, target: { creationPolicy: "Orphan" } }],
    ["both keys, into somebody else's Secret", "yes", { data, target: { creationPolicy: "Merge" } }],
    ["both keys, into any Secret", "yes", { data, target: { creationPolicy: "CreateOrMerge" } }],
    ["another key, into somebody else's Secret", "no", { data: others, target: { creationPolicy: "Merge" } }],
    [
      "another key, into somebody else's Secret of TLS",
      "no",
      { data: others, target: { creationPolicy: "Merge", template: { type: tls } } },
    ],
    ["an extract, into somebody else's Secret of TLS", "may", { dataFrom, target: { creationPolicy: "Merge", template: { type: tls } } }],
    ["both keys, for none", "no", { data, target: { creationPolicy: "None" } }],
    ["both keys, by a policy that is not known yet", "may", { data, target: { creationPolicy: later } }],
  ];
  it.each(policies)("with %s: %s", (_, expected, spec) => {
    expect(writes(external(spec))).toBe(expected);
  });
});

describe("how often an ExternalSecret writes", () => {
  const orphan = { creationPolicy: "Orphan", template: { type: tls } };

  it.each(["0", 0, "0s", "0h", "0m0s", "0h0m0s", "0.0s", "+0s", "-1h"])("an orphan every %s: once", (refreshInterval) => {
    expect(writes(external({ data, refreshInterval, target: orphan }))).toBe("yes, never");
  });

  const rows: Rows = [
    ["an orphan that is created once", "yes, never", { data, refreshPolicy: "CreatedOnce", target: orphan }],
    [
      "an orphan that is created once, every hour",
      "yes, never",
      { data, refreshPolicy: "CreatedOnce", refreshInterval: "1h", target: orphan },
    ],
    [
      "an orphan of unknown keys that is created once",
      "may, never",
      { dataFrom, refreshPolicy: "CreatedOnce", target: { creationPolicy: "Orphan" } },
    ],
    ["an orphan that changes with its object", "yes, on-change", { data, refreshPolicy: "OnChange", refreshInterval: "0", target: orphan }],
    ["an orphan every hour", "yes", { data, refreshInterval: "1h", target: orphan }],
    ["an orphan every second", "yes", { data, refreshInterval: "1s", target: orphan }],
    ["an orphan by the default", "yes", { data, target: orphan }],
    ["an orphan that is told to be periodic", "yes", { data, refreshPolicy: "Periodic", target: orphan }],
    ["an orphan that is periodic, and never", "yes, never", { data, refreshPolicy: "Periodic", refreshInterval: "0s", target: orphan }],
    ["an orphan by a policy that is not known yet", "may", { data, refreshPolicy: later, target: orphan }],
    ["an orphan by an interval that is not known yet", "may", { data, refreshInterval: later, target: orphan }],
    ["an orphan by an interval that is none", "may", { data, refreshInterval: "never", target: orphan }],
    ["an orphan that blocks its Secret", "yes", { data, refreshPolicy: "CreatedOnce", target: { ...orphan, immutable: true } }],
    ["an orphan that may block its Secret", "may", { data, refreshPolicy: "CreatedOnce", target: { ...orphan, immutable: later } }],
    [
      "an orphan that says it does not block",
      "yes, never",
      { data, refreshPolicy: "CreatedOnce", target: { ...orphan, immutable: false } },
    ],
    ["an owner that is created once", "yes", { data, refreshPolicy: "CreatedOnce", target: { creationPolicy: "Owner" } }],
    ["an owner by default that is created once", "yes", { data, refreshPolicy: "CreatedOnce" }],
    ["an owner that changes with its object", "yes", { data, refreshPolicy: "OnChange" }],
    ["an owner that is never refreshed", "yes", { data, refreshInterval: "0" }],
    ["a merger that is never refreshed", "yes", { data, refreshInterval: "0", target: { creationPolicy: "Merge" } }],
    ["whoever is created once", "may", { data, refreshPolicy: "CreatedOnce", target: { creationPolicy: later } }],
    ["whoever, every hour", "may", { data, refreshInterval: "1h", target: { creationPolicy: later } }],
  ];
  it.each(rows)("%s: %s", (_, expected, spec) => {
    expect(writes(external(spec))).toBe(expected);
  });
});

test("an ExternalSecret names its target, or has its Secret named after itself", () => {
  const named = (spec: unknown) => read(external(spec)).secretWriters;
  expect(named({ data, target: { name: "other" } })).toMatchObject([{ secret: known("other"), property: "spec.target.name" }]);
  expect(named({ data, target: { name: later } })).toMatchObject([{ secret: unknown, property: "spec.target.name" }]);
  expect(named({ data })).toMatchObject([{ secret: known("shop-tls"), property: "metadata.name", namespace: known("web") }]);
});

describe("a ClusterExternalSecret", () => {
  const cluster = (spec: object) =>
    read(
      object("external-secrets.io/v1:ClusterExternalSecret", {
        metadata: { name: "shop-tls" },
        spec: { externalSecretSpec: { data, target: { creationPolicy: "Orphan" }, refreshInterval: "0" }, ...spec },
      }),
    ).secretWriters;
  const byName = (value: unknown) => ({ matchLabels: { "kubernetes.io/metadata.name": value } });

  it.each([
    ["names", { namespaces: ["web", "shop", "web"] }, [known("web"), known("shop")]],
    ["a selector by name", { namespaceSelectors: [byName("web")] }, [known("web")]],
    [
      "a selector by names",
      { namespaceSelectors: [{ matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["web", "shop"] }] }] },
      [known("web"), known("shop")],
    ],
    ["the former selector", { namespaceSelector: byName("web") }, [known("web")]],
    ["names and a selector", { namespaces: ["web"], namespaceSelectors: [{ matchLabels: { tls: "yes" } }] }, [known("web"), unknown]],
    ["a selector of all", { namespaceSelectors: [{}] }, [unknown]],
    [
      "a selector that excludes names",
      { namespaceSelectors: [{ matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["web"] }] }] },
      [unknown],
    ],
    [
      "a selector by name and label",
      { namespaceSelectors: [{ matchLabels: { "kubernetes.io/metadata.name": "web", tls: "yes" } }] },
      [unknown],
    ],
    ["a selector that is not known yet", { namespaceSelectors: later }, [unknown]],
    ["a name that is not known yet", { namespaceSelectors: [byName(later)] }, [unknown]],
    ["none", {}, []],
  ])("writes into the namespaces of %s", (_, spec, namespaces) => {
    expect(cluster(spec).map(({ namespace }) => namespace)).toEqual(namespaces);
  });

  it("writes what its ExternalSecrets do, under their name", () => {
    const namespaces = ["web"];
    expect(cluster({ namespaces })).toMatchObject([
      { secret: known("shop-tls"), property: "metadata.name", certain: true, repeats: "never" },
    ]);
    expect(cluster({ namespaces, externalSecretName: "web-tls" })).toMatchObject([
      { secret: known("web-tls"), property: "spec.externalSecretName" },
    ]);
    const spec = { data: others, target: { name: "other" } };
    expect(cluster({ namespaces, externalSecretSpec: spec })).toEqual([]);
    expect(cluster({ namespaces, externalSecretSpec: { ...spec, data } })).toMatchObject([
      { secret: known("other"), property: "spec.externalSecretSpec.target.name" },
    ]);
  });
});
