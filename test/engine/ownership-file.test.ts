/** Two stacks, each clean alone, in a real engine: the one's state becomes an ownership file, the other's preview reads it. */
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inStack, passed, refused, root, type Settings, type Stack } from "./stack";

const home = mkdtempSync(join(tmpdir(), "ownership-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const program = (stack: string): string => join(__dirname, "programs", "two-stacks", stack);
const withFile = (file: string): Settings => ({ pack: root, environment: { TLS_OWNERSHIP_FILE: file } });

/** Deploys a stack, and writes down what it owns. */
function claims(stack: string): string {
  return inStack(program(stack), (deployed) => {
    passed(deployed.up({ pack: root }));
    const state = deployed.file("state.json");
    writeFileSync(state, deployed.state());
    const output = join(home, `${stack}.json`);
    const command = [join(root, "cli", "tls-ownership.js"), "claims", state, "--output", output];
    expect(spawnSync(process.execPath, command, { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    return output;
  });
}

function within<Result>(stack: string, use: (stack: Stack) => Result): Result {
  return inStack(program(stack), use);
}

describe.each([
  ["edge", "origin", "edge-tls"],
  ["origin", "edge", "shop-cert"],
])("%s, with what %s owns", (here, there, resource) => {
  test("fails in the preview, and both owners are named with their stacks", () => {
    const file = claims(there);
    const run = within(here, (stack) => {
      expect(passed(stack.preview({ pack: root }))).toEqual([]);
      return stack.preview(withFile(file));
    });
    expect(refused(run)).toEqual([{ level: "mandatory", policy: "tls-name-single-owner", resource }]);
    expect(run.output).toContain('TlsSubscription "edge-tls" of stack edge/dev');
    expect(run.output).toContain('Certificate "shop-cert" of stack origin/dev');
    expect(run.output).toMatch(new RegExp(`from ${there}\\.json, as of \\d{4}-\\d\\d-\\d\\d`));
  });

  test("is refused in an update without a preview, before the resource exists", () => {
    const file = join(home, `${there}.json`);
    within(here, (stack) => {
      expect(refused(stack.up(withFile(file)))).toEqual([{ level: "mandatory", policy: "tls-name-already-owned", resource }]);
      expect(stack.deployed()).not.toContain(resource);
    });
  });
});

test("a stack passes with a file that speaks of itself alone", () => {
  const file = claims("edge");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ subscriptions: [{ source: "edge/dev", name: "edge-tls" }] });
  within("edge", (stack) => expect(passed(stack.preview(withFile(file)))).toEqual([]));
});

test("a broken file fails the preview with one line that says what is wrong with it", () => {
  const file = join(home, "broken.json");
  writeFileSync(file, '{"version": 1, "certificates": [{"name": "CANARY", "names": "CANARY"}]}');
  within("edge", (stack) => {
    const { exitCode, output } = stack.preview(withFile(file));
    expect(exitCode).not.toBe(0);
    expect(output).toContain(`tls-ownership: ${file}: certificates[0].names: is a text, where a list belongs`);
    expect(output).not.toMatch(/CANARY|^\s+at /m);
  });
});
