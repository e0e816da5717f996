/**
 * The stand-in providers against the real ones: on the same programs, a policy pack is sent what the recordings hold.
 * Compared is every call in full, for each Fastly and Kubernetes resource. Left out is the order of the calls: the engine
 * registers in parallel and shuffles `analyzeStack`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "./mocks";
import { planned, unknown } from "./providers/planned";
import { analyzed, analyzedStack, readCalls, type Call, type RecordedResource } from "./recorder/recording";
import { inStack, passed, root } from "./stack";

const recorder = join(__dirname, "recorder");
const programsFolder = join(__dirname, "programs");

function recorded(name: string): Call[] {
  const text = readFileSync(join(root, "test", "recordings", `${name}.json`), "utf8");
  return (JSON.parse(text) as { calls: Call[] }).calls;
}

/** What the pack is sent in a preview of a program, by an engine that has deployed it before or not. */
function sent(program: string, { name = "dev", deployed = false } = {}): Call[] {
  return inStack(
    join(programsFolder, program),
    (stack) => {
      const recording = stack.file("recording");
      if (deployed) {
        passed(stack.up());
      }
      passed(stack.preview({ pack: recorder, environment: { RECORDING: recording } }));
      return readCalls(recording);
    },
    name,
  );
}

function ofVendors(resources: RecordedResource[]): RecordedResource[] {
  return sorted(resources.filter(({ type }) => /^(fastly|kubernetes):/.test(type)));
}

function sorted(resources: RecordedResource[]): RecordedResource[] {
  return resources
    .map((resource) => ({ ...resource, ...(resource.dependencies && { dependencies: [...resource.dependencies].sort() }) }))
    .sort((one, other) => (one.urn < other.urn ? -1 : 1));
}

const programs = [
  ["incident", "incident-first-preview"],
  ["fixed", "fixed-first-preview"],
  ["unknown-backend", "unknown-backend"],
  ["unknown-cluster", "unknown-cluster"],
  ["shims-and-components", "shims-and-components"],
];

test.each(programs)("%s: analyze and analyzeStack as the real providers had them", (program = "", recording = "") => {
  const calls = sent(program);
  expect(ofVendors(analyzed(calls))).toEqual(ofVendors(analyzed(recorded(recording))));
  expect(ofVendors(analyzedStack(calls))).toEqual(ofVendors(analyzedStack(recorded(recording))));
});

/** What the pack would be sent by the mocks. */
async function mocked(program: string): Promise<Record<"inputs" | "outputs", RecordedResource[]>> {
  const resources = await runProgram(join(programsFolder, program, "index.ts"));
  const outputs = resources.map(({ type, urn, name, parent, provider, options, dependencies, propertyDependencies, ...resource }) => ({
    ...{ type, urn, name, parent, options, dependencies, propertyDependencies, properties: resource.outputs },
    ...(provider && { provider }),
  }));
  return { inputs: resources.map(({ type, urn, name, inputs }) => ({ type, urn, name, properties: inputs })), outputs };
}

function inputsOnly(resources: RecordedResource[]): RecordedResource[] {
  return resources.map(({ type, urn, name, properties }) => ({ type, urn, name, properties }));
}

test.each(programs)("%s: the mocks tell the same without an engine", async (program = "", recording = "") => {
  const { inputs, outputs } = await mocked(program);
  expect(ofVendors(inputs)).toEqual(inputsOnly(ofVendors(analyzed(recorded(recording)))));
  expect(ofVendors(outputs)).toEqual(ofVendors(analyzedStack(recorded(recording))));
});

test("unrecorded: the mocks tell what the engine tells, of every resource", async () => {
  const { inputs, outputs } = await mocked("unrecorded");
  const calls = sent("unrecorded");
  expect(sorted(inputs)).toEqual(inputsOnly(sorted(analyzed(calls))));
  expect(sorted(outputs)).toEqual(sorted(analyzedStack(calls)));
});

/**
 * A deployed stack holds what some API made up: ids, times, versions, tokens. The recording's were written by hand, and
 * its subscription validation pointed at another subscription, so that the preview replaced it; here it stays.
 */
function comparable(resources: RecordedResource[]): unknown {
  const madeUp = new Set([
    "id",
    "certificateId",
    "createdAt",
    "updatedAt",
    "activeVersion",
    "clonedVersion",
    "stagedVersion",
    "subscriptionId",
  ]);
  const kept = ofVendors(resources).filter(({ type }) => !type.endsWith(":TlsSubscriptionValidation"));
  return JSON.parse(
    JSON.stringify(kept, (property: string, value: unknown) => {
      if (madeUp.has(property)) {
        return typeof value;
      }
      return typeof value === "string" ? value.replace(/^\w+(?=\.fastly-validations\.com$)/, "token") : value;
    }),
  );
}

test("incident, deployed: everything is known, and the records made from the challenges are there", () => {
  const calls = sent("incident", { name: "steady", deployed: true });
  const expected = recorded("incident-deployed");
  expect(comparable(analyzed(calls))).toEqual(comparable(analyzed(expected)));
  expect(comparable(analyzedStack(calls))).toEqual(comparable(analyzedStack(expected)));
});

test("a name added to a deployed subscription makes the challenges unknown again, and nothing else", () => {
  const type = "fastly:index/tlsSubscription:TlsSubscription";
  const before = { certificateAuthority: "certainly", domains: ["xpro.mit.edu"] };
  const outputs = planned(type, before, { preview: false });
  const after = { ...before, domains: ["xpro.mit.edu", "xpro-web.odl.mit.edu"] };
  expect(planned(type, after, { preview: true, prior: { inputs: before, outputs } })).toEqual({
    ...outputs,
    domains: ["xpro-web.odl.mit.edu", "xpro.mit.edu"],
    managedDnsChallenges: unknown,
    managedHttpChallenges: unknown,
  });
});

test("the pack learns from its environment whether this is a preview", () => {
  inStack(join(programsFolder, "fixed"), (stack) => {
    const settings = { pack: recorder, environment: { RECORDING: stack.file("recording") } };
    passed(stack.preview(settings));
    passed(stack.up(settings));
    const starts = readCalls(settings.environment.RECORDING).filter((call) => call.method === "configureStack");
    expect(starts.map(({ environment }) => environment?.["PULUMI_NODEJS_DRY_RUN"])).toEqual(["true", "false"]);
  });
});
