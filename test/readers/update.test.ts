import { readable } from "../../cli/file-inventory";
import type { StackResource } from "../../cli/stack-resource";
import type { Resource } from "../../evidence/resource";
import type { OwnedElsewhere } from "../../ownership/elsewhere";
import { nothingElsewhere, withElsewhere } from "../../ownership/elsewhere";
import type { Inventory } from "../../ownership/inventory";
import { tlsNameAlreadyOwned } from "../../policies/tls-name-already-owned";
import { takeInventory } from "../../readers/take-inventory";
import { UpdateInventory } from "../../readers/update";
import { message } from "../../report/message";
import { ownedElsewhere } from "../ownership/elsewhere";
import { certManager, dns01, fastly, gateway, http01, kubernetesObject, resource, unknown } from "../support";
import { Random } from "../support/random";

const origin = "web.example.org";
const now = new Date("2026-06-03T12:00:00Z");

function inputsAlone(shown: StackResource): StackResource {
  const inputs: { -readonly [Key in keyof StackResource]: StackResource[Key] } = { ...shown };
  delete inputs.outputs;
  return inputs;
}

/** As an update shows them: the inputs alone. */
const asShown = (resources: readonly StackResource[]) => readable(resources.map(inputsAlone));

/** @returns the inventories that one resource after the other is judged by. */
function inventories(resources: readonly StackResource[], elsewhere: OwnedElsewhere = nothingElsewhere): Inventory[] {
  const update = new UpdateInventory(elsewhere);
  return asShown(resources).map((each) => update.add(each));
}

function last(resources: readonly StackResource[], elsewhere?: OwnedElsewhere): Inventory {
  return inventories(resources, elsewhere).at(-1) ?? takeInventory([], new Set());
}

/** @returns what an update would print of each resource. */
function refusals(resources: readonly StackResource[], elsewhere?: OwnedElsewhere): string[] {
  const update = new UpdateInventory(elsewhere);
  return asShown(resources).flatMap((each) => refusalsOf(each, update.add(each)));
}

function refusalsOf({ reference }: Resource, inventory: Inventory): string[] {
  return tlsNameAlreadyOwned.evaluate(inventory, reference, {}, now).map((finding) => message("tls-name-already-owned", finding));
}

const namesOf = ({ subscriptions, certificates, issuers }: Inventory): string[] =>
  [...subscriptions, ...certificates, ...issuers].map(({ resource: { name } }) => name);

function listenerSet(name: string, settings: { readonly parent?: string; readonly host?: string; readonly annotations?: object } = {}) {
  const { parent = "parent", host = origin, annotations = {} } = settings;
  const spec = {
    parentRef: { name: parent },
    listeners: [{ name: "web", hostname: host, port: 443, protocol: "HTTPS", tls: { certificateRefs: [{ name: `${name}-tls` }] } }],
  };
  return kubernetesObject(
    "gateway.networking.k8s.io/v1",
    "ListenerSet",
    name,
    { spec },
    { namespace: "default", annotations: { ...annotations } },
  );
}

const issuerOf = (namespace: string, solvers = [dns01()]) =>
  certManager.issuer("letsencrypt", solvers, {
    namespace,
    inputs: { metadata: { name: "letsencrypt", namespace } },
    parent: urnOfTeam(namespace),
  });
const urnOfTeam = (team: string): string => `urn:pulumi:dev::shop::company:Team::${team}`;
const certificateOf = (namespace: string, names: readonly string[] = [origin]) =>
  certManager.certificate(`web-${namespace}`, { dnsNames: names, namespace, issuerRef: { kind: "Issuer", name: "letsencrypt" } });
const edge = fastly.subscription("edge", [origin]);

