import { judge } from "../../cli/judgement";
import { parsePolicyConfig, reconcile } from "../../cli/policy-config";
import { takeClaims } from "../../cli/sources";
import { isPropertyMap, type PropertyMap, type PropertyValue, type StackResource } from "../../cli/stack-resource";
import { nothingElsewhere } from "../../ownership/elsewhere";
import { mapOwnership } from "../../ownership/map";
import { ownershipSettings } from "../../policies/settings";
import { formats } from "../../report/formats";
import { everyCase } from "../cases/all";
import { Folder } from "../cli/command";
import { secret, stack, stateOf } from "../support";
import { organisation } from "./outcomes";

/**
 * A secret in the place of any text that any test of a policy has, one after the other: nothing that is written shows it. It is none that
 * could be a name, which may be shown where a name belongs.
 */

const canary = "CANARY=";
const now = new Date("2026-06-03T12:00:00Z");
const configuration = reconcile(parsePolicyConfig("{}"));
const settings = ownershipSettings.read({}, now).values;

/** A stack with the secret at a place. */
interface Planted {
  readonly place: string;
  readonly resources: readonly StackResource[];
}

/** So many stacks that have a place are tried: what else a stack holds decides what is said of it. */
const stacksOfEach = 2;

/** By type and key path, without the places in lists. */
function* planted(change: (text: string) => string): Generator<Planted> {
  const done = new Map<string, number>();
  const stacks = [
    Object.values(organisation).flat(),
    ...Object.values(everyCase).flatMap((cases) => cases.map(({ resources }) => resources)),
  ];
  for (const resources of stacks) {
    for (const { type, inputs, outputs } of resources) {
      for (const path of new Set([inputs, outputs ?? {}].flatMap((properties) => textsIn(properties, "")))) {
        const place = `${type} ${path}`;
        const times = done.get(place) ?? 0;
        if (times < stacksOfEach) {
          done.set(place, times + 1);
          const plant = (properties: PropertyMap): PropertyMap => replaced(properties, "", path, change) as PropertyMap;
          yield {
            place,
            resources: resources.map((each) =>
              each.type === type
                ? { ...each, inputs: plant(each.inputs), ...(each.outputs === undefined ? {} : { outputs: plant(each.outputs) }) }
                : each,
            ),
          };
        }
      }
    }
  }
}

function textsIn(value: PropertyValue, place: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((each) => textsIn(each, `${place}[]`));
  }
  return isPropertyMap(value)
    ? Object.entries(value).flatMap(([key, each]) => textsIn(each, `${place}.${key}`))
    : typeof value === "string"
      ? [place]
      : [];
}

function replaced(value: PropertyValue, place: string, path: string, change: (text: string) => string): PropertyValue {
  if (Array.isArray(value)) {
    return value.map((each) => replaced(each, `${place}[]`, path, change));
  }
  if (isPropertyMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, `${place}.${key}`, path, change)]));
  }
  return typeof value === "string" && place === path ? secret(change(value)) : value;
}

function* reportsOf(resources: readonly StackResource[]): Generator<readonly [string, string]> {
  const whole = stack(...resources);
  const { inventory, findings } = judge({ resources: whole, locations: new Map() }, nothingElsewhere, configuration, now);
  const report = {
    version: "0",
    files: ["file.json"],
    stacks: ["shop/dev"],
    resources: whole.length,
    findings,
    summary: { mandatory: findings.length, advisory: 0 },
    notes: [],
    unfinished: false,
  };
  for (const [name, format] of formats) {
    yield [name, format({ report, policies: [], map: mapOwnership(inventory, settings), now }, { colour: false, quiet: false })];
  }
}

const folder = new Folder();
afterAll(() => folder.remove());

test.each<[string, (text: string) => string]>([
  ["in place of a text", () => `hunter2/${canary}`],
  ["behind what stands there", (text) => `${text}\n${canary}`],
])("a secret %s is in no report, in no map and in nothing that claims writes", async (_, change) => {
  const shown: string[] = [];
  let places = 0;
  for (const { place, resources } of planted(change)) {
    places += 1;
    for (const [format, text] of reportsOf(resources)) {
      if (text.toLowerCase().includes(canary.toLowerCase())) {
        shown.push(`${format}: ${place}`);
      }
    }
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource])); // no state has two
    const source = folder.write("stack.json", stateOf(...byUrn.values()));
    const { file, notes } = await takeClaims({ sources: [source], asOf: "2026-06-03" });
    if (JSON.stringify([file, notes]).includes(canary)) {
      shown.push(`claims: ${place}`);
    }
  }
  expect(shown).toEqual([]);
  expect(places).toBeGreaterThan(800);
});
