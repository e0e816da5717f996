import fc from "fast-check";
import type { PropertyValue, StackResource } from "../../cli/stack-resource";
import { clean as cleanCases, prefixed } from "../cases/clean";
import { behindFastly, realistic } from "../cases/realistic-stacks";
import { unknown } from "../support";
import { hostLabel, namesBelow } from "./names";
import { renamed } from "./resources";

/** Sound stacks: those of all vendors that other tests leave alone, and generated ones, several beside one another. */

const cases = Object.entries({ ...cleanCases, ...prefixed("realistic", realistic) }).map(([name, resources]) => ({ name, resources }));

const generated = fc
  .tuple(
    fc.uniqueArray(namesBelow("front.example.org", hostLabel), { minLength: 1, maxLength: 3 }),
    namesBelow("origin.example.org", hostLabel),
  )
  .map(([front, origin]) => ({ name: `behind Fastly: ${origin}`, resources: behindFastly("web", front, origin) }));

/** @returns so many of them at the most, each by itself. */
export function soundStacks(atMost: number): fc.Arbitrary<StackResource[][]> {
  const choice = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...cases) }, generated);
  return fc
    .uniqueArray(choice, { selector: ({ name }) => name, minLength: 1, maxLength: atMost, size: "max" })
    .map((stacks) => stacks.map(({ resources }, index) => apart(renamed(resources, `-clean-${index}`), index)));
}

/** A few of them as one. */
export const clean = soundStacks(4).map((stacks) => stacks.flat());

/**
 * The cases share names, clusters and zones, each by itself: beside one another each needs its own. Names stay as long as they are,
 * since some are as long as they may be.
 */
function apart(resources: readonly StackResource[], index: number): StackResource[] {
  const moved = resources.map(
    (resource) =>
      JSON.parse(
        JSON.stringify(resource)
          .replace(/\b(exampl|mi)[et](?=\.(?:org|com|net|edu)\b)/gi, (_, most: string) => `${most}${index}`)
          .replace(/"(Z\w*)"/g, (_, zone: string) => `"${zone}-${index}"`),
      ) as StackResource,
  );
  return moved.map(({ provider, ...resource }) =>
    provider === undefined
      ? resource
      : {
          ...resource,
          provider: {
            ...provider,
            urn: `${provider.urn}-${index}`,
            name: `${provider.name}-${index}`,
            properties: Object.fromEntries(Object.entries(provider.properties).map(([key, value]) => [key, ownOf(value, index)])),
          },
        },
  );
}

function ownOf(value: PropertyValue, index: number): PropertyValue {
  return typeof value === "string" && value !== unknown ? `${value}-${index}` : value;
}