describe("a resource is judged with", () => {
  test("itself alone, where nobody shares a name with it", () => {
    const others = [
      certManager.clusterIssuer(),
      fastly.subscription("other", ["other.example.org"]),
      gateway("gateway", { hosts: ["api.example.org"] }),
    ];
    expect(namesOf(last([...others, certManager.certificate("web", { dnsNames: [origin] })]))).toEqual(["web"]);
  });

  test("those before it that share a name, and the issuers that decide for them", () => {
    const seen = [
      issuerOf("shop"),
      issuerOf("other"),
      certManager.clusterIssuer(),
      certificateOf("shop"),
      certificateOf("other", ["other.example.org"]),
    ];
    const [subscription] = last([...seen, edge]).subscriptions;
    expect(subscription?.resource.name).toBe("edge");
    expect(last([...seen, edge]).certificates.map(({ resource: { name } }) => name)).toEqual(["web-shop"]);
    expect(last([...seen, edge]).issuers.map(({ namespace }) => namespace)).toEqual([{ state: "known", value: "shop" }]);
  });

  test("the issuers that may decide, where a namespace is not known", () => {
    const nowhere = certManager.certificate("web", {
      dnsNames: [origin],
      namespace: unknown,
      issuerRef: { kind: "Issuer", name: "letsencrypt" },
    });
    const seen = [issuerOf("shop"), issuerOf("other", [http01()]), issuerOf("third"), certManager.issuer("unrelated")];
    expect(last([...seen, edge, nowhere]).issuers.map(({ namespace }) => namespace)).toEqual([
      { state: "known", value: "shop" },
      { state: "known", value: "other" },
    ]);
  });

  test("none of those that share a name, as long as nobody needs a CNAME there", () => {
    const teams = ["a", "b", "c"].map((team) => certificateOf(team, ["*.example.org"]));
    expect(inventories(teams).map(namesOf)).toEqual([["web-a"], ["web-b"], ["web-c"]]);
  });

  test("what comes later at no time", () => {
    expect(inventories([certificateOf("shop"), edge]).map(namesOf)).toEqual([["web-shop"], ["edge", "web-shop"]]);
  });

  test("nobody, where it has no names", () => {
    expect(namesOf(last([edge, certificateOf("shop"), resource("aws:route53/record:Record", "www", { name: origin, type: "A" })]))).toEqual(
      [],
    );
    expect(namesOf(last([edge, certificateOf("shop"), issuerOf("shop")]))).toEqual([]);
  });
});

describe("a ListenerSet without annotations of its own", () => {
  const parent = gateway("parent", { hosts: ["other.example.org"] });
  const issuerNames = ({ certificates }: Inventory) => certificates.map(({ resource: { name }, issuer }) => [name, issuer.name.state]);

  test("has its issuer from a Gateway before it", () => {
    expect(issuerNames(last([parent, listenerSet("web")]))).toEqual([["web", "known"]]);
  });

  test("is read again when its Gateway comes after it", () => {
    expect(issuerNames(last([listenerSet("web")]))).toEqual([["web", "unknown"]]);
    expect(issuerNames(last([listenerSet("web"), parent]))).toEqual([
      ["parent", "known"],
      ["web", "known"],
    ]);
    expect(refusals([listenerSet("web"), edge, parent])).toEqual([expect.stringContaining('Gateway "parent" is refused')]);
  });

  test("keeps what it has from it for whoever shares a name with it later", () => {
    expect(refusals([listenerSet("web"), parent, edge])).toEqual([expect.stringContaining('TlsSubscription "edge" is refused')]);
  });

  test("is not read again for a Gateway of another name, namespace or cluster", () => {
    const others = [
      gateway("unrelated", { hosts: ["other.example.org"] }),
      gateway("parent", { hosts: ["other.example.org"] }, { namespace: "other" }),
      gateway(
        "parent",
        { hosts: ["other.example.org"] },
        { provider: { ...cluster, name: "other", urn: cluster.urn.replace("::cluster", "::other") } },
      ),
    ];
    for (const other of others) {
      expect(issuerNames(last([listenerSet("web"), other])).map(([name]) => name)).not.toContain("web");
      expect(refusals([listenerSet("web"), edge, other])).toEqual([]);
    }
  });

  test("nor for its Gateway, where it has annotations of its own", () => {
    const annotated = listenerSet("web", { annotations: { "cert-manager.io/issuer": "letsencrypt" } });
    expect(issuerNames(last([annotated, parent])).map(([name]) => name)).toEqual(["parent"]);
  });

  const cluster = {
    urn: "urn:pulumi:dev::shop::pulumi:providers:kubernetes::cluster",
    type: "pulumi:providers:kubernetes",
    name: "cluster",
    properties: { kubeconfig: "server: https://other" },
  };
});

describe("what others own elsewhere", () => {
  const sources = { "platform/prod": { kind: "stack" } };
  const subscription = { source: "platform/prod", vendor: "fastly", name: "their-edge", names: [origin] };
  const elsewhere = ownedElsewhere({ sources, subscriptions: [subscription] });

  test("stands beside what shares a name with it, and beside nothing else", () => {
    expect(namesOf(last([certificateOf("shop")], elsewhere))).toEqual(["their-edge", "web-shop"]);
    expect(namesOf(last([certificateOf("shop", ["other.example.org"])], elsewhere))).toEqual(["web-shop"]);
    expect(refusals([certificateOf("shop")], elsewhere)).toHaveLength(1);
  });

  test("and an issuer that only the file declares decides for the stack's own certificates", () => {
    const issuers = ownedElsewhere({ issuers: [{ kind: "ClusterIssuer", name: "letsencrypt-production", type: "private" }] });
    const web = certManager.certificate("web", { dnsNames: [origin] });
    expect(refusals([edge, web])).toHaveLength(1);
    expect(refusals([edge, web], issuers)).toEqual([]);
  });

  test("is judged by the issuer that the update has shown", () => {
    expect(refusals([issuerOf("shop", [http01()]), certificateOf("shop")], elsewhere)).toEqual([]);
    expect(refusals([issuerOf("other", [http01()]), certificateOf("shop")], elsewhere)).toHaveLength(1);
  });
});

