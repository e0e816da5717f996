import type { Resource } from "../../evidence/resource";
import { known, unknown, type Value } from "../../ownership/value";
import { clusterOfServer, kubernetesObject, parseKubernetesType, serverIn } from "../../readers/kubernetes";
import { object } from "./kubernetes-objects";
import { later } from "./shown";

describe("the type token of a Kubernetes object", () => {
  it.each([
    ["kubernetes:cert-manager.io/v1:Certificate", { group: "cert-manager.io", kind: "Certificate", partial: false }],
    ["kubernetes:cert-manager.io/v1:CertificatePatch", { group: "cert-manager.io", kind: "Certificate", partial: true }],
    ["kubernetes:core/v1:Secret", { group: "core", kind: "Secret", partial: false }],
    ["kubernetes:v1:Secret", { group: "v1", kind: "Secret", partial: false }],
    ["kubernetes:core/v1", undefined],
    ["kubernetes:core/v1:Secret:more", undefined],
    ["aws:acm/certificate:Certificate", undefined],
    ["kubernetes", undefined],
    ["", undefined],
  ])("%j", (type, expected) => {
    expect(parseKubernetesType(type)).toEqual(expected);
  });

  it("of another provider stands for no kind of object", () => {
    const { reference, ...rest } = object("core/v1:Secret", {});
    const bucket = { ...rest, reference: { ...reference, type: "aws:s3/bucket:Bucket" } };
    expect(kubernetesObject(bucket)).toMatchObject({ group: "", kind: "", partial: false });
  });
});

describe("the namespace of an object", () => {
  const namespace = (own: unknown, provider: object | undefined) =>
    kubernetesObject(object("core/v1:Secret", { metadata: { namespace: own } }, { provider })).namespace;

  it.each([
    ["its own", "web", { namespace: "edge" }, known("web")],
    ["its own that is not known yet", later, { namespace: "edge" }, unknown],
    ["its provider's", undefined, { namespace: "edge" }, known("edge")],
    ["its provider's where its own is empty", "", { namespace: "edge" }, known("edge")],
    ["its provider's that is not known yet", undefined, { namespace: later }, unknown],
    ["default", undefined, {}, known("default")],
    ["default where both are empty", "", { namespace: "" }, known("default")],
    ["default without a provider", undefined, undefined, known("default")],
  ])("%s", (_, own, provider, expected) => {
    expect(namespace(own, provider)).toEqual(expected);
  });
});

describe("the namespace of an object that is computed from a Namespace", () => {
  const urn = "urn:pulumi:dev::shop::kubernetes:core/v1:Namespace::web";
  const namespace = (own: unknown, dependencies: readonly string[], name: Value<string> = known("web")) =>
    kubernetesObject(
      {
        ...object("core/v1:Secret", { metadata: { namespace: own } }, { provider: { namespace: later } }),
        dependencies: (property) => (property === "metadata" ? dependencies : [urn]),
      },
      { namespaceNames: new Map([[urn, name]]) },
    ).namespace;

  it.each([
    ["the Namespace's name", later, [urn], known("web"), known("web")],
    ["not known where that is not known", later, [urn], unknown, unknown],
    ["not known where it may be computed from others", later, [urn, "urn:other"], known("web"), unknown],
    ["not known where the Namespace is not the stack's", later, ["urn:other"], known("web"), unknown],
    ["its own where that is known", "edge", [urn], known("web"), known("edge")],
    ["its provider's where it has none, whatever its labels are computed from", undefined, [urn], known("web"), unknown],
  ])("%s", (_, own, dependencies, name, expected) => {
    expect(namespace(own, dependencies, name)).toEqual(expected);
  });
});

