import { mergeFiles, readStackFile } from "../../cli/state-files";
import { thinned } from "../../cli/thinning";
import { inventoryOf } from "../../cli/file-inventory";
import type { StackResource } from "../../cli/stack-resource";
import * as alerted from "../cases/certificate-expiry-alerted";
import * as challenges from "../cases/acme-challenge-cname-expected";
import * as issuable from "../cases/certificate-issuable";
import * as pinned from "../cases/certificate-key-pinned";
import * as renewed from "../cases/certificate-renews-in-time";
import * as stored from "../cases/stored-certificates";
import * as trusted from "../cases/edge-trusts-origin";
import * as undetermined from "../cases/ownership-undetermined";
import * as written from "../cases/tls-secret-single-writer";
import { certManager, component, fastly, kubernetesObject, resource, stateOf, unknown } from "../support";

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

describe("Kubernetes objects whose type is read, and that have nothing to do with certificates", () => {
  const opaque = kubernetesObject("v1", "Secret", "credentials", { type: "Opaque", data: { password: "xxx" } });
  const tls = kubernetesObject("v1", "Secret", "credentials", { type: "kubernetes.io/tls", data: { "tls.crt": "a", "tls.key": "b" } });
  const workload = kubernetesObject("apps/v1", "Deployment", "shop", {
    spec: { template: { spec: { containers: [{ name: "shop", image: "shop:1.2.3" }] } } },
  });

  function shown(...files: readonly ReturnType<typeof thinned>[]): unknown[] {
    return mergeFiles(files)
      .resources.filter(({ name }) => name === "credentials")
      .map(({ inputs }) => inputs["type"]);
  }

  function preview(subject: StackResource): ReturnType<typeof thinned> {
    const text = JSON.stringify({ steps: [{ op: "update", urn: subject.urn, newState: subject }] });
    return thinned(readStackFile("preview.json", text.replaceAll(/"provider":\{[^}]*\}\},/g, "")), text);
  }

  test("are counted in a state, and nothing else of them is kept", () => {
    const { others, resources } = thin(opaque, workload, certManager.certificate("web", { dnsNames: ["a.example.org"] }));
    expect(others).toEqual(expect.arrayContaining([opaque.urn, workload.urn]));
    expect(JSON.stringify(resources)).not.toMatch(/xxx|shop:1/);
  });

  test("stay whole where something refers to them: an empty Secret would be a doubt", () => {
    const file = thin(opaque, fastly.subscription("tls", unknown, { propertyDependencies: { domains: [opaque] } }));
    expect(file.resources).toContainEqual(expect.objectContaining({ urn: opaque.urn, inputs: opaque.inputs }));
  });

  test("take the place of what an earlier file showed: another state, or the state before a preview", () => {
    expect(shown(thin(tls), thin(opaque))).toEqual([]);
    expect(shown(thin(opaque), thin(tls))).toEqual(["kubernetes.io/tls"]);
    expect(shown(thin(tls), preview(opaque))).toEqual(["Opaque"]);
    expect(shown(thin(opaque), preview(tls))).toEqual(["kubernetes.io/tls"]);
  });
});

/** Together they hold every kind of object that is read. */
const cases = [alerted, challenges, issuable, pinned, renewed, stored, trusted, undetermined, written].flatMap((each) => [
  ...Object.entries<readonly StackResource[]>("found" in each ? each.found : {}),
  ...Object.entries<readonly StackResource[]>(each.leftAlone),
]);

test.each(cases)("what is left out of a state says nothing: %s", (_, resources) => {
  const unique = [...new Map(resources.map((each) => [each.urn, each])).values()]; // as in a state
  const whole = readStackFile("state.json", stateOf(...unique));
  const without = thinned(whole, "");
  expect(inventoryOf(mergeFiles([without]).resources)).toEqual(inventoryOf(mergeFiles([whole]).resources));
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
