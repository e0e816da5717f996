import { mergeFiles, readStackFile } from "../../cli/state-files";
import { thinned } from "../../cli/thinning";
import { certManager, component, fastly, resource, stateOf, unknown } from "../support";
import type { StackResource } from "../../cli/requests";

const bucket = (name: string, settings: Parameters<typeof resource>[3] = {}): StackResource =>
  resource("aws:s3/bucket:Bucket", name, { big: "x".repeat(1000) }, settings);

function thin(...resources: readonly StackResource[]): ReturnType<typeof thinned> {
  const text = stateOf(...resources);
  return thinned(readStackFile("state.json", text), text);
}

test("what no policy reads is counted, and nothing else of it is kept", () => {
  const file = thin(bucket("a"), bucket("b"), certManager.certificate("web", { dnsNames: ["a.example.org"] }));
  const kept = new Map(file.resources.map((each) => [each.name, each]));
  expect(kept.get("web")?.inputs).toMatchObject({ spec: { dnsNames: ["a.example.org"] } });
  expect(JSON.stringify(file.resources)).not.toContain("xxx");
  const { count, stacks } = mergeFiles([file]);
  // Two buckets, the certificate, the stack, two providers.
  expect({ count, stacks }).toEqual({ count: 6, stacks: ["shop/dev"] });
});

test("providers keep their properties: they tell clusters apart", () => {
  const file = thin(certManager.certificate("web", { dnsNames: ["a.example.org"] }));
  const { resources } = mergeFiles([file]);
  expect(resources.find(({ name }) => name === "web")?.provider?.properties).toEqual({ renderYamlToDirectory: "rendered" });
});

test("what an unknown list is computed from stays, without its properties", () => {
  const source = bucket("names");
  const file = thin(source, fastly.subscription("tls", unknown, { propertyDependencies: { domains: [source] } }));
  expect(file.resources.find(({ name }) => name === "names")).toMatchObject({ urn: source.urn, inputs: {} });
});

test("a component that is read keeps one child, so that it does not look empty", () => {
  const chart = component("kubernetes:helm.sh/v4:Chart", "chart");
  const children = ["one", "two"].map((name) => resource("kubernetes:core/v1:ServiceAccount", name, {}, { parent: chart }));
  const file = thin(chart, ...children);
  expect(file.resources.filter(({ parent }) => parent === chart.urn).map(({ name }) => name)).toEqual(["one"]);
  expect(file.others).toContain(children[1]?.urn);
});

test("the line of a resource is where its URN stands, also behind references to it", () => {
  const certificate = certManager.certificate('we"b\n', { dnsNames: ["a.example.org"] });
  const text = stateOf(bucket("a", { dependencies: [certificate] }), certificate);
  const { lines } = thinned(readStackFile("state.json", text), text);
  const line = lines.get(certificate.urn) ?? 0;
  expect(text.split("\n")[line - 1]).toContain('"urn": "urn:pulumi:dev::shop::kubernetes:cert-manager.io/v1:Certificate::we\\"b\\n"');
});

test("a file in one line has everything in its first", () => {
  const text = JSON.stringify(JSON.parse(stateOf(certManager.certificate("web", { dnsNames: ["a.example.org"] }))));
  expect(new Set(thinned(readStackFile("state.json", text), text).lines.values())).toEqual(new Set([1]));
});

test("a preview that deletes what a state only counts counts it no more", () => {
  const state = thin(bucket("a"), bucket("b"));
  const urn = bucket("a").urn;
  const steps = JSON.stringify({ steps: [{ op: "delete", urn, oldState: {} }] });
  const preview = thinned(readStackFile("preview.json", steps), steps);
  expect(mergeFiles([state]).count - mergeFiles([state, preview]).count).toBe(1);
});

test("a file in one line is read in proportion to its length", () => {
  const resource = (index: number) => ({
    urn: `urn:pulumi:dev::shop::random:x:Y::${index}`,
    type: "random:x:Y",
    inputs: { a: "x".repeat(900) },
  });
  const resources = Array.from({ length: 30_000 }, (_, index) => resource(index));
  const text = JSON.stringify({ version: 3, deployment: { resources } });
  const file = readStackFile("state.json", text);
  const start = performance.now();
  expect(thinned(file, text).others).toHaveLength(30_000);
  expect(performance.now() - start).toBeLessThan(2000);
});
