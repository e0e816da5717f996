import { check } from "../cli/check";
import { signatureKey, type PropertyMap, type PropertyValue, type StackResource } from "../cli/stack-resource";
import { readTypes } from "../readers/registry";
import { Folder } from "./cli/command";
import { findingIds } from "./policies/findings";
import {
  canary,
  certManager,
  fastly,
  judged,
  provider,
  resource,
  secret,
  startPack,
  stateOf,
  unknown,
  type TestPack,
  type Violation,
} from "./support";
import { hostile, treacherousKeys } from "./support/hostile";
import { Random } from "./support/random";
import { fill, readPlaces, type ReadPlace } from "./support/read-paths";

/**
 * Whatever a resource holds in place of what its schema says, the pack answers, keeps secrets to itself, accuses nobody of
 * an unknown, and finds the conflict that stands beside it. Every property that any reader looks at gets its share.
 */

let pack: TestPack;
beforeAll(async () => {
  pack = await startPack();
});
afterAll(async () => pack.close());

const contested = "shop.example.com";
const conflict = [
  fastly.subscription("edge-tls", ["www.example.com", contested]),
  certManager.certificate("shop", { dnsNames: [contested] }),
  certManager.clusterIssuer(),
];

/** Ways to make a value unknown: itself, all of its elements, one of them, and a part of it. */
const unknowns: readonly ((sane: PropertyValue) => PropertyValue)[] = [
  () => unknown,
  () => [unknown],
  (sane) => [sane, unknown],
  (sane) => ({ known: sane, unknown }),
];

const types = readTypes();
const shapes = new Map(types.map((type) => [type, readPlaces(type)]));

test("every type that is read is put to the test, with the properties that its reader looks at", () => {
  expect(types.length).toBeGreaterThan(100);
  const unread = types.filter((type) => shapes.get(type)?.children.size === 0);
  // Of components only the children count, and of links what they are computed from.
  expect(unread.filter((type) => !/^kubernetes:(?:helm|yaml|kustomize)|ServiceLink$/.test(type))).toEqual([]);
  expect(placesOf(shapes.get("fastly:index/serviceVcl:ServiceVcl")).map((path) => path.join("."))).toEqual(
    expect.arrayContaining(["domains", "domains.name", "backends", "backends.address"]),
  );
  expect(placesOf(shapes.get("kubernetes:cert-manager.io/v1:Certificate")).map((path) => path.join("."))).toEqual(
    expect.arrayContaining(["metadata.namespace", "spec", "spec.dnsNames", "spec.issuerRef.name", "spec.secretName"]),
  );
});

describe("hostile values", () => {
  const random = new Random(7);
  const resources = types.flatMap((type) => [...atLeaves(type), ...atPlaces(type, random), ...wholes(type)]);

  test("everywhere: the pack answers, keeps secrets, and finds the one conflict in the same words", () => {
    const violations = judged([...shuffled([...resources, ...providers()], random), ...conflict]);
    expectSound(violations);
    expectSameConflict(violations);
  });

  test("through the SDK as well, and in the state of a deployed stack", async () => {
    const some = [...shuffled(resources, random).filter((_, index) => index % 10 === 0), ...conflict];
    const violations = judged(some);
    expectSound(violations);
    expectSameConflict(violations);
    expect(await pack.preview(some)).toEqual(violations);
    expect(await pack.state(some)).toEqual(violations);
  });
});

// A refresh leaves such assets in a state: https://github.com/pulumi/pulumi/issues/18926
test("an asset of which only a hash is left is more than the SDK decodes: the call fails, and check reads it", async () => {
  const asset = { [signatureKey]: "c44067f5952c0a294b673a41bacd8c17", hash: "9d19c5" };
  const page = resource("aws:s3/bucketObject:BucketObject", "page", { source: asset });
  await expect(pack.state([page, ...conflict])).rejects.toThrow("The policy pack failed in analyze.");
  const folder = new Folder();
  const { report } = await check({ files: [folder.write("stack.json", stateOf(page, ...conflict))] });
  folder.remove();
  expect(report.findings.map(({ id }) => id)).toEqual([`tls-name-single-owner[${contested}]`]);
});

test("unknowns alone, at every level of every resource, prove nobody wrong", () => {
  const resources = types.flatMap((type) => unknownAt(type));
  const violations = judged([...shuffled(resources, new Random(11)), ...conflict]);
  expectSound(violations);
  // Every known text here is a DNS name, key algorithms and durations included, and those no certificate can have.
  const others = ["certificate-issuable", "certificate-renews-in-time"];
  const owners = violations.filter(({ level, policy }) => level === "mandatory" && !others.includes(policy));
  expect(findingIds(owners)).toEqual([`tls-name-single-owner[${contested}]`]);
  expectSameConflict(violations);
});