describe("of hundreds that share a name", () => {
  const teams = Array.from({ length: 150 }, (_, index) => `team-${String(index).padStart(3, "0")}`);
  const passing = teams.flatMap((team) => [issuerOf(team, [http01()]), certificateOf(team)]);

  test("the one that needs its record is met by the edge, wherever it stands", () => {
    expect(refusals([...passing, edge])).toEqual([]);
    expect(refusals([...passing, certificateOf("z"), edge])).toEqual([expect.stringContaining('TlsSubscription "edge" is refused')]);
    expect(refusals([...passing, edge, certificateOf("z")])).toEqual([expect.stringContaining('Certificate "web-z" is refused')]);
  });

  test("each that needs its record is refused, and none meets more than a hundred of each kind", () => {
    const edges = teams.map((team) => fastly.subscription(`edge-${team}`, [origin]));
    const shown = [...teams.map((team) => certificateOf(team)), ...edges, certificateOf("z")];
    const sizes = inventories(shown).map(({ certificates, subscriptions }) => Math.max(certificates.length, subscriptions.length));
    expect(sizes.filter((size) => size > 101)).toEqual([150]); // the first edge meets all certificates
    expect(refusals(shown)).toHaveLength(edges.length + 1);
  });
});

test("refuses what whoever reads all that was shown would refuse, in the same words", () => {
  const random = new Random(20261128);
  const names = ["a.example.org", "b.example.org", "*.a.example.org"];
  const some = () => names.filter(() => random.chance(0.4));
  const makers: readonly ((index: number) => StackResource)[] = [
    (index) => fastly.subscription(`edge-${index}`, [...some(), ...(random.chance(0.1) ? [unknown] : [])]),
    (index) =>
      certManager.certificate(`web-${index}`, {
        dnsNames: some(),
        namespace: random.pick(["shop", "other", unknown]),
        issuerRef: { kind: random.pick(["Issuer", "ClusterIssuer", unknown]), name: random.pick(["letsencrypt", "other", unknown]) },
      }),
    (index) => {
      const solvers = random.chance(0.5) ? [http01()] : [dns01(random.chance(0.5) ? { dnsZones: ["a.example.org"] } : undefined)];
      const metadata = { name: random.pick(["letsencrypt", "other", unknown]), namespace: random.pick(["shop", "other", unknown]) };
      const [name, extra] = [`issuer-${index}`, { inputs: { metadata } }];
      return random.chance(0.5) ? certManager.issuer(name, solvers, extra) : certManager.clusterIssuer(name, solvers, extra);
    },
    (index) => listenerSet(`set-${index}`, { host: random.pick(names) }),
    (index) =>
      resource("akamai:index/property:Property", `akamai-${index}`, {
        hostnames: some().map((cnameFrom) => ({ cnameFrom, certProvisioningType: "DEFAULT" })),
      }),
  ];
  const once = gateway("parent", { hosts: ["a.example.org"] });
  const elsewhere = ownedElsewhere({
    sources: { "platform/prod": { kind: "stack" } },
    subscriptions: [{ source: "platform/prod", vendor: "fastly", name: "their-edge", names: ["b.example.org"] }],
    issuers: [{ kind: "ClusterIssuer", name: "other", type: "private" }],
  });
  let refused = 0;
  for (let round = 0; round < 400; round++) {
    const shown = Array.from({ length: 8 }, (_, index) => random.pick(makers)(index));
    shown.splice(random.below(9), 0, once);
    const others = random.chance(0.3) ? elsewhere : nothingElsewhere;
    const all = asShown(shown);
    const expected = all.flatMap((each, index) => {
      const whole = withElsewhere(takeInventory(all.slice(0, index + 1), new Set()), others, new Set(["shop/dev"]));
      return refusalsOf(each, whole);
    });
    expect(refusals(shown, others)).toEqual(expected);
    refused += expected.length;
  }
  expect(refused).toBeGreaterThan(400);
});
