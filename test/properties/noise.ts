import fc from "fast-check";
import type { PropertyMap, PropertyValue, StackResource } from "../../cli/stack-resource";
import { uniqueBy } from "../../ownership/grouping";
import { readTypes } from "../../readers/registry";
import { found as records } from "../cases/acme-challenge-cname-expected";
import { found as unissuable } from "../cases/certificate-issuable";
import { clean, prefixed } from "../cases/clean";
import { realistic } from "../cases/realistic-stacks";
import { found as owners } from "../cases/tls-name-single-owner";
import { found as writers } from "../cases/tls-secret-single-writer";
import { provider, resource, secret, unknown } from "../support";
import { fill, readPlaces, type ReadType } from "../support/read-paths";
import { anyChange, anyValue, changed, renamed } from "./resources";

/**
 * Whatever else may stand in a stack. Its names are in `example.org` and its like, its namespaces, issuers and zones those of the
 * tests' own cases: what must not be lost in it has others (conflicts.ts).
 */

/** Types that readers recognise by their look alone. */
const lookalikes = ["unheard:index/dnsRecord:DnsRecord", "unheard:index/dnsZone:DnsZone", "kubernetes:cert-manager.io/v1:CertificatePatch"];
/** Types of which nobody reads anything. */
const unread = [
  "aws:s3/bucket:Bucket",
  "random:index/randomPassword:RandomPassword",
  "kubernetes:apps/v1:ReplicaSet",
  "kubernetes:example.org/v1:Odd",
  "kubernetes:cert-manager.io/v1:CertificateRequest",
  "my:component:Shop",
  "pulumi:pulumi:StackReference",
  "fastly:index/tlsSubscriptionValidation:TlsSubscriptionValidation",
  "constructor",
];

const known = new Map<string, ReadType>();

/** @returns what readers make of a type, found out once. */
export function readTypeOf(type: string): ReadType {
  const found = known.get(type) ?? readPlaces(type);
  known.set(type, found);
  return found;
}

/** Where the engine's two calls differ: a new cluster shows no outputs, a provider adds what nobody wrote. */
const shown = fc.constantFrom<(properties: PropertyMap) => readonly [inputs: PropertyMap, outputs: PropertyMap]>(
  (properties) => [properties, properties],
  (properties) => [properties, {}],
  (properties) => [{}, properties],
  () => [{}, {}],
);

const clusters = fc.constantFrom(
  undefined,
  provider("kubernetes", "noise-other", { kubeconfig: "other" }),
  provider("kubernetes", "noise-later", { kubeconfig: unknown }),
  provider("kubernetes", "noise-odd", { kubeconfig: [null], namespace: {}, context: secret(unknown) }),
);

const leaf: fc.Arbitrary<PropertyValue> = fc.oneof(
  fc.nat(999).map((number) => `noise-${number}.example.org`),
  fc.nat(999).map((number) => secret(`noise-${number}.example.org`)),
  anyValue,
);

/** A resource with everything that its reader looks for, each of it sane, odd, secret or unknown. */
const ofReadType = fc
  .record({
    type: fc.constantFrom(...readTypes(), ...lookalikes),
    leaves: fc.array(leaf, { minLength: 1, maxLength: 6 }),
    shown,
    cluster: clusters,
    changes: fc.array(anyChange, { maxLength: 3 }),
  })
  .map(({ type, leaves, shown, cluster, changes }) => {
    let next = 0;
    const [inputs, outputs] = shown(fill(readTypeOf(type), () => leaves[next++ % leaves.length] ?? null));
    const extra = cluster === undefined || !type.startsWith("kubernetes:") ? {} : { provider: cluster };
    return [changes.reduce(changed, resource(type, "any", inputs, { outputs, ...extra }))];
  });

const cases = Object.entries({
  ...clean,
  ...prefixed("realistic", realistic),
  ...prefixed("owners", owners),
  ...prefixed("writers", writers),
  ...prefixed("records", records),
  ...prefixed("unissuable", unissuable),
}).filter(([, resources]) => resources.length < 12);

/** The small stacks of other tests, the conflicts among them included, each with a few changes. */
const ofCase = fc
  .tuple(fc.constantFrom(...cases), fc.array(fc.tuple(fc.nat(20), anyChange), { maxLength: 3 }))
  .map(([[, resources], changes]) =>
    resources.map((resource, index) =>
      changes.filter(([at]) => at % resources.length === index).reduce((each, [, change]) => changed(each, change), resource),
    ),
  );

/** A resource whose type means nothing to anybody here, with anything in it. */
const ofNobody = fc
  .tuple(fc.oneof(fc.constantFrom(...unread), fc.stringMatching(/^[a-z]{1,8}:[a-z]{1,8}:[A-Z][a-z]{1,8}$/)), anyProperties())
  .map(([type, properties]) => [resource(type, "any", properties)]);

function anyProperties(): fc.Arbitrary<PropertyMap> {
  return fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), anyValue, { maxKeys: 5, noNullPrototype: true });
}

export const noise: fc.Arbitrary<StackResource[]> = fc
  .array(fc.oneof({ weight: 3, arbitrary: ofReadType }, ofCase, ofNobody), { maxLength: 8 })
  // The engine shows no URN twice; some cases do, to be short.
  .map((pieces) =>
    uniqueBy(
      pieces.flatMap((piece, index) => renamed(piece, `-noise-${index}`)),
      ({ urn }) => urn,
    ),
  );
