import fc from "fast-check";
import type { PropertyMap, PropertyValue, StackResource } from "../../cli/stack-resource";
import { secret, unknown } from "../support";
import { hostile } from "../support/hostile";
import { paths, replaced } from "../support/places";

/** Texts that mean something somewhere, and none of them a name that a certificate could have. */
const words = fc.constantFrom(
  ..."CNAME TXT NS A AAAA CAA DNAME ALIAS txt dns http lets_encrypt DEFAULT FIXED_RECORD private public Follow None".split(" "),
  ..."Certificate ClusterIssuer Issuer Gateway Ingress cert-manager.io kubernetes.io/tls Opaque Terminate HTTPS 2160h default".split(" "),
);

/** Anything that JSON can hold, with unknowns and secrets inside. */
export const anyValue: fc.Arbitrary<PropertyValue> = fc.letrec<{ value: PropertyValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true, depthIdentifier: "value" },
    fc.constantFrom<PropertyValue>(unknown, null, true, false, 0, -1, 1e308),
    fc.constantFrom(...hostile),
    words,
    fc.string({ unit: "grapheme", maxLength: 12 }),
    tie("value").map(secret),
    fc.array(tie("value"), { maxLength: 4, depthIdentifier: "value" }),
    fc.dictionary(fc.oneof(words, fc.string({ maxLength: 8 })), tie("value"), {
      maxKeys: 4,
      depthIdentifier: "value",
      noNullPrototype: true,
    }),
  ),
})).value;

/** A change to one resource: which of its places, in which of the engine's two calls, and to what. */
export interface Change {
  readonly place: number;
  readonly shown: "both" | "inputs" | "outputs";
  readonly to: (was: PropertyValue) => PropertyValue;
}

/** @param to what may become of a value. */
export function change(to: fc.Arbitrary<Change["to"]>): fc.Arbitrary<Change> {
  return fc.record({ place: fc.nat(1000), shown: fc.constantFrom("both", "inputs", "outputs"), to });
}

/** A value gives way to any other, or becomes a part of it. */
export const anyChange = change(
  fc.oneof(
    anyValue.map((value) => () => value),
    fc.constantFrom<Change["to"]>(
      () => unknown,
      () => [unknown],
      (was) => [was, unknown],
      (was) => ({ known: was, unknown }),
      secret,
    ),
  ),
);

/** @returns the resource with its n-th place changed, of all that inputs and outputs have; as it was where there are none. */
export function changed(resource: StackResource, { place, shown, to }: Change): StackResource {
  const { inputs, outputs = inputs } = resource;
  const places = [...new Map([...paths(inputs), ...paths(outputs)].map((path) => [JSON.stringify(path), path])).values()];
  const path = places[place % places.length];
  if (path === undefined) {
    return resource;
  }
  const at = (properties: PropertyMap): PropertyMap => replaced(properties, path, to) as PropertyMap;
  return { ...resource, inputs: shown === "outputs" ? inputs : at(inputs), outputs: shown === "inputs" ? outputs : at(outputs) };
}

/**
 * @returns the resources under names of their own, so that the same ones may stand in a stack more than once; what refers to one
 * another still does.
 */
export function renamed(resources: readonly StackResource[], suffix: string): StackResource[] {
  const urns = new Set(resources.map(({ urn }) => urn));
  const rename = (urn: string): string => (urns.has(urn) ? urn + suffix : urn);
  return resources.map((resource) => ({
    ...resource,
    urn: rename(resource.urn),
    name: resource.name + suffix,
    ...(resource.parent === undefined ? {} : { parent: rename(resource.parent) }),
    dependencies: (resource.dependencies ?? []).map(rename),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies ?? {}).map(([property, each]) => [property, each.map(rename)]),
    ),
  }));
}
