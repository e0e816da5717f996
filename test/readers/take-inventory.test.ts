import type { Resource } from "../../evidence/resource";
import { known } from "../../ownership/value";
import { isGateway, isListenerSet, isRead, readTypes } from "../../readers/registry";
import { takeInventory, tells } from "../../readers/take-inventory";
import { found, shown, later, urnOf, written } from "./shown";

const secret = "kubernetes:core/v1:Secret";
const chart = "kubernetes:helm.sh/v3:Chart";
const subscription = "fastly:index/tlsSubscription:TlsSubscription";
const issuer = "kubernetes:cert-manager.io/v1:ClusterIssuer";
const gateway = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
const listenerSet = "kubernetes:gateway.networking.k8s.io/v1:ListenerSet";

const gap = (type: string, what: string, may: string) => ({ gaps: [{ resource: { urn: urnOf(type), type, name: "it" }, what, may }] });

test("what may have its issuer from another resource, and what from", () => {
  const types = [issuer, gateway, listenerSet, subscription, secret, "aws:s3/bucket:Bucket"];
  expect(types.filter(isGateway)).toEqual([gateway]);
  expect(types.filter(isListenerSet)).toEqual([listenerSet]);
  expect(isListenerSet("kubernetes:gateway.networking.x-k8s.io/v1alpha1:XListenerSet")).toBe(true);
});

test("a type of everything that is read, each once", () => {
  const types = readTypes();
  expect(types.filter((type) => !isRead(type))).toEqual([]);
  expect(new Set(types).size).toBe(types.length);
  expect(types).toEqual(
    expect.arrayContaining([
      "fastly:index/domainServiceLink:DomainServiceLink",
      subscription,
      "aws:route53/zone:Zone",
      "aws:cloudfront/distribution:Distribution",
      "docker:index/container:Container",
      "kubernetes:cert-manager.io/v1:Certificate",
      "kubernetes:core/v1:Namespace",
      "kubernetes:apps/v1:Deployment",
      chart,
    ]),
  );
});

describe("a resource without a single property", () => {
  it.each([subscription, "kubernetes:cert-manager.io/v1:Certificate", "kubernetes:networking.k8s.io/v1:Ingress", gateway])(
    "%s may claim a name",
    (type) => {
      expect(found(written(type, {}))).toEqual(gap(type, "empty-resource", "claim"));
    },
  );

  it.each([secret, "kubernetes:external-secrets.io/v1:ExternalSecret", "kubernetes:bitnami.com/v1alpha1:SealedSecret"])(
    "%s may write a Secret",
    (type) => {
      expect(found(written(type, {}))).toEqual(gap(type, "empty-resource", "secret"));
    },
  );

  it.each(["kubernetes:apps/v1:Deployment", "aws:iam/serverCertificate:ServerCertificate", "aws:s3/bucket:Bucket"])(
    "%s owns no name",
    (type) => {
      expect(found(written(type, {}))).toEqual({});
    },
  );

  test("an issuer is one of which nothing is known", () => {
    const { issuers = [], ...others } = found(written(issuer, {}));
    expect(others).toEqual({});
    expect(issuers).toHaveLength(1);
  });

  test("is none where either side shows one", () => {
    const inputs = { domains: ["www.example.org"] };
    expect(found(shown(subscription, { inputs, outputs: {} })).gaps).toBeUndefined();
    expect(found(shown(subscription, { inputs: {}, outputs: inputs })).gaps).toBeUndefined();
  });
});

describe("a component whose children carry the objects", () => {
  const resource = written(chart, { chart: "nginx" });

  it.each([
    "kubernetes:helm.sh/v2:Chart",
    chart,
    "kubernetes:helm.sh/v4:Chart",
    "kubernetes:yaml:ConfigFile",
    "kubernetes:yaml:ConfigGroup",
    "kubernetes:yaml/v2:ConfigFile",
    "kubernetes:yaml/v2:ConfigGroup",
    "kubernetes:kustomize:Directory",
    "kubernetes:kustomize/v2:Directory",
  ])("%s is open without children", (type) => {
    expect(isRead(type)).toBe(true);
    expect(found(written(type, { chart: "nginx" }))).toEqual(gap(type, "component-without-children", "claim"));
  });

  test("says nothing itself when it has some", () => {
    expect(takeInventory([resource], new Set([resource.reference.urn])).gaps).toEqual([]);
  });
});