/** No defect of the pack, no secret, nothing that steers a terminal, and the form that every message has. */
function expectSound(violations: readonly Violation[]): void {
  const messages = violations.map(({ message }) => message);
  expect(messages.filter((message) => message.includes("could not finish"))).toEqual([]);
  expect(messages.filter((message) => message.includes("can't run"))).toEqual([]);
  expect(messages.filter((message) => message.toLowerCase().includes(canary.toLowerCase()))).toEqual([]);
  expect(messages.filter((message) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(message.replaceAll("\n", "")))).toEqual([]);
  expect(messages.filter((message) => /\[object|undefined\b/.test(message))).toEqual([]);
  expect(findingIds(violations).filter((id) => id.startsWith("no id"))).toEqual([]);
}

function expectSameConflict(violations: readonly Violation[]): void {
  const found = (all: readonly Violation[]) => all.filter(({ message }) => message.includes(`tls-name-single-owner[${contested}]`));
  const alone = found(judged(conflict));
  expect(alone).toHaveLength(1);
  expect(found(violations)).toEqual(alone);
}

/** Each hostile value at each leaf, all leaves of a resource at once. */
function atLeaves(type: string): StackResource[] {
  const leaves = placesOf(shapes.get(type), "leaf").length;
  return leaves === 0
    ? []
    : hostile.map((_, round) => {
        let leaf = 0;
        const properties = fill(shapes.get(type), () => hostile[(round + 7 * leaf++) % hostile.length] ?? null);
        return shown(type, `leaves-${round}`, properties, round);
      });
}

/** A hostile value in the place of an object or a list, and all else as it should be. */
function atPlaces(type: string, random: Random): StackResource[] {
  const places = placesOf(shapes.get(type));
  return places.map((place, index) => {
    const name = `place-${index}`;
    return shown(
      type,
      name,
      replace(sane(type, name), place, () => random.pick(hostile)),
      index,
    );
  });
}

/** Whole resources: none of the properties, only odd ones, and all of them behind a secret. */
function wholes(type: string): StackResource[] {
  const odd = { ...Object.fromEntries(treacherousKeys.map((key) => [key, [key]])), id: null };
  const hidden = Object.fromEntries(Object.entries(sane(type, "hidden")).map(([key, value]) => [key, secret(value)]));
  const beside = { ...sane(type, "beside"), password: secret(`${canary} beside`), [`${canary} as a property`]: `${canary} there` };
  return [
    resource(type, "whole-nothing"),
    resource(type, "whole-planned", {}, { outputs: sane(type, "planned") }),
    resource(type, "whole-odd", odd),
    resource(type, "whole-hidden", hidden),
    resource(type, "whole-beside", beside, { options: { ignoreChanges: ["", "*", "a[", "data", "\u001b"] } }),
    resource(type, `whole-name \u001b[31m\u202e ${"n".repeat(300)}`, sane(type, "named")),
    resource(type, "whole-prototype", sane(type, "prototype"), { propertyDependencies: { constructor: [], domains: ["no URN"] } }),
  ];
}

/** Kubernetes objects of clusters whose provider is as odd. */
function providers(): StackResource[] {
  return hostile.flatMap((value, index) => {
    const odd = provider("kubernetes", `odd-${index}`, { kubeconfig: value, namespace: value, context: value, cluster: value });
    const spec = { dnsNames: [`provider-${index}.example.org`], secretName: `provider-${index}`, issuerRef: { name: "any" } };
    return [
      resource(
        "kubernetes:cert-manager.io/v1:Certificate",
        `provided-${index}`,
        { spec, metadata: { name: `any-${index}` } },
        { provider: odd },
      ),
      resource("kubernetes:cert-manager.io/v1:Issuer", `provided-${index}`, { spec, metadata: { name: "any" } }, { provider: odd }),
    ];
  });
}

/** Something unknown in each place, in the outputs alone and in both, and all else as it should be. */
function unknownAt(type: string): StackResource[] {
  return placesOf(shapes.get(type)).flatMap((place, index) =>
    unknowns.map((hide, way) => {
      const name = `unknown-${index}-${way}`;
      return shown(type, name, replace(sane(type, name), place, hide), way % 2 === 0 ? 2 : 0);
    }),
  );
}

/** By turns in both calls of the engine, in the inputs alone, and in the outputs alone. */
function shown(type: string, name: string, properties: PropertyMap, turn: number): StackResource {
  switch (turn % 3) {
    case 0:
      return resource(type, name, properties);
    case 1:
      return resource(type, name, properties, { outputs: {} });
    default:
      return resource(type, name, {}, { outputs: properties });
  }
}

/** Texts that conflict with nothing: each resource has its own. */
function sane(type: string, name: string): PropertyMap {
  const own = `${name}-${types.indexOf(type)}`.toLowerCase();
  let leaf = 0;
  return fill(shapes.get(type), () => `${own}-${leaf++}.example.org`);
}

function placesOf(place: ReadPlace | undefined, kind?: ReadPlace["kind"]): string[][] {
  return [...(place?.children ?? [])].flatMap(([key, child]) => [
    ...(kind === undefined || child.kind === kind ? [[key]] : []),
    ...placesOf(child, kind).map((path) => [key, ...path]),
  ]);
}

/** Of lists, the first element is meant. */
function replace(
  properties: PropertyMap,
  [key = "", ...below]: readonly string[],
  change: (value: PropertyValue) => PropertyValue,
): PropertyMap {
  const value = properties[key] ?? null;
  const inside = (part: PropertyValue) => replace(part as PropertyMap, below, change);
  return { ...properties, [key]: below.length === 0 ? change(value) : Array.isArray(value) ? value.map(inside) : inside(value) };
}

function shuffled<T>(elements: readonly T[], random: Random): T[] {
  return elements
    .map((element) => ({ element, place: random.next() }))
    .sort((one, other) => one.place - other.place)
    .map(({ element }) => element);
}
