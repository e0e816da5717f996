import { inventoryOf } from "../../cli/file-inventory";
import { everyCluster, isSameCluster } from "../../ownership/clusters";
import type { Certificate, Cluster, Issuer } from "../../ownership/inventory";
import { IssuerIndex } from "../../ownership/issuers";
import { absent, allOf, isEqual, known, unknown, type Answer, type Value } from "../../ownership/value";
import { certManager, stack } from "../support";

const { certificates, issuers } = inventoryOf(
  stack(certManager.certificate("web", { dnsNames: ["web.example.org"] }), certManager.issuer("it")),
);
const [certificate] = certificates as [Certificate];
const [anIssuer] = issuers as [Issuer];
const name = "letsencrypt";

const clusters: readonly Cluster[] = [{ key: "a", known: true }, { key: "b", known: true }, { key: "c", known: false }, everyCluster];
const namespaces: readonly Value<string>[] = [known("shop"), known("other"), unknown];
const kinds = ["Issuer", "ClusterIssuer"] as const;
const names: readonly Value<string>[] = [known(name), known("other"), absent];

const combine = <One, Other>(ones: readonly One[], others: readonly Other[]): (readonly [One, Other])[] =>
  ones.flatMap((one) => others.map((other) => [one, other] as const));

/** One of each, whichever does something else than all others. */
const declared = combine(combine(clusters, namespaces), combine(kinds, names)).map(
  ([[cluster, namespace], [kind, called]], index): Issuer => ({
    ...anIssuer,
    cluster,
    namespace,
    kind,
    name: called,
    solvers: {
      known: [{ method: known("dns01"), provider: known(String(index)), cnameStrategy: absent, selector: absent }],
      complete: true,
    },
  }),
);

const asking = combine(combine(clusters, namespaces), [...kinds.map(known), unknown, known("AWSPCAClusterIssuer")]).map(
  ([[cluster, namespace], kind]): Certificate => ({
    ...certificate,
    cluster,
    namespace,
    issuer: { ...certificate.issuer, name: known(name), kind },
  }),
);

/** As slow as it likes. */
function isMeant({ cluster, namespace, kind, name: called }: Issuer, asked: Certificate): Answer {
  const isThere = kind === "ClusterIssuer" ? true : isEqual(namespace, asked.namespace);
  const isNamed = called.state === "known" ? called.value === name : undefined;
  return allOf([isSameCluster(cluster, asked.cluster), isNamed, isEqual(asked.issuer.kind, known(kind)), isThere]);
}

const among = (all: readonly Issuer[], asked: Certificate, answer: Answer) => all.filter((each) => isMeant(each, asked) === answer);

describe("of every certificate, cluster, namespace, kind and name", () => {
  const index = new IssuerIndex(declared);

  test("those that are meant, in the order in which they came", () => {
    for (const asked of asking) {
      expect(index.meant(asked, name)).toEqual(among(declared, asked, true));
    }
  });

  test("those that may be meant, where none is", () => {
    for (const asked of asking) {
      const others = declared.filter((each) => isMeant(each, asked) !== true);
      const possible = new IssuerIndex(others).possible(asked, name);
      expect(new Set(possible)).toEqual(new Set(among(others, asked, undefined)));
      expect(possible).toHaveLength(new Set(possible).size);
    }
  });

  test("all that is needed to tell what becomes of certificates", () => {
    for (const asked of asking) {
      const needed = new IssuerIndex(index.asked([asked]));
      expect(needed.meant(asked, name)).toEqual(index.meant(asked, name));
    }
    expect(index.asked([{ ...certificate, issuer: { ...certificate.issuer, name: unknown } }])).toEqual([]);
  });
});

describe("of issuers that do the same", () => {
  const same = ["first", "second", "third"].map((called): Issuer => ({
    ...anIssuer,
    name: known(name),
    resource: { ...anIssuer.resource, name: called },
  }));
  const asked: Certificate = {
    ...certificate,
    namespace: anIssuer.namespace,
    issuer: { ...certificate.issuer, name: known(name), kind: known("Issuer") },
  };

  test("two are told of one place, so that one is not taken for the only one", () => {
    expect(new IssuerIndex(same).meant(asked, name).map(({ resource }) => resource.name)).toEqual(["first", "second"]);
  });

  test("one is told of those that may be meant", () => {
    const index = new IssuerIndex(same.map((each, team) => ({ ...each, namespace: known(`team-${team}`) })));
    expect(index.possible({ ...asked, namespace: unknown }, name).map(({ resource }) => resource.name)).toEqual(["first"]);
  });
});

describe("of the stack's issuers and the ownership file's", () => {
  const theirs: Issuer = { ...anIssuer, name: known(name), resource: { ...anIssuer.resource, elsewhere: { file: "ownership.json" } } };
  const own: Issuer = { ...anIssuer, name: known(name) };
  const asked: Certificate = {
    ...certificate,
    namespace: anIssuer.namespace,
    issuer: { ...certificate.issuer, name: known(name), kind: known("Issuer") },
  };

  test("the stack's own is meant, else the file's", () => {
    expect(new IssuerIndex([theirs, own]).meant(asked, name)).toEqual([own]);
    expect(new IssuerIndex([theirs]).meant(asked, name)).toEqual([theirs]);
  });

  test("only the stack's own may be meant where they alone count", () => {
    const nowhere = { ...asked, namespace: unknown };
    expect(new IssuerIndex([theirs, own]).possible(nowhere, name, "own")).toEqual([own]);
    expect(new IssuerIndex([theirs, own]).possible(nowhere, name)).toEqual([own, theirs]);
  });
});