describe("the cluster of an object", () => {
  const clusterOf = (provider: object | undefined, stack?: string) =>
    kubernetesObject(object("core/v1:Secret", {}, { provider, ...(stack === undefined ? {} : { stack }) })).cluster;

  const kubeconfig = (server: string, user = "a") => `
clusters: [{name: c, cluster: {server: "${server}"}}]
users: [{name: ${user}, user: {token: t}}]`;
  const first = kubeconfig("https://a.example.org");

  it("is the one whose server the kubeconfig names, whoever the user is, and in every stack", () => {
    expect(clusterOf({ kubeconfig: first })).toEqual(clusterOfServer("https://a.example.org"));
    expect(clusterOf({ kubeconfig: kubeconfig("https://a.example.org", "b"), context: "b" }, "prod::other")).toEqual(
      clusterOf({ kubeconfig: first }),
    );
    expect(clusterOf({ kubeconfig: first }).known).toBe(true);
    expect(clusterOf({ kubeconfig: kubeconfig("https://b.example.org") }).key).not.toBe(clusterOf({ kubeconfig: first }).key);
  });

  const path = { kubeconfig: "~/.kube/config" };
  const same: readonly (readonly [what: string, first: Resource, second: Resource])[] = [
    [
      "without a provider, within a stack",
      object("core/v1:Secret", {}, { provider: undefined }),
      object("core/v1:Pod", {}, { provider: undefined }),
    ],
    [
      "with the machine's kubeconfig, within a stack",
      object("core/v1:Secret", {}, { provider: {} }),
      object("core/v1:Pod", {}, { provider: {} }),
    ],
    [
      "with settings of which one is empty and not written",
      object("core/v1:Secret", {}, { provider: { kubeconfig: "", context: "" } }),
      object("core/v1:Pod", {}, { provider: {} }),
    ],
    [
      "with one file, in every stack",
      object("core/v1:Secret", {}, { provider: path }),
      object("core/v1:Pod", {}, { provider: path, stack: "prod::other" }),
    ],
  ];
  it.each(same)("is one %s", (_, one, other) => {
    expect(kubernetesObject(one).cluster).toEqual(kubernetesObject(other).cluster);
    expect(kubernetesObject(one).cluster.known).toBe(false);
  });

  it.each([
    ["without a provider, in two stacks", undefined, undefined, "prod::shop"],
    ["with the machine's kubeconfig, in two stacks", {}, {}, "prod::shop"],
    ["with the machine's kubeconfig, in two contexts", { context: "a" }, { context: "b" }, "dev::shop"],
    ["with one file, in two contexts", { ...path, context: "a" }, { ...path, context: "b" }, "dev::shop"],
    ["with one file, of two clusters", { ...path, cluster: "a" }, { ...path, cluster: "b" }, "dev::shop"],
    ["with two files", path, { kubeconfig: "other" }, "dev::shop"],
    ["rendered into two folders", { renderYamlToDirectory: "a" }, { renderYamlToDirectory: "b" }, "dev::shop"],
    ["with settings that are not known yet, in two stacks", { kubeconfig: later }, { kubeconfig: later }, "prod::shop"],
    ["with a context that is not known yet", { ...path, context: later }, path, "dev::shop"],
  ])("may be two %s", (_, one, other, stack) => {
    const clusters = [clusterOf(one), clusterOf(other, stack)];
    expect(clusters.map((cluster) => cluster.known)).toEqual([false, false]);
    expect(clusters[0]?.key).not.toBe(clusters[1]?.key);
  });

  it.each([{ kubeconfig: later }, { context: later }, { cluster: later }, { renderYamlToDirectory: later }])(
    "may be two by two providers of one stack with %j that is not known yet",
    (settings) => {
      const [one, other] = ["one", "other"].map((urn) => {
        const { provider, ...rest } = object("core/v1:Secret", {}, { provider: settings });
        return kubernetesObject({ ...rest, ...(provider === undefined ? {} : { provider: { ...provider, urn } }) }).cluster;
      });
      expect([one?.known, other?.known]).toEqual([false, false]);
      expect(one?.key).not.toBe(other?.key);
    },
  );

  it("keeps nothing of a kubeconfig that could be read", () => {
    expect(JSON.stringify([clusterOf({ kubeconfig: first }), clusterOf(path)])).not.toMatch(/example|kube/);
  });

  it.each([
    ["YAML", "    server: https://a.example.org:6443\n", "https://a.example.org:6443"],
    ["JSON", '{"cluster":{"server":"https://a.example.org"},"name":"a"}', "https://a.example.org"],
    ["a name in quotes", "server: 'https://a.example.org'", "https://a.example.org"],
    ["one server twice", "server: https://a.example.org\nserver: https://a.example.org", "https://a.example.org"],
    ["two servers", "server: https://a.example.org\nserver: https://b.example.org", undefined],
    ["none", "clusters: []", undefined],
    ["a file's path", "~/.kube/config", undefined],
    ["another word", "apiserver: https://a.example.org", undefined],
  ])("is read from %s", (_, text, server) => {
    expect(serverIn(text)).toBe(server);
  });
});