test("namespaces that the stack creates, not those that it labels", () => {
  const type = "kubernetes:core/v1:Namespace";
  expect(found(written(type, { metadata: { name: "shop" } }))).toEqual({
    namespaces: [
      { resource: { urn: urnOf(type), type, name: "it" }, cluster: { key: "ambient shop/dev", known: false }, name: known("shop") },
    ],
  });
  expect(found(written("kubernetes:core/v1:NamespacePatch", { metadata: { name: "shop" } }))).toEqual({});
});

describe("whether a resource says anything by itself", () => {
  const data = { "tls.crt": "", "tls.key": "" };

  it.each<[string, string, object]>([
    [
      "a workload that runs a renewal tool",
      "kubernetes:apps/v1:Deployment",
      { spec: { template: { spec: { containers: [{ image: "certbot/certbot" }] } } } },
    ],
    ["a Secret with the keys of TLS", secret, { metadata: { name: "web-tls" }, data }],
    ["a component, which its children may need", chart, {}],
    ["what claims names", "kubernetes:cert-manager.io/v1:Certificate", { spec: {} }],
    ["what others are read in the light of", issuer, {}],
    ["an Ingress, which Gateways and Secrets may stand beside", "kubernetes:networking.k8s.io/v1:Ingress", { spec: { rules: [] } }],
    ["what is no object of a cluster", "fastly:index/domainServiceLink:DomainServiceLink", { domainId: later }],
  ])("%s does", (_, type, inputs) => {
    expect(tells(written(type, inputs))).toBe(true);
  });

  it.each<[string, string, object]>([
    ["a workload that runs none", "kubernetes:apps/v1:Deployment", { spec: { template: { spec: { containers: [{ image: "nginx" }] } } } }],
    ["a Secret without them", secret, { metadata: { name: "password" }, data: { password: "" } }],
    ["a ConfigMap", "kubernetes:core/v1:ConfigMap", { data: { text: "it" } }],
  ])("%s does not", (_, type, inputs) => {
    expect(tells(written(type, inputs))).toBe(false);
  });
});

describe("the Gateway that a ListenerSet belongs to", () => {
  const annotations = { "cert-manager.io/cluster-issuer": "letsencrypt" };
  const parent = (metadata: object, name = "parent") => written(gateway, { metadata: { annotations, ...metadata }, spec: {} }, { name });
  const set = (metadata: object, parentRef: object) =>
    written(listenerSet, {
      metadata,
      spec: {
        parentRef,
        listeners: [{ name: "https", protocol: "HTTPS", hostname: "www.example.org", tls: { certificateRefs: [{ name: "web-tls" }] } }],
      },
    });
  const issuers = (...resources: readonly Resource[]) => (found(...resources).certificates ?? []).map((each) => each.issuer.name);

  test("is found by namespace and name, whatever stands beside it", () => {
    const own = parent({ namespace: "shop", name: "edge" });
    const sets = set({ namespace: "shop", name: "web" }, { name: "edge" });
    const others = [
      parent({ namespace: "shop" }, "nameless"),
      parent({ namespace: "shop", name: later }, "open"),
      parent({ namespace: "other", name: "edge", annotations: {} }, "other"),
      written("kubernetes:networking.k8s.io/v1:Ingress", { metadata: { namespace: "shop", name: "edge" } }, { name: "z" }),
    ];
    expect(issuers(own, sets, ...others)).toEqual([known("letsencrypt")]);
  });

  test("is none of another name, namespace, or one that is not known", () => {
    const sets = set({ namespace: "shop", name: "web" }, { name: "edge" });
    const others = [
      parent({ namespace: "shop", name: "other" }, "a"),
      parent({ namespace: "other", name: "edge" }, "b"),
      parent({ namespace: later, name: "edge" }, "c"),
      parent({ namespace: "shop", name: later }, "d"),
    ];
    expect(issuers(sets, ...others)).not.toContainEqual(known("letsencrypt"));
  });
});

test("the same is found whatever the order", () => {
  const resources = [
    written(subscription, { domains: ["b.example.org"] }, { name: "b" }),
    written(subscription, { domains: ["a.example.org"] }, { name: "a" }),
    written("fastly:index/domain:Domain", { fqdn: "www.example.org" }, { name: "domain" }),
    written(
      "fastly:index/domainServiceLink:DomainServiceLink",
      { domainId: later, serviceId: later },
      { name: "link", dependencies: { domainId: [urnOf("fastly:index/domain:Domain", "domain")], serviceId: ["service"] } },
    ),
  ];
  const inventory = takeInventory(resources, new Set());
  expect(inventory.subscriptions.map(({ resource }) => resource.name)).toEqual(["a", "b"]);
  expect(inventory.services.map(({ routesTo }) => routesTo)).toEqual([["service"]]);
  expect(takeInventory([...resources].reverse(), new Set())).toEqual(inventory);
});
