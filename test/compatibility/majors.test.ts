import { signatureKey, unknownValue, type StackResource } from "../../cli/stack-resource";
import { isRead, readTypes } from "../../readers/registry";
import { findingIds } from "../policies/findings";
import { clockAt, startPack, type TestPack } from "../support";
import { readPlaces, type ReadPlace } from "../support/read-paths";
import { majorCases } from "./majors";
import { isObjectShape, recordedMajors, type Shape } from "./shapes";

/** Providers change tokens and shapes from major to major. shapes/*.json tells what each has; readers must know all of it. */
const majors = [...recordedMajors()];

let pack: TestPack;
beforeAll(async () => {
  // A week before the test's certificates end.
  pack = await startPack({ environment: clockAt("2026-06-03T00:00:00Z") });
});
afterAll(async () => pack.close());

describe.each(majors)("%s", (name, major) => {
  const cases = (majorCases[name] ?? []).map((each) => [each.what, each] as const);

  test.each(cases)("finds %s", async (_, { resources, id }) => {
    expect(resources.flatMap((each) => [...unwritable(each, major.provider, major.resources)])).toEqual([]);
    expect(findingIds(await pack.preview(resources))).toContain(id);
    expect(findingIds(await pack.state(resources))).toContain(id);
  });

  test("state that still has a type's former token is read", () => {
    const former = Object.values(major.resources).flatMap(({ aliases }) => aliases);
    expect(former.filter((token) => !isRead(token))).toEqual([]);
  });
});

/** @returns what of a resource cannot be written in a major of its provider. */
function* unwritable(written: StackResource, provider: string, resources: (typeof majors)[0][1]["resources"]): Generator<string> {
  if (!written.type.startsWith(`${provider}:`) || isOfCluster(written.type)) {
    return;
  }
  const shape = resources[written.type]?.properties;
  if (shape === undefined) {
    yield written.type;
  } else if (Object.keys(shape).length > 0) {
    yield* mismatches({ ...written.outputs, ...written.inputs, id: undefined }, shape, written.type);
  }
}

function* mismatches(value: unknown, shape: Shape, place: string): Generator<string> {
  if (value === unknownValue || value === undefined || value === null || shape === "any") {
    return;
  }
  if (Array.isArray(value)) {
    if (typeof shape === "string" || isObjectShape(shape)) {
      yield place;
    } else {
      for (const each of value as unknown[]) {
        yield* mismatches(each, shape[0], `${place}[]`);
      }
    }
  } else if (typeof value === "object" && !(signatureKey in value)) {
    if (isObjectShape(shape)) {
      for (const [property, below] of Object.entries(value).filter(([, below]) => below !== undefined)) {
        const found = shape[property];
        yield* found === undefined ? [`${place}.${property}`] : mismatches(below, found, `${place}.${property}`);
      }
    } else if (shape !== "object") {
      yield place;
    }
  } else if (typeof value === "string" ? shape !== "text" : typeof value === "number" ? shape !== "number" : shape !== "flag") {
    yield place;
  }
}

const providers = [...new Set(majors.map(([, { provider }]) => provider))];

/** Objects of custom resources are of no provider's major. */
function isOfCluster(token: string): boolean {
  const group = /^kubernetes:([^/:]+)/.exec(token)?.[1] ?? "";
  return group.includes(".") && !["networking.k8s.io", "helm.sh"].includes(group);
}

describe.each(providers)("what is read of %s", (provider) => {
  const own = majors.flatMap(([, major]) => (major.provider === provider ? [major.resources] : []));
  const tokens = [...new Set(own.flatMap((resources) => Object.keys(resources)))];

  test("each type is one of a major's, as `npm run record:shapes` finds it", () => {
    const named = new Set(own.flatMap((resources) => Object.entries(resources).flatMap(([token, { aliases }]) => [token, ...aliases])));
    const groups = new Set([...named].map(withoutVersion));
    const read = readTypes().filter((token) => token.startsWith(`${provider}:`) && !isOfCluster(token));
    expect(read.filter((token) => !named.has(token) && !groups.has(withoutVersion(token)))).toEqual([]);
  });

  test("each property is one of a major's", () => {
    const nowhere = tokens.flatMap((token) => {
      const shapes = own.flatMap((resources) => (token in resources ? [resources[token]?.properties ?? {}] : []));
      // Components of the SDK itself have no shape.
      const shaped = shapes.filter((shape) => Object.keys(shape).length > 0);
      return shaped.length === 0 ? [] : [...missing(readPlaces(token), shaped, "")].map((place) => `${token} ${place}`);
    });
    expect(nowhere.filter((place) => !elsewhere.some((known) => known.test(place)))).toEqual([]);
  });

  test("each type is tried in the shape of some major", () => {
    const tried = new Set(
      Object.values(majorCases).flatMap((cases) => cases.flatMap(({ resources }) => resources.map(({ type }) => type))),
    );
    expect(tokens.filter((token) => !tried.has(token) && !triedElsewhere.some((known) => known.test(token)))).toEqual([]);
  });
});

/** Kubernetes objects are read in every version. */
function withoutVersion(token: string): string {
  return token.replace(/\/v\w+:/, ":");
}

/** @returns places that are read and that none of the shapes has. */
function* missing({ children }: ReadPlace, shapes: readonly Shape[], place: string): Generator<string> {
  const elements = shapes.map((shape) => (typeof shape === "object" && !isObjectShape(shape) ? shape[0] : shape));
  // What is below a map is the user's.
  if (elements.some((shape) => shape === "any" || shape === "object")) {
    return;
  }
  for (const [property, child] of children) {
    const below = elements.flatMap((shape) => (isObjectShape(shape) ? [shape[property]] : [])).filter((shape) => shape !== undefined);
    if (below.length === 0) {
      yield `${place}${property}`;
    } else {
      yield* missing(child, below, `${place}${property}.`);
    }
  }
}

/** What a reader looks for in a type because another type, of the same reader, has it. */
const elsewhere: readonly RegExp[] = [
  / id$/, // every resource has one
  /^kubernetes:.* (?:metadata|spec)$/, // every object may have one
  /^aws:cloudwatch\/metricAlarm:MetricAlarm metrics$/, // of aws-native
  /^azure:(?:dns|privatedns)\/\w+:\w+ targetResourceId$/,
  /^azure-native:\w+:PrivateRecordSet (?:nsRecords|caaRecords|targetResource)$/, // of public ones
  /^cloudflare:index\/dnsRecord:DnsRecord (?:hostname|value)$/, // of Record, in major 5
  /^gcp:certificatemanager\/dnsAuthorization:DnsAuthorization dnsResourceRecord$/, // of google-native
];

/** Alerts, tools that renew, private zones and what owns no name: their own tests try them, and no major differs. */
const triedElsewhere: readonly RegExp[] = [
  /^kubernetes:(?:apps|batch|extensions)\/|^kubernetes:core\/v1:(?:ConfigMap|Namespace|Pod)$|^kubernetes:helm\.sh\/v3:Release$/,
  /^aws:(?:amp|cfg|cloudwatch|ecs|batch)\/|^aws:lightsail\/(?:certificate|lbCertificate):/,
  /^azure:(?:appinsights|monitoring|privatedns|containerapp)\//,
  /^azure-native:(?:alertsmanagement|app|privatedns):|^azure-native:network:Private/,
  /^gcp:(?:monitoring|cloudrunv2)\/|^gcp:compute\/mana?gedSslCertificate:/,
  /^fastly:index\/dnsZone:/,
];
