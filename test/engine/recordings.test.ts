/**
 * The stand-in providers against the real ones: on the same programs, a policy pack is sent what the recordings hold.
 * Compared is every call in full, for each Fastly and Kubernetes resource. Left out is the order of the calls: the engine
 * registers in parallel and shuffles `analyzeStack`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "./mocks";
import { analyzed, analyzedStack, readCalls, type Call, type RecordedResource } from "./recorder/recording";
import { inStack, root } from "./stack";

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
        expect(stack.up()).toMatchObject({ exitCode: 0 });
      }
      expect(stack.preview({ pack: recorder, environment: { RECORDING: recording } })).toMatchObject({ exitCode: 0 });
      return readCalls(recording);
    },
    name,
  );
}

function ofVendors(resources: RecordedResource[]): RecordedResource[] {
  return resources.filter(({ type }) => /^(fastly|kubernetes):/.test(type)).sort((one, other) => (one.urn < other.urn ? -1 : 1));
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

test.each(programs)("%s: the mocks tell the same without an engine", async (program = "", recording = "") => {
  const resources = await runProgram(join(programsFolder, program, "index.ts"));
  const said = (values: "inputs" | "outputs") =>
    resources.map(({ inputs, outputs, ...resource }) => ({ ...resource, properties: { inputs, outputs }[values] }));
  expect(ofVendors(said("outputs"))).toEqual(ofVendors(analyzedStack(recorded(recording))));
  const known = ({ type, urn, properties }: RecordedResource) => ({ type, urn, properties });
  expect(ofVendors(said("inputs")).map(known)).toEqual(ofVendors(analyzed(recorded(recording))).map(known));
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

test("the pack learns from its environment whether this is a preview", () => {
  inStack(join(programsFolder, "fixed"), (stack) => {
    const settings = { pack: recorder, environment: { RECORDING: stack.file("recording") } };
    stack.preview(settings);
    stack.up(settings);
    const starts = readCalls(settings.environment.RECORDING).filter((call) => call.method === "configureStack");
    expect(starts.map(({ environment }) => environment?.["PULUMI_NODEJS_DRY_RUN"])).toEqual(["true", "false"]);
  });
});
